"""The article in an HTML page: the only module that knows trafilatura.

trafilatura finds the main text and what the page says of itself; it leaves captions out, so they go
through it as marked paragraphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import trafilatura
from trafilatura.settings import Document

from kg.errors import ArticleError
from kg.pieces import Piece, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CAPTION: Final = "\ue0f1"  # private use: no page has it
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read_page(raw: bytes, where: str) -> tuple[Mapping[str, str], tuple[Piece, ...]]:
    """Give what the page says of itself (by the keys of the front matter) and its blocks.

    Raises
    ------
    ArticleError
        KG-206 for an empty file, KG-209 if no article is found.
    """
    if not raw.strip():
        raise ArticleError("KG-206", f"{where}: the file is empty.", "Check that the page was saved whole.")
    refusal = ArticleError(
        "KG-209", f"{where}: no article was found in this page.", "Save its text as .txt with front matter."
    )
    try:
        lang, document = _extract(raw)
        pieces = tuple(_pieces(document.body)) if document else ()
    except Exception as error:  # a broken page makes lxml and trafilatura raise nearly anything
        raise refusal from error
    if document is None or not pieces:
        raise refusal
    found = {
        "title": document.title,
        "date": document.date,
        "publisher": document.sitename,
        "url": document.url,
        "lang": lang,
    }
    return {key: str(value) for key, value in found.items() if value}, pieces


def _extract(raw: bytes) -> tuple[str, Document | None]:
    tree = trafilatura.load_html(raw)
    if tree is None:
        return "", None
    lang = tidy(tree.get("lang") or tree.get(_XML_LANG) or "")
    _keep_captions(tree)
    document = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, include_tables=False
    )
    return lang, document if isinstance(document, Document) and document.body is not None else None


def _keep_captions(tree: Any) -> None:
    for caption in list(tree.iter("figcaption")):
        words = tidy("".join(caption.itertext()))
        figure = next(caption.iterancestors("figure"), caption)
        if words and figure.getparent() is not None:
            marked = tree.makeelement("p")
            marked.text = _CAPTION + words
            figure.addprevious(marked)


def _pieces(body: Any) -> Iterator[Piece]:
    """Give the blocks of what trafilatura kept."""
    for number, element in enumerate(body.iter("head", "p", "item", "quote", "ab")):
        if any(above.tag in ("p", "item", "head") for above in element.iterancestors()):
            continue
        if element.tag == "quote" and element.find(".//p") is not None:
            continue
        text = tidy("".join(element.itertext()))
        hint = ""
        if element.tag == "head":
            hint = "title" if element.get("rend") == "h1" else "heading"
        if _CAPTION in text:
            text, hint = text.replace(_CAPTION, "").strip(), "caption"
        if text:
            yield Piece(text, number, hint)
