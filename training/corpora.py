"""Turns the language data of ``shared/language-data`` and the own corpus into spaCy documents.

Nothing that is read from ``shared`` is committed: the corpora land in ``training/work``. Each reader
keeps to one format and yields one document a sentence, whose missing layers stay missing, so that no
component learns from a layer that was never annotated. Names have four classes: PER, LOC, ORG, MISC.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, DocBin, Span
from spacy.training.converters import conllu_to_docs
from spacy.util import filter_spans

from kg.bounds import set_bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from spacy.language import Language

Offsets = list[tuple[int, int, str]]

#: Labels of each set -> ours. What is not named here is no name for us (dates, nationalities, offices). An
#: empty label stands for names and nationalities alike: a word's form tells names, else nothing is learnt.
LABELS = {
    "uner": {"PER": "PER", "LOC": "LOC", "ORG": "ORG"},
    "germeval": {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "MISC"},
    "wikigold": {"PER": "PER", "LOC": "LOC", "ORG": "ORG"},
    "crossner": {
        "politician": "PER",
        "person": "PER",
        "country": "LOC",
        "location": "LOC",
        "organisation": "ORG",
        "politicalparty": "ORG",
    },
    "crossner_misc": {"event": "", "misc": ""},
    "wikigold_misc": {"MISC": ""},
    "klue": {"PS": "PER", "LC": "LOC", "OG": "ORG"},
    "factrueval": {
        "Person": "PER",
        "Location": "LOC",
        "LocOrg": "LOC",
        "Facility": "LOC",
        "Org": "ORG",
        "Project": "MISC",
    },
}
LABELS["crossner_misc"] |= LABELS["crossner"]
LABELS["wikigold_misc"] |= LABELS["wikigold"]
_NATIONALITIES = ("an", "ans", "ese", "ish", "i", "is")
_ENDS = frozenset('.!?»“”"')
_MARK = re.compile(r"\[([^\[\]|]+)\|(PER|LOC|ORG|MISC)\]")


def universal_dependencies(path: Path, change: Callable[[str], str] | None = None) -> Iterator[Doc]:
    """Read a CoNLL-U file, contractions ("im") merged back to one token.

    Parameters
    ----------
    path
        The file.
    change
        What is done to its text first, if anything.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    text = path.read_text(encoding="utf-8")
    if change:
        text = change(text)
    for doc in conllu_to_docs(text, n_sents=1, merge_subtokens=True, no_print=True):
        if len(doc):
            doc.ents = []
            yield doc


def without_features(docs: Iterable[Doc]) -> Iterator[Doc]:
    """Drop the morphological features: a set that leaves them empty must not teach that words have none."""
    for doc in docs:
        for word in doc:
            token: Any = word  # whose stubs lack the method
            token.set_morph("")
        yield doc


def tagged(path: Path, nlp: Language, kind: str, *, word: int, tag: int) -> Iterator[Doc]:
    """Read names from columns of words and BIO tags (``kind`` names the set in ``LABELS``)."""
    labels = LABELS[kind]
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("-DOCSTART-") or (line.startswith("#") and word > 0):
            continue
        if line.strip():
            columns = re.split(r"\t| ", line)
            words.append(columns[word])
            tags.append(columns[tag])
        elif words:
            doc = Doc(nlp.vocab, words=words)
            spans = list(_spans(doc, tags, labels))
            doc.set_ents(
                [span for span in spans if span.label],
                missing=[span for span in spans if not span.label],
                default="outside",
            )
            yield doc
            words, tags = [], []


def _spans(doc: Doc, tags: list[str], labels: dict[str, str]) -> Iterator[Span]:
    for begin, end, label in _runs(tags):
        if label in labels:
            span = doc[begin:end]
            yield Span(doc, begin, end, label=labels[label] or ("MISC" if _is_proper(span) else ""))


def _is_proper(span: Span) -> bool:
    """Whether the form alone says that no nationality or creed is meant: several words, or a number."""
    edges = (span[0].text[:1], span[-1].text[:1])
    written = all(letter.isupper() or letter.isdigit() for letter in edges)
    longer = len(span) > 1 or any(c.isdigit() for c in span.text)
    return longer and written and not span[-1].text.endswith(_NATIONALITIES)


def _runs(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """Give the runs of BIO tags; a set that writes I- for the first word too is read alike."""
    begin, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        if label and tag != f"I-{label}":
            yield begin, index, label
            label = ""
        if tag != "O" and not label:
            begin, label = index, tag[2:]


def own(path: Path, nlp: Language) -> Iterator[Doc]:
    """Read a file of the own corpus: a sentence a line, names as ``[surface|LABEL]``."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, offsets, end = "", [], 0
        for found in _MARK.finditer(line):
            text += line[end : found.start()]
            offsets.append((len(text), len(text) + len(found[1]), found[2]))
            text += found[1]
            end = found.end()
        yield _document(nlp, text + line[end:], offsets)


def factrueval(folder: Path, nlp: Language) -> Iterator[Doc]:
    """Read the objects of a FactRuEval folder (tokens, spans and objects a file), sentence by sentence."""
    for path in sorted(folder.glob("book_*.txt")):
        text = path.read_text(encoding="utf-8")
        place: dict[str, tuple[int, int]] = {}
        for line in path.with_suffix(".spans").read_text(encoding="utf-8").splitlines():
            number, _, first, length, *_ = line.split()
            place[number] = (int(first), int(first) + int(length))
        offsets: Offsets = []
        for line in path.with_suffix(".objects").read_text(encoding="utf-8").splitlines():
            _, label, *spans = line.split("#")[0].split()
            parts = [place[s] for s in spans if s in place]
            if parts:
                begin, end = min(b for b, _ in parts), max(e for _, e in parts)
                named = text[begin:end].replace("«", "").strip()
                if named[:1].isupper() or label in {"Org", "Project"}:
                    offsets.append((begin, end, label))
        yield from _sentences(nlp, text, offsets, LABELS["factrueval"])


def klue(path: Path, nlp: Language) -> Iterator[Doc]:
    """Read the names of KLUE: a character a line; a name that ends inside a word takes the whole word."""
    labels = LABELS["klue"]
    characters: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("##"):
            continue
        if line:
            character, _, tag = line.rpartition("\t")
            characters.append(character)
            tags.append(tag)
        elif characters:
            kept = [(b, e, labels[name]) for b, e, name in _runs(tags) if name in labels]
            yield _document(nlp, "".join(characters), kept)
            characters, tags = [], []


def _sentences(nlp: Language, text: str, offsets: Offsets, labels: dict[str, str]) -> Iterator[Doc]:
    """Cut a text into sentences, each with its names."""
    for block in re.finditer(r"[^\n]+", text):
        doc = set_bounds(nlp.make_doc(block[0]))
        for sent in doc.sents:
            begin = block.start() + sent.start_char
            inside = [
                (b - begin, e - begin, label)
                for b, e, label in offsets
                if b >= begin and e <= begin + len(sent.text)
            ]
            if sent[-1].text[-1:] not in _ENDS:
                continue  # a piece that was cut off
            kept = [
                (b, e, labels[label])
                for b, e, label in inside
                if label in labels and not sent.text[b : b + 1].islower()
            ]
            yield _document(nlp, sent.text, kept)


def _document(nlp: Language, text: str, offsets: Offsets) -> Doc:
    doc = nlp.make_doc(text)
    spans = [doc.char_span(b, e, label=label, alignment_mode="expand") for b, e, label in offsets]
    doc.ents = filter_spans([span for span in spans if span is not None])
    return doc


def write(docs: Iterable[Doc], path: Path) -> int:
    """Store documents as a spaCy corpus; gives back how many there were."""
    bin_ = DocBin(docs=docs, store_user_data=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    bin_.to_disk(path)
    return len(bin_)
