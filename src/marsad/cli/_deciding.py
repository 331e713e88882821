"""What commands that decide about entities share: whom they are about, who decides, and why."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ConfigError, NotFoundError

if TYPE_CHECKING:
    from ..api import Workspace

__all__ = ["By", "Reason", "Which", "entity_id", "signed"]

Which = Annotated[str, typer.Argument(help="Id of an entity, or a name that only it has.")]
By = Annotated[str, typer.Option("--by", help="Who decides. Default: this machine's user.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")]


def entity_id(workspace: Workspace, text: str) -> str:
    """Return the id that ``text`` is, as it is, or that of the only entity of that name."""
    try:
        workspace.entity(text)
    except NotFoundError:
        return workspace.entity_named(text).id
    return text


def signed(by: str, option: str = "--by") -> str:
    """Return who decides: as told, else this machine's user.

    :param option: by which one tells.
    :raises ConfigError: nobody was told, and the user has no name, as in some containers.
    """
    try:
        return by or getpass.getuser()
    except (KeyError, OSError) as error:
        raise ConfigError(
            "The user of this machine has no name to sign with.", hint=f"Say who with {option}."
        ) from error
