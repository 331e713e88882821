"""Evidence: verifying the archive, and bundles that strangers can verify."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography.x509 import Certificate, load_pem_x509_certificates

from ..archive import (
    CALENDARS,
    Anchor,
    Anchored,
    Stamp,
    http_authority,
    screenshot,
    write_bundle,
)
from ..errors import ArchiveError, ConfigError, NotFoundError
from ..model import Capture, Report
from ..ports import PostView, Problem, Progress
from .reporting import Reporting

__all__ = ["Evidencing"]

# Pages of a bundle that are drawn: each takes a second or two.
_PICTURES = 12


class Evidencing(Reporting):
    """The sealed captures of a workspace, and how others can check them."""

    def verify(self, progress: Progress | None = None) -> tuple[Problem, ...]:
        """Re-read every sealed capture and the ledger; return what does not verify."""
        last = self.read.last_capture()
        head = (last.seq, last.entry_hash) if last else None
        return tuple(self.archive.verify(progress, head=head))

    def stamp(self, authority: str, roots: Path | None = None) -> Stamp | None:
        """Ask a time-stamping authority (RFC 3161) to witness the head of the ledger.

        :param authority: its URL.
        :param roots: PEM file with its root certificates, against which the answer is checked.
        :return: the stamp; None while nothing is sealed.
        :raises MissingToolError: the extra ``timestamps`` is not installed.
        :raises ConfigError: ``roots`` cannot be read.
        :raises ArchiveError: the authority did not answer, or its answer does not fit.
        """
        trusted = _certificates(roots) if roots else ()
        with self._lock:
            return self.archive.stamp_head(http_authority(authority), trusted)

    def stamps(self) -> tuple[Stamp, ...]:
        """Return the time stamps of authorities, the oldest entry of the ledger first.

        :raises ArchiveError: one cannot be read.
        """
        return self.archive.stamps()

    def anchor(self, calendars: Sequence[str] = ()) -> Anchored | None:
        """Have OpenTimestamps calendars promise a Bitcoin block for the head of the ledger.

        They see a hash, with random bytes in it, and nothing else. Hours later
        :meth:`upgrade_anchors` gets the block.

        :param calendars: their addresses; those of ``archive.calendars``, or else four public
            ones, where there are none. One that answers is enough.
        :return: the anchor and who gave nothing; None while nothing is sealed.
        :raises ConfigError: an address is none.
        :raises FetchError: no calendar gave a promise.
        """
        urls = calendars or self.config.calendars.split() or CALENDARS
        with self._lock:
            return self.archive.anchor_head(urls, proxy=self.config.proxy)

    def upgrade_anchors(self, calendars: Sequence[str] = ()) -> tuple[Anchored, ...]:
        """Ask calendars for the blocks that they promised; return the anchors that were pending.

        Other processes may collect meanwhile.

        :param calendars: to ask besides the public ones and those of ``archive.calendars``.
        :raises ConfigError: an address is none.
        :raises ArchiveError: an anchor cannot be read or written.
        """
        named = (*calendars, *self.config.calendars.split())
        return self.archive.upgrade_anchors(named, proxy=self.config.proxy)

    def anchors(self) -> tuple[Anchor, ...]:
        """Return the anchors, pending and complete, the oldest entry of the ledger first.

        :raises ArchiveError: one cannot be read.
        """
        return self.archive.anchors()

    def evidence(
        self,
        subject: str,
        target: Path | None = None,
        *,
        pictures: bool = True,
        progress: Progress | None = None,
    ) -> Path:
        """Write an evidence bundle about a report, a post or a capture; return its path.

        :param subject: the id. Of a post, all captures that its versions and observations rest
            on go into the bundle; of a report, those of all that it cites, and the report.
        :param target: file ending in ``.wacz``; in this folder and named after the subject where
            it is None.
        :param pictures: draw the pages where Chromium is installed.
        :raises NotFoundError: there is no such report, post or capture.
        :raises ArchiveError: a capture is damaged, or ``target`` cannot be written.
        """
        captures, title, notes = self._subject_of(subject)
        drawn = dict(self._pictures(captures, progress)) if pictures else {}
        return write_bundle(
            target or Path(f"{subject}.wacz"),
            captures,
            self.archive,
            title=title,
            created=self.clock(),
            screenshots=drawn,
            notes=notes,
        )

    def _subject_of(self, subject: str) -> tuple[list[Capture], str, dict[str, bytes]]:
        kind = subject.partition("_")[0]
        if kind == "r":
            report = self.report(subject)
            return self._of_report(report), report.title, {"report.html": self._page(report)}
        if kind == "p":
            view = self.read.post(subject)
            return self._of_post(view), f"{view.source.name}: {view.post.url}", {}
        if kind == "c":
            capture = self.read.capture(subject)
            return [capture], capture.url, {}
        raise NotFoundError(
            "report, post or capture", subject, hint="Give an id that begins with r_, p_ or c_."
        )

    def _page(self, report: Report) -> bytes:
        return self.render(report, "html")

    def _of_report(self, report: Report) -> list[Capture]:
        found = list(self.context(report).captures.values())
        if not found:
            raise ArchiveError(
                f"Report {report.id} cites nothing that is sealed.", hint="Cite passages first."
            )
        return found

    def _of_post(self, view: PostView) -> list[Capture]:
        wanted = {v.capture_id for v in view.versions} | {o.capture_id for o in view.observations}
        return list(self.read.captures_by_id(sorted(wanted)).values())

    def _pictures(
        self, captures: Sequence[Capture], progress: Progress | None
    ) -> Iterator[tuple[str, bytes]]:
        pages = [c for c in captures if "html" in c.media_type][:_PICTURES]
        for number, capture in enumerate(pages, 1):
            picture = screenshot(self.archive.read(capture))
            if picture is not None:
                yield capture.id, picture
            if progress:
                progress("draw pages", number, len(pages))


def _certificates(path: Path) -> Sequence[Certificate]:
    try:
        return load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"{path} holds no certificates ({error}).", hint="Give the authority's PEM file."
        ) from error
