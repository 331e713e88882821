"""A picture of a sealed page, drawn by Chromium from the sealed bytes alone.

The page is hostile: it runs no script, reaches neither network nor files, and is drawn in a
frame that has no rights. What it would have loaded from elsewhere is missing in the picture.
"""

from __future__ import annotations

import codecs
import os
import shutil
import signal
import subprocess
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from ..model import Response

__all__ = ["screenshot"]

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_MAX_CHARS = 8_000_000
"""A page with more characters is not drawn; channel previews have 0.1 to 0.4 million."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_FRAME = """<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<style>html,body{{margin:0;height:100%;background:#fff}}iframe{{border:0;width:100%;height:100%}}</style>
<iframe sandbox srcdoc="{page}"></iframe>"""
"""A frame without rights runs no scripts and has an origin of its own, so that a page cannot show
files of this machine; the policy of the page around it forbids both once more. (Chromium takes
no screenshots with scripts switched off altogether: it uses some of its own for it.)"""

_OPTIONS = (
    "--headless=new",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",  # the port that discards; nothing listens there
    "--proxy-bypass-list=<-loopback>",
    "--disable-background-networking",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
)


def screenshot(
    response: Response,
    *,
    size: tuple[int, int] = (1280, 1600),
    timeout: float = 30.0,
    program: str | None = None,
) -> bytes | None:
    """Return a PNG of the upper left of the page; None where it cannot be drawn.

    That is where it is not HTML, Chromium is not installed, or it does not finish in time.
    Chromium's own sandbox does not work for root and is left off then.

    :param size: width and height in pixels.
    :param timeout: seconds.
    :param program: path of Chromium; looked for where it is None.
    """
    chromium = program or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    page = _text(response)
    if chromium is None or page is None:
        return None
    with TemporaryDirectory(prefix="marsad-") as name:
        folder = Path(name)
        frame = _FRAME.format(policy=_POLICY, page=escape(page))
        (folder / "page.html").write_text(frame, encoding="utf-8", errors="replace")
        _run([chromium, *_arguments(folder, size)], folder, timeout)
        picture = folder / "page.png"
        return picture.read_bytes() if picture.is_file() else None


def _text(response: Response) -> str | None:
    media_type, _, rest = response.media_type.partition(";")
    if media_type.strip().lower() not in ("text/html", "application/xhtml+xml"):
        return None
    charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'")
    try:
        page = response.body.decode(codecs.lookup(charset or "utf-8").name, "replace")
    except (LookupError, ValueError):
        page = response.body.decode("utf-8", "replace")
    return page if len(page) <= _MAX_CHARS else None


def _arguments(folder: Path, size: tuple[int, int]) -> list[str]:
    return [
        *_OPTIONS,
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        f"--user-data-dir={folder / 'profile'}",
        f"--screenshot={folder / 'page.png'}",
        f"--window-size={size[0]},{size[1]}",
        (folder / "page.html").as_uri(),
    ]


def _run(command: list[str], folder: Path, timeout: float) -> None:
    """Run Chromium; it and all that it started are gone when this returns."""
    quiet = subprocess.DEVNULL
    environment = {**os.environ, "HOME": str(folder)}
    with subprocess.Popen(  # noqa: S603  # no shell, and nothing collected is among the arguments
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, start_new_session=True
    ) as process:
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            (folder / "page.png").unlink(missing_ok=True)
        finally:
            _end_group(process.pid)


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
