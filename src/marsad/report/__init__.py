"""Stories and statements become a cited report; the gate checks it; renderers print it."""

from .drafting import draft_brief
from .endnotes import Endnote, Endnotes, endnotes
from .gate import Finding, assert_publishable, check
from .material import Material
from .render import renderers

__all__ = [
    "Endnote",
    "Endnotes",
    "Finding",
    "Material",
    "assert_publishable",
    "check",
    "draft_brief",
    "endnotes",
    "renderers",
]
