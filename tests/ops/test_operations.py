"""docs/operations.md says what the code has: states, jobs, periods."""

import re

from ops.sidecar.findings import State
from sales_core.jobs_declared import TASKS
from sales_core.jobs_kept import PERIODS
from sales_core.settings import PROJECT

PAGE = (PROJECT / "docs/operations.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """Cells of the table whose first column is called so, without its head."""
    found = re.search(rf"^\| {re.escape(heading)} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found is not None, heading
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in found[1].splitlines()]


def test_every_state_that_health_may_tell_is_explained() -> None:
    told = {word for state, *_ in table("state") for word in state.split(", ")}
    assert told == {state.value for state in State}


def test_every_job_is_told_with_its_turn() -> None:
    told = {name: turn for name, turn, _ in table("job")}
    assert set(told) == set(TASKS)
    for name, task in TASKS.items():
        assert told[name] == task.turns.removesuffix(" UTC")


def test_every_period_of_retention_is_told() -> None:
    told = dict(table("removed by retention"))
    for period in PERIODS:
        days = "1 day" if period.days == 1 else f"{period.days} days"
        wanted = days if period.days else "the next turn, once no process holds them"
        assert told.pop(period.what) == wanted
    assert told == {}


def test_every_variable_of_nginx_is_told() -> None:
    script = (PROJECT / "ops/nginx/15-dashboard.envsh").read_text(encoding="utf-8")
    of_its_image = {"NGINX_FILES", "NGINX_ENVSUBST_OUTPUT_DIR"}
    told = {name for names, *_ in table("variable of nginx") for name in re.findall(r"`(\w+)`", names)}
    assert told == set(re.findall(r'^export (\w+)="\$\{', script, re.MULTILINE)) - of_its_image
