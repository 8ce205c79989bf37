"""What is answered when no page can be: a page in plain words, with the id that the log knows it by."""

from starlette.responses import HTMLResponse, PlainTextResponse, Response

from sales_core import trail

_SECONDS = 3
_AGAIN = f'\n<meta http-equiv="refresh" content="{_SECONDS}">'


def apology(*, page: bool) -> Response:
    """503 while the database is away: a page for people that tries again by itself, one line for everything else."""
    headers = {"retry-after": str(_SECONDS), "cache-control": "no-store"}
    if page:
        words = "The database is not reachable right now. Nothing is lost: this page tries again by itself."
        return HTMLResponse(_page("One moment, please", words, _AGAIN), 503, headers)
    return PlainTextResponse("the database is not reachable", 503, headers)


def failure(*, page: bool) -> Response:
    """500 for what nobody expected; it says what to do and names the id, never what went wrong inside."""
    headers = {"cache-control": "no-store"}
    if page:
        words = (
            "This is not your doing, and nothing is lost. Open the page again; if it stays so, tell whoever runs this "
            "dashboard the reference below: it finds what happened."
        )
        return HTMLResponse(_page("Something went wrong here", words), 500, headers)
    return PlainTextResponse(f"something went wrong here; reference {trail.current().reference}", 500, headers)


def _page(heading: str, words: str, again: str = "") -> str:
    reference = trail.current().reference
    named = f"\n  <p class=reference>Reference <code>{reference}</code></p>" if reference else ""
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">{again}
<title>{heading}</title>
<style>
  body {{ display: grid; min-height: 90vh; place-items: center; margin: 0; font: 15px/1.6 system-ui, sans-serif; }}
  main {{ max-width: 30rem; padding: 2rem; }}
  h1 {{ font: 700 2rem/1.2 "Source Serif", Georgia, serif; margin: 0 0 .75rem; }}
  p {{ margin: 0 0 .75rem; }}
  .reference {{ opacity: .7; }}
</style>
<main>
  <h1>{heading}</h1>
  <p>{words}</p>{named}
</main>
</html>
"""
