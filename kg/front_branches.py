"""Who acts at the front of a sentence, where a small parser grows the first branches elsewhere.

Only for languages of fixed order. The second of two after "between" is held the verb's subject ("drills
between Seoul and Tokyo began"), what was supplied the supplier ("shells supplied to X were found"), a name
before a comma somebody addressed ("Putin, Kim sign treaty"), a visitor what is visited ("Visiting minister X
praised"), and a participle before its time the verb ("troops sent there last year suffered").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.tree_moves import hang, take_over, under

if TYPE_CHECKING:
    from kg.language import Language
    from kg.tokens import Token

_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_LINKS: Final = frozenset({"mark", "cc", "advmod"})
_ENDS: Final = frozenset({".", "!", "?"})
_OPENS: Final = frozenset({"NOUN", "ADJ", "DET", "PROPN", "NUM"})


def right_front(tree: list[Token], language: Language) -> None:
    """Give the branches at the front of a sentence their places."""
    _join_pair(tree)
    for token in tree:
        _share_between(tree, token.index)
        _part_supplied(tree, token.index)
        _put_last(tree, token.index)
        _address(tree, token.index)
        _visiting(tree, token.index, language)
        _raise_saying(tree, token.index, language)


def _share_between(tree: list[Token], index: int) -> None:
    """Join to the name before "and" the one behind it, which the tree holds the verb's subject."""
    subjects = [t for t in under(tree, index) if t.dep in _SUBJECTS]
    if tree[index].pos not in {"VERB", "AUX"} or len(subjects) != 2:  # noqa: PLR2004
        return
    first, second = subjects
    begin = min([second.index, *(t.index for t in under(tree, second.index))])
    joint = tree[begin - 1] if begin else second
    before = tree[begin - 2] if begin > 1 else second
    above = tree[before.head]
    inside = before.dep == "nmod" and above.index == first.index and before.index > first.index
    if joint.pos == "CCONJ" and inside and before.pos in _NOMINAL and second.index < index:
        hang(tree, second.index, before.index, "conj")
        hang(tree, joint.index, second.index, "cc")


def _part_supplied(tree: list[Token], index: int) -> None:
    """Give a passive without a subject the one that the participle before it took."""
    main = tree[index]
    below = under(tree, index)
    helpers = [t.index for t in below if t.dep == "aux:pass"]
    if main.pos != "VERB" or not helpers or any(t.dep in _SUBJECTS for t in below):
        return
    for part in below:
        subjects = [t for t in under(tree, part.index) if t.dep in _SUBJECTS and t.index < part.index]
        linked = any(t.dep in _LINKS for t in under(tree, part.index))
        early = part.pos == "VERB" and part.dep == "advcl" and part.index < helpers[0]
        paused = any(t.text == "," for t in tree[part.index : helpers[0]])
        if early and len(subjects) == 1 and not linked and not paused:
            hang(tree, subjects[0].index, index, "nsubj:pass")
            hang(tree, part.index, subjects[0].index, "acl")
            return


def _put_last(tree: list[Token], index: int) -> None:
    """Make a verb behind a time the main one, where the tree holds it a part of what follows it."""
    said = tree[index]
    times = [t for t in under(tree, index) if t.dep == "obl:unmarked" and t.index == index - 1]
    thing, first = tree[said.head], tree[tree[said.head].head]
    held = said.dep == "amod" and said.pos == "VERB" and thing.dep == "obj" and first.pos == "VERB"
    subjects = [t for t in under(tree, first.index) if t.dep in _SUBJECTS and t.index == first.index - 1]
    helped = any(t.dep.startswith("aux") for t in under(tree, first.index))
    if not (times and held and subjects and not helped and first.index < index):
        return
    take_over(tree, first.index, index)
    hang(tree, first.index, subjects[0].index, "acl")
    hang(tree, subjects[0].index, index, "nsubj")
    hang(tree, thing.index, index, "obj")
    hang(tree, times[0].index, first.index, "obl:unmarked")
    for one in under(tree, first.index):
        if one.pos == "PUNCT" or one.index < subjects[0].index:
            hang(tree, one.index, index, one.dep)


def _address(tree: list[Token], index: int) -> None:
    """Join two names before a headline's verb, the first of which the tree holds addressed."""
    name = tree[index]
    verb = tree[name.head]
    subjects = [t for t in under(tree, verb.index) if t.dep == "nsubj" and t.pos == "PROPN"]
    ends = tree[-1].text in _ENDS
    if name.dep != "vocative" or name.pos != "PROPN" or len(subjects) != 1 or ends:
        return
    hang(tree, name.index, verb.index, "nsubj")
    hang(tree, subjects[0].index, name.index, "conj")


def _visiting(tree: list[Token], index: int, language: Language) -> None:
    """Give a verb as its subject who is only said to be visiting ("Visiting minister X praised Seoul")."""
    gerund = tree[index]
    verb = tree[gerund.head]
    guests = [t for t in under(tree, index) if t.dep == "obj" and t.pos in _NOMINAL]
    own = any(t.dep in _SUBJECTS for t in under(tree, verb.index))
    opens = index == 0 and gerund.dep in {"csubj", "advcl"} and gerund.lemma in language.grammar.attributive
    if not (opens and guests and not own) or any(t.text == "," for t in tree[: verb.index]):
        return
    hang(tree, guests[0].index, verb.index, "nsubj")
    hang(tree, index, guests[0].index, "amod")


def _raise_saying(tree: list[Token], index: int, language: Language) -> None:
    """Put who says it over what is said, where the tree has it below ("The outlet notes that …")."""
    for says in under(tree, index):
        that = tree[says.index + 1].low in language.grammar.complementizers if says.index < index else False
        before = tree[says.index - 1] if says.index else says
        speaks = says.pos == "VERB" and says.lemma in language.attribution.say and that
        below = under(tree, says.index)
        noun = before.head == says.index and before.dep == "compound" and before.pos in _NOMINAL
        if not speaks or not (noun or any(t.dep in _SUBJECTS for t in below)):
            continue
        take_over(tree, index, says.index)
        hang(tree, index, says.index, "ccomp")
        if noun:
            for one in below:
                hang(tree, one.index, before.index, one.dep)
            hang(tree, before.index, says.index, "nsubj")
        hang(tree, says.index + 1, index, "mark")
        return


def _join_pair(tree: list[Token]) -> None:
    """Give a headline that opens with two names its verb ("Kim, Putin hold talks")."""
    comma, after = _pair(tree)
    if not after:
        return
    word, first, second = tree[after], comma - 1, after - 1
    told = "Tense=Pres|VerbForm=Fin"
    tree[after] = replace(word, pos="VERB", lemma=word.low, dep="ROOT", head=after, feats=told)
    thing = after + 1
    while thing + 1 < len(tree) and tree[thing].pos != "NOUN" and tree[thing + 1].pos in _OPENS:
        thing += 1
    while thing + 1 < len(tree) and tree[thing + 1].pos == "NOUN":
        thing += 1
    hang(tree, first, after, "nsubj")
    hang(tree, second, first, "conj")
    for at in (*range(first), *range(comma, second)):
        hang(tree, at, first if at <= comma else second, "punct" if at == comma else "compound")
    hang(tree, thing, after, "obj")
    for at in range(after + 1, thing):
        hang(tree, at, thing, "compound" if tree[at].pos in _NOMINAL else tree[at].dep)
    for token in tree[thing + 1 :]:
        if token.head <= after:
            hang(tree, token.index, after, token.dep)


def _pair(tree: list[Token]) -> tuple[int, int]:
    """Give where the comma between two names stands that open a line without a verb, and the word behind."""
    comma = next((t.index for t in tree[1:7] if t.text == ","), 0)
    finite = any(t.pos in {"VERB", "AUX"} and t.has("VerbForm=Fin") for t in tree)
    after = next((t.index for t in tree[comma + 1 :] if t.pos != "PROPN"), 0)
    named = all(t.pos == "PROPN" for t in tree[:comma])
    if finite or not named or not 0 < comma < after - 1 < len(tree) - 2 or tree[-1].text in _ENDS:
        return 0, 0
    word, rest = tree[after], tree[after + 1]
    fits = word.pos in {"NOUN", "VERB", "ADJ"} and not word.low.endswith("s") and rest.pos in _OPENS
    return (comma, after) if fits else (0, 0)
