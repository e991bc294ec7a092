"""Words put right before anything reads them: nouns of several words, and what a capital letter hides.

English writes "foreign minister" apart and "President" large, and marks a genitive by a word of its own.
Here the last word of such a noun gets the whole as its lemma, a demonym of two words counts as one
adjective, and the mark of the genitive is told from a verb. Languages that know none of this keep their
words as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.demonyms import between
from kg.relatives import tell_pronouns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
_VERBAL = frozenset({"VERB", "AUX"})
_LONGEST_NOUN = 4
_PARTING = frozenset({"ADP", "PUNCT"})
_OF_NOUN, _ROOT = "nmod", "ROOT"


def reword(tokens: Sequence[Token], language: Language) -> tuple[Token, ...]:
    """Give the words of a sentence with the lemmas and parts of speech that the language file means."""
    words = list(tokens)
    for index in range(len(words)):
        _genitive_mark(words, index, language)
        if language.cases:
            _declined_noun(words, index, language)
        if not (language.cases and (" " in words[index].lemma or _in_noun(words, index))):
            _noun(words, index, language)
    for index in range(len(words)):
        _demonym(words, index, language)
        _verb(words, index, language)
        _attributive(words, index, language)
        _of_two(words, index, language)
    _lost_verb(words, language)
    return tell_pronouns(_negators(words, language), language)


def _negators(words: Sequence[Token], language: Language) -> list[Token]:
    """Hang on the verb behind it a word that denies all it opens ("Weder Moskau noch Kiew haben …")."""
    made = list(words)
    for token in words if language.grammar.relative_genders else ():
        if token.pos != "CCONJ" or token.low not in language.grammar.negation:
            continue
        verb = next((t for t in words[token.index :] if t.pos in {"VERB", "AUX"}), None)
        if verb is not None:
            main = verb.head if verb.pos == "AUX" and verb.dep in language.functions.auxiliary else verb.index
            made[token.index] = replace(token, head=main, dep="advmod", pos="ADV")
    return made


def _verb(words: list[Token], index: int, language: Language) -> None:
    """Give a sentence the verb that the tagger held a noun or an adjective ("Putin plans to visit …")."""
    token = words[index]
    if token.dep != "ROOT" or token.pos != "NOUN" or not language.grammar.fixed_order:
        return
    under = [t for t in words if t.head == index and t.index != index]
    labels, said = language.functions, language.attribution
    known = language.plan.verbs | said.say | said.think
    lemma = next((v for v in (token.low.removesuffix("s"), token.lemma) if v in known), "")
    content = [t for t in under if t.dep in labels.reduced | labels.complement and _introduced(words, index)]
    if lemma and content and index and words[index - 1].pos == "PROPN":
        words[index] = replace(token, pos="VERB", lemma=lemma)
        if content[0].dep in labels.reduced:
            words[content[0].index] = replace(content[0], dep="xcomp")
        _subject(words, under, index, language)
    elif any(t.dep in labels.object or (t.dep in labels.auxiliary - labels.copula) for t in under):
        words[index] = replace(token, pos="VERB")
    else:
        _participle(words, under, index, language)


def _attributive(words: list[Token], index: int, language: Language) -> None:
    """Hold a participle before its noun an adjective ("die nach Moskau entsandten jungen Soldaten")."""
    token, labels = words[index], language.functions
    if token.pos != "VERB" or not labels.modifier or language.grammar.fixed_order or language.cases:
        return
    noun = next((t.index for t in words[index + 1 :] if t.pos != "ADJ"), index)
    if words[noun].pos != "NOUN":
        return
    if token.dep in labels.modifier and token.head == noun:
        words[index] = replace(token, pos="ADJ", infinitive=token.lemma)
    elif token.dep == _ROOT and _declined_participle(token, language):
        _opens_subject(words, index, noun, language)
    elif token.dep in labels.subject | labels.passive_subject and _declined_participle(token, language):
        _below(words, index, noun, words[token.head], language)


def _lost_verb(words: list[Token], language: Language) -> None:
    """Give a sentence the verb that the tagger took for an adjective of what stands after it.

    "Den Bau vereinbarten Nordkoreas Machthaber Kim und Putin", "Regierung meldet Einsatz in …": without it,
    nothing in them is one.
    """
    if not language.grammar.relative_genders or any(t.pos in _VERBAL for t in words):
        return
    for token in words[1:-1]:
        after = words[token.index + 1]
        readings = language.forms.readings(token.text, token.infinitive) if token.infinitive else ()
        bare = not any(token.low.endswith(f"e{ending}") for ending in ("", *language.grammar.declined))
        apart = after.pos == "PROPN" or (bare and after.pos in {"NOUN", "ADJ"})
        if token.pos == "ADJ" and apart and any(r.form == "finite" for r in readings):
            _as_verb(words, token, language)
            return


def _as_verb(words: list[Token], token: Token, language: Language) -> None:
    """Make a word the verb of its sentence: what it hung on is its subject, the noun after it its object."""
    root = next((t for t in words if t.dep == _ROOT and t.index != token.index), None)
    noun = next((t for t in words[token.index + 1 :] if t.pos == "NOUN"), None)
    if root is not None and root.index < token.index:
        words[root.index] = replace(root, dep=min(language.functions.subject), head=token.index)
        if noun is not None and noun.head <= token.index:
            words[noun.index] = replace(noun, dep=min(language.functions.object), head=token.index)
    elif root is not None:
        words[root.index] = replace(root, dep=min(language.functions.subject), head=token.index)
        before = next((t for t in words[: token.index] if t.pos == "NOUN" and t.head >= token.index), None)
        if root == noun and before is not None:
            words[before.index] = replace(before, dep=min(language.functions.subject), head=token.index)
            words[root.index] = replace(root, dep=min(language.functions.object), head=token.index)
    words[token.index] = replace(token, pos="VERB", lemma=token.infinitive, dep=_ROOT, head=token.index)


def _below(words: list[Token], index: int, noun: int, verb: Token, language: Language) -> None:
    """Hang a participle on the noun after it, and the noun on its verb."""
    for at, other in enumerate(words):
        if other.head == index and at not in {index, noun}:
            apart = at > verb.index or other.pos == "PUNCT"
            words[at] = replace(other, head=verb.index if apart else noun)
    words[noun] = replace(words[noun], dep=min(language.functions.subject), head=verb.index)
    modifier = min(language.functions.modifier)
    words[index] = replace(words[index], pos="ADJ", dep=modifier, head=noun, infinitive=words[index].lemma)


def _declined_participle(token: Token, language: Language) -> bool:
    """Whether a form may be a participle with the ending of an adjective ("entsandte")."""
    for ending in ("", *language.grammar.declined):
        stem = token.low.removesuffix(ending).removesuffix("e") if token.low.endswith(f"e{ending}") else ""
        if stem and any(r.form == "participle" for r in language.forms.readings(stem, token.lemma)):
            return True
    return False


def _opens_subject(words: list[Token], index: int, noun: int, language: Language) -> None:
    """Give the sentence its verb where the tree took a participle before the subject for it.

    "300 nach Moskau entsandte Soldaten sind gefallen": a second verb follows, and nothing parts the two.
    """
    joined = language.functions.coordination
    later = (t for t in words[noun + 1 :] if t.head == index and t.pos == "VERB")
    verb = next((t for t in later if t.dep in joined), None)
    if verb is None:
        return
    between = [t for t in words[noun + 1 : verb.index] if t.head != verb.index]
    if any(t.text in {",", ";", ":"} or t.pos == "CCONJ" for t in between):
        return
    _below(words, index, noun, verb, language)
    words[verb.index] = replace(verb, dep=_ROOT, head=verb.index)


def _of_two(words: list[Token], index: int, language: Language) -> None:
    """Hold an adjective of two states one that the tagger took for a noun ("das russisch-chinesische …")."""
    token = words[index]
    noun = next((t.index for t in words[index + 1 :] if t.pos != "ADJ"), index)
    if token.pos == "ADJ" or words[noun].pos != "NOUN" or not between(token, language):
        return
    if token.head != noun:
        words[noun] = replace(words[noun], dep=token.dep, head=noun if token.head == index else token.head)
    for at, other in enumerate(words):
        if other.head == index and at not in {index, noun}:
            words[at] = replace(other, head=noun)
    words[index] = replace(token, pos="ADJ", dep=min(language.functions.modifier, default=""), head=noun)


def _introduced(words: list[Token], index: int) -> bool:
    """Whether an infinitive or a clause begins after a word."""
    return index + 1 < len(words) and words[index + 1].low in {"to", "that"}


def _participle(words: list[Token], under: list[Token], index: int, language: Language) -> None:
    """Take a participle between a name and a bare noun for the verb ("Moscow stationed troops in …")."""
    labels = language.functions
    for verb in under:
        held = verb.pos == "VERB" and verb.dep in labels.modifier and verb.lemma in language.frame_verbs
        if held and 0 < verb.index < index and words[verb.index - 1].pos == "PROPN":
            words[verb.index] = replace(verb, dep="ROOT", head=verb.index)
            words[index] = replace(words[index], dep="obj", head=verb.index)
            _subject(words, under, verb.index, language)
            return


def _subject(words: list[Token], under: list[Token], verb: int, language: Language) -> None:
    """Make what hangs before a verb like the first part of a compound its subject."""
    labels = language.functions
    for one in under:
        if one.index < verb and one.dep in labels.compound | labels.subject | labels.passive_subject:
            words[one.index] = replace(one, dep="nsubj", head=verb)


def _declined_noun(words: list[Token], index: int, language: Language) -> None:
    """Give the head of a declined noun of several words its lemma; a noun that counts is a number.

    The head is its first noun ("вооружённые силы", "министр обороны").
    """
    token = words[index]
    if token.pos == "NOUN" and token.lemma in language.grammar.counting:
        words[index] = replace(token, pos="NUM")
        return
    after = words[index + 1] if index + 1 < len(words) else token
    if token.pos == "VERB" and token.low in language.attribution.nouns and after.pos in _PARTING:
        words[index] = replace(token, pos="NOUN", lemma=token.low, dep=min(language.functions.object))
        return  # "данные о том, что": the form of a participle, too
    if token.pos == "ADJ" and token.head == after.index != index and after.pos == "PROPN":
        if token.lemma in language.class_of_noun:  # "военные КНДР"
            head = index if after.head == after.index else after.head
            words[index] = replace(token, pos="NOUN", dep=after.dep, head=head)
            words[index + 1] = replace(after, dep=_OF_NOUN, head=index)
        return
    for length in range(min(_LONGEST_NOUN, len(words) - index), 1, -1):
        part = words[index : index + length]
        whole = " ".join(t.lemma.lower() for t in part)
        if whole in language.common_nouns:
            nouns = [n for n, t in enumerate(part) if t.pos == "NOUN"]
            head = index + (nouns[0] if nouns else length - 1)
            words[head] = replace(words[head], lemma=whole, pos="NOUN")
            return


def _in_noun(words: Sequence[Token], index: int) -> bool:
    """Whether a word is in a noun of several words whose head stands before it ("глава МИД")."""
    before = words[max(0, index - _LONGEST_NOUN + 1) : index]
    return any(words[index].lemma.lower() in t.lemma.split(" ")[1:] for t in before)


def _noun(words: list[Token], index: int, language: Language) -> None:
    """Give the last word of a noun that the file has its lemma there, and take capitals off."""
    token = words[index]
    if token.pos not in _NOMINAL:
        return
    known = language.common_nouns
    for first in range(max(0, index - _LONGEST_NOUN + 1), index):
        before = [t.low for t in words[first:index]]
        of = len(before) > 1 and before[1] in language.grammar.of
        singular = [words[first].lemma.lower(), *before[1:]] if of else before  # "heads of state"
        forms = (token.low,) if token.pos == "VERB" else (token.low, token.lemma.lower())
        for last in forms:  # "state media reported" is no media report
            for start in (before, singular):
                whole = " ".join((*start, last)).replace(" - ", "-")
                if whole in known:
                    words[index] = replace(token, lemma=whole, pos="NOUN")
                    return
    if token.pos == "VERB" or (token.pos == "ADJ" and not token.capital):
        return
    if token.text in language.metonyms:
        return
    plain = next((one for one in (token.low, token.lemma.lower()) if one in known), "")
    if plain and plain != token.lemma:
        words[index] = replace(token, lemma=plain, pos="NOUN")


def _demonym(words: list[Token], index: int, language: Language) -> None:
    """Hold a demonym before a noun an adjective; one of two words ("North Korean") on both of them."""
    if index + 1 >= len(words) or not words[index].capital:
        return
    pair = f"{words[index].text} {words[index + 1].text}"
    if pair in language.demonyms:
        for at in (index, index + 1):
            words[at] = replace(words[at], lemma=pair, pos="ADJ")
    elif words[index].text in language.demonyms and words[index + 1].pos in _NOMINAL - {"VERB"}:
        words[index] = replace(words[index], pos="ADJ")


def _genitive_mark(words: list[Token], index: int, language: Language) -> None:
    """Tell the mark of a genitive from a short form of a verb: a noun must follow it sooner or later."""
    token = words[index]
    if index == 0 or token.low not in language.grammar.possessive_marks or token.pos in _VERBAL:
        return
    touches = words[index - 1].end == token.begin
    if touches and words[index - 1].pos in {"NOUN", "PROPN", "ADJ", "X", "NUM", "PRON"}:
        words[index] = replace(token, pos="PART", lemma=token.low, dep="case", head=index - 1)
