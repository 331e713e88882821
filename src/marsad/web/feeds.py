"""The alerts of a saved search as an Atom feed (RFC 4287), with private persons withheld."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET

from ..api import Told
from ..model import Alert, Span, Watch
from ..text import isolated
from ..text.xml import in_xml
from .words import excerpt, web_url

__all__ = ["atom"]

_ATOM = "http://www.w3.org/2005/Atom"
_TITLE, _SUMMARY = 100, 600
"""Code points of a title and of each language of a summary; the whole post is a link away."""


def atom(
    watch: Watch, raised: Sequence[tuple[Alert, Told]], base: str, labels: Iterable[str] = ()
) -> bytes:
    """Return a feed of alerts, in their order.

    Its id and those of its entries stay what they are wherever the workbench answers.

    :param base: address of the workbench, with a slash at its end.
    :param labels: what is printed on every page.
    """
    here = _id(watch)
    feed = ET.Element("feed", {"xmlns": _ATOM})
    _put(feed, "id", here.urn)
    _put(feed, "title", isolated(watch.name))
    _put(feed, "subtitle", isolated("; ".join([watch.query, *labels])))
    _put(feed, "updated", _moment(raised[0][0].raised if raised else watch.created))
    _put(feed, "link", rel="self", href=f"{base}alerts/{watch.id}.atom")
    _put(feed, "link", rel="alternate", href=f"{base}alerts/{watch.id}")
    for alert, told in raised:
        feed.append(_entry(here, alert, told, base))
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _id(watch: Watch) -> UUID:
    """Return an id that another search saved under the same name, later or elsewhere, has not."""
    return uuid5(NAMESPACE_URL, f"marsad:{watch.id}:{watch.created.isoformat()}")


def _entry(feed: UUID, alert: Alert, told: Told, base: str) -> ET.Element:
    post, source = told.view.post, told.view.source
    text, english = told.run(Span(0, len(told.version.text))), _english(told)
    title = told.words(told.version.title or "")
    entry = ET.Element("entry")
    _put(entry, "id", uuid5(feed, post.id).urn)
    _put(entry, "title", isolated(excerpt(title or english or text, _TITLE)))
    _put(entry, "updated", _moment(alert.raised))
    if post.published.value:
        _put(entry, "published", _moment(post.published.value))
    _put(ET.SubElement(entry, "author"), "name", isolated(source.name))
    if source.label:
        _put(entry, "category", term=source.label)
    _put(entry, "link", rel="alternate", href=f"{base}posts/{post.id}")
    if web_url(post.url):
        _put(entry, "link", rel="via", href=post.url)
    parts = (isolated(excerpt(part, _SUMMARY)) for part in (english, text) if part)
    _put(entry, "summary", "\n\n".join(parts))
    return entry


def _english(told: Told) -> str:
    """Return the translation of all paragraphs that have one."""
    ordered = sorted(told.view.passages, key=lambda passage: passage.ordinal)
    pairs = ((passage, told.view.translations.get(passage.id)) for passage in ordered)
    return "\n".join(told.english(t.text, [p.span]) for p, t in pairs if t and t.translated)


def _put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    clean = {key: in_xml(value) for key, value in attributes.items()}
    ET.SubElement(parent, name, clean).text = in_xml(text) or None


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
