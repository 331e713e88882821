"""What shows strangers what was sealed, and by when: signed heads, time stamps, anchors, proofs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...errors import ArchiveError
from ...model import Capture
from ..anchoring import Anchor, Anchored, anchors, upgrade
from ..calendars import CALENDARS
from ..proof import Proof, entries_of, newest_head, prove
from ..signing import SignedHead, read_head
from ..stamping import Authority, Stamp, stamps
from .opened import Opened, unread

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["Vouching"]


class Vouching(Opened):
    """Signs, stamps, anchors and proves."""

    def sign_head(self) -> SignedHead | None:
        """Sign the newest ledger entry and return the head; None where nothing is sealed yet.

        :meth:`close` does it too. A head that is still the newest is returned as it is.

        :raises WorkspaceError: another process writes to the archive, or it is read-only.
        :raises ArchiveError: the key cannot be read, or the present head does not agree with
            the ledger; it is left as it is then.
        """
        with self._mutex:
            return self._open_writer().sign_head(self._clock())

    def signed_head(self) -> SignedHead | None:
        """Return the newest signed head, None where there is none.

        :raises ArchiveError: it cannot be read.
        """
        return read_head(self._layout)

    def stamp_head(self, authority: Authority, roots: Sequence[Certificate] = ()) -> Stamp | None:
        """Sign the newest entry, have it time-stamped and keep the stamp.

        :param authority: such as :func:`http_authority` gives.
        :param roots: certificates that the stamp must lead to; see :func:`check_token`.
        :returns: the stamp, an older one where that entry has one; None where nothing is
            sealed yet.
        :raises MissingToolError: the package rfc3161-client is not installed.
        :raises FetchError: the authority did not answer.
        :raises ArchiveError: it answered something else, or as :meth:`sign_head`.
        """
        with self._mutex:
            return self._open_writer().stamp_head(self._clock(), authority, roots)

    def stamps(self) -> tuple[Stamp, ...]:
        """Return all time stamps, the oldest entry first.

        :raises ArchiveError: one cannot be read.
        """
        return tuple(stamps(self._layout))

    def anchor_head(
        self, calendars: Sequence[str] = CALENDARS, *, proxy: str = ""
    ) -> Anchored | None:
        """Sign the newest entry and have OpenTimestamps calendars promise it a Bitcoin block.

        :param calendars: their addresses; one that answers is enough.
        :param proxy: ``http://HOST:PORT`` or ``socks5://HOST:PORT``; empty for none.
        :returns: the anchor, an older one where that entry has one, and the calendars that gave
            nothing; None where nothing is sealed yet.
        :raises ConfigError: a calendar's address is none.
        :raises FetchError: no calendar gave a promise.
        :raises ArchiveError: as :meth:`sign_head`.
        """
        with self._mutex:
            return self._open_writer().anchor_head(self._clock(), calendars, proxy)

    def upgrade_anchors(
        self, named: Sequence[str] = (), *, proxy: str = ""
    ) -> tuple[Anchored, ...]:
        """Ask calendars for the blocks that they promised; return all anchors that were pending.

        Others may seal meanwhile.

        :param named: calendars to ask besides those of the known operators.
        :raises WorkspaceError: the archive was opened for reading only.
        :raises ConfigError: one of ``named`` is no address.
        :raises ArchiveError: an anchor cannot be read or written.
        """
        self._require_writable()
        pending = [anchor.seq for anchor in self.anchors() if not anchor.blocks]
        return tuple(upgrade(self._layout, seq, named, proxy=proxy) for seq in pending)

    def anchors(self) -> tuple[Anchor, ...]:
        """Return all anchors, the oldest entry first.

        :raises ArchiveError: one cannot be read, or is not on its head.
        """
        return tuple(anchors(self._layout))

    def prove(self, captures: Sequence[Capture]) -> Proof:
        """Return ledger entries of ``captures`` and how they are joined to a signed head.

        The head is the first that covers them all and has a time stamp or a block, else the first
        with a calendar's promise, else the newest, which is signed anew where it does not.

        :raises ArchiveError: no captures, one is not in the ledger, or it is damaged.
        :raises WorkspaceError: a head must be signed, and another process writes to the
            archive or it is read-only.
        """
        if not captures:
            raise ArchiveError("There are no captures to prove.", hint="Name at least one.")
        entries = entries_of(self._layout, captures)
        newest = entries[-1].capture
        head = newest_head(self._layout, newest.seq) or self.sign_head()
        if head is None:
            raise unread(newest, "the archive was emptied meanwhile")
        return prove(self._layout, entries, head)
