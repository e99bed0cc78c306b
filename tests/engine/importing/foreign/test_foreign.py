"""Diagrams of other tools: each vocabulary in a small file."""

from __future__ import annotations

import json

import pytest

from engine.bpmn.diagram import read_diagram
from engine.importing.foreign import convert
from engine.lint.check import ERROR, check
from tests.conftest import ROOT

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:flowable="http://flowable.org/bpmn"'
    ' xmlns:activiti="http://activiti.org/bpmn" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">'
)


def process(inside: str, *, more: str = "") -> str:
    flows = (
        '<sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/>'
    )
    ends = '<startEvent id="s"/><endEvent id="e"/>'
    return (
        f'{HEAD}<process id="p" name="P" isExecutable="true">'
        f"{more}{ends}{inside}{flows}</process></definitions>"
    )


def errors(xml: str) -> list[str]:
    return [finding.rule for finding in check(xml) if finding.severity == ERROR]


def kinds(xml: str) -> list[str]:
    return [note.kind.removeprefix("foreign_") for note in convert(xml).notes]


def field_types(xml: str) -> dict[str, str]:
    return {field.name: field.type for field in read_diagram(convert(xml).xml).steps["t"].form}


def test_our_own_diagram_comes_back_byte_for_byte() -> None:
    ours = (ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn").read_text("utf-8")
    converted = convert(ours)
    assert converted.xml == ours
    assert converted.notes == ()


def test_groups_and_assignees_become_lanes() -> None:
    for said in (
        'camunda:candidateGroups="Arsiparis, Sekretaris"',
        'flowable:candidateGroups="Arsiparis,Sekretaris"',
    ):
        diagram = read_diagram(convert(process(f'<userTask id="t" name="T" {said}/>')).xml)
        assert diagram.steps["t"].lane == "Arsiparis/Sekretaris"
        assert diagram.lanes[0].roles == ("Arsiparis", "Sekretaris")
    zeebe = (
        '<userTask id="t"><extensionElements><zeebe:assignmentDefinition '
        'candidateGroups="Arsiparis"/></extensionElements></userTask>'
    )
    assert read_diagram(convert(process(zeebe)).xml).steps["t"].lane == "Arsiparis"


def test_an_expression_is_no_lane() -> None:
    converted = convert(process('<userTask id="t" camunda:assignee="${starter}"/>'))
    assert read_diagram(converted.xml).steps["t"].lane == "Pelaksana"
    assert errors(converted.xml) == []


def camunda_8(form: str) -> str:
    """A process whose task has this form, kept as JSON beside it."""
    more = f'<extensionElements><zeebe:userTaskForm id="f1">{form}</zeebe:userTaskForm></extensionElements>'
    key = '<zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/>'
    return process(f'<userTask id="t"><extensionElements>{key}</extensionElements></userTask>', more=more)


def test_a_form_of_camunda_8_is_converted() -> None:
    nested = {"type": "group", "components": [{"type": "number", "key": "jumlah"}]}
    components = [
        {"type": "text", "text": "# Judul"},
        {
            "type": "textfield",
            "key": "nama",
            "label": "Nama",
            "validate": {"required": True, "maxLength": 50},
        },
        {"type": "radio", "key": "hasil", "label": "Hasil", "values": [{"label": "Setuju", "value": "ya"}]},
        nested,
        {"type": "dynamiclist", "key": "daftar", "label": "Daftar"},
        {"type": "datetime", "subtype": "date", "key": "tgl"},
    ]
    xml = camunda_8(json.dumps({"components": components}))
    assert field_types(xml) == {"nama": "text", "hasil": "radio", "jumlah": "number", "tgl": "date"}
    name = read_diagram(convert(xml).xml).steps["t"].form.get("nama")
    assert name is not None
    assert (name.required, name.max_length) == (True, 50)
    assert kinds(xml).count("field") == 1
    assert errors(convert(xml).xml) == []


@pytest.mark.parametrize(
    "form",
    ["{", "[]", "[" * 5000, '{"components": 7}', '{"components": [7, {"type": 3}, {"type": "radio"}]}'],
)
def test_a_form_that_can_not_be_used_leaves_the_task_without_one(form: str) -> None:
    assert field_types(camunda_8(form)) == {}


@pytest.mark.parametrize("tool", ["flowable", "activiti"])
def test_form_properties_of_flowable_and_activiti_are_converted(tool: str) -> None:
    inner = (
        f'<{tool}:formProperty id="alasan" name="Alasan" type="string" required="true"/>'
        f'<{tool}:formProperty id="pilih" name="Pilih" type="enum"><{tool}:value id="a" name="A"/>'
        f'</{tool}:formProperty><{tool}:formProperty id="jml" type="long"/>'
    )
    xml = process(f'<userTask id="t"><extensionElements>{inner}</extensionElements></userTask>')
    assert field_types(xml) == {"alasan": "text", "pilih": "select", "jml": "number"}
    assert errors(convert(xml).xml) == []


def test_a_form_in_another_file_is_named() -> None:
    spiff = (
        '<userTask id="t"><extensionElements><spiffworkflow:properties>'
        '<spiffworkflow:property name="formJsonSchemaFilename" value="surat.json"/>'
        "</spiffworkflow:properties></extensionElements></userTask>"
    )
    (note,) = [note for note in convert(process(spiff)).notes if note.kind == "foreign_form_elsewhere"]
    assert note.params["what"] == "surat.json"
    assert "form_elsewhere" in kinds(
        process('<userTask id="t" camunda:formKey="embedded:app:forms/x.html"/>')
    )


def test_machines_tasks_become_peoples_and_plain_ones_too() -> None:
    for kind in ("task", "serviceTask", "sendTask", "receiveTask", "businessRuleTask"):
        converted = convert(process(f'<{kind} id="t" name="Kirim"/>'))
        assert read_diagram(converted.xml).nodes["t"].type == "userTask"
        assert errors(converted.xml) == []
    code = 'execution.setVariable("a", 1);'
    script = process(f'<scriptTask id="t" scriptFormat="groovy"><script>{code}</script></scriptTask>')
    assert "machine" in kinds(script)
    ours = process('<scriptTask id="t"><script>a = 1</script></scriptTask>')
    assert "machine" not in kinds(ours)


CHOICE = (
    '{head}<process id="p" name="P"{executable}><startEvent id="s"/><userTask id="t" name="Periksa"/>'
    '<exclusiveGateway id="g" name="Sesuai?"/><userTask id="u" name="Kirim"/><endEvent id="e"/>'
    '<sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="g"/>'
    '<sequenceFlow id="y" name="Ya" sourceRef="g" targetRef="u">{yes}</sequenceFlow>'
    '<sequenceFlow id="n" name="Tidak" sourceRef="g" targetRef="t">{no}</sequenceFlow>'
    '<sequenceFlow id="c" sourceRef="u" targetRef="e"/></process></definitions>'
)


def test_a_choice_without_conditions_is_asked_of_whoever_works_before_it() -> None:
    converted = convert(CHOICE.format(head=HEAD, executable="", yes="", no=""))
    diagram = read_diagram(converted.xml)
    asked = diagram.steps["t"].form.get("keputusan_sesuai")
    assert asked is not None
    assert [option.id for option in asked.options] == ["ya", "tidak"]
    assert [flow.condition for flow in diagram.outgoing("g")] == ['keputusan_sesuai == "ya"', ""]
    assert errors(converted.xml) == []


@pytest.mark.parametrize(
    ("written", "starlark"),
    [
        ("${a == 'ya' &amp;&amp; !b}", "a == 'ya' and  not b"),
        ("#{jumlah &gt;= 10 || selesai == true}", "jumlah >= 10  or  selesai == True"),
        ("=hasil = &quot;a=b&quot;", 'hasil == "a=b"'),
    ],
)
def test_conditions_of_other_tools_become_ours(written: str, starlark: str) -> None:
    condition = f"<conditionExpression>{written}</conditionExpression>"
    converted = convert(CHOICE.format(head=HEAD, executable=' isExecutable="true"', yes=condition, no=""))
    flow = next(flow for flow in read_diagram(converted.xml).flows if flow.id == "y")
    assert flow.condition.split() == starlark.split()
    assert next(f for f in read_diagram(converted.xml).flows if f.id == "n").is_default


def test_ids_that_the_engine_uses_are_replaced_everywhere() -> None:
    xml = process('<userTask id="t" name="T"/>').replace('"s"', '"Start"').replace('"e"', '"End"')
    converted = convert(xml)
    assert errors(converted.xml) == []
    assert not {"Start", "End"} & set(read_diagram(converted.xml).nodes)


def timed(duration: str) -> str:
    event = '<boundaryEvent id="late" name="Terlambat" attachedToRef="t"><timerEventDefinition>'
    time = f"<timeDuration>{duration}</timeDuration></timerEventDefinition></boundaryEvent>"
    return process(
        f'<userTask id="t" name="Isi"/>{event}{time}<sequenceFlow id="c" sourceRef="late" targetRef="e"/>'
    )


@pytest.mark.parametrize("written", ['"PT2H"', "'PT2H'", '="PT2H"', '= duration("PT2H")'])
def test_a_duration_in_another_tools_words_becomes_a_plain_one(written: str) -> None:
    converted = convert(timed(written))
    assert "timer" in [note.kind.removeprefix("foreign_") for note in converted.notes]
    (late,) = read_diagram(converted.xml).timers_of("t")
    assert (late.duration, late.interrupting) == ("PT2H", True)


def test_a_timer_of_a_machines_task_stays_on_the_step_that_a_person_does_now() -> None:
    converted = convert(timed("P7D").replace("userTask", "serviceTask"))
    assert [timer.duration for timer in read_diagram(converted.xml).timers_of("t")] == ["P7D"]
    assert not {"timer_unreadable", "timer_on_no_step"} & set(errors(converted.xml))


@pytest.mark.parametrize("written", ["${batas}", '"PT0.5S"', "=batas", "P1M"])
def test_a_computed_duration_stays_and_is_named(written: str) -> None:
    converted = convert(timed(written))
    assert f">{written.replace('&', '&amp;')}<" in converted.xml
    assert "timer_unreadable" in errors(converted.xml)


_FIELDS = (
    '<extensionElements><camunda:formData><camunda:formField id="pemohon" label="Pemohon" type="string"/>'
    '<camunda:formField id="jumlah" label="Jumlah" type="long"/></camunda:formData></extensionElements>'
)
_FORM_JS = json.dumps({"components": [{"type": "textfield", "key": "pemohon", "label": "Pemohon"}]})
_STARTS = {
    "camunda 7": ("", _FIELDS),
    "flowable": (
        "",
        '<extensionElements><flowable:formProperty id="pemohon" name="Pemohon"/></extensionElements>',
    ),
    "camunda 8": (
        f'<extensionElements><zeebe:userTaskForm id="f1">{_FORM_JS}</zeebe:userTaskForm></extensionElements>',
        '<extensionElements><zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/></extensionElements>',
    ),
}


def _started(start: str, more: str = "", task: str = '<userTask id="t" name="T"/>') -> str:
    return process(task, more=more).replace(
        '<startEvent id="s"/>', f'<startEvent id="s">{start}</startEvent>'
    )


@pytest.mark.parametrize("tool", _STARTS)
def test_what_a_start_asks_the_first_step_asks(tool: str) -> None:
    more, start = _STARTS[tool]
    converted = convert(_started(start, more))
    assert "pemohon" in [field.name for field in read_diagram(converted.xml).steps["t"].form]
    assert "foreign_start_form" in {note.kind for note in converted.notes}


def test_a_starts_form_that_nobody_can_ask_or_that_is_elsewhere_is_told() -> None:
    for start, kind in ((_FIELDS, "start_form_lost"), ("", "form_elsewhere")):
        xml = _started(start, task='<callActivity id="t" calledElement="x"/>')
        xml = (
            xml
            if start
            else xml.replace('<startEvent id="s">', '<startEvent id="s" camunda:formKey="a.html">')
        )
        assert kind in kinds(xml)


def _timed(written: str) -> str:
    return process(
        '<userTask id="t" name="T"/><boundaryEvent id="late" name="Terlambat" attachedToRef="t">'
        f"<timerEventDefinition><timeDuration>{written}</timeDuration></timerEventDefinition></boundaryEvent>"
    )


def test_a_few_minutes_that_become_working_time_are_told() -> None:
    converted = convert(_timed("PT90M"))
    (note,) = [note for note in converted.notes if note.kind == "foreign_working_time"]
    assert (note.params["time"], note.params["clock"]) == ("PT90M", "1x90M")
    assert not any(converted.controls)


@pytest.mark.parametrize(
    ("written", "meanings"),
    [
        ("PT48H", ("PT48H", "P2D", "2x24H")), ("PT36H", ("PT36H", "P2D", "1x36H")),
        ("PT5H", ("PT5H", "1x5H")),
        ("PT2880M", ("PT2880M", "P2D", "2x24H")), ("P3D", ("P3D", "3x24H")),
    ],
)  # fmt: skip
def test_hours_and_days_of_clock_time_are_asked(written: str, meanings: tuple[str, ...]) -> None:
    (control,) = filter(None, convert(_timed(written)).controls)
    assert (control.value, control.options) == ("", meanings)
    for chosen in (*meanings, "P9D"):
        converted = convert(_timed(written), chosen={control.key: chosen})
        (timer,) = read_diagram(converted.xml).timers_of("t")
        assert timer.duration == (chosen if chosen in meanings else written)
        assert "timer_unreadable" not in errors(converted.xml)
        (control,) = filter(None, converted.controls)
        assert control.value == (chosen if chosen in meanings else "")
