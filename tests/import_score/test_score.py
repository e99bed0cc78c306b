"""The short form of `make import-score`: nothing is wrong in silence, and hardly anything at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.import_score.judging import FORMS, judge
from tests.import_score.sops import HELD_OUT

_EXACT = [form for form in FORMS if form != "copied from a PDF"]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_wrong_in_silence(form: str) -> None:
    for sop in (HELD_OUT[3], HELD_OUT[6]):
        verdict = judge(sop, form)
        assert (verdict.refused, verdict.silent) == ("", [])
        assert len(verdict.corrections) <= 1 or form not in _EXACT


def test_an_error_in_silence_is_noticed() -> None:
    sop = HELD_OUT[7]
    other = replace(sop, edges=sop.edges - {("3", "4", "")}, norms={"3": "P4D"})
    verdict = judge(other, "tabs")
    assert judge(sop, "tabs").silent == []
    assert sorted(item.row for item in verdict.silent) == ["3", "3"]
