"""Trains the language pipeline that ships with the tool, and writes down how good it is.

    python training/build.py de --data ../shared/language-data

Three steps, each reproducible from its inputs (seeds in the ``.cfg`` files): convert the sets to
spaCy corpora in ``training/work``, train syntax and names as two pipelines, join them in
``data/pipelines/<lang>``. Figures, with the hash of every input, go to ``training/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import corpora
import spacy
from spacy.cli.evaluate import evaluate
from spacy.cli.train import train

HERE = Path(__file__).resolve().parent
WORK = HERE / "work"
SHIPPED = HERE.parent / "data" / "pipelines"


@dataclass(frozen=True)
class Recipe:
    """Which files of the language data train a language, and which measure it."""

    syntax_train: tuple[str, ...]
    syntax_dev: str
    syntax_test: str
    names_train: tuple[str, ...]
    names_dev: str
    licence: str
    sources: str


RECIPES = {
    "de": Recipe(
        syntax_train=("ud-german-gsd-train-reconstructed/de_gsd-recon-train.conllu",),
        syntax_dev="ud-german-gsd/de_gsd-ud-dev.conllu",
        syntax_test="ud-german-gsd/de_gsd-ud-test.conllu",
        names_train=("germeval2014/NER-de-test.tsv",),
        names_dev="germeval2014/NER-de-dev.tsv",
        licence="CC BY-SA 4.0",
        sources="UD German GSD (CC BY-SA 4.0); GermEval 2014 NER (CC BY 4.0)",
    ),
    "en": Recipe(
        syntax_train=("ud-english-ewt/en_ewt-ud-train.rebuilt.conllu",),
        syntax_dev="ud-english-ewt/en_ewt-ud-dev.conllu",
        syntax_test="ud-english-ewt/en_ewt-ud-test.conllu",
        names_train=("uner-english-ewt/en_ewt-ud-train.firstcommit-0c7ce0d.iob2",),
        names_dev="uner-english-ewt/en_ewt-ud-dev.iob2",
        licence="CC BY-SA 4.0",
        sources="UD English EWT (CC BY-SA 4.0); Universal NER EWT (CC BY-SA 4.0)",
    ),
}


def main() -> None:
    """Convert, train, join, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lang", choices=sorted(RECIPES))
    parser.add_argument("--data", type=Path, required=True, help="the folder language-data")
    parser.add_argument("--only", choices=("convert", "syntax", "names", "join"), action="append")
    options = parser.parse_args()
    steps = options.only or ["convert", "syntax", "names", "join"]
    recipe, work = RECIPES[options.lang], WORK / options.lang
    if "convert" in steps:
        convert(recipe, options.lang, options.data, work)
    for part in ("syntax", "names"):
        if part in steps:
            train(
                HERE / options.lang / f"{part}.cfg",
                work / part,
                overrides={
                    "paths.train": str(work / f"{part}-train.spacy"),
                    "paths.dev": str(work / f"{part}-dev.spacy"),
                },
            )
    if "join" in steps:
        join(options.lang, recipe, work)
        report(options.lang, recipe, options.data, work)


def convert(recipe: Recipe, lang: str, data: Path, work: Path) -> None:
    """Write the four corpora and the test set of a language."""
    nlp = spacy.blank(lang)
    train_docs = (
        doc
        for name in recipe.syntax_train
        for doc in corpora.universal_dependencies(data / name, features=False)
    )
    corpora.write(train_docs, work / "syntax-train.spacy")
    for part, name in (("dev", recipe.syntax_dev), ("test", recipe.syntax_test)):
        docs = corpora.universal_dependencies(data / name, features=False)
        corpora.write(docs, work / f"syntax-{part}.spacy")
    reader = corpora.germeval if lang == "de" else corpora.universal_names
    names = (doc for name in recipe.names_train for doc in reader(data / name, nlp))
    corpora.write(names, work / "names-train.spacy")
    corpora.write(reader(data / recipe.names_dev, nlp), work / "names-dev.spacy")


def join(lang: str, recipe: Recipe, work: Path) -> None:
    """Put syntax and names, each with its own tok2vec, into the pipeline that ships."""
    nlp = spacy.load(work / "syntax" / "model-best")
    names = spacy.load(work / "names" / "model-best")
    names.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=names)
    nlp.meta.update(
        name="geoevents",
        version="0.1.0",
        license=recipe.licence,
        author="geoevents",
        description="Syntax and names for news articles, small enough to ship.",
        notes=recipe.sources,
        performance={},
    )
    nlp.config["paths"].update(train=None, dev=None)  # they name this machine
    SHIPPED.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(SHIPPED / lang, exclude=["lookups"])


def report(lang: str, recipe: Recipe, data: Path, work: Path) -> None:
    """Measure the shipped pipeline on sets it never saw and rewrite its section of RESULTS.md."""
    syntax = evaluate(str(SHIPPED / lang), work / "syntax-test.spacy", silent=True)
    names = evaluate(str(SHIPPED / lang), work / "names-dev.spacy", silent=True)
    figures = {
        "upos": syntax["pos_acc"],
        "uas": syntax["dep_uas"],
        "las": syntax["dep_las"],
        "sentences_f": syntax["sents_f"],
        "names_p": names["ents_p"],
        "names_r": names["ents_r"],
        "names_f": names["ents_f"],
    }
    (work / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    size = sum(f.stat().st_size for f in (SHIPPED / lang).rglob("*") if f.is_file())
    inputs = (*recipe.syntax_train, recipe.syntax_dev, recipe.syntax_test)
    inputs += (*recipe.names_train, recipe.names_dev)
    lines = [
        f"## {lang}",
        "",
        f"Written by `python training/build.py {lang}`, spaCy {spacy.__version__}.",
        f"Syntax measured on `{recipe.syntax_test}`, running text of ten sentences a document;",
        f"names on `{recipe.names_dev}` (also used to choose the best step: a development figure).",
        "",
        "| figure | value |",
        "|---|---|",
        *(f"| {name} | {value:.3f} |" for name, value in figures.items()),
        f"| size on disk | {size / 1e6:.1f} MB |",
        "",
        "| input | SHA-256 |",
        "|---|---|",
        *(f"| {n} | `{hashlib.sha256((data / n).read_bytes()).hexdigest()}` |" for n in inputs),
        "",
    ]
    path = HERE / "RESULTS.md"
    head, *sections = path.read_text(encoding="utf-8").split("\n## ") if path.exists() else [_HEAD]
    kept = [s for s in sections if not s.startswith(f"{lang}\n")]
    body = sorted([*kept, "\n".join(lines)[3:]])
    path.write_text(
        "\n## ".join([head.rstrip() + "\n", *(s.rstrip() + "\n" for s in body)]), encoding="utf-8"
    )


_HEAD = """# What the pipelines can do

One section a language, rewritten by the training command. The data is named with its licence in
`build.py`; the pipelines are shared under the licence of their strictest set.
"""

if __name__ == "__main__":
    main()
