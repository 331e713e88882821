"""Labels: headers that a connector adds to a response before it is sealed, to parse it later.

What a server sends under these names is dropped: only a connector's own word counts.
"""

from __future__ import annotations

from dataclasses import replace

from ..model import Response, Source
from ..ports import Transport

__all__ = ["get_unlabelled", "label_of", "labelled"]

_PREFIX = "marsad-"


def get_unlabelled(transport: Transport, url: str, source: Source) -> Response:
    """Return what ``url`` answered, without headers that look like labels.

    :raises SourceError: as the transport does.
    """
    found = transport.get(url, source)
    kept = tuple(row for row in found.headers if not row[0].lower().startswith(_PREFIX))
    return found if len(kept) == len(found.headers) else replace(found, headers=kept)


def labelled(response: Response, name: str, value: str) -> Response:
    """Return ``response`` with a label; ``value`` is ASCII in one line."""
    return replace(response, headers=(*response.headers, (name, value)))


def label_of(response: Response, name: str) -> str:
    """Return the label called ``name``; empty where there is none."""
    return next((value for key, value in reversed(response.headers) if key == name), "")
