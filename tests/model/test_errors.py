"""The error tree: drawn in the docstring, explained to the user."""

from __future__ import annotations

import inspect

import marsad.errors as errors
from marsad.errors import MarsadError, NotFoundError, UncitedError


def test_the_drawn_tree_names_every_error() -> None:
    drawn = inspect.getdoc(errors) or ""
    for name in errors.__all__:
        assert name in drawn


def test_every_error_is_a_marsad_error_and_exported() -> None:
    found = {
        n for n, c in vars(errors).items() if inspect.isclass(c) and issubclass(c, MarsadError)
    }
    assert found == set(errors.__all__)


def test_errors_carry_their_facts_and_a_hint() -> None:
    error = NotFoundError("source", "x1", hint="List them with: marsad source list")
    assert (error.kind, error.key) == ("source", "x1")
    assert "x1" in str(error)
    assert "marsad source list" in str(error)


def test_the_gate_names_at_most_three_problems_in_its_message() -> None:
    error = UncitedError("r_1", tuple(f"block {n}" for n in range(9)))
    assert "9 uncited" in error.message
    assert "block 2" in error.message
    assert "block 3" not in error.message
    assert len(error.problems) == 9
