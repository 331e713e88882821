"""PDF, set by Typst. All text reaches the template as data, never as markup."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib.resources import as_file, files

from ...errors import MissingToolError, ReportError
from ...ports import ReportContext
from .page import page

__all__ = ["PdfRenderer"]

_NO_GLYPH = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\ufe0e\ufe0f\u200d\u20e3]+"
)
"""Emoji and dingbats, for which no font is shipped."""


class PdfRenderer:
    """Renders A4 pages; the same report always gives the same bytes."""

    name = "pdf"
    suffix = "pdf"

    def render(self, context: ReportContext) -> bytes:
        """Return the PDF.

        :raises MissingToolError: Typst is not installed.
        :raises ReportError: Typst refuses the document.
        """
        try:
            import typst
        except ImportError as error:
            raise MissingToolError(
                "Typst", "write PDF", hint="Install it with: pip install typst"
            ) from error
        told = json.dumps(asdict(page(context)), ensure_ascii=False)
        shown = _NO_GLYPH.sub("▪", told).encode("utf-8", "replace").decode("utf-8")
        package = files("marsad.report")
        with as_file(package / "templates") as templates, as_file(package / "fonts") as fonts:
            try:
                return bytes(
                    typst.compile(
                        str(templates / "report.typ"),
                        root=str(templates),
                        format="pdf",
                        sys_inputs={"page": shown},
                        font_paths=typst.Fonts(
                            include_system_fonts=False,
                            include_embedded_fonts=True,
                            font_paths=[str(fonts)],
                        ),
                        timestamp=context.report.created.replace(microsecond=0),
                    )
                )
            except typst.TypstError as error:
                raise ReportError(
                    f"The PDF of report {context.report.id} cannot be set: {error}.",
                    hint="Publish the HTML, and report this text to the project.",
                ) from error
