"""The command `kg diff`: what became of the events of one graph in another."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg import messages
from kg.asking import BUILD, json_option, lang_option
from kg.comparing import KINDS, compare
from kg.rooms import room
from kg.store import load
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.comparing import Change, Comparison, Detail
    from kg.vocabulary import Vocabulary

_MARKS: Final = {"new": "+", "changed": "~", "withdrawn": "-", "merged": ">", "split": "<", "moved": "~"}
_OTHERS: Final = {
    "merged": "takes in",
    "split": "its reports are now also those of",
    "moved": "takes reports from",
}
#: The kinds of change in German; in English they are called what they are.
_GERMAN: Final = {
    "new": "neu",
    "changed": "geändert",
    "withdrawn": "zurückgezogen",
    "merged": "zusammengelegt",
    "split": "geteilt",
    "moved": "verschoben",
}
_OTHERS_GERMAN: Final = {
    "merged": "nimmt auf",
    "split": "seine Meldungen gehören jetzt auch zu",
    "moved": "übernimmt Meldungen von",
}


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path), default=BUILD)
@lang_option
@json_option
def diff_command(old: Path, new: Path, lang: str, *, as_json: bool) -> int:
    """Tell what is new, changed and withdrawn between two builds (folders or graph files)."""
    found = compare(load(old), load(new))
    if as_json:
        click.echo(messages.as_json(_plain(found)))
    else:
        click.echo(messages.safe(_words(found, load_vocabulary(room("ontology")), lang)))
    return 0


def _plain(found: Comparison) -> dict[str, object]:
    counts = {kind: found.counts().get(kind, 0) for kind in KINDS}
    return {"counts": counts | {"same": found.same}, "changes": [asdict(one) for one in found.changes]}


def _words(found: Comparison, vocabulary: Vocabulary, lang: str) -> str:
    counts = found.counts()
    german = lang == "de"
    parts = ", ".join(f"{counts[kind]} {_kind(kind, lang)}" for kind in KINDS if counts.get(kind))
    if german:
        same = messages.counted(found.same, "Ereignis", "Ereignisse")
        lines = [f"{parts or 'nichts geändert'}; {same} wie zuvor"]
    else:
        lines = [f"{parts or 'no changes'}; {messages.counted(found.same, 'event')} as before"]
    tell = _Teller(found.names, vocabulary, lang)
    for change in found.changes:
        lines += tell.about(change)
    return "\n".join(lines)


def _kind(kind: str, lang: str) -> str:
    return _GERMAN[kind] if lang == "de" else kind


class _Teller:
    """Says changes in words, by labels in the reader's language."""

    def __init__(self, names: Mapping[str, Mapping[str, str]], vocabulary: Vocabulary, lang: str) -> None:
        self._names = names
        self._vocabulary = vocabulary
        self._lang = lang
        self._german = lang == "de"

    def about(self, change: Change) -> list[str]:
        """Tell one change: a line for the event, one for each value that is another now."""
        label = self._label(change.labels) or change.event
        kind, status = _kind(change.kind, self._lang), self._term(change.status)
        lines = [f"{_MARKS[change.kind]} {kind}: {label} [{status}]  {change.event}"]
        if change.others:
            named = "; ".join(f"{self._name(one)}  {one}" for one in change.others)
            others = _OTHERS_GERMAN if self._german else _OTHERS
            lines.append(f"    {others[change.kind]}: {named}")
        return lines + [self._detail(one) for one in change.details]

    def _detail(self, detail: Detail) -> str:
        if detail.what == "name":
            return f"    {'hieß' if self._german else 'was called'} {detail.old[0]}"
        old, new = set(detail.old), set(detail.new)
        nothing = "nichts" if self._german else "nothing"
        gone = ", ".join(self._name(one) for one in sorted(old - new)) or nothing
        come = ", ".join(self._name(one) for one in sorted(new - old)) or nothing
        return f"    {self._term(detail.what)}: {gone} -> {come}"

    def _name(self, key: str) -> str:
        return self._label(self._names.get(key, {})) or self._term(key)

    def _label(self, labels: Mapping[str, str]) -> str:
        return labels.get(self._lang) or labels.get("en") or next(iter(labels.values()), "")

    def _term(self, name: str) -> str:
        return self._vocabulary.label(name, self._lang) if name in self._vocabulary.declared_in else name
