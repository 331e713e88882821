"""marsad.toml: defaults, and errors that name the key."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from marsad.config import CONFIG_NAME, Config, default_toml, read_config, write_database
from marsad.errors import ConfigError, WorkspaceError


def _write(folder: Path, text: str) -> Path:
    (folder / CONFIG_NAME).write_text(text, encoding="utf-8")
    return folder


def test_the_template_holds_the_defaults(tmp_path: Path) -> None:
    assert read_config(_write(tmp_path, default_toml('My "desk"'))) == Config(name='My "desk"')


def test_limits_follow_from_the_configuration(tmp_path: Path) -> None:
    config = read_config(_write(tmp_path, "[fetch]\nmax_response_mb = 2\nmax_pages = 9\n"))
    assert config.limits.response_bytes == 2 * 1024 * 1024
    assert config.limits.pages == 9


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[fetch]\ntimout = 3\n", "fetch.timeout"),
        ("[fech]\n", "fetch"),
        ("[fetch]\ntimeout = 'soon'\n", "fetch.timeout"),
        ("[fetch]\ntimeout = -1\n", "greater than 0"),
        ("[models]\ntier = 'local'\n", "models.tier must be one of built-in, endpoint"),
        ("[archive]\nstore = 'https://bucket.example/'\n", "s3://"),
        ("[archive]\nwarc_mb = 0\n", "greater than 0"),
        ("[workspace]\ndatabase = 'mysql://u:hush@h/d'\n", "postgresql://"),
        ("[archive]\ncalendars = 'https://a.example b.example'\n", "https://"),
        ("[fetch\n", CONFIG_NAME),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(_write(tmp_path, text))
    assert named in str(caught.value)


def test_a_folder_without_configuration_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="marsad init"):
        read_config(tmp_path)


_ADDRESS = 'postgresql://desk:"hush"@db.example/marsad'


@pytest.mark.parametrize(
    "text",
    [
        default_toml("desk"),
        "[workspace]\nname = 'desk'\n\n[fetch]\ntimeout = 3\n",
        "# mine\n[fetch]\ntimeout = 3\n",
        "",
    ],
)
def test_the_database_is_set_and_all_else_stays(tmp_path: Path, text: str) -> None:
    before = read_config(_write(tmp_path, text))
    write_database(tmp_path, _ADDRESS)
    after = read_config(tmp_path)
    assert after == dataclasses.replace(before, database=_ADDRESS)
    kept = (tmp_path / CONFIG_NAME).read_text(encoding="utf-8").splitlines()
    assert {line for line in text.splitlines() if not line.startswith("database")} <= set(kept)
    assert "hush" not in repr(after)


def test_a_file_in_which_the_database_cannot_be_set_is_left_alone(tmp_path: Path) -> None:
    text = "workspace = {name = 'desk'}\n"
    _write(tmp_path, text)
    with pytest.raises(ConfigError, match="cannot be set") as caught:
        write_database(tmp_path, _ADDRESS)
    assert "yourself" in caught.value.hint
    assert "hush" not in str(caught.value)
    assert (tmp_path / CONFIG_NAME).read_text(encoding="utf-8") == text
