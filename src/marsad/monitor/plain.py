"""HTML to plain text: what a reader would see, without any markup.

nh3 removes scripts, styles and everything that is not a block or a line break; selectolax reads
the rest. Line breaks stand where blocks and ``<br>`` do.
"""

from __future__ import annotations

import re
from html import unescape

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import UnreadableError

__all__ = ["check_nesting", "flatten", "plain_text"]

_BLOCKS_NAMES = """
address article aside blockquote body caption center dd details div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre
section summary table tbody tfoot thead tr ul
"""
BLOCKS = frozenset(_BLOCKS_NAMES.split())
_DROPPED_NAMES = """
script style template noscript iframe object embed svg math title textarea select noembed
noframes plaintext xmp audio video canvas applet
"""
_DROPPED = frozenset(_DROPPED_NAMES.split())
# Opened without holding what follows, so they do not nest.
_FLAT_NAMES = """
area base br col embed hr img input link meta param source track wbr p li td th tr dt dd
option tbody thead tfoot
"""
_FLAT = frozenset(_FLAT_NAMES.split())
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# Browsers stop at 512. Parsers need time quadratic in the depth: 20,000 nested <div> take a
# second, 100,000 take 35 (selectolax 1.0 and nh3 0.3).
_DEPTH = 512
_LOOKS_LIKE_MARKUP = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_LINE_ENDS = re.compile(r"[ \t]*\r?\n[ \t]*")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")


def plain_text(html: str, source_id: str) -> str:
    """Return the text of ``html``; paragraphs end with one line break, blank lines are one.

    Markup that was escaped, as in many feeds, is read as markup too; after the third round
    whatever still looks like a tag is cut out.

    :raises UnreadableError: elements nested so deep that only an attack looks like it.
    """
    text = html
    for again in range(3):
        if _LOOKS_LIKE_MARKUP.search(text):
            check_nesting(text, source_id)
            text = _once(text.replace("\n", "<br>") if again else text)
        elif again:
            return text
        else:
            text = _tidy(unescape(text)).strip()
    text = _LOOKS_LIKE_MARKUP.sub("", text)
    return text.replace("<", "") if _LOOKS_LIKE_MARKUP.search(text) else text


def check_nesting(html: str, source_id: str) -> None:
    """Refuse markup that takes a parser minutes.

    :raises UnreadableError: more than 512 elements stand open at once.
    """
    depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEPTH:
            raise UnreadableError(
                source_id,
                f"more than {_DEPTH} elements stand inside one another",
                hint="No honest page does this; the item is left unread.",
            )


def flatten(node: LexborNode, blocks: frozenset[str] = BLOCKS, *, collapse: bool = False) -> str:
    """Return the text below ``node``: ``<br>`` is a line break, each of ``blocks`` a line.

    :param collapse: True reads line breaks of the markup itself as spaces.
    """
    parts: list[str] = []
    todo: list[LexborNode | None] = [*reversed(list(node.iter(include_text=True)))]
    while todo:
        current = todo.pop()
        if current is None:
            _end_line(parts)
        elif current.tag == "-text":
            words = current.text_content or ""
            parts.append(_SPACES.sub(" ", words) if collapse else words)
        elif current.tag == "br":
            parts.append("\n")
        elif current.tag != "-comment":
            if current.tag in blocks:
                _end_line(parts)
                todo.append(None)
            todo.extend(reversed(list(current.iter(include_text=True))))
    return "".join(parts)


def _end_line(parts: list[str]) -> None:
    last = next((part for part in reversed(parts) if part), "\n")
    if not last.endswith("\n"):
        parts.append("\n")


def _once(html: str) -> str:
    safe = nh3.clean(
        html,
        tags=set(BLOCKS | {"br"}) - {"html", "body"},
        clean_content_tags=set(_DROPPED),
        attributes={},
    )
    body = LexborHTMLParser(safe).body
    if body is None:
        return ""
    return _tidy(flatten(body, collapse=True)).strip()


def _tidy(text: str) -> str:
    return _BLANK_LINES.sub("\n\n", _LINE_ENDS.sub("\n", text))
