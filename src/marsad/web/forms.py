"""Forms that change something: read within bounds, and only from our own pages."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from .bench import Bench
from .tokens import COOKIE, FIELD

__all__ = ["own_page", "read_form"]

_FIELDS = 512
"""More than the longest form of ours has: the parts of a statement, each with its place."""


async def read_form(bench: Bench, request: Request, most: int) -> dict[str, str]:
    """Return the fields of a form of ours; of a name that occurs twice, the first.

    :param most: bytes that it may have.
    :raises HTTPException: 413 where it is larger, 403 where it lacks this process's token.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, "This form is larger than any of ours.")
    try:
        found = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_FIELDS)
    except ValueError as error:
        raise HTTPException(413, "This form has more fields than any of ours.") from error
    form = {key: values[0] for key, values in found.items()}
    if not bench.tokens.matching(request.cookies.get(COOKIE, ""), form.get(FIELD, "")):
        raise HTTPException(403, "This form is too old. Load the page again and repeat.")
    return form


def own_page(path: str, otherwise: str) -> str:
    """Return ``path`` where it is one of our own pages, else ``otherwise``."""
    parts = urlsplit(path)
    own = path.startswith("/") and not path.startswith("//") and not parts.netloc
    return path if own and "\\" not in path else otherwise
