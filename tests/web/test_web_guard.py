"""Who may ask, and the only thing that a request may change."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx
import pytest
from starlette.applications import Starlette

from marsad.api import Workspace
from marsad.model import Judgement, Verdict
from marsad.model.review import subject
from marsad.ports import ReportContext
from marsad.web import create_app

Serving = Callable[[Starlette], AbstractContextManager[httpx.Client]]
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765", "[::1]", "LOCALHOST."]
)
def test_this_machine_is_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/help", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "localhost.evil.example", "10.0.0.7", "", "[::2]"]
)
def test_other_host_names_are_refused(client: httpx.Client, host: str) -> None:
    for path in ("/", "/static/marsad.css"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code in (400, 403)
        assert "Marsad" not in answer.text


def test_the_configured_host_is_answered(workspace: Workspace, serving: Serving) -> None:
    with serving(create_app(workspace, hosts=("desk.example",))) as client:
        assert client.get("/help", headers={"host": "desk.example:80"}).status_code == 200
        assert client.get("/help", headers={"host": "10.0.0.7"}).status_code == 403
    with serving(create_app(workspace, hosts=("0.0.0.0",))) as client:
        assert client.get("/help", headers={"host": "10.0.0.7:80"}).status_code == 200
        assert client.get("/help", headers={"host": "evil.example"}).status_code == 403


def test_other_sites_may_link_but_not_load(client: httpx.Client) -> None:
    def status(**headers: str) -> int:
        return client.get("/verify", headers=headers).status_code

    fetch = {"sec-fetch-site": "cross-site"}
    assert status(**fetch, **{"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}) == 403
    assert status(**fetch, **{"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}) == 403
    assert status(**fetch, **{"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}) == 200
    assert status(origin="https://evil.example") == 403


def test_other_sites_cannot_send_a_form(client: httpx.Client, workspace: Workspace) -> None:
    address = judgement(workspace, workspace.statements()[0].statement.id)
    before, data = len(workspace.judgements()), form(client, "accept")
    navigation = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "origin": "null"}
    for site in ("cross-site", "same-site"):
        headers = {**navigation, "sec-fetch-site": site}
        assert client.post(address, data=data, headers=headers).status_code == 403
    assert len(workspace.judgements()) == before
    undecided = form(client, "undecided")
    own = {**navigation, "sec-fetch-site": "same-origin"}
    assert client.post(address, data=undecided, headers=own).status_code == 303


# ---------------------------------------------------------------- judgements


def form(client: httpx.Client, verdict: str, **more: str) -> dict[str, str]:
    found = TOKEN.search(client.get("/statements").text)
    assert found
    return {"token": found[1], "verdict": verdict, "back": "/statements?act=threat#x", **more}


def judgement(workspace: Workspace, statement: str, mark: str = "") -> str:
    """Return the address at which a statement is judged, or another mark of its post."""
    post = workspace.read.statement(statement).post.id
    return f"/posts/{post}/marks/{mark or statement}"


def made(workspace: Workspace, statement: str) -> tuple[Judgement, ...]:
    """Return the judgements on a statement, in the order in which they were made."""
    version = workspace.read.statement(statement).version.id
    return workspace.judgements(subject(version, statement))


def standing(workspace: Workspace, statement: str) -> Verdict | None:
    found = made(workspace, statement)
    return found[-1].verdict if found else None


def test_a_statement_is_rejected_and_the_rejection_undone(
    client: httpx.Client, workspace: Workspace
) -> None:
    statement = workspace.statements()[0].statement.id
    address = judgement(workspace, statement)
    answer = client.post(address, data=form(client, "reject"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/statements?act=threat#x")
    assert standing(workspace, statement) is Verdict.REJECT
    assert made(workspace, statement)[-1].by == "Dana"
    assert "rejected by <bdi>Dana</bdi>" in client.get("/statements").text
    client.post(address, data=form(client, "undecided"))
    assert standing(workspace, statement) is Verdict.UNDECIDED
    assert "rejected by" not in client.get("/statements").text


def test_a_forged_form_changes_nothing(client: httpx.Client, workspace: Workspace) -> None:
    statement = workspace.statements()[1].statement.id
    address = judgement(workspace, statement)
    good = form(client, "accept")
    strangers = {"origin": "https://evil.example"}
    other = "1" if good["token"].endswith("0") else "0"
    forged = ["x", "", good["token"][:-1] + other, "a.b"]
    for token in forged:
        data = {**good, "token": token}
        assert client.post(address, data=data).status_code == 403
        client.cookies.set("marsad_form", token)
        assert client.post(address, data=data).status_code == 403
        client.cookies.clear()
    assert client.post(address, data=good).status_code == 403  # the cookie is gone
    assert client.post(address, data=form(client, "accept"), headers=strangers).status_code == 403
    assert client.get(address).status_code == 405
    assert made(workspace, statement) == ()


def test_the_cookie_is_strict(client: httpx.Client) -> None:
    client.cookies.clear()
    cookie = client.get("/").headers["set-cookie"].lower()
    assert "samesite=strict" in cookie
    assert "httponly" in cookie


@pytest.mark.parametrize(
    "back",
    [
        *("https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example"),
        *("/\t/evil.example", "javascript:1", ""),
    ],
)
def test_after_a_judgement_one_stays_here(
    client: httpx.Client, workspace: Workspace, back: str
) -> None:
    statement = workspace.statements()[2].statement.id
    data = form(client, "undecided", back=back)
    address = judgement(workspace, statement)
    answer = client.post(address, data=data)
    assert answer.headers["location"] == address.partition("/marks/")[0]


@pytest.mark.parametrize(
    ("verdict", "named", "status"),
    [("same-as", "", 400), ("", "", 400), ("accept", "x_nothing", 404)],
)
def test_other_judgements_are_refused(
    client: httpx.Client, workspace: Workspace, verdict: str, named: str, status: int
) -> None:
    before = len(workspace.judgements())
    address = judgement(workspace, workspace.statements()[0].statement.id, named)
    answer = client.post(address, data=form(client, verdict))
    assert answer.status_code == status
    assert len(workspace.judgements()) == before


def test_a_form_larger_than_any_of_ours_is_refused(
    client: httpx.Client, workspace: Workspace
) -> None:
    statement = workspace.statements()[0].statement.id
    data = form(client, "accept", back="/" + "x" * 20_000)
    assert client.post(judgement(workspace, statement), data=data).status_code == 413


def test_judging_goes_on_while_another_process_collects(
    client: httpx.Client, workspace: Workspace
) -> None:
    address = judgement(workspace, workspace.statements()[0].statement.id)
    before = len(workspace.judgements())
    with workspace.layout.lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        answer = client.post(address, data=form(client, "accept"))
    assert answer.status_code == 303
    assert len(workspace.judgements()) == before + 1


# ---------------------------------------------------------------- the unforeseen


class _Breaking:
    """A third party's renderer with a mistake in it."""

    name = "breaking"
    suffix = "bin"

    def render(self, context: ReportContext) -> bytes:
        """Fail."""
        raise ZeroDivisionError(f"<script> {context.report.id}")


def test_an_unforeseen_error_has_a_page_of_the_same_style(
    workspace: Workspace, serving: Serving
) -> None:
    with Workspace.open(workspace.layout.root) as own:
        own.renderers.add(_Breaking())
        with serving(create_app(own)) as client:
            answer = client.get(f"/reports/{own.reports()[0].id}/as/breaking")
    assert answer.status_code == 500
    assert "An unforeseen error (ZeroDivisionError)" in answer.text
    assert "alert(" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert '<header class="top">' in answer.text
