"""The table of rights, pinned: a change here is a decision, not an accident."""

import re

import pytest

from engine.actor import Actor
from engine.database import reading
from engine.errors import NotAllowed
from engine.people import rights
from engine.people.rights import HELD_BY, Office, Right, allows, require_right

TABLE = """
see_case             auditor supervisor
see_all_cases        auditor supervisor
see_restricted_file  supervisor
see_original_file    supervisor
start_case           -
do_task              -
release_task         supervisor
return_case          -
withdraw_case        supervisor
waive_separation     supervisor
retry_incident       supervisor
deploy               process_admin
edit_procedure       process_admin
comment_version      process_admin supervisor
approve_procedure    process_admin supervisor
activate             process_admin
move_cases           process_admin
see_audit            auditor
manage_accounts      admin
"""


def holder(*offices: Office) -> Actor:
    return Actor(id=1, username="siti", name="Siti", roles=frozenset({"admin"}), offices=frozenset(offices))


def test_the_table_of_rights():
    lines = [f"{right:<20} {' '.join(sorted(HELD_BY[right])) or '-'}" for right in Right]
    print("\n".join(lines))
    assert "\n".join(lines) == TABLE.strip()


def test_the_docstring_says_what_the_table_says():
    said = re.findall(r"^ {4}([A-Z_]{4,}) +(.+?)(?: {2,}.*)?$", rights.__doc__ or "", re.MULTILINE)
    assert {name.lower() for name, _ in said} == {right.value for right in Right}
    for name, offices in said:
        expected = ", ".join(sorted(office.replace("_", " ") for office in HELD_BY[Right[name]])) or "nobody"
        assert ", ".join(sorted(offices.split(", "))) == expected


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("office", Office)
def test_an_office_gives_its_rights_and_no_other(right, office):
    assert allows(holder(office), right) is (office in HELD_BY[right])


def test_a_role_named_like_an_office_gives_nothing():
    assert not any(allows(holder(), right) for right in Right)


@pytest.mark.usefixtures("sqlite_database")
def test_requiring_a_right_names_it():
    with reading() as session:
        require_right(session, Right.MANAGE_ACCOUNTS, holder(Office.ADMIN))
        require_right(session, Right.MANAGE_ACCOUNTS, None)  # the machine's own administrator
        with pytest.raises(NotAllowed) as refused:
            require_right(session, Right.MANAGE_ACCOUNTS, holder(Office.SUPERVISOR))
    assert refused.value.params == {"right": "manage_accounts"}
