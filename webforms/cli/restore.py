"""alur restore"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.config import BadConfig
from webforms.cli import read_config
from webforms.cli.backup import passphrase_of

if TYPE_CHECKING:
    from engine.backup.place import Place
    from engine.backup.sealing import Sealing


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--at", "name", help="Which backup of FOLDER; else the newest.")
@click.option("--list", "only_list", is_flag=True, help="Only name the backups.")
@click.option(
    "--check", "only_check", is_flag=True, help="Only compare the backup with what it says it holds."
)
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Its first line is the passphrase; else it is asked for.",
)
def command(
    folder: Path, *, name: str | None, only_list: bool, only_check: bool, passphrase_file: Path | None
) -> None:
    """Bring a backup of FOLDER back into ALUR_DATA_DIR and, where it is set, ALUR_DATABASE_URL.

    Only into an empty place. All is compared: each file, each row, each chain of the audit trail. A backup of
    SQLite can be brought back into PostgreSQL, and the other way round.
    """
    from engine.backup.place import Place

    place = Place(folder)
    place.sealing()
    names = place.backups()
    if only_list:
        for each in names:
            click.echo(each)
        return
    wanted = name or (names[-1] if names else "")
    if wanted not in names:
        raise BadConfig(f"{folder} holds no backup {wanted}".rstrip())
    sealing = _opened(place, passphrase_file)
    if only_check:
        _check(place, wanted, sealing)
    else:
        _restore(place, wanted, sealing)


def _opened(place: Place, passphrase_file: Path | None) -> Sealing:
    from engine.backup.sealing import Key, opened

    sealing = place.sealing()
    if not isinstance(sealing, Key):
        return sealing
    return opened(sealing, place.key_file.read_bytes(), passphrase_of(passphrase_file))


def _check(place: Place, name: str, sealing: Sealing) -> None:
    from engine.backup.restoring import compare

    with tempfile.TemporaryDirectory(prefix="alur-") as scratch:
        copies = compare(place, name, sealing, scratch=Path(scratch))
    click.echo(f"{name}: {copies} copies, all as they were taken")


def _restore(place: Place, name: str, sealing: Sealing) -> None:
    from engine import database_url
    from engine.backup.restoring import restore

    config = read_config(create=False)
    done = restore(place, name, sealing, data_dir=config.data_dir, url=database_url.of(config))
    click.echo(f"{done.name}: {done.rows} rows, {done.files} files, {done.chains} chains, all whole")
    for sha256 in done.lost:
        click.echo(f"was missing when it was taken: files/{sha256[:2]}/{sha256[2:4]}/{sha256}", err=True)
