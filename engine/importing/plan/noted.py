"""What inference assumes, collected as it goes along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.importing.assumptions import Assumption
from engine.importing.rows.table import SopTable


class Noted:
    """Assumptions, collected by the row they are about."""

    def __init__(self) -> None:
        self.of: list[tuple[int, str, dict[str, object]]] = []

    def add(self, place: int, kind: str, **params: object) -> None:
        """`place` -1: about the whole SOP."""
        self.of.append((place, kind, params))

    def all(
        self, table: SopTable, keys: Sequence[str], ids: Sequence[str], process: str
    ) -> Iterator[Assumption]:
        """The table's own notes first, then in the order of the rows. `keys`, `ids`: of each row."""
        for note in table.notes:
            yield Assumption(kind=note.kind, element=process, params=note.params)
        for place, kind, params in sorted(self.of, key=lambda item: item[0]):
            whole = place < 0
            yield Assumption(
                kind=kind,
                element=process if whole else ids[place],
                row="" if whole else keys[place],
                params=params,
            )
