"""Articles for the tests of building, made of the project's own sentences: as many as are wanted."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_PUBLISHERS: Final = ("Kurier", "Tagespost", "Morning Courier", "Hafenblatt", "Evening Observer")
_FIRST_DAY: Final = date(2023, 9, 1)
_DAYS: Final = 120
_PARAGRAPH: Final = 3


def sentences(lang: str) -> list[str]:
    """Give the project's own test sentences of a language, each with what stands before it."""
    path = room("lang").parent.parent / "tests" / "sentences" / f"{lang}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
    return list(dict.fromkeys(f"{one.get('before', '')} {one['text']}".strip() for one in tables))


def article(number: int, length: int = 12) -> tuple[str, str, str]:
    """Make the name, the text and the language of one article; the same number gives the same article."""
    chance = random.Random(number)  # noqa: S311  no secret depends on it
    lang = "de" if number % 3 else "en"
    told = chance.sample(sentences(lang), length)
    paragraphs = [" ".join(told[at : at + _PARAGRAPH]) for at in range(0, length, _PARAGRAPH)]
    day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    head = {"title": told[0].rstrip(".?!"), "date": day.isoformat(), "lang": lang}
    head["publisher"] = chance.choice(_PUBLISHERS)
    lines = ["---", *(f"{key}: {value}" for key, value in head.items()), "---", ""]
    return f"{number:05}.txt", "\n".join(lines) + "\n\n".join(paragraphs) + "\n", lang


def write_articles(folder: Path, numbers: Iterable[int], length: int = 12) -> list[Path]:
    """Write articles into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in numbers:
        name, text, _ = article(number, length)
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths
