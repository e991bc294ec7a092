"""What a SPARQL query asks of other machines: the addresses of its SERVICE clauses.

The rule: pure, and rather one clause too many than one too few. Names, strings, addresses and comments are
set aside as the grammar reads them; whatever is left and holds the word is a clause, also where it is
written without a space, and where it does not name its address in full, that address is "".
"""

from __future__ import annotations

import re
from typing import Final

#: SPARQL 1.1's terminals: strings, addresses, comments, variables, language tags, prefixed names.
_TOKEN: Final = re.compile(
    r"""(?P<silent>'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"
        |'(?:\\.|[^'\\\r\n])*'|"(?:\\.|[^"\\\r\n])*"|\#[^\r\n]*|[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      |(?P<name>(?P<prefix>[^\W_][\w.-]*|):(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-])*)""",
    re.VERBOSE | re.DOTALL,
)
_WORD: Final = "service"
_CLAUSE: Final = re.compile(r"service\s*(?:silent\s*)?(?:<(\d+)>)?", re.IGNORECASE)


def service_calls(sparql: str) -> tuple[str, ...]:
    """Give the address of each SERVICE clause, "" for one that is a variable or a prefixed name."""
    addresses: list[str] = []

    def bare(token: re.Match[str]) -> str:
        if token["iri"] is not None:
            addresses.append(token["iri"][1:-1])
            return f"<{len(addresses) - 1}>"
        if token["name"] is not None and _WORD in token["prefix"].lower():
            return token["name"].replace(":", " ")  # perhaps the keyword, and no space after it
        return " "

    left = _TOKEN.sub(bare, sparql)
    return tuple(addresses[int(found[1])] if found[1] else "" for found in _CLAUSE.finditer(left))
