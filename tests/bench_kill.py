"""Kills builds at random moments and lets the next go on: bytes as of an unbroken one, nothing lost or twice.

Run by hand (``make kills``, or ``python -m tests.bench_kill KILLS ARTICLES``); the system must fork. Half
of the kills come after a random time, half at a random step (a file opened, moved or removed, a result
kept), so that the short moments of writing are met as well. A build that comes to its end is compared, and
then one article more is built upon it, and one less, killed and compared in the same way. The articles are
German, and their pipeline is loaded once, for all builds.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import pipeline
from kg.pipeline import Settings, build
from kg.results import Results
from kg.setup import Setup
from tests.killed import Doom
from tests.recombined import article, write_articles

if TYPE_CHECKING:
    from collections.abc import Mapping

KILLS, ARTICLES, SENTENCES = 200, 60, 3
_SEED = 20231123
_LANGUAGE = "de"


class Warm(Setup):
    """What a build needs, loaded before it begins."""

    def __init__(self, pipelines: Mapping[str, str], snapshot: Path | None = None) -> None:
        super().__init__(pipelines, snapshot)
        _ = self.parser(_LANGUAGE), self.checker, self.classes, self.built


def content(folder: Path) -> dict[str, bytes]:
    """Read all that a build wrote, but for what only makes the next one faster, and the history."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    out = {name for name in paths if not name.startswith("work/") and name != "changes.tsv"}
    return {name: paths[name].read_bytes() for name in sorted(out)}


def start(source: Path, out: Path, steps: int) -> int:
    """Start a build in a process of its own; it ends itself at a step, unless that is 0."""
    process = os.fork()
    if process:
        return process
    doom = Doom(steps, out)
    keep = Results.keep_all

    def kept(results: Results, kind: str, values: Any) -> None:
        doom.pass_by()
        keep(results, kind, values)

    Results.keep_all = kept  # type: ignore[method-assign, assignment]
    sys.addaudithook(doom.audit)
    code = 1
    try:
        code = build([str(source)], out, Settings(), lambda *_: None).exit_code()
    finally:
        os._exit(code)


def broken(source: Path, out: Path, chance: random.Random, seconds: float, steps: int) -> bool:
    """Build, and kill it at a random moment; tells whether it was killed before it was done."""
    by_time = chance.random() < 1 / 2
    process = start(source, out, 0 if by_time else chance.randint(1, steps))
    if by_time:
        end = time.monotonic() + chance.uniform(0, seconds)
        while time.monotonic() < end:
            if os.waitpid(process, os.WNOHANG)[0]:
                return False
            time.sleep(0.005)
        os.kill(process, signal.SIGKILL)
    status = os.waitpid(process, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL, 137), code
    return code != 0


def unbroken(source: Path, out: Path) -> tuple[dict[str, bytes], float]:
    """Build from scratch and give its files, and how long it took."""
    begun = time.monotonic()
    status = os.waitpid(start(source, out, 0), 0)[1]
    assert os.waitstatus_to_exitcode(status) == 0
    return content(out), time.monotonic() - begun


def main(kills: int, articles: int) -> None:
    """Print how many builds were killed, and that all came to the same."""
    chance = random.Random(_SEED)  # noqa: S311  no secret depends on it
    warm = Warm({})
    house: Any = pipeline
    house.Setup = lambda *_: warm
    german = [number for number in range(2 * articles) if article(number)[2] == _LANGUAGE][:articles]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_articles(place / "all", german, SENTENCES)
        write_articles(place / "less", german[:-1], SENTENCES)
        whole = {}
        for name in ("less", "all"):
            files, seconds = unbroken(place / name, place / f"{name}-whole")
            whole[name] = (files, seconds)
            assert sum(one.startswith("articles/") for one in files) in (2 * articles, 2 * (articles - 1))
        done = finished = 0
        begun = time.monotonic()
        while done < kills:
            out = place / f"out-{finished}"
            # From nothing, then one article more, then one taken out again.
            for name, share in (("less", 0.5), ("all", 0.25), ("less", 0.25)):
                files, seconds = whole[name]
                steps = round(len(files) * 6 * share)
                while broken(place / name, out, chance, seconds * share, steps):
                    done += 1
                finished += 1
                found = content(out)
                assert found.keys() == files.keys(), sorted(found.keys() ^ files.keys())
                assert found == files, [one for one in files if found[one] != files[one]]
                sys.stdout.write(f"{done} kills, {finished} builds done, each as an unbroken one\n")
                sys.stdout.flush()
                if done >= kills:
                    break
            shutil.rmtree(out)
        sys.stdout.write(
            f"{done} kills in builds of {articles} articles: {finished} builds came to their end with the "
            f"bytes of an unbroken build ({time.monotonic() - begun:.0f} s, one took {seconds:.0f} s)\n"
        )


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [KILLS, ARTICLES][len(given) :]))
