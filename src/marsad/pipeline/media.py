"""Pictures and files of new posts: fetched within bounds, hashed, and sealed by choice."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from ..archive import fingerprint
from ..errors import SourceError
from ..model import MediaFile, Post, Response, Source, sha256_hex
from ..ports import PostFilter
from .ingest import Collection, failure_row, seal

__all__ = ["collect_media"]

# Posts of one visit whose media are fetched; the rest of a backfill is left to later visits.
_POSTS = 50
_KINDS = frozenset({"photo", "video", "document", "audio"})


def collect_media(collection: Collection, source: Source, *, keep: bool) -> int:
    """Fetch media of the source's newest posts that have none yet; return how many arrived.

    :param keep: seal the files; else only their hashes stay.

    A file that cannot be had becomes a failure row and is asked for again at the next visit.
    """
    reader = collection.store.read()
    posts = [v.post for v in reader.posts(PostFilter(source_id=source.id, limit=_POSTS))]
    held = {(file.post_id, file.url) for file in reader.media([post.id for post in posts])}
    wanted = [(p, url) for p in posts for url in _addresses(p, source) if (p.id, url) not in held]
    return sum(_one(collection, source, post, url, keep) for post, url in wanted)


def _addresses(post: Post, source: Source) -> Iterable[str]:
    """Return web addresses; of a source that may be on this network, those of its own host.

    Else whoever writes there could have other machines of the network read.
    """
    found = (each.url for each in post.media if each.kind in _KINDS and each.url)
    web = dict.fromkeys(url for url in found if url.startswith(("https://", "http://")))
    return [url for url in web if not source.local or _host(url) == _host(source.address)]


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return None


def _one(collection: Collection, source: Source, post: Post, url: str, keep: bool) -> bool:
    try:
        response = collection.transport.get(url, source)
    except SourceError as error:
        with collection.store.write() as writer:
            writer.put_failure(failure_row(collection.clock, "media", source.id, url, error))
        return False
    capture = seal(collection, source, response) if keep else None
    with collection.store.write() as writer:
        writer.put_media(_file(post, url, response, capture.id if capture else None))
        writer.clear_failures("media", url)
        if capture is not None:
            writer.mark_parsed(capture.id)
    return True


def _file(post: Post, url: str, response: Response, capture_id: str | None) -> MediaFile:
    hashes = fingerprint(response.body)
    return MediaFile(
        post_id=post.id,
        url=url,
        sha256=sha256_hex(response.body),
        size=len(response.body),
        media_type=response.media_type,
        seen_at=response.fetched_at,
        pdq=hashes.pdq,
        pdq_quality=hashes.pdq_quality,
        capture_id=capture_id,
    )
