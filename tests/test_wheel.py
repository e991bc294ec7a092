"""What users install is the wheel: it is whole, and it does its main job far from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from rdflib import RDF, Graph

from kg import __version__
from kg.vocabulary import KG

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("ontology", "shapes", "queries", "data")
SAMPLE = ROOT / "data" / "articles" / "2023-09-14-wostotschny-bilanz.txt"


def _run(*command: str | Path, cwd: Path) -> str:
    """Run a command with no trace of the checkout in its environment and give what it prints."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**clean, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as a release is built, with the build tools that are installed."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a new environment that sees the dependencies, but not the package, of ours."""
    home = tmp_path_factory.mktemp("installed")
    _run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    bin_folder = home / ("Scripts" if os.name == "nt" else "bin")
    python = bin_folder / "python"
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(_run(python, "-c", code, cwd=home).strip())
    ours = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (site / "dependencies.pth").write_text("".join(f"{path}\n" for path in ours), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-index")
    _run(*pip, "--no-deps", "--force-reinstall", wheel, cwd=home)
    assert "Would install" not in _run(*pip, "--dry-run", wheel, cwd=home)
    return bin_folder


def test_the_wheel_is_named_after_the_product(wheel: Path) -> None:
    """The wheel serves every platform, and every Python that the project supports."""
    assert wheel.name == f"geoevents-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_every_file_of_every_room(wheel: Path) -> None:
    """The rooms are in the wheel file by file, except the Python that builds them; nothing else is."""
    named = {
        f"kg/_files/{path.relative_to(ROOT).as_posix()}"
        for name in ROOMS
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kg").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {
        "kg/_files/ontology/events/Meeting.ttl",
        "kg/_files/shapes/events/Meeting.ttl",
        "kg/_files/queries/lookup/named.rq",
        "kg/_files/data/labels.toml",
        "kg/_files/data/pipelines/de/meta.json",
        "kg/_files/data/wikidata/snapshot.toml",
    } <= named
    assert {"kg/py.typed", "kg/cli.py", "kg/lang/de.toml"} <= package
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if not name.startswith("geoevents-")}
    assert inside == named | package


def test_the_package_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """The new environment imports its own package, not that of the checkout."""
    where = _run(installed / "python", "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_the_command_tells_its_version(installed: Path, tmp_path: Path) -> None:
    """`kg --version` gives the version that the wheel is named after."""
    assert re.search(rf"\b{re.escape(__version__)}\b", _run(installed / "kg", "--version", cwd=tmp_path))


def test_the_doctor_finds_the_installation_well(installed: Path, tmp_path: Path) -> None:
    """`kg doctor` finds all that the wheel brings."""
    assert _run(installed / "kg", "doctor", cwd=tmp_path)


def test_the_installed_command_builds_a_graph(installed: Path, tmp_path: Path) -> None:
    """In an empty folder, offline, one article becomes a graph that tells of it."""
    _run(installed / "kg", "build", SAMPLE, "-o", "out", "--offline", cwd=tmp_path)
    graph = Graph().parse(tmp_path / "out" / "graph.ttl")
    assert set(graph.subjects(RDF.type, KG.Report))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
