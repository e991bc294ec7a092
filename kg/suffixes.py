"""What a language writes onto the end of its words: particles on nouns, endings on verbs, as data.

For languages in which a word carries its function (Korean: "러시아에", to Russia; "했다고", that he did).
The table [suffixes] of a language file holds it; a language without one is read by its trees
(`kg.clauses`), one with it by its suffixes (`kg.head_final`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = frozenset[str]


@dataclass(frozen=True)
class Suffixes:
    """The table [suffixes].

    ``particles`` gives the function of each particle, with a "+" at its end where what bears it stands
    before a noun; ``after_vowel`` and ``after_consonant`` are those that only follow such a letter.
    ``postpositions`` are particles of several words, by their function. ``citation`` is the ending of
    verbs in this file, ``infinitive`` and ``bare`` turn their stem (letters apart, NFD) into those that
    endings follow, each a pair of a regular expression and what replaces it; ``irregular`` lists more
    stems by verb. ``endings`` tell form and tense (see `kg.suffixed_words`). ``light`` are verbs that make
    one of a noun, by what they make of it: "" as it is, "passive", "copula", or a verb ending of its own.
    ``signs`` are letters that stand for a state right before another word; ``brief`` are particles that only
    words which are known may bear; ``honorifics`` are titles written onto any name.
    ``says`` is the verb that quotations without one leave out; ``scheduling`` are verbs whose present tense
    tells what lies ahead; ``happening`` are verbs that say of an event only that it takes place,
    ``about_what`` functions of what is spoken about, ``granted`` verbs whose condition is none ("감안하면",
    considering), ``describing`` verbs that before a noun only say what it is like, ``givers`` nouns whose
    genitive is no part of what stands before them ("X의 방문 초대" is X's invitation).
    ``asking`` are endings by which the last verb of a sentence asks, and any other goes on,
    ``question_marks`` what makes a question of a noun before it.
    ``after`` are verbs that after a form of another verb only help it, by what that means: "negated",
    "future", "wish", …; ``bound`` are nouns that after a verb say only how it is meant.
    """

    particles: Mapping[str, str] = field(default_factory=dict)
    after_vowel: Words = frozenset()
    after_consonant: Words = frozenset()
    postpositions: Mapping[str, str] = field(default_factory=dict)
    quoting: Mapping[str, str] = field(default_factory=dict)
    plural: Words = frozenset()
    citation: str = ""
    infinitive: tuple[tuple[str, str], ...] = ()
    bare: tuple[tuple[str, str], ...] = ()
    irregular: Mapping[str, Any] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[Mapping[str, str], ...] = ()
    light: Mapping[str, str] = field(default_factory=dict)
    verbs: Words = frozenset()
    after: tuple[Mapping[str, str], ...] = ()
    bound: Mapping[str, str] = field(default_factory=dict)
    joins: Words = frozenset()
    adverbs: Words = frozenset()
    adjectives: Words = frozenset()
    ordinary: Words = frozenset()
    sure: Words = frozenset()
    surnames: Words = frozenset()
    short: Mapping[str, Any] = field(default_factory=dict)
    empty: Words = frozenset()
    pairs: Words = frozenset()
    does: Words = frozenset()
    does_verb: str = ""
    aims: Words = frozenset()
    said: Mapping[str, str] = field(default_factory=dict)
    numerals: Words = frozenset()
    structural: Words = frozenset()
    clock: Words = frozenset()
    about: Words = frozenset()
    counters: Words = frozenset()
    decided: str = ""
    absent: Words = frozenset()
    exists: Words = frozenset()
    complementizing: Words = frozenset()
    where: str = ""
    content: Words = frozenset()
    says: str = ""
    signs: Words = frozenset()
    brief: Words = frozenset()
    honorifics: Words = frozenset()
    scheduling: Words = frozenset()
    happening: Words = frozenset()
    about_what: Words = frozenset()
    describing: Words = frozenset()
    givers: Words = frozenset()
    granted: Words = frozenset()
    asking: Words = frozenset()
    question_marks: Words = frozenset()
