"""One clock for everybody; a demo's, and no other, may be put ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client, override_settings

from stayline.project import clock

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STAYLINE_DEMO", "yes")
    monkeypatch.setenv("STAYLINE_DATA", str(tmp_path))
    return tmp_path


@time_machine.travel(AT, tick=False)
def test_the_clock_is_the_walls(demo: Path) -> None:
    assert clock.now() == AT


@time_machine.travel(AT, tick=False)
def test_a_demos_clock_can_be_put_ahead_again_and_again(demo: Path) -> None:
    clock.let_pass(timedelta(minutes=35))
    clock.let_pass(timedelta(days=2))
    assert clock.now() == AT + timedelta(days=2, minutes=35)


@time_machine.travel(AT, tick=False)
def test_a_real_companys_clock_is_the_walls_whatever_lies_in_its_folder(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.let_pass(timedelta(days=2))
    monkeypatch.setenv("STAYLINE_DEMO", "no")
    assert clock.now() == AT


def test_a_real_companys_clock_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAYLINE_DEMO", "no")
    monkeypatch.setenv("STAYLINE_DATA", str(tmp_path))
    with pytest.raises(AssertionError):
        clock.let_pass(timedelta(minutes=1))
    assert list(tmp_path.iterdir()) == []


def test_time_never_goes_back(demo: Path) -> None:
    with pytest.raises(AssertionError):
        clock.let_pass(timedelta(minutes=-1))


@pytest.mark.django_db
@override_settings(STAYLINE_DEMO=True)
def test_the_demos_page_lets_time_pass(demo: Path, client: Client) -> None:
    assert client.post("/demo/clock/", {"minutes": "35"}).status_code == 302
    assert clock.ahead() == timedelta(minutes=35)


@pytest.mark.django_db
@override_settings(STAYLINE_DEMO=True)
@pytest.mark.parametrize("minutes", ["", "-5", "1e9", "soon", "9" * 40, "٣"])
def test_what_is_no_time_is_not_found(demo: Path, client: Client, minutes: str) -> None:
    assert client.post("/demo/clock/", {"minutes": minutes}).status_code == 404
    assert clock.ahead() == timedelta()


@pytest.mark.django_db
def test_outside_a_demo_there_is_no_such_page(client: Client) -> None:
    assert client.post("/demo/clock/", {"minutes": "35"}).status_code == 404
