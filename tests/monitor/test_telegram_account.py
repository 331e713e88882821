"""The account: its keys, its session file, and signing in."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.monitor.telegram_tape import (
    NOW,
    Tape,
    functions,
    recorded,
    types,
)

from marsad.errors import (
    FetchError,
    MissingToolError,
    RefusedError,
)
from marsad.monitor.loops import complete
from marsad.monitor.telegram_session import (
    open_client,
    own_file,
    session_path,
)
from marsad.monitor.telegram_sign_in import (
    sign_in,
)


@pytest.fixture
def tape() -> Tape:
    return recorded()


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("MARSAD_TELEGRAM_API_ID", "12345")
    monkeypatch.setenv("MARSAD_TELEGRAM_API_HASH", "0123456789abcdef")
    monkeypatch.setenv("MARSAD_TELEGRAM_SESSION", str(tmp_path / "keys" / "reader"))
    return tmp_path / "keys" / "reader.session"


def test_the_session_file_is_its_owners_alone(keys: Path) -> None:
    async def open_and_close() -> None:
        client: Any = open_client("fanous")
        client.session.close()

    complete(open_and_close())
    assert session_path() == keys
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.parent.stat().st_mode) == 0o700


def widen(path: Path) -> None:
    path.touch()
    path.chmod(0o644)


def link(path: Path) -> None:
    target = path.with_name("target")
    target.touch(mode=0o600)
    path.symlink_to(target)


@pytest.mark.parametrize("spoil", [widen, link, Path.mkdir])
def test_a_session_file_that_others_could_use_is_refused(
    keys: Path, spoil: Callable[[Path], object]
) -> None:
    keys.parent.mkdir()
    spoil(keys)
    with pytest.raises(FetchError) as caught:
        open_client("fanous")
    assert caught.value.hint


@pytest.mark.parametrize("missing", ["MARSAD_TELEGRAM_API_ID", "MARSAD_TELEGRAM_API_HASH"])
def test_without_keys_nothing_is_opened(
    keys: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.delenv(missing)
    with pytest.raises(FetchError, match=missing) as caught:
        open_client("fanous")
    assert "0123456789abcdef" not in str(caught.value)
    assert not keys.exists()


def test_the_session_file_lies_in_the_users_configuration(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MARSAD_TELEGRAM_SESSION", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert session_path() == tmp_path / "marsad" / "telegram.session"
    own_file(session_path(), "fanous")
    assert stat.S_IMODE(session_path().stat().st_mode) == 0o600


def test_without_telethon_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "telethon", None)
    with pytest.raises(MissingToolError, match="Telethon") as caught:
        open_client("fanous")
    assert "marsad[telegram]" in caught.value.hint


# ---------------------------------------------------------------- signing in

PHONE, CODE = "96650000001", "54321"
WHO = functions.users.GetUsersRequest([types.InputUserSelf()])
SEND_CODE = functions.auth.SendCodeRequest(PHONE, 1, "x", types.CodeSettings())
SIGN_IN = functions.auth.SignInRequest(PHONE, "hash-of-code", CODE)


@pytest.fixture
def signed_out(tape: Tape) -> Tape:
    tape.record(WHO, types.RpcError(401, "AUTH_KEY_UNREGISTERED"))
    tape.record(SEND_CODE, types.auth.SentCode(types.auth.SentCodeTypeApp(5), "hash-of-code"))
    return tape


def reply(question: str) -> str:
    return PHONE if "number" in question else CODE


def test_signing_in_asks_for_number_and_code(
    signed_out: Tape, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    me = types.User(7, is_self=True, first_name="سعيد", phone=PHONE, access_hash=5)
    signed_out.record(SIGN_IN, types.auth.Authorization(me))
    state = types.updates.State(1, 1, NOW, 1, 0)
    signed_out.record(functions.updates.GetStateRequest(), state)
    missed = functions.updates.GetDifferenceRequest(1, NOW, 1)
    signed_out.record(missed, types.updates.DifferenceEmpty(NOW, 1))
    assert sign_in(reply, open_client=signed_out.client) == keys
    assert signed_out.sent_times(SIGN_IN) == 1
    assert CODE not in capsys.readouterr().out


def test_a_wrong_code_does_not_sign_in(
    signed_out: Tape, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed_out.record(SIGN_IN, types.RpcError(400, "PHONE_CODE_INVALID"))
    with pytest.raises(RefusedError, match="did not sign in"):
        sign_in(reply, open_client=signed_out.client)
    assert not keys.exists()
    assert CODE not in capsys.readouterr().err
