"""What of persons is not taken over from a list: whatever would help to find or profile them.

Kept of persons are names, public roles, dates and places of birth down to the city, countries,
and what lists say of their deeds. Left out are street addresses, telephone numbers, e-mail
addresses, numbers of documents, looks, beliefs and private relatives. A ``LegalEntity`` may be a
person and is treated as one, and so is whoever a record names that the file does not tell to be
anything else.

Which properties are kept decides first: few of them may hold sentences, and those only in a
language of which the telling words are known (see :mod:`.telling`). Of documents no more is kept
than what was published, by whom and when; what was found in them, such as telephone numbers,
is never.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from ...text.lexicon import words
from .dates import is_day
from .records import Dated, Part, Record, Skipped, Value
from .schemata import is_a, is_known, properties
from .telling import LANGUAGES, sentences, tells, tells_number, tells_of_person, written_in

__all__ = ["Private", "is_personal", "private", "why_private"]

_PUBLIC = words(
    "name alias weakAlias previousName abbreviation firstName lastName middleName secondName "
    "fatherName nameSuffix title position political birthDate deathDate birthPlace "
    "birthCountry nationality citizenship country mainCountry jurisdiction gender topics "
    "program programId classification status keywords notes summary description "
    "legalForm sector incorporationDate dissolutionDate leiCode "
    "sourceUrl publisher publisherUrl wikidataId wikipediaUrl website createdAt modifiedAt "
    "retrievedAt parent proof riskSource icijId opencorporatesUrl"
)
"""Properties that are kept of a person."""

_TIED = words(
    "name alias title topics keywords role relationship status reason startDate endDate date "
    "listingDate authority authorityId unscId program programId programUrl provisions duration "
    "country politicalGroup constituency electionDate declarationDate periodStart periodEnd "
    "percentage sharesCount ownershipType authoredAt publishedAt language "
    "publisher publisherUrl sourceUrl recordId createdAt modifiedAt retrievedAt wikidataId"
)
"""Properties that are kept of what ties a person to something, and of documents."""

_PROSE = frozenset(("notes", "summary", "description", "reason"))
"""What may be told of a person, or of the ground of a listing, in sentences."""

_PHRASES = words(
    "position title political keywords status classification legalForm sector role relationship "
    "program nameSuffix publisher authority duration provisions politicalGroup constituency "
    "birthPlace ownershipType percentage sharesCount"
)
"""What is told of a person in a few words, which may not tell what sentences may not."""

_FORMS = {
    "country": re.compile(r"[a-z]{2}(?:-[a-z0-9]{1,4})?|[a-z]{4}"),  # suhh, the Soviet Union
    "gender": re.compile(r"male|female|other"),
    "language": re.compile(r"[a-z]{2,3}"),
    "topic": re.compile(
        r"(?:asset|corp|crime|debarment|export|fin|forced|gov|invest|mil|poi|pol|reg|rel|role|"
        r"sanction|wanted)(?:\.[a-z]{2,12}){0,3}"
    ),
    "url": re.compile(r"https?://(?!\S*\d{1,3}\.\d{3,}\D{1,3}-?\d{1,3}\.\d{3,})\S+"),
}
"""What values of a type look like; nothing else is kept of a person. An address on the web holds
no degrees of a place. FollowTheMoney's topics are words of these kinds."""

_NEVER = words("Mention Call Message Email Trip RealEstate")
"""Records that are left out whoever they name: found names, letters, ways and homes."""

_ACCOUNTS = words("UserAccount BankAccount CryptoWallet")
"""Records that are left out whole unless they name none but who is no person."""

_ANYBODY = frozenset(("LegalEntity", "Thing"))
"""What a person is called where nothing more is known."""

_PAPERS = {"Identification": "holder", "TaxRoll": "taxee"}
"""Records of who is known to the authorities, with the property that names whom."""

_OWN = words("Organization Vessel Airplane Position Address")
"""Records that tell of themselves, even where they name a person."""

_FOUND = words(
    "indexText namesMentioned bodyText bodyHtml translatedText password "
    "processingError metadata headers"
)
_REACH = frozenset(("phone", "email", "ip"))
"""Types of properties that only bodies have here."""

_FAMILY = ("Family", "Associate")
_RELATIVE = "role.rca"
_CONTACT = frozenset(("address", "addressEntity", "location"))


def is_personal(schemata: Collection[str]) -> bool:
    """Tell whether an entity that is known under these schemata is a person, or may be one."""
    bodies = any(is_a(each, "Organization") for each in schemata)
    return any(is_a(each, "Person") or (each in _ANYBODY and not bodies) for each in schemata)


def why_private(schema: str, prop: str, value: str, *, person: bool) -> str:
    """Return why a value is not kept, the property or ``sentence``; empty where it is kept.

    :param person: of a person, or of who may be one.
    """
    if _is_found(schema, prop) or (person and prop not in _PUBLIC):
        return prop
    if prop in _PROSE:
        return "sentence" if (tells if person else tells_of_person)(value) else ""
    return prop if person and not _is_fit(schema, prop, value) else ""


def _is_fit(schema: str, prop: str, value: str) -> bool:
    """Tell whether a value is what its property holds, and nothing else in its dress."""
    kind = is_known(schema, prop) or ""
    if kind in _FORMS:
        return _FORMS[kind].fullmatch(value) is not None
    if kind == "date":
        return is_day(value)
    if prop in _PHRASES:
        return not tells(value)
    return kind.startswith("entity") or not tells_number(value)


def _is_found(schema: str, prop: str) -> bool:
    """Tell whether a property holds what was found in a document, or reaches no body."""
    reaches = is_known(schema, prop) in _REACH and not is_a(schema, "Organization")
    return reaches or prop in _FOUND or prop in properties("Analyzable")


@dataclass(frozen=True, slots=True)
class _About:
    """Whom a record is about.

    :ivar person: it is of a person, or of who may be one.
    :ivar tied: it is not, and names one.
    :ivar narrow: only a few of its properties are kept.
    :ivar alone: it names nobody, and what it tells may be of anybody.
    """

    schema: str
    person: bool
    tied: bool
    narrow: bool
    alone: bool

    @property
    def personal(self) -> bool:
        """What it says may be said of a person."""
        return self.person or self.tied or self.alone


@dataclass(frozen=True)
class Private:
    """Who of a file is a person, and who of those is there only for a relative.

    :ivar persons: ids of persons, and of what may be one.
    :ivar others: ids of all else.
    :ivar relatives: persons who are listed for whom they are related to, and for nothing else.
    :ivar homes: ids of addresses that a person has.
    :ivar prose: language in which the file is written where its values do not say so.
    """

    persons: frozenset[str]
    others: frozenset[str]
    relatives: frozenset[str]
    homes: frozenset[str]
    prose: str = ""
    left_out: Counter[str] = field(default_factory=Counter)

    def public(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Yield ``parts`` without what is private, and count that in ``left_out``."""
        for part in parts:
            if isinstance(part, (Skipped, Dated)):
                yield part
                continue
            kept = self._kept(part)
            if kept is not None:
                yield kept

    def _kept(self, record: Record) -> Record | None:
        about = self._about(record)
        reason = self._reason(record, about)
        if reason:
            self.left_out[reason] += 1
            return None
        values = tuple(v for value in record.values for v in self._value(value, about))
        return replace(record, values=values) if values else None

    def _about(self, record: Record) -> _About:
        schema, ends = record.schema, _ends(record)
        own = any(is_a(schema, each) for each in _OWN)
        tied = bool(ends & self.persons) if own else bool(ends - self.others)
        narrow = (tied and not own) or is_a(schema, "Document")
        person = record.id in self.persons or is_personal((schema,))
        return _About(schema, person, tied, narrow, alone=not own and not ends)

    def _reason(self, record: Record, about: _About) -> str:
        if record.id in self.relatives:
            return "relative"
        if any(
            is_a(record.schema, p) and not self._is_of_body(record, e) for p, e in _PAPERS.items()
        ):
            return "document"
        if record.id in self.homes:
            return "address"
        if record.schema == "Vehicle" or any(is_a(record.schema, each) for each in _NEVER):
            return record.schema
        if record.schema in _ACCOUNTS and (about.tied or not _ends(record)):
            return "account"
        related = record.schema in _FAMILY and bool(_ends(record) & self.relatives)
        return "relationship" if related else ""

    def _is_of_body(self, record: Record, prop: str) -> bool:
        ends = record.all(prop)
        return bool(ends) and self.others.issuperset(ends)

    def _value(self, value: Value, about: _About) -> Iterator[Value]:
        """Yield what is kept of a value.

        A sanction's reasons tell of persons as their own notes do.
        """
        if why := _why(value, about):
            self.left_out[why] += 1
        elif value.prop == "addressEntity" and value.value in self.homes:
            return
        elif value.prop in _PROSE:
            yield from self._prose(value, about)
        else:
            yield replace(value, original="") if about.personal else value

    def _prose(self, value: Value, about: _About) -> Iterator[Value]:
        """Yield the sentences that are kept; of a body's own, those on persons are left out."""
        declared = value.language or self.prose
        if about.personal and written_in(value.value, declared) not in LANGUAGES:
            self.left_out["prose"] += 1
            return
        told = sentences(value.value)
        private = tells if about.personal else tells_of_person
        kept = [sentence for sentence in told if not private(sentence)]
        self.left_out["sentence"] += len(told) - len(kept)
        if len(kept) == len(told) and not about.personal:
            yield value
        elif kept:
            yield replace(value, value=" ".join(kept), original="")


def _why(value: Value, about: _About) -> str:
    """Return why a value is left out as a whole; sentences are looked at one by one."""
    schema, prop = about.schema, value.prop
    if about.person:
        return why_private(schema, prop, "" if prop in _PROSE else value.value, person=True)
    if _is_found(schema, prop):
        return prop
    if about.narrow:
        kept = prop in _TIED or (value.refers and prop not in _CONTACT)
        fit = prop in _PROSE or _is_fit(schema, prop, value.value)
        return "" if kept and fit else prop
    contact = about.tied and prop in _CONTACT and not is_a(schema, "Organization")
    return prop if contact else ""


def _ends(record: Record) -> set[str]:
    return {value.value for value in record.values if value.refers}


def private(parts: Iterable[Part], prose: str = "") -> Private:
    """Return what a first reading of a file tells about persons in it.

    :param prose: language in which it is written where its values do not say so.
    """
    persons, others, relatives = set(), set(), set()
    homes: set[str] = set()
    for part in parts:
        if not isinstance(part, Record):
            continue
        if not is_personal((part.schema,)):
            others.add(part.id)
            continue
        persons.add(part.id)
        homes.update(part.all("addressEntity"))
        topics = part.all("topics")
        if topics and set(topics) <= {_RELATIVE}:
            relatives.add(part.id)
    kept = frozenset(others - persons)
    return Private(frozenset(persons), kept, frozenset(relatives), frozenset(homes), prose)
