"""One-time links: the first administrator, and everybody's own password. And the command line beside them."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from engine.config import Config
from engine.database import reading, transaction
from engine.people.accounts import add_person
from engine.people.invitations import first_admin_token, invite
from engine.people.logins import find_login, open_login
from engine.people.queries import Listed, list_people
from engine.texts import text
from tests.conftest import not_none
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import Browser, browser, make_app
from webforms.cli.person import command, offer_first_admin

ADMIN = {
    "username": "dewi",
    "name": "Dewi Lestari",
    "unit": "Sekretariat",
    "password": "ombak tenang sekali",
    "repeat": "ombak tenang sekali",
}


@pytest.fixture(name="desk")
def desk_of_nobody(database: Engine, cheap_hashing: None, tmp_path: Path) -> Browser:
    return browser(make_app(tmp_path))


@pytest.fixture
def link(database: Engine) -> str:
    with transaction() as session:
        return f"/setup/{first_admin_token(session)}"


def everybody() -> Sequence[Listed]:
    with reading() as session:
        return list_people(session).people


def test_the_first_start_prints_a_link_that_makes_an_admin(desk: Browser, tmp_path: Path) -> None:
    said: list[str] = []
    config = Config(data_dir=tmp_path, database_url="", secret_key="s" * 40, host="::1", port=8123)
    offer_first_admin(config, said.append)
    url = said[-1].strip()
    assert url.startswith("http://[::1]:8123/setup/")
    link = url.removeprefix("http://[::1]:8123")
    answer = desk.send(link, ADMIN, page=link)
    assert (answer.status_code, answer.location) == (302, "/accounts")
    assert text("people.setup.done") in desk.get("/accounts").text
    [dewi] = everybody()
    assert (dewi.username, dewi.offices, dewi.has_password) == ("dewi", ("admin",), True)
    assert browser(desk.application).get(link).status_code == 404
    said.clear()
    offer_first_admin(config, said.append)
    assert said == []


def test_looking_at_the_link_does_not_use_it_up(desk: Browser, link: str) -> None:
    for _ in range(3):
        assert desk.get(link).status_code == 200
    assert desk.send(link, ADMIN, page=link).status_code == 302


def test_what_is_wrong_is_said_and_the_link_still_works(desk: Browser, link: str) -> None:
    typed = {**ADMIN, "username": "D", "name": "", "password": "pendek", "repeat": "lain"}
    answer = desk.send(link, typed, page=link)
    assert answer.status_code == 422
    # Everything at once: names and passwords.
    for key in ("people.username_form", "people.name_missing", "people.password_repeat_differs"):
        assert text(key) in answer.text
    assert text("people.password_short", shortest=12) in answer.text
    assert 'value="Sekretariat"' in answer.text
    assert "pendek" not in answer.text
    assert everybody() == ()
    assert desk.send(link, ADMIN, page=link).status_code == 302


@pytest.mark.parametrize("path", ["/setup/x", "/invite/x", "/invite/" + "x" * 4000])
def test_a_link_that_was_never_made_is_gone(desk: Browser, path: str) -> None:
    for answer in (desk.get(path), desk.send(path, ADMIN)):
        assert answer.status_code == 404
        assert text("people.invitation.gone_title") in answer.text
    assert everybody() == ()


def test_the_two_kinds_of_link_do_not_open_each_others_door(desk: Browser, link: str) -> None:
    token = link.rpartition("/")[2]
    assert desk.get(f"/invite/{token}").status_code == 404
    assert desk.send(f"/invite/{token}", ADMIN, page=link).status_code == 404
    with transaction() as session:
        siti = add_person(session, username="siti", name="Siti", by=None)
        invitation = invite(session, siti.id, by=None)
    assert desk.send(f"/setup/{invitation}", ADMIN, page=f"/invite/{invitation}").status_code == 404
    assert [person.username for person in everybody()] == ["siti"]


def test_choosing_a_password_logs_in_and_out_of_nothing_else(desk: Browser) -> None:
    with transaction() as session:
        siti = add_person(session, username="siti", name="Siti", by=None)
        link = f"/invite/{invite(session, siti.id, by=None)}"
    weak = desk.send(link, {"password": "siti siti siti", "repeat": "siti siti siti"}, page=link)
    assert weak.status_code == 422
    assert text("people.password_has_username") in weak.text
    assert desk.send(link, ADMIN, page=link).location == "/"
    assert "siti" in desk.get("/").text
    assert text("people.invitation.done") in desk.get("/profile").text
    assert desk.get(link).status_code == 404


def test_who_was_logged_in_at_that_browser_is_out_there_and_only_there(desk: Browser, link: str) -> None:
    desk.send(link, ADMIN, page=link)
    with transaction() as session:
        [dewi] = list_people(session).people
        elsewhere = open_login(session, dewi.id)
        siti = add_person(session, username="siti", name="Siti", by=None)
        theirs = f"/invite/{invite(session, siti.id, by=None)}"
    with desk.session_transaction() as cookie:
        before = cookie["_user_id"]
    assert desk.send(theirs, ADMIN, page=theirs).location == "/"
    with reading() as session:
        assert find_login(session, before) is None
        assert find_login(session, elsewhere) is not None


def test_a_link_needs_the_forms_token(desk: Browser, link: str) -> None:
    assert desk.post(link, data=ADMIN).status_code == 400
    assert everybody() == ()


Run = Callable[..., Result]


@pytest.fixture
def alur(database: Engine, cheap_hashing: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`alur("person", …)` on the test's database."""
    url = database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("ALUR_DATABASE_URL", url.replace("+psycopg", ""))
    monkeypatch.setenv("ALUR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ALUR_SECRET_KEY", "s" * 40)

    def run(*args: str, stdin: str = "") -> Result:
        return CliRunner().invoke(command, args, input=stdin, catch_exceptions=False)

    return run


def test_the_command_line_adds_people_with_a_password_from_standard_input(alur: Run, desk: Browser) -> None:
    done = alur(
        "add",
        "siti",
        "--name",
        "Siti",
        "--role",
        "Ketua",
        "--office",
        "admin",
        stdin=ADMIN["password"] + "\n",
    )
    assert (done.exit_code, done.stdout) == (0, "siti: added\n")
    assert desk.log_in("siti", ADMIN["password"]).status_code == 302
    listed = alur("list")
    assert listed.stdout == "siti\tSiti\tactive\tKetua\tadmin\n"


def test_the_command_line_prints_invitation_links(alur: Run, desk: Browser) -> None:
    added = alur("add", "siti", "--name", "Siti", "--link")
    assert (added.exit_code, alur("list", "sit").stdout.split("\t")[2]) == (0, "active, no password")
    again = alur("passwd", "siti", "--link")
    for answer, status in ((added, 404), (again, 200)):
        path = not_none(re.fullmatch(r"http://127\.0\.0\.1:8000(/invite/\S+)\n", answer.stdout))[1]
        assert desk.get(path).status_code == status


def test_the_command_line_sets_a_password_and_logs_them_out(alur: Run, desk: Browser) -> None:
    alur("add", "siti", "--name", "Siti", stdin=ADMIN["password"] + "\n")
    desk.log_in("siti", ADMIN["password"])
    assert alur("passwd", "siti", stdin="hujan rintik pagi\n").stdout == "siti: password set\n"
    assert desk.get("/").status_code == 302
    assert desk.log_in("siti", "hujan rintik pagi").status_code == 302


@pytest.mark.parametrize(
    ("args", "stdin", "said"),
    [
        (["add", "Siti", "--name", "Siti"], "ombak tenang sekali\n", "username: A username has 3–40"),
        (["add", "siti", "--name", "Siti"], "pendek\n", "password: A password has at least 12"),
        (["add", "siti", "--name", "S", "--office", "root", "--link"], "", "offices: Unknown office: root"),
        (["passwd", "nobody"], "ombak tenang sekali\n", "there is nobody of that username"),
        (["passwd", "nobody", "--link"], "", "there is nobody of that username"),
    ],
)
def test_the_command_line_says_what_is_wrong(alur: Run, args: list[str], stdin: str, said: str) -> None:
    done = alur(*args, stdin=stdin)
    assert done.exit_code == 1
    assert said in done.stderr
    assert everybody() == ()
