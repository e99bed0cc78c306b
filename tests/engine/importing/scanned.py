"""A diagram's SOP as it looks once its sheet was printed, signed, scanned and read by a machine.

Symbols and arrows are lost, cells slid beside their headers, the number ran into the text, lists became HTML,
one word is misread: what is left says who works only in words.
"""

from __future__ import annotations

from datetime import date

from engine.bpmn.diagram import Diagram, read_diagram
from engine.drawing.write import write
from engine.importing.plan.controls import corrected
from engine.importing.plan.sketching import sketch
from tests.engine.importing.drawn import planned

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
_MISREAD = ("Menayangkan", "Menyayangkan")


def is_the_sop_that_we_drew(text: str, ours: Diagram) -> None:
    """The table gives the diagram that was drawn by hand, and names what it had to assume."""
    # A word that exists is only proposed: the owner takes it.
    plan, controls = corrected(planned(text), {"word.4.": _MISREAD[0]})
    assert "word.4." in {control.key for control in controls if control and control.changed}
    read = read_diagram(write(sketch(plan)))
    assert read.name == ours.name
    assert contracted(read) == contracted(ours)
    assert [lane.name for lane in read.lanes] == [lane.name for lane in ours.lanes]
    steps, expected = ([item.steps[name] for name in item.main_path()] for item in (read, ours))
    assert [(step.name, step.lane, step.quality) for step in steps] == [
        (step.name, step.lane, step.quality) for step in expected
    ]
    for name, value in ours.properties.items():
        if name == "unit_kerja":  # its name in a sentence, not its letterhead
            assert read.properties[name] == "Dinas Sosial Kabupaten Bantul"
        elif name != "judul_berkas":
            assert read.properties.get(name, "") == value, name
    found = {(assumption.kind, assumption.row) for assumption in planned(text).assumptions}
    assert {("lane", row) for row in "1234"} <= found
    assert {
        ("decision_row", "3"),
        ("return_target", "3"),
        ("approver", "3"),
        ("spelling_proposed", "4"),
    } <= found
    back = next(flow for flow in read.flows if flow.name == "Tidak")
    assert any(back.id in note.about and "Asumsi" in note.text for note in read.annotations)


def contracted(diagram: Diagram) -> set[tuple[str, str, str]]:
    """Edges between steps by name, gateways and events left out."""
    found = set()
    for step in diagram.steps.values():
        pending = [(flow.target, flow.name) for flow in diagram.outgoing(step.id)]
        while pending:
            target, label = pending.pop()
            if target in diagram.steps:
                found.add((step.name, diagram.steps[target].name, label))
            else:
                pending += [(flow.target, flow.name or label) for flow in diagram.outgoing(target)]
    return found


def scanned(diagram: Diagram) -> str:
    return "\n".join(["", *_identity(diagram), "", *_table(diagram), "", "Ya", "", "Tidak"])


def _identity(diagram: Diagram) -> list[str]:
    said = diagram.identity
    office = " ".join(said.unit.upper().split())
    place = said.unit.splitlines()[0].upper().rpartition(" KABUPATEN ")[2]
    signed = f"{said.ratifier_rank} {said.ratified_by} {place} NIP.{said.ratifier_nip}"
    return [
        f"Nomor SOP\t{said.sop_number}\t <p>{office} <i>{said.motto}</i></p> <p>{_line(said.address)}</p>",
        f"Tgl. Pembuatan\t{_day(said.created_on)}\t",
        "Tgl. Revisi\t\t",
        f"Tgl. Pengesahan Disahkan Oleh\t{_day(said.ratified_on)}  {office} {signed}\t",
        f"Nama SOP\t{diagram.name}\t",
        f"Dasar Hukum\t{_list(said.legal_bases)}\tKualifikasi Pelaksana {_list(said.qualifications)}",
        f"Keterkaitan\t{_list(said.related_sops)}\tPeralatan/Perlengkapan {_list(said.equipment)}",
        f"Peringatan\t{said.warning}\tPencatatan dan Pendataan {said.record_keeping}",
    ]


def _line(text: str) -> str:
    return " ".join(text.split())


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _list(lines: str) -> str:
    items = "".join(f" {n}. {line}" for n, line in enumerate(lines.splitlines(), 1))
    return f'<ol style="list-style-type: none">{items} </ol>'


def _table(diagram: Diagram) -> list[str]:
    lanes = [lane.name for lane in diagram.lanes]
    lost = "\t" * len(lanes)
    head = f"Uraian Prosedur\tPelaksana{lost}Mutu Baku\tOutput\tKeterangan"
    rows = []
    for number, name in enumerate(diagram.main_path(), 1):
        step = diagram.steps[name]
        minutes = step.quality.norm.removeprefix("PT").removesuffix("M")
        cells = f"{step.quality.inputs}\t{minutes} menit\t{step.quality.outputs}"
        rows.append(f"{number} {step.name.replace(*_MISREAD)}.\t{lost}{cells}")
    return [head, "\t" + "\t".join(lanes) + "\t\t\t", *rows]
