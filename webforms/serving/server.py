"""The server: one process, one thread for all lines, a few for requests that are there as a whole."""

from __future__ import annotations

import socket
import sys
import time
from typing import TYPE_CHECKING

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from webforms.serving.line import Line
from webforms.serving.terms import Judge

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

#: Requests handled at the same time. Most of their time is the database's.
THREADS = 8
#: Lines at the same time. Each may need three open files: itself, what comes, what goes.
MAX_LINES = 2000
_FILES_PER_LINE = 3
_OTHER_FILES = 200
_AT_ONCE = 100
#: Bytes of a request's head.
MAX_HEAD = 64 * 1024
#: Bytes of a body that wait in memory; more wait in a file.
MAX_IN_MEMORY = 64 * 1024
#: Seconds between two looks at all lines.
LOOKS_EVERY = 5
#: Seconds that requests have to end when the server is stopped.
FAREWELL = 25


class Server(TcpWSGIServer):
    """waitress's, with patience by kind of request, an end for whoever is silent, and one for itself."""

    channel_class = Line

    def __init__(self, application: WSGIApplication, judge: Judge, listening: socket.socket) -> None:
        self.judge = judge
        self.is_stopping = False
        super().__init__(
            application,
            {},
            _sock=listening,
            adj=Adjustments(
                sockets=[listening],
                threads=THREADS,
                connection_limit=_room_for_lines(),
                max_request_header_size=MAX_HEAD,
                # Each request's Terms say more exactly.
                max_request_body_size=sys.maxsize,
                inbuf_overflow=MAX_IN_MEMORY,
                recv_bytes=MAX_IN_MEMORY,
                cleanup_interval=LOOKS_EVERY,
                asyncore_use_poll=True,
                # The application believes its proxy, or doesn't.
                clear_untrusted_proxy_headers=False,
                log_socket_errors=False,
                ident=None,
            ),
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            bind_socket=False,
        )

    def run(self) -> None:
        """Until `stop`; then no longer than FAREWELL."""
        while not self.is_stopping:
            self._turn(within=1.0)
        self._finish()

    def stop(self) -> None:
        """From a signal's handler or any thread: what runs is finished, nothing new begun."""
        if not self.is_stopping:
            # In this order: a loop that knows closes what the trigger writes to.
            self.pull_trigger()
            self.is_stopping = True

    def readable(self) -> bool:
        """Whether somebody is let in. Before the lines run out, the most silent ones make room."""
        most = self.adj.connection_limit
        if len(self._map) >= 0.9 * most:
            idle = [line for line in self.active_channels.values() if not line.requests]
            idle.sort(key=lambda line: line.last_activity)
            for line in idle[: len(self._map) - int(0.8 * most)]:
                line.will_close = True
        return bool(super().readable())

    def handle_accept(self) -> None:
        """Let in all who wait: one by one, each would wait for a look at all lines."""
        for _ in range(min(_AT_ONCE, self.adj.connection_limit - len(self._map))):
            before = len(self._map)
            super().handle_accept()
            if len(self._map) == before:
                break

    def maintenance(self, now: float) -> None:
        """Every LOOKS_EVERY seconds."""
        for line in list(self.active_channels.values()):
            if line.is_overdue(now):
                line.will_close = True

    def _turn(self, *, within: float) -> None:
        wasyncore.loop(timeout=within, map=self._map, use_poll=self.adj.asyncore_use_poll, count=1)

    def _finish(self) -> None:
        wasyncore.dispatcher.close(self)  # nobody else is let in; the lines that are open stay
        ends = time.monotonic() + FAREWELL
        while self._is_answering() and time.monotonic() < ends:
            self._turn(within=0.1)
        self.task_dispatcher.shutdown(timeout=1)
        for line in list(self.active_channels.values()):
            line.handle_close()
        wasyncore.close_all(self._map)

    def _is_answering(self) -> bool:
        return any(line.requests or line.total_outbufs_len for line in self.active_channels.values())


def _room_for_lines() -> int:
    """MAX_LINES, or as many as this process may have files for, once it has asked for more."""
    if sys.platform == "win32":
        return MAX_LINES
    import resource

    wanted = MAX_LINES * _FILES_PER_LINE + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MAX_LINES
    return min(MAX_LINES, (soft - _OTHER_FILES) // _FILES_PER_LINE)
