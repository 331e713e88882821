"""XML entities are off, and nothing before a feed's first element costs time."""

from __future__ import annotations

import io

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.monitor.prolog import without_prolog

XML = "application/rss+xml; charset=utf-8"
NESTED = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)


def rss(prolog: str, title: str) -> str:
    return (
        f'<?xml version="1.0"?>\n{prolog}\n<rss version="2.0"><channel><title>t</title>'
        f"<item><guid>1</guid><title>{title}</title></item></channel></rss>"
    )


def titles(body: bytes, media_type: str = XML) -> list[str]:
    """Read a feed as the connector does."""
    bare, bare_type = without_prolog(body, media_type)
    read = feedparser.parse(io.BytesIO(bare), response_headers={"content-type": bare_type})
    return [entry.title for entry in read.entries]


@pytest.mark.parametrize(
    ("prolog", "title"),
    [
        (f"<!DOCTYPE rss [{NESTED}]>", "&a9;"),
        (f"<!DOCTYPE rss [\n<!ENTITY a '{'x' * 100_000}'>\n]>", "&a;" * 5_000),
        (f'<!DOCTYPE rss [\n<!ENTITY a "{"x" * 100_000}">\n]>', "&a;" * 5_000),
        (f'<!-- <rss> -->\n<!DOCTYPE rss [\n<!ENTITY a "{"x" * 9_000}">\n]>', "&a;" * 5_000),
        (f'<!DOCTYPE a [<!ENTITY b "]>">]>\n<!DOCTYPE rss [\n{NESTED}\n]>', "&a9;"),
        (f'<!doctype rss [\n<!ENTITY a "{"x" * 9_000}">\n]>', "&a;" * 5_000),
        ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        ('<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">', "&a;"),
        ('<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>', "&a;"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "cp037"])
def test_no_entity_is_expanded(prolog: str, title: str, encoding: str) -> None:
    found = titles(rss(prolog, title).encode(encoding), "application/rss+xml")
    assert sum(map(len, found)) <= len(title)


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        "<!-- by hand -->",
        "<?xml-stylesheet href='a.css'?><?xml-stylesheet href='b.css'?>",
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "x">',
        '<!DOCTYPE rss [\n<!ENTITY nbsp "&#160;">\n]>',
        "<!-- <rss> --><!-- ]> -->",
        "junk",
    ],
)
def test_an_honest_feed_reads_as_before(prolog: str) -> None:
    assert titles(rss(prolog, "بيان &amp; رد &#8212; x").encode()) == ["بيان & رد — x"]


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-16", "iso-8859-6", "utf-8-sig"])
def test_other_encodings_are_read_as_before(encoding: str) -> None:
    label = encoding.removesuffix("-sig")
    body = rss("", "بيان").replace('"1.0"', f'"1.0" encoding="{label}"', 1).encode(encoding)
    assert titles(body, "application/rss+xml") == ["بيان"]


@pytest.mark.parametrize(
    "filler", ["\n", "\n<!ENTITY", "\n<!DOCTYPE", "<!--", "<?", "<!DOCTYPE a [", "<!DOCTYPE a>\n"]
)
def test_a_long_prolog_costs_no_time(filler: str) -> None:
    # With feedparser alone, each of the first three takes an hour or more.
    titles(rss(filler * (1_000_000 // len(filler)), "x").encode())


def test_what_is_no_xml_at_all_stays_as_it_was() -> None:
    assert without_prolog(b"nothing here", "text/plain") == (b"nothing here", "text/plain")
    assert without_prolog(b"", XML) == (b"", XML)


@given(body=st.binary(max_size=300), media_type=st.sampled_from([XML, "text/html", ""]))
@settings(deadline=None)
def test_any_bytes_come_back_as_bytes(body: bytes, media_type: str) -> None:
    bare, bare_type = without_prolog(body, media_type)
    assert isinstance(bare, bytes)
    assert isinstance(bare_type, str)
