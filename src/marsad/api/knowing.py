"""Lists of entities: imported, compared, dropped, exported; and facts on an editor's word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import ConfigError, DecisionError, NotFoundError
from ..model import Dataset, Fact, Import, Judgement, Span, Verdict
from ..pipeline import EDITORS, Cited
from ..pipeline.asserting import Asserted, asserted, ended, recording
from ..pipeline.entities import fact_subject
from ..pipeline.knowledge import Imported, Naming, drop_dataset, import_dataset
from ..pipeline.roles_told import ToldRole, role_subject, told_role, told_roles
from ..ports import Progress
from ..resolve.exporting import ftm_lines, statement_lines
from ..resolve.importing import Contents
from ._reasons import require_reason
from .reading import Reading

__all__ = ["EXPORTS", "Knowing"]

EXPORTS = {"ftm": ftm_lines, "csv": statement_lines}
"""Formats of :meth:`Knowing.export_facts`."""

_PAGE = 1_000


class Knowing(Reading):
    """What lists say of entities. Only importing and dropping write, in one transaction each."""

    def import_list(
        self,
        source: Path | bytes,
        name: str = "",
        *,
        by: str,
        naming: Naming | None = None,
        progress: Progress | None = None,
    ) -> Imported:
        """Store what a list says; what its former edition said besides is then gone.

        Names in posts are linked to its entities by the next :meth:`run`.

        :param source: a file, plain, gzipped or zipped, or its bytes.
        :param name: of the file, for history and messages; that of the path where empty.
        :param by: who imports it.
        :param naming: kind, id and title, where they are not to be as usual.
        :raises UnreadableError: it cannot be read or holds no entity; nothing is stored.
        :raises TooLargeError: likewise.
        :raises ConfigError: the id is that of a dataset of another kind.
        """
        contents = Contents.of(source, name)
        return import_dataset(
            self.store, contents, by=by, clock=self.clock, naming=naming, progress=progress
        )

    def diff_list(
        self, source: Path | bytes, name: str = "", *, naming: Naming | None = None
    ) -> Imported:
        """Return what :meth:`import_list` would change, and change nothing."""
        contents = Contents.of(source, name)
        return import_dataset(
            self.store, contents, by="", clock=self.clock, naming=naming, dry_run=True
        )

    def drop_list(self, dataset: str) -> int:
        """Forget a list with all that only it says; return how many entities it knew.

        :raises NotFoundError: there is none of that id.
        :raises ConfigError: it is the program's own, or the editors'.
        """
        return drop_dataset(self.store, dataset)

    def datasets(self) -> tuple[Dataset, ...]:
        """Return what facts are from, by id: lists, the program's own, the editors'."""
        return self.read.datasets()

    def imports(self, dataset: str | None = None) -> tuple[Import, ...]:
        """Return the imports of a list, or of all, in the order in which they were made."""
        return self.read.imports(dataset)

    def count_facts(self) -> dict[str, tuple[int, int]]:
        """Return dataset → how many entities and facts of it stand."""
        return self.read.count_facts()

    def facts(self, entity_id: str, *, gone: bool = False) -> tuple[Fact, ...]:
        """Return what is said of an entity, by property; with ``gone`` what was said as well."""
        return self.read.facts([entity_id], gone=gone).get(entity_id, ())

    def export_facts(self, format_name: str, datasets: Sequence[str] = ()) -> Iterator[bytes]:
        """Yield lines of facts that stand, those of the named datasets or of all.

        :param format_name: a key of :data:`EXPORTS`.
        :raises ConfigError: there is no such format.
        :raises NotFoundError: there is no such dataset.
        """
        if format_name not in EXPORTS:
            raise ConfigError(
                f"There is no format “{format_name}”.", hint=f"One of {', '.join(EXPORTS)}."
            )
        known = [dataset.id for dataset in self.read.datasets()]
        for each in datasets:
            if each not in known:
                raise NotFoundError("dataset", each)
        return EXPORTS[format_name](self._standing(tuple(datasets) or tuple(known)))

    def _standing(self, datasets: Sequence[str]) -> Iterator[tuple[str, tuple[Fact, ...]]]:
        """Yield entities by id with those of their facts that these datasets say."""
        reader = self.read
        ids = sorted({key for dataset in datasets for key in self._ids(dataset)})
        for start in range(0, len(ids), _PAGE):
            page = ids[start : start + _PAGE]
            for key, facts in reader.facts(page).items():
                told = tuple(fact for fact in facts if fact.dataset in datasets)
                if told:
                    yield key, told

    def _ids(self, dataset: str) -> Iterator[str]:
        reader, after = self.read, ""
        while page := reader.dataset_entities(dataset, after, _PAGE):
            yield from page
            after = page[-1]

    # ------------------------------------------------------------ an editor's word

    def assert_fact(self, entity_id: str, said: Asserted, *, by: str, reason: str) -> Fact:
        """Store a fact on an editor's word; the reason is kept as a decision on it.

        To correct one, assert the right value and end the wrong one. Taking the decision back
        with :meth:`undo` ends the fact.

        :raises NotFoundError: there is no such entity, value or post.
        :raises DecisionError: no reason is given, there is no such property, or the value, the
            days or the place in the text are none; it was recorded before; or it is of what is
            not kept of persons.
        """
        require_reason(reason, "record a fact")
        fact = asserted(self.read, entity_id, said, by, self.clock())
        self._put([fact], self._on(fact, Verdict.ACCEPT, by=by, reason=reason))
        return fact

    def end_fact(self, entity_id: str, fact_id: str, *, by: str, reason: str) -> Fact:
        """Note that an editor's fact no longer stands; it is kept among past ones.

        Taking the decision back with :meth:`undo` lets it stand again.

        :raises NotFoundError: the entity has no such fact.
        :raises DecisionError: no reason is given, the fact is a list's, or was ended before.
        """
        require_reason(reason, "end a fact")
        fact = ended(self.read, entity_id, fact_id, self.clock())
        self._put([fact], self._on(fact, Verdict.REJECT, by=by, reason=reason))
        return fact

    def cited(self, post_id: str, words: str = "") -> Cited:
        """Return where the newest version of a post says ``words``, or only which version it is.

        :raises NotFoundError: there is no such post.
        :raises DecisionError: it does not say so in these very words.
        """
        version = self.post(post_id).version
        start = version.text.find(words)
        if start < 0:
            raise DecisionError(
                f"The post does not say “{words}”.", hint="Copy the words from its original text."
            )
        return Cited(version.id, Span(start, start + len(words)) if words else None, words)

    def _on(self, fact: Fact, verdict: Verdict, *, by: str, reason: str) -> Judgement:
        subject = fact_subject(fact.id)
        return self._judgement(subject, verdict, by=by, reason=reason, other=fact.entity_id)

    def _put(self, facts: Sequence[Fact], judgement: Judgement) -> None:
        """Store facts and why they stand or no longer do: all or nothing."""
        with self.store.write() as writer:
            writer.put_dataset(EDITORS)
            writer.put_facts(facts)
            writer.put_judgement(judgement)

    # ------------------------------------------------------------ roles that posts tell

    def told_roles(self, entity_id: str | None = None) -> tuple[ToldRole, ...]:
        """Return roles that posts of two origins or more give persons, and nobody decided on.

        :param entity_id: only this person's.
        """
        return told_roles(self.read, entity_id)

    def accept_role(
        self, role_id: str, *, by: str, reason: str = "", until: str | None = None
    ) -> tuple[Fact, ...]:
        """Record a role that posts tell: facts that cite its earliest and its latest telling.

        On which day it began posts do not tell, so that is left open. It is one decision, and
        taking it back with :meth:`undo` ends these facts.

        :param reason: how many origins tell it where empty.
        :param until: last day on which it holds (ISO, may be a year or month), where it ended.
        :raises NotFoundError: no such role is told, or somebody has decided on it.
        :raises DecisionError: ``until`` is no day, or before the earliest telling.
        """
        role, at = told_role(self.read, role_id), self.clock()
        told = [asserted(self.read, role.person.id, said, by, at) for said in role.said(until)]
        why = reason.strip() or f"told so by posts of {role.origins} origins"
        facts = tuple({fact.id: fact for fact in told}.values())
        judgement = self._judgement(
            role_subject(role.id),
            Verdict.ACCEPT,
            by=by,
            reason=why,
            value=recording(facts),
            other=role.person.id,
        )
        self._put(facts, judgement)
        return facts

    def decline_role(self, role_id: str, *, by: str, reason: str) -> Judgement:
        """Decide that a role that posts tell is none; :meth:`undo` proposes it again.

        :raises NotFoundError: no such role is told, or somebody has decided on it.
        :raises DecisionError: no reason is given.
        """
        require_reason(reason, "decline a role")
        role = told_role(self.read, role_id)
        subject, person = role_subject(role.id), role.person.id
        return self.judge(subject, Verdict.REJECT, by=by, reason=reason, other=person)
