"""Newsletters from IMAP folders, mbox and message files."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.servers.certificates import Authority
from tests.servers.tunnels import open_tunnels

from marsad.errors import (
    BlockedAddressError,
    FetchError,
    GoneError,
    RefusedError,
    SourceError,
    TooLargeError,
    UnreadableError,
)
from marsad.model import Response, Source
from marsad.monitor import Mailbox, default_transport
from marsad.monitor.imap import Imap
from marsad.ports import NO_HISTORY, Coverage, History, ItemFailure, Limits, ParsedPost

SECRET = "the secret word"


def message(number: int, text: str = "نص النشرة") -> bytes:
    found = EmailMessage()
    found["From"] = "Office <office@agency.example>"
    found["Subject"] = f"Bulletin {number}"
    found["Date"] = f"Sun, 01 Mar 2026 10:20:{number % 60:02} +0000"
    found["Message-ID"] = f"<m{number}@agency.example>"
    found.set_content(text)
    return found.as_bytes()


# ---------------------------------------------------------------- IMAP


@dataclass
class Server:
    """A small IMAP server: one user, some folders of messages by their UID."""

    port: int
    folders: dict[str, dict[int, bytes]]
    validity: int = 7
    said: list[str] = field(default_factory=list)

    def source(self, folder: str = "INBOX", *, user: str = "desk", local: bool = True) -> Source:
        address = f"imap://{user}@127.0.0.1:{self.port}/{folder}"
        return Source("news-letters", "mailbox", address, "Letters", local=local)


class Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    state: Server


class Handler(socketserver.StreamRequestHandler):
    server: Threads

    def handle(self) -> None:
        self.state = self.server.state
        self.folder: dict[int, bytes] = {}
        self.answer("* OK ready")
        for line in self.rfile:
            tag, _, rest = line.decode("ascii").strip().partition(" ")
            self.state.said.append(rest)
            status = self.command(rest)
            self.answer(f"{tag} {status}")
            if rest == "LOGOUT":
                return

    def command(self, rest: str) -> str:
        word = rest.split(" ", maxsplit=1)[0].upper()
        if word == "CAPABILITY":
            self.answer("* CAPABILITY IMAP4rev1")
        elif word == "LOGIN":
            return "OK done" if f'desk "{SECRET}"' in rest else f"NO not with {rest}"
        elif word == "EXAMINE":
            return self.examine(rest.split(" ", 1)[1].strip('"'))
        elif rest.startswith("UID SEARCH"):
            first = int(rest.rsplit(" ", 1)[1].removesuffix(":*"))
            newest = max(self.folder, default=0)
            uids = [uid for uid in self.folder if uid >= first or uid == newest]
            self.answer(f"* SEARCH {' '.join(map(str, uids))}".strip())
        elif rest.startswith("UID FETCH"):
            self.fetch(int(rest.split(" ")[2]), rest)
        elif word not in ("LOGOUT", "NOOP"):
            return "BAD what?"
        return "OK done"

    def examine(self, name: str) -> str:
        if name not in self.state.folders:
            return "NO no such folder"
        self.folder = self.state.folders[name]
        self.answer(f"* {len(self.folder)} EXISTS")
        self.answer(f"* OK [UIDVALIDITY {self.state.validity}] valid")
        return "OK [READ-ONLY] done"

    def fetch(self, uid: int, rest: str) -> None:
        body = self.folder[uid]
        if "RFC822.SIZE" in rest:
            self.answer(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(body)})")
            return
        self.answer(f"* 1 FETCH (UID {uid} BODY[] {{{len(body)}}}")
        self.wfile.write(body)
        self.answer(")")

    def answer(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def imap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("MARSAD_MAIL_PASSWORD_NEWS_LETTERS", SECRET)
    server = Threads(("127.0.0.1", 0), Handler)
    found = Server(server.server_address[1], {"INBOX": {n: message(n) for n in (2, 5, 9)}})
    server.state = found
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def visit(
    source: Source, history: History = NO_HISTORY, limits: Limits | None = None
) -> tuple[list[ParsedPost], list[ItemFailure], list[Coverage]]:
    bounds = limits or Limits()
    connector = Mailbox(bounds)
    posts: list[ParsedPost] = []
    failures: list[ItemFailure] = []
    coverage: list[Coverage] = []
    for response in connector.fetch(source, default_transport(bounds), history):
        items = (
            [response]
            if isinstance(response, ItemFailure)
            else list(connector.parse(source, response))
        )
        posts += [item for item in items if isinstance(item, ParsedPost)]
        failures += [item for item in items if isinstance(item, ItemFailure)]
        coverage += [item for item in items if isinstance(item, Coverage)]
    return posts, failures, coverage


def test_a_folder_is_read_without_changing_it(imap: Server) -> None:
    posts, failures, _ = visit(imap.source())
    assert failures == []
    assert [post.title for post in posts] == ["Bulletin 2", "Bulletin 5", "Bulletin 9"]
    assert posts[0].author == "Office"
    assert posts[0].url == "imap://127.0.0.1/INBOX;UIDVALIDITY=7/;UID=2"
    assert not any(said.startswith(("SELECT", "STORE")) or "BODY[]" in said for said in imap.said)
    assert any("BODY.PEEK[]" in said for said in imap.said)


def test_the_next_visit_asks_only_for_what_came_after(imap: Server) -> None:
    _, _, coverage = visit(imap.source())
    assert all(one.last + 1 == two.first for one, two in pairwise(coverage))
    history = History(((coverage[0].first, coverage[-1].last),))
    assert visit(imap.source(), history)[0] == []
    imap.folders["INBOX"][12] = message(12)
    posts, _, coverage = visit(imap.source(), history)
    assert [post.title for post in posts] == ["Bulletin 12"]
    assert coverage[0].first == history.covered[0][1] + 1


def test_a_folder_that_was_renumbered_is_read_anew(imap: Server) -> None:
    first, _, coverage = visit(imap.source())
    imap.validity = 8
    again, _, _ = visit(imap.source(), History(((1, coverage[-1].last),)))
    assert len(again) == 3
    assert not {post.native_id for post in first} & {post.native_id for post in again}


def test_the_password_is_in_no_error_and_no_address(imap: Server) -> None:
    with pytest.raises(RefusedError, match="refuses the password") as caught:
        visit(imap.source(user="other"))
    assert SECRET not in str(caught.value)


def test_a_password_may_stand_in_a_file(
    imap: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MARSAD_MAIL_PASSWORD_NEWS_LETTERS")
    with pytest.raises(RefusedError, match="needs a password") as caught:
        visit(imap.source())
    assert "MARSAD_MAIL_PASSWORD_NEWS_LETTERS" in caught.value.hint
    (tmp_path / "word").write_text(f"{SECRET}\n", "utf-8")
    monkeypatch.setenv("MARSAD_MAIL_PASSWORD_FILE_NEWS_LETTERS", str(tmp_path / "word"))
    assert len(visit(imap.source())[0]) == 3


def test_a_folder_with_an_arabic_name_is_found(imap: Server) -> None:
    imap.folders["&BkYGNAYxBkcALQ-"] = {}
    imap.folders["&BkYGNAYx-/A&-B"] = {1: message(1)}
    posts, _, _ = visit(imap.source("%D9%86%D8%B4%D8%B1/A%26B"))
    assert len(posts) == 1
    with pytest.raises(GoneError, match="no folder"):
        visit(imap.source("None"))


def test_a_message_that_is_too_large_is_left_out(imap: Server) -> None:
    imap.folders["INBOX"][5] = message(5, "x" * 5_000)
    posts, failures, _ = visit(imap.source(), limits=Limits(response_bytes=2_000))
    assert [post.title for post in posts] == ["Bulletin 2", "Bulletin 9"]
    assert isinstance(failures[0].error, TooLargeError)


def test_a_message_that_cannot_be_read_is_covered_all_the_same(imap: Server) -> None:
    imap.folders["INBOX"][5] = b"no message"
    _, failures, coverage = visit(imap.source())
    assert len(failures) == 1
    assert len(coverage) == 3


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("imaps://desk:word@mail.example/INBOX", FetchError),
        ("imaps://mail.example/INBOX", FetchError),
        ("imaps://desk@mail.example/a%0D%0Ab", FetchError),
        ("imap://desk@mail.example/INBOX", BlockedAddressError),
        ("imaps://desk@127.0.0.1/INBOX", BlockedAddressError),
    ],
)
def test_unsafe_addresses_are_refused(
    address: str, error: type[SourceError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_MAIL_PASSWORD_LETTERS", SECRET)
    with pytest.raises(error) as caught:
        visit(Source("letters", "mailbox", address, "Letters"))
    assert caught.value.hint


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_a_folder_is_read_through_a_proxy(imap: Server, scheme: str) -> None:
    address = "imaps://desk@mail.example/INBOX"
    source = Source("news-letters", "mailbox", address, "Letters")
    authority = Authority()
    with open_tunnels() as proxy:
        proxy.onward, proxy.tls = imap.port, authority
        reader = Imap(Limits(), proxy=proxy.url(scheme), tls=authority.client())
        found = list(Mailbox(Limits(), imap=reader).fetch(source, default_transport(Limits())))
        untrusting = Imap(Limits(), proxy=proxy.url(scheme))
        with pytest.raises(FetchError, match="certificate"):
            list(untrusting.fetch(source, NO_HISTORY))
    assert len(found) == 3
    assert proxy.asked == ["mail.example:993"] * 2


# ---------------------------------------------------------------- files


def local(path: Path) -> Source:
    return Source("letters", "mailbox", str(path), "Letters", local=True)


def mbox(*letters: bytes) -> bytes:
    return b"".join(b"From x Sun Mar  1 10:20:30 2026\n" + letter + b"\n" for letter in letters)


def test_the_messages_of_an_mbox_are_posts(tmp_path: Path) -> None:
    path = tmp_path / "news.mbox"
    path.write_bytes(mbox(message(1, ">From here on"), b"broken\n", message(2)))
    posts, failures, _ = visit(local(path))
    assert [post.native_id for post in posts] == ["m1@agency.example", "m2@agency.example"]
    assert posts[0].text == "Bulletin 1\n\nFrom here on"
    assert [failure.item for failure in failures] == ["message 2"]


def test_a_folder_of_messages_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(message(1))
    (tmp_path / "b.mbox").write_bytes(mbox(message(2), message(3)))
    (tmp_path / "c.txt").write_text("x", "utf-8")
    posts, _, _ = visit(local(tmp_path))
    assert [post.title for post in posts] == ["Bulletin 1", "Bulletin 2", "Bulletin 3"]


def test_a_file_that_is_no_mail_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(b"hello")
    with pytest.raises(UnreadableError):
        visit(local(path))


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_mbox_gives_items_or_a_named_error(noise: bytes) -> None:
    for body in (noise, mbox(noise, noise), mbox(message(1)) + noise):
        response = Response("file:///a.mbox", body, datetime(2026, 3, 9, tzinfo=UTC))
        try:
            list(Mailbox(Limits()).parse(local(Path("a.mbox")), response))
        except SourceError:
            continue


def test_the_folder_name_is_encoded_as_the_protocol_wants() -> None:
    from marsad.monitor.imap import _NOT_ASCII, _modified_utf7

    encoded = _NOT_ASCII.sub(_modified_utf7, "نشر")
    assert re.fullmatch(r"&[A-Za-z0-9+,]+-", encoded)
