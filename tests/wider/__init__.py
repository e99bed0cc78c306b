"""The claims of the other tests once more, over what others made: diagrams, photos, films, tables of SOPs.

Nothing that matters is proven only here. Where these files are not at hand, each test says so and is skipped:

    ALUR_CORPORA   a folder of BPMN files in folders; beside it `domain`, with forms and tables of SOPs
    ALUR_MEDIA     a folder with `photos`, `hostile` and `video`

Every fifth diagram is looked at, all of them with `make wider`. `pytest -m "not wider"` leaves all out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

#: All of them take minutes.
EVERY = 1 if os.environ.get("ALUR_WIDER") == "all" else 5


def drawn_from(files: Iterable[Path]) -> list[Path]:
    """The same ones in every run."""
    return sorted(files)[::EVERY]


def least(share: float, files: int) -> float:
    """How many of so many, at least: among few files one more or less is chance."""
    return share * files - (EVERY > 1)
