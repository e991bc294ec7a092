"""Clauses that go on with the subject of the one before, put right in the tree ("…, warnte Kim aber vor …").

Where a language lets the verb open such a clause, a small parser takes the name after it for its subject, and
what stands before for words that are said. An adverb that sets it against what was before, or a negation,
shows that it is neither: who comments on words does not say so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.morphology import verb_features
from kg.second_halves import part_halves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_VERBAL: Final = frozenset({"VERB", "AUX"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
#: How far behind the verb the adverb may stand: "warnte das kommunistische Nordkorea aber".
_NEAR: Final = 5
_REPORTED: Final = "subjunctive"


def go_on(words: Sequence[Token], language: Language) -> tuple[Token, ...]:
    """Give the words of a sentence with such clauses beside the one whose subject they share."""
    tree = list(words)
    for index in range(len(tree)):
        if tree[index].pos in _VERBAL and set_against(tree, index, language):
            _join(tree, index, language)
    return part_halves(tree, language)


def set_against(tree: Sequence[Token], index: int, language: Language) -> bool:
    """Whether a clause that opens with its verb is set against the one before, and no comment on words."""
    if not language.grammar.contrast or not index or tree[index - 1].text != ",":
        return False
    before = [verb_features(tree, t.index, language.forms) for t in tree[:index] if t.pos in _VERBAL]
    if any(one.mood.startswith(_REPORTED) for one in before):
        return False
    grammar, said = language.grammar, language.attribution
    behind = tree[index + 1 : index + 1 + _NEAR]
    clause = behind[: next((at for at, token in enumerate(behind) if token.text == ","), len(behind))]
    lemma = tree[index].lemma
    asks = grammar.object_control | language.quoting.acts
    takes_somebody = lemma not in said.say | said.think or lemma in asks
    against = grammar.contrast | (grammar.negation if lemma in language.quoting.acts else frozenset())
    return takes_somebody and any(token.low in against for token in clause)


def _join(tree: list[Token], index: int, language: Language) -> None:
    labels, verb = language.functions, tree[index]
    before = [t for t in tree[:index] if t.pos in _VERBAL and (t.head == index or verb.head == t.index)]
    if not before or before[-1].dep in labels.auxiliary:
        return
    above = before[-1]
    subjects = [t for t in tree[: above.index] if t.head == above.index and t.dep in labels.subject]
    if not subjects or any(t.pos in _VERBAL for t in tree[: above.index]):
        return
    if above.head == index:
        head = above.index if verb.head == index else verb.head
        tree[above.index] = replace(above, dep=verb.dep, head=head)
        tree[index] = replace(verb, dep=min(labels.coordination), head=above.index)
    for token in tree[index + 1 :]:
        if token.head == index and token.dep in labels.subject and token.pos in _NOMINAL:
            articles = {t.low for t in tree if t.head == token.index and t.index < token.index}
            if not articles & language.grammar.nominative_articles:
                tree[token.index] = replace(token, dep=min(labels.object))
            return
