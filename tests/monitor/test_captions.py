"""Captions become transcripts, whatever their site did to them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import UnreadableError
from marsad.model import Response, Source
from marsad.monitor import Files, default_transport
from marsad.monitor.captions import read_captions
from marsad.ports import Limits, ParsedPost

# As YouTube's automatic captions come: every line is shown alone, then above the next one. A tilde
# stands for a line that holds one space.
ROLLING = """WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.310 align:start position:0%
~
the<00:00:00.560><c> harbour</c><00:00:01.000><c> will</c>

00:00:02.310 --> 00:00:02.320 align:start position:0%
the harbour will
~

00:00:02.320 --> 00:00:05.000 align:start position:0%
the harbour will
stay<00:00:03.000><c> closed</c>

00:00:05.000 --> 00:00:05.010 align:start position:0%
stay closed
~

00:01:05.010 --> 00:01:06.000 align:start position:0%
stay closed
until<00:01:05.500><c> Friday</c>
""".replace("~", " ")

STREAMED = """WEBVTT - a title
X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000

STYLE
::cue { color: red }

NOTE a comment
over two lines

opening
00:01.000 --> 00:02.000 line:0
<v Ines Brandt>Tom &amp; Jerry &lt;3</v>

NOTE another comment

00:04.000 --> 00:05.000
a --> b

closing
00:09.500 --> 00:10.000
- <i>Goodbye</i>
"""

SUBRIP = """1
00:00:01,000 --> 00:00:02,000
<i>Hello</i>, {\\an8}world.

2
00:00:03.000 --> 00:00:04.000 X1:0 Y1:10
Line one

after an empty line.

3
0:00:05,5 --> 0:00:06,0
The third.
4
00:00:07,000 --> 00:00:08,000
No empty line before; 7 < 9.
"""


def lines(text: str | bytes) -> list[str]:
    body = text.encode() if isinstance(text, str) else text
    return read_captions(body, "s", "a.vtt")[0].split("\n")


def test_rolling_captions_say_everything_once() -> None:
    assert lines(ROLLING) == [
        "[00:00:00] the harbour will stay closed",
        "[00:01:05] until Friday",
    ]


def test_rolling_captions_whose_blank_lines_were_trimmed_say_the_same() -> None:
    assert lines(ROLLING.replace("\n \n", "\n\n")) == lines(ROLLING)


def test_a_chant_is_not_taken_for_rolling() -> None:
    chant = "".join(f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\nNo!\n\n" for n in range(4))
    assert lines(chant) == [f"[00:00:0{n}] No!" for n in range(4)]


def test_web_captions_lose_their_head_styles_comments_names_and_tags() -> None:
    assert lines(STREAMED) == [
        "[00:00:01] Ines Brandt: Tom & Jerry <3",
        "[00:00:04] a --> b",
        "[00:00:09] - Goodbye",
    ]


def test_web_captions_without_their_first_line_are_read() -> None:
    assert lines(STREAMED.partition("\n\n")[2])[-1] == "[00:00:09] - Goodbye"


def test_subrip_is_read_with_its_usual_faults() -> None:
    assert lines(SUBRIP) == [
        "[00:00:01] Hello, world.",
        "[00:00:03] Line one after an empty line.",
        "[00:00:05] The third.",
        "[00:00:07] No empty line before; 7 < 9.",
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(end: str, mark: str) -> None:
    for text in (ROLLING, STREAMED, SUBRIP):
        assert lines(mark + text.replace("\n", end)) == lines(text)


def test_old_arabic_captions_are_read_and_the_recipe_says_so() -> None:
    said = "أعرب الوزير عن قلقه من استمرار القصف على المدينة"
    body = f"1\r\n00:00:01,000 --> 00:00:04,000\r\n{said}\r\n".encode("windows-1256")
    text, recipe = read_captions(body, "s", "a.srt")
    assert text == f"[00:00:01] {said}"
    assert "windows-1256" in recipe
    assert lines(f"1\n00:00:01,000 --> 00:00:04,000\n{said}".encode("utf-16")) == [text]


def test_cues_are_joined_to_phrases() -> None:
    cues = [
        (1, 2, "The ministry said"),
        (2, 3, "it would wait."),
        (3, 4, "Nobody"),
        (4, 5, "answered”."),
        (5, 6, "Then"),
        (60, 61, "after a pause"),
        (61, 62, "- another voice"),
    ]
    text = "".join(
        f"{a // 60:02}:{a % 60:02},000 --> {b // 60:02}:{b % 60:02},000\n{said}\n\n"
        for a, b, said in cues
    )
    assert lines(text) == [
        "[00:00:01] The ministry said it would wait.",
        "[00:00:03] Nobody answered”.",
        "[00:00:05] Then",
        "[00:01:00] after a pause",
        "[00:01:01] - another voice",
    ]


def test_words_without_end_are_cut_into_lines() -> None:
    moments = [f"00:{n // 60:02}:{n % 60:02}.000" for n in range(201)]
    text = "".join(
        f"{began} --> {ended}\nword{n}\n\n" for n, (began, ended) in enumerate(pairwise(moments))
    )
    assert max(map(len, lines(text))) < 260
    assert " ".join(line[11:] for line in lines(text)).split() == [f"word{n}" for n in range(200)]


def test_cues_out_of_order_are_put_in_order() -> None:
    text = "00:09.000 --> 00:10.000\nlater\n\n00:01.000 --> 00:02.000\nsooner\n"
    assert lines(text) == ["[00:00:01] sooner", "[00:00:09] later"]


@pytest.mark.parametrize(
    "body", [b"", b"WEBVTT\n\n", b"no captions", b"00:01.000 --> 00:02.000\n<i></i>\n", bytes(99)]
)
def test_what_holds_no_captions_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"a\.srt") as caught:
        read_captions(body, "s", "a.srt")
    assert caught.value.hint


@pytest.mark.parametrize("name", ["speech.ar.vtt", "speech.SRT"])
def test_a_caption_file_is_a_post_with_its_times(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(ROLLING, "utf-8")
    (tmp_path / f"{name}.json").write_text('{"title": "A speech", "published": "2026-04-07"}')
    source = Source("f", "files", str(tmp_path), "F", local=True)
    connector = Files(Limits())
    (response,) = connector.fetch(source, default_transport(Limits()))
    assert isinstance(response, Response)
    (post,) = connector.parse(source, response)
    assert isinstance(post, ParsedPost)
    assert (post.native_id, post.title, post.published.day) == (name, "A speech", "2026-04-07")
    assert post.text.endswith("[00:01:05] until Friday")
    assert post.recipe == "captions/1"


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=30), max_size=12))
@settings(deadline=None)
def test_any_lines_give_a_transcript_or_a_named_error(found: list[str]) -> None:
    times = "00:00:01.000 --> 00:00:02.000"
    for text in ("\n".join(found), "\n".join(f"{times}\n{each}\n" for each in found)):
        try:
            read = lines(text)
        except UnreadableError:
            continue
        assert all(line.startswith("[00:00:") for line in read if line)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_give_a_transcript_or_a_named_error(noise: bytes) -> None:
    for body in (noise, b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + noise):
        try:
            assert lines(body)
        except UnreadableError:
            continue


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=4, max_size=20, unique=True))
@settings(deadline=None)
def test_whatever_rolls_is_said_once_and_in_order(words: list[str]) -> None:
    text = "WEBVTT\n\n" + "".join(
        f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{a}\n{b}\n\n"
        for n, (a, b) in enumerate(pairwise(words))
    )
    assert " ".join(line[11:] for line in lines(text)).split() == words
