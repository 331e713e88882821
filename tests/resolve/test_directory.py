"""Who is behind a name, on a day, after people's decisions."""

from __future__ import annotations

from datetime import UTC, datetime

from marsad.model import Entity, EntityKind, Judgement, Name, Role, Verdict
from marsad.resolve import Directory, name_subject

BRIGADES = Entity(
    "org-heron",
    EntityKind.ORGANIZATION,
    (Name("Heron Brigades", "en", canonical=True), Name("كتائب البلشون", "ar"), Name("HBR", "en")),
)
MINISTRY = Entity(
    "org-mfa",
    EntityKind.PUBLIC_BODY,
    (Name("Dravia Foreign Ministry", "en"), Name("وزارة الخارجية الدرافية", "ar")),
)
OLD = Entity(
    "per-old",
    EntityKind.PERSON,
    (Name("Varek Olmo", "en"), Name("فاريك أولمو", "ar")),
    (Role("military spokesman", "org-heron", "2024-01-01", "2026-02-10"),),
)
NEW = Entity(
    "per-new",
    EntityKind.PERSON,
    (Name("Tamir Vosk", "en"), Name("تامر فوسك", "ar")),
    (Role("military spokesman", "org-heron", "2026-02-11"),),
)
MINISTER = Entity(
    "per-min",
    EntityKind.PERSON,
    (Name("Ilya Olmo", "en"),),
    (Role("foreign minister", "org-mfa", "2023-01-01"),),
)
ALL = (BRIGADES, MINISTRY, OLD, NEW, MINISTER)
DIRECTORY = Directory(ALL)


def judgement(subject: str, verdict: Verdict, other: str, day: int) -> Judgement:
    at = datetime(2026, 1, day, tzinfo=UTC)
    return Judgement(f"j_{day}", subject, verdict, "editor", at, other)


def identity(name: str, directory: Directory = DIRECTORY, day: str | None = None) -> str | None:
    entity = directory.find(name, day=day)
    return entity.id if entity else None


def test_exact_names_in_any_script_and_spelling() -> None:
    assert identity("#كتائب_البلـشون") == "org-heron"
    assert identity("hbr") == "org-heron"
    assert identity("VAREK OLMO") == "per-old"


def test_honorifics_and_offices_are_no_part_of_a_name() -> None:
    assert identity("General Tamir Vosk") == "per-new"
    assert identity("the military spokesman Tamir Vosk") == "per-new"
    assert identity("تامر فوسك، المتحدث العسكري باسم كتائب البلشون") == "per-new"


def test_last_name_only_where_it_is_unique() -> None:
    assert identity("Vosk") == "per-new"
    assert identity("Olmo") is None


def test_unknown_people_stay_unknown() -> None:
    assert identity("Mr Nobody Known") is None


def test_role_on_a_day() -> None:
    role = DIRECTORY.role_on(OLD, "2025-05-05")
    assert role is not None
    assert role.title == "military spokesman"
    assert DIRECTORY.role_on(OLD, "2026-03-01") is None


def test_holder_of_an_office_depends_on_the_day() -> None:
    title = "the spokesman of the Heron Brigades"
    before = DIRECTORY.holder(title, day="2026-02-01")
    after = DIRECTORY.holder(title, day="2026-03-01")
    assert before is not None
    assert after is not None
    assert (before[0].id, after[0].id) == ("per-old", "per-new")


def test_office_of_a_place_and_office_without_holder() -> None:
    held = DIRECTORY.holder("the foreign minister of Dravia", day="2026-03-01")
    assert held is not None
    assert held[0].id == "per-min"
    empty = DIRECTORY.holder("spokesman of the Dravia Foreign Ministry", day="2026-03-01")
    assert empty == (MINISTRY, None)


def test_an_office_alone_means_its_holder_only_where_the_text_names_the_body() -> None:
    title, day = "the military spokesman", "2026-03-01"
    assert DIRECTORY.holder(title, day=day) is None
    assert DIRECTORY.holder(title, day=day, near={"org-other"}) is None
    held = DIRECTORY.holder(title, day=day, near={"org-heron"})
    assert held is not None
    assert held[0].id == "per-new"


def test_former_holders_are_not_named_by_their_office() -> None:
    assert DIRECTORY.holder("the former spokesman of the Heron Brigades", day=None) is None


def test_same_and_its_undoing() -> None:
    subject = name_subject("the Grey Birds")
    same = judgement(subject, Verdict.SAME, "org-heron", 1)
    undone = judgement(subject, Verdict.UNDECIDED, "org-heron", 2)
    assert identity("The grey birds", Directory(ALL, [same])) == "org-heron"
    assert identity("the Grey Birds", Directory(ALL, [undone, same])) is None


def test_not_same_forbids_even_an_exact_name() -> None:
    apart = judgement(name_subject("Varek Olmo"), Verdict.NOT_SAME, "per-old", 1)
    assert identity("Varek Olmo", Directory(ALL, [apart])) is None
    again = judgement(name_subject("Varek Olmo"), Verdict.SAME, "per-old", 3)
    assert identity("Varek Olmo", Directory(ALL, [again, apart])) == "per-old"


def test_merged_entities_follow_the_merge() -> None:
    merged = Directory(ALL, [judgement("per-old", Verdict.SAME, "per-new", 1)])
    assert identity("Varek Olmo", merged) == "per-new"
    circle = Directory(
        ALL,
        [
            judgement("per-old", Verdict.SAME, "per-new", 1),
            judgement("per-new", Verdict.SAME, "per-old", 2),
        ],
    )
    assert identity("Varek Olmo", circle) in ("per-old", "per-new")


def test_kinds_limit_what_is_found() -> None:
    assert DIRECTORY.find("Tamir Vosk", kinds=(EntityKind.PLACE,)) is None
