"""What of persons is not taken over from a list: whatever would help to find or profile them.

Kept of persons are names, public roles, dates and places of birth down to the city, countries,
and what lists say of their deeds. Left out are street addresses, telephone numbers, e-mail
addresses, numbers of documents, looks, beliefs and private relatives. A ``LegalEntity`` may be a
person and is treated as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ...text.lexicon import words
from .records import Dated, Part, Record, Skipped, Value
from .schemata import is_a

__all__ = ["Private", "private"]

_PUBLIC = words(
    "name alias weakAlias previousName abbreviation firstName lastName middleName secondName "
    "fatherName nameSuffix title position political birthDate deathDate birthPlace "
    "birthCountry nationality citizenship country mainCountry jurisdiction gender topics "
    "program programId classification status keywords notes summary description biography "
    "legalForm sector incorporationDate dissolutionDate leiCode "
    "sourceUrl publisher publisherUrl wikidataId wikipediaUrl website createdAt modifiedAt "
    "retrievedAt parent proof riskSource icijId opencorporatesUrl"
)
"""Properties that are kept of a person."""

_PROSE = frozenset(("notes", "summary", "description", "biography", "reason"))
_SENTENCE = re.compile(r"(?<=[^\s.]{4}[.;!?])\s+")
"""Where a sentence ends; not after "Tel." and "no.", behind which numbers stand."""

_TELLING = re.compile(
    r"\b(?:address|resid(?:es?|ed|ing|ence|ent)|domicil\w*|"
    r"liv(?:es|ed|ing) (?:in|at|with|near|there)|"
    r"apartment|street|avenue|whereabouts|location|located (?:in|at)|"
    r"(?:brother|sister|son|daughter)['’]s name|"
    r"tel(?:ephone)?|phones?|mobile|e-?mail|fax|passports?|identity card|identification number|"
    r"identity number|national (?:id|no)|document (?:no|number)|photos?|photographs?|fingerprints?|"
    r"eyes?|hair|complexion|height|weight|beard|physical description|"
    r"wife|wives|husband|married|mother|(?:his|her|has|with) (?:\w+ )?(?:children|sons?|daughters?)"
    r")\b|\+\d[\d ()./-]{7,}\d|\b0\d{2,3}[ -]?\d{3}[ -]?\d{3,4}\b|\b\d{9,}\b|"
    r"\b[A-Z]{1,2}\d{6,9}\b|\S@\S",
    re.IGNORECASE,
)
"""Sentences of prose that are left out. "Brother of" and "son of" stay: lists give them as the
ground of a listing. Words are our choice; of the UN list, every sixth sentence that they leave
out was read, and every twelfth of those kept that name a prison, a relative or a number."""

_FAMILY = ("Family", "Associate")
_DOCUMENTS = "Identification"
_RELATIVE = "role.rca"

_ACCOUNTS = (
    *("UserAccount", "Call", "BankAccount", "CryptoWallet"),
    *("Mention", "Document", "RealEstate"),
)
"""Records that are left out whole where they name a person: numbers, accounts and homes."""

_CONTACT = frozenset(("address", "addressEntity", "phone", "email"))


@dataclass(frozen=True)
class Private:
    """Who of a file is a person, and who of those is there only for a relative.

    :ivar persons: ids of persons, and of what may be one.
    :ivar relatives: persons who are listed for whom they are related to, and for nothing else.
    :ivar homes: ids of addresses that a person has.
    """

    persons: frozenset[str]
    relatives: frozenset[str]
    homes: frozenset[str]
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
        reason = self._reason(record)
        if reason:
            self.left_out[reason] += 1
            return None
        person = record.id in self.persons
        tied = bool(_ends(record) & self.persons)
        values = (v for value in record.values for v in self._value(value, person, tied))
        return replace(record, values=tuple(values))

    def _reason(self, record: Record) -> str:
        if record.id in self.relatives:
            return "relative"
        if is_a(record.schema, _DOCUMENTS) and self.persons.intersection(record.all("holder")):
            return "document"
        if record.id in self.homes:
            return "address"
        ends = _ends(record)
        if ends & self.persons and _is_account(record.schema):
            return "account"
        return "relationship" if record.schema in _FAMILY and ends & self.relatives else ""

    def _value(self, value: Value, person: bool, tied: bool) -> Iterator[Value]:
        """Yield what is kept of a value of a person's record, of one tied to a person, or neither.

        A sanction's reasons tell of persons as their own notes do.
        """
        if tied and value.prop in _CONTACT and not person:
            self.left_out[value.prop] += 1
        elif tied and value.prop in _PROSE and not person:
            yield from self._prose(value)
        elif not person:
            if value.prop != "addressEntity" or value.value not in self.homes:
                yield value
        elif value.prop not in _PUBLIC:
            self.left_out[value.prop] += 1
        elif value.prop in _PROSE:
            yield from self._prose(value)
        else:
            yield value

    def _prose(self, value: Value) -> Iterator[Value]:
        sentences = _SENTENCE.split(value.value)
        kept = [sentence for sentence in sentences if not _TELLING.search(sentence)]
        self.left_out["sentence"] += len(sentences) - len(kept)
        if kept:
            yield replace(value, value=" ".join(kept), original="")


def _ends(record: Record) -> set[str]:
    return {value.value for value in record.values if value.refers}


def _is_account(schema: str) -> bool:
    return schema == "Vehicle" or any(is_a(schema, each) for each in _ACCOUNTS)


def private(parts: Iterable[Part]) -> Private:
    """Return what a first reading of a file tells about persons in it."""
    persons, relatives = set(), set()
    homes: set[str] = set()
    for part in parts:
        if not isinstance(part, Record):
            continue
        if is_a(part.schema, "Person") or part.schema == "LegalEntity":
            persons.add(part.id)
            homes.update(part.all("addressEntity"))
            topics = part.all("topics")
            if topics and set(topics) <= {_RELATIVE}:
                relatives.add(part.id)
    return Private(frozenset(persons), frozenset(relatives), frozenset(homes))
