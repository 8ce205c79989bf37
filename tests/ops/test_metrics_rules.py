"""Alert rules and the dashboard of figures: held by promtool, by a schema, and by cases that fire and do not."""

import copy
import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sales_core.settings import PROJECT

MONITORING = PROJECT / "ops" / "monitoring"
RULES = yaml.safe_load((MONITORING / "alerts.yml").read_text())
CASES = yaml.safe_load((MONITORING / "alerts_test.yml").read_text())["tests"]
DASHBOARD = json.loads((MONITORING / "dashboard.json").read_text())
SCHEMA = json.loads((MONITORING / "dashboard.schema.json").read_text())


@pytest.fixture(scope="session")
def promtool() -> Path:
    found = subprocess.run([PROJECT / "ops" / "promtool.sh"], capture_output=True, text=True, check=True)
    return Path(found.stdout.strip())


def asked(promtool: Path, folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([promtool, *words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The files, to plant a fault in."""
    for file in MONITORING.glob("*.yml"):
        (tmp_path / file.name).write_text(file.read_text())
    return tmp_path


def test_promtool_takes_the_configuration_and_every_rule_fires_and_rests_as_its_cases_say(promtool: Path) -> None:
    for words in (("check", "config", "prometheus.yml"), ("test", "rules", "alerts_test.yml")):
        done = asked(promtool, MONITORING, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "21 rules found" in asked(promtool, MONITORING, "check", "rules", "alerts.yml").stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("dashboard_jobs_queued > 100", "dashboard_jobs_queued > 101"),
        ("dashboard_jobs_queued > 100", "dashboard_jobs_queued >= 100"),
        ('{{ $labels.part }} is down"', '{{ $labels.part }} is up"'),
        ("severity: critical", "severity: warning"),
    ],
)
def test_a_rule_that_is_wrong_fails_its_cases(promtool: Path, copied: Path, right: str, wrong: str) -> None:
    text = (copied / "alerts.yml").read_text()
    assert right in text
    (copied / "alerts.yml").write_text(text.replace(right, wrong))
    assert asked(promtool, copied, "test", "rules", "alerts_test.yml").returncode != 0


def test_a_rule_that_can_not_be_read_is_refused(promtool: Path, copied: Path) -> None:
    text = (copied / "alerts.yml").read_text()
    (copied / "alerts.yml").write_text(text.replace("sum by (task) (", "sum by (task ("))
    assert asked(promtool, copied, "check", "rules", "alerts.yml").returncode != 0


def test_each_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not() -> None:
    named = Counter(rule["alert"] for group in RULES["groups"] for rule in group["rules"])
    assert set(named.values()) == {1}
    fires: set[str] = set()
    rests: set[str] = set()
    for case in CASES:
        for wanted in case["alert_rule_test"]:
            (fires if wanted["exp_alerts"] else rests).add(wanted["alertname"])
    assert fires == rests == set(named)


def test_what_to_do_is_written_for_each_alert_in_the_order_of_the_rules() -> None:
    written = re.findall(
        r"^\| (Dashboard\w+) \| .+ \| .+ \|$", (PROJECT / "docs/monitoring.md").read_text(), re.MULTILINE
    )
    assert written == [rule["alert"] for group in RULES["groups"] for rule in group["rules"]]


def test_the_dashboard_is_as_grafana_documents_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(DASHBOARD)


def faulty(path: str, value: Any) -> dict[str, Any]:
    """The dashboard, with another value at a path such as `panels/1/type`."""
    wrong: dict[str, Any] = copy.deepcopy(DASHBOARD)
    at: Any = wrong
    *way, last = path.split("/")
    for step in way:
        at = at[int(step) if step.isdigit() else step]
    at[last] = value
    return wrong


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("uid", "short"),
        ("panels/1/type", "timeserie"),
        ("panels/1/gridPos/w", 25),
        ("panels/1/targets", []),
        ("panels/1/targets/0/expr", ""),
        ("panels/1/fieldConfig/defaults/unit", "seconds"),
        ("panels/0/panel", []),
        ("schemaVersion", "39"),
        ("time", {"from": "now-6h"}),
    ],
)
def test_a_slip_in_the_dashboard_is_refused(path: str, value: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(faulty(path, value))


def test_no_two_panels_lie_upon_one_another_and_each_has_a_number_of_its_own() -> None:
    taken: Counter[tuple[int, int]] = Counter()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24
        taken.update((x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"]))
    assert set(taken.values()) == {1}
    assert sorted(panel["id"] for panel in DASHBOARD["panels"]) == list(range(1, len(DASHBOARD["panels"]) + 1))
