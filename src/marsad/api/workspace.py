"""The workspace: one folder, opened for reading, collecting and reporting."""

from __future__ import annotations

from .asking import Asking
from .collecting import Collecting
from .dossiers import Dossiers
from .entities import Entities
from .knowing import Knowing
from .moving import Moving
from .reviewing import Reviewing
from .storing import Storing
from .watches import Watches

__all__ = ["Workspace"]


class Workspace(
    Collecting, Storing, Reviewing, Dossiers, Entities, Asking, Watches, Knowing, Moving
):
    """One folder with sealed captures, a database and reports.

    Reading, judging and reporting need no lock and work while another process collects.
    Collecting and running take the workspace's lock and raise :class:`WorkspaceError` where
    another process holds it.
    """

    def put_state(self, key: str, value: str) -> None:
        """Remember a small fact about this workspace."""
        with self.store.write() as writer:
            writer.put_state(key, value)
