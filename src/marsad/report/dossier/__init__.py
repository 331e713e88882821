"""Dossiers: what is known of one entity, by whom, and what is not.

::

    DossierMaterial   what a dossier is drawn up from        (material)
    draw_up           material to Dossier, a pure function   (build)
    Dossier           names, ties, statements …, each cited  (values)
    as_report         a Dossier as a Report of that kind     (writing)
    exporters         JSON, STIX 2.1, FollowTheMoney, MISP   (exports)
"""

from .build import draw_up, reports_naming
from .exports import Exporter, exporters
from .material import DossierMaterial, Doubt
from .values import Dossier
from .writing import as_report

__all__ = [
    "Dossier",
    "DossierMaterial",
    "Doubt",
    "Exporter",
    "as_report",
    "draw_up",
    "exporters",
    "reports_naming",
]
