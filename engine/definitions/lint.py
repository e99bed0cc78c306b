"""Checking a diagram before anybody uploads it, for the command line and the pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.bpmn.xml import MAX_BYTES
from engine.errors import InvalidDiagram
from engine.lint.findings import ERROR, Finding, errors_in

__all__ = ["Finding", "Report", "check_file"]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What lint says of one file."""

    file: str
    findings: list[Finding]
    readable: bool = True

    @property
    def errors(self) -> int:
        """How many findings are errors; with any, the command fails."""
        return errors_in(self.findings)

    def as_dict(self, language: str) -> dict[str, object]:
        """`file` and `findings` as `--json` prints them; sentences in `language`."""
        return {"file": self.file, "findings": [finding.as_dict(language) for finding in self.findings]}


def check_file(path: Path) -> Report:
    """Findings about a file; one that can't be read at all is a finding, too."""
    # A server lets others check, and starts without the rules.
    from engine.lint.check import check, why

    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        return Report(file=str(path), findings=check(content))
    except OSError as error:
        refusal = InvalidDiagram(reason="lint.reason.unreadable", detail=error.strerror or "?")
    except InvalidDiagram as error:
        refusal = error
    finding = Finding(rule="unreadable", severity=ERROR, element="", params={"reason": why(refusal)})
    return Report(file=str(path), findings=[finding], readable=False)
