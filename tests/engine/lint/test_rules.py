"""Each rule has two small diagrams in `rules/`: it speaks up at the bad one and nothing does at the good one.

In the bad one the culprit's id is `Salah`, where it can have that id.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.lint.check import check
from engine.lint.rules import RULES
from engine.texts import LANGUAGES, catalogue

PAIRS = Path(__file__).parent / "rules"
ROLES = {"petugas"}
#: What can only be said of the whole process, or of an element that has to have another name.
ELSEWHERE = {
    "process_not_executable": "proses",
    "process_without_id": "",
    "process_without_name": "proses",
    "reserved_id": "Start",
    "no_start": "proses",
    "no_end": "proses",
    "joins_not_checked": "proses",
}
#: Said where a file has no rules applied to it, or only after all rules.
WITHOUT_PAIR = {"unreadable", "not_runnable", "more_findings", "too_costly"}
NAMES = sorted({key.split(".")[2] for key in catalogue("id") if key.startswith("lint.rule.")} - WITHOUT_PAIR)


@pytest.mark.parametrize("rule", NAMES)
def test_a_rule_finds_the_fault_and_names_the_element(rule: str) -> None:
    findings = check((PAIRS / f"{rule}.bad.bpmn").read_text(), roles=ROLES)
    mine = [finding for finding in findings if finding.rule == rule]
    assert [finding.element for finding in mine] == [ELSEWHERE.get(rule, "Salah")]


@pytest.mark.parametrize("rule", NAMES)
def test_a_good_diagram_has_no_findings(rule: str) -> None:
    findings = check((PAIRS / f"{rule}.good.bpmn").read_text(), roles=ROLES)
    assert [finding.as_dict("en") for finding in findings] == []


@pytest.mark.parametrize("rule", NAMES)
def test_a_finding_is_told_in_full_in_each_language(rule: str) -> None:
    findings = check((PAIRS / f"{rule}.bad.bpmn").read_text(), roles=ROLES)
    mine = next(finding for finding in findings if finding.rule == rule)
    told = [mine.as_dict(language) for language in LANGUAGES]
    for words in told:
        assert words.keys() == {"rule", "severity", "element", "message", "remedy"}
        for part in ("message", "remedy"):
            assert "lint." not in words[part]
            assert "{" not in words[part].replace("${keputusan}", "")
            assert "Called(" not in words[part]
        # An ellipsis stands for a missing parameter; only a guess may be missing.
        assert "…" not in words["message"]
    assert told[0]["message"] != told[1]["message"]
    assert told[0]["remedy"] != told[1]["remedy"]


@pytest.mark.parametrize(
    ("type_", "part", "found"),
    [
        ("files", "name", True),
        ("files", "keterangan", False),
        ("repeat", "file", True),
        ("repeat", "name", False),
    ],
)
def test_a_part_is_not_called_as_what_is_kept_of_a_file(type_: str, part: str, found: bool) -> None:
    """`foto.name` was overwritten by the file's own name; with `surat.file` no task could be handed in."""
    good = (PAIRS / "field_name.good.bpmn").read_text()
    field = '<camunda:formField id="{}" label="I" type="{}"/>'
    form = f"<camunda:formData>{field.format('g', type_)}{field.format(f'g.{part}', 'text')}"
    findings = check(good.replace("<camunda:formData>", form), roles=ROLES)
    assert [finding.params["field"] for finding in findings if finding.rule == "field_name"] == [
        f"g.{part}"
    ] * found


def test_every_pair_belongs_to_a_rule() -> None:
    names = {path.name.split(".")[0] for path in PAIRS.glob("*.bpmn")}
    assert names == set(NAMES)


def test_every_rule_says_why_in_one_docstring() -> None:
    for rule in RULES:
        assert rule.__doc__, rule.__name__
    assert len({rule.__name__ for rule in RULES}) == len(RULES)
