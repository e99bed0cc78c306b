"""The web server in this process: the application, the housekeeping beside it, and how both end."""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask

from engine.config import Config

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

#: What each line says besides its event: the request (webforms.http.request_ids), how bad it is, when.
KNOWN = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def serve(config: Config, around: Callable[[Flask], WSGIApplication] = lambda app: app) -> None:
    """Until SIGTERM or Ctrl-C; requests that run then are finished.

    `around`: what is put around the application; the benchmarks put their measure there.
    """
    from engine import worker
    from engine.storage import folders
    from webforms.app import create_app
    from webforms.http.limits import terms
    from webforms.serving.server import Server

    log_as_lines()
    # Whatever is made from here on is for this account alone.
    os.umask(0o077)
    app = create_app(config)
    # What comes in waits there: the system's own folder for such files may be memory.
    tempfile.tempdir = str(folders.workplaces())
    server = Server(around(app), lambda environ: terms(app, environ), listen(config))
    _stop_at_signals(server.stop)
    housekeeping = worker.start()
    gc.freeze()  # never looked through again
    gc.enable()
    server.run()
    housekeeping.set()


def listen(config: Config) -> socket.socket:
    """A socket of our own on the address that people reach. Raises OSError where there is another."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    return socket.create_server((config.host, config.port), family=family)


def log_as_lines() -> None:
    """One line of JSON an event, on standard error, without anything a person typed."""
    structlog.configure(
        processors=[*KNOWN, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    waitress = logging.getLogger("waitress")
    waitress.handlers = [_AsLine(logging.WARNING)]
    waitress.propagate = False
    # That a request waits for a thread for a moment is nothing to be told of.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


class _AsLine(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger("alur.server")
        log.log(record.levelno, "server", message=record.getMessage(), exc_info=record.exc_info or None)


def _stop_at_signals(stop: Callable[[], None]) -> None:
    """Once; who presses Ctrl-C a second time doesn't want to wait."""

    def handle(_number: int, _frame: Any) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
