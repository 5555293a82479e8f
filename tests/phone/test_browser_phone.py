"""A colleague's phone in their browser: who may, by which window, and what it leaves behind."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.test import Client

from stayline.channels.phone.browser_phone import NotHere, TakenElsewhere, switch_off, switch_on
from stayline.channels.phone.models import Leg, Line, LineKind
from stayline.channels.phone.telephony import LegId
from stayline.desk.pages.calls import calls_page, contact_of
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague
from tests.phone.office import Office

pytestmark = pytest.mark.django_db

HERE, THERE = "a" * 32, "b" * 32
VENDOR = Path("stayline/desk/static/desk/vendor")


@dataclass
class Remote:
    """An exchange's remote control that keeps what it was told."""

    told: list[tuple[str, str, Any]] = field(default_factory=list)
    refuses: int = 0
    knows: bool = False

    def passwords(self) -> list[str]:
        fields = [what["fields"] for _, path, what in self.told if "/auth/" in path]
        return [one["value"] for each in fields for one in each if one["attribute"] == "password"]

    def answer(self, method: str, path: str, sent: bytes) -> int:
        if method == "GET":
            return 200 if self.knows else 404
        self.told.append((method, path, json.loads(sent) if sent else None))
        return self.refuses or 204


@pytest.fixture
def remote(settings: Any) -> Iterator[Remote]:
    kept = Remote()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(kept.answer(self.command, self.path, sent))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(b"[]")

        do_GET = do_PUT = do_DELETE = answer  # noqa: N815 - as the base class calls them

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Nothing is said of it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.STAYLINE_PHONE_URL = f"http://127.0.0.1:{server.server_port}/ari"
    settings.STAYLINE_PHONE_PASSWORD = "x" * 40
    yield kept
    server.shutdown()
    server.server_close()


def the_line(of: Colleague) -> Line:
    return Line.objects.get(colleague=of, kind=LineKind.BROWSER)


# -- switching on --------------------------------------------------------------------------------


def test_a_window_gets_a_new_password_each_time_and_no_table_has_it(
    remote: Remote, bea: Colleague
) -> None:
    first = switch_on(bea, HERE, take=True)
    second = switch_on(bea, HERE, take=True)
    assert first.name == second.name == f"browser-{bea.pk}"
    assert remote.passwords() == [first.password, second.password]
    assert len(set(remote.passwords())) == 2
    assert first.password not in str(list(Line.objects.values()))
    assert (the_line(bea).address, the_line(bea).is_on) == (f"PJSIP/{first.name}", True)


def test_what_is_pushed_is_what_the_sample_says_of_a_browser(
    remote: Remote, bea: Colleague
) -> None:
    switch_on(bea, HERE, take=True)
    pushed = {path.split("/")[-2]: what["fields"] for _, path, what in remote.told}
    assert list(pushed) == ["aor", "auth", "endpoint"]
    told = {one["attribute"]: one["value"] for one in pushed["endpoint"]}
    assert told["webrtc"] == "yes"
    assert told["set_var"] == "PJSIP_TRANSFER_HANDLING()=ari-only"
    assert told["rtp_timeout"] == "5"


def test_a_line_that_may_be_in_a_call_is_left_as_it_is(remote: Remote, bea: Colleague) -> None:
    remote.knows = True
    switch_on(bea, HERE, take=True)
    assert not [path for _, path, _ in remote.told if "/endpoint/" in path]


def test_another_window_takes_the_calls_by_a_press_and_never_by_itself(
    remote: Remote, bea: Colleague
) -> None:
    switch_on(bea, HERE, take=True)
    with pytest.raises(TakenElsewhere):
        switch_on(bea, THERE, take=False)
    switch_on(bea, THERE, take=True)
    assert the_line(bea).window == THERE
    with pytest.raises(TakenElsewhere):
        switch_on(bea, HERE, take=False)


def test_an_exchange_that_takes_no_browsers_leaves_the_line_off(
    remote: Remote, bea: Colleague
) -> None:
    remote.refuses = 403
    with pytest.raises(NotHere):
        switch_on(bea, HERE, take=True)
    assert not Line.objects.filter(kind=LineKind.BROWSER).exists()


# -- goodbye -------------------------------------------------------------------------------------


def test_a_window_that_closes_hangs_its_call_up_at_once(
    remote: Remote, office: Office, tom: Colleague
) -> None:
    switch_on(tom, HERE, take=True)
    office.calls()
    leg = Leg.objects.get(line=the_line(tom).address)
    switch_off(tom, HERE)
    assert remote.told[-1] == ("DELETE", f"/ari/channels/{leg.pk}?reason=normal", None)
    assert (the_line(tom).window, the_line(tom).is_on) == ("", False)


def test_a_window_that_was_replaced_says_goodbye_to_nobody(remote: Remote, bea: Colleague) -> None:
    switch_on(bea, HERE, take=True)
    switch_on(bea, THERE, take=True)
    switch_off(bea, HERE)
    assert (the_line(bea).window, the_line(bea).is_on) == (THERE, True)


# -- at the desk ---------------------------------------------------------------------------------


@pytest.fixture
def at_the_desk(client: Client, bea: Colleague) -> Client:
    client.force_login(bea)
    return client


def test_the_password_is_given_to_a_post_and_kept_by_no_cache(
    remote: Remote, at_the_desk: Client
) -> None:
    answer = at_the_desk.post("/phone/on/", {"window": HERE, "take": "yes"})
    assert answer.json()["password"] == remote.passwords()[-1]
    assert "no-store" in answer["Cache-Control"]
    assert at_the_desk.get("/phone/on/").status_code == 405
    assert answer.json()["password"] not in at_the_desk.get("/phone/").content.decode()


def test_a_window_without_a_name_is_no_window(remote: Remote, at_the_desk: Client) -> None:
    assert at_the_desk.post("/phone/on/", {"window": "../x"}).status_code == 422
    assert remote.told == []


def test_without_an_exchange_the_window_says_whom_to_ask(at_the_desk: Client) -> None:
    answer = at_the_desk.post("/phone/on/", {"window": HERE, "take": "yes"})
    assert answer.status_code == 409
    assert "administrator" in answer.json()["why"]


def test_a_window_that_lost_its_calls_is_told_where_they_are(
    remote: Remote, at_the_desk: Client
) -> None:
    at_the_desk.post("/phone/on/", {"window": THERE, "take": "yes"})
    answer = at_the_desk.post("/phone/on/", {"window": HERE})
    assert (answer.status_code, answer.json()["elsewhere"]) == (409, True)


def test_ones_own_desk_telephone_is_switched_off_and_nobody_elses(
    at_the_desk: Client, fernwood: DemoCompany, bea: Colleague
) -> None:
    mine, toms = bea.lines.get(), fernwood.colleagues["tom"].lines.get()
    for line in (mine, toms):
        at_the_desk.post(f"/you/telephones/{line.pk}/", {"is_on": "no"})
    assert list(Line.objects.filter(is_on=False)) == [mine]
    at_the_desk.post(f"/you/telephones/{mine.pk}/", {"is_on": "yes"})
    assert not Line.objects.filter(is_on=False).exists()


def test_of_two_calls_about_one_problem_each_is_shown_the_one_they_are_in(
    office: Office, tom: Colleague, tomas: Colleague
) -> None:
    office.calls()
    office.picks_up(tom)
    office.calls(leg=LegId("carols-2"))
    office.declines(tom)
    office.picks_up(tomas)
    first, second = office.problem.live
    assert contact_of(office.problem, tom.pk) == first
    assert contact_of(office.problem, tomas.pk) == second
    assert [one.contact for one in calls_page(tomas, office.at).calls] == [second.id]


# -- the library ---------------------------------------------------------------------------------


def test_the_library_is_what_its_pinned_packages_make(tmp_path: Path) -> None:
    pinned = json.loads(Path("vendor/package.json").read_text())["dependencies"]["jssip"]
    locked = json.loads(Path("vendor/package-lock.json").read_text())["packages"]
    assert locked["node_modules/jssip"]["version"] == pinned
    assert all("integrity" in one for name, one in locked.items() if name)
    shipped = (VENDOR / "jssip.js").read_text()
    assert re.match(rf"/\*! JsSIP {re.escape(pinned)} ", shipped)
    assert shutil.which("npm"), "npm is needed to compare"
    subprocess.run(["bin/vendor", str(tmp_path)], check=True, timeout=60)
    assert (tmp_path / "jssip.js").read_text() == shipped
