"""The small form that an imported step begins with; its owner adds to it in the editor."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.forms.fields import Field, Option
from engine.importing.cells.words import slug
from engine.importing.plan.steps import Decision, PlannedStep

TITLE = "judul"
START = "awal_berkas"
_MAX_LABEL = 150
#: Outputs that can be attached.
_FILES = re.compile(
    r"\b(?:surat|dokumen|berkas|laporan|draf|draft|nota|berita acara|foto|video|naskah|lembar|"
    r"keputusan|sk|undangan|"
    r"notulen|notulensi|konsep|rancangan|daftar|arsip|formulir|kwitansi|kuitansi|spj|bast|"
    r"sertifikat|rekomendasi|proposal)\b",
    re.IGNORECASE,
)


def fields_of(step: PlannedStep, decision: Decision | None, *, first: bool) -> tuple[Field, ...]:
    """A decision with its reason, or the step's result; the first step also asks for the instance's title."""
    number = slug(step.key)
    fields = [_title()] if first else []
    if decision is None:
        return (*fields, _result(step, number))
    name = decision_field(step)
    backward = [branch.value for branch in decision.branches if branch.negative]
    fields.append(
        Field(
            name=name,
            label=decision.question,
            type="radio",
            required=True,
            options=tuple(Option(id=branch.value, label=branch.label) for branch in decision.branches),
        )
    )
    if backward:
        values = ", ".join(f'"{value}"' for value in backward)
        when = f"{name} == {values}" if len(backward) == 1 else f"{name} in [{values}]"
        fields.append(
            Field(
                name=f"alasan_{number}",
                label="Alasan",
                type="textarea",
                shown_if=when,
                required_if=when,
                max_length=2000,
            )
        )
    return tuple(fields)


def start_fields(starts: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    """What is asked where an instance may begin in several ways. `starts`: stored value and words of each."""
    options = tuple(Option(id=value, label=words) for value, words in starts)
    choice = Field(name=START, label="Berkas dimulai dengan", type="radio", required=True, options=options)
    return _title(), choice


def decision_field(step: PlannedStep) -> str:
    """Name of the field that a step's branches ask for: keputusan_3."""
    return f"keputusan_{slug(step.key)}"


def _title() -> Field:
    return Field(
        name=TITLE,
        label="Judul berkas",
        type="text",
        required=True,
        max_length=150,
        help="Nama singkat yang membedakan berkas ini dari yang lain.",
    )


def _result(step: PlannedStep, number: str) -> Field:
    output = step.row.output.strip(" .")
    label = f"Hasil: {output}" if output else "Hasil"
    if len(label) > _MAX_LABEL:
        label = f"{label[: _MAX_LABEL - 1].rstrip()}…"
    attached = bool(_FILES.search(output))
    return Field(
        name=f"hasil_{number}",
        label=label,
        type="file_or_text" if attached else "textarea",
        required=True,
        max_length=2000,
    )
