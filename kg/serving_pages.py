"""The pages of `kg serve`: the ready questions as forms, their answers as tables, any query at all.

The rule: a page is a template filled with values that are escaped; its words stand in
``templates/serve_words.toml``. It loads nothing but its own style sheet and runs no script, so it works
where nothing can be reached and nothing may run.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from kg.errors import KgError
from kg.queries import LANGUAGE, LANGUAGES, fill
from kg.query_process import Task
from kg.rendering import templates
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from werkzeug.wrappers import Request

    from kg.queries import Question
    from kg.query_process import Answer

    Run = Callable[[Task], Answer]

#: Rows on a page; all of them are behind its links.
_MOST: Final = 500
_HTML: Final = "text/html; charset=utf-8"
_START: Final = "SELECT ?s ?p ?o\nWHERE { ?s ?p ?o }\nLIMIT 20\n"
_KINDS: Final = {"date": "date", "number": "number"}


class Pages:
    """Writes the pages of one service.

    Parameters
    ----------
    questions
        The ready questions.
    title
        What is served, as the reader knows it: the name of the build.
    """

    def __init__(self, questions: Mapping[str, Question], title: str) -> None:
        self._questions = questions
        self._title = title
        self._templates = templates()
        path = room("templates") / "serve_words.toml"
        self._words: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))

    def answer(self, request: Request, run: Run) -> Response:
        """Give the page of a path."""
        wanted = request.args.get(LANGUAGE, "")
        lang = wanted if wanted in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "en")
        if request.path == "/":
            return self._page(lang, 200, "serve.html", questions=self._listed(lang), start=_START)
        if request.path == "/serve.css":
            style = (room("templates") / "serve.css").read_text(encoding="utf-8")
            return Response(style, content_type="text/css; charset=utf-8")
        if request.path == "/query":
            return self._free(request, lang, run)
        if (name := request.path.removeprefix("/ask/")) in self._questions:
            return self._asked(request, lang, self._questions[name], run)
        return self._page(lang, 404, "serve_wrong.html", wrong=self._words[lang]["no_page"])

    def description(self, address: str) -> str:
        """Describe the service in Turtle."""
        return self._templates.get_template("serve_description.ttl").render(address=address)

    def _listed(self, lang: str) -> list[dict[str, Any]]:
        return [self._form(one, lang, {}) for one in self._questions.values()]

    def _form(self, question: Question, lang: str, given: Mapping[str, str]) -> dict[str, Any]:
        return {
            "name": question.name,
            "title": question.say("title", lang),
            "question": question.say("question", lang),
            "row": question.say("row", lang),
            "blanks": [
                {
                    "name": one.name,
                    "words": one.words[lang],
                    "kind": _KINDS.get(one.kind, "text"),
                    "value": given.get(one.name, "" if one.kind == "date" else one.default),
                }
                for one in question.parameters
                if one.name != LANGUAGE
            ],
        }

    def _asked(self, request: Request, lang: str, question: Question, run: Run) -> Response:
        known = {one.name: one.kind for one in question.parameters}
        # A text that was emptied means any; a day or a number that was, what the question has by itself.
        given = {
            name: value
            for name, value in request.args.items()
            if name != LANGUAGE and name in known and (value or known[name] == "text")
        }
        form = self._form(question, lang, given)
        values = given | ({LANGUAGE: lang} if LANGUAGE in known else {})
        try:
            sparql = fill(question, values)
        except KgError as error:
            return self._page(
                lang, 400, "serve_answer.html", form=form, sparql="", wrong=str(error), rows=None
            )
        heads = [words[lang] for words in question.columns.values()]
        return self._told(lang, sparql, run, form, heads)

    def _free(self, request: Request, lang: str, run: Run) -> Response:
        return self._told(lang, request.args.get("query", "") or _START, run, None, None)

    def _told(
        self, lang: str, sparql: str, run: Run, form: dict[str, Any] | None, heads: list[str] | None
    ) -> Response:
        answer = run(Task(sparql, words=lang, most=_MOST))
        if answer.words is None:
            wrong = answer.body.decode("utf-8", "replace")
            return self._page(
                lang, answer.status, "serve_answer.html", form=form, sparql=sparql, wrong=wrong, rows=None
            )
        return self._page(
            lang,
            200,
            "serve_answer.html",
            form=form,
            sparql=sparql,
            wrong="",
            heads=heads or answer.words.columns,
            rows=answer.words.rows,
            total=answer.words.total,
            link=f"/sparql?{urlencode({'query': sparql})}",
        )

    def _page(self, lang: str, status: int, template: str, **values: Any) -> Response:
        others = [one for one in LANGUAGES if one != lang]
        page = self._templates.get_template(template).render(
            lang=lang, others=others, words=self._words[lang], title=self._title, **values
        )
        return Response(page, status, content_type=_HTML)
