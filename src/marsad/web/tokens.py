"""Tokens against forged forms: a signed cookie that every form has to repeat.

Another site can make a browser post a form, but can neither read the cookie nor the page that
holds its value; another server on this machine could set a cookie, but cannot sign it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

__all__ = ["COOKIE", "FIELD", "Tokens"]

COOKIE = "marsad_form"
FIELD = "token"


class Tokens:
    """Makes and checks tokens; they are valid as long as this process runs."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def new(self) -> str:
        """Return a fresh token."""
        value = secrets.token_urlsafe(24)
        return f"{value}.{self._sign(value)}"

    def genuine(self, token: str) -> bool:
        """Tell whether this process made ``token``."""
        value, _, signature = token.partition(".")
        return hmac.compare_digest(signature.encode(), self._sign(value).encode())

    def matching(self, cookie: str, field: str) -> bool:
        """Tell whether a form's field repeats a genuine cookie."""
        return self.genuine(cookie) and hmac.compare_digest(cookie.encode(), field.encode())

    def _sign(self, value: str) -> str:
        return hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()
