"""The table of rights, pinned: a change here is a decision, not an accident."""

import re

import pytest

from engine.actor import Actor
from engine.database import reading
from engine.errors import NotAllowed
from engine.people import rights
from engine.people.rights import GRANTED_TO, Office, Right, allows, require_right

TABLE = """
see_instance        auditor supervisor
see_all_instances   auditor supervisor
see_restricted_file supervisor
see_original_file   supervisor
start_instance      -
do_task             -
release_task        supervisor
hand_over_task      admin
return_instance     -
withdraw_instance   supervisor
waive_separation    supervisor
retry_incident      supervisor
deploy              process_admin
edit_definition     process_admin
see_unreleased      auditor process_admin supervisor
comment_version     process_admin supervisor
approve_definition  process_admin supervisor
activate            process_admin
move_instances      process_admin
see_audit           auditor
see_calendar        admin auditor process_admin supervisor
change_calendar     admin
manage_accounts     admin
see_health          admin
"""


def holder(*offices: Office) -> Actor:
    return Actor(id=1, username="siti", name="Siti", roles=frozenset({"admin"}), offices=frozenset(offices))


def test_the_table_of_rights() -> None:
    lines = [f"{right.name.lower():<19} {' '.join(sorted(GRANTED_TO[right])) or '-'}" for right in Right]
    print("\n".join(lines))
    assert "\n".join(lines) == TABLE.strip()


def test_the_docstring_says_what_the_table_says() -> None:
    said = re.findall(r"^ {4}([A-Z_]{4,}) +(.+?)(?: {2,}.*)?$", rights.__doc__ or "", re.MULTILINE)
    assert {name.lower() for name, _ in said} == {right.name.lower() for right in Right}
    for name, offices in said:
        expected = (
            ", ".join(sorted(office.replace("_", " ") for office in GRANTED_TO[Right[name]])) or "nobody"
        )
        assert ", ".join(sorted(offices.split(", "))) == expected


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("office", Office)
def test_an_office_gives_its_rights_and_no_other(right: Right, office: Office) -> None:
    assert allows(holder(office), right) is (office in GRANTED_TO[right])


def test_a_role_named_like_an_office_gives_nothing() -> None:
    assert not any(allows(holder(), right) for right in Right)


@pytest.mark.usefixtures("sqlite_database")
def test_requiring_a_right_names_it() -> None:
    with reading() as session:
        require_right(session, Right.MANAGE_ACCOUNTS, holder(Office.ADMIN))
        require_right(session, Right.MANAGE_ACCOUNTS, None)  # the machine's own administrator
        with pytest.raises(NotAllowed) as refused:
            require_right(session, Right.MANAGE_ACCOUNTS, holder(Office.SUPERVISOR))
    assert refused.value.params == {"right": "manage_accounts"}
