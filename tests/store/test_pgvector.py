"""Where the server has the extension ``vector``, it finds near vectors itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.contract.test_vectors_contract import put
from tests.servers.postgres import Postgres, name_of, postgres

from marsad.encoder.space import Floats, packed, shipped_means
from marsad.model import Source
from marsad.pipeline.indexed import nearest_posts, sampled
from marsad.pipeline.nearness import nearest
from marsad.pipeline.shelf import Shelf, grown
from marsad.pipeline.shelf_files import KeptShelf, shelve
from marsad.store import PostgresStore

LANGUAGES = ("ar", "fa", "en", "xx")


@pytest.fixture(scope="module")
def server() -> Postgres:
    return postgres()


@pytest.fixture
def address(server: Postgres, tmp_path: Path) -> str:
    return server.of_folder(tmp_path)


def opened(address: str) -> PostgresStore:
    store = PostgresStore.open(address)
    with store.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    return store


def extend(server: Postgres, address: str) -> None:
    server.execute("CREATE EXTENSION vector", name_of(address))


@pytest.fixture
def store(server: Postgres, address: str) -> Iterator[PostgresStore]:
    extend(server, address)
    store = opened(address)
    yield store
    store.close()


def vectors_of(count: int, seed: int = 1) -> Floats:
    """Return made-up vectors around the means of languages, as texts have them."""
    rng = np.random.default_rng(seed)
    means = shipped_means().rows([LANGUAGES[n % len(LANGUAGES)] for n in range(count)])
    return (means + 0.05 * rng.standard_normal((count, 384))).astype(np.float32)


def fill(store: PostgresStore, count: int) -> list[str]:
    versions = put(store, 1, **{f"p{n}": f"text {n}" for n in range(count)})
    rows = packed(vectors_of(count))
    with store.write() as writer:
        for number, version in enumerate(versions):
            writer.put_language(version, LANGUAGES[number % len(LANGUAGES)], 0.9)
        found = {key: row.tobytes() for key, row in zip(versions, rows, strict=True)}
        writer.put_vectors("r", found)
    return versions


def whole(store: PostgresStore) -> Shelf:
    return grown(Shelf(), store.read(), "r")


def test_the_nearest_are_those_of_comparing_all(store: PostgresStore) -> None:
    fill(store, 400)
    reader, shelf = store.read(), sampled(store.read(), "r", None)
    assert reader.indexes_vectors()
    for seed in range(5):
        wanted = vectors_of(1, seed + 10)[0]
        wanted /= np.linalg.norm(wanted)
        expected = nearest(whole(store), wanted, 20)
        found = nearest_posts(reader, "r", shelf, wanted, 20)
        assert [place for place, _ in found] == [place for place, _ in expected]
        assert np.allclose([s for _, s in found], [s for _, s in expected], atol=1e-4)
        among = list(range(1, 60, 2))
        expected = nearest(whole(store), wanted, 20, among)
        found = nearest_posts(reader, "r", shelf, wanted, 20, among)
        assert [place for place, _ in found] == [place for place, _ in expected]


def test_vectors_of_earlier_texts_and_other_recipes_are_left_out(store: PostgresStore) -> None:
    (old, other) = put(store, 1, a="before", b="other")
    (row,) = packed(vectors_of(1))
    with store.write() as writer:
        writer.put_vectors("r", {old: row.tobytes()})
        writer.put_vectors("r2", {other: row.tobytes()})
    near = store.read().near_vectors("r", vectors_of(1)[0], 10)
    assert [each.numbers for each in near] == [row.tobytes()]
    put(store, 2, a="after")
    assert store.read().near_vectors("r", vectors_of(1)[0], 10) == ()
    assert store.read().some_vectors("r", 10) == ()


def test_a_vector_that_is_put_again_stands_once(store: PostgresStore) -> None:
    (version,) = put(store, 1, a="one")
    for row in packed(vectors_of(3)):
        with store.write() as writer:
            writer.put_vectors("r", {version: row.tobytes()})
    near = store.read().near_vectors("r", vectors_of(1)[0], 10)
    assert [each.numbers for each in near] == [row.tobytes()]


def test_an_extension_that_comes_later_finds_what_was_there(server: Postgres, address: str) -> None:
    store = opened(address)
    fill(store, 50)
    assert not store.read().indexes_vectors()
    store.close()
    extend(server, address)
    store = opened(address)
    wanted = vectors_of(1)[0]
    assert len(store.read().near_vectors("r", wanted, 100)) == 50
    store.close()
    store = opened(address)
    assert len(store.read().near_vectors("r", wanted, 100)) == 50
    store.close()


def test_nothing_is_put_into_files_and_a_sample_tells_the_means(
    store: PostgresStore, tmp_path: Path
) -> None:
    kept = KeptShelf(tmp_path / "meaning", "r")
    assert kept.now(store.read()).count == 0
    fill(store, 40)
    assert shelve(store.read(), tmp_path / "meaning", "r") == 0
    assert not (tmp_path / "meaning").exists()
    shelf = kept.now(store.read())
    assert shelf.count == 40
    expected = whole(store).means
    for code in LANGUAGES:
        assert np.allclose(shelf.means.of(code), expected.of(code), atol=1e-5)
    (version,) = put(store, 2, last="last")
    with store.write() as writer:
        writer.put_vectors("r", {version: packed(vectors_of(1, 9))[0].tobytes()})
    assert kept.now(store.read()) is shelf, "one more of forty changes little"
