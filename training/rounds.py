"""Trains the names in several rounds: teachers that vote, a student that learns from them too, an average.

What the teachers agree on in unannotated sentences is read as annotated ("silver"); where they differ, the
words are marked as unknown, so that the student learns nothing from them. Runs that begin from one model end
near each other, so that the average of their weights is a model again (Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any

import corpora
import spacy
from spacy.cli.train import train
from spacy.tokens import Doc, DocBin, Span
from spacy.util import load_config
from spacy.vocab import Vocab

from kg.products import fast_products

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from spacy.language import Language

Named = tuple[int, int, str]

#: Where nothing else is said: one training, named like the part, that begins where syntax ended.
_ONE: tuple[dict[str, Any], ...] = ({"train": "names"},)
_LONGEST = 80
_SHORTEST = 3


def run(config: Path, work: Path, rounds: Iterable[dict[str, Any]], settings: dict[str, Any]) -> None:
    """Work off the rounds of a language, in their order; the last one leaves the pipeline ``names``.

    Parameters
    ----------
    config
        The configuration of a training.
    work
        Folder of the corpora, of the trained syntax, and of what comes out.
    rounds
        ``train`` names a run: ``on`` corpora, from the run ``start``, with ``settings`` of its own.
        ``silver`` names a corpus: the sentences of ``text`` as the runs ``teachers`` see them.
        ``average`` names a run: the average ``of`` runs.
    settings
        What all trainings of the language have in common.
    """
    for one in rounds or _ONE:
        if "silver" in one:
            measured = [work / f"names-{part}.spacy" for part in ("test", "held")]
            teachers = [_last(work, name) for name in one["teachers"]]
            docs = silver(work / f"{one['text']}.spacy", teachers, one["votes"], measured)
            corpora.write(docs, work / f"{one['silver']}.spacy")
        elif "average" in one:
            average([_last(work, name) for name in one["of"]], _last(work, one["average"]))
        else:
            _train(config, work, one, settings)


def _last(work: Path, name: str) -> Path:
    return work / name / "model-last"


def _train(config: Path, work: Path, one: dict[str, Any], settings: dict[str, Any]) -> None:
    """Train one run: on one corpus or several, from syntax or from another run."""
    name = one["train"]
    vocab = Vocab()
    paths = [work / f"{part}.spacy" for part in one.get("on", ("names-train",))]
    corpus = paths[0]
    if len(paths) > 1:
        docs = (doc for path in paths for doc in DocBin().from_disk(path).get_docs(vocab))
        corpus = work / f"{name}-train.spacy"
        corpora.write(docs, corpus)
    start = one.get("start", "syntax")
    made = load_config(config, interpolate=False)
    if start != "syntax":
        made["components"]["ner"] = {"source": "${paths.syntax}", "component": "ner"}
    path = work / f"{name}.cfg"
    made.to_disk(path, interpolate=False)
    own = {"paths.train": str(corpus), "paths.syntax": str(_last(work, start))}
    train(path, work / name, overrides=settings | one.get("settings", {}) | own)


def silver(text: Path, teachers: Sequence[Path], votes: int, measured: Iterable[Path]) -> Iterator[Doc]:
    """Give the sentences of a corpus with the names that enough teachers find.

    Parameters
    ----------
    text
        Corpus whose sentences are read; names that it holds have a vote beside the teachers.
    teachers
        Pipelines that find names.
    votes
        How many must find a name, bounds and class alike.
    measured
        Corpora whose sentences are left out, because they measure.
    """
    loaded = [_load(path) for path in teachers]
    vocab = loaded[0].vocab
    out = {doc.text.strip() for path in measured for doc in DocBin().from_disk(path).get_docs(vocab)}
    docs = [
        doc
        for doc in DocBin().from_disk(text).get_docs(vocab)
        if doc.text.strip() not in out and _SHORTEST <= len(doc) <= _LONGEST
    ]
    found = [list(_names(nlp, docs)) for nlp in loaded]
    for index, doc in enumerate(docs):
        ballots = [one[index] for one in found]
        if doc.ents:
            ballots.append([(e.start, e.end, e.label_) for e in doc.ents])
        doubted = [t.i for t in doc if not t.ent_iob and doc.has_annotation("ENT_IOB")]
        yield _decided(doc, ballots, votes, doubted)


def _decided(doc: Doc, ballots: list[list[Named]], votes: int, doubted: list[int]) -> Doc:
    counted = collections.Counter(name for ballot in ballots for name in ballot)
    kept: list[Named] = []
    for name, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        if count >= votes and all(name[1] <= first or last <= name[0] for first, last, _ in kept):
            kept.append(name)
    certain = {index for first, last, _ in kept for index in range(first, last)}
    unsure = {index for first, last, _ in counted for index in range(first, last)} | set(doubted)
    made = _plain(doc)
    made.set_ents(
        [Span(made, first, last, label=label) for first, last, label in sorted(kept)],
        missing=[Span(made, index, index + 1) for index in sorted(unsure - certain)],
        default="outside",
    )
    return made


def average(paths: Sequence[Path], out: Path) -> None:
    """Write the pipeline whose weights are the plain averages of those of several, which began alike."""
    pipelines = [_load(path) for path in paths]
    first = pipelines[0]
    for name, _ in first.pipeline:
        models: list[Any] = [nlp.get_pipe(name) for nlp in pipelines]
        for nodes in zip(*(list(pipe.model.walk()) for pipe in models), strict=True):
            for parameter in nodes[0].param_names:
                if nodes[0].has_param(parameter):
                    total = sum(node.get_param(parameter) for node in nodes)
                    nodes[0].set_param(parameter, (total / len(nodes)).astype("float32"))
    out.parent.mkdir(parents=True, exist_ok=True)
    first.to_disk(out)


def _load(path: Path) -> Language:
    with fast_products():
        return spacy.load(path)


def _names(nlp: Language, docs: Iterable[Doc]) -> Iterator[list[Named]]:
    for doc in nlp.pipe((_plain(doc) for doc in docs), batch_size=128):
        yield [(e.start, e.end, e.label_) for e in doc.ents]


def _plain(doc: Doc) -> Doc:
    return Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
