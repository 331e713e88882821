"""Roles that posts of several origins give a person whom the workspace knows, for editors to judge.

"The spokesman of the Heron Brigades, Karim Dolan, said …" tells a role as of that day. Told once it
may be a slip, and told by five copies of one text it is told once. Nothing of this is a fact until
an editor takes it over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..errors import DecisionError, NotFoundError
from ..model import Entity, EntityKind, Fact, Judgement, Span, Statement, Verdict, make_id
from ..model.entity_review import EntityReview, entity_review, settled, stood
from ..ports import PostView, Reader, StatementFilter
from ..resolve.names import name_key, office_of, role_key
from ..text.lexicon import words
from .asserting import Asserted
from .quoting import count_origins

__all__ = ["Telling", "ToldRole", "role_subject", "told_role", "told_roles"]

_OFFICE = "-"
"""What stands in a role's id between whose it is and which: the persons of others are not read."""

_ORIGINS = 2
"""Origins that have to tell a role before it is proposed."""

_NEWEST = 1_000
"""Statements of a person that are looked at. A choice, so that a president costs no minutes."""

_BODIES = (EntityKind.ORGANIZATION, EntityKind.PUBLIC_BODY)
_NOT_OWN = re.compile(
    r"(?<!\w)(?:deputy|vice|assistant|advis[eo]r|aide|brother|son|relative|acting|"
    r"candidate|designate|elect|nominee|"
    r"نایب|مساعد|مستشار|شقیق|وکیل|نجل|معاون|مشاور|جانشین|برادر|پسر)(?!\w)"
)
"""Words beside which an office is another's. As names are folded."""

_BESIDE = words("the a an his her its their s military official chief senior top new current field")
"""Words that may stand before an office and leave it whose it is. As names are folded."""

_OF_ANOTHER = words("of to for")
_CUT = re.compile(r"[,،;؛:()–—]")


@dataclass(frozen=True, slots=True)
class Telling:
    """A statement whose words for its speaker tell the role, and its day (ISO)."""

    view: PostView
    statement: Statement
    span: Span
    day: str

    @property
    def words(self) -> str:
        """The words of the post that do so."""
        return self.span.of(self.view.version.text)


@dataclass(frozen=True, slots=True)
class ToldRole:
    """A role that nobody has recorded or declined.

    :ivar office: in English, such as ``spokesman``.
    :ivar told: by which statements, the earliest first; two or more.
    :ivar origins: where these started: near-copies count once.
    """

    id: str
    person: Entity
    office: str
    body: Entity
    told: tuple[Telling, ...]
    origins: int

    @property
    def value(self) -> str:
        """What becomes the value of a ``position``."""
        return f"{self.office} of {self.body.name()}"

    def said(self, until: str | None) -> tuple[Asserted, ...]:
        """Return it as what an editor says, resting on its earliest and its latest telling.

        The first telling begins nothing, and the last ends nothing.

        :raises DecisionError: ``until`` is before the earliest telling.
        """
        first, last = self.told[0], self.told[-1]
        if until and until < first.day[: len(until)]:
            raise DecisionError(
                f"It was told on {first.day}, after {until}.", hint="Give the last day, if known."
            )
        whole = Asserted("position", self.value, "en", None, until)
        return tuple(
            replace(whole, version_id=t.view.version.id, span=t.span) for t in (first, last)
        )


def role_subject(role_id: str) -> str:
    """Return the subject of decisions about a role that was told."""
    return f"role:{role_id}"


def told_roles(reader: Reader, entity_id: str | None = None) -> tuple[ToldRole, ...]:
    """Return roles that are told and not recorded, those of most origins first.

    :param entity_id: only this person's.
    """
    return _told(reader, lambda review, key: entity_id in (None, key, *review.group(key)))


def _told(reader: Reader, is_asked: Callable[[EntityReview, str], bool]) -> tuple[ToldRole, ...]:
    judgements = reader.judgements()
    review = entity_review(judgements)
    known = stood(reader.entities(), review)
    persons = {known[key].id: known[key] for key in reader.count_by_speaker() if key in known}
    declined = _declined(judgements)
    found = [
        role
        for person in persons.values()
        if person.kind is EntityKind.PERSON and person.id not in review.retired
        if is_asked(review, person.id)
        for role in _of_person(reader, person, review, known)
        if role_subject(role.id) not in declined
    ]
    return tuple(sorted(found, key=lambda role: (-role.origins, role.person.name(), role.id)))


def told_role(reader: Reader, role_id: str) -> ToldRole:
    """Return one of these.

    :raises NotFoundError: there is none of that id, or somebody has decided on it.
    """
    person = role_id.partition(_OFFICE)[0]
    roles = _told(reader, lambda _, key: make_id("r", key) == person)
    found = next((role for role in roles if role.id == role_id), None)
    if found is None:
        raise NotFoundError("role", role_id, hint="List them with `marsad entity roles`.")
    return found


def _declined(judgements: tuple[Judgement, ...]) -> frozenset[str]:
    made = [j for j in judgements if j.subject.startswith(role_subject(""))]
    return frozenset(j.subject for j in settled(made) if j.verdict is Verdict.REJECT)


def _of_person(
    reader: Reader, person: Entity, review: EntityReview, known: Mapping[str, Entity]
) -> Iterator[ToldRole]:
    group = review.group(person.id)
    held = _recorded(reader, group)
    told: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for office, body, telling in _tellings(reader, group, known):
        told[office, body].append(telling)
    for (office, body), each in told.items():
        tellings = [t for t in each if not _is_recorded(person, held, office, known[body], t.day)]
        origins = count_origins(list({t.view.post.id: t.view for t in tellings}.values()))
        if origins < _ORIGINS:
            continue
        key = make_id("r", person.id) + _OFFICE + make_id("o", office, body)
        ordered = tuple(sorted(tellings, key=lambda t: (t.day, t.statement.id)))
        yield ToldRole(key, person, office, known[body], ordered, origins)


def _tellings(
    reader: Reader, group: tuple[str, ...], known: Mapping[str, Entity]
) -> Iterator[tuple[str, str, Telling]]:
    """Yield an office, the id of its body, and the statement that tells so."""
    query = StatementFilter(entity_id=group[0], merged=group, limit=_NEWEST)
    views = [v for v in reader.statements(query) if office_of(v.statement.speaker.text)]
    for view in reader.posts_by_id(list(dict.fromkeys(v.post.id for v in views))).values():
        for statement in view.statements:
            judgement = view.judged.get(statement.id)
            rejected = judgement is not None and judgement.verdict is Verdict.REJECT
            span, day = statement.speaker.span, statement.date.day or view.post.published.day
            if statement.speaker.entity_id not in group or rejected or span is None or not day:
                continue
            office = _office(span.of(view.version.text), _named(view, span))
            bodies = _bodies(view, span, known)
            if office and len(bodies) == 1:
                yield office, bodies.pop(), Telling(view, statement, span, day)


def _office(told: str, named: frozenset[str]) -> str | None:
    """Return the office that is said to be the speaker's own.

    :param named: words of the names in ``told``: of the speaker and of bodies.
    """
    if _NOT_OWN.search(name_key(told)):
        return None
    for part in _CUT.split(told):
        found = office_of(part)
        if found is not None:
            return found[0] if _is_own(name_key(part), found[1], named) else None
    return None


def _is_own(key: str, rest: str, named: frozenset[str]) -> bool:
    """Tell whether an office is what a phrase is about: not "father of the spokesman".

    :param key: the folded phrase; ``rest`` what is left of it without the office.
    """
    before, gap, after = rest.partition("  ")  # where the office stood between words
    if not gap:
        before, after = (rest, "") if key.startswith(f"{rest} ") else ("", rest)
    beside = before.split()
    while beside and beside[-1] in _BESIDE:
        beside.pop()
    own = not beside or (beside[-1] in named and beside[-1] not in _OF_ANOTHER)
    return own and after.split()[:1] != ["s"]


def _named(view: PostView, span: Span) -> frozenset[str]:
    """Return the folded words of names within the words for a speaker."""
    inside = (m.span.of(view.version.text) for m in view.mentions if span.covers(m.span))
    return frozenset(word for name in inside for word in name_key(name).split())


def _bodies(view: PostView, span: Span, known: Mapping[str, Entity]) -> set[str]:
    """Return the bodies that are named within the words for a speaker."""
    named = (m.entity_id for m in view.mentions if span.covers(m.span) and m.entity_id in known)
    standing = (known[key] for key in named if key)
    return {entity.id for entity in standing if entity.kind in _BODIES}


def _recorded(reader: Reader, group: tuple[str, ...]) -> tuple[Fact, ...]:
    """Return the positions of a person that are facts."""
    facts = reader.facts(group).values()
    return tuple(fact for each in facts for fact in each if fact.prop == "position")


def _is_recorded(
    person: Entity, held: tuple[Fact, ...], office: str, body: Entity, day: str
) -> bool:
    """Tell whether it is known that a person held an office of a body on a day."""
    names = [name_key(name.text) for name in body.names]
    on = [name_key(fact.value) for fact in held if fact.holds_on(day)]
    if any(role_key(value) == office and any(n in value for n in names) for value in on):
        return True
    roles = (r for r in person.roles if r.organisation_id == body.id and r.valid_on(day))
    return any(role_key(role.title) == office for role in roles)
