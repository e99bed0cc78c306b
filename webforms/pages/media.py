"""One file of an instance, large, with all that was asked about it; without a script pictures lead here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading
from engine.errors import NotFound
from engine.instances.files import instance_with
from webforms.presentation.instance import answers_of, media_of

pages = Blueprint("media", __name__)


@pages.get("/files/<uuid:upload_id>")
def show(upload_id: UUID) -> ResponseReturnValue:
    """The file with its neighbours among those of its instance; 404 for who may not see the instance."""
    with reading() as session:
        instance, diagram = instance_with(session, str(upload_id), by=current_user.actor)
        done = (step for step in diagram.steps.values() if step.id in instance.done)
        media = media_of(answers_of(step, diagram, instance.data) for step in done)
        at = next((n for n, file in enumerate(media) if file.id == str(upload_id)), None)
        if at is None:
            raise NotFound(file=str(upload_id))
        return render_template(
            "media/page.html",
            instance=instance,
            file=media[at],
            number=at + 1,
            count=len(media),
            previous=media[at - 1] if at else None,
            following=media[at + 1] if at + 1 < len(media) else None,
        )
