"""Where somebody is logged in, on the page of their account: an administrator of accounts may end it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import transaction
from engine.people.sign_in import log_out_device
from webforms.presentation.language import t

pages = Blueprint("devices", __name__, url_prefix="/accounts")


@pages.post("/<int:person_id>/logout-device")
def end(person_id: int) -> ResponseReturnValue:
    """303 to the person's page; 404 for a login that has ended. Needs MANAGE_ACCOUNTS."""
    with transaction() as session:
        device = log_out_device(session, person_id, request.form.get("device", ""), by=current_user.actor)
    flash(t("people.profile.device_ended", device=device or t("people.profile.unknown_device")), "ok")
    return redirect(url_for("accounts.person", person_id=person_id), 303)
