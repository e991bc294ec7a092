"""Which language a text is in, told without a model, a download or the network.

News texts have hundreds of words, and in those the share of function words ("der", "und", "the",
"of", "в", "на") sets languages of one script apart without doubt; Hangul and Kana are told by script
alone. So a table of some 50 words a language does what a statistical identifier would do, and three
things those do not: it says "" when unsure (py3langid always answers, lingua needs 100 MB for the
same), its reasons can be read in one file, and a language is added by one line of data. Languages
that are not read (French, Dutch, Ukrainian, …) are in the table too, so that they are not taken for
a neighbour.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE: Final = 20_000  # characters looked at: more changes nothing
LEAST_WORDS: Final = 12
LEAST_SHARE: Final = 0.15
MOST_FOREIGN: Final = 0.02  # names of other languages occur in any news
LEAD: Final = 1.25  # how many times the second-best share the best must be

_SCRIPTS: Final = (
    ("Latin", re.compile(r"[A-Za-zÀ-ɏ]")),
    ("Cyrillic", re.compile(r"[Ѐ-ӿ]")),
    ("Hangul", re.compile(r"[가-힣]")),
    ("Kana", re.compile(r"[ぁ-ヿ]")),
    ("Han", re.compile(r"[一-鿿]")),
)
_WORD: Final = re.compile(r"[^\W\d_]+")
# A syllable or a character stands for two to three letters of an alphabet.
_WEIGHTS: Final = {"Hangul": 2.5, "Kana": 3.0, "Han": 2.0}
_SCRIPT_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Profile:
    """What a language looks like: ISO 639-1 code, script, function words (none: script decides).

    ``foreign`` are letters of the script that the language does not write.
    """

    code: str
    script: str
    words: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()


def script(text: str) -> str:
    """Name the script most of the letters belong to, "" if there is none that prevails."""
    sample = text[:SAMPLE]
    weights = {name: len(found.findall(sample)) * _WEIGHTS.get(name, 1.0) for name, found in _SCRIPTS}
    # Japanese mixes Kana with Han; Chinese has no Kana.
    if weights["Kana"] * 4 > weights["Han"]:
        weights["Kana"] += weights["Han"]
        weights["Han"] = 0.0
    total = sum(weights.values())
    name = max(weights, key=lambda key: weights[key])
    return name if total and weights[name] / total > _SCRIPT_SHARE else ""


def identify(text: str, profiles: Iterable[Profile]) -> str:
    """Tell the language's code, or "" if the text is too short or fits none well enough."""
    written = script(text)
    fitting = [profile for profile in profiles if profile.script == written]
    by_script = [profile.code for profile in fitting if not profile.words]
    if by_script:
        return by_script[0]
    words = Counter(_WORD.findall(text[:SAMPLE].casefold()))
    total = words.total()
    fitting = [profile for profile in fitting if _foreign(words, profile) <= MOST_FOREIGN * total]
    if total < LEAST_WORDS or not fitting:
        return ""
    shares = sorted(
        ((sum(words[word] for word in profile.words) / total, profile.code) for profile in fitting),
        reverse=True,
    )
    best, code = shares[0]
    second = shares[1][0] if len(shares) > 1 else 0.0
    return code if best >= LEAST_SHARE and best >= second * LEAD else ""


def _foreign(words: Counter[str], profile: Profile) -> int:
    """Count the words with letters the language does not write."""
    if not profile.foreign:
        return 0
    return sum(count for word, count in words.items() if not profile.foreign.isdisjoint(word))
