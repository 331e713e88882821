"""Outlets: the channels and sites in which the entity itself speaks. Nobody's private account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model import EntityKind, Fact, Source
from .grounds import Register
from .values import Outlet

__all__ = ["ACCOUNT", "outlets"]

ACCOUNT = ("username", "sourceUrl", "service", "name", "owner")
"""What products print of an account; its telephone and mail are left out."""


def outlets(register: Register) -> tuple[Outlet, ...]:
    """Return official outlets by name: sources followed, and what lists have as its own."""
    followed = [_source(register, s) for s in register.material.owned if s.voice]
    known = {_bare(outlet.address) for outlet in followed}
    listed = [o for o in _listed(register) if _bare(o.address) not in known]
    return tuple(sorted((*followed, *listed), key=lambda o: (o.name.casefold(), o.address)))


def _bare(address: str) -> str:
    return address.casefold().partition("://")[2].removeprefix("www.").rstrip("/")


def _source(register: Register, source: Source) -> Outlet:
    """Return a source as an outlet; one that is read from files has no address for others."""
    address = source.address if source.address.startswith(("http://", "https://")) else ""
    return Outlet(source.name, address, source.kind, source.id, register.source(source))


def _listed(register: Register) -> Iterator[Outlet]:
    view = register.material.view
    for fact in view.facts:
        if fact.prop == "website" and fact.gone is None:
            yield Outlet(fact.value, fact.value, "website", "", register.listed([fact]))
    if view.entity.kind is EntityKind.PERSON:
        return  # an account that a list has of a person may be a private one
    for facts in view.joined.values():
        held = [f for f in facts if f.schema == "UserAccount" and f.gone is None]
        if held:
            yield _account(register, held)


def _account(register: Register, facts: Sequence[Fact]) -> Outlet:
    told = {f.prop: f.value for f in reversed(facts)}
    handle = told.get("username", "")
    address = told.get("sourceUrl") or handle
    name = told.get("name") or handle or address
    kept = [f for f in facts if f.prop in ACCOUNT]
    return Outlet(name, address, told.get("service", ""), "", register.listed(kept))
