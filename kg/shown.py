"""What pictures show: no surer than they are themselves ("videos purporting to show troops arriving").

The rule: what somebody is shown to do is the content of the showing, not a remark on him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.language import Grammar
    from kg.model import Clause


def shown(node: Clause, above: Clause, grammar: Grammar) -> bool:
    """Whether a participle tells what its noun is shown to do ("show troops arriving")."""
    return node.relation == "relative" and node.mood == "participle" and above.lemma in grammar.showing


def past_or_shown(clause: Clause, grammar: Grammar) -> bool:
    """Whether an infinitive under "soll" lies not ahead: it is perfect, or says what pictures show."""
    return clause.perfect or clause.lemma in grammar.showing
