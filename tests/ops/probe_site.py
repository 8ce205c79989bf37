"""Run the probe behind the real gate: `python -m tests.ops.probe_site`."""

from pathlib import Path

from ops.web.serving import serve
from sales_core.settings import load_settings

if __name__ == "__main__":
    serve(load_settings(), Path(__file__).parent / "probe" / "app.py")
