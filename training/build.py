"""Trains the language pipelines that ship with the tool, and writes down how good they are.

    python training/build.py de --shared ../shared

The steps, each reproducible from its inputs (seeds in the ``.cfg`` files, sets in ``recipes.toml``): the
tables of words, the corpora in ``training/work``, syntax, names (whose word vectors begin where those of
syntax ended; in several rounds where the recipe says so), both joined in ``data/pipelines/<lang>``, and the
figures, with the hash of every input, in ``training/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import corpora
import grammar
import name_tables
import newer_kaist
import registered  # noqa: F401 - what the configurations name
import results
import rounds
import spacy
import word_tables
from as_read import in_both_forms
from spacy.cli.train import train
from spacy.util import load_config

import kg.bounds
import kg.tokenizing
import kg.word_features
from kg.products import fast_products
from kg.word_features import MORE_NAMES, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

HERE = Path(__file__).resolve().parent
WORK = HERE / "work"
OWN = HERE / "own"
TREES = HERE / "trees"
SHIPPED = HERE.parent / "data" / "pipelines"
STEPS = ("tables", "corpora", "syntax", "names", "join", "measure")

#: Column of the word and of the tag in each set of tagged words.
_COLUMNS = {
    "germeval": (1, 2),
    "uner": (1, 2),
    "crossner": (0, 1),
    "crossner_misc": (0, 1),
    "wikigold": (0, 1),
    "wikigold_misc": (0, 1),
}


def main() -> None:
    """Run the steps that are asked for, in their order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lang", choices=("de", "en", "ru", "ko"))
    parser.add_argument("--shared", type=Path, required=True, help="the folder shared")
    parser.add_argument("--only", choices=STEPS, action="append")
    options = parser.parse_args()
    with (HERE / "recipes.toml").open("rb") as opened:
        recipe = tomllib.load(opened)[options.lang]
    work = WORK / options.lang
    work.mkdir(parents=True, exist_ok=True)
    steps = options.only or STEPS
    if "tables" in steps:
        make_tables(options.lang, options.shared, work)
    if "corpora" in steps:
        make_corpora(options.lang, recipe, options.shared / "language-data", work)
    for part in ("syntax", "names"):
        if part in steps:
            with fast_products():
                train_part(part, options.lang, recipe, work)
    if "join" in steps:
        join(options.lang, recipe, work)
    if "measure" in steps:
        results.write(options.lang, recipe, options.shared, work)


def make_tables(lang: str, shared: Path, work: Path) -> None:
    """Write the names by class, for replacement, and the tables of words, as features."""
    names = name_tables.load(shared / "wikidata", lang)
    (work / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    kinds = name_tables.flags(names)
    codes = word_tables.codes(kinds, {})
    wider = name_tables.flags(name_tables.wider(shared / "wikidata", lang))
    more_codes = word_tables.codes(wider, codes)
    for name, one, numbers in (("words", kinds, codes), ("names-words", wider, more_codes)):
        tables = word_tables.build(lang, one, numbers)
        (work / f"{name}.json").write_text(json.dumps(tables), encoding="utf-8")


def blank(lang: str) -> Language:
    """Give an empty pipeline with the tokenizer that ships."""
    tokenizer = {"@tokenizers": "geoevents.Tokenizer.v1", "lang": lang}
    return spacy.blank(lang, config={"nlp": {"tokenizer": tokenizer}})


def make_corpora(lang: str, recipe: dict[str, Any], data: Path, work: Path) -> None:
    """Write what trains and what measures, as spaCy corpora."""
    nlp = blank(lang)
    for part in ("train", "dev", "test"):
        docs = syntax(part, lang, recipe, data, work)
        corpora.write(
            docs if recipe["features"] else corpora.without_features(docs), work / f"syntax-{part}.spacy"
        )
    if "further" in recipe:
        docs = itertools.chain(syntax("train", lang, recipe, data, work), own_trees(lang, recipe))
        corpora.write(
            docs if recipe["features"] else corpora.without_features(docs), work / "syntax-further.spacy"
        )
    if held := recipe.get("trees_held"):
        docs = corpora.universal_dependencies(TREES / lang / f"{held}.conllu")
        corpora.write(docs, work / "syntax-held.spacy")
    own = sorted((OWN / lang).glob("*.txt"))
    trained = [path for path in own if path.stem not in recipe["held"]] * recipe["own_times"]
    sets = {"names-train": (recipe["names_train"], trained)}
    for name, specs in recipe.get("later", {}).items():
        sets[name] = ([s for s in specs if s != "own"], trained if "own" in specs else [])
    for name, (specs, topics) in sets.items():
        read = [*(read_names(spec, data, nlp) for spec in specs), *(corpora.own(p, nlp) for p in topics)]
        corpora.write(itertools.chain(*read), work / f"{name}.spacy")
    corpora.write(read_names(recipe["names_test"], data, nlp), work / "names-test.spacy")
    held = itertools.chain(*(corpora.own(path, nlp) for path in own if path.stem in recipe["held"]))
    corpora.write(held, work / "names-held.spacy")


def syntax(part: str, lang: str, recipe: dict[str, Any], data: Path, work: Path) -> Iterator[Doc]:
    """Read the trees of a part; those to learn from with our own, and with what a grammar writes."""
    older = recipe.get("older", {"files": ()})
    changed = {data / path for path in older["files"]}

    def newer(text: str) -> str:
        return newer_kaist.newer(text, older["auxiliaries"])

    named = recipe[f"syntax_{part}"]
    for pattern in [named] if isinstance(named, str) else named:
        for path in sorted(data.glob(pattern)):
            as_read = in_both_forms if part == "train" and recipe.get("as_read") else None
            yield from corpora.universal_dependencies(path, newer if path in changed else as_read)
    if part != "train":
        return
    if "further" not in recipe:
        yield from own_trees(lang, recipe)
    if count := recipe.get("grammar_count", 0):
        written = grammar.sentences(grammar.load(lang, work / "names.json", 0), count)
        path = work / "grammar.conllu"
        path.write_text("".join(written), encoding="utf-8")
        yield from corpora.universal_dependencies(path)


def own_trees(lang: str, recipe: dict[str, Any]) -> Iterator[Doc]:
    """Read our own trees, as often as the recipe says."""
    for _ in range(recipe.get("trees_times", 0)):
        for name in recipe["trees"]:
            yield from corpora.universal_dependencies(TREES / lang / f"{name}.conllu")


def read_names(spec: str, data: Path, nlp: Language) -> Iterator[Doc]:
    """Read a set of names, written as ``reader:path`` or ``reader:path:from:to`` (documents)."""
    kind, path, *part = spec.split(":")
    if kind in _COLUMNS:
        word, tag = _COLUMNS[kind]
        docs = corpora.tagged(data / path, nlp, kind, word=word, tag=tag)
    else:
        docs = getattr(corpora, kind)(data / path, nlp)
    first, last = (int(p) if p else None for p in part) if part else (None, None)
    return itertools.islice(docs, first, last)


def train_part(part: str, lang: str, recipe: dict[str, Any], work: Path) -> None:
    """Train syntax, or names on top of a copy of the word vectors that syntax has learned."""
    overrides = {
        "nlp.lang": lang,
        "paths.words": str(work / "words.json"),
        "paths.train": str(work / f"{part}-train.spacy"),
        "paths.dev": str(work / ("syntax-dev.spacy" if part == "syntax" else "names-held.spacy")),
        **recipe[part],
    }
    if part == "syntax":
        further = recipe.get("further")
        train(HERE / "syntax.cfg", work / ("syntax-first" if further else "syntax"), overrides=overrides)
        if further:
            go_on(work, overrides, recipe[part], further)
        return
    overrides["paths.tables"] = str(work / "names.json")
    overrides["paths.words"] = str(work / f"{recipe.get('names_words', 'words')}.json")
    rounds.run(HERE / "names.cfg", work, recipe.get("rounds", ()), overrides)


def go_on(work: Path, overrides: dict[str, Any], first: dict[str, Any], further: dict[str, Any]) -> None:
    """Train syntax further, from where the first training ended, with our own trees beside the treebanks."""
    made = load_config(HERE / "syntax.cfg", interpolate=False)
    for name in made["nlp"]["pipeline"]:
        made["components"][name] = {"source": str(work / "syntax-first" / "model-last"), "component": name}
    path = work / "syntax-further.cfg"
    made.to_disk(path, interpolate=False)
    kept = {key: value for key, value in overrides.items() if key not in first or key.startswith("training.")}
    train(
        path, work / "syntax", overrides=kept | further | {"paths.train": str(work / "syntax-further.spacy")}
    )


def join(lang: str, recipe: dict[str, Any], work: Path) -> None:
    """Put bounds, syntax and names, each with its own vectors, into the pipeline that ships."""
    nlp = spacy.load(work / "syntax" / "model-last")
    nlp.tokenizer = blank(lang).tokenizer
    nlp.config["nlp"]["tokenizer"] = {"@tokenizers": "geoevents.Tokenizer.v1", "lang": lang}
    nlp.add_pipe("geoevents_bounds", first=True)
    names = spacy.load(work / "names" / "model-last")
    names.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=names)
    known = dict(nlp.vocab.lookups.get_table(NAMES))
    more = {key: code for key, code in names.vocab.lookups.get_table(NAMES).items() if known.get(key) != code}
    if more:
        nlp.vocab.lookups.add_table(MORE_NAMES, more)
    for _, pipe in nlp.pipeline:
        if hasattr(pipe, "model"):
            kg.word_features.set_precision(pipe.model, "float16")
    nlp.meta.update(
        name="geoevents",
        version="0.2.0",
        license=recipe["licence"],
        author="geoevents",
        description="Sentence bounds, syntax and names for news articles, small enough to ship.",
        notes=recipe["sources"],
        performance={},
    )
    nlp.config["paths"] = {}
    nlp.config["corpora"] = {}
    nlp.config["training"] = {}
    nlp.config["initialize"] = {}
    SHIPPED.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(SHIPPED / lang)
    if more:
        config = load_config(SHIPPED / lang / "config.cfg", interpolate=False)
        config["components"]["ner"]["model"]["tok2vec"]["embed"]["more_names"] = True
        config.to_disk(SHIPPED / lang / "config.cfg", interpolate=False)
    labels = sorted({label for labels in nlp.pipe_labels.values() for label in labels})
    words = json.dumps(labels, ensure_ascii=False, indent=0)  # the others come with the texts that hold them
    (SHIPPED / lang / "vocab" / "strings.json").write_text(words + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
