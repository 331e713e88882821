"""Time stamps by an authority that is made here, with OpenSSL, for the length of a test."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography.x509 import Certificate, load_pem_x509_certificate

from marsad.archive import (
    Authority,
    FolderArchive,
    check_bundle,
    check_token,
    http_authority,
    write_bundle,
)
from marsad.errors import ArchiveError, FetchError
from marsad.model import Response

Open = Callable[..., FolderArchive]
Make = Callable[..., Response]

_CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Test authority
[root]
basicConstraints = critical,CA:true
subjectKeyIdentifier = hash
[leaf]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def _make_authority(folder: Path) -> None:
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
    new = ["req", "-config", "tsa.cnf", "-newkey", "rsa:2048", "-nodes"]
    _openssl(folder, *new, "-x509", "-days", "9", "-extensions", "root",
             "-subj", "/CN=Test root", "-keyout", "root.key", "-out", "root.pem")  # fmt: skip
    _openssl(folder, *new, "-subj", "/CN=Test stamps", "-keyout", "tsa.key", "-out", "tsa.csr")
    _openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key",
             "-days", "9", "-set_serial", "2", "-extfile", "tsa.cnf", "-extensions", "leaf",
             "-out", "tsa.pem")  # fmt: skip


@pytest.fixture(scope="module")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and certificates of an authority."""
    if shutil.which("openssl") is None:
        pytest.skip("the openssl program is not installed")
    folder = tmp_path_factory.mktemp("authority")
    _make_authority(folder)
    return folder


@pytest.fixture
def authority(authority_folder: Path) -> Authority:
    """An authority that answers at once."""

    def ask(query: bytes) -> bytes:
        (authority_folder / "query.tsq").write_bytes(query)
        _openssl(authority_folder, "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa",
                 "-queryfile", "query.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key",
                 "-out", "answer.tsr")  # fmt: skip
        return (authority_folder / "answer.tsr").read_bytes()

    return ask


@pytest.fixture
def roots(authority_folder: Path) -> list[Certificate]:
    """What is trusted: the authority's root."""
    return [load_pem_x509_certificate((authority_folder / "root.pem").read_bytes())]


def _problems(archive: FolderArchive) -> list[str]:
    return [f"{problem.record} {problem.message}" for problem in archive.verify()]


def test_a_head_is_stamped_once_and_verifies(
    open_archive: Open, response: Make, authority: Authority, roots: list[Certificate], root: Path
) -> None:
    with open_archive() as archive:
        assert archive.stamp_head(authority, roots) is None
        archive.seal("s", response(1))
        stamp = archive.stamp_head(authority, roots)
        assert stamp is not None
        assert stamp.seq == 1
        assert archive.stamp_head(authority, roots) == stamp
        assert archive.stamps() == (stamp,)
        assert check_token(stamp.token, stamp.head, roots).tzinfo is not None
        archive.seal("s", response(2))
        newer = archive.stamp_head(authority)
        assert archive.stamps() == (stamp, newer)
        assert _problems(archive) == []
    assert sorted(path.name for path in (root / "stamps").iterdir()) == [
        "1.json", "1.pem", "1.tsr", "2.json", "2.pem", "2.tsr",
    ]  # fmt: skip


def test_openssl_agrees(
    open_archive: Open, response: Make, authority: Authority, authority_folder: Path, root: Path
) -> None:
    with open_archive() as archive:
        archive.seal("s", response(1))
        archive.stamp_head(authority)
    _openssl(authority_folder, "ts", "-verify", "-in", str(root / "stamps/1.tsr"),
             "-data", str(root / "stamps/1.json"), "-CAfile", "root.pem")  # fmt: skip


def test_answers_about_something_else_are_refused_and_not_kept(
    open_archive: Open, response: Make, authority: Authority, root: Path, tmp_path: Path
) -> None:
    asked: list[bytes] = []

    def old(query: bytes) -> bytes:
        asked.append(query)
        return authority(asked[0])

    with open_archive() as archive, FolderArchive(tmp_path / "o", clock=archive._clock) as other:
        other.seal("s", response(0))
        other.stamp_head(old)
        archive.seal("s", response(1))
        for answer in (old, lambda _: b"", lambda _: b"nonsense" * 99):
            with pytest.raises(ArchiveError, match="time stamp does not verify"):
                archive.stamp_head(answer)
    assert not (root / "stamps").exists()


def test_a_stranger_s_authority_is_refused_where_one_is_named(
    open_archive: Open, response: Make, authority: Authority, tmp_path: Path
) -> None:
    _make_authority(tmp_path)
    stranger = load_pem_x509_certificate((tmp_path / "root.pem").read_bytes())
    with open_archive() as archive:
        archive.seal("s", response(1))
        with pytest.raises(ArchiveError, match="does not verify"):
            archive.stamp_head(authority, [stranger])
        assert archive.stamp_head(authority) is not None


def test_changed_stamps_are_found(
    open_archive: Open, response: Make, authority: Authority, roots: list[Certificate], root: Path
) -> None:
    with open_archive() as archive:
        archive.seal("s", response(1))
        archive.stamp_head(authority, roots)
    for name in ("1.tsr", "1.json"):
        path = root / "stamps" / name
        data = path.read_bytes()
        for position in range(40, len(data), 97):
            changed = bytearray(data)
            changed[position] ^= 1
            path.write_bytes(changed)
            assert f"stamps/1.{name[2:]}" in str(_problems(archive)), position
        path.write_bytes(data)
    assert _problems(archive) == []
    (root / "stamps" / "1.pem").write_text("nonsense")
    assert "root certificates" in str(_problems(archive))
    (root / "stamps" / "1.json").unlink()
    assert "The time stamp at entry 1 cannot be read" in str(_problems(archive))


def test_a_ledger_rewritten_with_the_key_is_found_by_the_stamp(
    open_archive: Open, response: Make, authority: Authority, root: Path
) -> None:
    """Whoever has the key can sign anything, but not as of yesterday."""
    with open_archive() as archive:
        archive.seal_many("s", [response(1), response(2)])
        archive.stamp_head(authority)
    for name in ("ledger.jsonl", "head.json", "warc/000001.warc.gz"):
        (root / name).unlink()
    with open_archive() as archive:
        archive.seal_many("s", [response(3), response(4), response(5)])
    assert "the ledger was rewritten" in str(_problems(archive))
    assert "time-stamped" in str(_problems(archive))


def test_a_bundle_rests_on_the_first_stamp_that_covers_it(
    open_archive: Open, response: Make, authority: Authority, tmp_path: Path, root: Path
) -> None:
    with open_archive() as archive:
        captures = archive.seal_many("s", [response(1), response(2)])
        archive.stamp_head(authority)
        archive.seal("s", response(3))
        archive.stamp_head(authority)
        target = tmp_path / "e.wacz"
        write_bundle(target, captures, archive, title="", created=captures[0].fetched_at)
    with ZipFile(target) as bundle:
        assert bundle.read("evidence/head.json") == (root / "stamps/2.json").read_bytes()
        assert bundle.read("evidence/stamp.tsr") == (root / "stamps/2.tsr").read_bytes()
        assert b"openssl ts -verify" in bundle.read("evidence/README.txt")
    findings = list(check_bundle(str(target)))
    assert all(finding.ok for finding in findings)
    assert "time stamp" in findings[-1].text


class _Handler(BaseHTTPRequestHandler):
    authority: Authority

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        right = self.headers["Content-Type"] == "application/timestamp-query"
        answers = {"/stamp": lambda: type(self).authority(query), "/big": lambda: bytes(2 << 20)}
        answer = answers.get(self.path)
        self.send_response(200 if right and answer else 404)
        self.end_headers()
        self.wfile.write(answer() if answer else b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(authority: Authority) -> Iterator[str]:
    """Address of the authority as a web server."""
    handler = type("Handler", (_Handler,), {"authority": staticmethod(authority)})
    with HTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_an_authority_is_asked_over_http(
    open_archive: Open, response: Make, server: str, roots: list[Certificate]
) -> None:
    with open_archive() as archive:
        archive.seal("s", response(1))
        with pytest.raises(FetchError, match="did not answer"):
            archive.stamp_head(http_authority(f"{server}/elsewhere"))
        with pytest.raises(FetchError, match="too large"):
            archive.stamp_head(http_authority(f"{server}/big"))
        assert archive.stamp_head(http_authority(f"{server}/stamp"), roots) is not None


def test_an_authority_that_is_not_there_is_named(open_archive: Open, response: Make) -> None:
    with open_archive() as archive:
        archive.seal("s", response(1))
        with pytest.raises(FetchError, match=r"127\.0\.0\.1:9"):
            archive.stamp_head(http_authority("http://127.0.0.1:9/"))
