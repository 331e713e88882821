"""Lists of sources as other programs keep them: OPML 2.0 and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from ..errors import UnreadableError
from ..model import Reliability, Source

__all__ = ["Listed", "read_list", "write_csv", "write_opml"]

_COLUMNS = ("address", "id", "kind", "name", "owner", "languages", "reliability", "voice")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list; what it does not say is empty.

    :ivar voice: True where the owner itself speaks in the source.
    """

    address: str
    id: str = ""
    kind: str = ""
    name: str = ""
    owner: str = ""
    languages: tuple[str, ...] = ()
    reliability: str = ""
    voice: bool = False


def read_list(data: bytes, name: str) -> tuple[Listed, ...]:
    """Return what a list holds; OPML where it begins like XML, else CSV with a header line.

    :param name: of the file, for messages.
    :raises UnreadableError: neither of the two, or it holds no address.
    """
    text = data.decode("utf-8-sig", "replace")
    xml = text.lstrip().startswith("<")
    found = tuple(_opml(text, name) if xml else _csv(text, name))
    if not found:
        raise UnreadableError(
            name, "no source is in it", hint=f"Give OPML, or CSV with the columns {_COLUMNS}."
        )
    return found


def _opml(text: str, name: str) -> list[Listed]:
    """Read the outlines with an address; an outline without one is a folder."""
    root = _safe_xml(text, name)
    found = []
    for outline in root.iter("outline"):
        address = outline.get("xmlUrl") or outline.get("url") or outline.get("htmlUrl")
        if not address:
            continue
        values = {key: outline.get(key, "").strip() for key in ("id", "kind", "owner")}
        title = outline.get("title") or outline.get("text") or ""
        found.append(_listed({**values, **_ours(outline), "address": address, "name": title}))
    return found


def _ours(outline: Element) -> dict[str, str]:
    keys = ("language", "languages", "reliability", "voice")
    found = {key: outline.get(key, "") for key in keys}
    return {**found, "languages": found["languages"] or found["language"]}


def _safe_xml(text: str, name: str) -> Element:
    """Parse XML that declares nothing of its own, so that no entity can grow or reach out."""
    from xml.etree.ElementTree import fromstring

    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise UnreadableError(
            name, "the list declares entities", hint="Save it without a DOCTYPE, or as CSV."
        )
    try:
        return fromstring(text)  # noqa: S314 - nothing is declared in it, see above
    except (ParseError, ValueError) as error:
        raise UnreadableError(
            name, f"the list is not OPML ({error})", hint="Export it again, or give CSV."
        ) from error


def _csv(text: str, name: str) -> list[Listed]:
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise UnreadableError(name, f"not CSV ({error})", hint="Save it as CSV.") from error
    for row in rows:
        if "address" not in row:
            raise UnreadableError(
                name, "there is no column “address”", hint=f"Known columns: {_COLUMNS}."
            )
    return [_listed(row) for row in rows if (row["address"] or "").strip()]


def _listed(row: dict[str, str]) -> Listed:
    def value(key: str) -> str:
        return (row.get(key) or "").strip()

    return Listed(
        address=value("address"),
        id=value("id"),
        kind=value("kind"),
        name=value("name"),
        owner=value("owner"),
        languages=tuple(value("languages").replace(",", " ").split()),
        reliability=value("reliability").upper(),
        voice=value("voice").lower() in ("1", "true", "yes"),
    )


def write_opml(sources: Sequence[Source], title: str) -> bytes:
    """Return ``sources`` as OPML 2.0; what OPML has no word for is in attributes of our own."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    for source in sources:
        plain = {key: str(value) for key, value in _row(source).items() if value}
        address = plain.pop("address")
        name = plain.pop("name", source.id)
        kind = "rss" if source.kind == "feed" else source.kind
        SubElement(body, "outline", {"text": name, "type": kind, "xmlUrl": address, **plain})
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def write_csv(sources: Sequence[Source]) -> bytes:
    """Return ``sources`` as CSV with a header line."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    writer.writerows(_row(source) for source in sources)
    return out.getvalue().encode("utf-8", "replace")


def _row(source: Source) -> dict[str, str]:
    return {
        "address": source.address,
        "id": source.id,
        "kind": source.kind,
        "name": source.name,
        "owner": source.owner or "",
        "languages": " ".join(source.languages),
        "reliability": "" if source.reliability is Reliability.F else source.reliability.value,
        "voice": "yes" if source.voice else "",
    }
