"""python -m tests.import_score: reads our own set in every form and prints how well. Exit status 1 where an
error was made in silence."""

from __future__ import annotations

import sys

from tests.import_score.judging import FORMS, Verdict, judge
from tests.import_score.sops import EVERY, HELD_OUT, KNOWN

_LINE = "{:<20} {:>5} {:>8} {:>14} {:>12} {:>8} {:>8}"


def main() -> int:
    """Prints a table for the SOPs that the importer was made with, and one for those it never saw."""
    silent = 0
    for title, sops in (("Known", KNOWN), ("Held out", HELD_OUT)):
        print(f"{title}: {len(sops)} SOPs")
        print(_LINE.format("", "SOPs", "silent", "corrections", "most a SOP", "unread", "refused"))
        for form in FORMS:
            verdicts = {sop.name: judge(sop, form) for sop in sops}
            silent += _print(form, verdicts)
        print()
    print(f"{len(EVERY)} SOPs, {len(FORMS)} forms, {silent} errors in silence")
    return 1 if silent else 0


def _print(form: str, verdicts: dict[str, Verdict]) -> int:
    found = list(verdicts.values())
    silent = sum(len(verdict.silent) for verdict in found)
    corrections = [len(verdict.corrections) for verdict in found]
    unread, refused = (
        sum(verdict.unread for verdict in found),
        sum(bool(verdict.refused) for verdict in found),
    )
    print(_LINE.format(form, len(found), silent, sum(corrections), max(corrections), unread, refused))
    for name, verdict in verdicts.items():
        for difference in verdict.silent:
            print(f"  in silence: {name}, {difference.row or 'SOP'}: {difference.what}")
    return silent


if __name__ == "__main__":
    sys.exit(main())
