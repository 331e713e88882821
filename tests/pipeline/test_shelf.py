"""The shelf of vectors: in files, beside them, after an edit, an interruption and a new recipe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from marsad.encoder.space import SIZE, Floats, centred, packed
from marsad.model import Capture, Post, Source, Version
from marsad.pipeline.nearness import nearest, spread
from marsad.pipeline.shelf import Part, Shelf, signs
from marsad.pipeline.shelf_files import KeptShelf, shelve
from marsad.ports import ParsedPost, Store
from marsad.store import SqliteStore

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
CHANCE = np.random.default_rng(7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = SqliteStore.open(tmp_path / "m.db", clock=lambda: NOON)
    with opened.write() as writer:
        writer.put_source(Source("s", "feed", "https://s.invalid", "S"))
    yield opened
    opened.close()


def vector() -> bytes:
    drawn = CHANCE.standard_normal((1, SIZE)).astype(np.float32)
    return bytes(packed(drawn)[0].tobytes())


def put(store: Store, seq: int, recipe: str = "r", **texts: str) -> dict[str, bytes]:
    """Store posts with chance vectors; return native id → vector."""
    capture = Capture(f"c_{seq:016x}", "s", "u", NOON, 200, "t", "0", 1, seq, "0", "w", 0, "test")
    items = [ParsedPost(key, "https://s.invalid", text) for key, text in texts.items()]
    vectors = {key: vector() for key in texts}
    with store.write() as writer:
        writer.ingest(capture, items)
        writer.put_vectors(
            recipe,
            {Version.make_id(Post.make_id("s", k), t): vectors[k] for k, t in texts.items()},
        )
    return vectors


def wanted_of(shelf: Shelf, packed_vector: bytes) -> Floats:
    raw = np.frombuffer(packed_vector, np.int8)[None].astype(np.float32)
    wanted: Floats = centred(raw / np.linalg.norm(raw), [""], shelf.means)[0]
    return wanted


def found(store: Store, shelf: Shelf, packed_vector: bytes, most: int = 1) -> list[str]:
    wanted = wanted_of(shelf, packed_vector)
    reader = store.read()
    ids = reader.posts_at([place for place, _ in nearest(shelf, wanted, most)])
    return [reader.post(key).post.native_id for key in ids.values()]


def test_what_a_run_put_into_files_is_found_and_what_came_since_too(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "meaning"
    first = put(store, 1, a="one", b="two")
    assert shelve(store.read(), folder, "r") == 2
    assert shelve(store.read(), folder, "r") == 0
    later = put(store, 2, c="three")
    kept = KeptShelf(folder, "r")
    for key, each in {**first, **later}.items():
        assert found(store, kept.now(store.read()), each) == [key]
    last = put(store, 3, d="four")
    assert found(store, kept.now(store.read()), last["d"]) == ["d"]
    assert shelve(store.read(), folder, "r") == 2
    assert KeptShelf(folder, "r").now(store.read()).count == 4


def test_a_shelf_that_is_kept_for_long_stays_in_few_parts(store: Store, tmp_path: Path) -> None:
    kept = KeptShelf(tmp_path / "none", "r")
    vectors: dict[str, bytes] = {}
    for seq in range(1, 41):
        vectors |= put(store, seq, **{f"p{seq}": f"text {seq}"})
        shelf = kept.now(store.read())
        assert len(shelf.parts) <= 1 + seq.bit_length()
    assert shelf.count == 40
    for key, each in vectors.items():
        assert found(store, shelf, each) == [key]


def test_without_files_all_is_read_from_the_database(store: Store, tmp_path: Path) -> None:
    vectors = put(store, 1, a="one", b="two")
    shelf = KeptShelf(tmp_path / "none", "r").now(store.read())
    assert found(store, shelf, vectors["b"]) == ["b"]
    assert not (tmp_path / "none").exists()


def test_an_edited_post_is_found_by_its_newest_text_alone(store: Store, tmp_path: Path) -> None:
    before = put(store, 1, a="before the edit", b="another")
    shelve(store.read(), tmp_path / "m", "r")
    after = put(store, 2, a="after the edit")
    shelf = KeptShelf(tmp_path / "m", "r").now(store.read())
    assert found(store, shelf, after["a"]) == ["a"]
    assert nearest(shelf, wanted_of(shelf, before["a"]), 1)[0][1] < 0.5


@pytest.mark.parametrize("harm", ["cut", "gone", "garbled", "longer"])
def test_damaged_files_lose_nothing(store: Store, tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "m"
    vectors = put(store, 1, a="one", b="two")
    shelve(store.read(), folder, "r")
    rows = next(folder.glob("rows.*"))
    if harm == "cut":
        rows.write_bytes(rows.read_bytes()[:-10])
    elif harm == "gone":
        rows.unlink()
    elif harm == "garbled":
        (folder / "shelf.json").write_text('{"recipe":', encoding="utf-8")
    else:  # a run was killed before it told that it had appended
        rows.write_bytes(rows.read_bytes() + b"\x01" * 500)
    assert found(store, KeptShelf(folder, "r").now(store.read()), vectors["b"]) == ["b"]
    more = put(store, 2, c="three")
    shelve(store.read(), folder, "r")
    shelf = KeptShelf(folder, "r").now(store.read())
    assert len(shelf.parts) == 1
    for key, each in {**vectors, **more}.items():
        assert found(store, shelf, each) == [key]


def test_another_recipe_begins_anew(store: Store, tmp_path: Path) -> None:
    put(store, 1, a="one", b="two")
    shelve(store.read(), tmp_path / "m", "r")
    later = put(store, 2, "new", c="three")
    assert shelve(store.read(), tmp_path / "m", "new") == 1
    shelf = KeptShelf(tmp_path / "m", "new").now(store.read())
    assert (shelf.count, found(store, shelf, later["c"])) == (1, ["c"])
    ids = [Version.make_id(Post.make_id("s", key), text) for key, text in (("a", "one"),)]
    with store.write() as writer:
        writer.put_vectors("new", {ids[0]: later["c"]})
    assert KeptShelf(tmp_path / "m", "new").now(store.read()).count == 2


def test_signs_leave_the_nearest_and_fields_narrow() -> None:
    """Of many vectors the signs sort out most; the nearest of all is among those that are left."""
    count = 30_000
    rows = packed(CHANCE.standard_normal((count, SIZE)).astype(np.float32))
    numbers = np.arange(count, dtype=np.int64)
    vectors = rows / np.linalg.norm(rows.astype(np.float32), axis=1, keepdims=True)
    shelf = Shelf(last=1, languages=("xx",))
    codes = signs(centred(vectors.astype(np.float32), ["xx"] * count, shelf.then.means()))
    part = Part(numbers, numbers, np.zeros(count, np.uint16), rows, codes)
    shelf = Shelf((part,), ("xx",), last=count)
    wanted = centred(vectors[123:124].astype(np.float32), ["xx"], shelf.means)[0]
    best = nearest(shelf, wanted, 5)
    assert best[0][0] == 123
    assert best[0][1] == pytest.approx(1, abs=0.02)
    assert [score for _, score in best] == sorted((s for _, s in best), reverse=True)
    among = nearest(shelf, wanted, 5, range(200, 29_000))
    assert all(200 <= place < 29_000 for place, _ in among)
    assert nearest(shelf, wanted, 5, [7])[0][0] == 7
    assert nearest(shelf, wanted, 5, []) == []
    assert 0 < spread(shelf, wanted) < best[0][1]
