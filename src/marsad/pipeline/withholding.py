"""Posts as they are told outside this workspace: private persons withheld, as in every product.

The sealed capture and the stored text stay as they are, and so do spans, which are of the latter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..model import GAP, Span, Speaker, Version
from ..ports import PostView
from ..report import mask_spans, private_in_english, private_spans
from .known import Known
from .tasks import extract_text

__all__ = ["Told"]


@dataclass(frozen=True)
class Told:
    """A post and one of its versions, read for quotation."""

    view: PostView
    known: Known
    version: Version

    @cached_property
    def withheld(self) -> tuple[Span, ...]:
        """Runs of the version's text that are not told.

        Names are looked for anew in a version of which none are stored: one that is not the
        newest, was not read yet, or names nobody. Its passages may be older than its reading.
        """
        text, language = self.version.text, self.version.language or ""
        stored = self.view.mentions if self.version.id == self.view.version.id else ()
        mentions = stored or extract_text(text, language=language).mentions
        return private_spans(text, mentions, self.known.by_name.keys())

    def quotation(self, spans: Sequence[Span]) -> str:
        """Return runs of the text, those that are apart parted by ``[…]``."""
        return GAP.join(self.run(span) for span in spans)

    def run(self, span: Span) -> str:
        """Return one run of the text, be its ends inside a name."""
        return mask_spans(span.of(self.version.text), self.withheld, span.start)

    def english(self, text: str, spans: Sequence[Span]) -> str:
        """Return what ``spans`` say in English."""
        touched = [p.span for p in self.view.passages if any(p.span.overlap(s) for s in spans)]
        withheld = [s for s in self.withheld if any(p.overlap(s) for p in touched)]
        return mask_spans(text, self.private(text, withheld))

    def speaker(self, speaker: Speaker) -> str:
        """Return a speaker's words in the post."""
        if speaker.span is None:
            return self.words(speaker.text)
        return mask_spans(speaker.text, self.withheld, speaker.span.start)

    def words(self, text: str) -> str:
        """Return words about the post, such as a title, in any language."""
        return mask_spans(text, self.private(text, self.withheld))

    def private(self, text: str, withheld: Sequence[Span]) -> tuple[Span, ...]:
        """Return the runs of words about the post that may be some of its withheld names."""
        names = [span.of(self.version.text) for span in withheld]
        return private_in_english(text, names, self.known.by_name.keys())
