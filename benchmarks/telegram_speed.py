"""Measure how fast Telegram's pages and exports are read, on ones made up from a fixed seed.

Run ``python -m benchmarks.telegram_speed``; nothing is fetched, and no other data is needed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.machine import describe
from marsad.model import Response, Source
from marsad.monitor import TelegramExport, TelegramWeb
from marsad.ports import Limits, ParsedPost

_START = datetime(2026, 1, 1, tzinfo=UTC)
_WEB = Source("made-up", "telegram_web", "https://t.me/s/made_up", "Made up")
_FILE = Source("made-up", "telegram_export", "/made/up", "Made up", local=True)
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_MARKUP = (
    '<svg viewBox="0 0 9 20"><path d="M8,1 L9,1 L9,20 L8,20 L8,18 C7.8,15.1 7.1,12.2 5.9"/></svg>'
)


def main() -> None:
    """Print both figures beside their goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50, help="pages of 20 posts")
    parser.add_argument("--posts", type=int, default=50_000, help="posts of the export")
    parser.add_argument("--export", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.export:
        print(json.dumps(_read_export(given.export)))
        return
    print(f"Machine: {describe()}.\n")
    print("| what | measured | goal |\n|---|---|---|")
    print(_web_row(given.pages))
    with tempfile.TemporaryDirectory() as folder:
        print(_export_row(Path(folder) / "result.json", given.posts))


# ---------------------------------------------------------------- pages


def _web_row(count: int) -> str:
    rng = random.Random(20260101)
    pages = [_page(rng, number * 20 + 1) for number in range(count)]
    connector = TelegramWeb(Limits())
    started = time.process_time()
    read = sum(isinstance(i, ParsedPost) for page in pages for i in connector.parse(_WEB, page))
    speed = read / (time.process_time() - started)
    size = sum(len(page.body) for page in pages) / len(pages) / 1000
    what = f"t.me/s, {count} pages of {size:.0f} kB"
    return f"| {what} | {speed:,.0f} posts/s a core | ≥ 1,500 posts/s |"


def _page(rng: random.Random, first: int) -> Response:
    posts = "".join(_message(rng, number) for number in range(first, first + 20))
    body = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Made up</title>
<link rel="prev" href="/s/made_up?before={first}"></head><body><header class="tgme_header">
<div class="tgme_channel_info"><div class="tgme_channel_info_header_title">Made up</div>
<div class="tgme_channel_info_header_username"><a>@made_up</a></div></div></header>
<main class="tgme_main"><section class="tgme_channel_history js-message_history">
{posts}</section></main></body></html>"""
    return Response(f"https://t.me/s/made_up?before={first + 20}", body.encode(), _START)


def _message(rng: random.Random, number: int) -> str:
    """One message of about the size and markup of real ones (five to seven kilobytes)."""
    moment = (_START + timedelta(minutes=number)).isoformat()
    words = "<br/>".join(_sentence(rng) for _ in range(4))
    link = f"https://t.me/made_up/{number}"
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap"><div
 class="tgme_widget_message text_not_supported_wrap js-widget_message"
 data-post="made_up/{number}" data-view="eyJjIjotMTIzNDU2Nzg5LCJwIjoxfQ">
<div class="tgme_widget_message_user"><a href="https://t.me/made_up"><i
 class="tgme_widget_message_user_photo"><img src="https://cdn.invalid/{"x" * 400}.jpg"></i></a>
</div>
<div class="tgme_widget_message_bubble"><i class="tgme_widget_message_bubble_tail">{_MARKUP * 6}</i>
<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"
 href="https://t.me/made_up"><span dir="auto">Made up</span></a></div>
<a class="tgme_widget_message_photo_wrap" href="{link}" style="width:453px;background-image:url(
'https://cdn.invalid/{"y" * 400}.jpg')"><div class="tgme_widget_message_photo"></div></a>
<div class="tgme_widget_message_text js-message_text" dir="auto"><b>{words}</b> <i class="emoji"
 style="background-image:url('//cdn.invalid/a.png')"><b>🔴</b></i><a href="{link}">{link}</a></div>
<div class="tgme_widget_message_reactions js-message_reactions"><span class="tgme_reaction"><i
 class="emoji"><b>👍</b></i>10</span><span class="tgme_reaction"><i class="emoji"><b>❤</b></i>1.2K
</span></div><div class="tgme_widget_message_footer compact js-message_footer"><div
 class="tgme_widget_message_info short js-message_info"><span class="tgme_widget_message_views">
12.3K</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta"><a
 class="tgme_widget_message_date" href="{link}"><time datetime="{moment}" class="time">10:20</time>
</a></span></div></div></div></div></div>"""


def _sentence(rng: random.Random) -> str:
    return " ".join("".join(rng.choices(_LETTERS, k=rng.randint(2, 8))) for _ in range(14))


# ---------------------------------------------------------------- export


def _export_row(path: Path, count: int) -> str:
    _write_export(path, count)
    # In a process of its own: the peak of this one holds what was made up.
    command = [sys.executable, "-m", "benchmarks.telegram_speed", "--export", str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    read, seconds, peak = json.loads(told.stdout)
    return (
        f"| export, {read:,} posts in {path.stat().st_size / 1e6:.0f} MB "
        f"| {seconds:.1f} s, {peak:.0f} MB peak | ≤ 30 s, ≤ 300 MB |"
    )


def _write_export(path: Path, count: int) -> None:
    rng = random.Random(20260101)
    with path.open("w", encoding="utf-8") as out:
        out.write('{"name": "Made up", "type": "public_channel", "id": 123, "messages": [\n')
        out.writelines(_lines(rng, count))
        out.write("]}\n")


def _lines(rng: random.Random, count: int) -> Iterator[str]:
    for number in range(1, count + 1):
        row = {
            "id": number,
            "type": "message",
            "date": "2026-01-01T00:00:00",
            "date_unixtime": str(int(_START.timestamp()) + number * 60),
            "from": "Made up",
            "from_id": "channel123",
            "photo": "(File not included. Change data exporting settings to download.)",
            "text": [_sentence(rng), {"type": "bold", "text": "🔴"}, _sentence(rng)],
            "text_entities": [{"type": "plain", "text": _sentence(rng)}],
            "reactions": [{"type": "emoji", "count": number % 90, "emoji": "👍"}],
        }
        yield json.dumps(row, ensure_ascii=False) + (",\n" if number < count else "\n")


def _read_export(path: Path) -> tuple[int, float, float]:
    """Return posts read, seconds from the first byte, and the peak of memory in MB."""
    started = time.perf_counter()
    response = Response(path.as_uri(), path.read_bytes(), _START)
    items = TelegramExport(Limits()).parse(_FILE, response)
    read = sum(isinstance(item, ParsedPost) for item in items)
    return read, time.perf_counter() - started, _peak()


def _peak() -> float:
    """Largest resident set of this process; that of the one that started it does not count."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    return float("nan")


if __name__ == "__main__":
    main()
