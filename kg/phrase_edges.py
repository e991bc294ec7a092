"""What stands at the edges of a noun phrase: its article, its preposition, the mark of a genitive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.noun_words import is_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.cores import Core
    from kg.language import Language
    from kg.phrases import Phrase
    from kg.tokens import Token

_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_CLOSING = frozenset('“”"«»')
_JOINTS: Final = frozenset({"-", "–", "/"})
_ENDS_SPEECH = frozenset(",.!?")
#: How many words may stand between an article and the participle of its noun.
_LONGEST_INSERTION = 14


def find_article(tokens: Sequence[Token], first: int, floor: int, language: Language) -> tuple[int, str]:
    """Take the articles before a phrase in ("all die"): the first word, and the article."""
    grammar = language.grammar
    articles = grammar.definite | grammar.indefinite | grammar.possessive
    before = tokens[first - 1] if first > floor else None
    other = before is not None and before.pos != "DET" and before.low in grammar.relative_pronouns
    other = other or (before is not None and opens_relative(tokens, first - 1, language))
    pair = before is not None and grammar.fixed_order and before.low in grammar.pair - grammar.two
    if before is None or other or not (pair or before.pos == "DET" or before.low in articles):
        return first, ""
    first -= 1
    if first > floor and tokens[first - 1].pos == "DET":
        first -= 1
    return first, tokens[first].low


def opens_relative(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a pronoun that looks like an article opens a clause ("Truppen, die Seoul nannte")."""
    if at < 1 or tokens[at].pos != "PRON" or tokens[at].low not in language.grammar.relative_genders:
        return False
    return tokens[at - 1 - (tokens[at - 1].pos == "ADP")].text == ","


def paired(tokens: Sequence[Token], first: int, before: Sequence[Phrase]) -> int:
    """Give the number of the name that a hyphen joins to the one here ("Tokyo-Seoul talks"); -1 if none."""
    first += tokens[first].text in _JOINTS
    joined = first > 1 and tokens[first - 1].text in _JOINTS
    last = [n for n, p in enumerate(before) if p.last == first - 2 and p.noun < 0 <= p.name[0]]
    return last[-1] if joined and last else -1


def locates(tokens: Sequence[Token], phrase: Phrase, language: Language) -> bool:
    """Whether a name that may mean a state is where something is, or goes ("in Seoul", "Moscow talks")."""
    grammar = language.grammar
    if phrase.name[0] >= 0 and tokens[phrase.name[0]].text in grammar.state_names:
        return False  # "to the North"
    over = tokens[phrase.governor].lemma if phrase.governor >= 0 else ""
    if over in grammar.to_places and phrase.dep in language.functions.object:
        return True
    subjects = language.functions.subject | language.functions.passive_subject
    if over in language.attribution.impersonal and not any(
        t.head == phrase.governor and t.dep in subjects for t in tokens
    ):
        return False  # "в Кремле заявили"
    named = over in grammar.gatherings and _names_place(tokens, phrase)
    return named or phrase.preposition in grammar.locative | grammar.directional | grammar.whence


def _names_place(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a name stands before a noun as only what is called by its place does, not as one of two."""
    marked = tokens[phrase.last].pos == "PART"
    beside = [i for i in (phrase.first - 1, phrase.first, phrase.last + 1) if 0 <= i < len(tokens)]
    return phrase.genitive_name and not marked and not _JOINTS & {tokens[i].text for i in beside}


def find_preposition(
    tokens: Sequence[Token], first: int, last: int, language: Language, before: Sequence[Phrase] = ()
) -> tuple[str, int]:
    """Give what introduces a phrase, before or after it, and where it stands; ("", -1) if nothing does."""
    grammar = language.grammar
    other = paired(tokens, first, before) if grammar.fixed_order else -1
    first = before[other].first if other >= 0 else first
    if grammar.fixed_order and first > 1 and tokens[first - 1].lemma in grammar.attributive:
        first -= tokens[first - 1].dep in language.functions.reduced  # "met with visiting minister X"
    if last + 1 < len(tokens) and tokens[last + 1].low in grammar.postpositions:
        after = tokens[last + 1]
        opens = after.low in grammar.prepositions and after.head > after.index  # "sagte Kim nach dem Treffen"
        if after.pos == "ADP" and not opens and not (last + 2 < len(tokens) and is_noun(tokens[last + 2])):
            return after.low, last + 1
        if after.low not in grammar.directional and after.pos == "ADP":
            return after.low, last + 1
    first = _before_estimate(tokens, first, language)
    for length in (3, 2):
        words = " ".join(t.low for t in tokens[max(0, first - length) : first])
        if first >= length and words in grammar.prepositions:
            return words, first - 1
    particle = grammar.fixed_order and first > 0 and tokens[first - 1].dep in language.functions.particle
    if first > 0 and not particle:  # "rule out cooperation"
        token = tokens[first - 1]
        if token.low in grammar.contractions:
            return grammar.contractions[token.low], first - 1
        only_after = token.low in grammar.postpositions and token.low not in grammar.prepositions
        opens = token.dep in language.functions.marker  # "wie Agenturen melden", "mehr als 1000 Granaten"
        if (token.pos == "ADP" or token.low in grammar.prepositions) and not only_after and not opens:
            return token.low, first - 1
    return _behind(tokens, first, last, language)


def _behind(tokens: Sequence[Token], first: int, last: int, language: Language) -> tuple[str, int]:
    """Give the postposition that other words part from a phrase ("Berichten örtlicher Medien zufolge")."""
    grammar = language.grammar
    only = grammar.postpositions - set(grammar.prepositions) if not grammar.fixed_order else frozenset()
    apart = [t for t in tokens[last + 1 :] if t.low in only and t.pos == "ADP" and first <= t.head <= last]
    return (apart[0].low, apart[0].index) if apart else ("", -1)


def _before_estimate(tokens: Sequence[Token], first: int, language: Language) -> int:
    """Step over what says that a number is rough, to the preposition before it ("mit mindestens einem")."""
    for words in (w.split() for w in language.grammar.approximate):
        begin = first - len(words)
        before = tokens[begin - 1] if begin > 0 else None
        if before is not None and [t.low for t in tokens[begin:first]] == words and before.pos == "ADP":
            return begin
    return first


def marks_genitive(token: Token, language: Language) -> bool:
    """Whether a word is the mark of a genitive written apart ("'s")."""
    return token.pos == "PART" and token.low in language.grammar.possessive_marks


def is_genitive(tokens: Sequence[Token], core: Core, language: Language) -> bool:
    """Whether a name belongs to the noun after it: by its ending, or because it stands before one."""
    if core.noun >= 0 or core.pronoun:
        return False
    if core.last + 1 < len(tokens) and language.grammar.possessive_marks:
        given = core.first > 0 and tokens[core.first - 1].lemma in language.giving_verbs
        return not given and _stands_before_noun(tokens, core.last, language)
    return _in_genitive(tokens[core.last], language)


def _stands_before_noun(tokens: Sequence[Token], last: int, language: Language) -> bool:
    """Whether only words that modify the next noun stand between ("Kremlin deputy spokesman")."""
    labels = language.functions
    given = labels.recipient | labels.object | labels.subject
    if tokens[last].dep in given or (tokens[last].dep == "flat" and tokens[tokens[last].head].dep in given):
        return False
    at = last + 1
    while at < len(tokens) and tokens[at].pos == "ADJ" and tokens[at].dep in labels.modifier:
        at += 1
    if at >= len(tokens) or not (tokens[at].pos == "NOUN" or tokens[at].lemma in language.office_of_title):
        return False
    hangs = tokens[last].dep in labels.compound | labels.modifier | labels.nominal
    return at == last + 1 or hangs


def _in_genitive(token: Token, language: Language) -> bool:
    return any(
        token.text.endswith(ending) and len(token.text) > len(ending) + 1
        for ending in language.grammar.genitive
    )


def approximated(tokens: Sequence[Token], first: int, floor: int, language: Language) -> int:
    """Go back over the words that make a number less exact ("more than 1,000")."""
    for length in (3, 2, 1):
        words = " ".join(t.low for t in tokens[max(floor, first - length) : first])
        if words in language.grammar.approximate and first - length >= floor:
            return first - length
    return first


def ends_quote(tokens: Sequence[Token], at: int) -> bool:
    """Whether a quote mark closes what was said before, rather than that it opens a name."""
    return at > 0 and tokens[at].text in _CLOSING and tokens[at - 1].text in _ENDS_SPEECH


def words_before(tokens: Sequence[Token], core: Core, floor: int) -> int:
    """Count the words of a noun of several that a tagger holds something else ("hunting rifle")."""
    words = tokens[core.noun].lemma.split(" ")[:-1] if core.noun >= 0 else []
    before = tokens[max(floor, core.first - len(words)) : core.first]
    same = [one in {t.low, t.lemma} for t, one in zip(before, words, strict=False)]
    return len(words) if words and len(before) == len(words) and all(same) else 0


def after_and(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a word follows a conjunction, in a language whose verbs may look like adjectives."""
    return language.grammar.fixed_order and at > 0 and tokens[at - 1].low in language.grammar.coordinators


def year_since(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a number says since when something is so ("seit 2025 nordkoreanische Piloten")."""
    intro = language.dates.get("intro", {})
    since = {*intro.get("since", ()), *intro.get("ever", ())}
    return at > 0 and bool(_YEAR.fullmatch(tokens[at].text)) and tokens[at - 1].low in since


def article_apart(
    tokens: Sequence[Token],
    first: int,
    adjectives: Sequence[int],
    before: Sequence[Phrase],
    language: Language,
) -> int:
    """Give the article that an inserted phrase parts from its noun; -1 if there is none.

    "laut der in Seoul ansässigen Agentur": the phrase before the adjective has the article before its
    own preposition. Before a participle more may be inserted ("eine vom Minister für Handel geführte …").
    """
    if not adjectives or not before or language.grammar.fixed_order:
        return -1
    if before[-1].last != first - 1:
        return _inserted_after(tokens, first, adjectives, language)
    at = before[-1].preposition_at - 1
    at -= at > 0 and tokens[at].low in language.grammar.pair  # "die beiden mit … belegten Länder"
    if at < 0 or before[-1].preposition_at > before[-1].first or tokens[at].pos != "DET":
        return _inserted_after(tokens, first, adjectives, language)
    opens = at > 0 and tokens[at - 1].text == ","  # a relative pronoun
    known = language.grammar.definite | language.grammar.indefinite
    return -1 if opens or tokens[at].low not in known else at


def _inserted_after(
    tokens: Sequence[Token], first: int, adjectives: Sequence[int], language: Language
) -> int:
    """Give the article right before a preposition whose phrase, and all up to a participle, are inserted."""
    grammar = language.grammar
    participle = tokens[adjectives[-1]].infinitive
    if not grammar.relative_genders or adjectives[-1] != first or not _is_participle(tokens[first], language):
        return -1
    for at in range(first - 2, max(-1, first - _LONGEST_INSERTION), -1):
        if tokens[at].pos in {"VERB", "AUX"} or tokens[at].text in _ENDS_SPEECH - {","} or not participle:
            return -1
        opens = tokens[at].pos == "DET" and tokens[at].low in grammar.definite | grammar.indefinite
        after = next(t for t in tokens[at + 1 :] if t.pos != "ADV" or t.low in language.hedging)
        if opens and (after.pos == "ADP" or after.low in grammar.contractions):
            return -1 if at > 0 and tokens[at - 1].text == "," else at
    return -1


def _is_participle(token: Token, language: Language) -> bool:
    """Whether an adjective is a declined participle ("geführte")."""
    stems = (token.low.removesuffix(f"e{ending}") for ending in ("", *language.grammar.declined))
    readings = (r for stem in stems for r in language.forms.readings(stem, token.infinitive))
    return bool(token.infinitive) and any(r.form == "participle" for r in readings)
