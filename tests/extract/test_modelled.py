"""Where word lists and rules meet what the language model sees: who decides."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from tests.extract.posts import GROUP

from marsad.encoder.engine import Reading
from marsad.encoder.heads import Marked, Said
from marsad.encoder.labels import tags
from marsad.encoder.understanding import Understood
from marsad.encoder.words import Window, words
from marsad.extract import Gazetteer, attributions, classify, entities_for_ner
from marsad.extract.naming import named
from marsad.model import Act, Basis, Entity, EntityKind, Name, Span
from marsad.text import normalise

ENGLISH = "Colonel Varek Olmo of the Dravian Relief Agency said so in Morvath."


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def seen(text: str, words: str, kind: str, score: float = 0.9) -> Marked:
    return Marked(at(text, words), kind, score)


# ------------------------------------------------------------------ acts


def test_words_that_name_an_act_outright_outweigh_the_model() -> None:
    modelled = {Act.PRAISE: 0.9, Act.THREAT: 0.1}
    found, _, reason = classify(
        "We will strike every base on this coast.", None, "en", lambda _: modelled
    )
    assert found is Act.THREAT
    assert reason != "encoder/acts"


def test_where_no_word_names_an_act_the_model_decides() -> None:
    modelled = {Act.PRAISE: 0.7, Act.THREAT: 0.3}
    said = "The tea here is rather good."
    assert classify(said, "said", "en", lambda _: modelled) == (Act.PRAISE, 0.7, "encoder/acts")


# ------------------------------------------------------------------ names


def understood(text: str, *names: tuple[str, str], sure: float = 6.0) -> Understood:
    """What the model says of a text: so much speaks for each of ``names``, else for none."""
    spans, known = tuple(words(text)), tags("mentions")
    window = Window((), spans, tuple(range(len(spans))))
    logits = np.zeros((len(spans), len(known)), np.float32)
    logits[:, known.index("O")] = 4.0
    for name, kind in names:
        run = at(text, name)
        for place, word in enumerate(window.overlapping(run.start, run.end)):
            logits[word, known.index(f"{'I' if place else 'B'}-{kind}")] = sure
    nothing = np.zeros((len(spans), 1), np.float32)
    rest = [field.name for field in fields(Reading)]
    return Understood(read=((window, Reading(**dict.fromkeys(rest, nothing))),), tagged=(logits,))


def names(text: str, language: str, found: Understood, *known: Entity) -> list[tuple[str, str]]:
    listed = entities_for_ner(text, language, Gazetteer(known), found)
    return [(text[start:end], kind) for start, end, kind in listed]


def test_beside_the_model_rules_add_no_names() -> None:
    text = f"{ENGLISH} On Tuesday."
    found = understood(text, ("Varek Olmo", "PER"), ("Tuesday", "DATE"))
    assert names(text, "en", found) == [("Varek Olmo", "PER")]


def test_a_known_name_tips_the_scale_where_the_model_is_in_doubt_alone() -> None:
    text = "Heron Brigades said so."
    for sure, expected in ((3.0, [("Heron Brigades", "ORG")]), (1.0, [])):
        found = understood(text, ("Heron Brigades", "ORG"), sure=sure)
        assert names(text, "en", found) == []
        assert names(text, "en", found, GROUP) == expected


def test_a_place_in_a_longer_word_says_nothing_of_it() -> None:
    town = Entity("t", EntityKind.PLACE, (Name("بنها", "ar"),))
    for text, word in (("سافر الى بنها امس", "بنها"), ("سيتم بنهاية الشهر", "بنهاية")):
        doubted = understood(text, (word, "LOC"), sure=3.6)
        assert names(text, "ar", doubted) == []
        assert names(text, "ar", doubted, town) == ([(word, "LOC")] if word == "بنها" else [])


def test_where_the_model_did_not_read_places_are_those_of_the_list() -> None:
    text = "Nothing here . They met in Morvath with the Heron Brigades ."
    town = Entity("t", EntityKind.PLACE, (Name("Morvath", "en"),))
    assert names(text, "en", understood("Nothing here ."), town, GROUP) == [("Morvath", "LOC")]


def test_known_entities_come_first_then_dates_then_the_model_then_rules() -> None:
    text = "The Heron Brigades met General Adan Rell and Lina Sorel on 3 April 2026."
    folded = normalise(text)
    marked = [
        seen(text, "Heron", "PER"),
        seen(text, "Lina Sorel", "PER"),
        seen(text, "April", "LOC"),
    ]
    known = Gazetteer([GROUP]).find(folded)
    found = {each.span.of(text): each for each in named(folded, "en", known, marked, None)}
    assert {words: each.reason for words, each in found.items()} == {
        "Heron Brigades": "list",
        "Adan Rell": "rules/names",
        "Lina Sorel": "encoder/mentions",
        "3 April 2026": "rules/dates",
    }
    assert found["Heron Brigades"].entity_id == GROUP.id


def test_a_name_of_the_model_begins_after_the_particle_written_onto_it() -> None:
    text = "وصل الوفد والعراق يراقب"
    (found,) = named(normalise(text), "ar", (), [seen(text, "والعراق", "LOC")], None)
    assert found.span.of(text) == "العراق"


# ------------------------------------------------------------------ who says what

SAID = 'Mayor Ida Brenn said: "The road is open." A letter of the council has it that all stay.'


def reads(text: str, score: float, **roles: str) -> Understood:
    """Return what a model says that sees one statement."""
    spans = {role: (at(text, words),) for role, words in roles.items()}
    return Understood((), (Said(spans, {Act.OTHER: 1.0}, score),))


@pytest.mark.parametrize(("score", "count"), [(0.9, 2), (0.3, 1)])
def test_in_english_the_model_adds_what_it_is_sure_of(score: float, count: int) -> None:
    added = reads(SAID, score, source="the council", cue="has it", content="all stay")
    found = attributions(SAID, "en", seen=added)
    assert len(found) == count
    assert found[0].content[0].of(SAID) == "The road is open."


def test_what_rules_found_is_not_added_again() -> None:
    again = reads(SAID, 0.9, source="Ida Brenn", cue="said", content="The road is open.")
    assert attributions(SAID, "en", seen=again) == attributions(SAID, "en")


def test_in_arabic_too_the_model_adds_what_the_rules_miss() -> None:
    text = "قال رئيس البلدية إن الطريق مفتوح. المجلس يؤمن بالجسر."
    added = reads(text, 0.9, source="المجلس", cue="يؤمن", content="بالجسر")
    rules = attributions(text, "ar")
    found = attributions(text, "ar", seen=added)
    assert all(each in found for each in rules)
    assert [each.content[0].of(text) for each in found if each not in rules] == ["بالجسر"]


def test_without_rules_the_model_alone_is_heard() -> None:
    text = "Le maire a dit que la route est ouverte."
    only = reads(text, 0.4, source="Le maire", cue="a dit", content="la route est ouverte")
    (found,) = attributions(text, "fr", seen=only)
    assert (found.recipe, found.basis) == ("encoder/statements", Basis.TITLE)
    assert attributions(text, "fr") == ()


def test_what_the_model_finds_inside_a_statement_of_the_rules_is_no_second_one() -> None:
    text = "“If they stay, we will close the strait,” Weld said, and Orr denied it."
    part = Said(
        {"source": (at(text, "Weld"),), "content": (at(text, "we will close"),)},
        {Act.THREAT: 1.0},
        0.9,
    )
    found = attributions(text, "en", seen=Understood(statements=(part,)))
    assert [c.of(text) for each in found for c in each.content if "strait" in c.of(text)]
    assert not [each for each in found if each.content == (at(text, "we will close"),)]
