"""The key under which a browser stores what somebody typed and could not send: devices are shared."""

from __future__ import annotations

import hmac

from flask import current_app


def draft_key(person_id: int) -> str:
    """32 bytes in hexadecimal digits: always the same for one person, who finds it in their own pages only.

    No browser stores a page of who is logged in (`webforms.http.headers`), so the key is gone with the login.
    """
    return hmac.digest(str(current_app.secret_key).encode(), b"drafts of %d" % person_id, "sha256").hex()
