"""What the scripts of a form say, for the page to bring along."""

from __future__ import annotations

#: Sentences that the page's script needs: full keys.
SCRIPT_WORDS = (
    *(
        "forms.rows.row",
        "forms.rows.added",
        "forms.rows.remove",
        "forms.rows.removed",
        "forms.rows.undo",
        "forms.rows.same",
        "forms.rows.made_same",
        "forms.section.filled",
    ),
    *("ui.time.day", "ui.time.moment", "ui.time.weekdays", "ui.time.months", "forms.problem.too_few_pixels"),
    *(
        "forms.files.too_big",
        "forms.files.too_many",
        "forms.files.on_its_way",
        "forms.files.failed",
        "forms.files.done",
        "forms.files.refused",
        "forms.files.retry",
    ),
    *("forms.files.cancel", "forms.files.resumed", "forms.files.uploading", "forms.files.paused"),
    "forms.files.wait",
    *(f"forms.unsent.{key}" for key in ("title", "words", "now", "stop")),
    *(
        "forms.draft.offline",
        "forms.draft.expired",
        "forms.draft.login",
        "forms.draft.again",
        "forms.draft.refused",
        "forms.draft.restored",
        "forms.draft.load",
        "forms.draft.keep",
        "forms.draft.aside",
        "forms.draft.swap",
        "forms.field.shown",
        "forms.field.choice_gone",
        "forms.field.mended",
        "forms.summary.mended",
        "forms.summary.problems",
        "forms.field.composed",
        "forms.field.compose_missing",
    ),
)
