"""Take in a file or folder: `python -m sales_core.intake PATH --preset orders [--as NAME] [--dates day-first] …`.

`--take-back NUMBER` takes an import back. Exit codes: 0 done, or taken in before; 1 refused, with one line on stderr;
2 no such file, preset or setting.
"""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine

from db.engine import make_engine
from db.intake.shapes import Preset
from sales_core.company import settle
from sales_core.errors import DashboardError, UnknownName
from sales_core.intake import PRESETS, Answers, preset_named, take_in, withdraw
from sales_core.intake.answers import Dates, Decimals, Delimiter, Encoding
from sales_core.intake.opening import regular
from sales_core.settings import Settings, settings_or_exit


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and print its report."""
    asked = _parser().parse_args(words)
    if asked.take_back is not None:
        return _with_engine(
            lambda engine: print(withdraw(engine, asked.take_back, asked.imported_by)), "nothing is half taken back"
        )
    if asked.file is None or asked.preset is None:
        return _refused(2, "name a file and --preset, or an import to --take-back; --help says more")
    try:
        preset = preset_named(asked.preset)
        _look(asked.file, preset)
    except UnknownName as error:
        return _refused(2, str(error))
    except OSError as error:
        return _refused(2, f"{asked.file}: {error.strerror}{_folders(asked.file)}")
    answers = Answers(asked.encoding, asked.delimiter, asked.decimals, asked.dates)
    return _with_engine(
        lambda engine: print(take_in(engine, asked.file, preset, asked.imported_by, answers=answers)),
        f"{asked.file.name} is never half taken in",
    )


def _look(path: Path, preset: Preset) -> None:
    """Raises OSError where there is nothing that the preset could take."""
    if preset.takes_folder:
        path.stat()
    else:
        with regular(path):
            pass


def _folders(path: Path) -> str:
    """Which presets take folders, where one was named for a file."""
    taking = [preset.name for preset in PRESETS.values() if preset.takes_folder]
    return f"; folders are taken by {', '.join(taking)}" if path.is_dir() else ""


def _with_engine(run: Callable[[Engine], None], interrupted: str) -> int:
    settings = settings_or_exit()
    if settings.database_url is None:
        return _refused(2, "DATABASE_URL is not set; start the dashboard by `make run`, or name the database")
    return _run(run, settings, make_engine(settings.database_url, pool_size=2), interrupted)


def _run(run: Callable[[Engine], None], settings: Settings, engine: Engine, interrupted: str) -> int:
    # What the pool finds of a connection that an interrupt left in mid-sentence is not for the one line.
    logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())
    try:
        settle(engine, settings)
        run(engine)
    except DashboardError as error:
        return _refused(1, str(error))
    except KeyboardInterrupt:
        return _refused(130, f"interrupted; run it again, {interrupted}")
    finally:
        engine.dispose()
    return 0


def _refused(code: int, reason: str) -> int:
    print(reason, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sales_core.intake", description="Take in a file of sales.")
    parser.add_argument("file", type=Path, nargs="?", metavar="PATH", help="a CSV, plain or gzipped, or a folder")
    parser.add_argument("--preset", metavar="NAME", help=f"the kind of file: {', '.join(PRESETS)}")
    parser.add_argument("--as", dest="imported_by", default="command line", metavar="NAME", help="who does it")
    parser.add_argument("--take-back", type=int, metavar="NUMBER", help="remove the facts of an import")
    _ask(parser, "encoding", Encoding, "how its characters are written")
    _ask(parser, "delimiter", Delimiter, "what stands between two fields")
    _ask(parser, "decimals", Decimals, "the mark before a number's decimals")
    _ask(parser, "dates", Dates, "which part of 03/04/2024 is the day")
    return parser


def _ask(parser: argparse.ArgumentParser, name: str, answers: type[StrEnum], what: str) -> None:
    choices = [answer.value for answer in answers]
    parser.add_argument(
        f"--{name}",
        type=answers,
        choices=list(answers),
        metavar="|".join(choices),
        help=f"{what}; found out without it",
    )


if __name__ == "__main__":
    sys.exit(main())
