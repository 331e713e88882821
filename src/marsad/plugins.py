"""Built-ins and third parties register through the same door.

A distribution adds an implementation by an entry point in one of these groups, whose object is
a callable without arguments, except connectors, which receive :class:`marsad.ports.Limits`::

    [project.entry-points."marsad.connectors"]
    vk = "marsad_vk:connector"

    [project.entry-points."marsad.renderers"]
    odt = "marsad_odt:renderer"

A name that is registered twice is an error: no plugin replaces another silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.metadata import entry_points
from typing import Generic, TypeVar

from .errors import ConfigError, NotFoundError
from .ports import Connector, Limits, Renderer

__all__ = ["Registry", "connectors", "renderers"]

T = TypeVar("T", Connector, Renderer)


class Registry(Generic[T]):
    """Named implementations of one port."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._found: dict[str, T] = {}

    def add(self, implementation: T) -> None:
        """Register ``implementation`` under its ``name``.

        :raises ConfigError: the name is taken.
        """
        name = implementation.name
        if name in self._found:
            raise ConfigError(
                f"Two {self.kind}s are called “{name}”.",
                hint="Uninstall one of the packages that provide it.",
            )
        self._found[name] = implementation

    def get(self, name: str) -> T:
        """Return the implementation called ``name``.

        :raises NotFoundError: there is none; the hint lists those that exist.
        """
        try:
            return self._found[name]
        except KeyError:
            known = ", ".join(sorted(self._found))
            raise NotFoundError(self.kind, name, hint=f"Known: {known}.") from None

    def names(self) -> tuple[str, ...]:
        """All names, sorted."""
        return tuple(sorted(self._found))


def connectors(limits: Limits, *, proxy: str | None = None) -> Registry[Connector]:
    """Return every connector, built-in and installed.

    :param proxy: for built-in connectors that do not fetch by the transport alone.
    """
    from .monitor import connectors as built_in

    registry: Registry[Connector] = Registry("connector")
    shipped = built_in(limits, max_pages=limits.pages, proxy=proxy)
    _fill(registry, shipped, "marsad.connectors", lambda make: make(limits))
    return registry


def renderers() -> Registry[Renderer]:
    """Return every renderer, built-in and installed."""
    from .report import renderers as built_in

    registry: Registry[Renderer] = Registry("renderer")
    _fill(registry, built_in(), "marsad.renderers", lambda make: make())
    return registry


def _fill(
    registry: Registry[T],
    built_in: Iterable[T],
    group: str,
    build: Callable[[Callable[..., T]], T],
) -> None:
    for implementation in built_in:
        registry.add(implementation)
    for point in entry_points(group=group):
        registry.add(build(point.load()))
