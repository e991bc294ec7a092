"""Branches of a small parser's tree that the order of words shows to grow elsewhere, put where they belong.

Only for languages of fixed order, and before anything reads the tree: who speaks after the last comma ("…,
Seoul's ministry said"), a participle before the verb that its noun is subject of ("the troops sent to X have
left"), a clause whose verb the tree holds an adjective ("news that Kyiv captured soldiers"), and a time right
behind a name ("a trip to the North last year").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.contact_clauses import join_contact
from kg.front_branches import right_front
from kg.headline_verbs import find_headline_verb
from kg.noun_heads import right_heads
from kg.second_verbs import go_on_with
from kg.speaking_branches import part_speaker
from kg.tree_moves import hang, take_over, under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_VERBAL: Final = frozenset({"VERB", "AUX"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_NEW_CLAUSE: Final = frozenset({"advcl", "ccomp", "conj", "parataxis", "acl", "xcomp"})
_LINKS: Final = frozenset({"mark", "cc"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_FOR: Final = frozenset({"for"})
_STOPS: Final = frozenset({",", ";", ":", "–", "—"})


def graft(tokens: Sequence[Token], language: Language) -> tuple[Token, ...]:
    """Give the words of a sentence with such branches where the order of words puts them."""
    if not language.grammar.fixed_order:
        return tuple(tokens)
    tree = list(tokens)
    right_front(tree, language)
    find_headline_verb(tree, language)
    _part_times(tree, language)
    for index in range(len(tree)):
        right_heads(tree, index, language)
        join_contact(tree, index, language)
        _find_verb(tree, index)
        _open_clause(tree, index, language)
        _reduce(tree, index, language)
        go_on_with(tree, index, language)
        _for_somebody(tree, index, language)
        _part_gerund(tree, index)
        _swap_name(tree, index, language)
        _plan(tree, index, language)
        _describe(tree, index, language)
    part_speaker(tree, language)
    return tuple(tree)


# ---------------------------------------------------------------- times behind names


def _part_times(tree: list[Token], language: Language) -> None:
    """Part "last year" from the name before it, which the tree made a part of it."""
    which = {w for words in language.dates.get("which", {}).values() for w in words}
    periods = {w for words in language.dates.get("periods", {}).values() for w in words}
    for time in [t for t in tree if t.low in periods and t.index > 1]:
        name, said = tree[time.index - 2], tree[time.index - 1]
        if said.low not in which or name.pos not in _NOMINAL or name.head != time.index:
            continue
        for one in under(tree, time.index):
            if one.index < name.index:
                hang(tree, one.index, name.index, one.dep)
        hang(tree, name.index, time.head, time.dep if time.head != time.index else "obl")


# ---------------------------------------------------------------- verbs held adjectives


def _find_verb(tree: list[Token], index: int) -> None:
    """Give a clause its verb, where the tree holds that an adjective of its object ("that Kyiv sold it")."""
    noun = tree[index]
    below = under(tree, index)
    if noun.pos not in _NOMINAL or any(t.dep.startswith(("aux", "cop", "nsubj")) for t in below):
        return
    marks = [t for t in below if t.dep == "mark" and t.pos == "SCONJ" and t.index < index]
    verbs = [t for t in below if t.dep == "amod" and t.pos == "VERB" and _in_clause(tree, t, marks)]
    if not verbs or tree[verbs[0].index - 1].pos not in _NOMINAL:
        return
    verb = verbs[0].index
    take_over(tree, index, verb)
    hang(tree, index, verb, "obj")
    for one in below:
        if one.dep == "mark":
            hang(tree, one.index, verb, "mark")
        elif one.index < verb - 1:
            hang(tree, one.index, verb - 1, one.dep)
    hang(tree, verb - 1, verb, "nsubj")


def _in_clause(tree: Sequence[Token], verb: Token, marks: Sequence[Token]) -> bool:
    """Whether a word stands after "that" and a noun, or right behind a subject of its own."""
    own = [t for t in under(tree, verb.index) if t.dep in _SUBJECTS and t.index == verb.index - 1]
    return bool(own) or (bool(marks) and verb.index > marks[0].index + 1)


# ---------------------------------------------------------------- clauses held phrases


def _open_clause(tree: list[Token], index: int, language: Language) -> None:
    """Make a preposition before the subject of a clause its opener ("It comes after Kyiv said that …")."""
    opener, noun = tree[index], tree[tree[index].head]
    if opener.low not in language.grammar.clause_openers or opener.pos != "ADP" or noun.index < index:
        return
    verb = tree[noun.head]
    span = verb if verb.pos == "NOUN" and verb.index == index - 1 and noun.dep == "nmod" else None
    if span is not None and span.dep in _SUBJECTS:  # "a day after Kyiv said so"
        verb = tree[span.head]
    if verb.pos != "VERB" or verb.index < noun.index or not _before_verb(tree, index, noun.index, verb.index):
        return
    tree[index] = replace(opener, pos="SCONJ", dep="mark", head=verb.index)
    hang(tree, noun.index, verb.index, "nsubj")
    if span is not None:
        hang(tree, span.index, verb.index, "obl:unmarked")
    over = [t for t in under(tree, verb.index) if t.pos == "VERB" and t.index < index and t.dep == "ccomp"]
    if not over and index == 0:  # "After Kyiv accused them, Moscow said …"
        over = [t for t in under(tree, verb.index) if _main(tree, t, verb.index)]
    if over:
        take_over(tree, verb.index, over[-1].index)
        hang(tree, verb.index, over[-1].index, "advcl")


def _before_verb(tree: Sequence[Token], opener: int, noun: int, verb: int) -> bool:
    """Whether a noun can be the subject of a verb: it stands before it without a pause, and no other does."""
    between = tree[opener + 1 : verb]
    plain = not any(t.pos == "VERB" or t.text == "," for t in between)
    others = [t for t in under(tree, verb) if t.dep in _SUBJECTS and t.index not in {noun, opener - 1}]
    return plain and not others and (tree[noun].dep in _SUBJECTS or tree[noun].dep in {"obl", "nmod"})


def _main(tree: Sequence[Token], token: Token, verb: int) -> bool:
    """Whether a verb behind the comma, with a subject of its own, is that of the sentence."""
    pause = any(t.text == "," for t in tree[verb : token.index])
    subject = any(t.dep in _SUBJECTS for t in under(tree, token.index))
    return token.pos == "VERB" and token.index > verb and token.dep in _NEW_CLAUSE and pause and subject


def _for_somebody(tree: list[Token], index: int, language: Language) -> None:
    """Make whom a noun names with "for" the subject of the infinitive behind ("plans for Seoul to buy …")."""
    mark, noun = tree[index], tree[tree[index].head]
    if mark.low not in _FOR or mark.pos != "ADP" or tree[noun.head].pos != "NOUN" or noun.index < index:
        return
    last = noun.index
    while last + 1 < len(tree) and tree[last + 1].head == last and tree[last + 1].dep == "flat":
        last += 1
    opens = last + 2 < len(tree) and tree[last + 1].low in language.grammar.purpose
    if opens and tree[last + 2].pos == "VERB":
        tree[index] = replace(mark, pos="SCONJ", dep="mark", head=last + 2)
        hang(tree, noun.index, last + 2, "nsubj")


def _part_gerund(tree: list[Token], index: int) -> None:
    """Give a sentence the subject behind the comma, not what a gerund before it has as object.

    "Before visiting Seoul, the envoy called for talks": Seoul calls for nothing.
    """
    verb = tree[index]
    subjects = [t for t in under(tree, index) if t.dep in _SUBJECTS and t.index < index]
    gerunds = [t for t in under(tree, index) if t.pos == "VERB" and t.low.endswith("ing") and t.index < index]
    if verb.pos != "VERB" or not subjects or not gerunds or gerunds[0].index > subjects[0].index:
        return
    comma = next((t.index for t in tree[subjects[0].index : index] if t.text == ","), -1)
    own = [t for t in tree[comma + 1 : index] if t.head == subjects[0].index and t.pos in _NOMINAL]
    if comma < 0 or not own or any(t.pos in _VERBAL | {"PUNCT"} for t in tree[comma + 1 : index]):
        return
    hang(tree, subjects[0].index, gerunds[0].index, "obj")
    hang(tree, own[-1].index, index, subjects[0].dep)


def _swap_name(tree: list[Token], index: int, language: Language) -> None:
    """Put a name over the noun right before it that only says who that is ("the owner Yevgeny Prigozhin")."""
    noun = tree[index]
    name = tree[index + 1] if index + 1 < len(tree) else noun
    known = noun.lemma in language.office_of_title or noun.lemma in language.kind_of_source
    known = known or bool(language.classify(noun.lemma))
    if (
        noun.pos == "NOUN"
        and name.pos == "PROPN"
        and name.head == index
        and name.dep == "appos"
        and not known
    ):
        follows = index + 2 < len(tree) and tree[index + 2].dep == "flat"
        if follows and noun.dep in _SUBJECTS | {"obj"}:
            take_over(tree, index, name.index)
            hang(tree, index, name.index, "nmod:desc")


def _plan(tree: list[Token], index: int, language: Language) -> None:
    """Give a headline's infinitive the name before it as its subject ("Seoul to send envoys, Tokyo says")."""
    name, to = tree[index], tree[index + 1] if index + 1 < len(tree) else tree[index]
    verb = tree[to.head]
    opens = to.low in language.grammar.purpose and to.dep == "mark" and verb.head == index
    if not (opens and name.pos in _NOMINAL and verb.dep == "acl"):
        return
    later = [t for t in under(tree, name.head) if t.dep in _SUBJECTS and t.index > verb.index]
    if name.dep in _SUBJECTS and later:  # both names are held to say so
        tree[index] = replace(name, dep="ccomp")
    if tree[index].dep in {"ccomp", "parataxis"}:
        take_over(tree, index, verb.index)
        hang(tree, index, verb.index, "nsubj")


def _describe(tree: list[Token], index: int, language: Language) -> None:
    """Give a preposition back whom a participle behind it describes ("met with visiting minister X")."""
    verb = tree[index]
    marks = [t for t in under(tree, index) if t.index == index - 1 and t.low in language.grammar.prepositions]
    whom = [t for t in under(tree, index) if t.dep == "obj" and t.index > index]
    form = verb.pos == "VERB" and verb.low.endswith("ing") and verb.lemma in language.grammar.attributive
    if not (form and marks and whom) or any(t.text == "," for t in tree[index : whom[0].index]):
        return
    over = verb.head
    for one in under(tree, index):
        hang(tree, one.index, over, one.dep)
    hang(tree, whom[0].index, over, "obl")
    tree[index - 1] = replace(marks[0], pos="ADP", dep="case", head=whom[0].index)
    hang(tree, index, whom[0].index, "acl")


# ---------------------------------------------------------------- participles held verbs


def _reduce(tree: list[Token], index: int, language: Language) -> None:
    """Make a participle after its noun what it is, where the sentence's verb comes only later."""
    verb = tree[index]
    below = under(tree, index)
    subjects = [t for t in below if t.dep in _SUBJECTS and t.pos in _NOMINAL and t.index < index]
    forms = {reading.form for reading in language.forms.readings(verb.text, verb.lemma)}
    helped = any(t.dep.startswith(("aux", "cop")) for t in below)
    if verb.pos != "VERB" or len(subjects) != 1 or helped or "participle" not in forms:
        return
    if any(t.dep == "obj" for t in below):
        return
    for main in below:
        if main.index > index and main.pos in _VERBAL and _stands_alone(tree, index, main.index):
            break
    else:
        return
    take_over(tree, index, main.index)
    hang(tree, index, subjects[0].index, "acl")
    passive = any(t.dep == "aux:pass" for t in under(tree, main.index))
    hang(tree, subjects[0].index, main.index, "nsubj:pass" if passive else "nsubj")
    for one in below:
        if one.index < subjects[0].index:
            hang(tree, one.index, main.index, one.dep)


def _stands_alone(tree: Sequence[Token], participle: int, main: int) -> bool:
    """Whether a later verb has no subject and no link of its own, and follows without a pause."""
    below = under(tree, main)
    if any(t.dep in _SUBJECTS | _LINKS for t in below) or tree[main].dep not in _NEW_CLAUSE:
        return False
    helpers = [t.index for t in below if t.dep.startswith(("aux", "cop"))]
    first = min([main, *helpers])
    between = tree[participle + 1 : first]
    plain = between and not any(t.text in _STOPS or t.pos in _VERBAL for t in between)
    return bool(helpers and plain and between[-1].pos in _NOMINAL | {"NUM"})
