"""The demonstration as a newcomer gets it: whole chain, real input, checked report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from marsad.api import PostFilter, Workspace
from marsad.demo import DemoResult, build
from marsad.errors import WorkspaceError
from marsad.model import BlockKind, ObservationKind, Precision, SentenceKind

pytestmark = pytest.mark.slow


def test_it_holds_real_statements_and_the_exercise(demo: DemoResult, workspace: Workspace) -> None:
    posts = workspace.posts(PostFilter(limit=1000))
    exercise = [v for v in posts if v.source.label]
    expected = 88 if shutil.which("tesseract") is None else 89
    assert len(exercise) == expected
    assert len(posts) - len(exercise) == 326
    assert {v.version.language for v in exercise} >= {"ar", "fa", "en"}
    assert demo.counts["statements"] > 500
    for source in workspace.sources():
        assert source.owner
        assert source.licence or source.label
        assert source.credit or source.label


def test_without_network_nothing_failed_but_what_needs_a_program(demo: DemoResult) -> None:
    """Promise 9: the fixture builds with the network closed."""
    missing = [] if shutil.which("tesseract") else ["tesseract"]
    assert len(demo.failures) == len(missing)
    for failure, tool in zip(demo.failures, missing, strict=True):
        assert tool in failure.casefold()


def test_dates_are_known_estimated_or_absent_and_say_so(workspace: Workspace) -> None:
    posts = workspace.posts(PostFilter(limit=1000))
    for view in posts:
        published = view.post.published
        assert published.basis
        if published.value is None:
            assert published.precision is Precision.UNKNOWN
    assert any(v.post.published.estimated for v in posts)
    assert any(v.post.published.value is None for v in posts)


def test_edits_and_the_deletion_were_observed(workspace: Workspace) -> None:
    posts = workspace.posts(PostFilter(limit=1000))
    observed = [o.kind for v in posts for o in v.observations]
    assert observed.count(ObservationKind.DELETED) == 1
    assert observed.count(ObservationKind.EDITED) == 3


def test_one_text_in_four_channels_is_one_origin(workspace: Workspace) -> None:
    origins = [o for s in workspace.stories(500) for o in workspace.origins(s)]
    forwarded = [o for o in origins if o.reasons.count("forward") == 3]
    assert len(forwarded) == 1


def test_every_sealed_byte_verifies(workspace: Workspace) -> None:
    assert workspace.verify() == ()


def test_the_brief_passes_the_gate_and_every_quotation_opens_its_original(
    demo: DemoResult, workspace: Workspace
) -> None:
    report = workspace.report(demo.report)
    assert [f for f in workspace.check(report) if f.severity == "error"] == []
    context = workspace.context(report)
    cited = [s for b in report.blocks for s in b.sentences if s.kind is SentenceKind.CITED]
    assert len(cited) > 30
    for sentence in cited:
        assert sentence.citations
        for citation in sentence.citations:
            version = context.versions[citation.version_id]
            assert citation.span.of(version.text) == citation.quote
            capture = context.captures[version.capture_id]
            assert workspace.archive.read(capture).body


def test_the_brief_reads_day_by_day(demo: DemoResult, workspace: Workspace) -> None:
    report = workspace.report(demo.report)
    items = [b for b in report.blocks if b.kind is BlockKind.ITEM]
    days = [b.day for b in items if b.day]
    assert days == sorted(days)
    assert len(set(days)) >= 7
    acts = " ".join(s.text for b in report.blocks for s in b.sentences)
    for word in ("readiness", "deadline", "denial", "probably", "toll", "edited", "deleted"):
        assert word in acts


def test_a_denial_by_spokesman_and_ministry_is_told_once(
    demo: DemoResult, workspace: Workspace
) -> None:
    report = workspace.report(demo.report)
    block = next(b for b in report.blocks if "entered the walls" in b.sentences[0].text)
    text = " ".join(s.text for s in block.sentences)
    assert "denied that gunmen had entered the Qurnat base" in text
    assert "The Qadmun Government Press Office also reported the denial." in text
    assert "any armed person" not in text


def test_the_brief_ends_with_its_coverage(demo: DemoResult, workspace: Workspace) -> None:
    report = workspace.report(demo.report)
    heading, coverage = report.blocks[-3:-1]
    assert (heading.kind, heading.sentences[0].text) == (BlockKind.HEADING, "Coverage")
    assert "draws on all eight sources followed for it" in coverage.sentences[0].text
    (path,) = [Path(p) for p in demo.products if p.endswith(".md")]
    assert "## Coverage" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", ["html", "pdf", "md", "json"])
def test_every_product_exists_and_is_marked_as_an_exercise(demo: DemoResult, suffix: str) -> None:
    (path,) = [Path(p) for p in demo.products if p.endswith(f".{suffix}")]
    body = path.read_bytes()
    if suffix == "pdf":
        assert body.startswith(b"%PDF")
        return
    assert "Silent Lantern" in body.decode("utf-8")


def test_products_do_not_tell_where_the_workspace_lies(demo: DemoResult) -> None:
    for path in map(Path, demo.products):
        assert str(Path(demo.workspace)).encode() not in path.read_bytes()


def test_json_product_is_complete(demo: DemoResult) -> None:
    (path,) = [Path(p) for p in demo.products if p.endswith(".json")]
    data = json.loads(path.read_text(encoding="utf-8"))
    assert demo.title in json.dumps(data, ensure_ascii=False)


def test_building_again_changes_nothing(demo: DemoResult, workspace: Workspace) -> None:
    before = (workspace.counts(), Path(demo.products[0]).read_bytes())
    again = build(Path(demo.workspace))
    assert again.report == demo.report
    assert (workspace.counts(), Path(demo.products[0]).read_bytes()) == before


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="not the demonstration"):
        build(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]
