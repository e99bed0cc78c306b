"""`alur serve --demo`: fictional accounts and instances, and never among real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from engine.audit.verify import verify_all
from engine.config import BadConfig, Config
from engine.database import reading, transaction
from engine.people.accounts import add_person
from engine.people.passwords import verify
from engine.storage import folders
from engine.tables.instances import Instance, InstanceState
from engine.tables.people import Person
from webforms.cli import demo


@pytest.fixture
def config(database: Engine, tmp_path: Path) -> Config:
    folders.use(tmp_path)
    return Config(data_dir=tmp_path, database_url="", secret_key="s" * 40)


def test_the_demo_is_played_through_the_engine_and_says_who_can_log_in(config: Config) -> None:
    said: list[str] = []
    demo.seed(config, said.append)
    password = (config.data_dir / "demo_password").read_text()
    assert password in said[0]
    with reading() as session:
        states = session.scalars(select(Instance.state)).all()
        people = session.scalars(select(Person)).all()
        assert all(verdict.broken is None for verdict in verify_all(session))
    assert {*states} == {InstanceState.RUNNING, InstanceState.ENDED, InstanceState.WITHDRAWN}
    assert all(person.demo and "contoh" in person.name for person in people)
    assert verify(people[0].password_hash, password)

    demo.seed(config, said.append)
    with reading() as session:
        assert len(session.scalars(select(Instance.id)).all()) == len(states)


def test_a_start_that_was_cut_off_is_made_good_by_the_next(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(demo, "_deploy", fail)
        with pytest.raises(RuntimeError):
            demo.seed(config, print)
    demo.seed(config, print)
    with reading() as session:
        assert session.scalars(select(Instance.id)).all()


def fail() -> None:
    raise RuntimeError


def test_real_accounts_and_the_demo_do_not_mix(config: Config) -> None:
    with transaction() as session:
        add_person(session, username="siti", name="Siti", by=None)
    with pytest.raises(BadConfig, match="real accounts"):
        demo.seed(config, print)
