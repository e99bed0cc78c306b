"""alur data"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.config import Config
from webforms.cli import looking

if TYPE_CHECKING:
    from engine.storage.check import Fault


@click.group("data")
def command() -> None:
    """The data folder: database and files."""


@command.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--strict", is_flag=True, help="Exit status 1 also for files that the database doesn't name.")
def check(folder: Path | None, *, strict: bool) -> None:
    """Compare the files of a data folder, or of a copy of one, with its database. Nothing is written.

    Exit status 1 and a line for each file that is missing or isn't as it was stored. Files that the database
    doesn't name are listed, too; in a copy whose database was copied first they are usual.

    FOLDER instead of ALUR_DATA_DIR. With ALUR_DATABASE_URL that database is compared.
    """
    if folder is not None:
        os.environ["ALUR_DATA_DIR"] = str(folder)
    looking(lambda config: _check(config, strict=strict))


def _check(config: Config, *, strict: bool) -> None:
    from engine.database import reading
    from engine.storage import check as storage
    from engine.storage.check import FaultKind

    with reading() as session:
        checked = storage.check(session, config.data_dir)
    for fault in checked.faults:
        click.echo(_in_words(fault))
    found = Counter(fault.kind for fault in checked.faults)
    numbers = ", ".join(f"{found[kind]} {kind.value}" for kind in FaultKind)
    click.echo(f"{checked.named} files: {numbers}")
    wrong = found[FaultKind.MISSING] + found[FaultKind.CHANGED] + (found[FaultKind.UNNAMED] if strict else 0)
    sys.exit(1 if wrong else 0)


def _in_words(fault: Fault) -> str:
    about = f" ({fault.name}, {fault.instance})" if fault.name else ""
    return f"{fault.kind.value}: {fault.path}{about}"
