"""Whether a database is one that this Alur knows: empty, or exactly in the shape of one of its revisions.

Whatever else it is, nothing is changed in it: tables that Alur does not know can't be upgraded by rules that
were written for others, and a column that is missing would only be found out by somebody's form.
"""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection, text

from engine.config import BadConfig
from engine.migrations import shape

#: So many differences are named.
_NAMED = 3
_ADVICE = (
    "Nothing was changed. Bring back a backup that a released Alur wrote, or let ALUR_DATABASE_URL name "
    "another database; an empty one is filled at the start"
)


class UnknownDatabase(BadConfig):
    """Neither empty nor in the shape of a revision that this Alur knows; the message says what differs."""


class ChangedDatabase(UnknownDatabase):
    """It has all tables and columns of the latest revision, and no others, but a rule, an index or a trigger
    is not as it was: such a database can be read."""


def latest() -> str | None:
    """Number of the last migration there is."""
    numbers = [f.name.split("_")[0] for f in (files("engine.migrations") / "versions").iterdir()]
    return max((number for number in numbers if number.isdigit()), default=None)


def revision_of(connection: Connection) -> str | None:
    """The revision whose shape the database has; None for an empty one. Raises UnknownDatabase."""
    found = shape.read(connection)
    if not found:
        return None
    revision = _recorded(connection, found)
    if revision.isdigit() and revision > (latest() or ""):
        raise UnknownDatabase(
            f"the database was used by a newer Alur (its revision is {revision}); upgrade Alur"
        )
    wanted = shape.known(revision, connection.dialect.name)
    if wanted is None:
        raise UnknownDatabase(
            f"the database is of revision {revision!r}, which Alur does not know. {_ADVICE}"
        )
    differences = shape.differences(found, wanted)
    if differences:
        raise _kind_of(revision, found, wanted)(
            f"the database says that it is of revision {revision}, but {_listed(differences)}. {_ADVICE}"
        )
    return revision


def require_latest(connection: Connection) -> None:
    """Raise UnknownDatabase unless the database is as this Alur needs it now."""
    revision = revision_of(connection)
    if revision != latest():
        raise UnknownDatabase(
            f"the database is of revision {revision or 'none'}; `alur db upgrade` brings it up"
        )


def _kind_of(revision: str, found: shape.Shape, wanted: shape.Shape) -> type[UnknownDatabase]:
    same = shape.columns(found) == shape.columns(wanted)
    return ChangedDatabase if same and revision == latest() else UnknownDatabase


def _recorded(connection: Connection, found: shape.Shape) -> str:
    """What alembic_version says."""
    if "table alembic_version, column version_num" not in found:
        tables = sorted(
            {name.partition(",")[0].removeprefix("table ") for name in found if name.startswith("table ")}
        )
        raise UnknownDatabase(
            f"the database holds tables, but not Alur's record of its revision (alembic_version): "
            f"{_listed(tables)}. {_ADVICE}"
        )
    recorded = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if len(recorded) != 1:
        raise UnknownDatabase(f"the database records {len(recorded)} revisions instead of one. {_ADVICE}")
    return str(recorded[0])


def _listed(words: list[str]) -> str:
    more = len(words) - _NAMED
    return "; ".join(words[:_NAMED]) + (f"; and {more} more" if more > 0 else "")
