"""The bench: one workspace with the templates over it; and a visit, which is one request."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..api import Workspace
from ..model import Entity, Report, Source
from .marks import KINDS, SIGNS
from .queries import Asked
from .tokens import COOKIE, FIELD, Tokens
from .words import FILTERS, language

__all__ = ["Bench", "Page", "Visit"]

_KEPT = 60.0
"""Seconds for which names of entities and findings of the citation gate are kept. The package's
own list has thousands of entities; reading them all takes 0.26 s on two cores, more than a page
may take. A new name shows within a minute."""


class Finding(Protocol):
    """What the pages use of a finding of the citation gate."""

    @property
    def severity(self) -> str:
        """``error`` stops publication, ``flag`` asks for a look."""

    @property
    def block(self) -> int:
        """Index of the block, from 0."""

    @property
    def sentence(self) -> int:
        """Index of the sentence in its block, from 0."""

    @property
    def message(self) -> str:
        """What was found."""


class Bench:
    """What all requests share; safe to use from several threads.

    :param signed_by: printed on judgements, and stored with them.
    """

    def __init__(self, workspace: Workspace, signed_by: str) -> None:
        self.workspace = workspace
        self.signed_by = signed_by
        self.tokens = Tokens()
        self.judging = Lock()
        self.verifying = Lock()
        self._entities: dict[str, Entity] = {}
        self._names: dict[str, str] = {}
        self._check = lru_cache(maxsize=8)(workspace.check)
        self._kept_since = float("-inf")
        self._templates = _templates()

    @property
    def names(self) -> dict[str, str]:
        """English names of entities by id; at most a minute old."""
        self._refresh()
        return self._names

    @property
    def entities(self) -> dict[str, Entity]:
        """Entities by id, as they stood at most a minute ago."""
        self._refresh()
        return self._entities

    def findings(self, report: Report) -> Sequence[Finding]:
        """Return what the citation gate finds in ``report``; at most a minute old."""
        self._refresh()
        return self._check(report)

    def forget(self) -> None:
        """Read entities anew for the next request, as a decision on one was made."""
        self._kept_since = float("-inf")

    def _refresh(self) -> None:
        if time.monotonic() - self._kept_since > _KEPT:
            self._entities = self.workspace.entities()
            self._names = {key: e.name() for key, e in self._entities.items()}
            self._check.cache_clear()
            self._kept_since = time.monotonic()

    def fill(self, template: str, context: Mapping[str, Any]) -> str:
        """Return ``template`` filled with ``context``; everything in it is escaped."""
        return self._templates.get_template(template).render(context)

    def endpoint(self, page: Page) -> Callable[[Request], Response]:
        """Return ``page`` as Starlette calls it (in a thread of its own)."""

        def answer(request: Request) -> Response:
            return page(Visit(self, request))

        return answer


class Visit:
    """One request: what was asked, and how to answer it."""

    def __init__(self, bench: Bench, request: Request) -> None:
        self.bench = bench
        self.request = request
        self.workspace = bench.workspace
        self.asked = Asked(request.query_params)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """All sources by id."""
        return {source.id: source for source in self.workspace.sources()}

    @property
    def names(self) -> dict[str, str]:
        """English names of entities by id."""
        return self.bench.names

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What the workspace and its sources want printed on every page."""
        own = [self.workspace.config.label] if self.workspace.config.label else []
        found = {source.label for source in self.sources.values()}
        part = "Part of this workspace: " if "" in found else ""
        told = [part + label for label in sorted(found) if label and label not in own]
        return (*own, *told)

    @property
    def news(self) -> int:
        """How many alerts of saved searches nobody has seen."""
        return sum(watch.new for watch in self.workspace.watches())

    def source_choices(self) -> list[tuple[str, str]]:
        """Return id and name of each source, by name, for a list to choose from."""
        pairs = ((source.id, source.name) for source in self.sources.values())
        return sorted(pairs, key=lambda pair: pair[1].casefold())

    def language_choices(self, present: str | None) -> list[tuple[str, str]]:
        """Return code and name of the sources' languages and of ``present``."""
        found = {code for source in self.sources.values() for code in source.languages}
        found |= {present} if present else set()
        return sorted(((code, language(code)) for code in found), key=lambda pair: pair[1])

    def part(self, key: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[key])

    def page(
        self,
        template: str,
        status: int = 200,
        *,
        labels: tuple[str, ...] | None = None,
        **context: Any,
    ) -> Response:
        """Answer with a page, and with the cookie that its forms repeat.

        :param labels: printed on top; those of the workspace and its sources where None. Where
            they are given, the database is not read.
        """
        cookie = self.request.cookies.get(COOKIE, "")
        token = cookie if self.bench.tokens.genuine(cookie) else self.bench.tokens.new()
        shared = {
            "labels": self.labels if labels is None else labels,
            "news": self.news if labels is None else 0,
            "asked": self.asked,
            "here": self.request.url.path,
            "token_field": FIELD,
            "token": token,
            "kinds": KINDS,
            "signs": SIGNS,
        }
        response = HTMLResponse(self.bench.fill(template, shared | context), status)
        if token != cookie:
            response.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
        return response


Page = Callable[[Visit], Response]


def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("marsad.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    return found
