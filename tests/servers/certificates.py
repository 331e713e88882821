"""Certificates for any name, from an authority that lives as long as a test."""

from __future__ import annotations

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

__all__ = ["Authority"]


class Authority:
    """Signs certificates for the names that a test server is asked for."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Test authority")
        self._own = self._signed(self._name, x509.BasicConstraints(ca=True, path_length=0))
        self.server = cache(self._server)

    def client(self) -> ssl.SSLContext:
        """Return a context that trusts this authority and no other."""
        pem = self._own.public_bytes(serialization.Encoding.PEM)
        return ssl.create_default_context(cadata=pem.decode("ascii"))

    def _server(self, host: str) -> ssl.SSLContext:
        """Return a context that shows a certificate for ``host``, a name or a number."""
        number = host.replace(".", "").isdigit()
        name = x509.IPAddress(ip_address(host)) if number else x509.DNSName(host)
        leaf = self._signed(_named("Test server"), x509.SubjectAlternativeName([name]))
        secret = self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:  # the library reads files only
            both = Path(folder) / "both.pem"
            both.write_bytes(secret + leaf.public_bytes(serialization.Encoding.PEM))
            context.load_cert_chain(both)
        return context

    def _signed(self, subject: x509.Name, extension: x509.ExtensionType) -> x509.Certificate:
        public = self._key.public_key()
        identifier = x509.SubjectKeyIdentifier.from_public_key(public)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
            .add_extension(identifier, critical=False)
            .add_extension(issuer, critical=False)
            .sign(self._key, hashes.SHA256())
        )


def _named(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
