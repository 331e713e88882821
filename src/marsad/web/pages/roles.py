"""Roles that posts tell of persons: taken over as facts here, or declined, one at a time."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from ..bench import Bench, Page, Visit
from ..queries import Pages
from .entity_decisions import Form, posted

__all__ = ["PAGES", "routes"]

_SIZE = 20
_TOLD = 6
"""Tellings of a role that are shown at once; the rest follow on request."""


def routes(bench: Bench) -> list[Route]:
    """Return the address that keeps a decision."""
    return [Route("/roles/{id}", posted(bench, _decide), methods=["POST"])]


def roles(visit: Visit) -> Response:
    """List the roles that nobody has decided on, those of most origins first."""
    entity = visit.asked.text("entity")
    person = visit.workspace.entity(entity).entity if entity else None
    found = visit.workspace.told_roles(person.id if person else None)
    pages = Pages.of(visit.asked.page(), _SIZE, len(found))
    shown = found[pages.offset : pages.offset + _SIZE]
    return visit.page("roles.html", found=shown, pages=pages, person=person, most=_TOLD)


def _decide(bench: Bench, role: str, form: Form) -> str:
    """Record the role, with the last day that the form gives, or decline it."""
    reason, deed = form.get("reason", "").strip(), form.get("deed")
    if deed == "accept":
        until = form.get("until", "").strip() or None
        bench.workspace.accept_role(role, by=bench.signed_by, reason=reason, until=until)
    elif deed == "reject":
        bench.workspace.decline_role(role, by=bench.signed_by, reason=reason)
    else:
        raise HTTPException(400, "A role that is told is accepted or declined.")
    person = form.get("person", "")
    return f"/roles?{urlencode({'entity': person})}" if person else "/roles"


PAGES: dict[str, Page] = {"/roles": roles}
