"""Exit statuses besides 0 (done), 1 (an explained error) and 2 (wrong usage)."""

__all__ = ["SOME_FAILED"]

SOME_FAILED = 4
"""Something could not be read, and everything else was."""
