"""The command line: thin, it calls :mod:`marsad.api` only.

Every command that prints facts takes ``--json``. Exit codes: 0 done; 1 an error with an
explanation; 2 a wrong call; 3 not available in this tier; 130 stopped from the keyboard.
"""

from ._main import app, main

__all__ = ["app", "main"]
