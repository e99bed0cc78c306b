"""Lint as a whole: SOP 032, other tools' diagrams, damaged and hostile ones."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidDiagram
from engine.lint.check import MAX_FINDINGS, check
from engine.lint.rules.quality import unlike
from engine.runtime.program import compile_program
from tests.diagrams import every
from tests.diagrams.claims import errors, is_judged
from tests.office import small_sop
from tests.tries import tries

ROOT = Path(__file__).parents[3]
SOP = ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
PAIRS = Path(__file__).parent / "rules"
ROLES = {"Admin Bidang", "Petugas Lapangan", "Pengelola Website", "Ketua Tim Kerja"}
BPMN = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)


def test_sop_032_has_exactly_its_own_contradiction() -> None:
    (finding,) = check(SOP.read_bytes(), roles=ROLES)
    assert (finding.rule, finding.severity, finding.element) == (
        "output_unlike_next_input",
        "warning",
        "Tayangkan",
    )
    for language in ("id", "en"):
        assert "disetujui Kepala Dinas" in finding.message(language)
        assert "disetujui Tim Kerja" in finding.message(language)


def test_who_takes_over_after_a_deadline_may_be_asked_the_same() -> None:
    timed = ROOT / "tests" / "processes" / "surat-keterangan.bpmn"
    assert [finding.as_dict("id") for finding in check(timed.read_bytes())] == []


@pytest.mark.parametrize(
    ("output", "needed", "contradicts"),
    [
        ("materi disetujui Kepala Dinas", "materi disetujui Tim Kerja", True),
        ("Surat tugas", "Disposisi", True),
        ("Kegiatan terunggah", "kegiatannya terunggah.", False),
        ("Materi yang sudah terpilih", "materi terpilih", False),
        ("Surat", "Surat dan lampirannya", False),
        ("", "Surat", False),
        ("Konsep surat", "Konsep surat", False),
    ],
)
def test_texts_contradict_when_each_says_what_the_other_does_not(
    output: str, needed: str, contradicts: bool
) -> None:
    assert unlike(output, needed) is contradicts


def test_errors_come_first_and_then_the_order_of_the_drawing() -> None:
    text = SOP.read_text().replace('value="PT30M"', 'value="besok"').replace('value="PT5M"', 'value="lusa"')
    findings = check(text)
    assert [(finding.severity, finding.element) for finding in findings] == [
        ("error", "Pilih_bahan"),
        ("error", "Tayangkan"),
        ("warning", "Tayangkan"),
    ]


def test_lane_names_match_roles_whatever_their_instance_and_only_where_roles_are_known() -> None:
    assert not [item for item in check(SOP.read_bytes()) if item.rule == "lane_of_nobody"]
    assert len([item for item in check(SOP.read_bytes(), roles=()) if item.rule == "lane_of_nobody"]) == 3
    assert not [
        item
        for item in check(SOP.read_bytes(), roles=[role.upper() for role in ROLES])
        if item.rule == "lane_of_nobody"
    ]


def _compiles(content: str | bytes) -> bool:
    try:
        compile_program(content)
    except InvalidDiagram:
        return False
    return True


@pytest.mark.thorough
def test_what_has_no_errors_can_be_run_and_each_finding_is_told_in_words() -> None:
    files = [SOP, *PAIRS.glob("*.bpmn")]
    diagrams = [*(item.xml for item in every()), *(file.read_bytes() for file in files)]
    judged = [is_judged(xml) for xml in diagrams]
    assert sum(not errors(findings) for findings in judged) > 50
    assert sum(map(len, judged)) > 1000


SOURCES = sorted(PAIRS.glob("*.bad.bpmn"))


def _damaged(content: bytes, seed: int) -> bytes:
    """Swap, drop or double bits of the file; ids and references too, so that some stay well-formed."""
    rng = random.Random(seed)
    text = content.decode()
    for _ in range(rng.randint(1, 4)):
        words = text.split('"')
        at, other = rng.randrange(len(words)), rng.randrange(len(words))
        action = rng.randrange(5)
        if action == 0 and at % 2:
            words[at] = rng.choice(["", "Start", "Isi", "proses", "\u0000", "é" * 50, "9" * 30, "{", "a.b.c"])
        elif action == 1 and at % 2 and other % 2:
            words[at], words[other] = words[other], words[at]
        text = '"'.join(words)
        if action == 2:
            lines = text.splitlines()
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            text = "\n".join(lines)
        elif action == 3:
            lines = text.splitlines()
            del lines[rng.randrange(len(lines))]
            text = "\n".join(lines)
        elif action == 4:
            kinds = [
                "userTask",
                "startEvent",
                "endEvent",
                "subProcess",
                "exclusiveGateway",
                "parallelGateway",
            ]
            text = text.replace(rng.choice(kinds), rng.choice([*kinds, "callActivity", "lane", "process"]))
    return text.encode()


@pytest.mark.thorough
@settings(max_examples=tries(60), deadline=None)
@given(source=st.sampled_from([*SOURCES, SOP]), seed=st.integers(0, 2**32))
def test_a_damaged_diagram_gives_findings_or_a_refusal(source: Path, seed: int) -> None:
    content = _damaged(source.read_bytes(), seed)
    try:
        findings = check(content, roles=ROLES)
    except InvalidDiagram:
        return
    for finding in findings:
        assert finding.message("id")
        assert finding.remedy("en")
    if not any(finding.severity == "error" for finding in findings):
        assert _compiles(content)


@settings(max_examples=tries(50), deadline=None)
@given(content=st.binary(max_size=300) | st.text(max_size=300))
def test_anything_at_all_is_refused_in_words(content: bytes | str) -> None:
    with pytest.raises(InvalidDiagram):
        check(content)


def test_too_many_findings_are_counted_instead_of_told() -> None:
    names = " ".join(f"a{n}" for n in range(MAX_FINDINGS + 7))
    text = SOP.read_text().replace(
        'name="pemisahan_tugas" value="', f'name="pemisahan_tugas" value="{names} '
    )
    *told, last = check(text)
    assert len(told) == MAX_FINDINGS
    assert (last.rule, last.severity, last.params) == ("more_findings", "error", {"n": 8})


def _many_nodes() -> str:
    count = 6000
    nodes = '<startEvent id="n0"/>' + "".join(f'<userTask id="n{n}"/>' for n in range(1, count))
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="n{n}" targetRef="n{n + 1}"/>' for n in range(count - 1)
    )
    return nodes + flows


def _many_fields() -> str:
    fields = "".join(
        f'<camunda:formField id="f{n}" type="item_select"><camunda:properties>'
        f'<camunda:property id="dapat_dipilih_jika" value="x{n} == 1"/>'
        f'<camunda:property id="dari" value="f{n}"/>'
        f"</camunda:properties></camunda:formField>"
        for n in range(4000)
    )
    form = f"<extensionElements><camunda:formData>{fields}</camunda:formData></extensionElements>"
    return f'<startEvent id="s"/><userTask id="t">{form}</userTask>'


def _many_branches() -> str:
    """A ladder: each gateway leads on, or back to the first."""
    count = 3000
    nodes = '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="g0"/>'
    for n in range(count):
        nodes += f'<exclusiveGateway id="g{n}"/>'
        nodes += (
            f'<sequenceFlow id="a{n}" sourceRef="g{n}" targetRef="g{n + 1}"><conditionExpression>x{n} == 1'
        )
        nodes += (
            f'</conditionExpression></sequenceFlow><sequenceFlow id="b{n}" sourceRef="g{n}" targetRef="g0"/>'
        )
    return nodes


def _long_texts() -> str:
    tasks = '<startEvent id="n0"/>'
    for n, word in ((1, "a"), (2, "b")):
        text = " ".join(f"{word}{number}" for number in range(70_000))
        tasks += (
            f'<userTask id="n{n}"><extensionElements><camunda:properties><camunda:property name="keluaran" '
            f'value="{text}"/><camunda:property name="kelengkapan" value="{text}"/></camunda:properties>'
            f'</extensionElements></userTask><sequenceFlow id="f{n}" sourceRef="n{n - 1}" targetRef="n{n}"/>'
        )
    return tasks


def _many_ways() -> str:
    """Every step may follow every other."""
    quality = (
        '<extensionElements><camunda:properties><camunda:property name="keluaran" value="a b c"/>'
        '<camunda:property name="kelengkapan" value="d e f"/></camunda:properties></extensionElements>'
    )
    nodes = '<startEvent id="s"/><exclusiveGateway id="g"/>'
    for n in range(1500):
        nodes += f'<task id="t{n}">{quality}</task><sequenceFlow id="a{n}" sourceRef="g" targetRef="t{n}"/>'
        nodes += f'<sequenceFlow id="b{n}" sourceRef="t{n}" targetRef="g"/>'
    return nodes


@pytest.mark.thorough
@pytest.mark.parametrize("body", [_many_ways, _many_nodes, _many_fields, _many_branches, _long_texts])
def test_a_huge_diagram_is_checked_in_time(body: Callable[[], str]) -> None:
    content = f'<definitions {BPMN}><process id="p" isExecutable="true">{body()}</process></definitions>'
    begin = time.process_time()
    findings = check(content)
    assert 0 < len(findings) <= MAX_FINDINGS + 1
    assert time.process_time() - begin < 5


def test_an_element_may_stand_in_itself_where_an_id_is_used_twice() -> None:
    inner = '<subProcess id="b"><startEvent id="s2"/><userTask id="a"/></subProcess>'
    twice = f'<startEvent id="s"/><subProcess id="a">{inner}</subProcess>'
    content = f'<definitions {BPMN}><process id="p" isExecutable="true">{twice}</process></definitions>'
    assert "repeated_id" in {finding.rule for finding in check(content)}


def test_nobody_knows_an_element_by_its_id() -> None:
    xml = small_sop().replace('<bpmn:endEvent id="Selesai" name="Selesai"', '<bpmn:endEvent id="Selesai"')
    assert xml != small_sop()
    xml = xml.replace('<bpmn:endEvent id="Selesai"', '<bpmn:intermediateCatchEvent id="sid-E374"', 1)
    xml = xml.replace("</bpmn:endEvent>", "</bpmn:intermediateCatchEvent>").replace('"Selesai"', '"sid-E374"')
    found = [item for item in check(xml) if item.element == "sid-E374"]
    assert found
    for finding in found:
        assert "sid-E374" not in finding.message("id") + finding.message("en") + finding.called("id")
        assert finding.as_dict("id")["element"] == "sid-E374"
    assert any("(tanpa nama, setelah “Menayangkan”)" in item.message("id") for item in found)


@pytest.mark.parametrize(
    ("old", "shared"),
    [
        ('id="L1"', "Serah"),  # a lane and a step
        ('id="P"', "Pilih"),  # a pool and a step
        ('id="LS"', "kecil"),  # a set of lanes and the process
        ("</bpmn:process>", "Tayang"),  # a step of another process
    ],
)
def test_an_id_is_borne_once_in_the_file(old: str, shared: str) -> None:
    """The editor, and every other program, would lose the second one."""
    new = f'id="{shared}"'
    if old.startswith("<"):
        new = f'{old}<bpmn:process id="lain"><bpmn:userTask id="{shared}" name="Lain"/></bpmn:process>'
    xml = small_sop()
    assert old in xml
    found = [item.element for item in check(xml.replace(old, new)) if item.rule == "repeated_id"]
    assert found == [shared]
    assert "repeated_id" not in [item.rule for item in check(xml)]
