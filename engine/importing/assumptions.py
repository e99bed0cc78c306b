"""What an import had to assume, for the owner of the SOP to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.texts import text

#: Kinds that say what stands in the source and not in the diagram.
UNREAD = frozenset(
    {
        "unread", "way_undrawn", "other_way", "connector_left_out", "sum_left_out",
        "hidden_left_out", "struck_left_out", "placeholder_left_out", "formula_without_value",
        "column_left_out", "identity_left_out", "other_table", "footnotes", "arrows_not_read",
        "arrows_unclear", "symbols_lost",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """Something that the table does not say. The words are in importing.toml, under `assumption.KIND`."""

    kind: str
    #: Id of the element in the diagram; the process's own id where the whole SOP is meant.
    element: str = ""
    #: Number of the row; empty where the whole SOP is meant.
    row: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    def what(self, language: str) -> str:
        """What was assumed: `importing.assumption.KIND.what`."""
        return self._words("what", language)

    def why(self, language: str) -> str:
        """What in the table led to it: `importing.assumption.KIND.why`."""
        return self._words("why", language)

    def _words(self, part: str, language: str) -> str:
        params = {"row": self.row, **self.params}
        if params.get("target") == "":
            params["target"] = text("importing.the_end", language)
        elif "target" in params:
            params["target"] = text("importing.step", language, number=params["target"])
        return text(f"importing.assumption.{self.kind}.{part}", language, **params)

    def as_dict(self, language: str) -> dict[str, str]:
        """For JSON: kind, element and row as they are, what and why in words."""
        return {
            "kind": self.kind,
            "element": self.element,
            "row": self.row,
            "what": self.what(language),
            "why": self.why(language),
        }
