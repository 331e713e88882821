"""Who reads posts in which tier, and who reads those that a model server cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from ..errors import ConfigError, ExtractionError, MissingToolError, UnansweredError
from ..ports import Extraction, Extractor, Item
from .running import Server

if TYPE_CHECKING:
    from ..extract.endpoint import Endpoint, EndpointExtractor, Found

__all__ = [
    "BUILT_IN",
    "PostReader",
    "Read",
    "Tier",
    "extractor_of",
]

_BY_MODEL, _BY_RULES = "read by the model", "read by rules instead"
"""What the tally calls posts."""

_DROPPED = "dropped: "
"""Begins what the tally calls things that a model told and that were not believed."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Which engines are used.

    :ivar endpoint: the model server of the tier of that name; None for the built-in tier.
    :ivar workers: how many posts it is asked about at the same time.
    """

    endpoint: Endpoint | None = None
    workers: int = 4


BUILT_IN = Tier()


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in a post.

    :ivar trouble: why it was not found by whom it should have been.
    :ivar counts: for the tally of the stage.
    :ivar answers: what a server answered, to be kept and recalled by its keys.
    """

    found: Extraction
    trouble: ExtractionError | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


class PostReader(Protocol):
    """Reads posts."""

    @property
    def recipe(self) -> str:
        """Changes whenever what is read may change."""
        ...

    @property
    def server(self) -> Server | None:
        """What is asked, where that is not this process."""
        ...

    @property
    def keys(self) -> str | None:
        """What every key of :attr:`Read.answers` begins with, where there can be any."""
        ...

    def read(self, item: Item) -> Read:
        """Return what ``item`` holds.

        :raises UnansweredError: a server that it needs gave no useful answer.
        """
        ...


Recall = Callable[[str], str | None]


def extractor_of(tier: Tier, built_in: Extractor, recall: Recall | None = None) -> PostReader:
    """Return who reads posts in ``tier``.

    :param built_in: reads all posts, or those that the tier's own engine cannot.
    :param recall: returns what a server once answered, by a key of :attr:`Read.answers`.
    """
    if tier.endpoint is None:
        return _Plain(built_in)
    return _Served(tier.endpoint, tier.workers, _OneByOne(built_in), recall)


class _Plain:
    """Any extractor."""

    server = None
    keys = None

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self.recipe = extractor.recipe

    def read(self, item: Item) -> Read:
        return Read(self._extractor.extract(item))


class _OneByOne:
    """An extractor that threads take turns with; nobody promised that it may be shared."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._turn = Lock()
        self.recipe = extractor.recipe

    def extract(self, item: Item) -> Extraction:
        with self._turn:
            return self._extractor.extract(item)


class _Served:
    """A model behind an endpoint; what it cannot read, although it reads, the rules do."""

    def __init__(
        self, endpoint: Endpoint, workers: int, rules: Extractor, recall: Recall | None
    ) -> None:
        from ..extract.endpoint import EndpointExtractor

        self._model = EndpointExtractor(endpoint, rules=rules, recall=recall)
        self._afresh = EndpointExtractor(endpoint, rules=rules)
        self._rules = rules
        self.recipe = self._model.recipe
        self.keys = self._model.keys
        self.server = Server(endpoint.url, workers, self.check)

    def read(self, item: Item) -> Read:
        try:
            found = _read(self._model, item)
        except UnansweredError:
            raise
        except ExtractionError as error:
            self.check()
            return Read(self._rules.extract(item), _second_best(error), {_BY_RULES: 1})
        dropped = {f"{_DROPPED}{reason}": count for reason, count in found.dropped.items()}
        counts = (
            {_BY_MODEL: 1, **dropped} if found.answers else {}
        )  # else counted when it was asked
        return Read(found.extraction, None, counts, found.answers)

    def check(self) -> None:
        """Have the server read a sentence of our own.

        :raises UnansweredError: it cannot, whatever the posts are.
        """
        from ..extract.endpoint import SAMPLE

        try:
            _read(self._afresh, SAMPLE)
        except UnansweredError:
            raise
        except ExtractionError as error:
            raise UnansweredError(
                f"The endpoint cannot read a plain sentence. {error.message}", hint=error.hint
            ) from error


def _read(model: EndpointExtractor, item: Item) -> Found:
    try:
        return model.read(item)
    except (ConfigError, MissingToolError) as error:  # key and proxy are looked at late
        raise UnansweredError(error.message, hint=error.hint) from error


def _second_best(error: ExtractionError) -> ExtractionError:
    return ExtractionError(f"{error.message} Rules read the post instead.", hint=error.hint)
