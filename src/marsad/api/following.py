"""Sources: which are followed, from where, and where they moved to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from threading import Event as StopEvent

from ..errors import ConfigError, GoneError, RefusedError, SourceError
from ..model import Source, Verdict, make_id
from ..plugins import connectors
from ..ports import PostFilter, Transport
from ..text import detect
from .reading import Reading
from .values import Successor, listed_source, make_source

__all__ = ["Following"]


class Following(Reading):
    """The sources of a workspace."""

    def sources(self) -> tuple[Source, ...]:
        """All sources, by id."""
        return self.read.sources()

    def source(self, source_id: str) -> Source:
        """Return one source.

        :raises NotFoundError: there is none of that id.
        """
        return self.read.source(source_id)

    def discover(self, address: str, *, local: bool = False) -> tuple[str, str]:
        """Return the best address and kind for what a person typed, after one look at it.

        A page that announces a feed is followed by that. Where the site cannot be asked now, the
        spelling of the address decides.

        :raises GoneError: nothing is published there.
        :raises RefusedError: robots.txt, or the site itself, forbids reading it.
        :raises FetchError: not an address.
        """
        from ..monitor import discover, recognise

        found = recognise(address)
        try:
            best = discover(found, self._transport(None), local=local)[0]
        except GoneError:
            raise
        except RefusedError as error:
            if error.retry_after is None:
                raise
            best = found
        except SourceError:
            best = found
        return best.address, best.kind

    def add_source(self, source: Source) -> None:
        """Follow ``source``; one that has the same id is replaced."""
        connectors(self.config.limits).get(source.kind)
        with self.store.write() as writer:
            writer.put_source(source)

    def with_free_id(self, source: Source) -> Source:
        """Return ``source`` with an id that no other address has here."""
        return _with_free_id(source, {each.id: each.address for each in self.sources()})

    def pause_source(self, source_id: str, *, paused: bool = True) -> Source:
        """Stop visiting a source, or go on; what it published stays."""
        source = replace(self.source(source_id), paused=paused)
        self.add_source(source)
        return source

    def adopt_name(self, source_id: str) -> Source:
        """Name a source as its own page does, where a page said so."""
        source = self.source(source_id)
        names = [f.value for f in self.read.source_facts(source_id) if f.field == "name"]
        if names and names[-1] != source.name:
            source = replace(source, name=names[-1])
            self.add_source(source)
        return source

    def languages_of(self, source_id: str, sample: int = 10) -> tuple[str, ...]:
        """Return the languages of a source's latest posts, the most frequent first."""
        views = self.read.posts(PostFilter(source_id=source_id, limit=sample))
        found = Counter(detect(v.version.text)[0] for v in views if v.version.text.strip())
        return tuple(language for language, _ in found.most_common())

    def import_sources(self, data: bytes, name: str, *, local: bool = False) -> tuple[Source, ...]:
        """Follow what an OPML or CSV list holds; return the sources that are new here.

        A line whose address is followed already changes nothing.

        :param name: of the list, for messages.
        :param local: allow addresses on this machine, such as folders.
        :raises UnreadableError: not such a list.
        :raises FetchError: a line's address is not understood.
        :raises NotFoundError: a line's kind is not known.
        :raises ConfigError: a reliability is not understood, or an address is local and may not
            be. Whatever is raised, none of the list is followed.
        """
        from ..monitor import read_list

        made = [listed_source(line) for line in read_list(data, name)]
        known = connectors(self.config.limits)
        for source in made:
            known.get(source.kind)  # before anything is followed
        refused = [source.address for source in made if source.local and not local]
        if refused:
            raise ConfigError(
                f"{name} names files of this machine: {', '.join(refused[:3])}.",
                hint="If the list is your own, import it with --local.",
            )
        with self.store.write() as writer:
            added = _new(made, self.sources())
            for source in added:
                writer.put_source(source)
        return added

    def export_sources(self, suffix: str) -> bytes:
        """Return all sources as ``opml`` or ``csv``."""
        from ..monitor import write_csv, write_opml

        sources = self.sources()
        return write_csv(sources) if suffix == "csv" else write_opml(sources, self.config.name)

    # ------------------------------------------------------------ successors

    def successors(self) -> tuple[Successor, ...]:
        """Return addresses that sources announced and nobody has followed or dismissed."""
        reader = self.read
        followed = {source.address.lower() for source in reader.sources()}
        found = [
            Successor(source, fact.value, fact.seen_at, fact.capture_id)
            for source in reader.sources()
            for fact in reader.source_facts(source.id)
            if fact.field == "successor" and fact.value.lower() not in followed
        ]
        return tuple(each for each in found if not self._dismissed(each))

    def _dismissed(self, successor: Successor) -> bool:
        made = self.read.judgements(_subject(successor.source.id, successor.address))
        return bool(made) and made[-1].verdict is Verdict.REJECT

    def follow_successor(self, successor: Successor) -> Source:
        """Follow what a source announced, with the same owner, and note who follows whom."""
        old = successor.source
        new = replace(
            make_source(successor.address, owner=old.owner or "", languages=old.languages),
            voice=old.voice,
            predecessor=old.id,
        )
        new = self.with_free_id(new)
        self.add_source(new)
        self.add_source(replace(old, successor=new.id))
        return new

    def dismiss_successor(self, successor: Successor, *, by: str, reason: str = "") -> None:
        """Record that an announced address is not to be followed."""
        subject = _subject(successor.source.id, successor.address)
        self.judge(subject, Verdict.REJECT, by=by, reason=reason)

    def _transport(self, stop: StopEvent | None) -> Transport:
        from ..monitor import USER_AGENT, default_transport

        contact = self.config.contact
        return default_transport(
            self.config.limits,
            user_agent=f"{USER_AGENT} {contact}" if contact else USER_AGENT,
            recall=self.read.validators,
            proxy=self.config.proxy or None,
            stop=stop,
        )


def _subject(source_id: str, address: str) -> str:
    return make_id("n", source_id, address)


def _new(listed: Iterable[Source], known: Iterable[Source]) -> tuple[Source, ...]:
    """Return those of ``listed`` whose addresses are not ``known``, each once, under free ids."""
    held = {each.id: each.address for each in known}
    addresses = {address.lower() for address in held.values()}
    added = []
    for source in listed:
        if source.address.lower() not in addresses:
            addresses.add(source.address.lower())
            added.append(_with_free_id(source, held))
            held[added[-1].id] = source.address
    return tuple(added)


def _with_free_id(source: Source, held: Mapping[str, str]) -> Source:
    """Return ``source`` with an id that no other address has among ``held``, id → address."""
    free, number = source.id, 1
    while held.get(free, source.address) != source.address:
        number += 1
        free = f"{source.id}-{number}"
    return replace(source, id=free)
