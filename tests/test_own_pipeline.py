"""A pipeline that the user names: trees of another scheme are read, what cannot be read is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example

from kg.cli import execute
from kg.errors import MissingError
from kg.messages import trouble_words
from kg.model import Article, Section, SectionKind, Span
from kg.parsing import Parser
from kg.pipeline import Settings, build

if TYPE_CHECKING:
    from kg.language import Language
    from kg.model import Clause

_FILE = Path(__file__).parent / "sentences" / "trees.toml"
TREES: list[dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["tree"]
_ROUNDS = 60


def _gold(tree: dict[str, Any], vocab: Any) -> Doc:
    """Give a written tree as a document in its own scheme, proper nouns as names of persons."""
    rows = [line.split() for line in tree["words"].strip().splitlines()]
    starts: list[bool | int | None] = [n == 0 for n in range(len(rows))]
    return Doc(
        vocab,
        words=[row[0] for row in rows],
        pos=[row[2] for row in rows],
        deps=[row[3] for row in rows],
        heads=[int(row[4]) - 1 if row[4] != "0" else n for n, row in enumerate(rows)],
        ents=["B-PER" if row[2] == "PROPN" else "O" for row in rows],
        sent_starts=starts,
    )


@pytest.fixture(scope="module")
def tiger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a small German pipeline on the written TIGER trees, until it knows them by heart."""
    nlp = spacy.blank("de")
    nlp.add_pipe("morphologizer")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    nlp.add_pipe("ner")
    gold = [_gold(tree, nlp.vocab) for tree in TREES if tree["scheme"] == "tiger"]
    examples = [Example(Doc(nlp.vocab, words=[t.text for t in doc]), doc) for doc in gold]
    nlp.initialize(lambda: examples)
    for _ in range(_ROUNDS):
        nlp.update(examples, drop=0.0)
    folder = tmp_path_factory.mktemp("pipelines") / "tiger"
    nlp.to_disk(folder)
    return folder


def _verbs(parser: Parser, text: str) -> list[Clause]:
    section = Section(SectionKind.BODY, Span(0, len(text)))
    article = Article("x", text, "de", "0" * 64, date="2023-09-13", sections=(section,))
    return [c for c in parser.read(article).clauses if c.kind == "verb"]


def test_trees_of_tiger_are_read_as_universal_ones(tiger: Path, language_de: Language) -> None:
    """Subject, object and place of a sentence are those of its universal tree, auxiliary and all."""
    parser = Parser(language_de, str(tiger))
    assert parser.checked.scheme == "tiger"
    text = "Putin hat Kim in Wladiwostok getroffen."
    (clause,) = _verbs(parser, text)
    told = [(a.function, text[a.span.begin : a.span.end]) for a in clause.arguments]
    assert clause.lemma == "treffen"
    assert told == [("subject", "Putin"), ("object", "Kim"), ("in", "Wladiwostok")]


def test_a_named_pipeline_builds_an_article(
    tiger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --pipeline the sentence gives the meeting that it tells of."""
    article = tmp_path / "a.txt"
    head = "---\ndate: 2023-09-13\nlang: de\n---\n\n"
    article.write_text(f"{head}Putin hat Kim in Wladiwostok getroffen.\n", encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["build", str(article), "-o", str(out), "--offline", "--pipeline", f"de={tiger}"]
    assert execute(arguments) == 0, capsys.readouterr()
    graph = (out / "graph.ttl").read_text(encoding="utf-8")
    assert "a kg:Meeting" in graph


def test_unknown_labels_of_names_are_told_once(tiger: Path, tmp_path: Path) -> None:
    """A build notes labels that nobody knows, for all its articles once, and again when all is kept."""
    nlp = spacy.load(tiger)
    nlp.get_pipe("ner").add_label("VESSEL")  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "odd")
    for name, who in (("a", "Kim"), ("b", "Putin")):
        text = f"---\ndate: 2023-09-13\nlang: de\n---\n\n{who} hat Kim in Wladiwostok getroffen.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    sources = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    settings = Settings(pipelines={"de": str(tmp_path / "odd")}, offline=True)
    told = "KG-308: Labels of names that are not known here, taken for names of any kind: VESSEL."
    for _ in "ab":
        summary = build(sources, tmp_path / "out", settings, lambda _stage, _done, _all: None)
        assert len(summary.tellings) == 2
        assert [note for note in summary.notes if note[1].startswith("KG-308")] == [
            (f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}", told)
        ]
        assert told.removeprefix("KG-308: ") in trouble_words(summary)


def test_trees_of_no_known_scheme_are_refused(tmp_path: Path, language_de: Language) -> None:
    """Labels that nobody knows stop the build with their names, before any article is read."""
    nlp = spacy.blank("de")
    nlp.add_pipe("morphologizer")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    nlp.add_pipe("ner")
    words = ["Putin", "reist"]
    gold = Doc(
        nlp.vocab,
        words=words,
        pos=["PROPN", "VERB"],
        deps=["alpha", "ROOT"],
        heads=[1, 1],
        ents=["B-PER", "O"],
    )
    examples = [Example(Doc(nlp.vocab, words=words), gold)]
    nlp.initialize(lambda: examples)
    nlp.to_disk(tmp_path / "odd")
    with pytest.raises(MissingError) as raised:
        Parser(language_de, str(tmp_path / "odd"))
    assert raised.value.code == "KG-306"
    assert "alpha" in f"{raised.value.what} {raised.value.remedy}"
