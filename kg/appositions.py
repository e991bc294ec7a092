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
        both = {title.dep, after.dep} <= language.functions.subject and after.governor == title.governor
        # a verb has one subject: "заявил координатор по связям Джон Кирби"
        beside = beside or both or _closes(number, at, phrases, language)
        alike = not title.case or after.case in {"", title.case}
        if index < 0 or not beside or after.preposition or not alike:
            continue
        other = table.mentions[index]
        if other.kind is MentionKind.NAME and other.type == "Person":
            return index
    return -1


def _closes(number: int, at: int, phrases: Sequence[Phrase], language: Language) -> bool:
    """Whether a name right behind what a subject is of stands in the subject's case."""
    title, name = phrases[number], phrases[at]
    nominative = language.cases.get(title.case) == "subject" and name.case == title.case
    labels = language.functions
    beside = name.dep in labels.apposition and title.dep in labels.subject
    beside |= name.dep in labels.apposition | labels.subject and title.dep in labels.coordination
    gaps = (
        phrases[n].first - phrases[n - 1].last - bool(phrases[n].preposition)
        for n in range(number + 1, at + 1)
    )
    return nominative and beside and all(gap == 1 for gap in gaps)
