"""Decisions on what was found in a post, and the page on which it is corrected."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...errors import NotFoundError
from ...model import Act, Mention, Span, Verdict
from ...model.review import Mark, mark_id
from ...ports import PostView
from ...text import direction
from ..bench import Bench, Page, Visit
from ..corrections import BASES, MENTION_KINDS, filled, read_back, slots
from ..forms import own_page, read_form
from ..marks import Mark as Drawn
from ..marks import mention_marks, segments, statement_marks

__all__ = ["PAGES", "routes"]

_VERDICTS = {v.value: v for v in (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNDECIDED)}
_LARGEST = 8192
_LARGEST_CORRECTION = 262_144
"""Bytes of a form: some 40,000 letters of Arabic, each of which takes six."""

_PARTS = ("mention", "statement")

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(bench: Bench) -> list[Route]:
    """Return the only addresses that change anything: decisions on a post's marks."""
    return [
        Route("/posts/{id}/marks/{mark}", _judging(bench), methods=["POST"]),
        Route("/posts/{id}/correct", _correcting(bench), methods=["POST"]),
    ]


# ---------------------------------------------------------------- deciding


def _judging(bench: Bench) -> Endpoint:
    async def judge(request: Request) -> Response:
        form = await read_form(bench, request, _LARGEST)
        post, mark = request.path_params["id"], request.path_params["mark"]
        await run_in_threadpool(_decide, bench, post, mark, form.get("verdict", ""))
        back = own_page(form.get("back", ""), f"/posts/{quote(post)}")
        return RedirectResponse(back, status_code=303)

    return judge


def _decide(bench: Bench, post: str, mark: str, verdict: str) -> None:
    """Record a verdict on a mark; taking back what nobody decided changes nothing.

    :raises HTTPException: 400 where it is not one of ours.
    :raises NotFoundError: there is no such post or mark.
    """
    chosen = _VERDICTS.get(verdict)
    if chosen is None:
        raise HTTPException(400, "A judgement is accept, reject or undecided.")
    with bench.judging:  # the workspace's lock is one of the process, not of the thread
        if chosen is not Verdict.UNDECIDED:
            bench.workspace.judge_mark(post, mark, chosen, by=bench.signed_by)
            return
        try:
            bench.workspace.undo_mark(post, mark, by=bench.signed_by)
        except NotFoundError as error:
            if error.kind != "judgement":
                raise


# ---------------------------------------------------------------- correcting


def _correcting(bench: Bench) -> Endpoint:
    async def correct(request: Request) -> Response:
        form = await read_form(bench, request, _LARGEST_CORRECTION)
        return await run_in_threadpool(_correct, Visit(bench, request), form)

    return correct


def _correct(visit: Visit, form: Mapping[str, str]) -> Response:
    view = visit.workspace.post(visit.part("id"))
    was = view.mark(form["mark"]) if form.get("mark") else None
    part = _part(was, form.get("add", ""))
    draft = read_back(view, form, was, part)
    if draft.mark is None:
        return _page(visit, view, was, part, form, draft.problems)
    mark = _record(visit, view, was, (draft.mark, draft.target), form.get("reason", "").strip())
    return RedirectResponse(f"/posts/{quote(view.post.id)}#at-{mark}", status_code=303)


def _record(
    visit: Visit, view: PostView, was: Mark | None, read: tuple[Mark, Span | None], reason: str
) -> str:
    """Record what the form says; return the id of the mark."""
    (now, target), post = read, view.post.id
    by, workspace = visit.bench.signed_by, visit.workspace
    with visit.bench.judging:
        if was is not None:
            workspace.correct_mark(post, was.id, now, by=by, reason=reason, target=target)
            return was.id
        made = workspace.add_mark(post, now, by=by, reason=reason, target=target)
    return mark_id(made.subject)


def correction(visit: Visit) -> Response:
    """Show the form in which a mark is corrected or added."""
    view = visit.workspace.post(visit.part("id"))
    asked = visit.asked.text("mark")
    was = view.mark(asked) if asked else None
    part = _part(was, visit.asked.text("add") or "")
    fields = filled(view, was) if was else _begun(visit, view, part)
    return _page(visit, view, was, part, fields)


def _part(was: Mark | None, asked: str) -> str:
    if was is not None:
        return _PARTS[0] if isinstance(was, Mention) else _PARTS[1]
    return asked if asked in _PARTS else _PARTS[0]


def _begun(visit: Visit, view: PostView, part: str) -> dict[str, str]:
    """Return the fields of what a reader marked in the text and wants to add."""
    ends = [visit.asked.text(key, 9) or "" for key in ("start", "end")]
    start, end = (int(e) if e.isascii() and e.isdigit() else 0 for e in ends)
    name = "words" if part == "mention" else "content1"
    words = view.version.text[start:end]
    fields = {name: words, f"{name}_at": str(start)} if words else {}
    owned = {"basis": "voice" if view.source.voice else "named", "act": ""}
    return {"kind": visit.asked.text("kind", 20) or "", **owned, **fields}


def _page(
    visit: Visit,
    view: PostView,
    was: Mark | None,
    part: str,
    fields: Mapping[str, str],
    problems: tuple[str, ...] = (),
) -> Response:
    text = view.version.text
    kinds = dict(MENTION_KINDS)
    if isinstance(was, Mention):
        kinds.setdefault(was.kind, was.kind)
    return visit.page(
        "correct.html",
        400 if problems else 200,
        view=view,
        was=was,
        part=part,
        fields=fields,
        problems=problems,
        segments=segments(text, _drawn(was, visit)),
        direction=direction(text),
        slots=slots(fields) if part == "statement" else (),
        acts=tuple(Act),
        bases=BASES,
        mention_kinds=kinds,
    )


def _drawn(was: Mark | None, visit: Visit) -> tuple[Drawn, ...]:
    if was is None:
        return ()
    if isinstance(was, Mention):
        return mention_marks([was], visit.names)
    return statement_marks(was, "")


PAGES: dict[str, Page] = {"/posts/{id}/correct": correction}
