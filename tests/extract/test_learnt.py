"""From what the language model marks to attributions."""

from __future__ import annotations

from marsad.encoder.heads import Marked, Said
from marsad.encoder.understanding import Understood
from marsad.extract.attribution.learnt import learnt
from marsad.model import Act, Basis, Span

TEXT = (
    "רשת קו דיווחה: דובר המפלגה נועם ברקאי אמר כי הממשלה לא תיכנע. "
    'ברקאי הוסיף: "נגיב בכוח". הוא סירב לפרט.'
)


def _span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def _said(score: float = 0.9, **roles: str) -> Said:
    return Said({role: (_span(words),) for role, words in roles.items()}, {Act.OTHER: 1.0}, score)


def _name(words: str, kind: str = "PER") -> Marked:
    return Marked(_span(words), kind, 0.9)


_AGAIN = TEXT.index("ברקאי הוסיף")
SHORT = Span(_AGAIN, _AGAIN + len("ברקאי"))
NAMES = (_name("רשת קו", "ORG"), _name("נועם ברקאי"), Marked(SHORT, "PER", 0.8))
RELAY = _said(
    source="רשת קו", cue="דיווחה", content="דובר המפלגה נועם ברקאי אמר כי הממשלה לא תיכנע"
)
SPOKESMAN = _said(source="דובר המפלגה נועם ברקאי", cue="אמר", content="הממשלה לא תיכנע")
ADDED = _said(source="ברקאי", cue="הוסיף", content="נגיב בכוח")


def _named_again() -> Said:
    return Said({**ADDED.roles, "source": (SHORT,)}, ADDED.acts, 0.9)


def test_what_is_said_within_what_another_said_was_relayed() -> None:
    first, second = learnt(TEXT, Understood(NAMES, (RELAY, SPOKESMAN)))
    assert first.source == _span("רשת קו")
    assert first.chain == ()
    assert second.chain == (_span("רשת קו"),)
    assert second.basis is Basis.NAMED


def test_a_short_name_stands_for_the_fuller_one_before_it() -> None:
    _, last = learnt(TEXT, Understood(NAMES, (SPOKESMAN, _named_again())))
    assert last.resolved == _span("דובר המפלגה נועם ברקאי")
    assert last.direct


def test_a_pronoun_stands_for_the_last_speaker() -> None:
    refused = _said(source="הוא", cue="סירב", content="לפרט")
    _, last = learnt(TEXT, Understood(NAMES, (SPOKESMAN, refused)))
    assert last.basis is Basis.PRONOUN
    assert last.resolved == _span("דובר המפלגה נועם ברקאי")


def test_a_passage_without_speaker_counts_only_where_the_channel_speaks() -> None:
    own = _said(content="הממשלה לא תיכנע")
    assert learnt(TEXT, Understood((), (own,))) == ()
    (said,) = learnt(TEXT, Understood((), (own,)), voice=True)
    assert said.basis is Basis.VOICE


def test_of_two_readings_of_one_passage_the_surer_stays() -> None:
    longer = _said(0.4, source="דובר המפלגה", cue="אמר", content="כי הממשלה לא תיכנע")
    (said,) = learnt(TEXT, Understood(NAMES, (longer, SPOKESMAN)))
    assert said.score == 0.9
    assert not said.direct


def test_slots_are_passed_on() -> None:
    (said,) = learnt(
        TEXT,
        Understood(
            NAMES, (_said(source="ברקאי", cue="אמר", content="הממשלה לא תיכנע", target="הממשלה"),)
        ),
    )
    assert said.slots == {"target": _span("הממשלה")}


def test_words_of_saying_alone_name_nobody() -> None:
    refused = _said(cue="סירב", content="לפרט")
    (only,) = learnt(TEXT, Understood(NAMES, (SPOKESMAN, refused)))
    assert only.source == _span("דובר המפלגה נועם ברקאי")


def test_whom_a_sentence_is_about_does_not_say_it() -> None:
    about = _said(source="דובר המפלגה", content="דובר המפלגה נועם ברקאי")
    assert learnt(TEXT, Understood(NAMES, (about,))) == ()


def test_a_headline_is_not_the_subject_of_the_verb_below_it() -> None:
    text = "ועדה של שבעה חברים\n\nהסכימו הנוכחים על ועדה"
    roles = {
        "source": (Span(0, text.index("\n")),),
        "cue": (Span(text.index("הסכימו"), text.index(" הנוכחים")),),
        "content": (Span(text.index("הנוכחים"), len(text)),),
    }
    below = Understood((), (Said(roles, {Act.OTHER: 1.0}, 0.9),))
    assert learnt(text, below) == ()
    led = text.replace("\n", ":", 1)
    assert len(learnt(led, below)) == 1
