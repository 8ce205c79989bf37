"""How often the cache knew the answer: asked of the apps, which count every look of theirs."""

from collections.abc import Callable, Sequence
from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from prometheus_client.parser import text_string_to_metric_families

from ops.sidecar.findings import Finding, State
from sales_core.telemetry import Remembered

_COUNTED = "dashboard_cache_requests"


def metrics_addresses(apps: Sequence[str], port: int) -> tuple[str, ...]:
    """Where the apps tell of themselves; none when they do not."""
    hosts = [urlsplit(app).hostname or "" for app in apps] if port else []
    return tuple(f"http://{f'[{host}]' if ':' in host else host}:{port}/metrics" for host in hosts)


def at_cache_hits(addresses: Sequence[str]) -> Callable[[], Finding]:
    """Hits among all looks since the apps started; 'absent' where no app tells or none has looked."""
    opener = build_opener(ProxyHandler({}))

    def look() -> Finding:
        counted = dict.fromkeys((outcome.value for outcome in Remembered), 0.0)
        try:
            for address in addresses:
                with opener.open(address, timeout=1) as answer:
                    _add(counted, answer.read().decode())
        except (HTTPException, OSError, ValueError) as error:
            return Finding(State.UNKNOWN, {"error": type(error).__name__})
        looks = sum(counted.values())
        if not looks:
            return Finding(State.ABSENT)
        return Finding(State.OK, {"ratio": round(counted[Remembered.HIT] / looks, 4), **counted})

    return look


def _add(counted: dict[str, float], told: str) -> None:
    for family in text_string_to_metric_families(told):
        if family.name == _COUNTED:
            for sample in family.samples:
                if sample.name == f"{_COUNTED}_total":
                    counted[sample.labels["outcome"]] += sample.value
