"""An ambiguous name is linked where the post tells whom it means, and else left open."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Entity, EntityKind, Mention, Name, Role, Span
from marsad.resolve import Directory, Ties, link

ORG, PERSON, PLACE = EntityKind.ORGANIZATION, EntityKind.PERSON, EntityKind.PLACE


def entity(key: str, kind: EntityKind = ORG, *roles: Role) -> Entity:
    return Entity(key, kind, (Name(key, "en"),), roles)


HERON, WADER, PARENT = entity("org-heron"), entity("org-wader"), entity("org-parent")
OLD = entity("per-old", PERSON, Role("spokesman", "org-heron", "2020-01-01", "2024-12-31"))
NEW = entity("per-new", PERSON, Role("spokesman", "org-wader", "2025-01-01"))
NORTH, SOUTH = entity("place-north", PLACE), entity("place-south", PLACE)
LAND, SEA = entity("country-ld", PLACE), entity("country-se", PLACE)
DIRECTORY = Directory((HERON, WADER, PARENT, OLD, NEW, NORTH, SOUTH, LAND, SEA))
TIES = Ties(
    related={"org-heron": frozenset(("org-parent",)), "org-parent": frozenset(("org-heron",))},
    countries={
        "org-heron": frozenset(("country-ld",)),
        "org-wader": frozenset(("country-se",)),
        "country-ld": frozenset(("country-ld",)),
        "place-north": frozenset(("country-ld",)),
        "place-south": frozenset(("country-se",)),
    },
    founded={"org-wader": "2025-06"},
)


def mention(
    *candidates: str, given: str | None = None, kind: EntityKind = ORG, score: float = 0.8
) -> Mention:
    span = Span(0, 4)
    return Mention("m_0", "v_1", span, kind.value, given, score, "r", candidates)


def other(key: str) -> Mention:
    return Mention(f"m_{key}", "v_1", Span(10, 14), "Organization", key, 0.95, "r")


def outcome(
    ambiguous: Mention, *others: str, owner: str | None = None, day: str | None = None
) -> str | tuple[str, ...]:
    """Return whom the name is linked to, or whom it may mean."""
    found = link([ambiguous, *map(other, others)], DIRECTORY, TIES, owner_id=owner, day=day)
    first = next((m for m in found if m.id == ambiguous.id), None)
    if first is None:
        return "no name"
    return first.entity_id or first.candidates


def test_a_name_that_stands_alone_keeps_its_entity() -> None:
    assert outcome(mention(given="org-heron")) == "org-heron"


def test_an_unsupported_name_is_left_open_with_its_candidate() -> None:
    (only,) = link([mention("org-heron")], DIRECTORY, TIES)
    assert (only.entity_id, only.candidates) == (None, ("org-heron",))
    assert "undecided" in only.recipe


def test_a_related_body_in_the_post_decides() -> None:
    assert outcome(mention("org-wader", "org-heron"), "org-parent") == "org-heron"


def test_the_owner_of_the_channel_decides() -> None:
    assert outcome(mention("org-wader", "org-heron"), owner="org-heron") == "org-heron"
    assert outcome(mention("org-wader", "org-heron"), owner="org-parent") == "org-heron"


def test_a_country_alone_orders_the_candidates_and_does_not_decide() -> None:
    found = outcome(mention("org-wader", "org-heron"), "country-ld")
    assert found == ("org-heron", "org-wader")


def test_a_body_that_was_not_yet_founded_is_not_meant() -> None:
    twins = mention("org-heron", "org-wader", given="org-heron")
    assert outcome(twins, day="2025-07-01") == ("org-heron", "org-wader")
    assert outcome(twins, day="2025-01-01") == "org-heron"


def test_of_two_persons_the_one_in_office_on_the_day_is_meant() -> None:
    twins = mention("per-old", "per-new", given="per-old", kind=PERSON)
    assert outcome(twins, day="2024-05-01") == "per-old"
    assert outcome(twins, day="2025-05-01") == "per-new"
    assert outcome(twins) == ("per-old", "per-new")


def test_a_body_is_not_meant_where_a_person_was_seen() -> None:
    assert outcome(mention("org-heron", kind=PERSON), "country-ld") == ()


def test_of_two_places_the_larger_is_meant_unless_the_country_says_otherwise() -> None:
    twins = mention("place-north", "place-south", given="place-north", kind=PLACE)
    assert outcome(twins) == "place-north"
    assert outcome(twins, "org-wader") == "place-south"


def test_what_only_a_list_offers_needs_a_hint_to_be_a_name_at_all() -> None:
    offered = mention("org-heron", score=0.0)
    assert outcome(offered) == "no name"
    assert outcome(offered, "country-ld") == ("org-heron",)
    assert outcome(offered, "org-parent") == "org-heron"
    (linked, _) = link([offered, other("org-parent")], DIRECTORY, TIES)
    assert 0 < linked.score < 1


def test_unknown_candidates_are_forgotten() -> None:
    assert outcome(mention("org-gone")) == ()


KEYS = st.sampled_from(("org-heron", "org-wader", "org-parent", "place-north", "per-old"))


@given(st.lists(KEYS, unique=True, max_size=4), st.lists(KEYS, max_size=3), st.booleans())
def test_only_offered_entities_are_linked_and_deciding_twice_changes_nothing(
    candidates: list[str], others: list[str], known: bool
) -> None:
    first = mention(*candidates, given=candidates[0] if known and candidates else None)
    given_mentions = [first, *map(other, others)]
    found = link(given_mentions, DIRECTORY, TIES, day="2025-07-01")
    assert [m.span for m in found] == [m.span for m in given_mentions]
    assert found[0].entity_id is None or found[0].entity_id in candidates
    assert set(found[0].candidates) <= set(candidates)
    assert not (found[0].entity_id and found[0].candidates)
    plain = [replace(m, recipe="") for m in found if not m.candidates]
    again = link(plain, DIRECTORY, TIES, day="2025-07-01")
    assert [m.entity_id for m in again] == [m.entity_id for m in plain]
