"""A web server on this machine that answers what a test lays down, and pages to serve."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from marsad.model import Source

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Addresses of the server and what they answer."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def serve(
        self,
        path: str,
        body: bytes,
        media_type: str = "text/html; charset=utf-8",
        status: int = 200,
        **headers: str,
    ) -> str:
        """Answer ``path`` with ``body``; return the address."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Type", media_type)
            handler.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer
        return self.url + path

    def source(self, path: str, kind: str = "feed", *, local: bool = True) -> Source:
        """Return a source at ``path``, allowed to be on this machine."""
        return Source("test-source", kind, self.url + path, "Test source", local=local)


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on 127.0.0.1; what no test laid down answers 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            found.headers.append(dict(self.headers.items()))
            answer = found.answers.get(self.path)
            if answer is None:
                self.send_error(404)
                return
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def post(
    number: int,
    text: str = "نص",
    *,
    before: str = "",
    after: str = "",
    meta: str = "",
    channel: str = "fanous",
) -> str:
    """Return one message in the shape of Telegram's preview page."""
    moment = f"2026-03-0{1 + number % 9}T10:20:30+00:00"
    body = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
    return f"""
<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message
 text_not_supported_wrap js-widget_message" data-post="{channel}/{number}" data-view="e30">
 <div class="tgme_widget_message_bubble">
  <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"
   href="https://t.me/{channel}"><span dir="auto">Fanous</span></a></div>
  {before}{body if text else ""}{after}
  <div class="tgme_widget_message_footer compact js-message_footer">
   <div class="tgme_widget_message_info short js-message_info">
    <span class="tgme_widget_message_views">1.2K</span><span class="copyonly"> views</span><span
     class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date"
     href="https://t.me/{channel}/{number}"><time datetime="{moment}"
     class="time">10:20</time></a></span>
   </div></div></div></div></div>"""


def page(*messages: str) -> bytes:
    """Return a channel's page with these messages."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Fanous</title></head>
<body class="widget_frame_base tgme_webpreview"><header class="tgme_header">
<div class="tgme_channel_info"><div class="tgme_channel_info_header_username">
<a href="https://t.me/fanous">@fanous</a></div></div></header>
<main class="tgme_main"><section class="tgme_channel_history js-message_history">
{"".join(messages)}</section></main></body></html>""".encode()


@pytest.fixture
def make_post() -> Callable[..., str]:
    """The function that writes one message."""
    return post


@pytest.fixture
def make_page() -> Callable[..., bytes]:
    """The function that writes a page of messages."""
    return page
