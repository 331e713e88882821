"""Stories and statements become a cited report; the gate checks it; renderers print it."""

from ._masking import mask_spans, private_in_english, private_spans
from .drafting import draft_brief
from .endnotes import Endnote, Endnotes, endnotes
from .gate import Finding, assert_publishable, check
from .material import Material, by_name
from .render import renderers

__all__ = [
    "Endnote",
    "Endnotes",
    "Finding",
    "Material",
    "assert_publishable",
    "by_name",
    "check",
    "draft_brief",
    "endnotes",
    "mask_spans",
    "private_in_english",
    "private_spans",
    "renderers",
]
