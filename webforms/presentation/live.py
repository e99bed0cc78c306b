"""Pages that renew themselves (frontend/src/live.js asks every few seconds).

The moving parts of a page are templates of their own. A page places them as `{{ parts.NAME }}` inside
`{% call live_region(live_tag) %}`; asked with `?live`, the same view answers with the parts alone, or 304
when nothing has changed since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from flask import Response, make_response, render_template, request
from markupsafe import Markup

#: As webforms.http.csrf.form_token writes them.
_TOKENS = re.compile(r'<input type="hidden" name="(?:csrf_token|_once)" value="[^"]*">')


def wants_parts() -> bool:
    """Whether an open page asks for its moving parts only."""
    return "live" in request.args


def shows(tag: str) -> bool:
    """Whether the open page that asks shows this state already."""
    return wants_parts() and request.if_none_match.contains_weak(tag)


def unchanged(tag: str) -> Response:
    """304 with the tag: what the page shows is what there is."""
    response = Response(status=304)
    response.set_etag(tag)
    return response


def live_page(page: str, parts: Mapping[str, str], /, *, tag: str | None = None, **shown: object) -> Response:
    """The page, or only its parts {name: template}. `tag` names the state; without one it is their hash."""
    ready = {name: _part(name, template, shown) for name, template in parts.items()}
    tag = tag or _hash("".join(ready.values()))
    if not wants_parts():
        return make_response(render_template(page, parts=ready, live_tag=f'"{tag}"', **shown))
    if shows(tag):
        return unchanged(tag)
    response = make_response("".join(ready.values()))
    response.set_etag(tag)
    return response


def _part(name: str, template: str, shown: Mapping[str, object]) -> Markup:
    html = Markup(render_template(template, **shown))  # noqa: S704  # our own template, escaped already
    return Markup('<div class="stack" data-part="{}">{}</div>').format(name, html)


def _hash(html: str) -> str:
    # The token and the key of a form differ at every request, and say nothing new.
    return hashlib.sha256(_TOKENS.sub("", html).encode()).hexdigest()[:32]
