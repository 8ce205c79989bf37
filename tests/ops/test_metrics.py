"""What a running app, sidecar and worker tell Prometheus, and that nothing is drawn or watched that none tells."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from db.engine import make_engine
from sales_core.jobs_declared import TASKS
from sales_core.telemetry import Outcome, pages
from sales_core.viewer import Role
from tests.ops.installation import Installation, installation, login_of, orders, owner_sql, signed_in
from tests.ops.sidecar_states import eventually
from tests.ops.streamlit_client import tab
from tests.ops.test_metrics_rules import DASHBOARD, RULES

NAME = re.compile(r"\b(?:dashboard|process)_[a-z0-9_]+|\bup\b")
LOCKS_WAITING = "dashboard_database_locks", "state=waiting"
SECRET = "a-name-that-is-nobodys-business"


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation in which somebody looked at two pages, and somebody at one that is not there."""
    with installation(tmp_path_factory.mktemp("used")) as there:
        owner_sql(there.postgres.url, *orders(3))
        engine = make_engine(login_of(there.postgres.url))
        name, value = signed_in(engine, "analyst", Role.ANALYST).split("=")
        engine.dispose()
        for page in ("about", "sales", SECRET, "sales"):
            with tab(there.app, {name: value}) as browser:
                browser.ask(page, query=f"q={SECRET}")
                browser.listen(seconds=60)
        owner_sql(
            there.postgres.url,
            "INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, args) VALUES ('upkeep', 'usage', '{}')",
        )
        yield there


def told(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/metrics")
    answer = connection.getresponse()
    assert answer.status == 200
    found = answer.read().decode()
    connection.close()
    return found


def samples(exposition: str) -> dict[tuple[str, str], float]:
    """Values by name and labels, the labels as `a=b c=d` in the order of their names."""
    return {
        (sample.name, " ".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(exposition)
        for sample in family.samples
    }


def figure(there: Installation, name: str, labels: str = "") -> float:
    """What the sidecar tells now; asked again where a busy machine could not say in time, which is never a zero."""
    found: dict[tuple[str, str], float] = {}

    def there_is() -> bool:
        found.update(samples(told(there.sidecar.port)))
        return (name, labels) in found

    assert eventually(there_is, seconds=60), (name, labels)
    return found[name, labels]


def all_told(there: Installation) -> dict[tuple[str, str], float]:
    return samples(told(there.app_metrics)) | samples(told(there.worker_metrics)) | samples(told(there.sidecar.port))


def test_every_expression_of_rules_and_dashboard_names_a_metric_that_is_really_told(used: Installation) -> None:
    expressions = [rule["expr"] for group in RULES["groups"] for rule in group["rules"]]
    expressions += [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", ())]
    named = {name for expression in expressions for name in NAME.findall(expression)} - {"up"}  # Prometheus' own
    assert len(named) > 30
    assert eventually(lambda: named <= {name for name, _ in all_told(used)}, seconds=30), named - {
        name for name, _ in all_told(used)
    }


def test_runs_of_pages_are_counted_under_declared_names_alone(used: Installation) -> None:
    found = samples(told(used.app_metrics))
    assert found["dashboard_page_runs_total", "outcome=done page=sales"] >= 2
    assert found["dashboard_page_runs_total", "outcome=done page=about"] >= 1
    assert found["dashboard_page_run_seconds_count", "page=sales"] >= 2
    assert found["dashboard_queries_total", "cached=no outcome=done"] >= 1
    assert found["dashboard_cache_requests_total", "outcome=miss"] >= 1
    labels = {label for (name, label) in found if name == "dashboard_page_runs_total"}
    assert labels == {f"outcome={outcome} page={page}" for outcome in Outcome for page in (*pages(), "other")}


def test_nothing_of_people_or_addresses_stands_in_what_is_told(used: Installation) -> None:
    for port in (used.app_metrics, used.worker_metrics, used.sidecar.port):
        exposition = told(port)
        assert SECRET not in exposition
        assert "analyst" not in exposition


def test_the_second_look_at_a_page_is_answered_by_the_cache_and_health_tells_the_share(used: Installation) -> None:
    hits = samples(told(used.app_metrics))["dashboard_cache_requests_total", "outcome=hit"]
    assert hits >= 1
    assert eventually(lambda: used.sidecar.health()["cache_hits"] == "ok")
    ratio = figure(used, "dashboard_cache_hit_ratio")
    assert 0 < ratio < 1


def test_a_job_is_counted_by_its_task(used: Installation) -> None:
    def counted() -> dict[tuple[str, str], float]:
        return samples(told(used.worker_metrics))

    assert eventually(lambda: counted()["dashboard_jobs_total", "outcome=done task=usage"] >= 1, seconds=30)
    labels = {label for (name, label) in counted() if name == "dashboard_jobs_total"}
    assert labels == {f"outcome={outcome} task={task}" for outcome in Outcome for task in TASKS}


def test_tabs_are_counted_while_they_are_connected(used: Installation) -> None:
    def tabs() -> float:
        return samples(told(used.app_metrics))["dashboard_sessions_open", ""]

    with tab(used.app) as browser:
        browser.ask("sign-in")
        browser.listen()
        assert tabs() >= 1
    assert eventually(lambda: tabs() == 0, seconds=30)  # between two rounds of the sidecar's own


def test_the_databases_figures_are_the_databases_own(used: Installation) -> None:
    lock = "LOCK TABLE sales.orders IN ACCESS EXCLUSIVE MODE"
    engine = make_engine(used.postgres.url)
    with ThreadPoolExecutor(1) as another, engine.connect() as holder:
        with holder.begin():
            holder.execute(text(lock))
            waiting = another.submit(owner_sql, used.postgres.url, lock)
            assert eventually(lambda: figure(used, *LOCKS_WAITING) == 1)
            told_size = figure(used, "dashboard_database_size_bytes")
            size = holder.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        waiting.result()
    engine.dispose()
    assert told_size == pytest.approx(size, rel=0.1)
    assert figure(used, "dashboard_database_connections_most") == 100
    assert eventually(lambda: figure(used, *LOCKS_WAITING) == 0)


def test_dead_rows_are_counted_as_bloat_until_they_are_removed(used: Installation) -> None:
    def bloat() -> float:
        return figure(used, "dashboard_database_bloat_bytes")

    before = bloat()
    owner_sql(
        used.postgres.url,
        "CREATE TABLE public.bloated (t text) WITH (autovacuum_enabled = false)",
        "INSERT INTO public.bloated SELECT repeat('x', 500) FROM generate_series(1, 4000)",
    )
    owner_sql(used.postgres.url, "DELETE FROM public.bloated")
    # 4,000 rows of over 500 bytes: two megabytes and more, all of them dead.
    assert eventually(lambda: bloat() - before > 2_000_000, seconds=20)
    owner_sql(used.postgres.url, "DROP TABLE public.bloated")


def test_the_age_of_the_newest_order_is_told_in_seconds(used: Installation) -> None:
    age = figure(used, "dashboard_source_age_seconds")
    assert age == pytest.approx(time.time() - 1_298_980_920, abs=60)  # 2011-03-01 12:02 UTC, the last of three
