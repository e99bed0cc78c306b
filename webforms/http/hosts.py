"""By which names this server may be asked, and what links are made of.

A page would otherwise be ours under whatever name somebody gives our address, and a link that is sent to a
person would lead to the name that whoever asked for it chose.
"""

from __future__ import annotations

from ipaddress import ip_address

from flask import Flask, current_app, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.sansio.utils import host_is_trusted

from engine.config import Config
from webforms.http.errors import error_response
from webforms.presentation.language import t


def set_up(app: Flask) -> None:
    """400 for a request by a name that is none of ours (`Config.names`). To be set up before all others."""
    app.before_request(_refuse_other_names)


def full_address(endpoint: str, **args: object) -> str:
    """A link for somebody else: it begins with ALUR_PUBLIC_URL where that is set, never with a name that
    only the browser knows."""
    config: Config = current_app.config["ALUR"]
    if config.public_url:
        return config.link(url_for(endpoint, **args))  # type: ignore[arg-type]
    return url_for(endpoint, _external=True, **args)  # type: ignore[arg-type]


def _refuse_other_names() -> ResponseReturnValue | None:
    config: Config = current_app.config["ALUR"]
    if not config.names or host_is_trusted(request.host.lower(), config.names):
        return None
    # Whoever watches the server does so from the same machine, by its address.
    if request.endpoint in {"healthy", "ready", "metrics"} and _is_loopback(request.remote_addr or ""):
        return None
    address = config.link("/") if config.public_url else config.names[0]
    title = t("errors.other_name.title")
    return error_response(400, title, t("errors.other_name.message", address=address), code="other_name")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
