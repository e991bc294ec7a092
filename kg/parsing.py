"""An article's text, read: sentences, mentions and clauses. The only module that runs a pipeline.

The pipeline (ours from the wheel, or one the user names) gives words, tags, trees and names. Sentence
bounds are set before it by punctuation, which errs less than a small parser, and each sentence is read
alone. Trees of another scheme are turned into universal ones; lemmas are ours for every pipeline, because
the language files are written in them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import simplemma
import spacy
from spacy.tokens import Doc

from kg import dates
from kg.bounds import set_bounds
from kg.carriers import as_carriers
from kg.clauses import Parsed, find_clauses
from kg.counting import count, count_by_counters
from kg.demonyms import no_name
from kg.errors import MissingError
from kg.foreign_trees import TreeWord, to_universal
from kg.going_on import go_on
from kg.grafting import graft
from kg.head_final_reading import SuffixReader
from kg.lemmas import Lemmatizer
from kg.mentions import find_mentions
from kg.model import Amount, Article, Clause, Mention, Period, Reading, Section, Sentence, Span
from kg.name_labels import Checked, PipelineMeta, check, class_of
from kg.names import NameFinder
from kg.phrases import find_phrases
from kg.products import fast_products
from kg.realigning import realign, unquoted
from kg.settling import settle
from kg.surnames import part_surnames
from kg.times import Times
from kg.tokens import NameSpan, Token
from kg.unmarked import marked, unmarked
from kg.word_look_ups import read_tables
from kg.wording import reword

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Token as SpacyToken

    from kg.language import Language

#: What stands right after a verb's particle, and what taggers hold the particle for.
_CLOSING = frozenset({"PUNCT", "CCONJ"})
_PARTICLES = frozenset({"ADP", "PART", "SCONJ"})  # "sagte nichts dazu" is no "dazusagen"


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
        If the pipeline cannot be loaded, or lacks what reading needs.
    """

    def __init__(self, language: Language, pipeline: str, names: Iterable[str] = ()) -> None:
        try:
            with fast_products():
                tables = read_tables(Path(pipeline))
                self._nlp = spacy.load(pipeline, exclude=[] if tables is None else ["lookups"])
                if tables is not None:
                    self._nlp.vocab.lookups = tables
        except (OSError, ValueError) as error:
            raise MissingError(
                "KG-301",
                f"The pipeline for {language.name} cannot be loaded: {pipeline}.",
                "Install geoevents again, or name another with --pipeline.",
            ) from error
        meta = self._nlp.meta
        self.version = f"{meta['lang']}_{meta['name']}-{meta['version']}"
        self.checked = self._check()
        self.language = language
        listed = frozenset(names)
        self._finder = NameFinder(language, listed)
        self._suffixes = SuffixReader(language, listed) if language.suffixes.citation else None
        self._lemmas = Lemmatizer(language.code, {part for name in listed for part in name.split()})
        self._words = dates.load_words(dict(language.dates), f"{language.code}.toml")
        self._markers = language.grammar.markers

    def _check(self) -> Checked:
        nlp = self._nlp
        labels = {nlp.get_pipe_meta(n).factory: nlp.pipe_labels.get(n, []) for n in nlp.pipe_names}
        return check(PipelineMeta(self.version, labels))

    def read(self, article: Article) -> Reading:
        """Parse an article; every offset of the outcome refers to ``article.text``."""
        sentences: list[Sentence] = []
        mentions: list[Mention] = []
        clauses: list[Clause] = []
        amounts: list[Amount] = []
        times = Times(self._words, article)
        words: Iterable[tuple[Section, tuple[Token, ...], tuple[NameSpan, ...]]] = self.words(article)
        if self.language.grammar.verb_first:  # "Putin Kim empfing": two names may meet
            words = part_surnames(tuple(words), self.language.grammar.genitive)
        if self._suffixes is not None:
            words = tuple(words)
            self._suffixes.meet(words)
        for section, tokens, names in words:
            span = Span(tokens[0].begin, tokens[-1].end)
            text = article.text[span.begin : span.end]
            sentence = Sentence(len(sentences), span, section.kind, text)
            sentences.append(sentence)
            if self._suffixes is not None:
                told = times.find(sentence)
                place = (sentence.index, article.text, article.day)
                known = len(mentions)
                clauses += self._suffixes.read(tokens, names, told, place, mentions, len(clauses))
                amounts += count_by_counters(sentence, article.text, mentions[known:], self.language)
                continue
            counted, numbers = count(tokens, names, sentence, article.text, self.language)
            amounts += numbers
            phrases = find_phrases(counted, names, self.language)
            table = find_mentions(counted, phrases, self.language, sentence.index, article.text, mentions)
            dated = self._times(sentence, counted, times)
            parsed = Parsed(sentence.index, counted, phrases, table, dated, len(clauses), article.day)
            clauses += find_clauses(parsed, self.language)
        kept = as_carriers(mentions, self.language)
        return Reading(article, tuple(sentences), kept, tuple(clauses), tuple(amounts))

    def words(self, article: Article) -> Iterator[tuple[Section, tuple[Token, ...], tuple[NameSpan, ...]]]:
        """Give the words and the names of each sentence, with the section it stands in."""
        cut = [
            (section, whole, words)
            for section in article.sections
            for whole in [set_bounds(self._nlp.make_doc(article.text[section.span.begin : section.span.end]))]
            for words in ([t for t in sentence if not t.is_space] for sentence in whole.sents)
            if words
        ]
        bare = [words if self._suffixes is not None else unmarked(words) for _, _, words in cut]
        # All at once: sentence by sentence, or section by section, the pipeline takes half as long again.
        docs = self._nlp.pipe(_alone(whole, words) for (_, whole, _), words in zip(cut, bare, strict=True))
        for (section, _, words), read, doc in zip(cut, bare, docs, strict=True):
            base = section.span.begin
            begins = [base + t.idx for t in read]
            at = {t.i: number for number, t in enumerate(words)}
            place = [at[t.i] for t in read]
            kinds = [(e, class_of(e.label_)) for e in doc.ents]
            spans = [
                NameSpan(place[e.start], place[e.end - 1], kind) for e, kind in kinds if kind is not None
            ]
            if self._suffixes is not None:
                yield section, _tagged(doc, begins), tuple(spans)
                continue
            tokens = marked(self._tokens(doc, begins), place, [(t.text, base + t.idx) for t in words])
            tokens = settle(reword(tokens, self.language), self.language)
            tokens = graft(go_on(tokens, self.language), self.language)
            tokens = realign(tokens, self.language)
            found = self._finder.find(tokens, unquoted(spans, tokens, self.language))
            yield section, self._as_names(tokens, found) if self.language.cases else tokens, found

    def _as_names(self, tokens: Sequence[Token], names: Sequence[NameSpan]) -> tuple[Token, ...]:
        """Read the words of names as such, whatever the tagger held them: their base forms and cases."""
        words = list(tokens)
        for name in names:
            for at in range(name.first, name.last + 1):
                text, token = words[at].text, words[at]
                if token.pos not in {"ADJ", "PROPN", "PUNCT", "ADP"} and text[:1].isupper():
                    lemma, cases = self._lemma(text, "PROPN"), self._lemmas.cases(text, "PROPN")
                    words[at] = replace(token, pos="PROPN", lemma=lemma, cases=cases)
        return tuple(words)

    def _tokens(self, doc: Doc, begins: Sequence[int]) -> tuple[Token, ...]:
        named = [t.lemma_ or self._lemma(t.text, t.pos_) for t in doc]
        words = [
            TreeWord(t.text, lemma, t.pos_, t.dep_, t.head.i) for t, lemma in zip(doc, named, strict=True)
        ]
        tree = self._with_particles(to_universal(words, self.checked.scheme))
        parts = [self._pos(word, index) for index, word in enumerate(tree)]
        lemmas = [self._lemma(word.text, pos) for word, pos in zip(tree, parts, strict=True)]
        for word in tree:
            over = word.head
            if word.dep in self.language.functions.particle and parts[over] in {"VERB", "AUX"}:
                said = lemmas[over] in self.language.attribution.say  # "sagte nichts dazu"
                if not said or word.text.lower() not in self.language.quoting.correlates:
                    lemmas[over] = self._lemmas.join(lemmas[over], word.text)
        return tuple(
            Token(
                index=index,
                text=word.text,
                lemma=lemmas[index],
                pos=parts[index],
                dep=word.dep,
                head=word.head,
                begin=begins[index],
                end=begins[index] + len(word.text),
                known=simplemma.is_known(word.text, lang=self.language.code),
                infinitive=self._lemma(word.text, "VERB") if parts[index] == "ADJ" else "",
                feats=self._feats(word.text, str(doc[index].morph), parts[index]),
                cases=self._lemmas.cases(word.text, parts[index]) if self.language.cases else frozenset(),
            )
            for index, word in enumerate(tree)
        )

    def _with_particles(self, tree: Sequence[TreeWord]) -> list[TreeWord]:
        """Take for a verb's particle what closes its clause and makes a verb with it ("findet … statt")."""
        label, words = next(iter(self.language.functions.particle), ""), list(tree)
        for at, word in enumerate(tree if label else ()):
            over, closes = tree[word.head], at + 1 == len(tree) or tree[at + 1].pos in _CLOSING
            if closes and word.pos in _PARTICLES and over.pos == "VERB" and word.head < at - 1:
                verb = self._lemma(over.text, "VERB")
                if self._lemmas.separates(verb, word.text):
                    words[at] = replace(word, dep=label)
        return words

    def _pos(self, word: TreeWord, index: int) -> str:
        """Take back a proper noun that is an adjective with a capital ("Ferner Osten")."""
        if word.text.lower() in self._markers and index == 0:
            return "SCONJ"
        if word.pos == "PROPN" and no_name(word.text, self._lemma, self.language):
            return "NOUN"
        before, attribute = word.head == index + 1, word.dep in self.language.functions.modifier
        before = before and self.language.grammar.verb_first
        named = before and word.pos in {"NOUN", "PROPN"}  # "im Fernen Osten"
        if attribute and (named or (word.pos == "VERB" and self.language.cases)):
            return "ADJ"
        if word.pos == "PROPN" and word.text in self.language.grammar.prepositions:
            return "ADP"
        apart = word.pos == "NOUN" and before and word.dep in self.language.functions.nominal
        if (word.pos == "PROPN" or apart) and not self.language.cases:
            lemma = simplemma.lemmatize(word.text, lang=self.language.code, greedy=False)
            if lemma[:1].islower() and lemma != word.text.lower():
                opens = index == 0 and lemma in self.language.common_nouns  # "Missiles supplied by …"
                return "NOUN" if opens else "ADJ"
        return word.pos

    def _feats(self, form: str, tagged: str, pos: str) -> str:
        """Give the tagger's features of a form, its tense by the dictionary where that is sure."""
        tense = self._lemmas.tense(form) if self.language.cases and pos in {"VERB", "AUX"} else ""
        if not tense:
            return tagged
        return "|".join([*(f for f in tagged.split("|") if not f.startswith("Tense=")), f"Tense={tense}"])

    def _lemma(self, form: str, pos: str) -> str:
        return self._lemmas.lemma(form, pos)

    # ------------------------------------------------------------ times

    def _times(
        self, sentence: Sentence, tokens: Sequence[Token], times: Times
    ) -> tuple[tuple[int, Period, Period], ...]:
        found = []
        for begin, end, past, ahead in times.find(sentence):
            inside = [t for t in tokens if begin <= t.begin < end and t.pos != "ADP"]
            if inside:
                within = {t.index for t in inside}
                top = next((t for t in inside if t.head not in within), inside[0])
                found.append((top.index, past, ahead))
        return tuple(found)


def _tagged(doc: Doc, begins: Sequence[int]) -> tuple[Token, ...]:
    """Give words with their tags alone, for a language that is read by its suffixes."""
    return tuple(
        Token(t.i, t.text, t.text, t.pos_, t.dep_, t.head.i, begins[t.i], begins[t.i] + len(t.text))
        for t in doc
    )


def _alone(whole: Doc, words: Sequence[SpacyToken]) -> Doc:
    """Give a sentence as a document of its own, without the space tokens between its words."""
    after = [whole[t.i + 1] if t.i + 1 < len(whole) else t for t in words]
    spaces = [bool(t.whitespace_) or one.is_space for t, one in zip(words, after, strict=True)]
    return Doc(whole.vocab, words=[t.text for t in words], spaces=spaces)
