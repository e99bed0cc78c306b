"""The web server: granian, one process with threads. (Why granian: .github/decisions/0006-granian.md.)"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import structlog
from flask import Flask

from engine.config import Config, load

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Requests handled at the same time. Most of their time is the database's.
THREADS = 16


def application() -> Flask:
    """What a server process calls to get the application, with the housekeeping beside it."""
    from engine import worker
    from webforms.app import create_app

    log_as_lines()
    app = create_app(load(os.environ))
    app.wsgi_app = whole_bodies(app.wsgi_app)  # type: ignore[assignment]
    # Here, not in the process that starts this one: it forks, and a thread that is importing or holds a lock
    # just then leaves the new process waiting for ever.
    worker.start()
    return app


def serve(config: Config, target: str = "webforms.cli.server:application") -> None:
    """`target`: what makes the application; the benchmarks put their measure beside it."""
    from granian.constants import Interfaces
    from granian.server import Server

    log_as_lines()
    server = Server(
        target,
        factory=True,
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=4 * THREADS,
        websockets=False,
        log_access=False,
        # Its one warning is that waiting for a database takes more threads than there are cores.
        log_level="error",  # type: ignore[arg-type]
    )
    server.serve()


def whole_bodies(app: WSGIApplication) -> WSGIApplication:
    """A form whose connection was lost in the middle is refused, not taken for a shorter one.

    granian ends such a body as if all had come, and says that it minds the end ("input_terminated"). Without
    that word Flask counts the bytes itself against the length that was announced.
    """

    def counted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        return app(environ, start_response)

    return counted


def log_as_lines() -> None:
    """One line of JSON an event, on standard error, without anything a person typed."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
