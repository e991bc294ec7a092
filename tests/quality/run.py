"""How good the reading is: builds the annotated articles and compares with what was reached before.

Run by ``make quality`` or by hand (``python -m tests.quality.run``). The articles of ``data/gold`` are the
project's own; a second set is measured where its folder stands beside the checkout. Nothing leaves the
machine. Exit code 1 if a figure is below its floor in ``floors.json``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.rooms import room
from tests.quality.floors import EVENT_F1, below, figures, updated
from tests.quality.gold import read_gold
from tests.quality.scoring import read_graph, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.quality.floors import Figures
    from tests.quality.scoring import Tally

FLOORS: Final = Path(__file__).with_name("floors.json")
ALL: Final = "all"
#: The code of a build in which some articles failed: their events count as missed.
_SOME_FAILED: Final = 1


def sets() -> dict[str, Path]:
    """Give the folders of the sets; the second may not be there."""
    own = room("data") / "gold"
    return {"own": own, "shared": own.parents[2] / "shared" / "gold"}


def build(articles: Path, out: Path) -> Path:
    """Build the articles as a user does, without what this machine may have set or kept; give the graph."""
    command = [sys.executable, "-m", "kg", "build", str(articles), "-o", str(out), "--offline", "--quiet"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    with tempfile.TemporaryDirectory() as folder:
        command += ["--cache", str(Path(folder) / "answers")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode not in {0, _SOME_FAILED}:
        raise click.ClickException(f"{articles} could not be built:\n{done.stderr}")
    click.echo(done.stderr, err=True, nl=False)
    return out / "graph.ttl"


def tallies(folder: Path, graph: Path) -> dict[str, Tally]:
    """Score a set: by language, and all together."""
    gold, built = read_gold(folder / "annotations"), read_graph(graph)
    by_language = {
        lang: score((one for one in gold if one.lang == lang), built)
        for lang in sorted({one.lang for one in gold})
    }
    return by_language | {ALL: score(gold, built)}


def table(name: str, found: Mapping[str, Tally], reached: Mapping[str, Mapping[str, float]]) -> str:
    """Give the figures of a set, a column for each language; those of a type are the F1 of its events."""
    articles = [str(tally.n["articles"]) for tally in found.values()]
    lines = [_row(name, list(found)), _row("articles", articles)]
    for figure in reached[ALL]:
        values = (of_lang.get(figure) for of_lang in reached.values())
        cells = ["-" if value is None else f"{value:.3f}" for value in values]
        lines.append(_row(figure.replace(f"{EVENT_F1} ", "  F1 "), cells))
    return "\n".join(lines)


def _row(name: str, cells: list[str]) -> str:
    return f"{name:24}" + "".join(f"{cell:>9}" for cell in cells)


@click.command()
@click.option("--update", is_flag=True, help="Write what was reached as floors; none gets lower.")
@click.option("--lower", is_flag=True, help="With --update: floors may get lower, too.")
@click.option("--out", type=click.Path(path_type=Path), help="Keep the builds in this folder.")
@click.option("--show", is_flag=True, help="List what was missed, is false, or is told wrong.")
def main(*, update: bool, lower: bool, out: Path | None, show: bool) -> None:
    """Measure the reading on the annotated articles."""
    floors: Figures = json.loads(FLOORS.read_bytes()) if FLOORS.exists() else {}
    reached: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, gold in sets().items():
            if not gold.is_dir():
                click.echo(f"The set {name} is not here and is left out.\n")
                continue
            found = tallies(gold, build(gold / "articles", (out or Path(folder)) / name))
            reached[name] = {lang: figures(tally) for lang, tally in found.items()}
            click.echo(table(name, found, reached[name]) + "\n")
            if not_built := found[ALL].n["articles not built"]:
                click.echo(f"Not built, all their events missed: {not_built}\n")
            if show:
                click.echo("\n".join(found[ALL].wrong) + "\n")
    if update:
        floors = updated(floors, reached, lower=lower)
        text = json.dumps(floors, indent=1, sort_keys=True, ensure_ascii=False)
        FLOORS.write_text(text + "\n", encoding="utf-8")
    broken = list(below(floors, reached))
    click.echo("\n".join(["Below the floor:", *broken]) if broken else "No figure is below its floor.")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
