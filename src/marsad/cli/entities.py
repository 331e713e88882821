"""``marsad entity`` and ``marsad check``: who is who, and what cannot all be true."""

from __future__ import annotations

import typer

from .checking import check
from .entities_decided import dispute, make, merge, rename, retire, split, undo
from .entities_facts import end_fact, record_fact
from .entities_roles import accept_role, decline_role, roles
from .entities_shown import alike, find, history, show
from .undecided import choose, open_names

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(help="Decide who is who.", no_args_is_help=True)
    for name, command in (
        ("show", show),
        ("find", find),
        ("make", make),
        ("merge", merge),
        ("split", split),
        ("alike", alike),
        ("open", open_names),
        ("choose", choose),
        ("rename", rename),
        ("retire", retire),
        ("dispute", dispute),
        ("fact", record_fact),
        ("end-fact", end_fact),
        ("roles", roles),
        ("accept-role", accept_role),
        ("decline-role", decline_role),
        ("undo", undo),
        ("history", history),
    ):
        group.command(name)(command)
    app.add_typer(group, name="entity")
    app.command()(check)
