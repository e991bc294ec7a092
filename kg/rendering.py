"""Pages and cards from templates: where they lie and how they are filled.

The rule: every value is escaped, whatever it is; a template that names something missing is an error, and
the same values give the same bytes. What tells certainty is drawn by shape (``marks.html``), never by
colour alone.
"""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.rooms import room


def templates() -> Environment:
    """Open the templates."""
    return Environment(
        loader=FileSystemLoader(room("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
