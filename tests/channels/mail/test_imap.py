"""Mailboxes elsewhere, by a real Dovecot: nothing is lost, doubled, or touched before it is ours."""

from __future__ import annotations

import imaplib
import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import OperationalError
from typer.testing import CliRunner

from stayline.channels.mail import intake, oauth, watching
from stayline.channels.mail.cli import app
from stayline.channels.mail.imap import MOST_TRIES, Taking, Unreachable, opened
from stayline.channels.mail.models import Mailbox, RawMail
from stayline.channels.mail.sealed import NotOurs, seal, unseal
from stayline.channels.mail.watching import Watch
from stayline.people.demo import DemoCompany
from stayline.problems import models as m
from stayline.project.clock import now
from tests.channels.mail.letters import letter
from tests.channels.mail.servers import SECRET, Dovecot, dovecot

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]

SHARED = "help@elsewhere.example"
TOKENS = {"first-token", "second-token"}


class Provider(BaseHTTPRequestHandler):
    """Gives tokens, and says whether one is good, as Microsoft and Google do."""

    asked: list[dict[str, str]] = []

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        told = {key: values[0] for key, values in form.items()}
        if "grant_type" in told:
            self.asked.append(told)
            good = told.get("refresh_token", "") != "revoked"
            self._say(
                200 if good else 400,
                {"access_token": "first-token", "refresh_token": "turned-over"}
                if good
                else {"error": "invalid_grant", "error_description": "The token was revoked."},
            )
        else:
            good = told.get("token") in TOKENS
            self._say(200, {"active": str(good).lower(), "user": SHARED})

    def do_GET(self) -> None:
        self._say(200, {"active": "true", "user": SHARED})

    def _say(self, code: int, answer: dict[str, str]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Provider)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/token"
    server.shutdown()


@pytest.fixture(scope="module")
def server(provider: str) -> Iterator[Dovecot]:
    with dovecot(introspection=provider) as running:
        yield running


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, server: Dovecot) -> None:
    monkeypatch.setattr(watching, "PAUSES", (0.2,))
    monkeypatch.setattr(watching, "SECONDS_BETWEEN_LOOKS", 0.2)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.folder / "cert.pem"))


class Elsewhere:
    """What stands in somebody's mailbox on that server."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self.server, self.user = server, user
        with self._signed_in() as client:
            for folder in ("INBOX", "Done"):
                told, count = client.select(folder)
                if told == "OK" and count[0] not in (b"0", None):
                    client.store("1:*", "+FLAGS", "\\Deleted")
                    client.expunge()

    def _signed_in(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.server.port)
        client.login(self.user, SECRET)
        return client

    def put(self, *mails: bytes, flags: str = "") -> None:
        with self._signed_in() as client:
            for raw in mails:
                assert client.append("INBOX", flags, None, raw)[0] == "OK"

    def count(self, folder: str = "INBOX", which: str = "ALL") -> int:
        with self._signed_in() as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return 0
            return len(client.search(None, which)[1][0].split())


@pytest.fixture
def elsewhere(server: Dovecot) -> Elsewhere:
    return Elsewhere(server, SHARED)


def mailbox(server: Dovecot, **given: Any) -> Mailbox:
    usual = {
        "address": SHARED, "host": "127.0.0.1", "port": server.port, "security": "none",
        "login": SHARED, "password": seal(SECRET), "changed_at": now(),
    }  # fmt: skip
    return Mailbox.objects.create(**{**usual, **given})


def mail(number: int) -> bytes:
    return letter(
        f"This is mail {number}.",
        sender=f"Dave <dave{number}@reed.example>",
        message_id=f"<imap{number}@reed.example>",
    )


def take(box: Mailbox) -> int:
    box.refresh_from_db()
    with opened(box) as client:
        return Taking(box, client, now).take(lambda: False)


def until(holds: Callable[[], bool], seconds: float = 90) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


def test_what_is_new_comes_in_and_is_marked_as_read(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere
) -> None:
    elsewhere.put(mail(1), mail(2))
    box = mailbox(server)
    assert take(box) == 2
    assert m.Problem.objects.count() == 2
    assert elsewhere.count(which="SEEN") == 2
    assert take(box) == 0


def test_it_resumes_by_uid_and_what_is_read_twice_is_once(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere
) -> None:
    elsewhere.put(mail(1))
    box = mailbox(server)
    take(box)
    elsewhere.put(mail(2))
    assert take(box) == 1
    Mailbox.objects.update(uid_validity=1)  # the server began its numbers anew
    assert take(box) == 2
    assert m.Problem.objects.count() == 2


def test_mails_are_moved_to_a_folder_of_choice(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere
) -> None:
    elsewhere.put(mail(1))
    take(mailbox(server, done_folder="Done"))
    assert (elsewhere.count("INBOX"), elsewhere.count("Done")) == (0, 1)


def test_nothing_is_touched_before_it_is_stored_here(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere.put(mail(1))
    box = mailbox(server, done_folder="Done")

    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "deliver", away)
        with pytest.raises(OperationalError):
            take(box)
    assert elsewhere.count("INBOX", "UNSEEN") == 1
    assert take(box) == 1


def test_a_poison_mail_is_left_and_named_and_the_next_are_taken(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere.put(mail(1), letter("poison", message_id="<poison@x.example>"), mail(3))
    really, tries = intake.deliver, []

    def deliver(raw: bytes, **told: Any) -> intake.Delivered:
        if b"poison" in raw:
            tries.append(1)
            raise RuntimeError("nobody thought of this")
        return really(raw, **told)

    monkeypatch.setattr(intake, "deliver", deliver)
    box = mailbox(server)
    assert take(box) == 2
    assert len(tries) == MOST_TRIES
    box.refresh_from_db()
    assert list(box.left_there.values()) == ["it could not be stored (RuntimeError)"]
    assert elsewhere.count(which="UNSEEN") == 1


def test_a_mail_that_is_too_large_is_left_and_named(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere, settings: Any
) -> None:
    settings.STAYLINE_MAIL_LARGEST_MB = 1
    elsewhere.put(letter("x" * 1_500_000, message_id="<big@x.example>"), mail(2))
    box = mailbox(server)
    assert take(box) == 1
    box.refresh_from_db()
    assert list(box.left_there.values()) == ["it is larger than 1 MB"]


def test_a_mailboxs_mails_go_to_its_door(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere
) -> None:
    elsewhere.put(mail(1).replace(b"billing@fernwood.example", b"help@elsewhere.example"))
    take(mailbox(server, door=fernwood.doors["sales@fernwood.example"]))
    door = m.Problem.objects.get().door
    assert door is not None
    assert door.address == "sales@fernwood.example"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_it_is_read_under_tls(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere, security: str
) -> None:
    elsewhere.put(mail(1))
    port = server.tls_port if security == "tls" else server.port
    assert take(mailbox(server, security=security, port=port)) == 1


def test_a_certificate_nobody_vouches_for_is_refused(
    fernwood: DemoCompany, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    box = mailbox(server, security="tls", port=server.tls_port)
    with pytest.raises(Unreachable, match=r"certificate of 127\.0\.0\.1 is not"), opened(box):
        pass


def test_a_wrong_password_is_said_in_a_sentence(fernwood: DemoCompany, server: Dovecot) -> None:
    box = mailbox(server, password=seal("wrong"))
    with pytest.raises(Unreachable, match=f"does not let {SHARED} in"), opened(box):
        pass


def test_microsoft_and_google_are_opened_by_oauth2(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere, provider: str
) -> None:
    elsewhere.put(mail(1))
    box = mailbox(
        server, sign_in="microsoft", password="", client_id="app", client_secret=seal("its own"),
        refresh_token=seal("given"), token_url=provider,
    )  # fmt: skip
    assert take(box) == 1
    asked = Provider.asked[-1]
    assert asked["grant_type"] == "refresh_token"
    assert asked["refresh_token"] == "given"
    assert "IMAP.AccessAsUser.All" in asked["scope"]
    box.refresh_from_db()
    assert unseal(box.refresh_token) == "turned-over"


def test_a_revoked_grant_is_said_in_a_sentence(
    fernwood: DemoCompany, server: Dovecot, provider: str
) -> None:
    box = mailbox(
        server, sign_in="google", password="", client_id="app", refresh_token=seal("revoked"),
        token_url=provider,
    )  # fmt: skip
    with pytest.raises(Unreachable, match=r"The token was revoked\."), opened(box):
        pass


@pytest.mark.parametrize(
    "address",
    ["http://login.example/token", "file://localhost/etc/passwd", "ftp://127.0.0.1/token",
     "data:,{}", "token", ""],
)  # fmt: skip
def test_a_token_is_asked_for_under_tls_only(address: str) -> None:
    grant = oauth.Grant(provider="google", token_url=address, client_id="app")
    with pytest.raises(oauth.NoToken, match="must begin with https://"):
        oauth.access(grant)


def test_a_password_is_not_readable_in_the_database(settings: Any) -> None:
    sealed = seal(SECRET)
    assert SECRET not in sealed
    assert unseal(sealed) == SECRET
    settings.SECRET_KEY = "another"
    with pytest.raises(NotOurs, match="give it again"):
        unseal(sealed)


# -- watching ------------------------------------------------------------------------------------


@pytest.fixture
def watched(fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere) -> Iterator[Watch]:
    box = mailbox(server)
    watch = Watch(box.pk, box.changed_at).start()
    until(lambda: Mailbox.objects.get().looked_at is not None)
    yield watch
    watch.stop()
    watch.join(10)
    assert not watch.is_alive


def test_a_new_mail_comes_in_at_once_by_idle(watched: Watch, elsewhere: Elsewhere) -> None:
    began = time.monotonic()
    elsewhere.put(mail(1))
    until(RawMail.objects.exists)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("security", ["none", "tls"])
def test_what_came_just_before_it_waited_is_heard_at_once(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere, security: str
) -> None:
    """The server tells of it in the same breath in which it agrees to tell."""
    port = server.tls_port if security == "tls" else server.port
    with opened(mailbox(server, security=security, port=port)) as client:
        client.select_folder("INBOX")
        elsewhere.put(mail(1))
        client.idle()
        told = client.idle_check(5)
        client.idle_done()
    assert (1, b"EXISTS") in told


def test_what_comes_while_it_looks_is_taken_too(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere
) -> None:
    """The server tells of it at the end of the search's own answer, and then never again."""
    with opened(mailbox(server)) as client:
        taking = Taking(Mailbox.objects.get(), client, now)
        elsewhere.put(mail(1))  # after the folder was opened
        assert taking.take(lambda: False) == 1


def test_when_the_server_comes_back_so_do_its_mails(
    watched: Watch, server: Dovecot, elsewhere: Elsewhere
) -> None:
    server.stop()
    try:
        until(lambda: Mailbox.objects.get().trouble != "")
        assert Mailbox.objects.get().trouble_since is not None
    finally:
        server.start()
    elsewhere.put(mail(1))
    until(RawMail.objects.exists)
    until(lambda: Mailbox.objects.get().trouble == "")


def test_of_two_workers_one_reads_a_mailbox(watched: Watch, elsewhere: Elsewhere) -> None:
    second = Watch(watched.mailbox, watched.changed_at).start()
    time.sleep(1)
    assert Mailbox.objects.get().reader == watched.me
    watched.stop()
    watched.join(10)
    until(lambda: Mailbox.objects.get().reader == second.me)
    elsewhere.put(mail(1))
    until(RawMail.objects.exists)
    second.stop()
    second.join(10)
    assert Mailbox.objects.get().reader == ""


def test_several_mailboxes_are_read_as_they_come_and_go(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere
) -> None:
    other = Elsewhere(server, "more@elsewhere.example")
    watches: dict[int, Watch] = {}
    first = mailbox(server)
    second = mailbox(server, address="more@elsewhere.example", login="more@elsewhere.example")
    watching._adjust(watches, watching._wanted())
    elsewhere.put(mail(1))
    other.put(mail(2))
    until(lambda: RawMail.objects.count() == 2)
    second.delete()
    watching._adjust(watches, watching._wanted())
    assert set(watches) == {first.pk}
    watching._adjust(watches, {})
    assert not watches


# -- by hand -------------------------------------------------------------------------------------


def say(*words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["mailboxes", *words], input=typed)
    return result.exit_code, result.output


def test_mailboxes_are_added_listed_and_removed(
    fernwood: DemoCompany, server: Dovecot, elsewhere: Elsewhere
) -> None:
    add = (
        "add", SHARED, "--host", "127.0.0.1", "--port", str(server.port), "--security", "none",
        "--password-file", "-", "--door", "billing@fernwood.example", "--move-to", "Done",
    )  # fmt: skip
    assert say(*add, typed=f"{SECRET}\n")[0] == 0
    elsewhere.put(mail(1))
    assert take(Mailbox.objects.get()) == 1
    assert "→ door billing@fernwood.example, then into Done" in say("list")[1]
    assert SECRET not in say("list")[1]
    assert say("remove", SHARED)[0] == 0
    assert "No mailbox is read" in say("list")[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "nobody"), "is no mail address"),
        (("add", SHARED), "Which server?"),
        (("add", SHARED, "--host", "imap.x.example", "--security", "none"), "use tls"),
        (("add", SHARED, "--host", "imap.x.example"), "Its password?"),
        (("add", SHARED, "--sign-in", "google", "--client-id", "x"), "--refresh-token-file"),
        (("add", SHARED, "--host", "h", "--door", "x@y.example"), "is no mail door"),
        (("remove", SHARED), "is not read"),
    ],
)
def test_what_is_missing_is_said(
    fernwood: DemoCompany, words: tuple[str, ...], sentence: str
) -> None:
    code, said = say(*words)
    assert code == 1
    assert sentence in said


def test_microsoft_365_is_added_with_an_applications_own_permission(
    fernwood: DemoCompany, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("its own\n")
    code, _ = say(
        "add", SHARED, "--sign-in", "microsoft", "--client-id", "app", "--tenant", "fernwood",
        "--client-secret-file", str(secret),
    )  # fmt: skip
    assert code == 0
    box = Mailbox.objects.get()
    assert (box.host, box.port) == ("outlook.office365.com", 993)
    assert box.token_url.endswith("/fernwood/oauth2/v2.0/token")
    assert unseal(box.client_secret) == "its own"
