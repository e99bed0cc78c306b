"""alur backup"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.config import BadConfig
from webforms.cli import connected


@click.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--encrypt", is_flag=True, help="A new folder's copies are encrypted by a passphrase.")
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Its first line is the passphrase; else it is asked for.",
)
@click.option("--rotate", is_flag=True, help="Keep one of each of 7 days, 4 weeks and 12 months.")
def command(folder: Path, *, encrypt: bool, passphrase_file: Path | None, rotate: bool) -> None:
    """Copy database and files into FOLDER, while people work.

    Files that a backup before has copied are not copied again. The passphrase is needed only once, for a new
    FOLDER, and to bring a backup back: keep it elsewhere. Exit status 1 where files were missing or damaged.
    """
    connected(lambda _config: _take(folder, encrypt=encrypt, passphrase_file=passphrase_file, rotate=rotate))


def _take(folder: Path, *, encrypt: bool, passphrase_file: Path | None, rotate: bool) -> None:
    from engine.backup.place import Place
    from engine.backup.rotation import Keeping
    from engine.backup.sealing import new_key, protected
    from engine.backup.taking import take

    place = Place(folder)
    if encrypt and place.is_new:
        key = new_key()
        place.prepare(key, private=protected(key, passphrase_of(passphrase_file, confirm=True)))
    elif encrypt and place.sealing().recipient is None:
        raise BadConfig(f"the backups in {folder} are not encrypted; take another folder")
    taken = take(place, keeping=Keeping() if rotate else None)
    click.echo(f"{taken.name}: {taken.rows} rows, {taken.files} files, {taken.copied} of them copied now")
    for name in taken.removed:
        click.echo(f"removed: {name}")
    for sha256 in taken.lost:
        click.echo(f"missing or damaged: files/{sha256[:2]}/{sha256[2:4]}/{sha256}", err=True)
    sys.exit(1 if taken.lost else 0)


def passphrase_of(file: Path | None, *, confirm: bool = False) -> str:
    """From the first line of a file, else typed in."""
    if file is not None:
        first = (file.read_text("utf-8").splitlines() or [""])[0]
        if not first:
            raise BadConfig(f"the first line of {file} is empty; it takes the passphrase")
        return first
    typed: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
    return typed
