"""HTML: one self-contained file that needs no script and loads nothing."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from ...ports import ReportContext
from .page import page

__all__ = ["HtmlRenderer"]


class HtmlRenderer:
    """Renders with Jinja2; every value is escaped."""

    name = "html"
    suffix = "html"

    def render(self, context: ReportContext) -> bytes:
        """Return the page in UTF-8."""
        return _template().render(page=page(context)).encode("utf-8", "replace")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("marsad.report") / "templates" / "report.html.j2"
    return environment.from_string(source.read_text(encoding="utf-8"))
