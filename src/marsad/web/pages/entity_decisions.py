"""Decisions about entities: who is who, what is disputed; contradictions and suggestions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...api import Workspace
from ...errors import NotFoundError
from ...model import Judgement, Verdict
from ..bench import Bench, Page, Visit
from ..forms import own_page, read_form
from ..queries import Pages

__all__ = ["PAGES", "Decided", "Form", "decided", "posted", "routes"]

_LARGEST = 16_384
"""Bytes of a form: a name and a reason, each letter of which may take six."""

_SIZE = 20

_WORDS = {
    Verdict.SAME: "the same as",
    Verdict.NOT_SAME: "not the same as",
    Verdict.MAYBE_SAME: "may be the same as",
    Verdict.ACCEPT: "made an entity",
    Verdict.REJECT: "rejected",
    Verdict.CORRECT: "corrected",
    Verdict.RENAME: "renamed",
    Verdict.RETIRE: "retired",
    Verdict.DISPUTE: "disputed",
    Verdict.UNDECIDED: "took back a decision",
}

_OF_FACTS = {
    ("fact", Verdict.ACCEPT): "recorded a fact",
    ("fact", Verdict.REJECT): "ended a fact",
    ("role", Verdict.ACCEPT): "recorded a role that posts tell",
    ("role", Verdict.REJECT): "declined a role that posts tell",
}

Endpoint = Callable[[Request], Awaitable[Response]]
Form = Mapping[str, str]


def routes(bench: Bench) -> list[Route]:
    """Return the addresses that change what is decided about entities."""
    return [
        Route("/entities/{id}/decide", posted(bench, _decide), methods=["POST"]),
        Route("/checks", posted(bench, _check), methods=["POST"]),
        Route("/checks/{id}", posted(bench, _settle), methods=["POST"]),
    ]


def posted(bench: Bench, do: Callable[[Bench, str, Form], str]) -> Endpoint:
    """Return what reads a form, does what it says, and goes to the page that it names."""

    async def endpoint(request: Request) -> Response:
        form = await read_form(bench, request, _LARGEST)
        key = str(request.path_params.get("id", ""))
        otherwise = await run_in_threadpool(_done, bench, do, key, form)
        return RedirectResponse(own_page(form.get("back", ""), otherwise), status_code=303)

    return endpoint


def _done(bench: Bench, do: Callable[[Bench, str, Form], str], key: str, form: Form) -> str:
    with bench.judging:
        otherwise = do(bench, key, form)
    bench.forget()
    return otherwise


# ---------------------------------------------------------------- deciding


def _decide(bench: Bench, key: str, form: Form) -> str:
    """Record one decision; return the page of the entity.

    :raises HTTPException: 400 where the form asks for none of ours.
    """
    deed = _DEEDS.get(form.get("deed", ""))
    if deed is None:
        raise HTTPException(400, "This is no decision about an entity.")
    deed(bench.workspace, key, form, bench.signed_by)
    return f"/entities/{quote(key)}#decisions"


def _other(workspace: Workspace, form: Form) -> str:
    """Return the id of the other, which a form may name by its only name."""
    text = form.get("other", "").strip()
    try:
        workspace.entity(text)
    except NotFoundError:
        return workspace.entity_named(text).id
    return text


def _why(form: Form) -> str:
    return form.get("reason", "").strip()


def _merge(workspace: Workspace, key: str, form: Form, by: str) -> None:
    workspace.merge(key, _other(workspace, form), by=by, reason=_why(form))


def _absorb(workspace: Workspace, key: str, form: Form, by: str) -> None:
    workspace.merge(_other(workspace, form), key, by=by, reason=_why(form))


def _split(workspace: Workspace, key: str, form: Form, by: str) -> None:
    workspace.split(key, _other(workspace, form), by=by, reason=_why(form))


def _suggest(workspace: Workspace, key: str, form: Form, by: str) -> None:
    workspace.suggest_same(key, _other(workspace, form), by=by, reason=_why(form))


def _rename(workspace: Workspace, key: str, form: Form, by: str) -> None:
    name, language = form.get("name", ""), form.get("language", "")
    workspace.rename(key, name, language, by=by, reason=_why(form))


def _retire(workspace: Workspace, key: str, form: Form, by: str) -> None:
    workspace.retire(key, by=by, reason=_why(form))


def _dispute(workspace: Workspace, key: str, form: Form, by: str) -> None:
    fact = form.get("fact", "").strip() or None
    workspace.dispute(key, by=by, reason=_why(form), fact_id=fact)


def _undo(workspace: Workspace, _: str, form: Form, by: str) -> None:
    workspace.undo(form.get("judgement", ""), by=by, reason=_why(form))


_DEEDS: dict[str, Callable[[Workspace, str, Form, str], None]] = {
    "merge": _merge,
    "accept": _absorb,
    "split": _split,
    "reject": _split,
    "suggest": _suggest,
    "rename": _rename,
    "retire": _retire,
    "dispute": _dispute,
    "undo": _undo,
}
"""``accept`` and ``reject`` answer a suggestion, on whose page the keys a and r press them."""


# ---------------------------------------------------------------- on the entity's page


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as the pages show it.

    :ivar stands: nobody took it back.
    :ivar other: id and name of the other of a pair.
    """

    judgement: Judgement
    words: str
    stands: bool
    other: tuple[str, str] | None = None


def decided(visit: Visit, entity_id: str) -> tuple[Decided, ...]:
    """Return the decisions on an entity, the newest first, for ``entity_decisions.html``.

    :raises NotFoundError: there is none of that id.
    """
    view, undone = visit.workspace.entity(entity_id), visit.workspace.taken_back()
    own = view.merged
    found = []
    for judgement in reversed(view.judgements):
        ends = (judgement.object, judgement.subject) if judgement.object else ()
        other = next((end for end in ends if end and end not in own), judgement.object)
        about = judgement.subject.partition(":")[0]
        is_pair = about not in ("fact", "role")  # of these the object is whom it is about
        named = (other, visit.names.get(other, other)) if other and is_pair else None
        words = _OF_FACTS.get((about, judgement.verdict), _WORDS[judgement.verdict])
        found.append(Decided(judgement, words, judgement.id not in undone, named))
    return tuple(found)


# ---------------------------------------------------------------- suggestions


def suggestions(visit: Visit) -> Response:
    """Show who may be the same as whom, side by side."""
    asked = visit.asked
    entity = asked.text("entity", 200)
    number = asked.page()
    offset = (number - 1) * _SIZE
    found = visit.workspace.may_be_same(entity, _SIZE + 1, offset)
    pages = Pages(number, _SIZE, None, len(found) > _SIZE)
    shown = found[:_SIZE]
    views = {e.id: visit.workspace.entity(e.id) for each in shown for e in (each.one, each.other)}
    return visit.page(
        "suggestions.html",
        found=shown,
        views=views,
        names=visit.names,
        entity=entity,
        pages=pages,
        disagreements=visit.workspace.disagreements(),
    )


# ---------------------------------------------------------------- contradictions


def checks(visit: Visit) -> Response:
    """List what the last self-check found."""
    asked = visit.asked
    dismissed = asked.choice("dismissed", ("yes",), "choice") is not None
    kind = asked.text("kind", 40)
    every = visit.workspace.contradictions(dismissed=dismissed)
    chosen = [each for each in every if kind in (None, each.kind)]
    pages = Pages.of(asked.page(), _SIZE, len(chosen))
    kinds = sorted({each.kind for each in every})
    return visit.page(
        "checks.html",
        found=chosen[pages.offset : pages.offset + _SIZE],
        total=len(chosen),
        kind_choices=[(k, k) for k in kinds],
        kind=kind,
        pages=pages,
        dismissed=dismissed,
        settled=visit.workspace.dismissals() if dismissed else {},
        at=visit.workspace.last_check(),
        names=visit.names,
        datasets={d.id: d.title for d in visit.workspace.read.datasets()},
    )


def _check(bench: Bench, _: str, __: Form) -> str:
    bench.workspace.self_check()
    return "/checks"


def _settle(bench: Bench, key: str, form: Form) -> str:
    """Judge a contradiction settled, or take that back."""
    if form.get("deed") == "undo":
        bench.workspace.undo(form.get("judgement", ""), by=bench.signed_by)
        return "/checks"
    bench.workspace.dismiss(key, by=bench.signed_by, reason=_why(form))
    return "/checks"


PAGES: dict[str, Page] = {"/suggestions": suggestions, "/checks": checks}
