"""The verb of a headline that writes its words large, which a tagger holds an adjective or a noun.

"Foreign Minister Visits Seoul": only where a line has no verb at all, behind a name or a title.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.tree_moves import hang, under

if TYPE_CHECKING:
    from kg.language import Language
    from kg.tokens import Token

_VERBAL: Final = frozenset({"VERB", "AUX"})
_AFTER: Final = frozenset({"PROPN", "NOUN", "ADP", "ADJ", "DET", "PART"})
_PARTS: Final = frozenset({"compound", "amod", "nmod:poss", "flat", "nmod:desc", "appos", "nmod"})


def find_headline_verb(tree: list[Token], language: Language) -> None:
    """Give a line without a verb the word that can be its verb, with who stands before it as its subject."""
    _free_subject(tree)
    if any(t.pos in _VERBAL for t in tree) or len(tree) < 3 or tree[-1].text in {".", "!", "?"}:  # noqa: PLR2004
        return
    for token in tree[1:-1]:
        before, after = tree[token.index - 1], tree[token.index + 1]
        named = before.pos == "PROPN" and after.pos in {"PROPN", "ADJ", "DET", "NUM"}
        verb = _verb(token, language, named=named)
        sure = token.low.endswith("ies") and token.low not in language.known_nouns  # "ratifies"
        who = before.pos == "PROPN" or before.lemma in language.office_of_title or sure
        if verb and who and after.pos in _AFTER and token.pos in {"NOUN", "ADJ", "PROPN"}:
            _make(tree, token.index, verb)
            return


def _free_subject(tree: list[Token]) -> None:
    """Give a verb that has no subject the name before it, which the tree makes a part of the verb.

    "Russia's Shoigu visits Seoul": nobody makes a compound of a name and a verb.
    """
    for token in tree[1:]:
        before = tree[token.index - 1]
        part = before.pos == "PROPN" and before.head == token.index and before.dep == "compound"
        own = any(t.dep.startswith("nsubj") for t in under(tree, token.index))
        if token.pos != "VERB" or not token.has("VerbForm=Fin") or not part or own:
            continue
        hang(tree, before.index, token.index, "nsubj")
        for one in under(tree, token.index):
            if one.index < before.index and one.dep in _PARTS:
                hang(tree, one.index, before.index, one.dep)


def _verb(token: Token, language: Language, *, named: bool) -> str:
    """Give the verb of which a word can be the present tense; "" if it is a noun of note, or of none.

    Between two names it is a verb, whatever else it may mean ("Putin thanks Kim").
    """
    forms = (token.low.removesuffix("s"), token.low.removesuffix("es"), f"{token.low.removesuffix('ies')}y")
    known = (token.low in language.common_nouns and not named) or not token.low.endswith("s")
    return "" if known else next((one for one in forms if one in language.frame_verbs), "")


def _make(tree: list[Token], index: int, verb: str) -> None:
    old = tree[index].head
    tree[index] = replace(tree[index], pos="VERB", lemma=verb, dep="ROOT", head=index)
    before = tree[index - 1]
    top = before.index
    while tree[top].head != index and tree[top].dep in _PARTS and tree[top].head < index:
        if tree[top].head == top:
            break
        top = tree[top].head
    hang(tree, top, index, "nsubj")
    if old > index:
        hang(tree, old, index, "obj")
    for one in under(tree, index):
        if one.index < index and one.index != top and one.pos != "PUNCT":
            hang(tree, one.index, top, one.dep)
        elif one.index == index + 1 and one.pos in {"PROPN", "NOUN"} and one.dep not in {"obj", "obl"}:
            hang(tree, one.index, index, "obj")
