"""How long importing a list takes: ``python -m benchmarks.knowledge_speed [N] [--data FILE]``.

Entries are made up, in the shape of the UN's list: a name of three words, three aliases, a name in
Arabic script, a date and place of birth, comments. The workspace holds the program's own entities,
as every workspace does after its first run. ``--data`` measures a file of your own as well.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from benchmarks.machine import describe
from marsad.api import Workspace

_SOUNDS = ("ba", "dar", "fi", "han", "ja", "kur", "lam", "mu", "nir", "qas", "sha", "zub")
_LETTERS = "ابتثجحدرسشصعفقكلمنهوي"


def main() -> None:
    """Print seconds of a first import, of the same again, and of telling the difference.

    Each as they passed, and in brackets as the processor worked: other programs delay the former.
    """
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("entries", type=int, nargs="?", default=1_003)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    print(describe())
    print(f"{'file':32}{'entities':>10}{'facts':>10}{'first':>16}{'again':>16}{'dry run':>16}")
    _measure(f"{asked.entries:,} made-up entries", "".join(_file(asked.entries)).encode())
    if asked.data:
        _measure(asked.data.name, asked.data.read_bytes())


def _measure(title: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Workspace.create(Path(folder) / "w").close()
        with Workspace.open(Path(folder) / "w", clock=lambda: datetime.now(UTC)) as workspace:
            workspace.run()
            first = _timed(lambda: workspace.import_list(data, by="benchmark"))
            again = _timed(lambda: workspace.import_list(data, by="benchmark"))
            told = _timed(lambda: workspace.diff_list(data))
            made = workspace.imports()[0]
    print(f"{title:32}{made.entities:>10,}{made.facts:>10,}{first:>16}{again:>16}{told:>16}")


def _timed(work: Callable[[], object]) -> str:
    began, worked = time.perf_counter(), time.process_time()
    work()
    passed, worked = time.perf_counter() - began, time.process_time() - worked
    return f"{passed:.2f} ({worked:.2f}) s"


def _file(entries: int) -> Iterator[str]:
    chance = Random(0)
    yield '<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z"><INDIVIDUALS>'
    for number in range(entries):
        yield _entry(number, chance)
    yield "</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"


def _entry(number: int, chance: Random) -> str:
    names = [" ".join(_word(chance) for _ in range(3)) for _ in range(4)]
    script = " ".join("".join(chance.choices(_LETTERS, k=5)) for _ in range(3))
    aliases = "".join(
        f"<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        for name in names[1:]
    )
    return (
        f"<INDIVIDUAL><DATAID>{number}</DATAID><FIRST_NAME>{names[0]}</FIRST_NAME>"
        f"<UN_LIST_TYPE>Made up</UN_LIST_TYPE><REFERENCE_NUMBER>MUi.{number}</REFERENCE_NUMBER>"
        f"<LISTED_ON>2016-03-04</LISTED_ON><COMMENTS1>{' '.join(names)}. Made up.</COMMENTS1>"
        f"<NAME_ORIGINAL_SCRIPT>{script}</NAME_ORIGINAL_SCRIPT>"
        f"<NATIONALITY><VALUE>Iraq</VALUE></NATIONALITY>{aliases}"
        "<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
        "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Arjuwan</CITY><COUNTRY>Iraq</COUNTRY>"
        "</INDIVIDUAL_PLACE_OF_BIRTH></INDIVIDUAL>"
    )


def _word(chance: Random) -> str:
    return "".join(chance.choices(_SOUNDS, k=chance.randint(2, 4))).capitalize()


if __name__ == "__main__":
    main()
