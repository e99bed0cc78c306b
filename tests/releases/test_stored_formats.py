"""Everything that is stored in a form of our own, in one list: each may outlive the release that wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, TextClause, create_engine, text

from engine import migrations
from engine.database_url import of_file
from engine.tables import Table
from engine.tables.base import Document
from tests.releases.restore import RELEASES, restore

#: Column → what outlives a release in it, and what keeps it readable. The databases of all releases hold each
#: of them (tests/releases/story), and the upgrade test reads them on pages and goes on with them.
STORED = {
    "events.body": "hashed for ever; versions: engine/audit/bodies.py, golden/events",
    "instances.tokens": "as long as an instance runs; versions: engine/runtime/state.py, golden/tokens",
    "versions.xml": "as long as an instance follows it; the diagram's vocabulary only grows",
    "instances.data": "answers by field, as engine/forms wrote them; shown for ever",
    "instances.done": "last completion of each step; keys are only added",
    "instances.incident": "until somebody retries it; keys are only added",
    "drafts.typed": "raw input, {name: [text]}: what a browser sends",
    "moves.mapping": "{version id: {element: element}}, until the order is done",
    "moves.instance_ids": "ids, until the order is done",
    "uploads.accept": "media types and endings",
    "uploads.reason_params": "parameters of a sentence; a missing one shows as an ellipsis",
    "uploads.copies": "{kind: {sha256, media_type, size}}; keys are only added",
    "versions.authors": "ids of people",
    "notices.details": "until it is read; written by engine/people/notices.py; keys are only added",
    "calendar_versions.document": "for ever; read by engine/calendar/entries.py; keys are only added",
}
#: Newer than the last release: its databases hold none yet.
_NEW = {"calendar_versions.document", "notices.details"}
#: Text as such, except where it is listed above.
_PLAIN = {"comments.text"}


def test_the_list_names_every_column_with_a_form_of_its_own() -> None:
    columns = [column for table in Table.metadata.sorted_tables for column in table.columns]
    structured = {
        f"{column.table.name}.{column.name}"
        for column in columns
        if isinstance(column.type, Document | LargeBinary) or type(column.type).__name__ == "Text"
    }
    assert structured - _PLAIN == set(STORED)


@pytest.mark.parametrize("release", RELEASES)
def test_the_database_of_a_release_holds_each_of_them(release: str, tmp_path: Path) -> None:
    """Else an upgrade test would say nothing of it."""
    url = of_file(tmp_path / "alur.sqlite3").render_as_string()
    restore(release, url)
    migrations.upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        empty = [place for place in STORED.keys() - _NEW if not connection.scalar(_filled(*place.split(".")))]
    engine.dispose()
    assert empty == []


def _filled(table: str, column: str) -> TextClause:
    return text(f"SELECT count(*) FROM {table} WHERE {column} NOT IN ('{{}}', '[]', 'null')")
