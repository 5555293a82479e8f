"""A provider's API instead of SMTP: out with its errors understood, in only when it is committed."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from typer.testing import CliRunner

from stayline.channels.mail import intake
from stayline.channels.mail.cli import app
from stayline.channels.mail.models import DoorService, Outgoing, RawMail
from stayline.channels.mail.providers import PROVIDERS, _view
from stayline.channels.mail.sealed import seal
from stayline.channels.mail.send import send_one
from stayline.people.demo import DemoCompany
from stayline.problems import models as m
from stayline.problems.tokens import digest, new_token
from stayline.project.logs import _TOKEN
from tests.channels.mail import relay as relays
from tests.channels.mail.conftest import AT, got, receive
from tests.channels.mail.letters import letter

pytestmark = pytest.mark.django_db

DOOR = "billing@fernwood.example"
SECRET = new_token()
INACTIVE = (
    "You tried to send to a recipient that has been marked as inactive.\n"
    "Found inactive addresses: carol@reed.example.\n"
    "Inactive recipients are ones that have generated a hard bounce or a spam complaint."
)


class Api(BaseHTTPRequestHandler):
    """Postmark's sending API, as far as one mail needs it."""

    told: list[dict[str, Any]] = []
    answer: tuple[int, dict[str, Any]] = (200, {})

    def do_POST(self) -> None:
        self.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        code, said = self.answer
        to = self.told[-1]["To"]
        body = json.dumps({"To": to, "MessageID": "x", "ErrorCode": 0, "Message": "OK", **said})
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def api() -> Iterator[str]:
    Api.told, Api.answer = [], (200, {})
    server = HTTPServer(("127.0.0.1", 0), Api)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def service(fernwood: DemoCompany, provider: str = "postmark", **options: str) -> DoorService:
    return DoorService.objects.create(
        door=fernwood.doors[DOOR],
        provider=provider,
        sealed=seal(json.dumps({"server_token": "opens", **options})),
        webhook_digest=digest(SECRET),
    )


@pytest.fixture
def waiting(fernwood: DemoCompany, api: str) -> Outgoing:
    """An acknowledgement that leaves by Postmark."""
    service(fernwood, api_url=api)
    receive(letter())
    return got("acknowledgement").row


def test_a_mail_leaves_by_the_doors_provider_to_its_one_recipient(waiting: Outgoing) -> None:
    row = send_one(waiting.pk, AT)
    assert row is not None
    assert row.sent_at == AT
    (told,) = Api.told
    assert told["To"] == "carol@reed.example"
    assert "Cc" not in told
    assert told["ReplyTo"].partition("<")[2].startswith("billing+")
    headers = {one["Name"]: one["Value"] for one in told["Headers"]}
    assert headers["Message-ID"] == f"<{waiting.message_id}>"
    assert headers["Auto-Submitted"] == "auto-replied"
    assert told["HtmlBody"].startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        ((503, {"Message": "busy"}), True),
        ((401, {"ErrorCode": 10, "Message": "Bad token"}), True),
        ((422, {"ErrorCode": 406, "Message": INACTIVE}), False),
        ((422, {"ErrorCode": 300, "Message": "Invalid email request"}), False),
    ],
)
def test_what_may_pass_is_tried_again_and_what_may_not_is_told(
    waiting: Outgoing, answer: tuple[int, dict[str, Any]], again: bool
) -> None:
    Api.answer = answer
    row = send_one(waiting.pk, AT)
    assert row is not None
    assert (row.failed_at is None) is again
    assert row.trouble


def test_a_door_may_have_a_relay_of_its_own(fernwood: DemoCompany) -> None:
    with relays.running() as relay:
        address = f"smtp+plain://127.0.0.1:{relay.port}"
        DoorService.objects.create(door=fernwood.doors[DOOR], sealed=seal(address))
        receive(letter())
        send_one(got("acknowledgement").row.pk, AT)
        assert [one.rcpt_tos for one in relay.taken] == [["carol@reed.example"]]


# -- told ----------------------------------------------------------------------------------------

GONE = "smtp;550 5.1.1 <carol@reed.example>: Recipient address rejected: User unknown"


def news(**more: Any) -> str:
    """What Postmark tells of a mail that it could not deliver."""
    return json.dumps(
        {
            "RecordType": "Bounce", "Type": "HardBounce", "ID": 4323372036854775807,
            "MessageID": "x", "Email": "carol@reed.example", "Details": GONE,
            "Description": "The server was unable to deliver your message.",
            "BouncedAt": "2026-11-02T10:00:00Z", **more,
        }
    )  # fmt: skip


def tell(body: str, secret: str = SECRET) -> int:
    client = Client(raise_request_exception=False)
    path = f"/mail/in/postmark/{secret}/told/"
    return int(client.post(path, body, content_type="application/json").status_code)


@pytest.fixture
def left(waiting: Outgoing) -> Outgoing:
    """The acknowledgement, taken by Postmark."""
    row = send_one(waiting.pk, AT)
    assert row is not None
    return row


def machines() -> list[m.Word]:
    return list(m.Word.objects.filter(kind="machine"))


def test_a_bounce_that_the_provider_tells_reaches_the_owner_like_a_bounce_mail(
    left: Outgoing,
) -> None:
    assert tell(news()) == 200
    (word,) = machines()
    assert word.problem == left.problem
    assert word.text.startswith("Your mail did not reach carol@reed.example: there is no such mail")
    assert "User unknown" in word.text
    left.refresh_from_db()
    assert "there is no such mailbox" in left.trouble


def test_what_the_provider_tells_twice_is_told_once(left: Outgoing) -> None:
    assert [tell(news()), tell(news())] == [200, 200]
    assert len(machines()) == 1
    assert tell(news(ID=7, Details="452 4.2.2 mailbox full")) == 200
    assert "the mailbox is full" in machines()[-1].text


def test_a_complaint_reaches_the_owner_and_is_no_word_of_the_customers(left: Outgoing) -> None:
    assert tell(news(RecordType="SpamComplaint", Type="SpamComplaint", Details="")) == 200
    (word,) = machines()
    assert word.text.startswith("carol@reed.example told their mail service")


@pytest.mark.parametrize(
    "told",
    [
        {"RecordType": "Open", "Recipient": "carol@reed.example"},
        {"RecordType": "Delivery", "Recipient": "carol@reed.example"},
        {"Type": "Transient"},
        {"MessageID": "somebody else's"},
    ],
)
def test_whatever_else_is_told_says_nothing(left: Outgoing, told: dict[str, str]) -> None:
    assert tell(news(**told)) == 200
    assert machines() == []


def test_news_come_by_the_secret_address_only_and_must_be_readable(left: Outgoing) -> None:
    assert tell(news(), secret=new_token()) == 404
    assert tell("{") == 400
    assert machines() == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_has_a_reader_of_its_news(fernwood: DemoCompany, provider: str) -> None:
    made = service(fernwood, provider, api_key="k", api_token="k", webhook_signing_key="k",
                   webhook_key="k", signing_secret="whsec_aaaa", inbound_secret="k")  # fmt: skip
    kind = PROVIDERS[provider][0].replace("Inbound", "Tracking")
    assert callable(_view(made, kind).parse_events)


# -- in ------------------------------------------------------------------------------------------


def postmark(**more: Any) -> str:
    return json.dumps(
        {
            "FromFull": {"Email": "carol@reed.example", "Name": "Carol Reed"},
            "From": "Carol Reed <carol@reed.example>", "To": DOOR, "Subject": "Wrong invoice",
            "ToFull": [{"Email": DOOR, "Name": ""}], "CcFull": [], "BccFull": [],
            "MessageID": "p1", "Date": "Mon, 2 Nov 2026 10:00:00 +0100",
            "TextBody": "The invoice is wrong: zu viel für März.",
            "Headers": [{"Name": "Message-ID", "Value": "<1@reed.example>"}],
            "Attachments": [
                {"Name": "R.pdf", "Content": "JVBERi0=", "ContentType": "application/pdf"}
            ],
            **more,
        }
    )  # fmt: skip


def call(body: str, secret: str = SECRET, provider: str = "postmark") -> Any:
    return Client(raise_request_exception=False).post(
        f"/mail/in/{provider}/{secret}/", body, content_type="application/json"
    )


def test_what_a_provider_brings_rings_and_twice_is_once(fernwood: DemoCompany) -> None:
    service(fernwood)
    assert call(postmark()).status_code == 200
    assert call(postmark()).status_code == 200
    problem = m.Problem.objects.get()
    assert problem.stage == "ringing"
    assert m.Word.objects.get().text == "The invoice is wrong: zu viel für März."
    assert m.Attachment.objects.get().name == "R.pdf"


def test_only_the_secret_address_is_open(fernwood: DemoCompany) -> None:
    service(fernwood)
    assert call(postmark(), secret=new_token()).status_code == 404
    assert call(postmark(), provider="mailgun").status_code == 404
    assert Client().get(f"/mail/in/postmark/{SECRET}/").status_code == 405
    assert not RawMail.objects.exists()


def test_while_the_database_is_away_the_provider_keeps_the_mail(
    fernwood: DemoCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    service(fernwood)

    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(intake, "deliver", away)
    answer = call(postmark())
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_a_call_nobody_can_read_is_kept_and_somebody_reads_it(fernwood: DemoCompany) -> None:
    service(fernwood)
    assert call('{"half": ').status_code == 200
    assert RawMail.objects.get().raw == b'{"half": '


def test_a_call_larger_than_forms_may_be_is_taken(fernwood: DemoCompany, settings: Any) -> None:
    service(fernwood)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.STAYLINE_MAIL_LARGEST_MB = 1
    assert call(postmark(TextBody="x" * 100_000)).status_code == 200
    assert call(postmark(TextBody="x" * 2_000_000)).status_code == 413
    assert RawMail.objects.count() == 1


def test_a_signed_call_is_taken_and_a_forged_one_is_not(fernwood: DemoCompany) -> None:
    service(fernwood, "mailgun", api_key="k", webhook_signing_key="signs")
    stamp, token = str(int(time.time())), "t" * 50
    good = hmac.new(b"signs", f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()

    def brought(signature: str) -> int:
        fields = {
            "timestamp": stamp, "token": token, "signature": signature, "recipient": DOOR,
            "sender": "carol@reed.example", "body-mime": letter().decode(),
        }  # fmt: skip
        return int(Client().post(f"/mail/in/mailgun/{SECRET}/", fields).status_code)

    assert brought("0" * 64) == 403
    assert not RawMail.objects.exists()
    assert brought(good) == 200
    assert RawMail.objects.get().envelope_from == "carol@reed.example"


def test_the_secret_stands_in_no_log() -> None:
    assert SECRET not in _TOKEN.sub(r"\1…", f"POST /mail/in/postmark/{SECRET}/ 200")


# -- by hand -------------------------------------------------------------------------------------


def say(*words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["providers", *words], input=typed)
    return result.exit_code, result.output


def test_a_provider_is_chosen_given_an_address_and_left_again(fernwood: DemoCompany) -> None:
    assert say("use", DOOR, "postmark", "--options-file", "-", typed="server_token=opens\n")[0] == 0
    code, said = say("webhook", DOOR)
    assert code == 0
    path = said.split()[0].removeprefix("https://desk.fernwood.example")
    answer = Client().post(path, postmark(), content_type="application/json")
    assert answer.status_code == 200
    assert "out by postmark, in by its webhook" in say("list")[1]
    assert "opens" not in DoorService.objects.get().sealed
    assert say("remove", DOOR)[0] == 0
    assert "installation's own relay" in say("list")[1]


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (("use", DOOR, "pigeons", "--options-file", "-"), "", "pigeons is none of"),
        (("use", DOOR, "postmark", "--options-file", "-"), "", "needs server_token="),
        (
            ("use", "x@y.example", "postmark", "--options-file", "-"),
            "server_token=x",
            "no mail door",
        ),
        (("relay", DOOR, "--address-file", "-"), "ftp://x", "looks like smtp://"),
        (("relay", DOOR, "--address-file", "-"), "smtp+plain://relay.example", "this machine"),
        (("webhook", DOOR), "", "First say which provider"),
        (("remove", DOOR), "", "already"),
    ],
)
def test_what_is_missing_is_said(
    fernwood: DemoCompany, words: tuple[str, ...], typed: str, sentence: str
) -> None:
    code, said = say(*words, typed=typed)
    assert code == 1
    assert sentence in said


def test_a_relay_of_its_own_is_chosen_without_showing_its_password(fernwood: DemoCompany) -> None:
    _, said = say("relay", DOOR, "--address-file", "-", typed="smtp://me:hidden@relay.example\n")
    assert said == f"{DOOR}: out by relay.example:587.\n"
    assert "hidden" not in say("list")[1]
