"""What was found, as Prometheus reads it. Every name and every label's value stands in the code."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ops.sidecar.findings import SERVING, Finding, Findings, Part, State

DATABASE = {
    "connections": ("state", "Client connections, by what they do."),
    "connections_most": (None, "How many connections the server takes."),
    "locks": ("state", "Locks held and waited for."),
    "long_queries": (None, "Statements that run for more than half a minute."),
    "longest_query_seconds": (None, "How long the longest statement has been running."),
    "bloat_bytes": (None, "Room in tables that dead rows take: an estimate by the server's own counts."),
    "size_bytes": (None, "Size of the database on disk."),
    "largest_table_bytes": (None, "Size of the largest table with its indexes."),
}
JOBS = {
    "jobs_queued": "Jobs that wait.",
    "jobs_running": "Jobs that run.",
    "jobs_failed": "Jobs that failed and were not retried.",
}
SINGLES = {
    "sessions_signed_in": (Part.SESSIONS, "open", "Sessions of people that are open."),
    "worker_heartbeat_age_seconds": (Part.WORKER, "heartbeat_age_s", "Since a worker last said that it lives."),
    "cache_hit_ratio": (Part.CACHE_HITS, "ratio", "Hits among all looks into the cache since the apps started."),
    "memory_free_ratio": (Part.MEMORY, "free_ratio", "Memory of the machine that can be had."),
    "disk_free_ratio": (Part.DISK, "free_ratio", "Disk of the machine that is free."),
}
_NO_PART = frozenset({State.ABSENT})


class _Told(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    def collect(self) -> Iterable[Metric]:
        return self._families


def exposition(findings: Findings, figures: Finding, sign_ins: Finding) -> bytes:
    """The text of one scrape. What is absent or could not be asked has no line, so that nobody takes it for a zero."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    families = [*_parts(findings), *_database(figures.detail), *_singles(findings), *_sign_ins(sign_ins)]
    registry.register(_Told(family for family in families if family.samples))
    return generate_latest(registry)


def _parts(findings: Findings) -> Iterable[Metric]:
    up = GaugeMetricFamily("dashboard_part_up", "1: the part serves.", labels=["part"])
    latency = GaugeMetricFamily("dashboard_part_latency_seconds", "How long the part took to answer.", labels=["part"])
    for part, found in findings.items():
        if found.state not in _NO_PART:
            up.add_metric([str(part)], float(found.state in SERVING))
        if isinstance(took := found.detail.get("latency_ms"), float):
            latency.add_metric([str(part)], took / 1000)
    return up, latency


def _database(told: Mapping[str, str | float | None]) -> Iterable[Metric]:
    for name, (label, meaning) in DATABASE.items():
        family = GaugeMetricFamily(f"dashboard_database_{name}", meaning, labels=[label] if label else [])
        for key, value in told.items():
            if key.partition("/")[0] == name and isinstance(value, float):
                family.add_metric([key.partition("/")[2]] if label else [], value)
        yield family
    for name, meaning in JOBS.items():
        yield _gauge(name, meaning, told.get(name))


def _singles(findings: Findings) -> Iterable[Metric]:
    for name, (part, key, meaning) in SINGLES.items():
        found = findings.get(part)
        yield _gauge(name, meaning, found.detail.get(key) if found else None)
    newest = findings.get(Part.NEWEST_SOURCE_ROW, Finding(State.ABSENT)).detail.get("ordered_at")
    age = None
    if isinstance(newest, str):
        age = (datetime.now(UTC) - datetime.fromisoformat(newest)).total_seconds()
    yield _gauge("source_age_seconds", "Since the newest order in the database.", age)


def _sign_ins(found: Finding) -> Iterable[Metric]:
    family = GaugeMetricFamily("dashboard_sign_ins_failed", "Sign-ins that failed lately.", labels=["within"])
    for within in ("hour", "day"):
        if isinstance(count := found.detail.get(f"failed_in_{within}"), float):
            family.add_metric([within], count)
    yield family


def _gauge(name: str, meaning: str, value: object) -> Metric:
    family = GaugeMetricFamily(f"dashboard_{name}", meaning)
    if isinstance(value, float):
        family.add_metric([], value)
    return family
