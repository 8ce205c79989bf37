"""What is answered while the database is away: a page that tries again by itself."""

from starlette.responses import HTMLResponse, PlainTextResponse, Response

_SECONDS = 3
_PAGE = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="{_SECONDS}">
<title>One moment</title>
<style>
  body {{ display: grid; min-height: 90vh; place-items: center; font: 17px/1.6 system-ui, sans-serif; }}
  main {{ max-width: 28rem; padding: 2rem; }}
  h1 {{ font-size: 1.6rem; font-weight: 600; margin: 0 0 .5rem; }}
  p {{ margin: 0; opacity: .75; }}
</style>
<main>
  <h1>One moment, please</h1>
  <p>The database is not reachable right now. Nothing is lost: this page tries again by itself.</p>
</main>
</html>
"""


def apology(*, page: bool) -> Response:
    """503; a page for people, one line for everything else."""
    headers = {"retry-after": str(_SECONDS), "cache-control": "no-store"}
    if page:
        return HTMLResponse(_PAGE, 503, headers)
    return PlainTextResponse("the database is not reachable", 503, headers)
