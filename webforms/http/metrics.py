"""GET /metrics, for Prometheus: requests, events, what waits, memory. Who has the token may read it.

Where `ALUR_METRICS_TOKEN` is not set there is no such address, nothing is counted, and no library loaded.
Each server counts its own requests and events; what waits is the database's, the same from each.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from engine.audit import tally
from engine.config import Config
from engine.database import reading
from engine.errors import NotFound, Unavailable
from engine.reports.load import Load, load

if TYPE_CHECKING:
    from prometheus_client import Metric

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def set_up(app: Flask, config: Config) -> None:
    """To be set up before all that answers requests itself: those count, too."""
    if not config.metrics_token:
        return
    # Fourteen megabytes for who does not measure.
    from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
    from prometheus_client.exposition import CONTENT_TYPE_LATEST

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Waiting())
    registry.register(_Events())
    tally.begin()
    labels = ("method", "endpoint", "status")
    requests = Counter("alur_requests", "Requests answered.", labels, registry=registry)
    seconds = Histogram(
        "alur_request_seconds",
        "Until a request is answered.",
        ("endpoint",),
        buckets=_SECONDS,
        registry=registry,
    )

    @app.before_request
    def begin() -> None:
        g.begun_at = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        # An address that is none could be any: it must not make a new line each time.
        endpoint = request.endpoint or "none"
        method = request.method if request.method in _METHODS else "other"
        requests.labels(method, endpoint, response.status_code).inc()
        if "begun_at" in g:
            seconds.labels(endpoint).observe(time.perf_counter() - g.begun_at)
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        """404 for who does not bring the token (`Authorization: Bearer …`)."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), config.metrics_token.encode()):
            raise NotFound(page="metrics")
        return Response(
            generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
        )


class _Waiting:
    """What the database says waits. A database that does not answer is a number, too: alur_database_up 0."""

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        try:
            with reading() as session:
                found: Load | None = load(session)
        except Unavailable:
            found = None
        yield GaugeMetricFamily(
            "alur_database_up", "Whether the database answers.", value=float(found is not None)
        )
        for each in fields(Load) if found else ():
            yield GaugeMetricFamily(f"alur_{each.name}", _MEANING[each.name], value=getattr(found, each.name))


class _Events:
    """What this process has written into the audit trail: completions, denials, logins."""

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import CounterMetricFamily

        family = CounterMetricFamily("alur_events", "Events recorded by this process.", labels=("event",))
        for name, times in sorted(tally.counts.items()):
            family.add_metric((name,), times)
        yield family


_MEANING = {
    "open_tasks": "Tasks that wait for somebody; counted up to 10,000.",
    "late_instances": "Instances with work that is late; counted up to 10,000.",
    "incidents": "Instances that a fault in their diagram stopped; counted up to 10,000.",
    "running_moves": "Orders to move instances to another version that are not done.",
    "denials_waiting": "Refusals that are summed up in the audit trail when their hour is over.",
    "timers_late": "Seconds since the oldest timer that the worker has not fired was due.",
}
