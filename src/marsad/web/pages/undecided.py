"""Names of which it is open whom they mean: chosen here, one mention at a time."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from ...api import Undecided
from ..bench import Bench, Page, Visit
from .entity_decisions import Form, posted

__all__ = ["PAGES", "routes"]

_SHOWN = 50
_AROUND = 80
"""Code points either side of a name that are shown with it."""


def routes(bench: Bench) -> list[Route]:
    """Return the address that keeps a choice."""
    return [Route("/undecided/{id}", posted(bench, _choose), methods=["POST"])]


def undecided(visit: Visit) -> Response:
    """List the names left open, of the newest posts first."""
    found = visit.workspace.undecided(_SHOWN + 1)
    return visit.page(
        "undecided.html",
        found=[(each, *_around(each)) for each in found[:_SHOWN]],
        more=len(found) > _SHOWN,
    )


def _around(each: Undecided) -> tuple[str, str]:
    """Return what stands before and after the name."""
    text, span = each.view.version.text, each.mention.span
    return text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]


def _choose(bench: Bench, mark: str, form: Form) -> str:
    """Keep whom a mention means: an entity's id, or ``-`` for nobody that is known."""
    post, chosen = form.get("post", ""), form.get("entity", "")
    if not post or not chosen:
        raise HTTPException(400, "The form names no post, or nobody.")
    bench.workspace.choose_entity(
        post,
        mark,
        None if chosen == "-" else chosen,
        by=bench.signed_by,
        reason=form.get("reason", "").strip(),
    )
    return "/undecided"


PAGES: dict[str, Page] = {"/undecided": undecided}
