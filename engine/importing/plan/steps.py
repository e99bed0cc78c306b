"""What inference makes of a table: steps in lanes, and where each leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.importing.assumptions import Assumption
from engine.importing.rows.table import Row

#: Target of a branch that leaves the SOP.
END = ""


@dataclass(frozen=True, kw_only=True)
class Branch:
    label: str
    #: Stored value of the decision field.
    value: str
    #: Key of a step, or END.
    target: str
    #: Asks for a reason: the work goes back or stops.
    negative: bool = False


@dataclass(frozen=True, kw_only=True)
class Decision:
    question: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    #: The row's number, made unique: "3", "4b", "5#2".
    key: str
    #: Element id.
    id: str
    name: str
    lane: int
    norm: str
    row: Row


@dataclass(frozen=True, kw_only=True)
class Plan:
    process_id: str
    name: str
    identity: Mapping[str, str]
    lanes: tuple[str, ...]
    steps: tuple[PlannedStep, ...]
    #: Step → the step it leads to, or END. Steps that decide have none.
    after: Mapping[str, str]
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    #: Where it begins; more than one: they begin together.
    starts: tuple[str, ...]
    #: An instance begins with one of the starts, not with all.
    alternative: bool = False
    assumptions: tuple[Assumption, ...] = ()

    def edges(self) -> list[tuple[str, str, str]]:
        """(from, to, label) between steps, as the flowchart draws them."""
        found = []
        for step in self.steps:
            if step.key in self.decisions:
                found += [
                    (step.key, branch.target, branch.label) for branch in self.decisions[step.key].branches
                ]
            else:
                found.append((step.key, self.after[step.key], ""))
        return [edge for edge in found if edge[1] != END]
