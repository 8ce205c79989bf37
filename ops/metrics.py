"""A process's own /metrics, on a port that no proxy leads to."""

from prometheus_client import start_http_server

from sales_core.jobs_declared import TASKS
from sales_core.settings import Settings
from sales_core.telemetry import REGISTRY, start_from_zero


def serve_metrics(settings: Settings) -> None:
    """Answer Prometheus on LISTEN_ADDRESS and METRICS_PORT, in a thread that ends with the process; 0: not at all."""
    if settings.metrics_port:
        start_from_zero(TASKS)
        start_http_server(settings.metrics_port, settings.listen_address, REGISTRY)
