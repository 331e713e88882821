"""What a long run says of itself: one JSON object a line, without secrets."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["Lines", "log_to"]

_SECRET = re.compile(
    r"(?i)(?<=://)[^/@\s\"]+(?=@)"
    r"|(?<=[?&])(?:key|token|secret|password|pass|auth|sig|signature|api_key|access_token)=[^&\s\"\\]+"
    r"|\b(?:bearer|basic) [a-z0-9._~+/=-]{8,}"
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Lines(logging.Formatter):
    """A record as JSON: time (UTC), level, logger, message, and what else it carries."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line; user names, passwords and tokens in addresses are left out."""
        facts = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **facts,
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = f"{record.exc_info[0].__name__}: {record.exc_info[1]}"
        return _SECRET.sub("[withheld]", json.dumps(line, ensure_ascii=False, default=str))


def log_to(path: str) -> None:
    """Append what ``marsad`` logs to ``path``; ``-`` is the error stream."""
    handler: logging.Handler
    if path == "-":
        handler = logging.StreamHandler()
    else:
        handler = logging.FileHandler(Path(path), encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(Lines())
    logger = logging.getLogger("marsad")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
