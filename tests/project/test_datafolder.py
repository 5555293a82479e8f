"""The data folder is for one thing, and private."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stayline.project.ask import Answers, ask
from stayline.project.datafolder import (
    Kind,
    WrongFolder,
    claim,
    ensure_secret_key,
    load_settings,
    read_settings,
    write_settings,
)

GIVEN = Answers(
    company="Fernwood",
    administrator="Mara",
    email="mara@fernwood.example",
    password="four-heat-pumps-hum",
    door="help@fernwood.example",
)


def test_a_new_folder_is_marked_for_what_it_is(tmp_path: Path) -> None:
    assert claim(tmp_path / "data", Kind.DEMO)
    assert not claim(tmp_path / "data", Kind.DEMO)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("first", "second"), [(Kind.DEMO, Kind.COMPANY), (Kind.COMPANY, Kind.DEMO)]
)
def test_demo_and_company_refuse_each_others_folder(
    tmp_path: Path, first: Kind, second: Kind
) -> None:
    claim(tmp_path / "data", first)
    with pytest.raises(WrongFolder, match="Name another folder with --data"):
        claim(tmp_path / "data", second)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(WrongFolder, match=r"holds holiday\.jpg"):
        claim(tmp_path, Kind.DEMO)


def test_the_secret_key_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    ensure_secret_key(tmp_path)
    key = (tmp_path / "secret-key").read_text()
    ensure_secret_key(tmp_path)
    assert (tmp_path / "secret-key").read_text() == key
    assert len(key) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_kept_settings_give_way_to_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(tmp_path, {"STAYLINE_TRIED": "kept", "STAYLINE_OTHER": "a=b"})
    monkeypatch.setenv("STAYLINE_TRIED", "said")
    monkeypatch.delenv("STAYLINE_OTHER", raising=False)
    load_settings(tmp_path)
    assert os.environ["STAYLINE_TRIED"] == "said"
    assert os.environ.pop("STAYLINE_OTHER") == "a=b"


def test_settings_written_later_stay_beside_the_earlier(tmp_path: Path) -> None:
    write_settings(tmp_path, {"STAYLINE_ONE": "1"})
    write_settings(tmp_path, {"STAYLINE_TWO": "2"})
    assert read_settings(tmp_path) == {"STAYLINE_ONE": "1", "STAYLINE_TWO": "2"}


def test_the_first_start_fills_in_what_may_be_left_out() -> None:
    answers = ask(GIVEN, port=8123, interactive=False)
    assert answers.public_url == "http://127.0.0.1:8123"
    assert answers.time_zone == "UTC"


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("email", "mara", "the administrator's mail address 'mara' is none"),
        ("door", "@fernwood.example", "the door's mail address"),
        ("password", "short", "at least 12 characters"),
        ("time_zone", "Europe/Fernwood", "no time zone 'Europe/Fernwood'"),
    ],
)
def test_the_first_start_refuses_what_will_not_do(field: str, value: str, complaint: str) -> None:
    from dataclasses import replace

    with pytest.raises(ValueError, match=f"(?i){complaint}"):
        ask(replace(GIVEN, **{field: value}), port=8000, interactive=False)


def test_the_first_start_asks_a_person_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"The company's name: ": "Fernwood", "The company's time zone [UTC]: ": "Europe/Berlin"}
    monkeypatch.setattr("builtins.input", lambda question: said.get(question, ""))
    from dataclasses import replace

    answers = ask(replace(GIVEN, company=""), port=8000, interactive=True)
    assert (answers.company, answers.time_zone) == ("Fernwood", "Europe/Berlin")
