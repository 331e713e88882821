"""What every store must do with vectors of texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contract.conftest import NOON, Opener

from marsad.errors import WorkspaceError
from marsad.model import Capture, Post, Source, Version
from marsad.ports import ParsedPost, Store

ONE, TWO, THREE = (bytes([n]) * 384 for n in (1, 2, 3))


@pytest.fixture
def store(open_store: Opener, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    with opened.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    yield opened
    opened.close()


def put(store: Store, seq: int, **posts: str) -> list[str]:
    """Store posts; return the ids of their versions."""
    capture = Capture(f"c_{seq:016x}", "s", "u", NOON, 200, "t", "0", 1, seq, "0", "w", 0, "test")
    items = [ParsedPost(key, "https://s.invalid", text) for key, text in posts.items()]
    with store.write() as writer:
        writer.ingest(capture, items)
    return [Version.make_id(Post.make_id("s", key), text) for key, text in posts.items()]


def put_vectors(store: Store, recipe: str, vectors: dict[str, bytes]) -> None:
    with store.write() as writer:
        writer.put_vectors(recipe, vectors)


def test_vectors_come_back_by_version_and_a_second_one_replaces_the_first(store: Store) -> None:
    a, b = put(store, 1, a="one", b="two")
    put_vectors(store, "r", {a: ONE})
    assert store.read().vectors([a, b, "v_unknown"], "r") == {a: ONE}
    put_vectors(store, "r", {a: TWO, b: THREE})
    assert store.read().vectors([a, b], "r") == {a: TWO, b: THREE}
    put_vectors(store, "r", {})


def test_vectors_of_another_recipe_are_not_mixed_in(store: Store) -> None:
    a, b = put(store, 1, a="one", b="two")
    put_vectors(store, "old", {a: ONE, b: TWO})
    put_vectors(store, "new", {a: THREE})
    assert store.read().vectors([a, b], "new") == {a: THREE}
    assert store.read().vectors([a, b], "old") == {b: TWO}
    assert [v.numbers for v in store.read().new_vectors("new", 0, 9)] == [THREE]


def test_posts_are_read_in_pages_with_their_language(store: Store) -> None:
    versions = put(store, 1, a="one", b="two", c="three")
    put_vectors(store, "r", dict(zip(versions, (ONE, TWO, THREE), strict=True)))
    with store.write() as writer:
        writer.put_language(versions[1], "fa", 0.9)
    first = store.read().new_vectors("r", 0, 2)
    rest = store.read().new_vectors("r", first[-1].place, 2)
    found = [*first, *rest]
    assert [v.post_id for v in found] == [Post.make_id("s", key) for key in "abc"]
    assert [v.language for v in found] == [None, "fa", None]
    assert [v.numbers for v in found] == [ONE, TWO, THREE]
    assert store.read().new_vectors("r", rest[-1].place, 2) == ()


def test_an_edited_post_has_no_vector_until_its_new_text_was_read(store: Store) -> None:
    (old,) = put(store, 1, a="before the edit")
    put_vectors(store, "r", {old: ONE})
    (new,) = put(store, 2, a="after the edit")
    assert store.read().new_vectors("r", 0, 9) == ()
    assert store.read().vectors([old], "r") == {old: ONE}
    put_vectors(store, "r", {new: TWO})
    assert [v.numbers for v in store.read().new_vectors("r", 0, 9)] == [TWO]
    (text,) = store.read().texts([Post.make_id("s", "a")])
    assert text.version_id == new


def test_a_vector_belongs_to_a_version(store: Store) -> None:
    with pytest.raises(WorkspaceError):
        put_vectors(store, "r", {"v_unknown": ONE})
