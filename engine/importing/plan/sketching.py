"""Plan → sketch: steps become tasks with forms, decisions gateways, assumptions notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.bpmn.vocabulary import PROCESS, STEP
from engine.drawing.sketch import Sketch, SketchFlow, SketchLane, SketchNode, SketchNote
from engine.importing.assumptions import Assumption
from engine.importing.plan.fields import START, TITLE, decision_field, fields_of, start_fields
from engine.importing.plan.steps import END, Branch, Plan, PlannedStep
from engine.importing.rows.norms import read_time

_START, _END, _SPLIT, _JOIN = "Mulai", "Selesai", "Mulai_bersama", "Bertemu"
#: Where an instance begins in one of several ways: who begins it chooses.
_CHOOSING, _CHOICE = "Memilih_awal", "Putusan_Memilih_awal"
#: About where a branch leads; the note is tied to the flow.
ON_FLOWS = frozenset(
    {
        "return_target", "end_target", "skip_target", "mending_branch", "refusal_branch", "optional_branch",
        "unlabelled_way", "forward_way", "way_nowhere", "loose_way",
    }
)  # fmt: skip
#: In the list only: engine rules, and hints for the reader.
_NOT_DRAWN = frozenset({"time_range", "calendar_note", "question_worded"})
#: What the notes in the diagram are written in; the diagram is the office's document.
_LANGUAGE = "id"


def sketch(plan: Plan) -> Sketch:
    """What engine.drawing lays out; assumptions stand in notes, in Indonesian."""
    drawing = _Drawing(plan)
    about_all = [assumption for assumption in plan.assumptions if assumption.element == plan.process_id]
    return Sketch(
        process_id=plan.process_id,
        name=plan.name,
        pool=plan.identity.get(PROCESS["unit"].name) or plan.name,
        properties=_marked({**plan.identity, PROCESS["title_field"].name: TITLE}, about_all),
        lanes=tuple(SketchLane(id=f"Lajur_{n}", name=name) for n, name in enumerate(plan.lanes, 1)),
        nodes=tuple(drawing.nodes()),
        flows=tuple(drawing.flows()),
        notes=tuple(drawing.notes()),
    )


def gateway_of(step: PlannedStep) -> str:
    """Id of the gateway behind a step that decides."""
    return f"Putusan_{step.id}"


class _Drawing:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.steps = {step.key: step for step in plan.steps}
        #: Steps that end the SOP by themselves, before its last row.
        self.own_ends = [
            step.key
            for step in plan.steps[:-1]
            if plan.after.get(step.key) == END and step.key not in plan.decisions
        ]
        self.about = {
            step.id: [assumption for assumption in plan.assumptions if assumption.element == step.id]
            for step in plan.steps
        }

    def nodes(self) -> Iterator[SketchNode]:
        plan, several = self.plan, len(self.plan.starts) > 1
        lane = plan.steps[0].lane
        yield SketchNode(id=_START, type="startEvent", name="Mulai", lane=lane)
        if plan.alternative:
            yield from self._choosing(lane)
        elif several:
            yield SketchNode(id=_SPLIT, type="parallelGateway", name="", lane=lane)
        for step in plan.steps:
            if several and not plan.alternative and step.key == self._met():
                yield SketchNode(id=_JOIN, type="inclusiveGateway", name="", lane=step.lane)
            yield self._task(step)
            if step.key in plan.decisions:
                yield self._gateway(step)
            if step.key in self.own_ends:
                yield SketchNode(id=self._end_of(step.key), type="endEvent", name="Selesai", lane=step.lane)
        if any(flow.target == _END for flow in self.flows()):
            yield SketchNode(id=_END, type="endEvent", name="Selesai", lane=plan.steps[-1].lane)

    def flows(self) -> Iterator[SketchFlow]:
        plan = self.plan
        if plan.alternative:
            yield from self._beginnings()
        elif len(plan.starts) > 1:
            yield SketchFlow(id=f"Alur_{_START}", source=_START, target=_SPLIT)
            for key in plan.starts:
                yield SketchFlow(id=f"Alur_ke_{self.steps[key].id}", source=_SPLIT, target=self.steps[key].id)
            yield SketchFlow(id=f"Alur_{_JOIN}", source=_JOIN, target=self.steps[self._met()].id)
        else:
            yield SketchFlow(id=f"Alur_{_START}", source=_START, target=self.steps[plan.starts[0]].id)
        for step in plan.steps:
            if step.key in plan.decisions:
                yield SketchFlow(id=f"Alur_{step.id}", source=step.id, target=gateway_of(step))
                yield from self._branches(step)
            else:
                yield SketchFlow(
                    id=f"Alur_{step.id}", source=step.id, target=self._target(step.key, plan.after[step.key])
                )

    def _choosing(self, lane: int) -> Iterator[SketchNode]:
        fields = start_fields(
            [(self.steps[key].id.lower(), self.steps[key].name) for key in self.plan.starts]
        )
        yield SketchNode(
            id=_CHOOSING, type="userTask", name="Memilih cara memulai berkas", lane=lane, fields=fields
        )
        default = f"Alur_ke_{self.steps[self.plan.starts[-1]].id}"
        yield SketchNode(
            id=_CHOICE, type="exclusiveGateway", name="Dimulai dengan?", lane=lane, default=default
        )

    def _beginnings(self) -> Iterator[SketchFlow]:
        yield SketchFlow(id=f"Alur_{_START}", source=_START, target=_CHOOSING)
        yield SketchFlow(id=f"Alur_{_CHOOSING}", source=_CHOOSING, target=_CHOICE)
        for key in self.plan.starts:
            step, last = self.steps[key], key == self.plan.starts[-1]
            condition = "" if last else f'{START} == "{step.id.lower()}"'
            yield SketchFlow(
                id=f"Alur_ke_{step.id}", source=_CHOICE, target=step.id, name=step.name, condition=condition
            )

    def _asks_title(self, step: PlannedStep) -> bool:
        return not self.plan.alternative and step.key == self.plan.starts[0]

    def notes(self) -> Iterator[SketchNote]:
        for step in self.plan.steps:
            found = [item for item in self.about[step.id] if item.kind not in _NOT_DRAWN]
            on_step = [item for item in found if item.kind not in ON_FLOWS]
            if on_step:
                yield SketchNote(id=f"Catatan_{step.id}", text=_note(on_step), about=step.id, below=step.id)
            tied = [branch for branch in self._decided(step) if _about_branch(found, branch)]
            if tied:
                about = [item for branch in tied for item in _about_branch(found, branch)]
                flow = _flow_id(step, tied[-1])
                yield SketchNote(id=f"Catatan_{flow}", text=_note(about), about=flow, below=step.id)

    def _decided(self, step: PlannedStep) -> Sequence[Branch]:
        decision = self.plan.decisions.get(step.key)
        return decision.branches if decision else ()

    def _task(self, step: PlannedStep) -> SketchNode:
        row, time = step.row, read_time(step.row.time)
        remarks = row.remarks
        if "time_in_words" in time.kinds:
            remarks = f"{remarks} (Waktu: {row.time})".strip()
        texts = {"inputs": row.inputs, "norm": step.norm, "outputs": row.output, "remarks": remarks}
        quality = {STEP[key].name: text for key, text in texts.items()}
        return SketchNode(
            id=step.id,
            type="userTask",
            name=step.name,
            lane=step.lane,
            properties=_marked(quality, self.about[step.id]),
            fields=fields_of(step, self.plan.decisions.get(step.key), first=self._asks_title(step)),
        )

    def _gateway(self, step: PlannedStep) -> SketchNode:
        decision = self.plan.decisions[step.key]
        return SketchNode(
            id=gateway_of(step),
            type="exclusiveGateway",
            name=decision.question,
            lane=step.lane,
            default=_flow_id(step, decision.branches[-1]),
        )

    def _branches(self, step: PlannedStep) -> Iterator[SketchFlow]:
        decision = self.plan.decisions[step.key]
        for branch in decision.branches:
            last = branch is decision.branches[-1]
            yield SketchFlow(
                id=_flow_id(step, branch),
                source=gateway_of(step),
                target=self._target("", branch.target),
                name=branch.label,
                condition="" if last else f'{decision_field(step)} == "{branch.value}"',
                properties=_marked({}, _about_branch(self.about[step.id], branch)),
            )

    def _target(self, source: str, key: str) -> str:
        if key == END:
            return self._end_of(source) if source in self.own_ends else _END
        if len(self.plan.starts) > 1 and not self.plan.alternative and key == self._met():
            return _JOIN
        return self.steps[key].id

    def _end_of(self, key: str) -> str:
        return f"{_END}_{self.steps[key].id}"

    def _met(self) -> str:
        """Where beginnings that run side by side come together."""
        return self.plan.after[self.plan.starts[-1]]


def _flow_id(step: PlannedStep, branch: Branch) -> str:
    return f"Alur_{step.id}__{branch.value}"  # no step id holds two underscores


def _about_branch(assumptions: Sequence[Assumption], branch: Branch) -> list[Assumption]:
    return [
        assumption
        for assumption in assumptions
        if assumption.kind in ON_FLOWS and assumption.params.get("label") == branch.label
    ]


def _note(assumptions: Sequence[Assumption]) -> str:
    return "Asumsi: " + " ".join(dict.fromkeys(assumption.what(_LANGUAGE) for assumption in assumptions))


def _marked(properties: dict[str, str], assumptions: Sequence[Assumption]) -> dict[str, str]:
    words = "\n".join(dict.fromkeys(assumption.what(_LANGUAGE) for assumption in assumptions))
    return {**properties, STEP["assumption"].name: words} if words else properties
