"""Trees of TIGER and ClearNLP become universal ones: written sentences, and properties of any tree."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.clauses import Parsed, find_clauses
from kg.errors import MissingError, ProjectError
from kg.foreign_trees import SCHEMES, TreeWord, rebuild, scheme_of, to_universal
from kg.lemmas import Lemmatizer
from kg.mentions import find_mentions
from kg.name_labels import Checked, PipelineMeta, check, class_of, load_name_labels
from kg.phrases import find_phrases
from kg.rooms import room
from kg.tokens import NameSpan, Token
from kg.tree_rules import Rule, Scheme, load_scheme, read_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language

_FILE = Path(__file__).parent / "sentences" / "trees.toml"
_DATA = tomllib.loads(_FILE.read_text(encoding="utf-8"))
TREES: list[dict[str, Any]] = _DATA["tree"]
LABELS: dict[str, list[str]] = {scheme: listed.split() for scheme, listed in _DATA["labels"].items()}
TIGER, CLEARNLP, UNIVERSAL = LABELS["tiger"], LABELS["clearnlp"], set(LABELS["universal"])


def _read(tree: dict[str, Any]) -> tuple[list[TreeWord], list[tuple[str, str, int]]]:
    """Give the words of a written tree, and (form, label, head) as they are to become."""
    words, expected = [], []
    for n, line in enumerate(tree["words"].strip().splitlines()):
        text, lemma, pos, dep, head, new, over = line.split()
        words.append(TreeWord(text, lemma, pos, dep, int(head) - 1 if head != "0" else n))
        expected.append((text, new, int(over) - 1 if over != "0" else n))
    return words, expected


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: f"{tree['scheme']}: {tree['shows']}")
def test_a_written_tree_becomes_the_universal_one(tree: dict[str, Any]) -> None:
    """Every word of a written tree gets the label and the head that are written beside it."""
    words, expected = _read(tree)
    given_heads = {word.dep for word in words if words[word.head] is word}
    assert given_heads == {"ROOT"}
    made = to_universal(words, tree["scheme"])
    assert [(w.text, w.dep, w.head) for w in made] == expected


def test_written_trees_are_many_and_use_known_labels() -> None:
    """Each scheme has 25 sentences or more, none twice, and only labels that its parser has."""
    for scheme in SCHEMES:
        sentences = [_read(tree)[0] for tree in TREES if tree["scheme"] == scheme]
        assert len({tuple(word.text for word in words) for words in sentences}) == len(sentences) >= 25
        assert {word.dep for words in sentences for word in words} <= set(LABELS[scheme])
    assert {tree["scheme"] for tree in TREES} == set(SCHEMES)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: f"{tree['scheme']}: {tree['shows']}")
def test_words_keep_all_but_their_edge(tree: dict[str, Any]) -> None:
    """Form, lemma and order of the words stay; a part of speech changes only to that of an auxiliary."""
    words, _ = _read(tree)
    made = to_universal(words, tree["scheme"])
    assert [(w.text, w.lemma) for w in made] == [(w.text, w.lemma) for w in words]
    changed = {new.pos for old, new in zip(words, made, strict=True) if old.pos != new.pos}
    assert changed <= {"AUX"}
    helpers = [w for w in made if w.dep in {"aux", "aux:pass", "cop"}]
    assert {w.pos for w in helpers} <= {"AUX"}


def _with_particles(words: Sequence[TreeWord]) -> list[TreeWord]:
    """Give verbs the lemma that they have with their particle, as the parser does before the grammar."""
    particles = {word.head: word.text for word in words if word.dep == "compound:prt"}
    joined = Lemmatizer("de").join
    return [
        replace(word, lemma=joined(word.lemma, particles[n]) if n in particles else word.lemma)
        for n, word in enumerate(words)
    ]


@pytest.mark.parametrize("tree", [t for t in TREES if "clauses" in t], ids=lambda tree: tree["shows"])
def test_the_grammar_reads_the_universal_tree(tree: dict[str, Any], language_de: Language) -> None:
    """From a German tree that was rebuilt, the grammar tells verbs and arguments as from any other."""
    words = _with_particles(to_universal(_read(tree)[0], tree["scheme"]))
    text = " ".join(word.text for word in words)
    tokens, begin = [], 0
    for n, w in enumerate(words):
        end = begin + len(w.text)
        tokens.append(Token(n, w.text, w.lemma, w.pos, w.dep, w.head, begin, end, known=w.pos != "PROPN"))
        begin = end + 1
    names = [NameSpan(t.index, t.index) for t in tokens if t.pos == "PROPN"]
    phrases = find_phrases(tokens, names, language_de)
    table = find_mentions(tokens, phrases, language_de, 0, text, [])
    clauses = find_clauses(Parsed(0, tokens, phrases, table, (), 0), language_de)
    told = [
        f"{c.lemma}: "
        + ", ".join(f"{a.function} {text[a.span.begin : a.span.end]}" for a in c.arguments if a.function)
        for c in clauses
        if c.kind == "verb"
    ]
    assert told == tree["clauses"]


# ---------------------------------------------------------------- any tree

_POS = ["NOUN", "PROPN", "PRON", "VERB", "AUX", "ADP", "ADJ", "ADV", "DET", "CCONJ", "SCONJ", "PART", "NUM"]
_LEMMAS = ["sein", "haben", "werden", "können", "be", "president", "Kim", "of"]


@st.composite
def _trees(draw: st.DrawFn) -> tuple[str, list[TreeWord]]:
    """Draw a tree of any shape, with any labels of a scheme, root anywhere."""
    scheme = draw(st.sampled_from(SCHEMES))
    size = draw(st.integers(1, 14))
    order = draw(st.permutations(range(size)))
    words: dict[int, TreeWord] = {}
    for n, index in enumerate(order):
        head = order[draw(st.integers(0, n - 1))] if n else index
        dep = draw(st.sampled_from(LABELS[scheme])) if n else "ROOT"
        lemma = draw(st.sampled_from(_LEMMAS))
        text = draw(st.sampled_from([lemma, "wurde", "x"]))
        words[index] = TreeWord(text, lemma, draw(st.sampled_from(_POS)), dep, head)
    return scheme, [words[index] for index in range(size)]


def _climbs_to(words: tuple[TreeWord, ...], index: int) -> int:
    for _ in words:
        index = words[index].head
    return index


@given(_trees())
def test_any_tree_stays_a_tree(drawn: tuple[str, list[TreeWord]]) -> None:
    """Whatever the tree, there is one root, every word climbs to it, and all labels are universal."""
    scheme, words = drawn
    made = to_universal(words, scheme)
    roots = [index for index, word in enumerate(made) if word.head == index]
    assert len(roots) == 1
    assert [made[i].dep for i in roots] == ["ROOT"]
    assert {_climbs_to(made, index) for index in range(len(made))} == set(roots)
    assert {word.dep for word in made} <= UNIVERSAL
    assert [(w.text, w.lemma) for w in made] == [(w.text, w.lemma) for w in words]


@given(_trees(), _trees())
def test_two_trees_in_one_sentence_stay_two(
    one: tuple[str, list[TreeWord]], other: tuple[str, list[TreeWord]]
) -> None:
    """A parser that gives a sentence two roots gets two trees back, each as if it stood alone."""
    scheme, words = one
    more = [TreeWord(w.text, w.lemma, w.pos, w.dep, w.head + len(words)) for w in other[1]]
    made = to_universal([*words, *more], scheme)
    assert made[: len(words)] == to_universal(words, scheme)
    assert sum(word.head == index for index, word in enumerate(made)) == 2


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_words_give_no_words(scheme: str) -> None:
    """An empty sentence stays empty."""
    assert to_universal([], scheme) == ()


def test_universal_trees_stay_as_they_are() -> None:
    """A tree that is universal comes back the same."""
    words, _ = _read(TREES[0])
    assert to_universal(words, "universal") == tuple(words)


@pytest.mark.parametrize(
    ("heads", "scheme", "said"),
    [
        ((1, 0), "tiger", "circle"),
        ((0, 0, 3, 2), "tiger", "circle"),
        ((0, 2), "tiger", "hangs on word 2 of 2"),
        ((-1,), "clearnlp", "hangs on word -1 of 1"),
        ((0,), "unknown", "no rules for trees of the scheme 'unknown'"),
    ],
)
def test_what_is_no_tree_is_refused(heads: tuple[int, ...], scheme: str, said: str) -> None:
    """Heads out of range or in a circle, and schemes without rules, are errors, not other trees."""
    words = [TreeWord("x", "x", "NOUN", "dep", head) for head in heads]
    with pytest.raises(ValueError, match=said):
        to_universal(words, scheme)


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize("name", SCHEMES)
def test_every_label_of_a_parser_has_its_rule(name: str) -> None:
    """Each label that a parser gives is kept or has a rule; "dep" is only for what nobody knows."""
    scheme = load_scheme(name)
    ruled = {label for rule in (*scheme.relabel, *scheme.climb) for label in rule.label}
    assert set(LABELS[name]) - {"ROOT"} - ruled - scheme.keep == set()


@pytest.mark.parametrize("name", SCHEMES)
def test_rules_end_in_universal_labels(name: str) -> None:
    """What a rule relabels to, and what is kept, is universal; what it asks for can occur."""
    scheme = load_scheme(name)
    assert scheme.relabel
    assert {rule.to for rule in scheme.relabel} | scheme.keep <= UNIVERSAL
    made = {rule.to for rules in (scheme.prepare, scheme.turn, scheme.climb) for rule in rules}
    occurring = {*LABELS[name], *made, *UNIVERSAL, "oa2", "sp"}
    asked = [*scheme.prepare, *scheme.turn, *scheme.climb, *scheme.shift, *scheme.relabel]
    wanted = {
        label
        for rule in asked
        for labels in (
            rule.label,
            rule.beside,
            *(s for w in (rule.word, rule.head) for s in (w.with_, w.without, w.label)),
        )
        for label in labels
    }
    assert wanted <= occurring


@pytest.mark.parametrize("name", SCHEMES)
def test_every_rule_is_needed(name: str) -> None:
    """Without any one of the rules, at least one written tree becomes another."""
    scheme = load_scheme(name)
    sentences = [_read(tree)[0] for tree in TREES if tree["scheme"] == name]
    whole = [rebuild(words, scheme) for words in sentences]
    idle, tried = [], 0
    for key in ("prepare", "turn", "climb", "shift", "relabel"):
        rules: tuple[Rule, ...] = getattr(scheme, key)
        for n in range(len(rules)):
            changes: dict[str, Any] = {key: rules[:n] + rules[n + 1 :]}
            fewer = replace(scheme, **changes)
            tried += 1
            if [rebuild(words, fewer) for words in sentences] == whole:
                idle.append(f"[[{key}]] {n + 1}")
    assert idle == []
    assert tried >= 35


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"label": ["mo"], "wrd": {}}, "unknown key 'wrd'"),
        ({"label": ["mo"], "word": {"lema": ["x"]}}, "unknown key 'lema'"),
        ({"label": ["mo"], "word": {"lemma": "@none"}}, "'@none'"),
        ({"to": "obl"}, "no label"),
    ],
)
def test_a_wrong_rule_is_the_projects_error(table: dict[str, Any], said: str) -> None:
    """A key, list or label that is wrong in a rule stops everything, with its place."""
    with pytest.raises(ProjectError, match=said) as caught:
        read_rules([table], {}, "tiger.toml [[turn]]")
    assert caught.value.code == "KG-111"
    assert "tiger.toml [[turn]] 1" in caught.value.what


def test_rules_are_values() -> None:
    """What is read from the file are the rules that stand in it, in their order."""
    scheme = load_scheme("clearnlp")
    assert isinstance(scheme, Scheme)
    data = tomllib.loads((room("trees") / "clearnlp.toml").read_text(encoding="utf-8"))
    assert [sorted(rule.label) for rule in scheme.relabel] == [sorted(r["label"]) for r in data["relabel"]]
    assert all(isinstance(rule, Rule) for rule in scheme.turn)


@pytest.mark.parametrize("name", SCHEMES)
def test_every_list_of_words_is_used(name: str) -> None:
    """No list of words stands in a scheme's file that no rule names."""
    text = (room("trees") / f"{name}.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)["words"]
    assert lists
    assert [key for key in lists if f'"@{key}"' not in text] == []


# ---------------------------------------------------------------- pipelines


@pytest.mark.parametrize(
    ("labels", "scheme"),
    [
        (TIGER, "tiger"),
        (CLEARNLP, "clearnlp"),
        (LABELS["russian"], "universal"),
        (["ROOT", "nsubj", "obj", "obl:arg", "case"], "universal"),
        (["SBJ", "OBJ", "NMOD"], "unknown"),
        (["ROOT", "dep"], "unknown"),
        ([], "unknown"),
    ],
)
def test_scheme_is_told_by_labels(labels: list[str], scheme: str) -> None:
    """A parser's labels tell its scheme; too few or strange ones are said to be unknown."""
    assert scheme_of(labels) == scheme


@pytest.mark.parametrize(
    ("label", "hint"),
    [
        ("PERSON", "Person"), ("PER", "Person"), ("PS", "Person"),
        ("GPE", "Place"), ("LOC", "Place"), ("LC", "Place"),
        ("FAC", "Facility"), ("ORG", "Organization"), ("OG", "Organization"),
        ("MISC", ""), ("PRODUCT", ""), ("EVENT", ""), ("WORK_OF_ART", ""), ("NEVER_SEEN", ""),
        ("NORP", None), ("DATE", None), ("CARDINAL", None), ("DT", None), ("TI", None), ("QT", None),
    ],
)  # fmt: skip
def test_labels_of_names_hint_at_classes(label: str, hint: str | None) -> None:
    """A label hints at a class, at nothing more than a name, or says that there is no name."""
    assert class_of(label) == hint


def test_classes_of_names_are_the_ontologys() -> None:
    """Every hint is a class that the ontology declares, or none."""
    hints = set(load_name_labels().classes.values()) - {""}
    declared = "\n".join(path.read_text(encoding="utf-8") for path in room("ontology").rglob("*.ttl"))
    assert hints == {"Person", "Place", "Facility", "Organization"}
    assert {hint for hint in hints if f":{hint} " in declared} == hints


_TAGS = "parts of speech (morphologizer, or tagger and attribute_ruler)"


def _meta(**labels: list[str]) -> PipelineMeta:
    return PipelineMeta("de_core_news_lg-3.8.0", labels)


def test_a_whole_pipeline_passes() -> None:
    """A pipeline with tags, trees and names is read by its scheme, and labels nobody knows are told."""
    names = ["LOC", "MISC", "ORG", "PER"]
    checked = check(_meta(tok2vec=[], morphologizer=["x"], parser=TIGER, ner=names))
    assert checked == Checked("tiger", ())
    assert checked.note == ""
    checked = check(
        _meta(tagger=["NN"], attribute_ruler=[], parser=CLEARNLP, ner=["PERSON", "VESSEL", "ART"])
    )
    assert checked == Checked("clearnlp", ("ART", "VESSEL"))
    assert (
        checked.note == "Labels of names that are not known here, taken for names of any kind: ART, VESSEL."
    )


@pytest.mark.parametrize(
    ("labels", "code", "what", "remedy"),
    [
        (
            {"morphologizer": ["x"], "ner": ["PER"]},
            "KG-305",
            "The pipeline de_core_news_lg-3.8.0 lacks trees (parser).",
            "It has: morphologizer, ner.",
        ),
        (
            {"parser": TIGER, "tagger": ["NN"], "ner": ["PER"]},
            "KG-305",
            f"The pipeline de_core_news_lg-3.8.0 lacks {_TAGS}.",
            "It has: ner, parser, tagger.",
        ),
        (
            {"morphologizer": ["x"], "parser": TIGER},
            "KG-305",
            "The pipeline de_core_news_lg-3.8.0 lacks names (ner).",
            "It has: morphologizer, parser.",
        ),
        (
            {},
            "KG-305",
            f"The pipeline de_core_news_lg-3.8.0 lacks trees (parser) and {_TAGS} and names (ner).",
            "It has: nothing.",
        ),
        (
            {"morphologizer": ["x"], "parser": ["SBJ", "OBJ"], "ner": ["PER"]},
            "KG-306",
            "The trees of the pipeline de_core_news_lg-3.8.0 have labels of no known scheme: OBJ, SBJ.",
            "Known are Universal Dependencies, TIGER (German) and ClearNLP (English).",
        ),
        (
            {"morphologizer": ["x"], "parser": [], "ner": ["PER"]},
            "KG-306",
            "The trees of the pipeline de_core_news_lg-3.8.0 have labels of no known scheme: none.",
            "Known are Universal Dependencies, TIGER (German) and ClearNLP (English).",
        ),
    ],
)
def test_what_a_pipeline_lacks_is_said(
    labels: dict[str, list[str]], code: str, what: str, remedy: str
) -> None:
    """A pipeline that cannot be read is refused with what it lacks, what it has and what to do."""
    with pytest.raises(MissingError) as caught:
        check(_meta(**labels))
    error = caught.value
    assert (error.code, error.what) == (code, what)
    last = "Name another with --pipeline, or leave the option out for the one of geoevents."
    if code == "KG-305":
        last = "Name one that has all with --pipeline, or leave the option out for the one of geoevents."
    assert error.remedy == f"{remedy}\n{last}"
