"""Which states a sentence speaks of, in the order in which "the country" may mean them.

The rule: a state that only says where an agency or a source is from ("die japanische Agentur Kyodo", "nach
südkoreanischen Angaben") is not spoken of; one that says whose somebody is counts where no other is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.binding import own_state
from kg.name_forms import name_forms

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.language import Language
    from kg.model import Mention, Reading
    from kg.who import Who

_SOURCES: Final = frozenset({"NewsAgency", "Publisher", "UnnamedSource"})
_WHOSE: Final = frozenset({"demonym", "genitive"})
_PERSON: Final = "Person"
#: So many words has a noun with its article.
_BARE: Final = 2


def state_meant(index: int, reading: Reading, language: Language, who: Who) -> tuple[str, ...]:
    """Give the state that "the country", "its country", "the neighbouring country" means."""
    mention = reading.mentions[index]
    words = mention.text.lower().split()
    near = any(word.startswith(name_forms(reading.article.lang).near) for word in words)
    neighbour = near or mention.head in language.grammar.neighbours
    if not neighbour and (who.countries(mention) or len(words) > _BARE):
        return ()  # "the North Korean republic", "the isolated country" is not the one spoken of before
    if words[0] in language.grammar.possessive and not neighbour:
        return own_state(index, reading, language, who)
    return _state_before(mention, reading, language, who, neighbour=neighbour)


def _state_before(
    mention: Mention, reading: Reading, language: Language, who: Who, *, neighbour: bool
) -> tuple[str, ...]:
    """Give the state spoken of before a mention that its own sentence does not name."""
    here = {
        k
        for i, other in enumerate(reading.mentions)
        if other.sentence == mention.sentence
        for k in who.of.get(i, ())
    }
    # Nobody's own state is "the neighbouring country" to him.
    here |= {who.items[k].country for k in here if k in who.items}
    for back in (1,) if neighbour else (1, 2):
        if there := states(mention.sentence - back, reading, language, who, here):
            return there[:1]
    # The neighbour may be whom the article names first, if alone in its sentence.
    for sentence in range(mention.sentence) if neighbour else ():
        if there := states(sentence, reading, language, who, here):
            return there if len(there) == 1 else ()
    return ()


def states(
    sentence: int, reading: Reading, language: Language, who: Who, here: Collection[str]
) -> tuple[str, ...]:
    """Give the states of which a sentence speaks beside those given, each once."""
    mentions = reading.mentions
    there = [i for i, mention in enumerate(mentions) if mention.sentence == sentence]
    of_source = {m for i in there if mentions[i].type in _SOURCES for m in mentions[i].of}
    of_source |= {
        m
        for clause in reading.clauses
        if clause.sentence == sentence
        and clause.kind == "noun"
        and clause.lemma in language.attribution.nouns
        for argument in clause.arguments
        if argument.function in _WHOSE
        for m in argument.mentions
    }
    of_person = {m for i in there if mentions[i].type == _PERSON for m in mentions[i].of} - of_source
    for tier in ([i for i in there if i not in of_source | of_person], sorted(of_person)):
        keys = tuple(k for k in who.keys(tier) if who.types.get(k) == "Country" and k not in here)
        if keys:
            return keys
    return ()
