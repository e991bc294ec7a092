"""Who is named with a colon or a dash before or after what he says: "Seoul: the North has sent troops".

The rule: a person, an institution, a capital or an account of somebody ("Bericht: …") speaks. A state by its
own name speaks in a heading that tells of others; else it is what the heading is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.model import MentionKind, SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.coreference import Who
    from kg.model import Clause, Mention, Reading, Sentence

#: What may speak so, by class.
_SPEAKING: Final = frozenset({"Person", "Organization", "NewsAgency", "Government", "ArmedForces"})
_SOURCE: Final = "UnnamedSource"
_STATE: Final = "Country"
_HEADS: Final = frozenset({SectionKind.HEADLINE, SectionKind.SUBHEADING})
#: Words of a name behind an office.
_NAME: Final = 3
#: The dash before who says so at the end of a heading.
_DASH: Final = re.compile(r"\s[-–—]\s?(?=[^-–—]+$)")


def label(clause: Clause, reading: Reading, who: Who) -> tuple[str, Mention] | None:
    """Give the entity that a sentence is ascribed to so ("" for "Bericht"), and the mention that names it."""
    sentence = reading.sentences[clause.sentence]
    pieces = set(_pieces(sentence))
    body = [s.index for s in reading.sentences if s.section is SectionKind.BODY]
    # "Seoul: …" below a headline is where it was written.
    opens = sentence.index > 0 and body[:1] == [sentence.index]
    for index, mention in enumerate(reading.mentions):
        if mention.sentence != clause.sentence or not _is_piece(mention, pieces):
            continue
        if mention.span.begin <= clause.trigger.begin < mention.span.end:
            continue
        nobody = mention.office and not who.of.get(index, ())  # an office of which nobody is known
        if mention.type == _SOURCE or nobody:
            return "", mention
        keys = who.of.get(index, ())
        if keys and _speaks(mention, keys[0], sentence, reading, who, opens=opens):
            return keys[0], mention
    return None


def _is_piece(mention: Mention, pieces: set[str]) -> bool:
    """Whether a mention is all that stands there, but for a name that nothing knows ("Генсек НАТО Рютте")."""
    if mention.text in pieces or not mention.office:
        return mention.text in pieces
    rests = (one.removeprefix(mention.text).split() for one in pieces if one.startswith(f"{mention.text} "))
    return any(len(rest) <= _NAME and all(word[:1].isupper() for word in rest) for rest in rests)


def _pieces(sentence: Sentence) -> Iterator[str]:
    """Give what stands before the first colon, after the last, and in a heading after a dash."""
    before, colon, rest = sentence.text.partition(":")
    if colon:
        yield before.strip()
        yield rest.rpartition(":")[2].strip(" .")
    if sentence.section in _HEADS:
        yield from (piece.strip() for piece in _DASH.split(sentence.text)[1:])


def _speaks(
    mention: Mention, key: str, sentence: Sentence, reading: Reading, who: Who, *, opens: bool
) -> bool:
    kind = who.types.get(key, "")
    named = mention.kind is MentionKind.NAME and kind != _STATE
    if named and sentence.section in _HEADS and sentence.text.rstrip().endswith(f": {mention.text}"):
        return True  # "…: White House"
    if mention.kind is MentionKind.METONYM:
        return not opens
    if kind == _STATE and mention.kind is MentionKind.NAME:
        return sentence.section in _HEADS and not _told_of(key, mention, reading, who)
    return kind in _SPEAKING or mention.type in _SPEAKING


def _told_of(state: str, mention: Mention, reading: Reading, who: Who) -> bool:
    """Whether a sentence tells of a state, or of somebody or something of it, beside naming it."""
    mentions = enumerate(reading.mentions)
    others = who.keys([i for i, m in mentions if m.sentence == mention.sentence and m is not mention])
    items = [who.items.get(key) for key in others]
    return state in others or any(item is not None and item.country == state for item in items)
