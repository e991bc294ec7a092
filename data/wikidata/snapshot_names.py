"""Press spellings made by rule: German transliteration of Russian names, Korean hyphens, Russian regions."""

from __future__ import annotations

import re

_VOWELS = "аеёиоуыэюя"
_LETTERS = "абвгджзийклмнопрстуфхцчшщъыьэюя"
_SOUNDS = "a b w g d sch s i i k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja"
_PLAIN = {letter: sound.strip("-") for letter, sound in zip(_LETTERS, _SOUNDS.split(), strict=True)}
_PATRONYMIC = re.compile(r"(вич|вна|ична|инична)$")


def german(word: str) -> str:
    """Write a Russian name as German newspapers do (Duden): Лавров -> Lawrow, Белоусов -> Beloussow."""
    lower, out = word.lower(), []
    lower = re.sub(r"(?<=[иы])й$", "", lower)
    for place, char in enumerate(lower):
        before = lower[place - 1] if place else ""
        after = lower[place + 1] if place + 1 < len(lower) else ""
        if char == "е":
            out.append("je" if not before or before in _VOWELS + "ъь" or not before.isalpha() else "e")
        elif char == "ё":
            out.append("o" if before in set("жчшщ") else "jo")
        elif char == "с" and before and before in _VOWELS and after and after in _VOWELS:
            out.append("ss")
        elif char == "с" and before == "к":
            out[-1] = "x"
        elif (char == "й" and (not before or not before.isalpha())) or (char == "ь" and after == "о"):
            out.append("j")
        else:
            out.append(_PLAIN.get(char, char))
    text = "".join(out)
    return "-".join(part[:1].upper() + part[1:] for part in text.split("-"))


def press_name(russian: str) -> tuple[str, str] | None:
    """Take the patronymic out: "Сергей Викторович Лавров" -> ("Сергей Лавров", "Sergei Lawrow")."""
    parts = russian.split()
    if len(parts) != len(("given", "patronymic", "family")) or not _PATRONYMIC.search(parts[1]):
        return None
    return f"{parts[0]} {parts[2]}", f"{german(parts[0])} {german(parts[2])}"


def korean_spellings(name: str) -> set[str]:
    """Give the three spellings of the press: Kim Jong Un, Kim Jong-un, Kim Jong-Un."""
    parts = re.fullmatch(r"([A-Z][a-z]+) ([A-Z][a-z]+)[- ]([A-Za-z][a-z]+)", name)
    if not parts:
        return set()
    family, first, second = parts.groups()
    joined = {f"{first} {second.capitalize()}", f"{first}-{second.lower()}", f"{first}-{second.capitalize()}"}
    return {f"{family} {given}" for given in joined}


def region_names(short: str, russian: str) -> tuple[str, ...]:
    """Give the German press forms of a Russian region from its short form, the usual one first."""
    if russian.endswith("область"):
        return (f"Oblast {short}", f"Gebiet {short}", f"Region {short}", f"{short}-Gebiet")
    if russian.endswith("край"):
        return (f"Region {short}", f"Krai {short}", f"Gebiet {short}")
    return ()
