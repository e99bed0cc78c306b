"""alur process import"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webforms.cli import echo_json

if TYPE_CHECKING:
    from engine.definitions.importing import Imported


@click.command("import")
@click.argument("table", metavar="TABLE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The .bpmn file."
)
@click.option(
    "--form",
    "forms",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A form (.form) that the diagram refers to; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Steps, assumptions and findings as JSON.")
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="Language of the words.")
def command(table: Path, output: Path, forms: tuple[Path, ...], as_json: bool, lang: str) -> None:  # noqa: FBT001
    """Draw a diagram from an SOP's table (.txt, .docx, .xlsx, .pdf, .csv), or convert another tool's diagram.

    Tells what was assumed. Exit status 1 when the diagram has errors, 2 when nothing could be made of TABLE.
    """
    from engine.definitions.importing import MAX_FILE, InvalidTable, read
    from engine.errors import InvalidDiagram
    from engine.texts import text

    try:
        with table.open("rb") as file:
            content = file.read(MAX_FILE + 1)
        given = {form.name: form.read_text("utf-8", "replace") for form in forms}
        found = read(content, table.name, given)
    except InvalidTable as error:
        _refuse(table, [text(problem.code, lang, **problem.params) for problem in error.problems.values()])
    except InvalidDiagram as error:
        _refuse(table, [text(str(error.params.get("reason")), lang, **error.params)])
    except OSError as error:
        _refuse(table, [error.strerror or "?"])
    else:
        output.write_text(found.xml, "utf-8")
        _print(found, output, as_json=as_json, language=lang)
        sys.exit(1 if found.errors else 0)


def _refuse(table: Path, reasons: list[str]) -> None:
    for reason in reasons:
        click.echo(f"{table}: {reason}", err=True)
    sys.exit(2)


def _print(found: Imported, output: Path, *, as_json: bool, language: str) -> None:
    from engine.texts import text

    if as_json:
        echo_json(_as_dict(found, output, language))
        return
    click.echo(text("importing.drawn", language, file=output, name=found.name, n=len(found.diagram.steps)))
    click.echo(text("importing.assumed", language, n=len(found.assumptions)))
    for assumption in found.assumptions:
        place = f"[{assumption.row}] " if assumption.row else ""
        click.echo(f"- {place}{assumption.what(language)} {assumption.why(language)}")
    for finding in found.findings:
        click.echo(f"{text(f'lint.severity.{finding.severity}', language)}: {finding.message(language)}")


def _as_dict(found: Imported, output: Path, language: str) -> dict[str, object]:
    return {
        "file": str(output),
        "name": found.name,
        "steps": [
            {
                "number": step.number,
                "name": step.name,
                "lane": step.lane,
                "norm": step.norm,
                "decides": step.decides,
                "leads": [{"label": branch.label, "to": branch.to} for branch in step.leads],
            }
            for step in found.steps
        ],
        "assumptions": [assumption.as_dict(language) for assumption in found.assumptions],
        "findings": [finding.as_dict(language) for finding in found.findings],
    }
