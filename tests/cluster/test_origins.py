"""Forwards and near-copies are one origin; a shared topic is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.cluster import Text, trace_origins
from marsad.model import Forward

_START = datetime(2026, 3, 1, tzinfo=UTC)
_LONG = (
    "We declare that our brigades in the northern valley are ready for any order, that no "
    "convoy will pass the bridge, and that the people of the valley are under our protection."
)


def _text(number: int, text: str, *, channel: str = "c", forward: Forward | None = None) -> Text:
    moment = _START + timedelta(hours=number)
    address = f"https://t.me/s/{channel}"
    return Text(
        f"p{number}", channel, address, str(number), text, published=moment, forward=forward
    )


def test_a_forward_joins_the_post_that_it_names() -> None:
    texts = [
        _text(1, _LONG, channel="first"),
        _text(2, "Important.", channel="second", forward=Forward("First", "first", "1")),
    ]
    (origin,) = trace_origins(texts)
    assert origin.post_ids == ("p1", "p2")
    assert origin.reasons == ("forward",)


def test_forwards_of_a_post_that_is_not_held_are_one_origin() -> None:
    forward = Forward("Elsewhere", "elsewhere", "77")
    texts = [_text(n, f"Comment number {n}", channel=f"c{n}", forward=forward) for n in (1, 2)]
    assert [o.post_ids for o in trace_origins(texts)] == [("p1", "p2")]


def test_a_copy_with_an_added_line_is_a_near_copy() -> None:
    texts = [_text(1, _LONG), _text(2, "Urgent | " + _LONG + "\nFollow our channel", channel="d")]
    (origin,) = trace_origins(texts)
    assert origin.reasons[0].startswith("near-copy")


def test_tatweel_and_vowel_marks_do_not_hide_a_copy() -> None:
    arabic = "نعلن جاهزية سلاح قواتنا في الوادي الشمالي للرد على أي اعتداء يمس أهلنا في القرى"
    disguised = arabic.replace("سلاح", "سـلاح").replace("نعلن", "نُعلن")
    assert len(trace_origins([_text(1, arabic), _text(2, disguised, channel="d")])) == 1


def test_two_reports_of_one_event_keep_their_own_origins() -> None:
    texts = [
        _text(
            1, "The ministry said that three people were killed in the attack on the bridge post."
        ),
        _text(
            2,
            "A hospital source put the number of the dead at five, among them a guard.",
        ),
    ]
    assert len(trace_origins(texts)) == 2


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abc ا ب", max_size=60), max_size=12))
def test_each_post_has_exactly_one_origin(texts: list[str]) -> None:
    origins = trace_origins([_text(n, text) for n, text in enumerate(texts)])
    assert sorted(p for o in origins for p in o.post_ids) == sorted(
        f"p{n}" for n in range(len(texts))
    )
    assert all(len(o.reasons) == len(o.post_ids) - 1 for o in origins)
