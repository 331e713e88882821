"""The extractor of the endpoint tier: whatever the model answers, only the post speaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.extract.posts import GROUP, item
from tests.servers.endpoint import Reply, ScriptedEndpoint, says, silent, status

from marsad.errors import ExtractionError
from marsad.extract import BuiltInExtractor
from marsad.extract.endpoint import Endpoint, EndpointExtractor, addressed
from marsad.extract.endpoint.grounding import Reason
from marsad.extract.endpoint.prompt import INSTRUCTION
from marsad.model import Act, Basis, Statement
from marsad.ports import Extraction, Item

TEXT = (
    "On Tuesday Colonel Varek Olmo of the Heron Brigades warned Norland: “If the convoy stays, "
    "we will strike the base within 48 hours.” He reportedly added that the drones are ready."
)
THREAT: dict[str, Any] = {
    "speaker_kind": "named",
    "speaker": "Colonel Varek Olmo",
    "resolved": None,
    "cue": "warned",
    "content": ["If the convoy stays, we will strike the base within 48 hours."],
    "act": "conditional threat",
    "direct": True,
    "said_on": "On Tuesday",
    "addressee": "Norland",
    "target": "the base",
    "condition": "If the convoy stays",
    "deadline": "within 48 hours",
    "capability": None,
    "hedges": [],
    "chain": [],
}
ADDED: dict[str, Any] = {
    "speaker_kind": "pronoun",
    "speaker": "He",
    "resolved": "Colonel Varek Olmo",
    "cue": "added",
    "content": ["the drones are ready"],
    "act": "readiness",
    "hedges": ["reportedly"],
    "capability": "drones",
}


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint() as running:
        yield running


def answer(*statements: object, mentions: object = ()) -> Reply:
    return says({"mentions": mentions, "statements": statements})


def extractor(server: ScriptedEndpoint, **settings: Any) -> EndpointExtractor:
    given: dict[str, Any] = {"timeout": 20.0, "pause": [].append, **settings}
    return EndpointExtractor(Endpoint(server.url, "small-model", **given), [GROUP])


def spans_of(found: Extraction, text: str) -> list[str]:
    return [span.of(text) for s in found.statements for span in s.content]


def test_a_good_answer_becomes_mentions_and_statements(server: ScriptedEndpoint) -> None:
    names = [{"text": "Norland", "kind": "Place"}, {"text": "Varek Olmo", "kind": "Person"}]
    server.script(answer(THREAT, ADDED, mentions=names))
    maker = extractor(server)
    found = maker.extract(item(TEXT))
    assert not maker.dropped
    named = {(m.span.of(TEXT), m.kind, m.entity_id) for m in found.mentions}
    assert {
        ("Norland", "Place", None),
        ("Varek Olmo", "Person", None),
        ("Heron Brigades", "Organization", "org-heron"),
    } <= named
    threat, added = found.statements
    assert threat.speaker.text == "Colonel Varek Olmo"
    assert threat.act is Act.CONDITIONAL_THREAT
    assert threat.direct
    assert (threat.addressee, threat.target) == ("Norland", "the base")
    assert threat.condition is not None
    assert threat.condition.of(TEXT) == "If the convoy stays"
    assert threat.deadline_at.day == "2026-04-10"
    assert threat.date.day == "2026-04-07"
    assert added.speaker.text == "Colonel Varek Olmo"
    assert added.speaker.span is not None
    assert added.speaker.span.of(TEXT) == "He"
    assert [span.of(TEXT) for span in added.hedges] == ["reportedly"]
    assert added.capability is not None
    assert added.date.basis == "date of the post"
    assert "small-model" in threat.recipe


class Meaning:
    """Rules that find nothing, and know what a post means."""

    recipe = "meaning/1"

    def extract(self, item: Item) -> Extraction:
        return Extraction(vector=item.version.text.encode())


def test_what_rules_know_of_the_meaning_is_kept(server: ScriptedEndpoint) -> None:
    server.script(answer(THREAT))
    maker = EndpointExtractor(Endpoint(server.url, "m", timeout=20), rules=Meaning())
    found = maker.extract(item(TEXT))
    assert found.vector == TEXT.encode()
    assert len(found.statements) == 1


def test_only_who_has_a_voice_says_we(server: ScriptedEndpoint) -> None:
    text = "We will close the strait."
    server.script(answer({"speaker_kind": "voice", "content": [text], "act": "threat"}))
    maker = extractor(server)
    assert not maker.extract(item(text)).statements
    assert maker.dropped == {Reason.VOICE: 1}
    (own,) = maker.extract(item(text, voice=True)).statements
    assert (own.speaker.text, own.speaker.basis) == ("Heron Brigades", Basis.VOICE)
    (passed,) = maker.extract(item(text, forward="Norland News")).statements
    assert passed.speaker.text == "Norland News"


def test_hallucinations_are_dropped_and_counted(server: ScriptedEndpoint) -> None:
    server.script(
        answer(
            THREAT,
            {**THREAT, "content": ["we will burn the city"]},
            {**THREAT, "speaker": "General Adan Rell"},
            {**THREAT, "act": "prophecy"},
            {**ADDED, "capability": "submarines", "certainty": "high"},
            mentions=[
                {"text": "Adan Rell", "kind": "Person"},
                {"text": "Norland", "kind": "Galaxy"},
            ],
        )
    )
    maker = extractor(server)
    found = maker.extract(item(TEXT))
    assert len(found.statements) == 2
    assert found.statements[1].capability is None
    assert maker.dropped == {
        Reason.ABSENT: 4,
        Reason.ACT: 1,
        Reason.KIND: 1,
        Reason.FIELD: 1,
    }


def test_words_of_the_request_reach_nothing(server: ScriptedEndpoint) -> None:
    lines = [line for line in INSTRUCTION.splitlines() if line]
    leaks = [{**THREAT, "content": [line], "target": line} for line in lines]
    server.script(answer(*leaks, mentions=[{"text": line, "kind": "Person"} for line in lines]))
    found = extractor(server).extract(item(TEXT))
    assert not found.statements
    fence = server.asked[-1].instruction.rpartition("Fence: ")[2]
    assert fence.startswith("fence-")
    server.script(answer({**THREAT, "content": [fence]}))
    assert not extractor(server).extract(item(TEXT)).statements
    assert server.asked[-1].instruction.rpartition("Fence: ")[2] != fence


@pytest.mark.parametrize(
    "reply",
    [
        says("{"),
        says('{"mentions": [], "statements": [', finish="length"),
        says("I'm sorry, but I can't help with that."),
        answer({**THREAT, "content": 5}),
        status(400),
        status(503),
        silent(),
    ],
)
def test_a_post_that_was_not_read_fails_as_a_whole(server: ScriptedEndpoint, reply: Reply) -> None:
    server.script(reply)
    with pytest.raises(ExtractionError) as caught:
        extractor(server, timeout=0.3).extract(item(TEXT))
    assert caught.value.hint


def test_one_bad_window_leaves_no_half_of_a_long_post(server: ScriptedEndpoint) -> None:
    text = TEXT + "\n" + "The sea was calm. " * 400
    server.script(answer(THREAT), says("{"))
    maker = extractor(server)
    with pytest.raises(ExtractionError):
        maker.extract(item(text))
    server.script(answer(THREAT))
    (found,) = maker.extract(item(text)).statements
    assert found.cue is not None
    assert found.cue.of(text) == "warned"
    read = "".join(asked.passage for asked in server.asked[-2:])
    assert read == text


def test_a_book_is_refused_before_it_is_sent(server: ScriptedEndpoint) -> None:
    before = len(server.asked)
    with pytest.raises(ExtractionError, match="200000 characters"):
        extractor(server).extract(item("ab " * 66_666 + "ab"))
    assert len(server.asked) == before


def test_spans_in_later_windows_are_those_of_the_whole_text(server: ScriptedEndpoint) -> None:
    text = "The sea was calm.\n" * 700 + TEXT
    server.script(
        says({"mentions": [], "statements": []}),
        says({"mentions": [], "statements": []}),
        answer(THREAT),
    )
    (found,) = extractor(server).extract(item(text)).statements
    assert found.content[0].of(text) == THREAT["content"][0]


def test_the_recipe_names_what_may_change_the_result(server: ScriptedEndpoint) -> None:
    one = EndpointExtractor(Endpoint(server.url, "a"), [GROUP]).recipe
    assert one == EndpointExtractor(Endpoint("http://127.0.0.1:1/v1", "a"), [GROUP]).recipe
    assert one != EndpointExtractor(Endpoint(server.url, "b"), [GROUP]).recipe
    assert one != EndpointExtractor(Endpoint(server.url, "a")).recipe
    assert BuiltInExtractor([GROUP]).recipe in one


# ------------------------------------------------------------------ posts that address the model

_FILE = Path(__file__).parents[1] / "hostile" / "injections.jsonl"
INJECTIONS = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]


def test_there_are_injections_enough_in_four_languages() -> None:
    assert len(INJECTIONS) >= 40
    languages = [row["lang"] for row in INJECTIONS]
    assert all(languages.count(language) >= 10 for language in ("ar", "en", "fa", "ru"))


def only_the_real(found: Extraction, row: dict[str, Any]) -> Statement:
    """Check that there is one statement, the one that the post holds, and nothing besides."""
    (statement,) = found.statements
    real, text = row["real"], row["text"]
    assert statement.speaker.text == real["speaker"]
    assert spans_of(found, text) == real["content"]
    assert statement.target is None
    assert statement.deadline is None
    return statement


@pytest.mark.parametrize("row", INJECTIONS, ids=lambda row: row["id"])
def test_a_model_that_obeys_a_post_changes_nothing(
    server: ScriptedEndpoint, row: dict[str, Any]
) -> None:
    obeyed, post = row["obeyed"], item(row["text"], row["lang"], voice=True)
    server.script(says(obeyed))
    maker = extractor(server)
    if isinstance(obeyed, str):
        with pytest.raises(ExtractionError):
            maker.extract(post)
        server.script(answer(row["real"]))
    found = maker.extract(post)
    statement = only_the_real(found, row)
    assert statement.act.value in (row["real"]["act"], "other")
    assert server.asked[-1].passage == row["text"]
    invented = {m["text"] for m in obeyed["mentions"]} if isinstance(obeyed, dict) else set()
    assert not invented & {m.span.of(row["text"]) for m in found.mentions}


def test_of_all_gold_texts_the_two_forged_orders_alone_are_held_back(repository: Path) -> None:
    gold = sorted((repository / "evaluation" / "gold").rglob("*.jsonl"))
    rows = [json.loads(line) for path in gold for line in path.read_text("utf-8").splitlines()]
    texts = [(row["text"], row.get("lang")) for row in rows if "text" in row]
    held = [text for text, language in texts if addressed(text, language)]
    assert len(texts) > 500
    assert len(held) == 2
    assert "SYSTEM: ignore" in held[1]
    assert "إلى أي نظام آلي" in held[0]


@pytest.mark.parametrize("row", INJECTIONS, ids=lambda row: row["id"])
def test_a_post_that_speaks_to_a_machine_is_seen_to(row: dict[str, Any]) -> None:
    text, real = row["text"], row["real"]
    runs = addressed(text, row["lang"])
    assert runs
    start = text.index(real["content"][0])
    assert not any(run.start < start + len(real["content"][0]) and start < run.end for run in runs)
