"""What a check finds, and how it is told to a reader: which item breaks which rule, how it is mended.

The shapes carry the words of their own rules; the words of the rules that SHACL cannot see stand here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from typing import Literal as OneOf

from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from kg.vocabulary import KG, NIF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

Severity = OneOf["must", "should"]

# (rule, language) -> (message, remedy), for the rules of this module; the shapes carry their own.
_WORDS: Final[Mapping[tuple[str, str], tuple[str, str]]] = MappingProxyType(
    {
        ("undeclared-term", "de"): ("Diesen Begriff kennt die Ontologie nicht.", "Den Begriff berichtigen."),
        ("undeclared-term", "en"): ("The ontology has no such term.", "Correct the term."),
        ("quote", "de"): ("Im Artikel steht an dieser Stelle etwas anderes.", "Den Artikel neu bauen."),
        ("quote", "en"): ("The article says something else at this place.", "Build the article again."),
        ("quote-text", "de"): ("Ohne Text des Artikels ist das Zitat ungeprüft.", "Den Artikel mit angeben."),
        ("quote-text", "en"): ("Without its article's text the quote is unchecked.", "Give the article too."),
        ("blank-node", "de"): ("Ein Eintrag hat keinen Namen.", "Jedem Eintrag eine eigene Adresse geben."),
        ("blank-node", "en"): ("An entry has no name.", "Give every entry an address of its own."),
        ("list", "de"): ("Die Daten enthalten eine RDF-Liste.", "Die Werte einzeln angeben."),
        ("list", "en"): ("The data hold an RDF list.", "State the values one by one."),
        ("iri", "de"): ("Eine Adresse enthält unerlaubte Zeichen.", "Die Zeichen mit Prozent kodieren."),
        ("iri", "en"): ("An address holds characters that are not allowed.", "Percent-encode them."),
        ("partial-date", "de"): ("Ein Datum ist kein ganzer Tag.", "Beginn, Ende und Genauigkeit angeben."),
        ("partial-date", "en"): ("A date is not a full day.", "State begin, end and precision."),
        ("date-zone", "de"): ("Ein Datum trägt eine Zeitzone.", "Die Zeitzone streichen."),
        ("date-zone", "en"): ("A date bears a time zone.", "Drop the time zone."),
        ("turtle", "de"): ("Die Datei lässt sich nicht lesen.", "Die genannte Stelle berichtigen."),
        ("turtle", "en"): ("The file cannot be read.", "Correct the place named."),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that an item breaks; ``must`` sets an article's graph aside, ``should`` is told only.

    ``rule`` is the local name of the shape (or of a rule of this module), ``node`` the item's IRI,
    ``detail`` the value at fault in plain words, "" if there is none.
    """

    severity: Severity
    rule: str
    node: str
    message: str
    mend: str
    detail: str = ""


def plain(term: Node) -> str:
    """Say a term as a reader knows it: a text as it stands, an IRI by its last part."""
    if isinstance(term, URIRef):
        return re.split(r"[/#]", str(term))[-1] or str(term)
    return str(term)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put findings in the one order in which they are told, each once."""
    return tuple(sorted(set(findings), key=lambda one: (one.severity, one.node, one.rule, one.detail)))


def own(rule: str, node: object, lang: str, detail: str = "") -> Finding:
    """Make a finding of a rule that SHACL cannot see."""
    message, mend = _WORDS.get((rule, lang)) or _WORDS[rule, "en"]
    return Finding("must", rule, str(node), message, mend, detail)


def in_language(graph: Graph, node: Node, predicate: URIRef, lang: str) -> str:
    """Give what is said of a node in a language, else in English, else in any; "" if nothing is."""
    texts = {one.language: str(one) for one in graph.objects(node, predicate) if isinstance(one, Literal)}
    return texts.get(lang) or texts.get("en") or next(iter(sorted(texts.values())), "")


def in_words(finding: Finding, graph: Graph, lang: str = "en") -> str:
    """Tell a finding to a reader: which item, in which sentence, what is wrong, how to mend it."""
    german = lang == "de"
    level = {"must": "Fehler" if german else "error", "should": "Hinweis" if german else "warning"}
    said = f"{level[finding.severity]}  {_item(URIRef(finding.node), graph, lang)}: {finding.message}"
    found = f"{'gefunden' if german else 'found'}: {finding.detail}" if finding.detail else ""
    mend = f"{'beheben' if german else 'mend'}: {finding.mend}  [{finding.rule}]"
    return "\n        ".join(line for line in (said, found, mend) if line)


def _item(node: URIRef, graph: Graph, lang: str) -> str:
    sentence = graph.value(node, KG.inSentence) or (node if (node, NIF.anchorOf, None) in graph else None)
    article = graph.value(node, KG.inArticle) or graph.value(sentence, DCTERMS.isPartOf) or node
    identifier, words = graph.value(article, DCTERMS.identifier), graph.value(sentence, NIF.anchorOf)
    parts = [f"{'Artikel' if lang == 'de' else 'article'} {identifier}"] if identifier else []
    if words is not None:
        parts.append(f"„{words}“" if lang == "de" else f"“{words}”")
    parts += [f"({trigger})" for trigger in graph.objects(node, KG.triggerText)]
    label = in_language(graph, node, RDFS.label, lang)
    return label or ", ".join(parts).replace(", (", " (") or plain(node)
