"""A rehearsal that is led to a step with samples: the real forms and conditions judge each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from engine.bpmn.diagram import read_diagram
from engine.definitions.editing import Opened
from engine.errors import NotFound
from engine.forms.fields import Field, Form, Rule
from engine.forms.read import read_answers
from engine.forms.scope import Scope
from engine.forms.types import TYPES, FieldType
from engine.rehearsal import leading
from engine.rehearsal.playing import Rehearsal
from engine.rehearsal.sampling import sample_of
from engine.runtime.runner import Runner, compile_program
from engine.starlark.scripts import evaluate_each
from engine.tables.definitions import VersionState
from tests.conftest import ROOT
from tests.engine.forms.random_forms import made
from tests.office import field, small_sop, step, timed_sop, timer
from tests.sample_fields import field_of, with_photo

SOP_032 = (ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn").read_text()
SCOPE = Scope(now=datetime(2026, 11, 23, 3, 0, tzinfo=UTC), zone=UTC)


def begun(xml: str) -> Rehearsal:
    program = compile_program(xml)
    runner = Runner.start(program, {})
    opened = Opened(
        id=1, key="kecil", name="", number=1, state=VersionState.DRAFT, xml=xml, content_hash="", seq=1,
        saved_at=None, saved_by=None,
    )  # fmt: skip
    diagram = read_diagram(xml)
    return Rehearsal(opened=opened, diagram=diagram, program=program, runner=runner, path=tuple(runner.moved))


def waits(now: Rehearsal) -> set[str]:
    return {work.element for work in now.waiting}


@pytest.mark.parametrize("xml", [small_sop(), SOP_032], ids=["small", "032"])
def test_every_step_is_reached_and_what_was_assumed_is_said(xml: str) -> None:
    now = begun(xml)
    path = now.diagram.main_path()
    for place, target in enumerate(path):
        led = leading.lead(now, target)
        assert led.reached
        assert target in waits(led.now)
        assert list(led.now.assumed) == path[:place]
        assert set(led.now.done) == set(path[:place])
    assert now.assumed == ()


def test_a_sample_decides_so_that_the_way_leads_there() -> None:
    led = leading.lead(begun(small_sop()), "Tayang")
    assert led.now.runner.data["keputusan"] == "ya"
    assert "tidak" not in led.now.path


def two_ways() -> str:
    nodes = step("Ukur", "Mengukur", "PT5M", field("luas", "Luas", "number", required="1"))
    nodes += step("Besar", "Memeriksa besar", "PT5M", field("catatan", "Catatan", required="1"))
    nodes += step("Kecil", "Memeriksa kecil", "PT5M", field("catatan2", "Catatan", required="1"))
    nodes += step("Akhir", "Menandatangani", "PT5M", field("nama", "Nama", required="1"))
    flows = [
        ("f1", "Mulai", "Ukur", ""), ("f2", "Ukur", "G", ""), ("besar", "G", "Besar", "luas &gt; 1250"),
        ("kecil", "G", "Kecil", ""), ("f5", "Besar", "Akhir", ""), ("f6", "Kecil", "Akhir", ""),
        ("f7", "Akhir", "Selesai", ""),
    ]  # fmt: skip
    arrows = "".join(
        f'<bpmn:sequenceFlow id="{name}" name="{name}" sourceRef="{a}" targetRef="{b}">'
        + (f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else "")
        + "</bpmn:sequenceFlow>"
        for name, a, b, condition in flows
    )
    return f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="http://alur.example">
<bpmn:process id="kecil" name="SOP" isExecutable="true"><bpmn:startEvent id="Mulai" name="Mulai"/>{nodes}
<bpmn:exclusiveGateway id="G" name="Seberapa luas?" default="kecil"/>
<bpmn:endEvent id="Selesai" name="Selesai"/>{arrows}</bpmn:process></bpmn:definitions>"""


def test_where_several_branches_lead_there_each_can_be_chosen() -> None:
    now = begun(two_ways())
    [decision] = leading.decisions_before(now.diagram, "Akhir")
    assert (decision.gateway.id, [flow.id for flow in decision.branches]) == ("G", ["besar", "kecil"])
    for branch, passed, left_out in (("besar", "Besar", "Kecil"), ("kecil", "Kecil", "Besar")):
        led = leading.lead(now, "Akhir", via=[branch])
        assert led.reached
        assert passed in led.now.done
        assert left_out not in led.now.done
    assert leading.decisions_before(now.diagram, "Besar") == []
    assert leading.lead(now, "Besar").now.runner.data["luas"] > 1250


def test_a_return_is_no_second_way() -> None:
    diagram = read_diagram(SOP_032)
    assert all(leading.decisions_before(diagram, name) == [] for name in diagram.steps)


def test_a_step_behind_a_deadline_is_reached_when_the_time_runs_out() -> None:
    reminded = step("Lewat", "Menegur", "PT5M", field("teguran", "Teguran"))
    late = timed_sop(timer("Batas1", "Periksa", "PT1H", to="Lewat"), reminded)
    led = leading.lead(begun(late), "Lewat")
    assert led.reached
    assert waits(led.now) == {"Lewat"}


def test_what_no_answer_leads_to_is_told_and_the_nearest_kept() -> None:
    never = small_sop(yes='keputusan == "ya" and judul == "a" and judul == "b"')
    led = leading.lead(begun(never), "Tayang")
    assert not led.reached
    assert waits(led.now) == {"Periksa"}


def test_many_options_are_judged_together(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []

    def counted(source: str, rows: Sequence[Mapping[str, object]]) -> list[object]:
        rounds.append(len(rows))
        return evaluate_each(source, rows)

    monkeypatch.setattr(leading, "evaluate_each", counted)
    many = field("pilih", "Pilih", "select", options=" ".join(f"o{n}" for n in range(200)))
    led = leading.lead(
        begun(small_sop(extra_field=many, yes='keputusan == "ya" and pilih == "o170"')), "Tayang"
    )
    assert led.now.runner.data["pilih"] == "o170"
    assert max(rounds) > 200 > 5 * len(rounds)


def test_a_search_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = begun(two_ways())
    monkeypatch.setattr(leading, "_MAX_WAIT", -1.0)
    assert not leading.lead(now, "Akhir").reached
    monkeypatch.setattr(leading, "_MAX_FINDING", -1.0)
    assert leading.decisions_before(now.diagram, "Akhir") == []


def test_only_steps_have_forms_to_begin_with() -> None:
    diagram = read_diagram(small_sop())
    assert leading.step_to_reach(diagram, "Disetujui") is None
    assert [each.id for each in leading.steps_before(diagram, "Disetujui")] == ["Periksa"]
    assert [each.id for each in leading.steps_before(diagram, "ya")] == ["Periksa"]
    assert leading.step_to_reach(diagram, "Serah") == diagram.steps["Serah"]
    with pytest.raises(NotFound):
        leading.step_to_reach(diagram, "tiada")


# Where files are sent, a rehearsal has put its placeholders.
@pytest.mark.parametrize("kind", [each for each in TYPES.values() if each.answered and not each.takes_files])
def test_a_required_field_of_every_type_gets_a_sample(kind: FieldType) -> None:
    scope = with_photo()
    form = Form(fields=(field_of(kind, required=True),))
    typed = sample_of(form, {}, scope=scope, check=lambda tried: read_answers(form, tried, scope))
    assert typed is not None
    assert read_answers(form, typed, scope)["f"] not in (None, "", [], {}, False)


@pytest.mark.parametrize(
    "more",
    [
        {"min_length": 80},
        {"max_length": 5},
        {"rules": (Rule(condition='f != "Penyerahan kursi roda"', message="Lain"),)},
        {"rules": (Rule(condition="len(f) > 40", message="Lebih panjang"),)},
    ],
)
def test_a_sample_keeps_limits_and_rules(more: dict[str, object]) -> None:
    form = Form(fields=(Field(name="f", label="F", required=True, **more),))  # type: ignore[arg-type]
    typed = sample_of(form, {}, scope=SCOPE, check=lambda tried: read_answers(form, tried, SCOPE))
    assert typed is not None
    assert read_answers(form, typed, SCOPE)["f"]


def test_a_sample_of_any_form_is_one_that_the_form_takes() -> None:
    """Many random forms have rules that go against each other; most have a sample."""
    taken = 0
    for seed in range(60):
        form, _typed, scope = made(seed)

        def check(tried: dict[str, list[str]], form: Form = form, scope: Scope = scope) -> object:
            return read_answers(form, tried, scope)

        if (typed := sample_of(form, {}, scope=scope, check=check)) is not None:
            check(typed)
            taken += 1
    assert taken > 40
