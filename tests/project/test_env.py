"""Settings fail at the start, and by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from stayline.project import env
from stayline.project.env import (
    SettingError,
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_secret,
    env_str,
    env_url,
)

NAME = "STAYLINE_TRIED"


@pytest.fixture(autouse=True)
def _not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "NAMES", set(env.NAMES))


@pytest.mark.parametrize(
    ("said", "meant"), [("yes", True), ("0", False), ("True", True), ("off", False), ("", True)]
)
def test_yes_and_no_are_understood(monkeypatch: pytest.MonkeyPatch, said: str, meant: bool) -> None:
    monkeypatch.setenv(NAME, said)
    assert env_bool(NAME, default=True) is meant


def test_what_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "perhaps")
    with pytest.raises(SettingError, match="STAYLINE_TRIED is 'perhaps'; it can be yes or no"):
        env_bool(NAME, default=False)


@pytest.mark.parametrize(
    ("said", "complaint"), [("ten", "must be a whole number"), ("99", "must be from 1 to 10")]
)
def test_a_number_is_one_and_within_bounds(
    monkeypatch: pytest.MonkeyPatch, said: str, complaint: str
) -> None:
    monkeypatch.setenv(NAME, said)
    with pytest.raises(SettingError, match=complaint):
        env_int(NAME, 5, least=1, most=10)


def test_a_choice_is_one_of_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "smoke")
    with pytest.raises(SettingError, match="it can be smtp or lmtp"):
        env_choice(NAME, "smtp", ("smtp", "lmtp"))


def test_a_list_has_no_empty_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "one, ,two,")
    assert env_list(NAME) == ["one", "two"]


def test_an_address_has_a_scheme_and_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "desk.fernwood.example")
    with pytest.raises(SettingError, match="begins with https://"):
        env_url(NAME, "", ("https",))


def test_an_impossible_port_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "https://fernwood.example:99999")
    with pytest.raises(SettingError, match="is not an address"):
        env_url(NAME, "", ("https",))


def test_a_secret_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("heat\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    assert env_secret(NAME) == "heat"


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "one")
    monkeypatch.setenv(f"{NAME}_FILE", "/two")
    with pytest.raises(SettingError, match="both set; keep one"):
        env_secret(NAME)


def test_a_secret_file_that_is_missing_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "none"))
    with pytest.raises(SettingError, match="cannot be read"):
        env_secret(NAME)


def test_a_secret_file_that_is_empty_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").touch()
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingError, match="is empty"):
        env_secret(NAME)


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "  ")
    assert env_str(NAME, "default") == "default"
