"""The application: pages, assets, guard, and what is said when something goes wrong."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from ..api import Workspace
from ..errors import (
    DecisionError,
    MarsadError,
    NotFoundError,
    QueryError,
    UnavailableError,
    WorkspaceError,
)
from .bench import Bench, Visit
from .guard import Guard, protect
from .pages import routes

__all__ = ["create_app"]

_STATIC = Path(__file__).parent / "static"
_STATUSES = (
    (NotFoundError, 404),
    (QueryError, 400),
    (DecisionError, 409),
    (WorkspaceError, 409),
    (UnavailableError, 501),
)
_TITLES = {
    400: "Not understood",
    403: "Refused",
    404: "Not found",
    405: "Not possible",
    409: "Not now",
    413: "Too large",
    501: "Not available",
}
_MISSING_PAGE = "There is no page at this address."

Handler = Callable[[Request, Exception], Response]


def create_app(
    workspace: Workspace, *, hosts: Iterable[str] = (), signed_by: str = ""
) -> Starlette:
    """Return the workbench over ``workspace`` as an ASGI application.

    :param hosts: host names that it answers to besides localhost, 127.0.0.1 and [::1].
    :param signed_by: stored with judgements; the name of this machine's user where empty.
    """
    bench = Bench(workspace, signed_by or _user())
    return Starlette(
        routes=[*routes(bench), Mount("/static", StaticFiles(directory=_STATIC))],
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers={
            HTTPException: _refused(bench),
            MarsadError: _explained(bench),
            Exception: _unforeseen(bench),
        },
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "workbench"


# ---------------------------------------------------------------- errors


def _refused(bench: Bench) -> Handler:
    def answer(request: Request, error: Exception) -> Response:
        status, detail = 500, str(error)
        if isinstance(error, HTTPException):
            status, detail = error.status_code, error.detail
        said = _MISSING_PAGE if status == 404 else detail
        return _error_page(bench, request, status, said)

    return answer


def _explained(bench: Bench) -> Handler:
    def answer(request: Request, error: Exception) -> Response:
        status = next((s for kind, s in _STATUSES if isinstance(error, kind)), 500)
        if isinstance(error, MarsadError):
            return _error_page(bench, request, status, error.message, error.hint)
        return _error_page(bench, request, status, str(error))

    return answer


def _unforeseen(bench: Bench) -> Handler:
    """Answer, after which Starlette raises the error again for the server to log."""

    def answer(request: Request, error: Exception) -> Response:
        said = f"An unforeseen error ({type(error).__name__}). Nothing was changed."
        response = _error_page(bench, request, 500, said, "The terminal says more.")
        protect(response.headers, request.url.path)  # this handler stands outside the guard
        return response

    return answer


def _error_page(
    bench: Bench, request: Request, status: int, message: str, hint: str = ""
) -> Response:
    """Answer without reading the database, which may be what failed."""
    label = bench.workspace.config.label
    return Visit(bench, request).page(
        "error.html",
        status,
        labels=(label,) if label else (),
        title=_TITLES.get(status, "Something failed"),
        message=message,
        hint=hint,
    )
