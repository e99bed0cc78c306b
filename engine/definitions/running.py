"""How many instances run, as columns of lists: see engine.lists for "1.000+"."""

from __future__ import annotations

from sqlalchemy import literal, literal_column, select

from engine.lists import number_of
from engine.tables.definitions import Definition, Version
from engine.tables.instances import Instance, InstanceState

#: Of a definition, with those that stopped at an incident.
RUNNING = sum(
    (
        number_of(
            select(Instance.id)
            .where(Instance.definition_id == Definition.id, Instance.state == state)
            .order_by(Instance.id),
            Definition,
        )
        for state in (InstanceState.RUNNING, InstanceState.INCIDENT)
    ),
    start=literal(0),
)
#: Of one version.
FOLLOWING = number_of(
    select(Instance.id)
    .where(Instance.version_id == Version.id, literal_column("instances.state IN ('running', 'incident')"))
    .order_by(Instance.version_id),
    Version,
)
