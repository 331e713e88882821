"""Two ways of getting the files of posts: over the web, and from beside an export."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from ..archive import MediaHashes, fingerprint, fingerprint_file
from ..errors import NotAskedError, RefusedError, SourceError, TooLargeError
from ..model import Failure, MediaFile, Post, Response, Source
from ..ports import Progress
from .ingest import Collection, failure_row, seal

__all__ = ["BesideFiles", "WebFiles"]

_STAGE = "media"
# Files asked for in one visit: at a request a second to a host, a visit grows by half a minute.
_FILES = 20
# Time until a file that could not be had is asked for again. It doubles, so that a file that fails
# for ever costs ten requests in the first month, and one that is too large or gone three.
_AGAIN = timedelta(hours=1)
_AGAIN_LASTING = timedelta(days=7)
_LASTING = frozenset({"TooLargeError", "GoneError", "BlockedAddressError"})


class _Files:
    """What both ways share.

    :ivar arrived: files that were had.
    :ivar known: files of posts that were looked at, by address.
    :ivar failed: what earlier visits could not have, by item.
    """

    def __init__(
        self,
        collection: Collection,
        source: Source,
        *,
        keep: bool,
        progress: Progress | None = None,
    ) -> None:
        self._collection = collection
        self._source = source
        self._keep = keep
        self._progress = progress
        self.arrived = 0
        self.known: dict[str, MediaFile] = {}
        rows = collection.store.read().failures(source.id)
        self.failed = {row.item: row for row in rows if row.stage == _STAGE}

    @property
    def _stopped(self) -> bool:
        return self._collection.stop is not None and self._collection.stop.is_set()

    def _put(self, file: MediaFile) -> None:
        with self._collection.store.write() as writer:
            writer.put_media(file)
        self.known[file.url] = file
        self.arrived += 1
        if self._progress:
            self._progress(f"{self._source.id}, files", self.arrived, None)

    def _put_response(self, post: Post, url: str, response: Response) -> None:
        """Hash what came, and seal it where files are kept."""
        capture = seal(self._collection, self._source, response) if self._keep else None
        hashes = fingerprint(response.body)
        made = _file(post, url, hashes, response.media_type, response.fetched_at)
        self._put(replace(made, capture_id=capture.id) if capture else made)
        if capture is not None:
            with self._collection.store.write() as writer:
                writer.mark_parsed(capture.id)

    def _row(self, item: str, error: SourceError) -> Failure:
        return failure_row(self._collection.clock, _STAGE, self._source.id, item, error)

    def _put_failure(self, row: Failure) -> None:
        with self._collection.store.write() as writer:
            writer.put_failure(row)

    def _clear_failures(self, item: str) -> None:
        with self._collection.store.write() as writer:
            writer.clear_failures(_STAGE, item)


class WebFiles(_Files):
    """Files at web addresses, asked for with the manners of the transport."""

    def __init__(
        self,
        collection: Collection,
        source: Source,
        *,
        keep: bool,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(collection, source, keep=keep, progress=progress)
        self._left = _FILES
        self._resting: set[str] = set()

    def get(self, post: Post, seen: datetime, number: int, url: str) -> bool:
        """Get a file of a post; False where it is left for the next visit.

        :param seen: when the post's newest version was seen.
        :param number: of the file in its post, from 1.
        """
        item = f"{post.url}, file {number}"
        if self._too_early(item, seen):
            return True
        if (same := self.known.get(url)) is not None:
            self._put(replace(same, post_id=post.id))
            return True
        if self._stopped or self._left == 0 or _host(url) in self._resting:
            return False
        return self._asked(post, item, url)

    def close(self, *, from_start: bool) -> None:
        """End the visit."""

    def _asked(self, post: Post, item: str, url: str) -> bool:
        try:
            response = self._collection.transport.get(url, self._source)
        except NotAskedError:
            return False
        except SourceError as error:
            self._left -= 1
            self._put_failure(self._row(item, error))
            if isinstance(error, RefusedError) and error.retry_after is not None:
                self._resting.add(_host(url))
            return True
        self._left -= 1
        self._put_response(post, url, response)
        if item in self.failed:
            self._clear_failures(item)
        return True

    def _too_early(self, item: str, seen: datetime) -> bool:
        """True until as much time has passed since a failure as the post was old then."""
        failure = self.failed.get(item)
        if failure is None:
            return False
        least = _AGAIN_LASTING if failure.error in _LASTING else _AGAIN
        wait = max(least, failure.at - seen)
        return self._collection.clock() - failure.at < wait


class BesideFiles(_Files):
    """Files that lie where an export names them, below its own folder.

    They are hashed piece by piece, however large they are. Of those that cannot be read, one
    failure row tells the first and the number.
    """

    def __init__(
        self,
        collection: Collection,
        source: Source,
        *,
        keep: bool,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(collection, source, keep=keep, progress=progress)
        self._trouble: list[Failure] = []

    def get(self, post: Post, seen: datetime, number: int, url: str) -> bool:  # noqa: ARG002 - as WebFiles
        """Get a file of a post; False where the visit was stopped."""
        if self._stopped:
            return False
        try:
            self._read(post, url)
        except SourceError as error:
            self._trouble.append(self._row(self._source.address, error))
        return True

    def close(self, *, from_start: bool) -> None:
        """Tell what could not be read.

        :param from_start: all posts were looked at, so that silence means that all is well.
        """
        if self._trouble:
            first, number = self._trouble[0], len(self._trouble)
            more = f"; {number} files in all could not be read" if number > 1 else ""
            self._put_failure(replace(first, message=first.message + more))
        elif from_start:
            self._clear_failures(self._source.address)

    def _read(self, post: Post, url: str) -> None:
        from ..monitor.local import beside, home_of, media_type_of, opened

        home = home_of(self._source)
        if home is None:
            return
        path = beside(home, url, self._source)
        if self._keep:
            try:
                response = self._collection.transport.get(path.as_uri(), self._source)
            except TooLargeError as error:  # hashed all the same
                self._trouble.append(self._row(self._source.address, error))
            else:
                self._put_response(post, url, response)
                return
        with opened(path, self._source) as file:
            hashes = fingerprint_file(file)
        self._put(_file(post, url, hashes, media_type_of(path), self._collection.clock()))


def _file(
    post: Post, url: str, hashes: MediaHashes, media_type: str, seen_at: datetime
) -> MediaFile:
    return MediaFile(
        post_id=post.id,
        url=url,
        sha256=hashes.sha256,
        size=hashes.size,
        media_type=media_type,
        seen_at=seen_at,
        pdq=hashes.pdq,
        pdq_quality=hashes.pdq_quality,
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
