"""The translation memory and its quotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.model import Alignment, Passage, Span
from marsad.ports import Translator
from marsad.translate import (
    TranslationMemory,
    Unit,
    Untranslated,
    align_quotations,
    translate_passage,
    write_tmx,
)

ORIGINAL = "قال المتحدث: «سنردّ خلال 72 ساعة» وغادر"
ENGLISH = "The spokesman said: “We will respond within 72 hours” and left"


def passage(text: str, language: str = "ar") -> Passage:
    span = Span(0, len(text))
    return Passage(Passage.make_id("v_1", span), "v_1", 0, span, language)


def aligned(original: str, quote: str, english: str, rendering: str) -> Alignment:
    start, at = original.index(quote), english.index(rendering)
    return Alignment(Span(start, start + len(quote)), Span(at, at + len(rendering)))


MARK = aligned(ORIGINAL, "المتحدث", ENGLISH, "The spokesman")
MEMORY = TranslationMemory([Unit("ar", ORIGINAL, ENGLISH, (MARK,), human=True)])


def test_an_exact_text_is_translated_and_its_quotation_aligned() -> None:
    found = MEMORY.translate(passage(ORIGINAL), ORIGINAL)
    assert found is not None
    assert (found.text, found.engine, found.machine) == (ENGLISH, "memory", False)
    runs = [(p.original.of(ORIGINAL), p.translated.of(ENGLISH)) for p in found.alignments]
    assert runs == [
        ("المتحدث", "The spokesman"),
        ("سنردّ خلال 72 ساعة", "We will respond within 72 hours"),
    ]


@pytest.mark.parametrize(
    "variant",
    [
        "قال المتحدث: «سنرد خلال ٧٢ ساعة» وغادر",
        "  قال   المتـــحدث:\u200f «سنرد خلال ۷۲ ساعه» وغادر ",
    ],
)
def test_another_spelling_is_found_and_its_alignments_fit_it(variant: str) -> None:
    found = MEMORY.translate(passage(variant), variant)
    assert found is not None
    name, quotation = (p.original.of(variant) for p in found.alignments)
    assert name.replace("ـ", "") == "المتحدث"
    assert quotation.startswith("سنر")
    assert quotation.endswith(("ساعة", "ساعه"))


def test_an_unknown_text_is_not_translated() -> None:
    assert MEMORY.translate(passage("لا شيء"), "لا شيء") is None


def test_unreviewed_units_are_machine_translation() -> None:
    memory = TranslationMemory([Unit("ar", "نعم", "Yes")])
    found = memory.translate(passage("نعم"), "نعم")
    assert found is not None
    assert found.machine


def test_the_recipe_changes_with_the_content_alone(tmp_path: Path) -> None:
    first, copy = tmp_path / "a.tmx", tmp_path / "b.tmx"
    for path in (first, copy):
        write_tmx([Unit("ar", "نعم", "Yes")], path)
    other = tmp_path / "c.tmx"
    write_tmx([Unit("ar", "نعم", "Indeed")], other)
    read = TranslationMemory.read
    assert read([first]).recipe == read([copy]).recipe == read([first, other]).recipe
    assert read([first]).recipe != read([other]).recipe


def test_engines_are_asked_in_order_and_the_last_resort_is_marked() -> None:
    engines: list[Translator] = [MEMORY, Untranslated()]
    assert translate_passage(passage(ORIGINAL), ORIGINAL, engines).engine == "memory"
    missing = translate_passage(passage("لا شيء"), "لا شيء", [MEMORY])
    assert (missing.text, missing.engine, missing.translated) == ("لا شيء", "none", False)


def test_english_is_its_own_translation() -> None:
    found = translate_passage(passage("Yes", "en"), "Yes", [MEMORY])
    assert (found.text, found.engine, found.machine) == ("Yes", "original", False)


def test_quotations_pair_only_when_both_texts_have_as_many() -> None:
    assert len(align_quotations("«ا» و «ب»", "“a” and “b”")) == 2
    assert align_quotations("«ا» و «ب»", "“a and b”") == ()
