"""Files that a command made, put in their place: whole or not at all, over nothing unless forced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import MissingError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def put(files: Mapping[str, bytes], out: Path, *, force: bool) -> tuple[Path, ...]:
    """Write an export to its place; give the files.

    Raises
    ------
    MissingError
        KG-351 if something is there already, KG-352 if the disk refuses.
    """
    taken = any(out.iterdir()) if out.is_dir() else out.exists()
    single = "" in files
    if taken and (not force or out.is_dir() == single):
        remedy = "Name another place:  -o PLACE" + ("" if force else "\nor write over it:  --force")
        raise MissingError("KG-351", f"{out} is there already.", remedy)
    written = []
    try:
        for name, content in files.items():
            path = out / name if name else out
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_name(path.name + ".part")
            half.write_bytes(content)
            half.replace(path)
            written.append(path)
    except OSError as error:
        raise MissingError(
            "KG-352", f"{out} cannot be written: {error.strerror or error}.", "Name another place:  -o PLACE"
        ) from error
    return tuple(written)
