"""Take in a file: `python -m sales_core.intake FILE --preset online_retail [--as NAME]`.

Exit codes: 0 taken in, or taken in before; 1 refused, with one line on stderr; 2 no such file, preset or setting.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from db.engine import make_engine
from sales_core.company import settle
from sales_core.errors import DashboardError, UnknownName
from sales_core.intake import PRESETS, preset_named, take_in
from sales_core.intake.opening import regular
from sales_core.settings import Settings, settings_or_exit


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and print its report."""
    asked = _parser().parse_args(words)
    try:
        preset_named(asked.preset)
        with regular(asked.file):
            pass
    except UnknownName as error:
        return _refused(2, str(error))
    except OSError as error:
        return _refused(2, f"{asked.file}: {error.strerror}")
    settings = settings_or_exit()
    if settings.database_url is None:
        return _refused(2, "DATABASE_URL is not set; start the dashboard by `make run`, or name the database")
    return _take_in(asked, settings, settings.database_url)


def _take_in(asked: argparse.Namespace, settings: Settings, url: str) -> int:
    engine = make_engine(url, pool_size=2)
    try:
        settle(engine, settings)
        print(take_in(engine, asked.file, preset_named(asked.preset), asked.imported_by))
    except DashboardError as error:
        return _refused(1, str(error))
    except KeyboardInterrupt:
        return _refused(130, f"interrupted; run it again, {asked.file.name} is never half taken in")
    finally:
        engine.dispose()
    return 0


def _refused(code: int, reason: str) -> int:
    print(reason, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sales_core.intake", description="Take in a file of sales.")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV in UTF-8, plain or gzipped")
    parser.add_argument("--preset", required=True, metavar="NAME", help=f"the kind of file: {', '.join(PRESETS)}")
    parser.add_argument("--as", dest="imported_by", default="command line", metavar="NAME", help="who takes it in")
    return parser


if __name__ == "__main__":
    sys.exit(main())
