"""Properties that name a step or a field, and properties whose own name is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from engine.bpmn.elements import Step
from engine.bpmn.findings import Finding
from engine.bpmn.look import Look, closest
from engine.forms.fields import Field

STEP_PROPERTIES = frozenset(
    {
        "kelengkapan", "norma_waktu", "keluaran", "keterangan", "pemisahan_tugas", "kembalikan_ke",
        "sidik_isi", "sidik_dari", "sidik_kecuali", "asumsi",
    }
)  # fmt: skip
IDENTITY = frozenset(
    {
        "nomor_sop", "tgl_pembuatan", "tgl_revisi", "tgl_pengesahan", "disahkan_oleh", "disahkan_jabatan",
        "disahkan_pangkat", "disahkan_nip", "unit_kerja", "alamat_unit", "dasar_hukum", "keterkaitan",
        "peringatan", "kualifikasi_pelaksana", "peralatan", "pencatatan", "judul_berkas", "asumsi",
    }
)  # fmt: skip
_CHOSEN = frozenset({"item_select", "item_ref", "multiselect", "select", "radio", "checklist", "tags"})
_IN_TEMPLATE = re.compile(r"\{([^{}]*)\}")


def unknown_step_reference(look: Look) -> Iterator[Finding]:
    """A step named by another must exist: otherwise its rule would protect nothing."""
    steps = look.diagram.steps
    for step in steps.values():
        named = [("pemisahan_tugas", name) for name in step.separated_from]
        named += [("kembalikan_ke", step.returns_to or "")] if step.returns_to else []
        named += [("sidik_dari", step.hash_of)] if step.hash_of else []
        for key, name in named:
            if name not in steps or name == step.id:
                yield look.error(
                    "unknown_step_reference", step.id, property=key, unknown=name, maybe=closest(name, steps)
                )


def returns_elsewhere(look: Look) -> Iterator[Finding]:
    """A case is returned within its process or subprocess: no token gets into another, or out of its own."""
    nodes = look.diagram.nodes
    for step in look.diagram.steps.values():
        target = nodes.get(step.returns_to or "")
        if target is not None and target.parent != nodes[step.id].parent:
            yield look.error("returns_elsewhere", step.id, step=look.called(target.id))


def hash_of_nothing(look: Look) -> Iterator[Finding]:
    """What is published can only be compared with a step that records what it approved."""
    for step in look.diagram.steps.values():
        source = look.diagram.steps.get(step.hash_of or "")
        if source is not None and not source.hashes:
            yield look.error("hash_of_nothing", step.id, step=look.called(source.id))


def unknown_field_reference(look: Look) -> Iterator[Finding]:
    """A field named by a property must be asked for by some form."""
    everywhere = look.case_names
    title = look.diagram.title_field
    if title and title not in everywhere:
        yield _unknown(look, look.diagram.process_id, "judul_berkas", title, everywhere)
    for step in look.diagram.steps.values():
        for name in step.hashes:
            if name not in everywhere:
                yield _unknown(look, step.id, "sidik_isi", name, everywhere)
        for field in _fields(step):
            for key, name in _named_by(field):
                if name not in everywhere:
                    yield _unknown(look, step.id, key, name, everywhere)


def items_of_nothing(look: Look) -> Iterator[Finding]:
    """Items are chosen from files that an earlier step asked for."""
    files = {name for name, fields in look.asked.items() if any(one.type == "files" for one in fields)}
    for step in look.diagram.steps.values():
        for field in step.form:
            if field.type in {"item_select", "item_ref", "per_item_select"} and not files.intersection(
                field.of
            ):
                yield look.error(
                    "items_of_nothing", step.id, field=field.name, named=" ".join(field.of) or "…"
                )


def per_what(look: Look) -> Iterator[Finding]:
    """One answer for each chosen option needs a field in which options are chosen."""
    types = {name: fields[0].type for name, fields in look.asked.items()}
    for step in look.diagram.steps.values():
        for field in step.form:
            if field.per and types.get(field.per, "select") not in _CHOSEN:
                yield look.error("per_what", step.id, field=field.name, named=field.per)


def unknown_step_property(look: Look) -> Iterator[Finding]:
    """A property that nobody knows does nothing; it is probably a slip of the pen."""
    whole = look.diagram.process_id
    for name in (one for one in look.diagram.identity if one not in IDENTITY):
        yield look.warning("unknown_step_property", whole, property=name, maybe=closest(name, IDENTITY))
    for step in look.diagram.steps:
        for name in (one for one in look.diagram.nodes[step].properties if one not in STEP_PROPERTIES):
            maybe = closest(name, STEP_PROPERTIES)
            yield look.warning("unknown_step_property", step, property=name, maybe=maybe)


def _unknown(look: Look, element: str, key: str, name: str, known: Collection[str]) -> Finding:
    return look.error(
        "unknown_field_reference", element, property=key, unknown=name, maybe=closest(name, known)
    )


def _fields(step: Step) -> Iterator[Field]:
    for field in step.form:
        yield field
        yield from field.parts


def _named_by(field: Field) -> Iterator[tuple[str, str]]:
    yield from (("dari", name) for name in field.of)
    yield from (("per", name) for name in [field.per] if name)
    yield from (("dipersempit", name) for name in [field.narrowed_by] if name)
    yield from (("susun_dari", name) for name in _IN_TEMPLATE.findall(field.composed_of))
