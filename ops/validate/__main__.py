"""`make validate URL=…`: exit code 0 when all is well, 1 when something is not, 2 when the question is not clear."""

import sys
import time

from ops.validate.checks import checks
from ops.validate.told import Verdict
from ops.validate.wanted import wanted
from sales_core.errors import SettingsError


def main() -> int:
    """Ask all, print a line each."""
    try:
        asked = wanted()
    except SettingsError as refused:
        print(f"validate: {refused}", file=sys.stderr)
        return 2
    print(f"validate {asked.origin}")
    began, failed = time.monotonic(), 0
    for told in checks(asked):
        failed += told.verdict is Verdict.FAILED
        print(told.line(), flush=True)
    print(f"{'all well' if not failed else f'{failed} not well'} after {time.monotonic() - began:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
