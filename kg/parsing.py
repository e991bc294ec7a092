"""An article's text, read: sentences, mentions and clauses. The only module that knows spaCy.

The pipeline (ours from the wheel, or one the user names) gives words, tags and trees; sentence bounds
are set before the parser by punctuation, which errs less than a small parser; names come from the
pipeline and from the names that the look-up knows; lemmas from the pipeline where it brings them, else
from simplemma's tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import simplemma
import spacy

from kg import dates
from kg.clauses import Parsed, find_clauses
from kg.errors import MissingError
from kg.mentions import find_mentions
from kg.model import Article, Clause, Mention, Period, Reading, Section, Sentence, Span
from kg.phrases import find_phrases
from kg.tokens import NameSpan, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

    from kg.language import Language

#: Labels of names in the pipelines -> the class of the ontology they hint at.
_NAME_TYPES = {
    "PER": "Person",
    "PERSON": "Person",
    "LOC": "Place",
    "GPE": "Place",
    "FAC": "Facility",
    "ORG": "Organization",
    "MISC": "",
}
_END = frozenset(".!?…")
_AFTER_END = frozenset("“”\"«»)’'")
_LONGEST_NAME = 6
_SHORTEST_NAME = 2


class Parser:
    """Reads articles of one language.

    Parameters
    ----------
    language
        The language as data.
    pipeline
        Folder or package of a spaCy pipeline with tags, trees and names.
    names
        Names that the look-up knows: a second opinion on what is a name.

    Raises
    ------
    MissingError
        If the pipeline cannot be loaded.
    """

    def __init__(self, language: Language, pipeline: str, names: Iterable[str] = ()) -> None:
        try:
            self._nlp = spacy.load(pipeline)
        except (OSError, ValueError) as error:
            raise MissingError(
                "KG-301",
                f"The pipeline for {language.name} cannot be loaded: {pipeline}.",
                "Install geoevents again, or name another with --pipeline.",
            ) from error
        self.language = language
        self.version = f"{self._nlp.meta['lang']}_{self._nlp.meta['name']}-{self._nlp.meta['version']}"
        self._names = {self._folded(name): name for name in sorted(names, reverse=True)}
        self._words = dates.load_words(dict(language.dates), f"{language.code}.toml")
        self._markers = language.grammar.markers
        self._lemmatizes = any(name.endswith("lemmatizer") for name in self._nlp.pipe_names)

    def read(self, article: Article) -> Reading:
        """Parse an article; every offset of the outcome refers to ``article.text``."""
        sentences: list[Sentence] = []
        mentions: list[Mention] = []
        clauses: list[Clause] = []
        for section in article.sections:
            doc = self._parse(article.text[section.span.begin : section.span.end])
            for sent in doc.sents:
                tokens, names = self._tokens(doc, sent.start, sent.end, section)
                if not tokens:
                    continue
                span = Span(tokens[0].begin, tokens[-1].end)
                sentence = Sentence(len(sentences), span, section.kind, article.text[span.begin : span.end])
                sentences.append(sentence)
                phrases = find_phrases(tokens, names, self.language)
                table = find_mentions(tokens, phrases, self.language, sentence.index, article.text, mentions)
                times = self._times(sentence, tokens, article.date)
                parsed = Parsed(sentence.index, tokens, phrases, table, times, len(clauses))
                clauses += find_clauses(parsed, self.language)
        return Reading(article, tuple(sentences), tuple(mentions), tuple(clauses))

    def _parse(self, text: str) -> Doc:
        doc = self._nlp.make_doc(text)
        for token in doc:
            token.is_sent_start = token.i == 0 or _begins_sentence(doc, token.i)
        for _, component in self._nlp.pipeline:
            doc = component(doc)
        return doc

    def _tokens(
        self, doc: Doc, start: int, end: int, section: Section
    ) -> tuple[tuple[Token, ...], tuple[NameSpan, ...]]:
        kept = [t for t in doc[start:end] if not t.is_space]
        place = {t.i: n for n, t in enumerate(kept)}
        tokens = tuple(
            Token(
                index=n,
                text=t.text,
                lemma=self._lemma(t),
                pos=self._pos(t),
                dep=t.dep_,
                head=place.get(t.head.i, n),
                begin=section.span.begin + t.idx,
                end=section.span.begin + t.idx + len(t.text),
                known=simplemma.is_known(t.text, lang=self.language.code),
            )
            for n, t in enumerate(kept)
        )
        return tokens, self._find_names(doc, tokens, kept)

    def _pos(self, token: SpacyToken) -> str:
        """Take back a proper noun that is an adjective with a capital ("Ferner Osten")."""
        if token.text.lower() in self._markers and token.is_sent_start:
            return "SCONJ"
        if token.pos_ == "PROPN":
            lemma = simplemma.lemmatize(token.text, lang=self.language.code, greedy=False)
            if lemma[:1].islower() and lemma != token.text.lower():
                return "ADJ"
        return str(token.pos_)

    def _lemma(self, token: SpacyToken) -> str:
        if self._lemmatizes and token.lemma_:
            return str(token.lemma_)
        greedy = token.pos_ in {"VERB", "AUX", "ADJ"} or not simplemma.is_known(
            token.text, lang=self.language.code
        )
        lemma = simplemma.lemmatize(token.text, lang=self.language.code, greedy=greedy)
        if self._pos(token) in {"NOUN", "PROPN"}:
            return lemma[:1].upper() + lemma[1:]
        return lemma.lower()

    # ------------------------------------------------------------ names

    def _find_names(self, doc: Doc, tokens: Sequence[Token], kept: Sequence[Any]) -> tuple[NameSpan, ...]:
        of_doc = {t.i: n for n, t in enumerate(kept)}
        spans = [
            NameSpan(of_doc[e.start], of_doc[e.end - 1], _NAME_TYPES.get(e.label_, ""))
            for e in doc.ents
            if e.start in of_doc and e.end - 1 in of_doc
        ]
        told = [trimmed for span in spans if (trimmed := self._trim(tokens, span))]
        listed = list(self._listed(tokens, told))
        chosen: list[NameSpan] = []
        taken: set[int] = set()
        by_length = sorted([*listed, *told], key=lambda s: (s.first - s.last, s.first, s.type == ""))
        for span in by_length:
            inside = set(range(span.first, span.last + 1))
            if not inside & taken:
                chosen.append(span)
                taken |= inside
        chosen += self._proper(tokens, taken)
        return tuple(sorted(chosen, key=lambda s: s.first))

    def _trim(self, tokens: Sequence[Token], span: NameSpan) -> NameSpan | None:
        """Take titles, class nouns, demonyms and quotes off the ends of what the pipeline holds a name."""
        first, last = span.first, span.last
        common = [i for i in range(first, last) if self._common(tokens[i])]
        if common and span.type in {"Person", ""}:
            first = common[-1] + 1
        while first <= last and (
            not any(c.isalnum() for c in tokens[first].text)
            or (self._common(tokens[first]) and first < last)
            or not (tokens[first].capital or tokens[first].text[:1].isdigit())
        ):
            first += 1
        while first <= last and (
            not any(c.isalnum() for c in tokens[last].text)
            or (first < last and (self._common(tokens[last]) or tokens[last].text.islower()))
        ):
            last -= 1
        if first > last or (first == last and (self._common(tokens[first]) or not tokens[first].capital)):
            return None
        return NameSpan(first, last, span.type)

    def _common(self, token: Token) -> bool:
        """Whether a word is a common noun that the language file knows."""
        language = self.language
        lemma = token.lemma
        return bool(
            lemma in language.office_of_title
            or lemma in language.kind_of_source
            or lemma.lower() in language.known_nouns
            or language.compound(lemma)[0]
            or language.classify(lemma)
        )

    def _listed(self, tokens: Sequence[Token], told: Sequence[NameSpan]) -> Iterator[NameSpan]:
        types = {(s.first, s.last): s.type for s in told}
        names = {i for s in told for i in range(s.first, s.last + 1)}
        for first in range(len(tokens)):
            if not tokens[first].capital:
                continue
            for last in range(min(first + _LONGEST_NAME, len(tokens)) - 1, first - 1, -1):
                listed = self._is_listed(tokens, first, last)
                if listed and (last > first or self._may_be_name(tokens[first], names)):
                    yield NameSpan(first, last, types.get((first, last), ""), listed)
                    break

    def _folded(self, name: str) -> str:
        """Take the case endings off the adjectives inside a name ("Demokratischen Volksrepublik Korea")."""
        *words, last = name.split(" ")
        return " ".join(
            [
                *(
                    w[:-1] if w[-2:-1] == "e" and w[-1] in self.language.grammar.declined else w
                    for w in words
                ),
                last,
            ]
        )

    def _is_listed(self, tokens: Sequence[Token], first: int, last: int) -> str:
        """Give the listed name that stands here, "" if none."""
        written = "".join(
            t.text + (" " if n < last and tokens[n + 1].begin > t.end else "")
            for n, t in enumerate(tokens[first : last + 1], first)
        )
        folded = self._folded(written)
        if folded in self._names:
            return self._names[folded]
        for ending in self.language.grammar.genitive:
            bare = folded.removesuffix(ending)
            if bare != folded and len(bare) > _SHORTEST_NAME and bare in self._names:
                return self._names[bare]
        return ""

    def _may_be_name(self, token: Token, names: set[int]) -> bool:
        """Whether a single listed word is a name here: many towns are called like common words."""
        language = self.language
        if {token.text, *(token.text.removesuffix(e) for e in language.grammar.genitive)} & set(
            language.metonyms
        ):
            return True
        if token.lemma in language.class_of_noun or token.lemma in language.office_of_title:
            return False
        return (
            token.pos == "PROPN" or token.index in names or (token.pos in {"NOUN", "X"} and not token.known)
        )

    def _proper(self, tokens: Sequence[Token], taken: set[int]) -> Iterator[NameSpan]:
        """Give what the tagger holds proper nouns and nobody else claimed."""
        first = 0
        while first < len(tokens):
            last = first
            while last < len(tokens) and self._is_proper(tokens[last]) and last not in taken:
                last += 1
            if last > first and not all(t.known for t in tokens[first:last]):
                yield NameSpan(first, last - 1)
            first = max(last, first + 1)

    def _is_proper(self, token: Token) -> bool:
        return token.pos == "PROPN" and token.capital and not self._common(token) and len(token.text) > 1

    # ------------------------------------------------------------ times

    def _times(
        self, sentence: Sentence, tokens: Sequence[Token], date: str
    ) -> tuple[tuple[int, Period, Period], ...]:
        past = dates.find(sentence.text, self._words, date)
        ahead = {f.begin: f.period for f in dates.find(sentence.text, self._words, date, future=True)}
        base = sentence.span.begin
        found = []
        for one in past:
            if one.period is None:
                continue
            inside = [t for t in tokens if base + one.begin <= t.begin < base + one.end and t.pos != "ADP"]
            if inside:
                found.append((inside[0].index, one.period, ahead.get(one.begin) or one.period))
        return tuple(found)


def _begins_sentence(doc: Doc, index: int) -> bool:
    """Whether a new sentence begins here: after a full stop and what closes it, before no small letter."""
    if doc[index].text[:1].islower() or doc[index].text in _AFTER_END or doc[index].is_space:
        return False
    before = index - 1
    while before > 0 and (doc[before].text in _AFTER_END or doc[before].is_space):
        before -= 1
    return doc[before].text in _END
