"""alur process"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webforms.cli import connected, echo_json, looking
from webforms.cli.importing import command as import_command

if TYPE_CHECKING:
    from engine.definitions.lint import Report
    from engine.definitions.releases import Uploaded


@click.group("process")
def command() -> None:
    """Definitions and their diagrams."""


command.add_command(import_command)


@command.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="A list of {file, findings}.")
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="Language of the findings.")
def lint(files: tuple[Path, ...], as_json: bool, lang: str) -> None:  # noqa: FBT001
    """Check diagrams. Exit status 1 when a finding is an error, 2 when a file can't be read."""
    from engine.definitions.lint import check_file

    reports = [check_file(file) for file in files]
    if as_json:
        echo_json([report.as_dict(lang) for report in reports])
    else:
        for report in reports:
            _print(report, lang)
    sys.exit(_status(reports))


def _status(reports: list[Report]) -> int:
    if not all(report.readable for report in reports):
        return 2
    return 1 if any(report.errors for report in reports) else 0


def _print(report: Report, language: str) -> None:
    from engine.texts import text

    if not report.findings:
        click.echo(f"{report.file}: {text('lint.nothing', language)}")
    for finding in report.findings:
        where = f"{report.file}#{finding.element}" if finding.element else report.file
        click.echo(f"{where}: {text(f'lint.severity.{finding.severity}', language)} [{finding.rule}]")
        click.echo(f"  {finding.message(language)}")
        click.echo(f"  → {finding.remedy(language)}")


@command.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="Language of the findings.")
def deploy(file: Path, lang: str) -> None:
    """Put a diagram in force: new instances follow it. Exit status 1 when it has errors, 2 unreadable."""
    connected(lambda _config: _deploy(file, lang))


def _deploy(file: Path, language: str) -> None:
    from engine.definitions.ahead import ahead
    from engine.definitions.lint import check_file
    from engine.errors import DiagramHasErrors, InvalidDiagram
    from engine.texts import text

    try:
        uploaded = ahead(lambda: _deployed(file))
    except InvalidDiagram as error:
        click.echo(f"{file}: {text(str(error.params.get('reason')), language, **error.params)}", err=True)
        sys.exit(2)
    except DiagramHasErrors:
        _print(check_file(file), language)
        sys.exit(1)
    click.echo(text("lint.deployed", language, file=file.name, version=uploaded.number))
    if uploaded.drawn:
        click.echo(text("definitions.drawn", language))


def _deployed(file: Path) -> Uploaded:
    from engine.database import transaction
    from engine.definitions import releases

    with transaction() as session:
        return releases.deploy(session, file.read_bytes(), file.name, by=None)


@command.command()
@click.argument("key")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--version", "number", type=int, help="A version's number; else the one in force.")
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="Language of its words.")
def sheet(key: str, output: Path, number: int | None, lang: str) -> None:
    """The official SOP sheet of a definition as PDF. Exit status 1 when there is no such definition, or too
    many steps."""
    looking(lambda config: _sheet(key, output, number, lang, emblem=config.emblem))


@command.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option(
    "--link",
    "diagrams",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A diagram whose elements are to know their templates; it is changed in its place.",
)
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="Language of their words.")
def templates(output: Path, diagrams: tuple[Path, ...], lang: str) -> None:
    """Element templates for Camunda Modeler: inputs for what Alur reads. Exit status 2 for no diagram.

    Applying a template in Modeler empties what an element of an existing diagram says: use --link for these.
    """
    from engine.bpmn.element_templates import element_templates, link
    from engine.errors import InvalidDiagram
    from engine.texts import text

    output.write_text(json.dumps(element_templates(lang), ensure_ascii=False, indent=2), encoding="utf-8")
    for file in diagrams:
        try:
            file.write_bytes(link(file.read_bytes()))
        except InvalidDiagram as error:
            click.echo(f"{file}: {text(str(error.params.get('reason')), lang, **error.params)}", err=True)
            sys.exit(2)


def _sheet(key: str, output: Path, number: int | None, language: str, *, emblem: Path | None) -> None:
    from engine.database import reading
    from engine.documents.papers import pdf, sop_sheet
    from engine.errors import NotFound, PaperTooLarge
    from engine.texts import text

    try:
        with reading() as session:
            paper = sop_sheet(
                session,
                key,
                number,
                by=None,
                language=language,
                emblem=emblem.read_bytes() if emblem else None,
            )
    except NotFound:
        click.echo(text("sheet.unknown", language, key=key), err=True)
        sys.exit(1)
    try:
        output.write_bytes(pdf(paper))
    except PaperTooLarge as error:
        click.echo(text("errors.paper_too_large.message", language, **error.params), err=True)
        sys.exit(1)
