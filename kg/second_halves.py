"""What stands behind "und" or a comma in a main clause, put right in the tree of a verb-second language.

Right before a finite verb in second place stands one phrase: after "und" or a comma it opens a clause of its
own, and a small parser wrongly puts it in a list with what is before ("Putin traf Kim und Xi reiste ab").
What stands between the comma of an infinitive clause and its infinitive is all of that ("drängt Seoul, Waffen
zu …"), and what somebody says or denies behind a comma hangs on that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.lost_verbs import find_verb
from kg.morphology import verb_features
from kg.tree_moves import hang, take_over, under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_VERBAL: Final = frozenset({"VERB", "AUX"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_PHRASE: Final = frozenset({"NOUN", "PROPN", "DET", "ADJ", "NUM"})
_LISTED: Final = _PHRASE | {"CCONJ", "ADP", "PUNCT"}
_ROOT: Final = "ROOT"
_EMPTY: Final = "expl"
_REPORTED: Final = "subjunctive1"
_PLURAL: Final = "n"


def part_halves(words: Sequence[Token], language: Language) -> tuple[Token, ...]:
    """Give the words of a sentence with second verbs, each with the subject that opens its clause."""
    tree = list(words)
    for index in range(len(tree)) if language.grammar.verb_first else ():
        find_verb(tree, index, language)
        _neuter(tree, index, language)
        _hearsay(tree, index, language)
        _content(tree, index, language)
        _how(tree, index, language)
        _opening(tree, index, language)
        _infinitive_clause(tree, index, language)
    return tuple(tree)


def _neuter(tree: list[Token], index: int, language: Language) -> None:
    """Make a subject of "es" that the tree holds empty, though something is done ("es habe … getestet")."""
    token, labels = tree[index], language.functions
    verb = tree[token.head]
    if token.dep != _EMPTY or token.low not in language.grammar.personal_singular:
        return
    beside = {t.dep for t in under(tree, verb.index)}
    apart = labels.subject | labels.passive_subject | labels.passive_auxiliary
    if verb.lemma in language.frame_verbs and beside & labels.object and not beside & apart:
        hang(tree, index, verb.index, max(labels.subject))


def _hearsay(tree: list[Token], index: int, language: Language) -> None:
    """Put what is said under the words in its midst that say so ("… sind dort, heißt es, …")."""
    token, labels = tree[index], language.functions
    after = tree[index + 1].low if index + 1 < len(tree) else ""
    if token.lemma not in language.attribution.impersonal or after not in language.quoting.expletives:
        return
    told = tree[token.head]
    joined = token.dep in labels.coordination | labels.parenthetical and told.index < index
    if joined and tree[index - 1].text == "," and told.pos in _VERBAL:
        take_over(tree, told.index, index)
        hang(tree, told.index, index, min(labels.complement))
    contents = [t for t in under(tree, index) if t.dep in labels.complement and t.index < index]
    for one in under(tree, index) if contents else ():  # "…, heißt es, unter ihnen 500 Offiziere" say nothing
        if one.index > index + 1 and one.pos in _NOMINAL:
            hang(tree, one.index, contents[0].index, min(labels.apposition))


def _content(tree: list[Token], index: int, language: Language) -> None:
    """Hang on a verb what it says or denies, no second verb ("wies den Vorwurf zurück, Waffen zu liefern").

    That is an infinitive behind a comma, or a clause in the Konjunktiv behind a verb that is in none.
    """
    token, labels = tree[index], language.functions
    over = tree[token.head]
    of_noun = token.dep in labels.relative and over.pos == "NOUN"
    if of_noun and not _relative(tree, over.index, index, language):
        over = tree[over.head]
    elif token.dep not in labels.coordination | labels.parenthetical:
        return
    if token.pos != "VERB" or over.pos not in _VERBAL or over.index > index:
        return
    if not _after_comma(tree, over.index, index, language):
        return
    parts = [t.index for t in under(tree, index) if t.dep in labels.auxiliary]
    forms = [verb_features(tree, at, language.forms) for at in (*parts, index)]
    above = [t.index for t in under(tree, over.index) if t.dep in labels.auxiliary]
    moods = {verb_features(tree, at, language.forms).mood for at in (*above, over.index)}
    words = language.attribution
    said = language.quoting.verbs | words.say | words.think | language.denial.verbs
    reported = any(one.mood == _REPORTED for one in forms) and _REPORTED not in moods and over.lemma in said
    bare = all(one.form != "finite" for one in forms) and any(one.form == "infinitive" for one in forms)
    marked = any(t.dep in labels.marker for t in under(tree, index)) or bool(parts)
    if reported or (bare and marked):
        hang(tree, index, over.index, max(labels.complement) if bare else min(labels.complement))


def _how(tree: list[Token], index: int, language: Language) -> None:
    """Hang on a verb of showing what it shows ("Videos, die zeigen sollen, wie Soldaten ankommen")."""
    token, over = tree[index], tree[tree[index].head]
    showing = language.grammar.showing | language.grammar.causative  # "ließ sich zeigen, wie …"
    shows = over.lemma in showing and token.dep in language.functions.adverbial
    if token.pos != "VERB" or not shows or over.index > index:
        return
    comma = max((t.index for t in tree[over.index : index] if t.text == ","), default=-1)
    if comma >= 0 and tree[comma + 1].low in language.grammar.complementizers:
        hang(tree, index, over.index, min(language.functions.complement))


def _relative(tree: Sequence[Token], noun: int, index: int, language: Language) -> bool:
    """Whether a pronoun opens the clause behind a noun, so that it says of that what it is or does."""
    opening = [t for t in tree[noun:index] if t.text == ","]
    words = tree[opening[-1].index + 1 : index][:2] if opening else tree[noun:index]
    return any(t.low in language.grammar.relative_genders for t in words if t.pos in {"PRON", "DET"})


def _after_comma(tree: Sequence[Token], first: int, last: int, language: Language) -> bool:
    """Whether a comma parts two verbs, and no "und"."""
    between = [t.low for t in tree[first:last]]
    comma = max((at for at, word in enumerate(between) if word == ","), default=-1)
    return comma >= 0 and not language.grammar.coordinators & set(between[comma : comma + 2])


def _opening(tree: list[Token], index: int, language: Language) -> None:
    """Give a second main clause the phrase before its finite verb as its subject."""
    finite, labels = tree[index], language.functions
    if finite.pos not in _VERBAL or verb_features(tree, index, language.forms).form != "finite":
        return
    main = tree[finite.head] if finite.dep in labels.auxiliary else finite
    subjects = labels.subject | labels.passive_subject
    if main.dep not in labels.coordination | labels.parenthetical or not _in_main_clause(tree, main, labels):
        return
    if any(t.dep in subjects for t in under(tree, main.index)):
        return
    first = _opens(tree, index, main.head, language)
    if first < 0:
        return
    nouns = [t for t in tree[first:index] if t.pos in _NOMINAL]
    owner = len(nouns) > 1 and nouns[0].pos == "PROPN" and nouns[1].pos == "NOUN"
    owner = owner and nouns[0].text.endswith(tuple(language.grammar.genitive))
    top = nouns[1] if owner else next((t for t in nouns if not first <= t.head < index), nouns[0])
    hang(tree, top.index, main.index, max(labels.subject))
    for one in tree[first:index]:
        if one.index != top.index and not first <= one.head < index:
            hang(tree, one.index, top.index, "nmod" if owner and one.index == nouns[0].index else one.dep)
    if owner and tree[nouns[0].index].head == top.index:
        hang(tree, nouns[0].index, top.index, "nmod")


def _infinitive_clause(tree: list[Token], index: int, language: Language) -> None:
    """Give an infinitive all between its comma and it, where the tree hung that before the comma."""
    infinitive, labels = tree[index], language.functions
    over = tree[infinitive.head]
    marked = any(t.dep in labels.marker | labels.auxiliary for t in under(tree, index))
    hangs = infinitive.dep in labels.complement and over.index < index and over.pos in _VERBAL
    if infinitive.pos != "VERB" or not hangs or not (marked or infinitive.low != infinitive.lemma):
        return
    comma = _comma(tree, over, index, language)
    if comma < 0 or any(t.pos in _VERBAL for t in tree[comma + 1 : index]):
        return
    tops = [t for t in tree[comma + 1 : index] if not comma < t.head <= index and t.pos != "PUNCT"]
    listed = -1
    for top in tops:
        joined = top.dep in labels.coordination | labels.apposition
        if joined and listed >= 0:
            hang(tree, top.index, listed, top.dep)
        elif joined:
            listed = top.index
            hang(tree, top.index, index, min(labels.object))
        else:
            hang(tree, top.index, index, top.dep)


def _comma(tree: Sequence[Token], over: Token, index: int, language: Language) -> int:
    """Give the comma that opens an infinitive clause; -1 if there is none.

    Whom somebody asks or blames stands before the first one, what follows may be a list of what he does.
    """
    commas = [t.index for t in tree[over.index : index] if t.text == ","]
    if len(commas) < 2 or over.lemma not in language.grammar.object_control:  # noqa: PLR2004
        return max(commas, default=-1)
    words = [t for t in tree[commas[0] : index] if t.dep not in language.functions.marker]
    bare = all(t.pos in _LISTED for t in words)
    articles = any(t.pos == "DET" for t in tree[commas[0] + 1 : commas[1]])
    return commas[0] if bare and not articles else commas[-1]


def _in_main_clause(tree: Sequence[Token], main: Token, labels: object) -> bool:
    """Whether the verb that another is joined to is that of a main clause, its own verb in second place."""
    seen: set[int] = set()
    at = main.head
    joining = labels.coordination | labels.parenthetical  # type: ignore[attr-defined]
    while at not in seen:
        seen.add(at)
        verb = tree[at]
        marked = any(t.dep in labels.marker for t in under(tree, at))  # type: ignore[attr-defined]
        if verb.pos not in _VERBAL or marked or at > main.index:
            return False
        if verb.dep == _ROOT:
            return True
        if verb.dep not in joining:
            return False
        at = verb.head
    return False


def _opens(tree: Sequence[Token], index: int, above: int, language: Language) -> int:
    """Give the first word of the one phrase between "und" or a comma and a finite verb; -1 if none."""
    first = index
    while first > 0 and tree[first - 1].pos in _PHRASE and first - 1 > above:
        first -= 1
    parted = first > 0 and tree[first - 1].low in {",", *language.grammar.coordinators}
    nouns = [t for t in tree[first:index] if t.pos in _NOMINAL]
    several = tree[index].low.endswith(_PLURAL)
    listed = tree[first - 1].text != "," and several and not any(t.text.endswith(_PLURAL) for t in nouns)
    last = index + 1 >= len(tree) or tree[index + 1].text == ","
    return -1 if not parted or not nouns or listed or last else first
