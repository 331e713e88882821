"""Read and write TMX 1.4, the exchange format of translation memories.

A unit may hold runs marked ``<hi x="N">…</hi>`` in both languages; runs with the same number
render each other. ``<prop type="reviewed">human</prop>`` says that a person wrote or checked the
translation; without it a unit counts as machine translation.

Files come from other people: internal document types and entities are refused before anything
else is read, nothing outside the file is loaded, and sizes are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from marsad.errors import TooLargeError, UnreadableError
from marsad.model import Alignment, Span
from marsad.text.xml import in_xml

__all__ = ["Unit", "read_tmx", "write_tmx"]

_MAX_BYTES = 256 * 1024 * 1024
_MAX_UNITS = 1_000_000
_MAX_DEPTH = 32
_CHUNK = 1 << 16
_HINT = "Export the memory as TMX 1.4 without an internal document type."


@dataclass(frozen=True, slots=True)
class Unit:
    """One text with its English translation.

    :ivar alignments: spans relative to ``original`` and ``translation``, in code points.
    :ivar human: True where a person wrote or reviewed the translation.
    """

    language: str
    original: str
    translation: str
    alignments: tuple[Alignment, ...] = ()
    human: bool = False


def read_tmx(path: Path, *, max_bytes: int = _MAX_BYTES) -> tuple[Unit, ...]:
    """Return the units of a TMX file that have English and one other language.

    :raises UnreadableError: no such file, ill-formed XML, entities, or not TMX.
    :raises TooLargeError: more than ``max_bytes`` bytes or a million units.
    """
    reader = _Reader(path.name)
    try:
        if path.stat().st_size > max_bytes:
            raise TooLargeError(path.name, f"more than {max_bytes:,} bytes")
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                reader.parser.Parse(chunk, False)
            reader.parser.Parse(b"", True)
    except OSError as error:
        raise UnreadableError(path.name, str(error.strerror), hint="Check the path.") from error
    except expat.ExpatError as error:
        raise UnreadableError(path.name, f"not well-formed XML: {error}", hint=_HINT) from error
    except (LookupError, ValueError) as error:
        raise UnreadableError(path.name, f"undecodable: {error}", hint=_HINT) from error
    if not reader.is_tmx:
        raise UnreadableError(path.name, "not a TMX file", hint=_HINT)
    return tuple(reader.units)


@dataclass
class _Segment:
    """The text of one ``seg`` and the marked runs inside, as they are read."""

    language: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    runs: dict[str, Span] = field(default_factory=dict)
    open_runs: list[tuple[str | None, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


class _Reader:
    """Handlers of one parse; only text in ``seg`` and in ``hi`` within it counts."""

    def __init__(self, name: str) -> None:
        self.units: list[Unit] = []
        self.is_tmx = False
        self._name = name
        self._path: list[str] = []
        self._segments: list[_Segment] = []
        self._language = ""
        self._reviewed = False
        self._property: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, internal: bool
    ) -> None:
        if internal:
            raise UnreadableError(self._name, "has an internal document type", hint=_HINT)

    def _entity(self, *_facts: object) -> None:
        raise UnreadableError(self._name, "declares or uses entities", hint=_HINT)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._path:
            self.is_tmx = tag == "tmx"
        self._path.append(tag)
        if len(self._path) > _MAX_DEPTH:
            raise UnreadableError(self._name, f"nested deeper than {_MAX_DEPTH}", hint=_HINT)
        if tag == "tu":
            self._segments, self._reviewed = [], False
        elif tag == "tuv":
            self._language = attributes.get("xml:lang", attributes.get("lang", ""))
        elif tag == "seg":
            self._segments.append(_Segment(self._language.lower().partition("-")[0]))
        elif tag == "hi" and "seg" in self._path:
            segment = self._segments[-1]
            segment.open_runs.append((attributes.get("x"), segment.length))
        elif tag == "prop" and attributes.get("type") == "reviewed":
            self._property = []

    def _end(self, tag: str) -> None:
        self._path.pop()
        if tag == "hi" and self._segments and self._segments[-1].open_runs:
            segment = self._segments[-1]
            number, start = segment.open_runs.pop()
            if number is not None:
                segment.runs.setdefault(number, Span(start, segment.length))
        elif tag == "prop" and self._property is not None:
            self._reviewed |= "".join(self._property).strip().lower() == "human"
            self._property = None
        elif tag == "tu":
            self._finish()

    def _characters(self, text: str) -> None:
        if self._property is not None:
            self._property.append(text)
        elif self._path[-1] == "seg" or (self._path[-1] == "hi" and "seg" in self._path):
            self._segments[-1].parts.append(text)
            self._segments[-1].length += len(text)

    def _finish(self) -> None:
        """Make a unit of each segment in another language, if there is one in English."""
        english = next((s for s in self._segments if s.language == "en"), None)
        if english is None:
            return
        for foreign in self._segments:
            if foreign.language != "en":
                self.units.append(_unit(foreign, english, self._reviewed))
        if len(self.units) > _MAX_UNITS:
            raise TooLargeError(self._name, f"more than {_MAX_UNITS:,} units")


def _unit(foreign: _Segment, english: _Segment, reviewed: bool) -> Unit:
    """Return the unit of two segments; marked runs pair by their number."""
    pairs = tuple(
        Alignment(span, english.runs[number])
        for number, span in sorted(foreign.runs.items(), key=lambda run: run[1])
        if number in english.runs
    )
    return Unit(foreign.language, foreign.text, english.text, pairs, reviewed)


def write_tmx(units: Iterable[Unit], path: Path) -> None:
    """Write ``units`` as TMX 1.4 in UTF-8, replacing ``path``.

    Characters that XML cannot hold (most control characters) are left out. Alignments that cross
    one already written in either text are left out too, since elements must nest.

    :raises OSError: ``path`` cannot be written.
    """
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n')
        stream.write(
            '<header creationtool="marsad" creationtoolversion="1" segtype="paragraph" '
            'o-tmf="marsad" adminlang="en" srclang="*all*" datatype="plaintext"/>\n<body>\n'
        )
        for unit in units:
            stream.write(_element(unit))
        stream.write("</body>\n</tmx>\n")


def _element(unit: Unit) -> str:
    """Return one unit as a ``tu`` element."""
    kept: list[Alignment] = []
    for pair in sorted(unit.alignments, key=lambda a: (a.original.start, -a.original.end)):
        if all(_nest(pair, other) for other in kept):
            kept.append(pair)
    original = _marked(unit.original, [pair.original for pair in kept])
    translation = _marked(unit.translation, [pair.translated for pair in kept])
    reviewed = '<prop type="reviewed">human</prop>\n' if unit.human else ""
    return (
        f"<tu>\n{reviewed}<tuv xml:lang={quoteattr(unit.language)}><seg>{original}</seg></tuv>\n"
        f'<tuv xml:lang="en"><seg>{translation}</seg></tuv>\n</tu>\n'
    )


def _nest(a: Alignment, b: Alignment) -> bool:
    """Tell whether two alignments can both be elements, in either text."""
    pairs = ((a.original, b.original), (a.translated, b.translated))
    return all(x.overlap(y) == 0 or x.covers(y) or y.covers(x) for x, y in pairs)


def _marked(text: str, spans: list[Span]) -> str:
    """Return ``text`` escaped for XML with each span in a ``hi`` element that has its number."""
    return "".join(_pieces(text, spans))


def _pieces(text: str, spans: list[Span]) -> Iterable[str]:
    """Yield the escaped text with the tags between; at one place tags close before others open."""
    order = sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end, i))
    stack: list[int] = []
    at = 0
    for index in order:
        span = spans[index]
        while stack and stack[-1] <= span.start:
            end = stack.pop()
            yield _escaped(text[at:end]) + "</hi>"
            at = end
        yield _escaped(text[at : span.start]) + f'<hi x="{index + 1}">'
        at = span.start
        stack.append(span.end)
    while stack:
        end = stack.pop()
        yield _escaped(text[at:end]) + "</hi>"
        at = end
    yield _escaped(text[at:])


def _escaped(text: str) -> str:
    return escape(in_xml(text, ""), {"\r": "&#13;"})
