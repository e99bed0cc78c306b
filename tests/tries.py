"""How many inputs a rule is tried with: fewer in `make unit`, ten times as many with ALUR_WIDER."""

from __future__ import annotations

import os

#: Of whoever says no number of their own.
USUAL = 40
PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or ("wider" if os.environ.get("ALUR_WIDER") else "alur")


def tries(usual: int = USUAL) -> int:
    """For `max_examples`, where `make test` takes that many."""
    if PROFILE == "unit":
        return min(usual, 10)
    return 10 * usual if PROFILE == "wider" else usual
