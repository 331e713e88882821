"""The demonstration: real official statements and a fictional exercise, through the whole chain.

``build`` is idempotent and may be stopped at any moment and run again.
"""

from ._build import DemoResult, build

__all__ = ["DemoResult", "build"]
