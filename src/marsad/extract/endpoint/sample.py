"""What a server is tried with: a post of our own, and a question against the schema."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from ...errors import ExtractionError, UnansweredError
from ...model import Dated, Post, Precision, Source, Version
from ...ports import Item
from .client import Endpoint

__all__ = ["SAMPLE", "SAMPLE_CONTENT", "holds_to_schema"]

SAMPLE_CONTENT = "The strait will stay open."
"""What the sample's one speaker says."""

_TEXT = f"Interior Minister Dalia Croft said on Tuesday: “{SAMPLE_CONTENT}”"
_SEEN = datetime(2026, 4, 8, 9, 0, tzinfo=UTC)
_SOURCE = Source("sample", "text", "", "Sample", languages=("en",))
_POST = Post("p_sample", _SOURCE.id, "1", "", Dated(_SEEN, Precision.MINUTE, "given"))

SAMPLE = Item(Version("v_sample", _POST.id, 1, _TEXT, _SEEN, "", language="en"), _POST, _SOURCE, ())
"""One sentence of an invented minister, in English."""

_QUESTION = ({"role": "user", "content": "Answer with the one word “yes”, and nothing else."},)
_COLOUR = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": ["teal", "ochre"]}},
    "required": ["colour"],
    "additionalProperties": False,
}


def holds_to_schema(endpoint: Endpoint) -> bool:
    """Tell whether the server makes a model follow a schema that the question speaks against.

    :raises UnansweredError: the server gave no useful answer.
    """
    try:
        told = json.loads(endpoint.ask(_QUESTION, _COLOUR))
    except UnansweredError:
        raise
    except (ExtractionError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("colour") in ("teal", "ochre")
