"""A long SOP for tests of paper and layout: 21 rows, 6 actors, 3 decisions, two starts."""

from __future__ import annotations

from itertools import pairwise

ACTORS = ("Pemohon", "Petugas Loket", "Verifikator", "Kepala Seksi", "Kepala Bidang", "Kepala Dinas")
#: Row (from 1) → actor.
_ACTOR_OF = (0, 1, 1, 2, 2, 3, 1, 2, 3, 3, 4, 2, 1, 2, 3, 4, 5, 3, 1, 1, 0)
#: Deciding row → (where Ya leads, where Tidak leads).
_DECISIONS = {4: (5, 2), 11: (12, 8), 17: (18, 14)}
ROWS = len(_ACTOR_OF)


def long_sop() -> str:
    steps, flows = list[str](), list[tuple[str, str, str, str]]()
    nodes: dict[int, list[str]] = {n: [] for n in range(len(ACTORS))}
    for row, actor in enumerate(_ACTOR_OF, 1):
        steps.append(
            f'<bpmn:userTask id="T{row}" name="Melaksanakan kegiatan nomor {row} sesuai ketentuan berlaku">'
            "<bpmn:extensionElements><camunda:properties>"
            f'<camunda:property name="norma_waktu" value="PT{row * 5}M"/>'
            '<camunda:property name="kelengkapan" value="Berkas permohonan dan lampirannya"/>'
            '<camunda:property name="keluaran" value="Berkas yang telah diperiksa"/>'
            "</camunda:properties></bpmn:extensionElements></bpmn:userTask>"
        )
        nodes[actor].append(f"T{row}")
        if row in _DECISIONS:
            yes, no = _DECISIONS[row]
            steps.append(f'<bpmn:exclusiveGateway id="G{row}" name="Sesuai?" default="n{row}"/>')
            nodes[actor].append(f"G{row}")
            flows += [
                (f"f{row}", f"T{row}", f"G{row}", ""),
                (f"y{row}", f"G{row}", f"T{yes}", "Ya"),
                (f"n{row}", f"G{row}", f"T{no}", "Tidak"),
            ]
        elif row < ROWS:
            flows.append((f"f{row}", f"T{row}", f"T{row + 1}", ""))
    flows += [("s1", "Mulai", "T1", ""), ("s2", "Mulai2", "T7", ""), ("e", f"T{ROWS}", "Selesai", "")]
    nodes[0] += ["Mulai", "Selesai"]
    nodes[1].append("Mulai2")
    lanes = "".join(
        f'<bpmn:lane id="L{n}" name="{name}">'
        + "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes[n])
        + "</bpmn:lane>"
        for n, name in enumerate(ACTORS)
    )
    arrows = "".join(
        f'<bpmn:sequenceFlow id="{item}" name="{label}" sourceRef="{source}" targetRef="{target}">'
        + ("<bpmn:conditionExpression>True</bpmn:conditionExpression>" if label == "Ya" else "")
        + "</bpmn:sequenceFlow>"
        for item, source, target, label in flows
    )
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="http://alur.example">'
        '<bpmn:process id="panjang" name="Pelayanan Rekomendasi Bantuan Sosial" isExecutable="true">'
        "<bpmn:extensionElements><camunda:properties>"
        '<camunda:property name="nomor_sop" value="100 / SOP / 2026"/>'
        '<camunda:property name="unit_kerja" value="Dinas Sosial Kabupaten Contoh"/>'
        "</camunda:properties></bpmn:extensionElements>"
        f"<bpmn:laneSet id='LS'>{lanes}</bpmn:laneSet>"
        '<bpmn:startEvent id="Mulai"/><bpmn:startEvent id="Mulai2"/>'
        f'{"".join(steps)}<bpmn:endEvent id="Selesai"/>{arrows}</bpmn:process></bpmn:definitions>'
    )


def straight(steps: int, *, key: str = "lurus") -> str:
    """One step after the other, in one lane: as long as nobody would write."""
    names = [f"T{n}" for n in range(steps)]
    along = ["Mulai", *names, "Selesai"]
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"'
        ' targetNamespace="http://alur.example">'
        f'<bpmn:process id="{key}" name="Lurus" isExecutable="true">'
        '<bpmn:laneSet id="LS"><bpmn:lane id="L" name="Petugas Lapangan">'
        + "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in along)
        + '</bpmn:lane></bpmn:laneSet><bpmn:startEvent id="Mulai"/><bpmn:endEvent id="Selesai"/>'
        + "".join(f'<bpmn:userTask id="{name}" name="Langkah {name}"/>' for name in names)
        + "".join(
            f'<bpmn:sequenceFlow id="f{n}" sourceRef="{source}" targetRef="{target}"/>'
            for n, (source, target) in enumerate(pairwise(along))
        )
        + "</bpmn:process></bpmn:definitions>"
    )
