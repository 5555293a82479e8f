"""Our own exchange, as it really starts, and what the check says of it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stayline.channels.phone import cli
from stayline.channels.phone.exchange import checking, prompts, trying
from stayline.channels.phone.exchange.instance import Instance
from stayline.channels.phone.exchange.lines import Line
from stayline.channels.phone.exchange.remote import Remote
from stayline.channels.phone.telephony import Arrived
from tests.phone.real.conftest import Asterisk, SwitchOn
from tests.phone.real.listening import Listening
from tests.phone.real.scene import TONES

pytestmark = pytest.mark.phone


def _said(asterisk: Asterisk, remote: Remote | None = None) -> dict[str, checking.Finding]:
    return {one.about: one for one in checking.check(asterisk.instance, remote)}


def test_it_starts_without_a_warning(asterisk: Asterisk) -> None:
    begun = asterisk.said().split("is starting", 1)[0].splitlines()
    assert [one for one in begun if "loader.c" in one and "NOTICE" not in one] == []
    assert [one for one in begun if "ERROR" in one and "config" in one] == []


def test_the_check_finds_nothing_wrong_with_what_we_ship(asterisk: Asterisk) -> None:
    said = _said(asterisk)
    assert [one for one in said.values() if one.wrong] == []
    assert "22." in said["Asterisk"].sentence or "23." in said["Asterisk"].sentence
    assert said["bea"].sign == said["trunk"].sign == said["holding"].sign == "✓"
    assert "synthetic voice" in said["words in en"].sentence


def test_a_weak_password_and_one_that_travels_in_clear_are_wrong(asterisk: Asterisk) -> None:
    there = asterisk.settings.remote
    weak = _said(asterisk, replace(there, password="stayline-dev"))
    assert weak["password"].wrong
    assert "refuses our name or password" in weak["Asterisk"].sentence
    far = replace(there, url="http://pbx.example.com:8088/ari")
    assert next(checking._exposure(far)).wrong
    assert not next(checking._exposure(replace(far, url="https://pbx.example.com/ari"))).wrong


def test_an_exchange_that_does_not_answer_is_wrong(asterisk: Asterisk) -> None:
    nobody = replace(asterisk.settings.remote, url="http://127.0.0.1:9/ari")
    said = _said(asterisk, nobody)
    assert said["Asterisk"].wrong
    assert "modules" not in said


def test_where_there_is_no_exchange_the_check_says_how_to_get_one(tmp_path: Path) -> None:
    (only,) = checking.check(Instance(tmp_path), None)
    assert only.wrong
    assert "stayline phone up" in only.sentence


@pytest.mark.django_db
def test_the_command_tells_the_same_and_exits_by_it(
    asterisk: Asterisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAYLINE_DATA", str(asterisk.data))
    told = CliRunner().invoke(cli.app, ["check"])
    assert told.exit_code == 0, told.output
    assert "✓ dialplan" in told.output
    status = CliRunner().invoke(cli.app, ["status"])
    assert status.exit_code == 0
    assert str(asterisk.settings.sip_port) in status.output


@pytest.mark.anyio
async def test_a_line_that_is_added_signs_in_at_once(
    asterisk: Asterisk, switched_on: SwitchOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAYLINE_DATA", str(asterisk.data))
    told = CliRunner().invoke(cli.app, ["lines", "add", "nina"])
    assert told.exit_code == 0, told.output
    added = next(line for line in asterisk.instance.lines if line.name == "nina")
    assert added.secret in told.output
    asterisk.lines["nina"] = added
    await switched_on("nina")
    removed = CliRunner().invoke(cli.app, ["lines", "remove", "nina"])
    assert removed.exit_code == 0
    assert "nina" not in {line.name for line in asterisk.instance.lines}


def test_nothing_of_it_can_be_read_by_others(asterisk: Asterisk) -> None:
    folder = asterisk.instance.folder
    assert folder.stat().st_mode & 0o077 == 0
    for name in ("exchange.json", "lines.json", "etc/ari.conf", "etc/stayline-lines.conf"):
        assert (folder / name).stat().st_mode & 0o077 == 0, name


def test_every_prompt_has_been_spoken(asterisk: Asterisk) -> None:
    for name, said in prompts.texts().items():
        for language in said:
            file = asterisk.prompts.find_in(name, language)
            assert file is not None, (name, language)
            assert 0.2 < prompts.seconds_of(file.with_suffix(".wav")) < 15, name


def test_the_settings_are_readable_by_the_next_version(asterisk: Asterisk) -> None:
    kept = json.loads((asterisk.instance.folder / "exchange.json").read_text())
    assert kept["http_port"] == asterisk.settings.http_port
    assert Line(name="bea").called == "PJSIP/bea"


@pytest.mark.anyio
async def test_a_made_up_customer_calls_and_is_heard(
    asterisk: Asterisk, ari: Listening, switched_on: SwitchOn
) -> None:
    (bea,) = await switched_on("bea")
    await asyncio.to_thread(trying.call, asterisk.settings.remote, "+4930555000")
    arrived = await ari.told(Arrived, dialled="+4930555000")
    assert arrived.caller == trying.NUMBER
    await ari.answer(arrived.leg)
    await ari.room_with(arrived.leg, await ari.reach(bea))
    await bea.hears_a_voice(beside=TONES, seconds=12)
