"""The derived side: fresh work is skipped, changed knowledge is applied, spans stay true."""

from __future__ import annotations

import pytest

from marsad.api import StatementFilter, Workspace
from marsad.errors import WorkspaceError
from marsad.model import Verdict
from marsad.translate import Unit, write_tmx


@pytest.fixture
def derived(workspace: Workspace) -> Workspace:
    workspace.ingest()
    workspace.run()
    return workspace


def test_statements_are_found_in_three_languages(derived: Workspace) -> None:
    found = {
        lang: derived.statements(StatementFilter(language=lang)) for lang in ("en", "ar", "fa")
    }
    assert all(found.values()), {lang: len(rows) for lang, rows in found.items()}
    arabic = found["ar"][0]
    assert arabic.statement.content[0].of(arabic.version.text) == "الطريق سيبقى مغلقًا"
    assert "سالم قادر" in arabic.statement.speaker.text


def test_every_span_lies_in_the_text_that_it_cites(derived: Workspace) -> None:
    for view in derived.posts():
        text = view.version.text
        for passage in view.passages:
            assert passage.span.of(text).strip()
        for statement in view.statements:
            assert all(span.of(text).strip() for span in statement.content)
        for mention in view.mentions:
            assert mention.span.of(text).strip()


def test_a_second_run_does_nothing(derived: Workspace) -> None:
    again = derived.run()
    assert [number for _, number in again.stages] == [0, 0, 0, 0]
    assert not again.regrouped


def test_a_new_memory_retranslates_and_what_it_lacks_says_so(derived: Workspace) -> None:
    (arabic,) = [v for v in derived.posts() if v.version.language == "ar"]
    (untranslated,) = arabic.translations.values()
    assert not untranslated.translated
    original = arabic.version.text
    memory = derived.layout.root / "memory"
    memory.mkdir()
    english = "Ministry spokesman Salim Qadir said that the road will remain closed."
    write_tmx([Unit("ar", original, english, (), True)], memory / "desk.tmx")
    stages = dict(derived.run().stages)
    assert stages["translate"] == 4
    assert stages["language"] == 0
    (view,) = [v for v in derived.posts() if v.version.language == "ar"]
    (translation,) = view.translations.values()
    assert translation.text == english
    assert not translation.machine


def test_unknown_dates_say_so(derived: Workspace) -> None:
    (undated,) = [v for v in derived.posts() if v.post.native_id == "d4"]
    assert undated.post.published.value is None
    assert undated.post.published.basis


def test_judgements_are_kept_in_order_and_none_is_erased(derived: Workspace) -> None:
    (statement, *_) = derived.statements()
    subject = statement.statement.id
    for verdict in (Verdict.REJECT, Verdict.UNDECIDED, Verdict.ACCEPT):
        derived.judge(subject, verdict, by="editor")
    found = [j.verdict for j in derived.judgements(subject)]
    assert found == [Verdict.REJECT, Verdict.UNDECIDED, Verdict.ACCEPT]


def test_two_processes_cannot_change_one_workspace(derived: Workspace) -> None:
    other = Workspace.open(derived.layout.root)
    with derived._lock, pytest.raises(WorkspaceError, match=r"Process \d+ is changing"):
        other.run()
    other.run()
    other.close()


def test_reading_needs_no_lock(derived: Workspace) -> None:
    with derived._lock, Workspace.open(derived.layout.root) as reader:
        assert len(reader.posts()) == 4
