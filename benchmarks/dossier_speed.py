"""How long dossiers and questions take: ``python -m benchmarks.dossier_speed [N]``.

The workspace holds N made-up bodies of an imported list, each with four names, besides the
program's own entities, and 200 posts that name some of them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.machine import describe
from marsad.api import Workspace
from marsad.model import Source

_SOUNDS = ("ba", "dar", "fi", "han", "ja", "kur", "lam", "mu", "nir", "qas", "sha", "zub")
_POSTS = 200
_FORMATS = ("docx", "stix")


def main() -> None:
    """Print seconds of each, in a workspace that was just opened and again in the same one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("bodies", type=int, nargs="?", default=50_000)
    asked = parser.parse_args()
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        names = _names(asked.bodies)
        root, seconds = Path(folder) / "desk", time.perf_counter()
        _make(root, names)
        made = time.perf_counter() - seconds
        print(f"{asked.bodies:,} bodies, {_POSTS} posts: {made:.0f} s to make")
        print(f"{'what':28}{'first':>16}{'again':>16}")
        for title, work in _works(names[0][0]):
            with Workspace.open(root) as workspace:
                first, again = (_timed(work, workspace) for _ in range(2))
            print(f"{title:28}{first:>16}{again:>16}")


def _works(name: str) -> Iterator[tuple[str, Callable[[Workspace], object]]]:
    """Yield what is timed."""
    yield "find one by its name", lambda w: w.entity_named(name)
    yield "find some by a word", lambda w: w.entities_called(name.split(maxsplit=1)[0])
    yield "who may be the same", lambda w: w.may_be_same(w.entity_named(name).id)
    yield "page of an entity", lambda w: w.entity(w.entity_named(name).id)
    yield "dossier", lambda w: w.dossier(w.entity_named(name).id)
    for form in _FORMATS:
        yield f"dossier as {form}", _rendering(name, form)
    yield "question", lambda w: w.ask(f"What did the {name} say?")
    yield "draft of a brief", lambda w: w.draft_brief(keep=False)


def _rendering(name: str, form: str) -> Callable[[Workspace], object]:
    return lambda w: w.render_dossier(w.entity_named(name).id, form)


def _timed(work: Callable[[Workspace], object], workspace: Workspace) -> str:
    began, worked = time.perf_counter(), time.process_time()
    work(workspace)
    passed, worked = time.perf_counter() - began, time.process_time() - worked
    return f"{passed:.2f} ({worked:.2f}) s"


def _make(root: Path, names: Sequence[Sequence[str]]) -> None:
    posts = root.parent / "posts.jsonl"
    rows = (_post(n, names[n % len(names)][0]) for n in range(_POSTS))
    posts.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    with Workspace.create(root) as workspace:
        workspace.import_list("".join(_list(names)).encode(), by="benchmark")
        workspace.add_source(Source("posts", "documents", str(posts), "Posts", local=True))
        workspace.ingest()
        workspace.run()


def _post(number: int, name: str) -> dict[str, str]:
    return {
        "id": str(number),
        "url": f"https://posts.example/{number}",
        "published": f"2026-03-{1 + number % 28:02}T10:00:00Z",
        "text": f"The {name} said on Monday: “We will close road {number} to the harbour.”",
    }


def _names(bodies: int) -> list[list[str]]:
    chance = Random(0)
    return [[" ".join(_word(chance) for _ in range(3)) for _ in range(4)] for _ in range(bodies)]


def _word(chance: Random) -> str:
    return "".join(chance.choices(_SOUNDS, k=chance.randint(2, 4))).capitalize()


def _list(names: Sequence[Sequence[str]]) -> Iterator[str]:
    yield '<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z"><INDIVIDUALS/><ENTITIES>'
    for number, (first, *others) in enumerate(names):
        aliases = "".join(
            f"<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME></ENTITY_ALIAS>"
            for name in others
        )
        yield (
            f"<ENTITY><DATAID>{number}</DATAID><FIRST_NAME>{first}</FIRST_NAME>"
            f"<UN_LIST_TYPE>Made up</UN_LIST_TYPE><REFERENCE_NUMBER>MUe.{number}</REFERENCE_NUMBER>"
            f"<LISTED_ON>2016-03-04</LISTED_ON>{aliases}</ENTITY>"
        )
    yield "</ENTITIES></CONSOLIDATED_LIST>"


if __name__ == "__main__":
    main()
