"""Names that tell by their form what bears them: "Su-35", "Hwasong-18", "Sojus-2".

The rule: a name's form may say its class where neither the pipeline nor the look-up does; the forms are data
(``data/designations.toml``), the same for all languages.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from kg.errors import ProjectError
from kg.rooms import room


def class_by_form(name: str) -> str:
    """Give the ontology class of what bears such a name, "" where its form says nothing.

    Raises
    ------
    ProjectError
        KG-115 if the table cannot be read or holds what is no regular expression.
    """
    return next((kind for kind, pattern in _patterns() if pattern.fullmatch(name)), "")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    path = room("data") / "designations.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(
            (kind, re.compile("|".join(f"(?:{form})" for form in forms))) for kind, forms in table.items()
        )
    except (OSError, tomllib.TOMLDecodeError, re.error) as error:
        raise ProjectError("KG-115", f"{path} cannot be read: {error}.") from error
