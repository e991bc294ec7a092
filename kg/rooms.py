"""Where the project's own files lie: ontology, shapes, queries, data, language files.

In a checkout they stand beside the package, in an installed wheel inside it; nothing else in the
house needs to know which.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import ProjectError

_PACKAGE = Path(__file__).resolve().parent


def room(name: str) -> Path:
    """Give the folder of a room ("ontology", "shapes", "queries", "data", "lang").

    Raises
    ------
    ProjectError
        If the installation lacks it.
    """
    for folder in (_PACKAGE / name, _PACKAGE / "_files" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    what = f"The folder {name!r} is missing from this installation."
    raise ProjectError("KG-100", what, "Install geoevents again.")
