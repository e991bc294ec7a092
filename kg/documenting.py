"""The command `kg docs`: writes the ontology as pages in German and English."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from kg.errors import MissingError
from kg.placing import put
from kg.rooms import room

DOCS: Final = Path("docs")


@click.command("docs")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=DOCS, show_default=True, metavar="FOLDER"
)
@click.option("--force", is_flag=True, help="Write over what is there.")
def docs_command(out: Path, *, force: bool) -> int:
    """Write the ontology as pages in German and English, with examples, rules and bridges."""
    from kg.ontology_pages import pages  # noqa: PLC0415  other commands need no templates
    from kg.vocabulary import load_vocabulary  # noqa: PLC0415

    if out.is_file():
        raise MissingError("KG-351", f"{out} is a file, not a folder.", "Name another place:  -o FOLDER")
    put(pages(load_vocabulary(room("ontology"))), out, force=force)
    click.echo(f"Open:  {(out / 'index.html').as_posix()}", err=True)
    return 0
