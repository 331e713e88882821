"""A dossier tells what is known and by whom, and nothing without a note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.dossier_material import (
    AT,
    DISPUTE,
    ENTITY,
    FACTS,
    JOINED,
    NEIGHBOURS,
    OWN,
    SEALED,
    VIEW,
    bare,
    fact,
    joined,
    material,
    person,
    posts,
    spoken,
)

from marsad.model import Act, EntityKind, Fact, Name, SentenceKind, Span, Story
from marsad.report import check
from marsad.report.dossier import Dossier, Doubt, as_report, draw_up

if TYPE_CHECKING:
    from tests.report.conftest import Maker


@pytest.fixture(scope="module")
def dossier(maker: Maker) -> Dossier:
    return draw_up(material(maker))


def uncited(dossier: Dossier) -> list[object]:
    """Items that name neither a note that there is, nor the statements that they count."""
    known = {ground.number for ground in dossier.grounds}

    def rests(item: Any) -> bool:
        notes = set(getattr(item, "notes", ()))
        return bool(notes and notes <= known) or bool(getattr(item, "statements", ()))

    return [item for item in dossier.items() if not rests(item)]


# ------------------------------------------------------------ nothing uncited


def test_every_item_rests_on_a_note(dossier: Dossier) -> None:
    assert uncited(dossier) == []
    assert len(list(dossier.items())) > 20


def test_notes_name_the_list_the_entry_and_the_day_of_reading(dossier: Dossier) -> None:
    listed = next(g for g in dossier.grounds if g.title == SEALED.title)
    assert (listed.reference, listed.at and listed.at.day) == ("VLe.007", "2026-03-01")
    assert listed.authority


def test_a_quoted_statement_is_cited_with_the_hash_of_its_capture(dossier: Dossier) -> None:
    said = next(s for s in dossier.said if s.own)
    ground = next(g for g in dossier.grounds if g.number in said.notes)
    assert (ground.quote, ground.sha256) == ("سنضرب الجسر غدا", "ab" * 32)
    assert said.english == "We will strike the bridge."


def test_the_same_material_gives_the_same_dossier(maker: Maker) -> None:
    assert draw_up(material(maker)) == draw_up(material(maker))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["name", "alias", "country", "incorporationDate", "topics", "website"]),
            st.text(min_size=1, max_size=12),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_whatever_lists_say_is_cited(maker: Maker, told: list[tuple[str, str, bool]]) -> None:
    facts = tuple(
        fact(OWN, "Organization", prop, value, gone=AT if gone else None)
        for prop, value, gone in told
    )
    assert uncited(draw_up(material(maker, replace(VIEW, facts=facts)))) == []


# ------------------------------------------------------------ identity


def test_names_stand_by_script_with_their_use_and_the_canonical_ones_first(
    dossier: Dossier,
) -> None:
    found = {title.text: title for title in dossier.names}
    assert [t.canonical for t in dossier.names][:3] == [True, True, True]
    assert found["رتل البلشون"].script == "Arabic"
    assert found["HCX"].use == "acronym"
    assert found["Column of the Heron"].use == "alias"
    assert found["Egret Column"].use == "former name"


def test_spellings_that_fold_to_one_name_are_one(maker: Maker) -> None:
    names = (Name("جبهة الفانوس", "ar", canonical=True), Name("جبهة_الفانوس", "ar"))
    view = replace(bare(), entity=replace(ENTITY, names=names), facts=(), joined={})
    assert [t.text for t in draw_up(material(maker, view)).names] == ["جبهة الفانوس"]


def test_what_reaches_or_locates_somebody_is_not_told(maker: Maker, dossier: Dossier) -> None:
    told = repr(dossier) + repr(draw_up(material(maker, person())))
    for private in ("555 01", "Reed Street", "Reedham", "X123", "heronism", "Una Marl", "per-child",
                    "odo_private"):  # fmt: skip
        assert private not in told


def test_a_birth_date_is_told_only_where_an_authority_lists_it(maker: Maker) -> None:
    listed = draw_up(material(maker, person()))
    assert [p.value for p in listed.properties if p.label == "born"] == ["1971-02-03"]
    editor = replace(SEALED, authority=False)
    alone = draw_up(material(maker, person(datasets={SEALED.id: editor})))
    assert not [p for p in alone.properties if p.label == "born"]


# ------------------------------------------------------------ ties and designations


def test_ties_have_dates_and_who_is_behind_them(dossier: Dossier) -> None:
    leader = next(t for t in dossier.ties if t.start.name == "Odo Marl")
    assert (leader.role, leader.since and leader.since.value) == ("leader", "2015-02-01")
    assert (leader.end.id, leader.said, leader.past) == (OWN, False, False)


def test_what_is_only_said_to_be_is_marked(dossier: Dossier) -> None:
    front = next(t for t in dossier.ties if t.end.id == "org-lantern-front")
    assert (front.word, front.said) == ("alleged front of", True)


def test_a_tie_that_ended_or_that_its_list_dropped_is_past(maker: Maker) -> None:
    ended = joined(
        "m-9", "Membership",
        {"member": "per-odo", "organization": OWN, "endDate": "2017"}, ("member", "organization"),
    )  # fmt: skip
    dropped = joined(
        "m-8", "Membership",
        {"member": "per-ina", "organization": OWN}, ("member", "organization"), gone=AT,
    )  # fmt: skip
    found = draw_up(material(maker, replace(VIEW, joined={**ended, **dropped})))
    assert [t.past for t in found.ties] == [True, True]


def test_a_role_told_by_a_list_is_not_told_again_from_an_entry(maker: Maker) -> None:
    holder = person().entity
    entities = {**material(maker).told.entities, holder.id: holder}
    told = replace(material(maker).told, entities=entities)
    found = draw_up(material(maker, told=told))
    assert sum(t.start.id == holder.id and t.role == "leader" for t in found.ties) == 1


def test_designations_stand_or_were_lifted(dossier: Dossier) -> None:
    standing, lifted = dossier.designations
    assert (standing.authority, standing.programme) == ("Council", "armed groups")
    assert standing.since is not None
    assert (standing.since.value, standing.lifted) == ("2020-05-06", None)
    assert lifted.lifted is not None
    assert lifted.lifted.value == "2018-01-01"
    assert dossier.designated


def test_what_an_update_of_a_list_lacks_is_lifted_that_day(maker: Maker) -> None:
    gone = joined("s-1", "Sanction", {"entity": OWN, "authority": "C"}, ("entity",), gone=AT)
    found = draw_up(material(maker, replace(VIEW, joined=gone)))
    lifted = found.designations[0].lifted
    assert lifted is not None
    assert (lifted.value, lifted.basis) == ("2026-03-10", "first update of the list that lacks it")


def test_outlets_are_official_ones_only(maker: Maker, dossier: Dossier) -> None:
    assert [o.address for o in dossier.outlets] == [
        "https://t.me/s/valley_news_x",
        "https://t.me/heron_x",
        "https://heron.example/",
    ]
    hearsay = maker.source(id="about-heron", owner=OWN, voice=False)
    found = draw_up(material(maker, replace(VIEW, facts=(), joined={}), owned=(hearsay,)))
    assert found.outlets == ()


# ------------------------------------------------------------ statements and timeline


def test_statements_are_counted_by_act_month_and_target(dossier: Dossier) -> None:
    counted = {(c.own, c.act, c.month): len(c.statements) for c in dossier.counts}
    assert counted == {(True, Act.THREAT, "2026-03"): 1, (False, Act.CONDEMNATION, "2026-03"): 1}
    target = dossier.targets[0]
    assert (target.id, target.acts) == ("org-icm", ((Act.THREAT, 1),))


def test_all_statements_are_counted_though_few_are_quoted(maker: Maker) -> None:
    threat, _ = posts(maker)
    plain = spoken(threat)
    other = replace(plain, post=replace(plain.post, id="p-not-at-hand"))
    many = tuple(
        replace(other, statement=replace(plain.statement, id=f"s-{n}")) for n in range(10_000)
    )
    found = draw_up(material(maker, by=(plain, *many)))
    assert found.statements[0] == 10_001
    assert sum(len(c.statements) for c in found.counts if c.own) == 10_001
    assert sum(s.own for s in found.said) == 1


def test_the_timeline_is_in_order_and_holds_each_sort(dossier: Dossier) -> None:
    days = [m.when.value for m in dossier.timeline]
    assert days == sorted(days)
    assert {m.kind for m in dossier.timeline} == {
        "fact", "role", "designation", "statement", "report",
    }  # fmt: skip


def test_an_act_that_many_posts_tell_is_one_line(maker: Maker) -> None:
    threat, _ = posts(maker)
    again = replace(threat, post=replace(threat.post, id="p-again"))
    told = material(maker).told
    told = replace(told, posts={**told.posts, again.post.id: again})
    both = (spoken(threat), spoken(again))
    found = draw_up(material(maker, told=told, by=both))
    lines = [m.text for m in found.timeline if m.kind == "statement"]
    assert [line for line in lines if "(in 2 posts)" in line and "strike the bridge" in line]
    assert len(lines) == 1


@pytest.mark.parametrize("name", ["Tam Reedy", "تام القصبي"])
def test_a_private_persons_name_is_withheld_in_notes_and_targets(maker: Maker, name: str) -> None:
    text = f"{name}: We condemn the Heron Column."
    plain = maker.view(text, mentions=((name, None),))
    words = "We condemn the Heron Column."
    said = maker.statement(plain, words, entity_id="org-icm", target=name)
    answer = replace(plain, statements=(said,))
    told = material(maker).told
    story = Story("t-1", f"{name} heard the Column", (answer.post.id,), ())
    told = replace(told, posts={answer.post.id: answer}, stories=(story,))
    found = draw_up(material(maker, told=told, by=(), about=(spoken(answer),)))
    shown = replace(found, grounds=tuple(replace(g, citation=None) for g in found.grounds))
    assert name not in repr(shown)
    assert {s.target for s in found.said} == {"[name withheld]"}
    assert "[name withheld] heard the Column" in {e.title for e in found.earlier}
    assert "[name withheld]" in repr(shown)


# ------------------------------------------------------------ questions


def test_dates_that_cannot_both_be_true_are_asked_about(dossier: Dossier) -> None:
    asked = [q for q in dossier.questions if "founded" in q.text]
    assert asked[0].kind == "contradiction"
    assert "April 2011 and 2013" in asked[0].text
    assert len(asked[0].notes) == 2


def test_a_year_and_a_month_in_it_agree(maker: Maker) -> None:
    facts = (
        fact(OWN, "Organization", "incorporationDate", "2011-04"),
        fact(OWN, "Organization", "incorporationDate", "2011"),
    )
    found = draw_up(material(maker, replace(VIEW, facts=facts)))
    assert not [q for q in found.questions if "founded" in q.text]


def test_two_holders_of_one_office_are_asked_about(dossier: Dossier) -> None:
    asked = [q.text for q in dossier.questions if "leader" in q.text]
    assert asked == ["Ina Fern and Odo Marl are both given as leader of Heron Column at a time."]


def test_holders_one_after_the_other_are_not(maker: Maker) -> None:
    first = joined(
        "m-1", "Membership",
        {"member": "per-odo", "organization": OWN, "role": "leader", "startDate": "2015",
         "endDate": "2019"}, ("member", "organization"),
    )  # fmt: skip
    found = draw_up(material(maker, replace(VIEW, joined={**JOINED, **first})))
    assert not [q for q in found.questions if "leader of" in q.text]


def test_disputes_doubts_and_unlinked_names_are_asked_about(maker: Maker) -> None:
    _, answer = posts(maker)
    start = answer.version.text.index("Heron Column")
    unlinked = {answer.post.id: Span(start, start + 12)}
    doubt = Doubt("It was dissolved before it spoke.", FACTS[:1])
    found = draw_up(material(maker, unlinked=unlinked, doubts=(doubt,)))
    asked = {q.kind: q for q in found.questions}
    assert DISPUTE.reason in asked["disputed"].text
    assert "one post" in asked["undecided"].text
    assert doubt.message in {q.text for q in found.questions if q.kind == "contradiction"}
    assert uncited(found) == []


def test_of_an_entity_with_nothing_the_dossier_says_what_is_unknown(maker: Maker) -> None:
    found = draw_up(material(maker, bare(), by=(), about=(), named_in=(), owned=(), reports=()))
    assert [q.kind for q in found.questions] == ["unknown"] * 4
    assert (found.ties, found.designations, found.timeline) == ((), (), ())
    assert uncited(found) == []


# ------------------------------------------------------------ as a report


def test_the_report_passes_the_gate_and_cites_what_was_said(maker: Maker) -> None:
    gathered = material(maker)
    report = as_report(draw_up(gathered), gathered, desk="Desk")
    views = gathered.told.posts.values()
    names = {n.text for e in gathered.told.entities.values() for n in e.names}
    findings = check(report, {v.version.id: v.version for v in views}, known=names)
    assert findings == ()
    cited = [s for b in report.blocks for s in b.sentences if s.kind is SentenceKind.CITED]
    assert "“We will strike the bridge.”" in cited[0].text
    assert all(s.citations for s in cited)


def test_a_sentence_of_a_list_names_the_list_the_entry_and_the_day(maker: Maker) -> None:
    gathered = material(maker)
    report = as_report(draw_up(gathered), gathered)
    told = [s.text for b in report.blocks for s in b.sentences]
    where = "[Sealed List of the Council, VLe.007, read 1 March 2026]"
    assert f"Founded: April 2011. {where}" in told
    assert [t for t in told if t.startswith("Said to be so: Heron Column, alleged front of")]


@pytest.mark.parametrize("kind", list(EntityKind))
def test_every_kind_of_entity_has_a_dossier(maker: Maker, kind: EntityKind) -> None:
    view = replace(bare(), entity=replace(bare().entity, kind=kind))
    gathered = material(maker, view, by=(), about=(), owned=(), reports=())
    assert as_report(draw_up(gathered), gathered).title == "Bare Body"


def test_a_neighbour_without_a_name_is_called_by_its_id(maker: Maker) -> None:
    found = draw_up(material(maker, neighbours={"per-ina": NEIGHBOURS["per-ina"]}))
    assert "per-odo" in {t.start.name for t in found.ties}


def test_a_fact_read_in_a_post_cites_the_passage_too(maker: Maker) -> None:
    _, answer = posts(maker)
    span = Span(0, 19)
    read = replace(FACTS[5], version_id=answer.version.id, span=span)
    found = draw_up(material(maker, replace(VIEW, facts=(*FACTS, read))))
    country = next(p for p in found.properties if p.label == "country")
    kinds = [g.kind.value for g in found.grounds if g.number in country.notes]
    assert kinds == ["list", "post"]


def test_gone_facts_are_kept_apart(maker: Maker) -> None:
    gone: tuple[Fact, ...] = (replace(FACTS[5], gone=AT),)
    found = draw_up(material(maker, replace(VIEW, facts=gone)))
    assert not [p for p in found.properties if p.label == "country"]
