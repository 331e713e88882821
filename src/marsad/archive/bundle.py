"""Evidence bundles: captures in a file that a stranger can open and check without Marsad.

A bundle is a WACZ file, which ReplayWeb.page opens, with a folder ``evidence`` beside what the
format asks for::

    evidence/
    ├── README.txt         what this is, how to check it, what it shows
    ├── verify.py          checks it; one file, Python's standard library only
    ├── ledger.jsonl       the ledger lines of these captures, as they are
    ├── proof.json         for each line the hashes that join it to the head
    ├── head.json          the signed head of the ledger
    ├── stamp.tsr          an authority's time stamp on head.json, where there is one
    ├── head.json.ots      an OpenTimestamps proof about head.json, where there is one
    ├── screenshot-ID.png  pictures of pages, by capture id; an illustration, not a proof
    └── note-NAME          what whoever made the bundle adds

There are no folders below it, as py-wacz finds fault with them. The lines of other captures are
not in it, nor anything else that names what is followed.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from .. import __version__
from ..errors import ArchiveError
from ..model import Capture
from . import verifier
from .files import explained, sync_folder
from .folder import FolderArchive
from .ledger import Entry, encode
from .proof import Proof
from .signing import encode_head
from .wacz import WARC, Packer, index_line, pages

__all__ = ["verifier_source", "write_bundle"]

_NAME = re.compile(r"[a-z0-9._-]{1,100}")

_README = """\
{title}

This file is evidence: {count} answer(s) of web servers, or files, sealed by Marsad {version} as
they were received, with nothing but compression for the way taken off. The file
evidence/ledger.jsonl says of each capture which address it came from, and when.

To look at it: open the .wacz file at https://replayweb.page (it stays on your machine).

To check it: unpack verify.py from the folder evidence, with any zip program, and run
    python3 verify.py THE-FILE.wacz
with Python 3.9 or newer; nothing else is needed, and nothing is sent anywhere. As whoever gives
you a bundle can also give you a false verify.py, take it from a copy of Marsad that you trust
(src/marsad/archive/verifier.py) if you doubt them.

The ledger was signed with this key:
    {key}
Ask whoever gave you the bundle for their key in another way, and name it:
    python3 verify.py THE-FILE.wacz --key {key}
{stamp}
What it shows: whoever has the key vouches that their machine received these bytes from these
addresses at these moments by its clock, in this order; and the bytes were not changed since the
head was signed. What it does not show: that what the pages say is true, or that the server gave
everybody the same answer. Screenshots and notes are additions of whoever made the bundle.
"""

_STAMP = """
evidence/stamp.tsr is an RFC 3161 time stamp: an authority's word that the head existed by then.
Unpack it and head.json, get the authority's root certificate, and run
    openssl ts -verify -in stamp.tsr -data head.json -CAfile ROOT.pem
"""

_ANCHOR = """
evidence/head.json.ots is an OpenTimestamps proof: a way from head.json to a Bitcoin block, which
shows that the head existed when the block was made. verify.py follows it without a network and
says which Merkle root the block must have; compare that with the block as any block explorer or
your own node shows it. Or unpack both files and run, with a client of OpenTimestamps,
    ots verify head.json.ots
Where a promise is all that there was when this bundle was made, complete it first:
    ots upgrade head.json.ots
"""


def verifier_source() -> bytes:
    """Return the program that checks bundles, as it is put into each."""
    return Path(verifier.__file__).read_bytes()


def write_bundle(
    target: Path,
    captures: Sequence[Capture],
    archive: FolderArchive,
    *,
    title: str,
    created: datetime,
    description: str = "",
    titles: Mapping[str, str] | None = None,
    screenshots: Mapping[str, bytes] | None = None,
    notes: Mapping[str, bytes] | None = None,
) -> Path:
    """Write ``captures`` with all that it takes to check them to the file ``target``.

    A file that is there is replaced, only once the new one is whole.

    :param captures: in any order, each is taken once.
    :param created: aware moment that is noted as the bundle's.
    :param titles: of pages, by capture id; the address where there is none.
    :param screenshots: PNG images by capture id.
    :param notes: content by file name (small letters, digits, dots, dashes and underscores).
    :returns: ``target``.
    :raises ArchiveError: there are no captures; one is damaged or not in the ledger; a name
        will not do; or ``target`` cannot be written.
    :raises WorkspaceError: the newest of them is not signed yet, and another process writes to
        the archive or it is read-only.
    """
    if target.suffix != ".wacz":
        raise ArchiveError(f"{target.name} is no name for a bundle.", hint="End it in `.wacz`.")
    extra = _extra(screenshots or {}, notes or {})
    proof = archive.prove(captures)
    part = target.with_name(target.name + ".part")
    about = {"title": title, "description": description, "software": f"Marsad {__version__}"}
    with explained(target.parent):
        try:
            with ZipFile(part, "w") as bundle:
                packer = Packer(bundle, created)
                _fill(packer, proof, archive, titles or {}, _evidence(proof, title) | extra)
                packer.finish({name: text for name, text in about.items() if text})
            _settle(part, target)
        finally:
            part.unlink(missing_ok=True)
    return target


def _extra(screenshots: Mapping[str, bytes], notes: Mapping[str, bytes]) -> dict[str, bytes]:
    for name in (*screenshots, *notes):
        if not _NAME.fullmatch(name):
            raise ArchiveError(
                f"{name!r} is no name for a file in a bundle.",
                hint="Use up to 100 small letters, digits, dots, dashes and underscores.",
            )
    return {f"screenshot-{name}.png": data for name, data in screenshots.items()} | {
        f"note-{name}": data for name, data in notes.items()
    }


def _fill(
    packer: Packer,
    proof: Proof,
    archive: FolderArchive,
    titles: Mapping[str, str],
    evidence: Mapping[str, bytes],
) -> None:
    captures = [entry.capture for entry in proof.entries]
    size = sum(entry.length for entry in proof.entries)
    packer.add(WARC, map(archive.record, proof.entries), expected=size, compress=False)
    packer.add("indexes/index.cdxj", sorted(_index(proof.entries)))
    packer.add("pages/pages.jsonl", [pages(captures, titles)])
    for name, data in evidence.items():
        packer.add(f"evidence/{name}", [data], compress=not name.endswith(".png"))


def _index(entries: Sequence[Entry]) -> Iterator[bytes]:
    offset = 0
    for entry in entries:
        yield index_line(entry.capture, offset, entry.length)
        offset += entry.length


def _evidence(proof: Proof, title: str) -> dict[str, bytes]:
    paths = {str(seq): list(path) for seq, path in proof.paths.items()}
    files = {
        "README.txt": _readme(proof, title),
        "verify.py": verifier_source(),
        "ledger.jsonl": b"".join(map(encode, proof.entries)),
        "proof.json": json.dumps({"format": "marsad-proof/1", "paths": paths}).encode("ascii"),
        "head.json": encode_head(proof.head),
    }
    if proof.stamp is not None:
        files["stamp.tsr"] = proof.stamp.token
    if proof.anchor is not None:
        files["head.json.ots"] = proof.anchor.proof
    return files


def _readme(proof: Proof, title: str) -> bytes:
    return _README.format(
        title=" ".join(title.split()),
        count=len(proof.entries),
        version=__version__,
        key=proof.head.public_key,
        stamp=(_STAMP if proof.stamp else "") + (_ANCHOR if proof.anchor else ""),
    ).encode("utf-8", "replace")


def _settle(part: Path, target: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    sync_folder(target.parent)
