"""marsad.toml: defaults, and errors that name the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.config import CONFIG_NAME, Config, default_toml, read_config
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
