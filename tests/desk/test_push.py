"""Web push: sealed for one browser, signed by us, and only to push services that are known."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.sessions.models import Session
from django.test import Client

from stayline.desk import jobs
from stayline.desk.models import News, PushLine
from stayline.desk.notices import gathering, push, pushing
from stayline.desk.notices.kinds import Kind
from stayline.people.models import Colleague
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn

# RFC 8291, appendix A.
WORDS = b"When I grow up, I want to be a watermelon"
OUR_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
THEIR_PUBLIC = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_sealing_is_the_standards_own_example() -> None:
    key = ec.derive_private_key(int.from_bytes(push.decoded(OUR_KEY)), ec.SECP256R1())
    line = push.Line("", THEIR_PUBLIC, AUTH)
    body = push.sealed(WORDS, line, key=key, salt=push.decoded(SALT))
    assert push.encoded(body) == SEALED


@dataclass
class Browser:
    """A browser and its push service, here."""

    address: str = ""
    status: int = 201
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = b"sixteen bytes...".ljust(16)

    @property
    def line(self) -> push.Line:
        public = push.encoded(push._uncompressed(self.key))
        return push.Line(f"{self.address}/send/abc", public, push.encoded(self.auth))

    def read(self, body: bytes) -> dict[str, str]:
        """RFC 8188 and 8291, from the other side."""
        salt, length = body[:16], body[20]
        ours, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), push._point(ours))
        mine = push._uncompressed(self.key)
        seed = push._derived(shared, self.auth, b"WebPush: info\0" + mine + ours, 32)
        key = push._derived(seed, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = push._derived(seed, salt, b"Content-Encoding: nonce\0", 12)
        read: dict[str, str] = json.loads(AESGCM(key).decrypt(nonce, sealed, None)[:-1])
        return read


@pytest.fixture
def browser(settings: object) -> Iterator[Browser]:
    settings.STAYLINE_PUSH_SERVICES = ["127.0.0.1"]  # type: ignore[attr-defined]
    found = Browser()

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.heard.append((dict(self.headers), body))
            self.send_response(found.status)
            self.end_headers()

        def log_request(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Service)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def switch_on(client: Client, line: push.Line) -> int:
    sent = {"endpoint": line.endpoint, "public_key": line.public_key, "auth": line.auth}
    return client.post("/you/push/", sent).status_code


def tell(to: Colleague, problem: Problem, kind: Kind = Kind.ALARM) -> None:
    gathering.keep([gathering.Item(to.pk, problem.pk, 99, kind, now())])
    for _ in range(2):  # a job may be done twice
        jobs.push_news(to=to.pk, problem=problem.pk, number=99, kind=str(kind))


def test_a_browser_hears_once_and_only_it_can_read(
    answered: Problem, bea: Colleague, sign_in: SignIn, browser: Browser
) -> None:
    assert switch_on(sign_in(bea), browser.line) == 204
    tell(bea, answered)
    ((headers, body),) = browser.heard
    read = browser.read(body)
    assert read["title"].startswith("Carol waits too long")
    assert read["url"] == f"/problems/{answered.pk}/"
    assert b"Carol" not in body
    assert headers["Content-Encoding"] == "aes128gcm"


def test_the_push_service_knows_us_by_our_signature(
    answered: Problem, bea: Colleague, sign_in: SignIn, browser: Browser
) -> None:
    switch_on(sign_in(bea), browser.line)
    tell(bea, answered)
    token, known_as = browser.heard[0][0]["Authorization"].removeprefix("vapid t=").split(", k=")
    assert known_as == push.public_key()
    asked, _, signed = token.rpartition(".")
    signature = push.decoded(signed)
    pair = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    push._point(push.decoded(known_as)).verify(pair, asked.encode(), ec.ECDSA(SHA256()))
    claims = json.loads(urlsafe_b64decode(asked.split(".")[1] + "=="))
    assert claims["aud"] == browser.address


def test_what_a_push_service_has_forgotten_is_forgotten_here(
    answered: Problem, bea: Colleague, sign_in: SignIn, browser: Browser
) -> None:
    switch_on(sign_in(bea), browser.line)
    browser.status = 410
    tell(bea, answered)
    assert not PushLine.objects.exists()
    assert News.objects.get(way="push").why_not == "no browser took it"


def test_nobody_hears_what_is_not_theirs(
    answered: Problem, erik: Colleague, sign_in: SignIn, browser: Browser
) -> None:
    switch_on(sign_in(erik), browser.line)
    tell(erik, answered)
    assert browser.heard == []


def test_who_signs_out_is_told_nothing_there_any_more(
    answered: Problem, bea: Colleague, sign_in: SignIn, browser: Browser
) -> None:
    client = sign_in(bea)
    switch_on(client, browser.line)
    client.post("/accounts/logout/")
    assert not PushLine.objects.exists()


def test_a_sign_in_that_ran_out_ends_what_it_opened(
    bea: Colleague, tom: Colleague, sign_in: SignIn, browser: Browser
) -> None:
    switch_on(sign_in(bea), browser.line)
    pushing.close_lines_without_a_session(now())
    assert PushLine.objects.exists()
    Session.objects.all().delete()
    pushing.close_lines_without_a_session(now())
    assert not PushLine.objects.exists()


def test_a_browser_is_its_last_readers_alone(
    bea: Colleague, tom: Colleague, sign_in: SignIn, browser: Browser
) -> None:
    switch_on(sign_in(bea), browser.line)
    switch_on(sign_in(tom), browser.line)
    assert [one.colleague for one in PushLine.objects.all()] == [tom]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://169.254.169.254/latest/meta-data/",
        "http://fcm.googleapis.com/plain",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com@127.0.0.1/x",
        "http://127.0.0.1:8000/accounts/logout/",
        "file:///etc/passwd",
        "https://[::1",
        "",
    ],
)
def test_no_other_server_is_ever_spoken_to(endpoint: str, bea: Colleague, sign_in: SignIn) -> None:
    """THREATS 15: a browser names the address; only known push services are believed."""
    line = push.Line(endpoint, THEIR_PUBLIC, AUTH)
    assert switch_on(sign_in(bea), line) == 422
    assert push.send(line, {"title": "x"}, now()).is_gone


@pytest.mark.parametrize("key", ["", "AAAA", "B" * 87, "ü"])
def test_keys_that_are_none_are_refused(
    key: str, bea: Colleague, sign_in: SignIn, browser: Browser
) -> None:
    assert switch_on(sign_in(bea), push.Line(browser.line.endpoint, key, AUTH)) == 422


def test_trying_it_says_how_many_browsers_took_it(bea: Colleague, browser: Browser) -> None:
    pushing.open_line(bea, browser.line, "session", now())
    assert pushing.try_lines(bea, now()) == "Sent to your browsers: 1."
    browser.status = 500
    assert "500" in pushing.try_lines(bea, now())
