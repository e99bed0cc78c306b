"""The life of a version on pages: draft, submit, review with comments, approve, activate, roll back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading, transaction
from engine.definitions import drafts, places, queries, releases, reviews
from engine.definitions.differences import difference
from engine.definitions.status import version_status
from engine.errors import Conflict, Invalid
from engine.people.rights import Right, require_right
from webforms.http.errors import message_of
from webforms.http.query import parse_day, parse_id
from webforms.presentation.language import t
from webforms.resubmit.forms import DIALOG_FORMS
from webforms.resubmit.resubmission import show_refused

pages = Blueprint("reviews", __name__)

_VERSION = "/definitions/<key>/versions/<int:number>"


@pages.get(f"{_VERSION}/review")
def show(key: str, number: int) -> ResponseReturnValue:
    """Differences, findings, comments. Needs COMMENT_VERSION; 404."""
    by = current_user.actor
    with reading() as session:
        status = version_status(session, key, number, by=by)
        require_right(session, Right.COMMENT_VERSION, by)
        comments = reviews.comments(session, status.id)
        return render_template(
            "reviews/page.html",
            view=queries.view_version(session, key, number, by=by),
            status=status,
            comments=comments,
            pins=_pins(comments),
            diff=difference(session, key, status.against, number, by=by) if status.against else None,
        )


@pages.post("/definitions/<key>/drafts")
def draft(key: str) -> ResponseReturnValue:
    """*Buat draf*: a copy of any version, to be edited; leads to its editor. Needs EDIT_DEFINITION; 404."""
    source = request.form.get("source", type=parse_id)
    with transaction() as session:
        made = drafts.new_draft(session, key, source=source, by=current_user.actor)
        number, origin, drawn = made.number, made.source, drafts.drawn_anew(session, made)
    flash(t("reviews.drafted", n=number, source=origin), "ok")
    if drawn:
        flash(t("definitions.drawn"), "warn")
    page = url_for("definitions.show", key=key, number=number)
    editor = f"{page}/edit"
    adapter = current_app.create_url_adapter(request)
    return redirect(editor if adapter is not None and adapter.test(editor, "GET") else page)


@pages.post(f"{_VERSION}/submit")
def submit(key: str, number: int) -> ResponseReturnValue:
    """*Ajukan*: leads to the version. Needs EDIT_DEFINITION. 404; 409, 422 with the dialog open."""
    note = request.form.get("reason", "")
    return _do(key, number, lambda session, it: reviews.submit(session, it, note, by=current_user.actor))


@pages.post(f"{_VERSION}/take-back")
def take_back(key: str, number: int) -> ResponseReturnValue:
    """*Tarik pengajuan*: leads to the version. Needs EDIT_DEFINITION, as one of its authors (403); 404."""
    by = current_user.actor
    refusal = _refusal(key, number, lambda session, it: reviews.take_back(session, it, by=by))
    if refusal is not None:
        return refusal
    flash(t("reviews.taken_back", n=number), "ok")
    return redirect(url_for("definitions.show", key=key, number=number))


@pages.post(f"{_VERSION}/discard")
def discard(key: str, number: int) -> ResponseReturnValue:
    """*Batalkan draf*: leads to the version. Needs EDIT_DEFINITION; 404."""
    return _do(key, number, lambda session, it: drafts.discard(session, it, by=current_user.actor))


@pages.post(f"{_VERSION}/approve")
def approve(key: str, number: int) -> ResponseReturnValue:
    """*Setujui*: leads to the version. Needs APPROVE_DEFINITION, not as one of its authors (403); 404."""
    typed = request.form.get("valid_from", "").strip()
    day = request.form.get("valid_from", type=parse_day) if typed else None
    if typed and day is None:
        # Never "at once" because a date could not be read.
        flash(t("reviews.bad_date"), "late")
        return redirect(url_for("reviews.show", key=key, number=number))
    return _do(
        key,
        number,
        lambda session, it: reviews.approve(session, it, valid_from=day, by=current_user.actor),
    )


@pages.post(f"{_VERSION}/mend")
def mend(key: str, number: int) -> ResponseReturnValue:
    """*Minta perbaikan*: back to its authors; leads to the version. Needs APPROVE_DEFINITION, not as one of
    its authors (403). 404; 409, 422 with the dialog open."""
    words = request.form.get("reason", "")
    by = current_user.actor
    return _do(key, number, lambda session, it: reviews.request_changes(session, it, words, by=by))


@pages.post(f"{_VERSION}/activate")
def activate(key: str, number: int) -> ResponseReturnValue:
    """*Berlakukan*; of an older version: *Berlakukan kembali*. Leads to the version, or to the dry run of a
    move where instances follow other versions. Needs ACTIVATE; 404."""
    by = current_user.actor
    answer = _do(key, number, lambda session, it: releases.activate(session, it, by=by))
    with reading() as session:
        status = version_status(session, key, number, by=by)
        others = sum(row.running for row in queries.versions(session, key, by=by) if row.number != number)
    if others and "move" in status.actions:
        return redirect(url_for("moves.show", key=key, number=number))
    return answer


@pages.post(f"{_VERSION}/comments")
def comment(key: str, number: int) -> ResponseReturnValue:
    """Leads to the comments. Needs COMMENT_VERSION. 404; 409, 422 with the dialog open."""
    element, words = request.form.get("element") or None, request.form.get("text", "")
    by = current_user.actor
    refusal = _refusal(key, number, lambda session, it: reviews.comment(session, it, element, words, by=by))
    if refusal is not None:
        return refusal
    flash(t("reviews.commented"), "ok")
    return redirect(url_for("reviews.show", key=key, number=number, _anchor="comments"))


@pages.post(f"{_VERSION}/comments/<int:comment_id>/resolve")
def resolve(key: str, number: int, comment_id: int) -> ResponseReturnValue:
    """Leads to the comments. Needs COMMENT_VERSION; 404."""
    with transaction() as session:
        places.version_id(session, key, number, by=current_user.actor)
        reviews.resolve(session, comment_id, by=current_user.actor)
    flash(t("reviews.dealt_with"), "ok")
    return redirect(url_for("reviews.show", key=key, number=number, _anchor="comments"))


_Action = Callable[[Any, int], object]


def _do(key: str, number: int, action: _Action) -> ResponseReturnValue:
    """An action that takes a version on its way; then its page, which says where it is now."""
    refusal = _refusal(key, number, action)
    if refusal is not None:
        return refusal
    with reading() as session:
        status = version_status(session, key, number, by=current_user.actor)
    flash(t(f"reviews.now.{'given_up' if status.given_up else status.state}", n=number), "ok")
    return redirect(url_for("definitions.show", key=key, number=number))


def _refusal(key: str, number: int, action: _Action) -> ResponseReturnValue | None:
    """Does it. What was typed for an action that is refused comes back with the reason why:
    409 and 422 with its dialog open, else a sentence on the version's page."""
    try:
        with transaction() as session:
            action(session, places.version_id(session, key, number, by=current_user.actor))
    except (Conflict, Invalid) as error:
        if request.endpoint in DIALOG_FORMS:
            return show_refused(error)
        flash(message_of(error), "late")
        return redirect(url_for("definitions.show", key=key, number=number))
    return None


def _pins(comments: list[reviews.CommentView]) -> dict[str, dict[str, object]]:
    """Element → how many open comments are pinned to it, for the diagram."""
    about = [comment.element for comment in comments if comment.element and not comment.resolved_at]
    return {
        element: {"count": about.count(element), "label": t("reviews.pinned", n=about.count(element))}
        for element in set(about)
    }
