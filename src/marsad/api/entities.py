"""Entities: who or what is behind names, and people's decisions about that."""

from __future__ import annotations

from datetime import datetime

from ..errors import DecisionError, NotFoundError
from ..model import Entity, EntityKind, Judgement, Name, Role, Verdict
from ..model.entity_review import (
    Disagreement,
    disputing,
    entity_review,
    pair,
    renaming,
    taken_back,
)
from ..model.review import undoing
from ..pipeline import (
    EDITORS,
    Checked,
    Cited,
    checked,
    dismissals,
    entities_called,
    entity_view,
    made_entity,
    self_check,
    suggestions,
)
from ..pipeline.asserting import left_by
from ..ports import EntityView, Progress
from ..resolve import Contradiction, Suggestion
from ._reasons import require_reason
from .reading import Reading

__all__ = ["Entities"]


class Entities(Reading):
    """Entities as judgements leave them, and the decisions that may be made about them.

    A decision shows at once wherever entities, their facts and their statements are read, under
    the id of either of two that were merged. Which names in posts are linked to which entity
    follows with the next :meth:`run`.
    """

    def entity(self, entity_id: str) -> EntityView:
        """Return an entity, by its own id or that of one that was merged into it.

        :raises NotFoundError: there is none of that id.
        """
        return entity_view(self.read, entity_id)

    def entities_called(
        self, text: str, kind: EntityKind | None = None, limit: int = 20, offset: int = 0
    ) -> tuple[Entity, ...]:
        """Return entities by any of their names: whole names, beginnings, then all words.

        Where none is called so, names that ``text`` may be in another script or spelling.
        """
        return entities_called(self.known, text, kind, limit, offset)

    def may_be_same(
        self, entity_id: str | None = None, limit: int = 20, offset: int = 0
    ) -> tuple[Suggestion, ...]:
        """Return pairs that may be the same and on which nobody has decided, with reasons.

        :param entity_id: pairs of this one alone, which is ``one`` of each.
        """
        return suggestions(self.read, self.known, entity_id, limit, offset)

    def history(self, entity_id: str) -> tuple[Judgement, ...]:
        """Return all decisions on an entity, its facts and roles, and what is merged with it.

        They are in the order in which they were made.

        :raises NotFoundError: there is none of that id.
        """
        return self.entity(entity_id).judgements

    def taken_back(self) -> frozenset[str]:
        """Return the ids of all judgements that were taken back."""
        return taken_back(self.judgements())

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return on what people decided differently, each with the newest word of each."""
        return entity_review(self.judgements()).disagreements

    # ------------------------------------------------------------ contradictions

    def self_check(self, progress: Progress | None = None) -> Checked:
        """Look for contradictions now; a run does so once a day. Some seconds for large lists."""
        return self_check(self.store, self.clock, progress)

    def contradictions(self, *, dismissed: bool = False) -> tuple[Contradiction, ...]:
        """Return what the last self-check found, but what somebody judged settled.

        :param dismissed: return those that somebody judged settled instead.
        """
        last, settled = checked(self.read), dismissals(self.judgements())
        return tuple(c for c in (last.found if last else ()) if (c.id in settled) == dismissed)

    def last_check(self) -> datetime | None:
        """Return when the last self-check was made; None where there was none."""
        last = checked(self.read)
        return last.at if last else None

    def dismissals(self) -> dict[str, Judgement]:
        """Return contradiction → the judgement by which somebody settled it."""
        return dismissals(self.judgements())

    def dismiss(self, contradiction_id: str, *, by: str, reason: str) -> Judgement:
        """Judge a contradiction settled; it stays so until what is known of it changes.

        :raises NotFoundError: the last self-check found none of that id.
        :raises DecisionError: no reason is given.
        """
        require_reason(reason, "settle a contradiction")
        last = checked(self.read)
        if contradiction_id not in {c.id for c in (last.found if last else ())}:
            raise NotFoundError("contradiction", contradiction_id)
        return self.judge(contradiction_id, Verdict.REJECT, by=by, reason=reason)

    # ------------------------------------------------------------ one entity

    def rename(
        self, entity_id: str, name: str, language: str, *, by: str, reason: str = ""
    ) -> Judgement:
        """Give an entity the name that is printed in a language; its others are kept.

        :param language: ISO 639 code.
        :raises NotFoundError: there is no such entity.
        :raises DecisionError: the name or the language is blank.
        """
        kept, words = self._kept(entity_id), " ".join(name.split())
        if not words or not language.strip():
            raise DecisionError("A name or its language is missing.", hint="Give both.")
        value = renaming(words, language.strip())
        return self.judge(kept, Verdict.RENAME, by=by, reason=reason, value=value)

    def retire(self, entity_id: str, *, by: str, reason: str) -> Judgement:
        """Link an entity to nothing that is found any more; what is known of it is kept.

        :raises NotFoundError: there is no such entity.
        :raises DecisionError: no reason is given.
        """
        require_reason(reason, "retire an entity")
        return self.judge(self._kept(entity_id), Verdict.RETIRE, by=by, reason=reason)

    def dispute(
        self, entity_id: str, *, by: str, reason: str, fact_id: str | None = None
    ) -> Judgement:
        """Record that an entity, or one fact about it, is disputed, and why.

        :raises NotFoundError: there is no such entity, or it has no such fact.
        :raises DecisionError: no reason is given.
        """
        require_reason(reason, "dispute it")
        view = self.entity(entity_id)
        known = {f.id for each in (view.facts, *view.joined.values()) for f in each}
        if fact_id is not None and fact_id not in known:
            raise NotFoundError("fact", fact_id)
        value = disputing(fact_id) if fact_id else None
        return self.judge(view.merged[0], Verdict.DISPUTE, by=by, reason=reason, value=value)

    def make_entity(
        self,
        name: str,
        kind: EntityKind,
        *,
        by: str,
        reason: str,
        language: str = "und",
        role: str = "",
        organisation_id: str | None = None,
        mention: tuple[str, str] | None = None,
    ) -> Entity:
        """Make an entity of a name, on an editor's word, which is kept as a fact with its reason.

        A private person is none: the reason has to say why a person is a public matter.

        :param mention: ids of a post and of a mention in its newest version; then ``name`` may be
            blank, and the fact cites where it stands.
        :raises DecisionError: there is no reason or no name.
        :raises NotFoundError: there is no such post, mention or organisation.
        """
        require_reason(reason, "make an entity of a name")
        cited = self._cited(mention)
        text = " ".join((name or cited.words).split())
        if not text:
            raise DecisionError("An entity needs a name.", hint="Give one, or name a mention.")
        if organisation_id is not None:
            self.entity(organisation_id)
        named, held = Name(text, language, canonical=True), Role(role, organisation_id)
        entity, facts = made_entity(named, kind, held, cited, by, reason, self.clock())
        judgement = self._judgement(entity.id, Verdict.ACCEPT, by=by, reason=reason)
        with self.store.write() as writer:
            writer.put_dataset(EDITORS)
            writer.put_entities([entity])
            writer.put_facts(facts)
            writer.put_judgement(judgement)
        return entity

    def _cited(self, mention: tuple[str, str] | None) -> Cited:
        if mention is None:
            return Cited()
        view = self.post(mention[0])
        found = next((m for m in view.mentions if m.id == mention[1]), None)
        if found is None:
            raise NotFoundError("mention", mention[1])
        return Cited(view.version.id, found.span, found.span.of(view.version.text))

    # ------------------------------------------------------------ two entities

    def merge(self, entity_id: str, into: str, *, by: str, reason: str = "") -> Judgement:
        """Record that an entity is the one with the id ``into``, which then stands for both.

        All that is known of either is kept, with who says so.

        :raises NotFoundError: there is no such entity.
        :raises DecisionError: they are one already, or somebody holds them apart.
        """
        one, other = self.entity(entity_id), self.entity(into)
        if one.merged == other.merged:
            raise DecisionError(f"“{entity_id}” and “{into}” are one already.")
        review = entity_review(self.judgements())
        held = (review.apart.get(pair(a, b)) for a in one.merged for b in other.merged)
        for judgement in filter(None, held):
            if {judgement.subject, judgement.object} != {entity_id, into}:
                raise DecisionError(
                    f"{judgement.by} holds “{judgement.subject}” and “{judgement.object}” apart.",
                    hint=f"If that was wrong: marsad entity undo {judgement.id}",
                )
        return self.judge(entity_id, Verdict.SAME, by=by, reason=reason, other=into)

    def split(self, entity_id: str, other: str, *, by: str, reason: str = "") -> Judgement:
        """Record that two entities are not the same; if they were merged, they no longer are.

        Where others tie them together, the newest of those merges has no effect any more.

        :raises NotFoundError: there is no such entity.
        :raises DecisionError: both ids are one and the same.
        """
        for each in (entity_id, other):
            self.entity(each)
        if entity_id == other:
            raise DecisionError("An entity cannot be held apart from itself.")
        return self.judge(entity_id, Verdict.NOT_SAME, by=by, reason=reason, other=other)

    def suggest_same(self, entity_id: str, other: str, *, by: str, reason: str) -> Judgement:
        """Note that two entities may be the same, for somebody to decide.

        :raises NotFoundError: there is no such entity.
        :raises DecisionError: no reason is given, or they are one already.
        """
        require_reason(reason, "suggest it")
        one, two = self._kept(entity_id), self._kept(other)
        if one == two:
            raise DecisionError(f"“{entity_id}” and “{other}” are one already.")
        return self.judge(one, Verdict.MAYBE_SAME, by=by, reason=reason, other=two)

    # ------------------------------------------------------------ taking back

    def undo(self, judgement_id: str, *, by: str, reason: str = "") -> Judgement:
        """Take back one judgement, be it one that took back another; all else stands as it did.

        Facts that were recorded by it no longer stand, one that was ended by it stands again.

        :raises NotFoundError: there is no such judgement.
        :raises DecisionError: it was taken back before.
        """
        made = self.judgements()
        found = next((j for j in made if j.id == judgement_id), None)
        if found is None:
            raise NotFoundError("judgement", judgement_id)
        if judgement_id in taken_back(made):
            raise DecisionError(f"Judgement {judgement_id} was taken back before.")
        judgement = self._judgement(
            found.subject,
            Verdict.UNDECIDED,
            by=by,
            reason=reason,
            value=undoing(found),
            other=found.object,
        )
        facts = left_by(self.read, judgement, (*made, judgement), self.clock())
        with self.store.write() as writer:
            writer.put_judgement(judgement)
            writer.put_facts(facts)
        return judgement

    def _kept(self, entity_id: str) -> str:
        """Return the id of the entity that stands for this one."""
        return self.entity(entity_id).merged[0]
