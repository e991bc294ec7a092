"""News articles in, a citable, validated event knowledge graph out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.notebook import load as load

__version__ = "0.1.0"
__all__ = ["__version__", "load"]


def __getattr__(name: str) -> object:
    """Give ``load`` when it is asked for: a command that needs no graph library shall not wait for one."""
    if name == "load":
        from kg.notebook import load  # noqa: PLC0415

        return load
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
