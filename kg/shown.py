"""What is only shown, rumoured or made up: no surer than the picture, the rumour or the novel it stands in.

The rule: what somebody is shown to do is the content of the showing ("videos purporting to show troops
arriving"), not a remark on him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Certainty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Grammar, Language
    from kg.model import Argument, Clause
    from kg.sources import Way


def shown(node: Clause, above: Clause, language: Language) -> bool:
    """Whether a clause is the content of what its noun is shown to do, or of an account that somebody judges.

    "Show troops arriving"; "einen Bericht, wonach er kam, dementierte Moskau".
    """
    if {word.form for word in node.adverbs} & language.attribution.relaying:
        accounts = language.attribution.nouns | language.kind_of_source.keys()
        return any(a.function == "object" and a.lemma in accounts for a in above.arguments)
    own = language.grammar.fixed_order and any(a.function == "subject" for a in node.arguments)
    described = node.mood == "participle" or bool(language.cases)  # "запечатлены солдаты, прибывающие …"
    pictured = (node.relation == "relative" or bool(own)) and described
    return bool(pictured) and above.lemma in language.grammar.showing


def past_or_shown(clause: Clause, grammar: Grammar) -> bool:
    """Whether an infinitive under "soll" lies not ahead: it is perfect, or says what pictures show.

    "Er hätte ihn treffen sollen" is no hearsay: that was meant to be.
    """
    meant = clause.mood == "subjunctive2" and any(modal.form == modal.lemma for modal in clause.modals)
    return clause.lemma in grammar.showing or (clause.perfect and not meant)


def rumoured(argument: Argument, clauses: Sequence[Clause], language: Language, way: Way) -> None:
    """Take what is only said or made up ("Gerüchten zufolge", "unconfirmed reports", "in the novel")."""
    words, grammar = language.attribution, language.grammar
    told_in = grammar.locative | ({"subject"} if grammar.fixed_order else set())  # "the novel describes"
    if argument.lemma in grammar.fiction and argument.function in told_in:
        way.conditional = True
        way.cues.append(argument.span)
    account = argument.function in words.noun_prepositions and argument.lemma in words.nouns
    says = argument.function in words.prepositions and not language.suffixes.particles  # "초청으로" invites
    said_of = {w.lemma.lower() for i in argument.clauses for w in clauses[i].adverbs}
    for level, hedges in language.certainty.items():
        if (says and argument.lemma in hedges.nouns) or ((account or says) and said_of & hedges.adjectives):
            way.hedge(Certainty(level), argument.span)
