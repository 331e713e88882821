"""Builds the exercise's package data and gold from its YAML.

``python exercise/build.py`` writes ``src/marsad/demo/data/silent_lantern`` and
``evaluation/gold/silent_lantern``; ``--check`` compares them instead and exits 1 where they
differ. Both check the YAML first, and stop with 1 where it is at fault. The same YAML gives the
same bytes on every run.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT))  # the modules beside this script are the package `exercise`

from exercise import documents, listing  # noqa: E402  # see the line above
from exercise.exports import export  # noqa: E402
from exercise.feeds import feed  # noqa: E402
from exercise.gold import gold  # noqa: E402
from exercise.material import Exercise, Source, read_exercise  # noqa: E402
from exercise.pages import Visit, channel_pages  # noqa: E402
from exercise.tmx import memory  # noqa: E402
from exercise.validation import faults  # noqa: E402

_DATA = Path("src/marsad/demo/data/silent_lantern")
_GOLD = Path("evaluation/gold/silent_lantern")
_VISITS = (
    Visit("first", datetime(2026, 3, 7, 4, tzinfo=UTC)),  # the boast of 02:50 is not yet deleted
    Visit("second", datetime(2026, 3, 8, 12, tzinfo=UTC)),  # the invitation names the old place
    Visit("third", datetime(2026, 3, 10, 8, tzinfo=UTC)),  # all is over
)

Files = dict[Path, bytes]


def build(exercise: Exercise, *, typeset: bool) -> Files:
    """Return path below the repository -> bytes.

    :param typeset: False leaves out the PDF and the picture.
    """
    files = {_GOLD / name: data for name, data in gold(exercise).items()}
    files[_DATA / "sources.json"] = listing.sources(exercise)
    files[_DATA / "entities.json"] = listing.entities(exercise)
    files[_DATA / "memory.tmx"] = memory(exercise)
    for visit in _VISITS:
        files |= _visit(exercise, visit)
    for source in exercise.sources:
        files |= _local(exercise, source, typeset=typeset)
    return files


def _visit(exercise: Exercise, visit: Visit) -> Files:
    """The recorded answers of one visit to every source on the web."""
    files: Files = {}
    responses = []
    for source in exercise.sources:
        for number, (url, media_type, data) in enumerate(_answers(exercise, source, visit), 1):
            name = f"{source.id}-{number}{'.xml' if source.kind == 'feed' else '.html'}"
            files[_DATA / visit.name / name] = data
            responses.append({"url": url, "file": name, "status": 200, "media_type": media_type})
    listed = json.dumps({"responses": responses}, indent=1) + "\n"
    return files | {_DATA / visit.name / "replay.json": listed.encode()}


def _answers(exercise: Exercise, source: Source, visit: Visit) -> Iterator[tuple[str, str, bytes]]:
    if source.kind == "telegram_web":
        for url, page in channel_pages(exercise, source, visit):
            yield url, "text/html; charset=utf-8", page
    elif source.kind == "feed":
        media_type = f"application/rss+xml; charset={source.encoding}"
        yield source.handle, media_type, feed(exercise, source, visit)


def _local(exercise: Exercise, source: Source, *, typeset: bool) -> Files:
    if source.kind == "telegram_export":
        return {_DATA / "telegram_export" / "result.json": export(exercise, source)}
    if source.kind != "files":
        return {}
    found = documents.sidecars(exercise, source)
    if typeset:
        found |= documents.documents(exercise, source)
    return {_DATA / "files" / name: data for name, data in found.items()}


def _differences(files: Mapping[Path, bytes], *, typeset: bool) -> Iterator[str]:
    for path, data in sorted(files.items()):
        if not (_ROOT / path).exists():
            yield f"missing: {path}"
        elif (_ROOT / path).read_bytes() != data:
            yield f"differs: {path}"
    for path in _present():
        if path not in files and (typeset or path.suffix not in (".pdf", ".png")):
            yield f"not built: {path}"


def _present() -> list[Path]:
    below = [*(_ROOT / _DATA).rglob("*"), *(_ROOT / _GOLD).glob("*.jsonl")]
    return sorted(path.relative_to(_ROOT) for path in below if path.is_file())


def _write(files: Mapping[Path, bytes]) -> None:
    for path in _present():
        if path not in files:
            (_ROOT / path).unlink()
    for path, data in files.items():
        (_ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (_ROOT / path).write_bytes(data)


def main() -> int:
    """Build or check; return the exit status."""
    parser = argparse.ArgumentParser(description="Builds the exercise “Silent Lantern”.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    exercise = read_exercise(_ROOT / "exercise" / "silent_lantern")
    if found := faults(exercise):
        print("\n".join(found), file=sys.stderr)
        return 1
    return _compare(exercise) if check else _make(exercise)


def _make(exercise: Exercise) -> int:
    why_not = documents.why_not_typeset()
    if why_not:
        print(f"The PDF and the picture cannot be made here: {why_not}.", file=sys.stderr)
        return 1
    files = build(exercise, typeset=True)
    _write(files)
    print(f"{len(files)} files, {sum(map(len, files.values())):,} bytes")
    return 0


def _compare(exercise: Exercise) -> int:
    why_not = documents.why_not_typeset()
    files = build(exercise, typeset=why_not is None)
    differences = list(_differences(files, typeset=why_not is None))
    print("\n".join(differences) or f"{len(files)} files are as the YAML says.")
    if why_not:
        print(f"The PDF and the picture were not compared: {why_not}.")
    return int(bool(differences))


if __name__ == "__main__":
    sys.exit(main())
