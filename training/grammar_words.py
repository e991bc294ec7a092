"""Draws the words of a grammar and gives them the forms that their place asks for."""

from __future__ import annotations

import itertools
import random
import re
from typing import TYPE_CHECKING, Any

from grammar_rules import derive, noun_forms, verb_forms
from grammar_trees import HEAD, DeadEnd, Phrase, Word, join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grammar_rules import Features, Rule


class Words:
    """The words of a grammar, its paradigms, and its chance."""

    def __init__(self, data: Mapping[str, Any], names: Mapping[str, Sequence[str]], seed: int) -> None:
        self.data = data
        self.draw = random.Random(seed)  # noqa: S311 - repeatable is what is asked for
        self.lists = {name: tuple(words) for name, words in data["lists"].items()}
        for name, source in data["names"].items():
            kept = tuple(n for n in names.get(source["of"], ()) if re.fullmatch(source["like"], n))
            self.lists[name] += kept
        self.nouns = {
            kind: [noun_forms(line, data) for line in lines] for kind, lines in data["nouns"].items()
        }
        self.verbs = {
            name: [verb_forms(line, data) for line in group["words"]] for name, group in data["verbs"].items()
        }

    def leaves(self, kind: str) -> list[str]:
        """Give the kinds of noun that a wider kind stands for."""
        parts = [part for one in kind.split("|") for part in self.data["kinds"].get(one, "").split()]
        return list(itertools.chain(*map(self.leaves, parts))) if parts else kind.split("|")

    def value(self, text: str, features: Features) -> str:
        """Give a setting's value: a feature of above, one of several, one leaf of a kind."""
        chosen = self.draw.choice(text.split("|"))
        if chosen.startswith("<"):
            return self.draw.choice(self.leaves(self.value(chosen[1:], features)))
        return features.get(chosen[1:], "") if chosen.startswith("$") else chosen

    def set(self, rule: Rule, features: Features) -> Features:
        """Give the features with those that a rule sets, among them those of a noun that it draws."""
        features = dict(features)
        for name, text in rule.settings:
            if text.startswith("@"):
                fitting = [n for n in self.nouns[self.value(text[1:], features)] if self.cell(features) in n]
                if not fitting:
                    raise DeadEnd(text)
                features |= {f"{name}.{cell}": form for cell, form in self.draw.choice(fitting).items()}
                features["g"] = features[f"{name}.g"]
            else:
                features[name] = self.value(text, features)
        return features

    @staticmethod
    def cell(features: Features) -> str:
        """Name the cell of a paradigm that number and case choose."""
        return f"{features['n']}.{features['c']}"

    def word(self, text: str, pos: str, features: Features) -> Phrase:
        """Write a word: of a paradigm (%), the noun drawn (*), an adjective (+), of a list (#), or as is."""
        kind, name = text[0], self.value(text[1:], features)
        columns = self.data["columns"]
        column = features.get("g", "") if features.get("n") == "sg" else "pl"
        if kind == "$":
            text = name = features[text[1:]]
        elif kind == "%":
            text = self.data["paradigms"][name][features["c"]].split()[columns.index(column)]
        elif kind == "*":
            text = features.get(f"{name}.{self.cell(features)}", "")
        elif kind == "+":
            stems = self.data["adjectives"].get(name, self.data["adjectives"]["any"])
            text = self.draw.choice(stems) + self.ending(features, column)
        elif kind == "#":
            name, _, change = name.partition(":")
            text = self.draw.choice(self.lists[name])
            text = derive(text, self.data["derived"][change]) if change else text
        if not text:
            raise DeadEnd(name)
        first, *others = (Word(part, pos) for part in text.split())
        return join([(HEAD, Phrase((first,), first)), *(("flat", Phrase((w,), w)) for w in others)])

    def ending(self, features: Features, column: str) -> str:
        """Give the ending of an adjective."""
        row: str = self.data["endings"][features["d"]][features["c"]]
        columns: list[str] = self.data["columns"]
        return row.split()[columns.index(column)]
