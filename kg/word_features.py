"""What a word looks like, as vectors: the embedding layer of the pipelines that ship.

spaCy's own embedding knows one prefix, one suffix and the shape of a word. Small corpora need more:
endings of several lengths (case and tense in German and Russian, particles in Korean), the lemma from a
table that is far larger than any corpus, the dictionary tags of Russian, the word's Brown cluster (Brown
et al. 1992; Koo et al. 2008 for parsing), and in which kinds of names it stands. Each feature is hashed
into a small table (Svenstrup et al. 2017, "Hash Embeddings"; the layout follows
``spacy.MultiHashEmbed``), so size stays bounded and unknown words have a vector too.

The tables of words travel with the pipeline as look-ups of its vocabulary: ``WORDS`` (hash of the form ->
cluster and frequency), ``NAMES`` (hash of the form -> code of the kinds of names), and ``MORE_NAMES`` (what
names are found with differs from what trees are made with in these words only).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import simplemma
from spacy import registry
from spacy.strings import get_string_id
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from spacy.lookups import Lookups
    from spacy.tokens import Doc
    from thinc.types import Floats2d, Ints2d

WORDS = "geoevents_words"
NAMES = "geoevents_names"
MORE_NAMES = "geoevents_more_names"
#: A value in ``WORDS`` is the cluster times this, plus the bucket of the frequency.
BUCKETS = 32

_LONGEST_CACHE = 500_000
_LONGEST_ACRONYM = 4
_HAS_DICTIONARY = "ru"


def word_embed(
    width: int,
    *,
    lang: str,
    features: list[str],
    rows: list[int],
    widths: list[int],
    endings: list[str],
    more_names: bool = False,
    marks: dict[str, str] | None = None,
) -> Model[list[Doc], list[Floats2d]]:
    """Embed each word by several features of its form; for use as ``embed`` of a ``spacy.Tok2Vec``.

    Parameters
    ----------
    width
        Length of the vector of a word.
    lang
        Code of the language, for lemma and dictionary tag.
    features
        Any of ``norm``, ``lemma``, ``tag``, ``case``, ``shape``, ``names``, ``pos``, ``frequency``,
        ``cluster<bits>`` (0 for the whole path), ``prefix<n>``, ``suffix<n>``.
    rows, widths
        Size of the hash table of each feature, and the length of its vectors.
    endings
        What may hang on a name and is taken off before it is looked up ("s", Korean particles).
    more_names
        Whether a name is looked up in ``MORE_NAMES`` first.
    marks
        Marks that the treebank does not know, each with the one it has in their place ("„" is read as
        the straight quote of UD German GSD).

    Raises
    ------
    ValueError
        If the lists differ in length or a feature is not known.
    """
    if not len(features) == len(rows) == len(widths):
        message = "features, rows and widths must be equally long"
        raise ValueError(message)
    extractor = WordFeatures(lang, features, endings, more_names=more_names, marks=marks or {})
    read: Model[Any, Any] = Model("word_features", extractor.forward)
    tables: list[Model[Any, Any]] = [
        HashEmbed(one_width, count, column=column, seed=column + 8, dropout=0.0)
        for column, (count, one_width) in enumerate(zip(rows, widths, strict=True))
    ]
    mix: Model[Any, Any] = Maxout(width, sum(widths), nP=3, dropout=0.0, normalize=True)
    look_up: Model[Any, Any] = Model(
        "word_tables", _look_up, init=_initialize_tables, layers=[concatenate(*tables)]
    )
    return cast(
        "Model[list[Doc], list[Floats2d]]",
        chain(read, list2ragged(), with_array(look_up), with_array(mix), ragged2list()),
    )


def set_precision(model: Model[Any, Any], precision: str) -> None:
    """Give the tables of vectors another precision: "float16" halves a pipeline on disk."""
    for node in model.walk():
        if node.name == "hashembed":
            table: Any = node.get_param("E")
            if table.dtype != precision:
                node.set_param("E", table.astype(precision))


def _look_up(model: Model[Any, Any], keys: Ints2d, is_train: bool) -> Any:
    """Look the vectors up; tables that came from disk in half precision are widened first."""
    set_precision(model, "float32")
    return model.layers[0](keys, is_train)


def _initialize_tables(model: Model[Any, Any], X: object = None, Y: object = None) -> None:  # noqa: N803
    model.layers[0].initialize(X, Y)


class WordFeatures:
    """Turns words into columns of hashes; remembers the words it has seen.

    Only ``pos`` depends on more than the form of the word, so all other columns are computed once a
    form. One object serves one pipeline: what it remembers is dropped when the vocabulary changes.
    """

    def __init__(
        self,
        lang: str,
        features: Sequence[str],
        endings: Sequence[str],
        *,
        more_names: bool = False,
        marks: Mapping[str, str],
    ) -> None:
        self._features = tuple(features)
        self._makers = {name: _maker(name, lang) for name in features if _of_form(name)}
        self._pos = [n for n, name in enumerate(features) if name == "pos"]
        self._endings = tuple(sorted(endings, key=len, reverse=True))
        self._lookups: Lookups | None = None
        self._words: dict[str | int, int] = {}
        self._names: list[dict[str | int, int]] = []
        self._marks = marks
        self._tables = (MORE_NAMES, NAMES) if more_names else (NAMES,)
        self._seen: dict[int, np.ndarray[Any, Any]] = {}

    def forward(
        self,
        model: Model[Any, Any],  # noqa: ARG002 - the signature is thinc's
        docs: list[Doc],
        is_train: bool,  # noqa: ARG002 - the same
    ) -> tuple[list[Ints2d], Callable[[object], list[object]]]:
        """Give a table of hashes for each document: words x features."""
        if docs and self._lookups is not docs[0].vocab.lookups:
            self._lookups = docs[0].vocab.lookups
            self._words = self._lookups.get_table(WORDS, {})
            self._names = [self._lookups.get_table(name, {}) for name in self._tables]
            self._seen.clear()
        columns: list[Any] = [self._table(doc) for doc in docs]
        return columns, lambda _: []

    def _table(self, doc: Doc) -> np.ndarray[Any, Any]:
        table = np.empty((len(doc), len(self._features)), dtype="uint64")
        for index, token in enumerate(doc):
            row = self._seen.get(token.orth)
            if row is None:
                row = self._row(self._marks.get(token.text, token.text))
                if len(self._seen) < _LONGEST_CACHE:
                    self._seen[token.orth] = row
            table[index] = row
            for column in self._pos:
                table[index, column] = token.pos
        return table

    def _row(self, word: str) -> np.ndarray[Any, Any]:
        form = word.title() if word.isupper() and len(word) > _LONGEST_ACRONYM else word
        listed = self._words.get(form)
        if listed is None:
            listed = self._words.get(form.lower(), 0)
        cluster, frequency = divmod(listed, BUCKETS)
        row = np.empty(len(self._features), dtype="uint64")
        for column, name in enumerate(self._features):
            if name == "pos":
                row[column] = 0
            elif name == "frequency":
                row[column] = frequency
            elif name == "names":
                row[column] = self._listed(word, form)
            elif name.startswith("cluster"):
                bits = int(name.removeprefix("cluster"))
                row[column] = cluster & ((1 << bits) - 1) if bits else cluster
            else:
                row[column] = get_string_id(self._makers[name](word))
        return row

    def _listed(self, word: str, form: str) -> int:
        """Give the code of the kinds of names that a word stands in, what hangs on it taken off."""
        for one in (word, form):
            bare = (one.removesuffix(ending) for ending in self._endings if one.endswith(ending))
            for written in (one, *bare):
                for table in self._names:
                    code = table.get(written)
                    if code is not None:
                        return code
        return 0


def _of_form(name: str) -> bool:
    """Whether a feature is computed from the letters alone."""
    return name not in {"pos", "names", "frequency"} and not name.startswith("cluster")


def _maker(name: str, lang: str) -> Callable[[str], str]:
    """Give the function that reads a feature off a word."""
    if name.startswith("prefix"):
        length = int(name.removeprefix("prefix"))
        return lambda word: word.lower()[:length]
    if name.startswith("suffix"):
        length = int(name.removeprefix("suffix"))
        return lambda word: word.lower()[-length:]
    if lang == _HAS_DICTIONARY and name in {"lemma", "tag", "case"}:
        return _dictionary(name)
    if name == "lemma":
        return lambda word: simplemma.lemmatize(word, lang=lang, greedy=False).lower()
    makers: dict[str, Callable[[str], str]] = {
        "norm": _norm,
        "shape": _shape,
    }
    if name not in makers:
        message = f"unknown feature of a word: {name}"
        raise ValueError(message)
    return makers[name]


def _dictionary(name: str) -> Callable[[str], str]:
    """Give what the Russian dictionary holds the likeliest reading: lemma, grammar, or all cases possible."""
    import pymorphy3  # noqa: PLC0415 - only Russian needs the dictionary

    analyser = pymorphy3.MorphAnalyzer(lang="ru")

    def read(word: str) -> str:
        readings = analyser.parse(word)
        if name == "lemma":
            return str(readings[0].normal_form)
        if name == "case":
            return " ".join(sorted({str(one.tag.case) for one in readings}))
        best = readings[0].tag
        return " ".join(str(part) for part in (best.POS, best.case, best.number, best.mood, best.person))

    return read


def _norm(word: str) -> str:
    return "".join("0" if c.isdigit() else c for c in word.lower())


def _shape(word: str) -> str:
    shape = ""
    for c in word:
        kind = "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c
        if not shape.endswith(kind * 3):
            shape += kind
    return shape


registry.architectures.register("geoevents.WordEmbed.v1", func=word_embed)
