"""Writes sentences with their trees, by a grammar: what a treebank of reviews and web pages shows too seldom.

    python training/grammar.py de --count 4000 --seed 0 --names training/work/de/names.json --out FILE

The grammar of a language (``grammars/<lang>.toml``) has rules with weights whose symbols take features from
above (c=dat: a rule sees all features of its callers and may set its own), words with their forms, and
verbs by class, each with its frames. A clause takes a frame, adds free phrases, and puts all in the fields
of its order; which phrase comes first is drawn. A rule is ``weight tests settings; label/symbol{…}?percent``:
its head has the label ``^``. What cannot be (an empty choice, a kind that fits no frame) is drawn anew.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grammar_rules import Features, Frame, Item, Rule, frames, is_gap, read_rule, spelled
from grammar_trees import HEAD, DeadEnd, Phrase, Word, conllu, contracted, join, one, relabelled, tidy
from grammar_words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

HERE = Path(__file__).resolve().parent
_DEEPEST = 2
_AFTER = 90
_ALWAYS = 100


class Grammar(Words):
    """A grammar that writes sentences."""

    def __init__(self, data: Mapping[str, Any], names: Mapping[str, Sequence[str]], seed: int) -> None:
        super().__init__(data, names, seed)
        self.rules = {
            name: [read_rule(spelled(line, data["macros"])) for line in lines]
            for name, lines in data["rules"].items()
        }
        self.frames = frames(data)

    def choose(self, symbol: str, features: Features, but: Iterable[Rule] = ()) -> Rule:
        """Draw a rule of a symbol whose tests hold."""
        fitting = [
            rule
            for rule in self.rules[symbol]
            if rule not in but and all((features.get(n, "") in v) == yes for n, yes, v in rule.tests)
        ]
        if not fitting:
            raise DeadEnd(symbol)
        return self.draw.choices(fitting, [rule.weight for rule in fitting])[0]

    def write(self, symbol: str, features: Features, own: Features | None = None) -> Phrase:
        """Write a symbol: a word, a clause, or what one of its rules says."""
        if "_" in symbol:
            text, _, pos = symbol.rpartition("_")
            return self.word(text, pos, features)
        if symbol == "Clause":
            return self.clause(own or {}, features)
        rule = self.choose(symbol, features)
        features = self.set(rule, features)
        parts = []
        for item in rule.items:
            deep = item.symbol in self.data["deep"] and features.get("depth", "") >= str(_DEEPEST)
            if self.draw.random() * _ALWAYS < item.chance and not (deep and item.chance < _ALWAYS):
                parts.append((item.label, self.item(item, features)))
        return join(parts)

    def item(self, item: Item, features: Features, symbol: str = "") -> Phrase:
        """Write a symbol, or another for it, with the features that its place gives it."""
        own = {name: self.value(text, features) for name, text in item.own}
        return self.write(symbol or item.symbol, features | own, own)

    def clause(self, own: Features, features: Features) -> Phrase:
        """Write a clause in the order that is asked for, with or without one of its phrases (gap)."""
        order, gap = self.data["orders"][own["order"]], own.get("gap", "")
        frame = self.draw_frame(own)
        group, verb = self.data["verbs"][frame.of], self.draw.choice(self.verbs[frame.of])
        depth = str(int(features.get("depth", "0")) + 1)
        features = features | {"sn": self.value(self.data["numbers"], {}), "mood": "ind"} | own
        if "number" in group:
            features["sn"] = group["number"]
        features |= {"voice": frame.voice, "of": frame.of, "depth": depth, "finite": order["finite"], "p": ""}
        before = [
            item for item in frame.items if gap and is_gap(item, gap) and self.is_kind(item, own.get("gk"))
        ]
        kept = [i for i in frame.items if i not in before and self.draw.random() * _ALWAYS < i.chance]
        items = [self.adapted(item, own) for item in kept]
        used: list[Rule] = []
        for _ in range(int(self.draw.choice(order["free"].split()))):
            used.append(self.choose("Free", features, used))
            items.extend(used[-1].items)
        first = [self.draw_first(items)] if "first" in order["fields"] else []
        ranked = sorted(
            (i for i in items if i not in first),
            key=lambda i: self.place(i)[0] + self.draw.gauss(0, self.data["freedom"]),
        )
        late = [item for item in ranked if self.place(item)[0] >= _AFTER]
        if "after" not in order["fields"] and any(item in items[: len(kept)] for item in late):
            raise DeadEnd(frame.of)
        fields: dict[str, list[tuple[str, Phrase]]] = {
            "first": [(i.label, self.item(i, features | {"at": "first"})) for i in first],
            "middle": [(i.label, self.item(i, features | {"at": "middle"})) for i in ranked if i not in late],
            "after": [(i.label, self.item(i, features | {"at": "after"})) for i in late],
            "gap": [(i.label, self.item(i, features, own["fill"])) for i in before if "fill" in own],
        }
        label = group.get("label", HEAD)
        fields |= self.verbal(verb, label, features, second=order["finite"] == "second")
        return join([part for field in order["fields"].split() for part in fields[field]])

    def draw_frame(self, own: Features) -> Frame:
        """Draw a frame that the place allows: its class, its gap, the kind of its subject."""
        wanted, gap = own.get("of", "").split("|"), own.get("gap", "")
        kind = {"nsubj": own["sk"]} if "sk" in own else {gap: own["gk"]} if "gk" in own else {}
        fitting = [
            frame
            for frame in self.frames
            if (frame.of in wanted if wanted != [""] else "only" not in self.data["verbs"][frame.of])
            and all(self.takes(frame, label, one) for label, one in kind.items())
            and not (gap and not any(is_gap(item, gap) for item in frame.items))
        ]
        if not fitting:
            raise DeadEnd(str(own))
        return self.draw.choices(fitting, [frame.weight for frame in fitting])[0]

    def takes(self, frame: Frame, label: str, kind: str) -> bool:
        """Whether a frame takes a kind of noun in a role."""
        return any(is_gap(item, label) and self.is_kind(item, kind) for item in frame.items)

    def is_kind(self, item: Item, kind: str | None) -> bool:
        """Whether an item can be of a kind."""
        return kind is None or kind in self.leaves(dict(item.own).get("k", ""))

    def adapted(self, item: Item, own: Features) -> Item:
        """Give the subject the kind that the place asks for; at times, write another symbol instead."""
        if "sk" in own and is_gap(item, "nsubj"):
            return dataclasses.replace(item, own=(*item.own, ("k", own["sk"])))
        other, percent = self.data["instead"].get(item.symbol, (item.symbol, 0))
        instead = "gk" not in own and self.draw.random() * _ALWAYS < percent
        return dataclasses.replace(item, symbol=other) if instead else item

    def place(self, item: Item) -> tuple[float, int]:
        """Give the rank of a phrase in the middle of its clause, and how often it comes first."""
        rank, weight = self.data["places"].get(item.symbol, self.data["places"]["else"])
        return float(rank), int(weight)

    def draw_first(self, items: list[Item]) -> Item:
        """Draw the phrase that opens a clause."""
        weights = [self.place(item)[1] for item in items]
        if not any(weights):
            raise DeadEnd("first")
        return self.draw.choices(items, weights)[0]

    def verbal(
        self, verb: Features, label: str, features: Features, *, second: bool
    ) -> dict[str, list[tuple[str, Phrase]]]:
        """Write the verb's words: the finite one, and those at the end of the clause."""
        plural = "pl" if features["sn"] == "pl" else ""
        *items, final = self.choose("Cluster", features).items
        cut = second and final.symbol.startswith("V.")
        words: list[tuple[str, Phrase]] = []
        for item in (*items, final):
            lexeme, _, form = item.symbol.partition(".")
            main, finite = lexeme == "V", item is final and features["finite"] != "no"
            forms = verb if main else self.data["auxiliaries"][verb["aux"] if lexeme == "A" else lexeme]
            text = forms.get(("bare." if cut and main else "") + form + (plural if finite else ""), "")
            pos = "VERB" if main and label == HEAD else "AUX"
            if form == "attribute":
                column = features["g"] if features["n"] == "sg" else "pl"
                text, pos = verb["part"] + self.ending(features, column), "ADJ"
            if not text:
                raise DeadEnd(item.symbol)
            *leads, text = text.split()
            words.extend(("mark", one(lead, "PART")) for lead in leads)
            words.append((label if main else item.label, one(text, pos)))
        last = [words.pop()] if features["finite"] != "no" else []
        if cut and verb["particle"]:
            pos = self.data["particles"].get(verb["particle"], self.data["particles"]["else"])
            words.append(("compound:prt", one(verb["particle"], pos)))
        return {"finite": last, "right": words}

    def sentence(self) -> list[Word]:
        """Write one sentence."""
        while True:
            try:
                phrase = self.write("Sentence", {})
            except DeadEnd:
                continue
            words = contracted(tidy(phrase.words), self.data["contractions"])
            words = relabelled(words, self.data["under"])
            shortest, longest = self.data["length"]
            if shortest <= len(words) <= longest:
                phrase.head.label = "root"
                words[0].text = words[0].text[:1].upper() + words[0].text[1:]
                return words


def load(lang: str, names: Path | None, seed: int) -> Grammar:
    """Load the grammar of a language, and the names where they are at hand."""
    with (HERE / "grammars" / f"{lang}.toml").open("rb") as opened:
        data = tomllib.load(opened)
    table = json.loads(names.read_text(encoding="utf-8")) if names else {}
    return Grammar(data, table, seed)


def sentences(grammar: Grammar, count: int) -> Iterator[str]:
    """Give as many different sentences as are asked for."""
    seen: set[str] = set()
    while len(seen) < count:
        text = conllu(grammar.sentence())
        if text not in seen:
            seen.add(text)
            yield text


def main() -> None:
    """Write as many sentences as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lang")
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    grammar = load(options.lang, options.names, options.seed)
    options.out.write_text("".join(sentences(grammar, options.count)), encoding="utf-8")


if __name__ == "__main__":
    main()
