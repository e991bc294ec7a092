"""Names that stand behind a title, parted from it by what the title is of.

"С министром природных ресурсов и экологии Александром Козловым": where nouns show their case, the tree and
the case tell whose title it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.mention_table import MentionTable
    from kg.model import Mention
    from kg.phrases import Phrase

#: How many phrases may stand between a title and the name.
_NEAR: Final = 6


def apposed(
    number: int, phrases: Sequence[Phrase], mention: Mention, table: MentionTable, language: Language
) -> int:
    """Give the name that the tree puts beside a title of the same case; -1 if there is none."""
    title = phrases[number]
    if not language.cases or mention.kind is not MentionKind.NOMINAL or not mention.office or mention.plural:
        return -1
    for at in range(number + 1, min(number + _NEAR, len(phrases))):
        after, index = phrases[at], table.of_phrase.get(at, -1)
        beside = after.governor == title.noun and after.dep in language.functions.apposition
        alike = not title.case or after.case in {"", title.case}
        if index < 0 or not beside or after.preposition or not alike:
            continue
        other = table.mentions[index]
        if other.kind is MentionKind.NAME and other.type == "Person":
            return index
    return -1
