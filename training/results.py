"""Measures a pipeline that ships on sets it never saw, and rewrites its section of ``RESULTS.md``.

Syntax: each gold sentence alone, with gold tokens. Names: the set that is named, and the held-out topics of
the own corpus. All scores are spaCy's own. Speed is that of one core with all components, of this machine.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rules
import spacy
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from kg.products import fast_products

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parent / "data" / "pipelines"
_FIGURES = (
    ("pos_acc", "UPOS"),
    ("morph_acc", "features"),
    ("dep_uas", "UAS"),
    ("dep_las", "LAS"),
)
_WORDS_FOR_SPEED = 40_000


def write(lang: str, recipe: dict[str, Any], shared: Path, work: Path) -> None:
    """Measure the pipeline of a language, and what is told by rule beside it, and write its section."""
    data = shared / "language-data"
    started = time.process_time()  # other work has the machine, too
    with fast_products():  # as the tool does
        nlp = spacy.load(SHIPPED / lang)
    loaded = time.process_time() - started
    rows: list[tuple[str, ...]] = []
    syntax = _score(nlp, work / "syntax-test.spacy")
    for key, name in _FIGURES:
        if key != "morph_acc" or recipe["features"]:
            rows.append((name, f"{syntax[key]:.3f}", recipe["syntax_test"]))
    if held := recipe.get("trees_held"):
        trees = _score(nlp, work / "syntax-held.spacy")
        rows += [
            (name, f"{trees[key]:.3f}", f"own trees: {held}") for key, name in _FIGURES if key != "morph_acc"
        ]
    for part, named in (("test", recipe["names_test"]), ("held", f"own corpus: {', '.join(recipe['held'])}")):
        names = _score(nlp, work / f"names-{part}.spacy")
        three = " / ".join(f"{names[key]:.3f}" for key in ("ents_p", "ents_r", "ents_f"))
        rows.append(("names P / R / F1", three, named))
        each = ", ".join(f"{k} {v['f']:.2f}" for k, v in sorted(names["ents_per_type"].items()))
        rows.append(("names F1 by class", each, named))
    rows += rules.rows(lang, data / recipe["syntax_test"], shared / "gold")
    size = sum(f.stat().st_size for f in (SHIPPED / lang).rglob("*") if f.is_file())
    rows += [
        ("size on disk", f"{size / 1e6:.1f} MB", ""),
        ("time to load", f"{loaded:.2f} s", "first load of a process, look-ups included"),
        ("speed", f"{_speed(nlp, work):,.0f} words/s", "one core and its own time, all components"),
    ]
    section = _section(lang, recipe, rows, _inputs(recipe, data, lang))
    _replace(HERE / "RESULTS.md", lang, section)


def _score(nlp: Language, path: Path) -> dict[str, Any]:
    examples = []
    for gold in DocBin().from_disk(path).get_docs(nlp.vocab):
        doc = Doc(nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold])
        for name, component in nlp.pipeline:
            if name != "geoevents_bounds":  # a gold sentence stays one sentence
                doc = component(doc)
        examples.append(Example(doc, gold))
    return nlp_scores(nlp, examples)


def nlp_scores(nlp: Language, examples: list[Example]) -> dict[str, Any]:
    """Give spaCy's scores for documents that are already annotated."""
    return Scorer(nlp).score(examples)


def _speed(nlp: Language, work: Path) -> float:
    """Give words a second over running text, of the time that this process had the core."""
    texts: list[str] = []
    words = 0
    for part in ("names-test", "names-held", "syntax-test"):
        for doc in DocBin().from_disk(work / f"{part}.spacy").get_docs(nlp.vocab):
            if words < _WORDS_FOR_SPEED:
                texts.append(doc.text)
                words += len(doc)
    blocks = [" ".join(texts[n : n + 20]) for n in range(0, len(texts), 20)]
    list(nlp.pipe(blocks[:20]))
    started = time.process_time()
    read = sum(len(doc) for doc in nlp.pipe(blocks, batch_size=64))
    return read / (time.process_time() - started)


def _inputs(recipe: dict[str, Any], data: Path, lang: str) -> Iterator[tuple[str, str]]:
    named = [*recipe["syntax_train"], recipe["syntax_test"]]
    named += [spec.split(":")[1] for spec in (*recipe["names_train"], recipe["names_test"])]
    for pattern in dict.fromkeys(named):
        yield pattern, _digest(sorted(p for p in data.glob(pattern)), data)
    own = HERE / "own" / lang
    yield f"training/own/{lang}", _digest(sorted(own.glob("*.txt")), own)


def _digest(paths: list[Path], root: Path) -> str:
    """Hash a file, or the names and contents of all files of a folder or a pattern."""
    files = [f for p in paths for f in (sorted(p.rglob("*")) if p.is_dir() else [p]) if f.is_file()]
    digest = hashlib.sha256()
    for path in files:
        if len(files) > 1:
            digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _section(
    lang: str, recipe: dict[str, Any], rows: list[tuple[str, ...]], inputs: Iterator[tuple[str, str]]
) -> str:
    lines = [
        f"## {lang}",
        "",
        f"Written by `python training/build.py {lang}`, spaCy {spacy.__version__}.",
        f"Licence of the pipeline: {recipe['licence']}. Trained on: {recipe['sources']}.",
        "",
        "| figure | value | measured on |",
        "|---|---|---|",
        *(f"| {name} | {value} | {where} |" for name, value, where in rows),
        "",
        "| input | SHA-256 |",
        "|---|---|",
        *(f"| `{name}` | `{digest}` |" for name, digest in inputs),
        "",
    ]
    return "\n".join(lines)


def _replace(path: Path, lang: str, section: str) -> None:
    """Put the section in the place of the old one; what stands before the first language is kept."""
    head, *sections = path.read_text(encoding="utf-8").split("\n## ")
    kept = {s.split("\n", 1)[0]: f"## {s.rstrip()}\n" for s in sections}
    kept[lang] = section
    languages = [kept.pop(code) for code in ("de", "en", "ru", "ko") if code in kept]
    path.write_text("\n".join([head.rstrip() + "\n", *languages, *kept.values()]), encoding="utf-8")
