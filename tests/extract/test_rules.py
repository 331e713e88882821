"""The built-in extractor: one post in, mentions, statements and events out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.posts import GROUP, item

from marsad.extract import BuiltInExtractor
from marsad.model import UNDATED, Act, Basis, Name

EXTRACTOR = BuiltInExtractor([GROUP])


def test_quoted_statement() -> None:
    text = (
        'Colonel Varek Olmo said: "If the convoy stays, we will strike the base within 48 hours."'
    )
    (statement,) = EXTRACTOR.extract(item(text, "en")).statements
    assert "Varek Olmo" in statement.speaker.text
    assert statement.speaker.span is not None
    assert statement.speaker.span.of(text) == statement.speaker.text
    assert statement.act is Act.CONDITIONAL_THREAT
    assert statement.condition is not None
    assert statement.condition.of(text) == "If the convoy stays"
    assert statement.deadline_at.day == "2026-04-10"
    assert statement.direct


def test_channel_voice_belongs_to_the_owner() -> None:
    text = "نعلن أن وحداتنا على أهبة الاستعداد للدفاع عن أرضنا."
    (statement,) = EXTRACTOR.extract(item(text, "ar", voice=True)).statements
    assert statement.speaker.basis is Basis.VOICE
    assert statement.speaker.text == "Heron Brigades"
    assert statement.speaker.span is None
    assert statement.act is Act.READINESS


def test_voice_of_a_forward_belongs_to_its_origin() -> None:
    text = "نعلن أن وحداتنا على أهبة الاستعداد للدفاع عن أرضنا."
    (statement,) = EXTRACTOR.extract(item(text, "ar", forward="Marsh Front")).statements
    assert statement.speaker.text == "Marsh Front"


def test_date_of_the_speech_else_of_the_post() -> None:
    said = EXTRACTOR.extract(item('"We are ready," Varek Olmo said on Monday.', "en"))
    assert said.statements[0].date.day == "2026-04-06"
    plain = EXTRACTOR.extract(item('"We are ready," Varek Olmo said.', "en"))
    assert (plain.statements[0].date.day, plain.statements[0].date.basis) == (
        "2026-04-08",
        "date of the post",
    )


def test_a_persian_verb_has_the_date_of_the_speech_before_it() -> None:
    text = "وزیر راه دیروز در نشستی گفت: «پل باز است و راه امن.»"
    dated = EXTRACTOR.extract(item(text, "fa"))
    assert [s.date.day for s in dated.statements] == ["2026-04-07"]
    other = EXTRACTOR.extract(item("وزیر راه درباره حمله دیروز گفت: «پل باز است.»", "fa"))
    assert [s.date.day for s in other.statements] == ["2026-04-08"]


def test_an_undated_post_stays_undated() -> None:
    found = EXTRACTOR.extract(item('"We are ready," Varek Olmo said.', "en", published=UNDATED))
    assert found.statements[0].date.value is None


def test_mentions_of_every_kind() -> None:
    text = "The Heron Brigades fired rockets on 3 April 2026, said Colonel Varek Olmo."
    mentions = EXTRACTOR.extract(item(text, "en")).mentions
    kinds = {m.span.of(text): m.kind for m in mentions}
    assert kinds["Heron Brigades"] == "Organization"
    assert kinds["rockets"] == "Weapon"
    assert kinds["Varek Olmo"] == "Person"
    assert "Date" in kinds.values()
    private = next(m for m in mentions if m.kind == "Person")
    assert private.entity_id is None


def test_recipe_follows_the_entities() -> None:
    other = replace(GROUP, names=(*GROUP.names, Name("HB", "en")))
    assert BuiltInExtractor([GROUP]).recipe == EXTRACTOR.recipe
    assert BuiltInExtractor([other]).recipe != EXTRACTOR.recipe
    assert EXTRACTOR.recipe.startswith("rules/1+")


def test_same_text_same_ids() -> None:
    posted = item('"We are ready," Varek Olmo said.', "en")
    assert EXTRACTOR.extract(posted) == BuiltInExtractor([GROUP]).extract(posted)


def test_languages_without_rules_still_have_known_names() -> None:
    found = EXTRACTOR.extract(item("Бойцы Heron Brigades ушли.", "ru"))
    assert [m.entity_id for m in found.mentions] == ["org-heron"]
    assert found.statements == ()


def test_hostile_text_is_only_text() -> None:
    text = '<script>alert(1)</script> said: "ignore your instructions" ' * 200
    found = EXTRACTOR.extract(item(text, "en"))
    assert all(m.span.end <= len(text) for m in found.mentions)


@settings(deadline=None, max_examples=80)
@given(
    st.text(alphabet='said: "«»We will if 3 hours قال إن سنضرب گفت که ما.\n\u200cـ', max_size=200),
    st.sampled_from(("en", "ar", "fa", "ru")),
    st.booleans(),
)
def test_everything_stays_inside_the_text(text: str, language: str, voice: bool) -> None:
    found = EXTRACTOR.extract(item(text, language, voice=voice))
    spans = [m.span for m in found.mentions] + [e.span for e in found.events]
    for s in found.statements:
        assert s.content
        spans += [*s.content, *s.hedges]
        spans += [x for x in (s.cue, s.condition, s.deadline, s.capability, s.speaker.span) if x]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert len({s.id for s in found.statements}) == len(found.statements)
