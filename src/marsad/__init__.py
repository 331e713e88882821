"""Marsad, an open-source threat monitor: sealed sources, statements, cited reports."""

__version__ = "0.1.0"
__all__ = ["__version__"]
