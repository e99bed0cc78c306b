"""A refusal as an answer: a process of the sandbox sends no exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Problem


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Parameters of an InvalidDiagram, or the problems of an InvalidTable."""

    params: Mapping[str, Any] | None = None
    problems: Mapping[str, Problem] | None = None
