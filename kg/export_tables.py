"""Sheets as files: a folder of CSV, or one Excel workbook.

The rule: nothing that a text holds is ever run. In CSV a cell that begins like a formula gets an apostrophe;
in Excel it is a text cell with Excel's own mark for that, and its words stay as they are. The same graph
gives the same bytes: a workbook bears no clock time.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from kg.export_sheets import Sheet, sheets
from kg.formulas import BEGINS, guarded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.export_scope import Scope
    from kg.export_sheets import Value

_README: Final = "README.txt"
#: No clock time: the first moment that a ZIP file can name.
_MADE: Final = datetime(1980, 1, 1)  # noqa: DTZ001  a ZIP file knows no zones
_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
_WIDEST, _NARROWEST, _SEEN = 60, 9, 200
_CORE: Final = "docProps/core.xml"
#: How a row is drawn: in grey and black as well as on paper.
_STRUCK: Final = frozenset({"Denied"})
_ITALIC: Final = frozenset({"Speculated", "Hypothetical", "Planned", "Disputed", "Denied"})
#: Excel holds no more characters in one cell.
_LONGEST_CELL: Final = 32_767


def csv_files(scope: Scope) -> Mapping[str, bytes]:
    """Write a folder of CSV files with a text that explains them."""
    made = sheets(scope)
    files = {f"{sheet.name}.csv": _csv(sheet.columns, sheet.rows, scope.lang) for sheet in made}
    return {_README: _readme(made, scope).encode(), **files}


def excel_file(scope: Scope) -> Mapping[str, bytes]:
    """Write a workbook; needs openpyxl."""
    from openpyxl import Workbook  # noqa: PLC0415  only this format needs it

    book = Workbook()
    book.remove(book.active)
    made = sheets(scope)
    _cover(book, made, scope)
    for sheet in made:
        _fill(book.create_sheet(scope.sheet(sheet.name)), sheet, scope)
    book.properties.creator = "geoevents"
    book.properties.created = book.properties.modified = _MADE
    book.properties.description = " ".join(scope.note())
    return {"": _packed(book)}


def _csv(columns: tuple[str, ...], rows: tuple[tuple[Value, ...], ...], lang: str) -> bytes:
    german = lang == "de"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value, german=german) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value, *, german: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, float):
        number = f"{value:g}" if value.is_integer() else repr(value)
        return number.replace(".", ",") if german else number
    return value.isoformat() if isinstance(value, date) else str(value)


def _readme(made: tuple[Sheet, ...], scope: Scope) -> str:
    lines = [*scope.note(), ""]
    for sheet in made:
        lines += [f"{sheet.name}.csv  {scope.sheet(sheet.name)} ({len(sheet.rows)})"]
        lines += [f"    {column}: {scope.about(column)}" for column in sheet.columns]
        lines.append("")
    return "\n".join(lines)


def _cover(book: Any, made: tuple[Sheet, ...], scope: Scope) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    page = book.create_sheet(scope.sheet("README"))
    for line in scope.note():
        page.append([line])
        page.cell(page.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=3)
        page.row_dimensions[page.max_row].height = 15 * (1 + len(line) // 100)
    for sheet in made:
        page.append([])
        page.append([scope.sheet(sheet.name), len(sheet.rows)])
        page.cell(page.max_row, 1).font = Font(bold=True)
        for column in sheet.columns:
            page.append([scope.heading(column), column, scope.about(column)])
    for letter, width in (("A", 28), ("B", 22), ("C", 90)):
        page.column_dimensions[letter].width = width


def _fill(page: Any, sheet: Sheet, scope: Scope) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for place, column in enumerate(sheet.columns, 1):
        head = page.cell(1, place, scope.heading(column))
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="E7E6E2")
        head.alignment = Alignment(vertical="top", wrap_text=True)
        values = [row[place - 1] for row in sheet.rows[:_SEEN]]
        longest = max((len(str(value)) for value in values if value is not None), default=0)
        width = min(_WIDEST, max(_NARROWEST, longest + 2, len(scope.heading(column)) // 2 + 2))
        page.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(sheet.rows, 2):
        look = sheet.looks[number - 2] if sheet.looks else ""
        font = Font(italic=look in _ITALIC, strike=look in _STRUCK) if look in _ITALIC else None
        for place, value in enumerate(row, 1):
            _put(page.cell(number, place), value, font)
    page.freeze_panes = "C2" if sheet.name in ("events", "entities", "sources") else "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"


def _put(cell: Any, value: Value, font: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        cell.value = value[:_LONGEST_CELL]
        cell.data_type = "s"  # never a formula
        cell.quotePrefix = value.startswith(BEGINS)
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    if font is not None:
        cell.font = font


def _packed(book: Any) -> bytes:
    """Save a workbook and pack it again without the time at which that was done."""
    from openpyxl.xml.functions import tostring  # noqa: PLC0415

    saved, packed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    book.properties.modified = _MADE
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            content = tostring(book.properties.to_tree()) if entry.filename == _CORE else before.read(entry)
            timeless = zipfile.ZipInfo(entry.filename, _ZIPPED)
            timeless.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(timeless, content)
    return packed.getvalue()
