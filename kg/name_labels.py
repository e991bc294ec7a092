"""What a pipeline's labels of names mean here, and what a pipeline lacks for reading articles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import MissingError, ProjectError
from kg.foreign_trees import UNKNOWN, scheme_of
from kg.rooms import room
from kg.tree_rules import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_PARSERS = frozenset({"parser", "beam_parser"})
_NAMERS = frozenset({"ner", "beam_ner", "entity_ruler", "span_ruler"})
#: Sets of components any of which brings universal parts of speech.
_TAGGERS = (frozenset({"morphologizer"}), frozenset({"tagger", "attribute_ruler"}))
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class PipelineMeta:
    """What a loaded pipeline says of itself: its name, and the labels of each factory that is enabled.

    By spaCy: ``{nlp.get_pipe_meta(name).factory: nlp.pipe_labels.get(name, []) for name in
    nlp.pipe_names}``.
    """

    name: str
    labels: Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class NameLabels:
    """Labels of names: the class each hints at ("" for another kind), and labels of what is no name."""

    classes: Mapping[str, str]
    others: frozenset[str]

    def knows(self, label: str) -> bool:
        """Whether it is told what a label means."""
        return label in self.classes or label in self.others


@dataclass(frozen=True, slots=True)
class Checked:
    """How a pipeline is to be read: the scheme of its trees, and labels of names that nobody knows."""

    scheme: str
    unknown_names: tuple[str, ...]

    @property
    def note(self) -> str:
        """What to tell the user of labels that nobody knows; "" if all are known."""
        if not self.unknown_names:
            return ""
        listed = ", ".join(self.unknown_names)
        return f"Labels of names that are not known here, taken for names of any kind: {listed}."


@cache
def load_name_labels() -> NameLabels:
    """Read ``kg/trees/names.toml``."""
    path = room("trees") / "names.toml"
    data = read_table(path)
    try:
        classes, others = dict(data["classes"]), frozenset(data["not_names"]["labels"])
    except (KeyError, TypeError, ValueError) as error:
        raise ProjectError("KG-111", f"{path.name}: wrong or missing: {error}.") from error
    if classes.keys() & others:
        raise ProjectError("KG-111", f"{path.name}: told twice: {sorted(classes.keys() & others)}.")
    return NameLabels(MappingProxyType(classes), others)


def class_of(label: str) -> str | None:
    """Give the class that a label of a name hints at, "" for another kind, None for what is no name.

    A label that nobody knows is a name of another kind; `check` tells of it.
    """
    known = load_name_labels()
    return None if label in known.others else known.classes.get(label, "")


def check(pipeline_meta: PipelineMeta) -> Checked:
    """Tell how to read a pipeline.

    Raises
    ------
    MissingError
        KG-305 if it has no trees, names or parts of speech; KG-306 if its trees follow no known scheme.
    """
    name, labels = pipeline_meta.name, pipeline_meta.labels
    has = {
        "trees (parser)": bool(_PARSERS & labels.keys()),
        "parts of speech (morphologizer, or tagger and attribute_ruler)": any(
            needed <= labels.keys() for needed in _TAGGERS
        ),
        "names (ner)": bool(_NAMERS & labels.keys()),
    }
    lacking = [what for what, there in has.items() if not there]
    if lacking:
        raise MissingError(
            "KG-305",
            f"The pipeline {name} lacks {' and '.join(lacking)}.",
            f"It has: {', '.join(sorted(labels)) or 'nothing'}.\n"
            "Name one that has all with --pipeline, or leave the option out for the one of geoevents.",
        )
    edges = sorted(label for factory in _PARSERS & labels.keys() for label in labels[factory])
    scheme = scheme_of(edges)
    if scheme == UNKNOWN:
        shown = ", ".join(edges[:_SHOWN]) + (", …" if len(edges) > _SHOWN else "")
        raise MissingError(
            "KG-306",
            f"The trees of the pipeline {name} have labels of no known scheme: {shown or 'none'}.",
            "Known are Universal Dependencies, TIGER (German) and ClearNLP (English).\n"
            "Name another with --pipeline, or leave the option out for the one of geoevents.",
        )
    known = load_name_labels()
    told = {label for factory in _NAMERS & labels.keys() for label in labels[factory]}
    return Checked(scheme, tuple(sorted(label for label in told if not known.knows(label))))
