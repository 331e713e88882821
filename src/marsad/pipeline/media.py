"""Pictures and files of posts: had within bounds, hashed, and sealed by choice.

Each visit looks at the newest posts, and then goes on through older ones from where the last
visit stopped, so that what a channel published before it was followed has its turn too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count
from urllib.parse import urlsplit

from ..model import MediaFile, Post, Source
from ..ports import PostFilter, Progress, Reader
from .ingest import Collection
from .media_files import BesideFiles, WebFiles

__all__ = ["collect_media"]

# Posts looked at together; the newest so many at every visit.
_POSTS = 50
# Further such runs of older posts in one visit to a web source. A run takes some milliseconds where
# nothing is missing.
_RUNS = 4
_KINDS = frozenset({"photo", "video", "document", "audio"})
# Connectors whose posts name files that lie beside what they read.
_WITH_FILES = frozenset({"telegram_export"})


def collect_media(
    collection: Collection,
    source: Source,
    *,
    keep: bool,
    changed: bool = True,
    progress: Progress | None = None,
) -> int:
    """Get files of the source's posts that are not held yet; return how many arrived.

    :param keep: seal the files; else only their hashes stay.
    :param changed: False where the visit brought nothing, so that nothing is to be done unless
        earlier visits left something.

    A file that cannot be had becomes a failure row, and is tried again ever more seldom.
    """
    files: BesideFiles | WebFiles
    if source.kind in _WITH_FILES and source.local:
        files = BesideFiles(collection, source, keep=keep, progress=progress)
    else:
        files = WebFiles(collection, source, keep=keep, progress=progress)
    walk = _Walk(collection, source, files)
    if changed or not walk.complete:
        walk.go()
        files.close(from_start=walk.from_start)
    return files.arrived


class _Walk:
    """Goes through the posts of a source, the newest first.

    How far it got is kept in the store as two numbers: posts passed, and posts that there were.
    Newer posts only move what was passed further back, so none is left out; where more came than
    every visit looks at anyway, or where files beside an export were missing, it begins anew.
    """

    def __init__(
        self, collection: Collection, source: Source, files: BesideFiles | WebFiles
    ) -> None:
        self._store = collection.store
        self._source = source
        self._files = files
        self._key = f"media {source.id}"
        reader = collection.store.read()
        self._state = reader.state(self._key) or "0 0"
        self._there = reader.count_posts(PostFilter(source_id=source.id))
        passed, there = map(int, self._state.split())
        missing = bool(files.failed) and isinstance(files, BesideFiles)
        anew = missing or self._there - there > _POSTS
        self._passed = 0 if anew else passed
        self.from_start = self._passed == 0
        self.complete = passed == there == self._there and not files.failed

    def go(self) -> None:
        """Look at the newest posts, then at older ones, as far as the files allow."""
        reader = self._store.read()
        newest = self._run(reader, 0)
        if not self._all_had(reader, newest):
            self._note(0)
            return
        passed = self._passed or len(newest)
        for _ in range(_RUNS) if isinstance(self._files, WebFiles) else count():
            older = self._run(reader, passed)
            if not older or not self._all_had(reader, older):
                break
            passed += len(older)
        self._note(passed)

    def _run(self, reader: Reader, offset: int) -> Sequence[tuple[Post, datetime]]:
        query = PostFilter(source_id=self._source.id, limit=_POSTS, offset=offset)
        return reader.posts_seen(query)

    def _note(self, passed: int) -> None:
        state = f"{passed} {self._there}"
        if state != self._state:
            with self._store.write() as writer:
                writer.put_state(self._key, state)

    def _all_had(self, reader: Reader, posts: Sequence[tuple[Post, datetime]]) -> bool:
        """Get what is missing of these posts; False where some of it was left for later."""
        held: dict[str, list[MediaFile]] = {post.id: [] for post, _ in posts}
        for file in reader.media(list(held)):
            held[file.post_id].append(file)
            self._files.known[file.url] = file
        done = True
        for post, seen in posts:
            for number, url in _missing(self._addresses(post), held[post.id], seen):
                done = self._files.get(post, seen, number, url) and done
        return done

    def _addresses(self, post: Post) -> Sequence[str]:
        found = dict.fromkeys(each.url for each in post.media if each.kind in _KINDS and each.url)
        if isinstance(self._files, BesideFiles):
            return tuple(found)
        return tuple(_web_addresses(found, self._source))


def _missing(
    addresses: Sequence[str], held: Sequence[MediaFile], seen: datetime
) -> Sequence[tuple[int, str]]:
    """Return the files to get, with their numbers from 1.

    Telegram gives its files new addresses from time to time. A file that is held from an old
    address counts as one of those at the new ones, unless the post was edited since:
    ``seen`` is when its newest version was.
    """
    missing = [
        (number, url)
        for number, url in enumerate(addresses, 1)
        if url not in {file.url for file in held}
    ]
    moved = [f for f in held if f.url not in addresses and f.seen_at >= seen]
    return missing[len(moved) :]


def _web_addresses(found: Iterable[str], source: Source) -> Iterable[str]:
    """Return web addresses; of a source that may be on this network, those of its own host.

    Else whoever writes there could have other machines of the network read.
    """
    web = [url for url in found if url.startswith(("https://", "http://"))]
    return [url for url in web if not source.local or _host(url) == _host(source.address)]


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return None
