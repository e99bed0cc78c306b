"""The application as Flask runs it, but that views begin again where a transaction needs what takes long."""

from __future__ import annotations

from flask import Flask, request
from flask.typing import ResponseReturnValue

from engine.definitions.ahead import ahead
from webforms.http.request import AppRequest


class Application(Flask):
    """Reads and checks diagrams outside the transactions of its views (engine.definitions.ahead)."""

    request_class = AppRequest

    def dispatch_request(self) -> ResponseReturnValue:
        """The view's answer, as Flask gives it."""
        return ahead(self._begin)

    def _begin(self) -> ResponseReturnValue:
        # What a form carried is read from its beginning. A form that no view has read needs no look.
        for file in request.__dict__.get("files", {}).values():
            file.stream.seek(0)
        return super().dispatch_request()
