"""What the tutorial and the guides tell a reader to type does what they say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.docs.console import Step, play, steps

PAGES = (
    "tutorial/first-report.md",
    "how-to/ask-questions.md",
    "how-to/be-told-what-is-new.md",
    "how-to/decide-who-is-who.md",
    "how-to/evaluate.md",
    "how-to/follow-feeds-and-files.md",
    "how-to/follow-web-pages-and-mail.md",
    "how-to/import-lists.md",
    "how-to/keep-captures-in-an-object-store.md",
    "how-to/publish-a-brief.md",
    "how-to/run-for-a-long-time.md",
    "how-to/translate-with-a-memory.md",
    "how-to/use-a-model-server.md",
    "how-to/verify-evidence.md",
    "how-to/write-a-dossier.md",
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("bash") is None, reason="the commands are written for bash"),
]


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for compiled modules, shared by all pages."""
    return tmp_path_factory.mktemp("bytecode")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page: str, docs: Path, tmp_path: Path, bytecode: Path) -> None:
    play((docs / page).read_text(encoding="utf-8"), tmp_path, bytecode)


def test_a_block_is_read_as_written() -> None:
    page = "```console\n$ cat > a <<'END'\n$ not a command\nEND\n$ cat a\n… command\n```\n"
    assert steps(page + "<!-- exit 3 -->\n") == (
        Step("cat > a <<'END'\n$ not a command\nEND", ()),
        Step("cat a", ("… command",), 3),
    )


@pytest.mark.parametrize(
    ("block", "said"),
    [("$ echo one\ntwo\n", "lacks: two"), ("$ false\n", "exit 1")],
)
def test_a_page_that_is_wrong_is_found(
    block: str, said: str, tmp_path: Path, bytecode: Path
) -> None:
    with pytest.raises(AssertionError, match=said):
        play(f"```console\n{block}```\n", tmp_path, bytecode)
