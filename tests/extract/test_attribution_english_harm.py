"""English words that were laid in the mouth of the wrong speaker: threats, calls, confessions."""

from __future__ import annotations

import pytest

from marsad.extract.attribution import english
from marsad.model import Basis

OWNER = "the channel's owner"

SAID = [
    (
        "They say: all of Darn must be flattened. We say: the mill will stand.",
        [("They", "all of Darn must be flattened"), (OWNER, "the mill will stand.")],
    ),
    (
        "They announced that they will bomb the harbour.",
        [("They", "they will bomb the harbour")],
    ),
    (
        "They threatened to burn our mill and to hang the miller.",
        [("They", "to burn our mill and to hang the miller")],
    ),
    (
        "The enemy spokesman wrote: we will burn every village.",
        [("The enemy spokesman", "we will burn every village")],
    ),
    (
        "The enemy spokesman wrote on his channel: we will burn every village.",
        [("The enemy spokesman", "we will burn every village")],
    ),
    (
        "The leaflets read: we will burn every village.",
        [("The leaflets", "we will burn every village")],
    ),
    ("The enemy: we will burn every village.", [("The enemy", "we will burn every village")]),
    (
        "Civilians are urged by the Ministry of Health to boil water.",
        [("the Ministry of Health", "to boil water")],
    ),
    ("Our people are asked by the enemy to surrender.", [("the enemy", "to surrender")]),
    ("Residents are warned by the occupation to leave.", [("the occupation", "to leave")]),
    ("Visitors are asked to come by the mill.", [(OWNER, "to come by the mill.")]),
    ("Residents are asked by phone to confirm.", [(OWNER, "by phone to confirm.")]),
    ("We thank #Darn.", [(OWNER, "We thank")]),
    ("We condemn #TheMillAttack", [(OWNER, "We condemn")]),
    ("We thank https://x.y/z", [(OWNER, "We thank")]),
    (
        "We stand by you.\nWe condemn #Vint\nThe mill is ours.",
        [(OWNER, "We stand by you."), (OWNER, "We condemn"), (OWNER, "The mill is ours.")],
    ),
]
"""In the channel of a group: who says what."""

PERFORMED = [
    ("We refuse to claim responsibility for the fire in Darn.", None),
    ("We refuse to condemn the attack on the mill.", None),
    ("We would condemn the attack on the mill if it had been proved.", None),
    ("We refuse any talks with the guild.", "refuse"),
    ("I would advise the guild to wait.", "would advise"),
    ("We condemn the attack on the mill.", "condemn"),
]
"""By which words the owner acts: none where he refuses to, or would if."""

REPORTED = [
    (
        "“The bridge is ours”: Mayor Ida Sorn on the toll",
        [("Mayor Ida Sorn", "The bridge is ours")],
    ),
    ("“The bridge is ours” – Ida Sorn, mayor of Sel", [("Ida Sorn", "The bridge is ours")]),
    (
        "“The bridge is ours”: General Vint tells Reed Radio",
        [("General Vint", "The bridge is ours")],
    ),
    ("“Kill them all” – Ida Sorn threatened by mob", [("mob", "“Kill them all”")]),
    ("Ida Sorn accused by Marn of theft", [("Marn", "of theft")]),
    ("Ida Sorn was told that she must leave the town.", [(None, "she must leave the town")]),
    (
        "Ida Sorn heard the mayor say that the bridge will burn.",
        [("the mayor", "the bridge will burn")],
    ),
    (
        "Quote of the day by General Vint: we will never leave the hill of Darn",
        [("General Vint", "we will never leave the hill of Darn")],
    ),
    (
        "A few officials said that the bridge would burn.",
        [("A few officials", "the bridge would burn")],
    ),
    (
        "The mayor had said that the bridge would burn.",
        [("The mayor", "the bridge would burn")],
    ),
    (
        "Without a word to the guild, the mayor said that the bridge would burn.",
        [("the mayor", "the bridge would burn")],
    ),
]
"""Of whom others tell: who says what."""

UNSAID = [
    "“We will burn the mill” – Ida Sorn attacked by mob",
    "“We will burn the mill” – Ida Sorn brutally attacked by mob",
    "“We will burn the mill” – Ida Sorn, who was attacked by a mob",
    "“Burn the mill”: Police arrest Ida Sorn",
    "“Burn the mill”: Police (Darn) arrest Ida Sorn",
    "“Leave or die”: Ida Sorn receives threats",
    "“We will burn the mill” – harbour police officer among them",
    "“We will burn the mill” – government under fire",
    "“We will burn the mill” – threat to Mayor Ida Sorn",
    "The mayor denied having said that the bridge would burn.",
    "The mayor stopped short of saying that the bridge would burn.",
    "Without saying that the bridge would burn, the mayor left.",
    "Instead of saying that the bridge would burn, the mayor left.",
    "It is not true that Mayor Ida Sorn said the bridge would burn.",
    "Had Mayor Ida Sorn said that the bridge would burn, we would know.",
    "Neither the mayor nor the guild said that the bridge would burn.",
    "Nor did the mayor say that the bridge would burn.",
    "Few officials said that the bridge would burn.",
    "Mayor Ida Sorn is not the one who said that the bridge would burn.",
    "A fake letter in which Mayor Ida Sorn says that the bridge will burn was shared.",
    "1. calls for peace\n2. threatens war on the guild of Darn",
    "Obituary: General Vint died in Darn on Monday.",
]
"""What nobody says."""


def said(text: str, *, voice: bool) -> list[tuple[str | None, str]]:
    """Return who says what, without what is thought, denied or only supposed."""
    out = []
    for found in english.attributions(text, voice=voice):
        named = found.resolved or found.source
        who = named.of(text) if named else OWNER if found.basis is Basis.VOICE else None
        if not found.attitude:
            out.append((who, " … ".join(part.of(text) for part in found.content)))
    return out


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_a_group_does_not_say_what_its_enemies_say(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert said(text, voice=True) == expected


@pytest.mark.parametrize(("text", "expected"), PERFORMED)
def test_an_act_that_is_refused_is_not_performed(text: str, expected: str | None) -> None:
    cues = [found.cue and found.cue.of(text) for found in english.attributions(text, voice=True)]
    assert cues == [expected]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_the_speaker_is_not_who_is_spoken_to_or_about(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert said(text, voice=False) == expected


@pytest.mark.parametrize("text", UNSAID)
def test_nobody_is_made_to_say_what_befalls_him_or_what_he_did_not_say(text: str) -> None:
    assert said(text, voice=False) == []
