"""Our own posts with other names in them: what was marked stays marked."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from models.encoder.corpora import Attribution, Example
from models.encoder.swapping import Names, swapped

TEXT = "Qasim Hadi said in Kefra that Samar Wafi lied."
NAMES: Names = {("en", "PER"): ["Ubayda"], ("en", "LOC"): ["Umm al-Nur"]}


def _run(words: str) -> tuple[int, int]:
    at = TEXT.index(words)
    return at, at + len(words)


def _example() -> Example:
    return Example(
        "post",
        "en",
        TEXT,
        frozenset({"PER", "LOC"}),
        ((*_run("Qasim Hadi"), "PER"), (*_run("Kefra"), "LOC"), (*_run("Samar Wafi"), "PER")),
        (
            Attribution(
                {
                    "source": (_run("Qasim Hadi"),),
                    "cue": (_run("said"),),
                    "content": (_run("Samar Wafi lied"),),
                },
                "denial",
            ),
        ),
    )


def test_spans_follow_the_new_names() -> None:
    found = [each for seed in range(20) for each in swapped([_example()], NAMES, seed)]
    assert any(
        each.text == "Ubayda Ubayda said in Umm al-Nur that Ubayda Ubayda lied." for each in found
    )
    for each in found:
        names = {each.text[start:end] for start, end, _ in each.mentions}
        assert names <= {"Ubayda Ubayda", "Umm al-Nur", "Qasim Hadi", "Kefra", "Samar Wafi"}
        (said,) = each.attributions or ()
        words = {r: [each.text[slice(*s)] for s in spans] for r, spans in said.roles.items()}
        assert words["cue"] == ["said"]
        assert words["source"][0] in {"Ubayda Ubayda", "Qasim Hadi"}
        assert words["content"][0] in {"Ubayda Ubayda lied", "Samar Wafi lied"}


def test_a_post_that_names_nobody_is_not_repeated() -> None:
    assert list(swapped([Example("post", "en", "Nothing happened.")], NAMES, 0)) == []


def test_a_language_without_names_to_lend_is_left_alone() -> None:
    example = Example("post", "ckb", TEXT, mentions=((*_run("Kefra"), "LOC"),))
    assert list(swapped([example], NAMES, 0)) == []


def test_where_statements_were_not_looked_for_none_are_said_to_be_missing() -> None:
    example = Example("post", "en", TEXT, mentions=((*_run("Kefra"), "LOC"),))
    found = [each for seed in range(20) for each in swapped([example], NAMES, seed)]
    assert {each.attributions for each in found} == {None}


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["ab", "cde", " ", "f"]), min_size=1, max_size=12), st.integers(0, 99)
)
def test_every_mention_holds_its_old_words_or_a_drawn_name(parts: list[str], seed: int) -> None:
    text = "".join(parts)
    draw = random.Random(seed)
    cuts = sorted(draw.sample(range(len(text) + 1), min(4, len(text) + 1)))
    runs = [(a, b, "LOC") for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].strip()]
    example = Example("post", "en", text, mentions=tuple(runs))
    for found in swapped([example], NAMES, seed):
        for (start, end, _), (first, last, _) in zip(runs, found.mentions, strict=True):
            assert found.text[first:last] in {text[start:end], "Umm al-Nur"}
