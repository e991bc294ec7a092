"""Turns the language data of ``shared/language-data`` into spaCy corpora.

Nothing that is read here is committed: the corpora land in ``training/work``. Each reader keeps to
one set, and yields documents whose missing layers stay missing, so that no component learns from a
layer that was never annotated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc, DocBin, Span
from spacy.training.converters import conllu_to_docs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.language import Language

#: Universal NER keeps three classes; the first version of its train file holds stray tags.
UNER_LABELS = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
#: Outer GermEval 2014 labels -> ours. Derived forms ("LOCderiv") and parts ("ORGpart") are not names.
GERMEVAL_LABELS = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "MISC"}


def universal_dependencies(path: Path, *, features: bool) -> Iterator[Doc]:
    """Read a CoNLL-U file in documents of ten sentences, contractions ("im") merged back to one token.

    ``features`` false drops the morphological features: a training set that leaves them empty must
    not teach that words have none.
    """
    text = path.read_text(encoding="utf-8")
    for doc in conllu_to_docs(text, n_sents=10, merge_subtokens=True, no_print=True):
        if not features:
            for token in doc:
                token.set_morph("")
        doc.ents = []
        yield doc


def germeval(path: Path, nlp: Language) -> Iterator[Doc]:
    """Read the outer layer of a GermEval 2014 file, one document a sentence."""
    return _tagged(path, nlp, GERMEVAL_LABELS)


def universal_names(path: Path, nlp: Language) -> Iterator[Doc]:
    """Read a Universal NER file, one document a sentence."""
    return _tagged(path, nlp, UNER_LABELS)


def _tagged(path: Path, nlp: Language, labels: dict[str, str]) -> Iterator[Doc]:
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip() and not line.startswith("#"):
            _, word, outer, *_ = line.split("\t")
            words.append(word)
            tags.append(outer)
        elif words:
            doc = Doc(nlp.vocab, words=words)
            doc.ents = list(_spans(doc, tags, labels))
            yield doc
            words, tags = [], []


def _spans(doc: Doc, tags: list[str], labels: dict[str, str]) -> Iterator[Span]:
    begin, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        if label and not tag.startswith("I-"):
            if label in labels:
                yield Span(doc, begin, index, label=labels[label])
            label = ""
        if tag.startswith("B-"):
            begin, label = index, tag[2:]


def write(docs: Iterator[Doc], path: Path) -> int:
    """Store documents as a spaCy corpus; gives back how many there were."""
    bin_ = DocBin(docs=docs, store_user_data=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    bin_.to_disk(path)
    return len(bin_)
