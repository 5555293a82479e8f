"""Mail from outside: it proves nothing by itself, floods nobody, and shows nobody anything.

THREATS 1 to 4, 16 and 20 to 24. What one module of the mail does alone is tested beside it; here
is what comes of it at the desk and on the customer's page.
"""

from __future__ import annotations

import io
import zipfile
from base64 import encodebytes
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default as modern
from time import perf_counter

import pytest
from django.test import Client

from stayline.channels.mail.intake import deliver
from stayline.channels.mail.models import Outgoing
from stayline.ownership.problem import Role
from stayline.people.customers import customer_for_address, find_customer
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues
from stayline.problems.models import Problem, Token, Word
from stayline.problems.tokens import digest, new_token
from tests.channels.mail.conftest import (  # noqa: F401 - the same cast
    AT,
    SERVER,
    bea,
    fernwood,
    got,
    later,
    our_own_settings,
    receive,
    reply,
    tom,
)
from tests.channels.mail.letters import letter

BEA = "Bea Lindqvist <bea@fernwood.example>"
FAILS = f"Authentication-Results: {SERVER}; dmarc=fail header.from=fernwood.example\r\n"


@pytest.fixture
def owned(fernwood: DemoCompany) -> Problem:  # noqa: F811
    """Carol wrote; whoever was rung helps her."""
    problem = Problem.objects.get(pk=receive(letter()).problem)
    by_colleagues.say_i_will_help(problem.pk, problem.owner_id, AT)
    by_colleagues.write(
        problem.pk, problem.owner_id, "Hello Carol, I will help you.", later(minutes=5)
    )
    problem.refresh_from_db()
    return problem


@pytest.fixture
def page(owned: Problem) -> str:
    return "/" + got("word").page.split("/", 3)[3]


def _shown(page: str) -> str:
    answer = Client().get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def _left(since: int) -> list[Outgoing]:
    return list(Outgoing.objects.filter(pk__gt=since))


def _latest() -> int:
    return int(Outgoing.objects.latest("id").pk)


# -- who speaks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["by our Message-ID", "by Carol's reply address", "guessed"])
def test_a_forged_colleague_is_a_note_to_the_owner_and_nothing_else(
    owned: Problem, page: str, way: str
) -> None:
    """THREATS 1: never sent on, never on the customer's page, never another owner."""
    owner, ours, before = owned.owner_id, got("word"), _latest()
    to = ours.reply_to if way == "by Carol's reply address" else "billing@fernwood.example"
    reference = "<1.2.3@fernwood.example>" if way == "guessed" else str(ours.mail["Message-ID"])
    headers = f"In-Reply-To: {reference}\r\nReferences: {reference}\r\n{FAILS}"
    raw = letter(
        "Please wire it to this account.", sender=BEA, to=to, message_id="<f@x>", headers=headers
    )
    receive(raw, to, sender="bea@fernwood.example", at=later(hours=1))
    owned.refresh_from_db()
    assert owned.owner_id == owner
    assert not [one for one in _left(before) if b"account" in bytes(one.message)]
    assert "wire it" not in _shown(page)
    word = Word.objects.get(text__contains="wire it")
    assert word.kind == "stranger"


def test_a_reply_from_a_new_address_cannot_answer_or_read(owned: Problem, page: str) -> None:
    """THREATS 4: the reference is known, the person is not."""
    owner, before = owned.owner_id, _latest()
    reply(got("word"), "yes", sender="Carol Reed <carol@elsewhere.example>", at=later(hours=1))
    owned.refresh_from_db()
    assert owned.owner_id == owner
    assert owned.stage == "owned"
    assert _left(before) == []
    assert find_customer("mail", "carol@elsewhere.example") is None
    assert Word.objects.latest("id").kind == "stranger"


@pytest.mark.parametrize(
    "tag",
    ["42", "reply-42", "42-a1b2c3d4e5f6", "d41d8cd98f00b204e9800998ecf8427e", "a" * 26, "A" * 26],
)
def test_no_older_form_of_a_reply_address_finds_anything(owned: Problem, tag: str) -> None:
    """THREATS 2: numbers and digests are nobody's tokens here, and were none before."""
    address = f"billing+{tag.replace('42', str(owned.pk))}@fernwood.example"
    placed = receive(letter("yes", to=address, message_id="<o@x>"), address, at=later(hours=1))
    assert (placed.outcome, placed.problem) != ("word", owned.pk)
    owned.refresh_from_db()
    assert owned.stage == "owned"


PROVEN = f"Authentication-Results: {SERVER}; dmarc=pass header.from=fernwood.example\r\n"


def test_who_stepped_back_writes_a_note_and_nothing_to_the_customer(
    owned: Problem,
    fernwood: DemoCompany,  # noqa: F811
) -> None:
    """THREATS 3: the reply address is theirs for good, the right to speak is not."""
    helper = next(one for one in fernwood.colleagues.values() if one.pk != owned.owner_id)
    by_colleagues.ask_to_help(owned.pk, owned.owner_id, [helper.pk], "Can you?", later(minutes=10))
    by_colleagues.join(owned.pk, helper.pk, later(minutes=11))
    secret = new_token()
    Token.objects.create(digest=digest(secret), kind="reply", problem=owned, colleague=helper,
                         created_at=AT)  # fmt: skip
    by_colleagues.step_back(owned.pk, helper.pk, later(minutes=12))
    before, address = _latest(), f"billing+{secret}@fernwood.example"
    raw = letter("Dear Carol, …", sender=f"H <{helper.email}>", to=address, headers=PROVEN,
                 message_id="<h@x>")  # fmt: skip
    receive(raw, address, sender=helper.email, at=later(hours=1))
    assert Word.objects.latest("id").kind == "note"
    assert _left(before) == []


def test_who_is_no_party_any_more_speaks_for_nobody(owned: Problem, page: str) -> None:
    """THREATS 3: on the customer's side too."""
    carol = owned.principal
    assert carol is not None
    dave = customer_for_address("mail", "dave@reed.example", "Dave Reed")
    by_colleagues.add_party(owned.pk, owned.owner_id, dave, Role.REPRESENTATIVE, later(minutes=10))
    by_colleagues.report_gone(owned.pk, owned.owner_id, carol.pk, later(minutes=12))
    placed = reply(got("word"), "I changed my mind.", at=later(hours=1))
    assert placed.outcome == "stranger"
    assert Client().get(page).status_code == 404


def test_a_customers_forged_address_opens_nothing_in_their_name(owned: Problem) -> None:
    """THREATS 23: their own domain disowns it; somebody reads it, and is told so."""
    carol = find_customer("mail", "carol@reed.example")
    headers = f"Authentication-Results: {SERVER}; dmarc=fail header.from=reed.example\r\n"
    before = _latest()
    raw = letter("Change my account to XY.", message_id="<forged@x>", headers=headers)
    placed = receive(raw, at=later(hours=1))
    problem = Problem.objects.get(pk=placed.problem)
    assert problem.principal != carol
    assert _left(before) == []
    assert "did not send it" in Word.objects.get(problem=problem).trouble


@pytest.mark.parametrize(
    "sender",
    [
        "Carol Reed <carol@reed.example>, Eve <eve@evil.example>",
        "carol@reed.example <eve@evil.example>",
        "<carol@reed.example>:<eve@evil.example>",
        "Friends: carol@reed.example, eve@evil.example;",
        "Carol Reed <carol@reed.example>\r\nFrom: Eve <eve@evil.example>",
        '"Bea Lindqvist <bea@fernwood.example>" <eve@evil.example>',
    ],
)
def test_an_ambiguous_sender_answers_nothing(owned: Problem, page: str, sender: str) -> None:
    """THREATS 23."""
    owner = owned.owner_id
    raw = letter("yes", sender=sender, to=got("word").reply_to, message_id="<a@x>")
    receive(raw, got("word").reply_to, sender="eve@evil.example", at=later(hours=1))
    owned.refresh_from_db()
    assert (owned.owner_id, owned.stage) == (owner, "owned")
    assert Word.objects.latest("id").kind == "stranger"


# -- support mailboxes are not a way into other houses -------------------------------------------

PROOFS = [
    ("no-reply@slack.com", "Slack confirmation code: ABC-123", "Your confirmation code is below: ABC-123"),
    ("noreply@email.apple.com", "Verify your Apple ID email address", "Enter this code: 482913"),
    ("no-reply@accounts.google.com", "Google", "482913 is your Google verification code."),
    ("forwarding-noreply@google.com", "(#482913) Gmail Forwarding Confirmation", "Confirmation code: 482913"),
    ("noreply@github.com", "[GitHub] Please verify your email address", "Open https://github.com/u/482913"),
    ("verify@signup.example", "Confirm", "Your confirmation code is 482-913. Click https://x.example/?t=482913"),
    ("konto@dienst.example", "Ihr Bestätigungscode", "Der Code lautet 482913."),
    ("security@bank.example", "Code de vérification", "Le code est 482913."),
    ("no-reply@app.example", "Reset your password", "https://app.example/reset/482913"),
]  # fmt: skip


@pytest.mark.parametrize("proof", PROOFS, ids=[one[0] for one in PROOFS])
def test_a_sign_up_mail_to_a_reply_address_is_shown_to_no_customer(
    owned: Problem, page: str, proof: tuple[str, str, str]
) -> None:
    """THREATS 22: whoever signs up elsewhere with our address learns no code from us."""
    sender, subject, words = proof
    before = _latest()
    address = got("word").reply_to
    raw = letter(words, sender=sender, to=address, subject=subject, message_id="<v@x>")
    assert receive(raw, address, sender=sender, at=later(hours=1)).outcome == "machine"
    word = Word.objects.latest("id")
    assert "wants to pass as us" in word.trouble
    shown = _shown(page)
    assert "482" not in shown
    assert "ABC-123" not in shown
    assert _left(before) == []


@pytest.mark.parametrize("proof", PROOFS, ids=[one[0] for one in PROOFS])
def test_a_sign_up_mail_to_a_door_is_set_aside_and_answered_by_nobody(
    fernwood: DemoCompany,  # noqa: F811
    proof: tuple[str, str, str],
) -> None:
    """THREATS 22: it is nobody's problem, its sender no customer, and a reviewer is told why."""
    sender, subject, words = proof
    placed = receive(letter(words, sender=sender, subject=subject), sender=sender)
    problem = Problem.objects.get(pk=placed.problem)
    assert (placed.outcome, problem.stage, problem.detail) == ("set aside", "set aside", "machine")
    assert problem.door is not None
    assert problem.owner == problem.door.reviewer_or_fallback
    assert "wants to pass as us" in Word.objects.get().trouble
    assert not Outgoing.objects.exists()
    assert find_customer("mail", sender) is None


@pytest.mark.parametrize(
    ("sender", "words"),
    [
        ("carol@reed.example", "I never get your verification code, only 000000. What now?"),
        (
            "info@reed.example",
            "I cannot verify my account: https://app.example/v?t=482913 is dead.",
        ),
        ("accounts@reed.example", "Please confirm your address for invoice 482913."),
        ("noreply@forms.example", "Name: Dave. Message: the heating shows error 4711."),
        ("team@reed.example", "Our account was charged twice, 482913 is the invoice number."),
    ],
)
def test_a_customers_mail_about_codes_and_accounts_rings(
    fernwood: DemoCompany,  # noqa: F811
    sender: str,
    words: str,
) -> None:
    assert receive(letter(words, sender=sender), sender=sender).outcome == "opened"


def test_a_known_customer_who_writes_like_a_service_rings(fernwood: DemoCompany) -> None:  # noqa: F811
    receive(letter(sender="verify@reed.example"), sender="verify@reed.example")
    raw = letter("Your verification code 482913 is wrong.", sender="verify@reed.example",
                 message_id="<2@reed.example>")  # fmt: skip
    assert receive(raw, sender="verify@reed.example").outcome == "opened"


def test_whoever_is_copied_gets_no_history(owned: Problem, page: str) -> None:
    """THREATS 22: a CC is an address in a mail, not a party."""
    before = _latest()
    reply(
        got("word"), "Look, Eve is copied.", headers="Cc: eve@evil.example\r\n", at=later(hours=1)
    )
    by_colleagues.write(owned.pk, owned.owner_id, "Here is your invoice.", later(hours=2))
    assert {one.recipient for one in _left(before)} == {"carol@reed.example"}
    assert not Token.objects.exclude(customer=owned.principal).filter(colleague=None).exists()


# -- what we send --------------------------------------------------------------------------------

FORGED_NAMES = [
    "Carol\r\nBcc: eve@evil.example", "Carol, eve@evil.example", "=?utf-8?q?Carol=0D=0ABcc=3A_eve=40evil.example?=",
    '"Carol" <eve@evil.example>,', "Carol; eve@evil.example", "Carol\u2028Bcc: eve@evil.example",
    "=?utf-8?b?Q2Fyb2wNCkJjYzogZXZlQGV2aWwuZXhhbXBsZQ==?=", "Carol\x00Bcc: eve@evil.example",
    "(eve@evil.example) Carol", "Buy at https://evil.example",
]  # fmt: skip


def test_exactly_the_intended_recipient_gets_it(fernwood: DemoCompany) -> None:  # noqa: F811
    """THREATS 16: whatever a name or a subject holds, through the whole way."""
    problem = Problem.objects.get(pk=receive(letter()).problem)
    assert problem.principal is not None
    for number, name in enumerate(FORGED_NAMES):
        shown = name.replace("\x00", "")
        Customer.objects.filter(pk=problem.principal.pk).update(name=shown)
        Problem.objects.filter(pk=problem.pk).update(subject=shown)
        by_colleagues.write(problem.pk, problem.owner_id, "I will help.", later(minutes=number))
    assert Outgoing.objects.count() > len(FORGED_NAMES)
    for row in Outgoing.objects.all():
        mail = message_from_bytes(bytes(row.message), policy=modern)
        fields = [mail[field] for field in ("To", "Cc", "Bcc") if mail[field]]
        recipients = [box.addr_spec for field in fields for box in field.addresses]
        assert recipients == ["carol@reed.example"] == [row.recipient]
        assert mail["Bcc"] is None


def test_the_acknowledgement_carries_no_word_of_the_submitters(fernwood: DemoCompany) -> None:  # noqa: F811
    """THREATS 21: not in its body, its subject, nor the name it is addressed to."""
    raw = letter("evil words", sender='"Buy at https://evil.example" <victim@reed.example>',
                 subject="evil subject")  # fmt: skip
    receive(raw, sender="victim@reed.example")
    sent = bytes(got("acknowledgement", "victim@reed.example").row.message)
    mail = message_from_bytes(sent, policy=modern)
    assert str(mail["To"]) == "victim@reed.example"
    assert b"evil" not in sent


def test_a_disowned_mail_is_acknowledged_to_nobody(fernwood: DemoCompany) -> None:  # noqa: F811
    """THREATS 21: the address was forged, its owner did not write."""
    headers = f"Authentication-Results: {SERVER}; dmarc=fail header.from=reed.example\r\n"
    receive(letter(sender="victim@reed.example", headers=headers), sender="victim@reed.example")
    assert not Outgoing.objects.exists()
    assert Problem.objects.count() == 1


# -- what is hard to read ------------------------------------------------------------------------


def _bomb() -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 20_000_000)
    return encodebytes(packed.getvalue()).decode()


def _hard() -> Iterator[tuple[str, bytes]]:
    yield "links", letter(" ".join(f"https://x{n}.example/?a=({n}" for n in range(6_000)))
    yield "a long quote", letter("Yes\n\n" + "> quoted again and again\n" * 30_000)
    yield "deep quotes", letter("\n".join(">" * n + " x" for n in range(900)))
    yield "one line", letter("a" * 1_500_000)
    nested = "".join(
        f'--b{n}\r\nContent-Type: multipart/mixed; boundary="b{n + 1}"\r\n\r\n' for n in range(400)
    )
    head = b"From: Carol Reed <carol@reed.example>\r\nSubject: x\r\nMessage-ID: <%d@n>\r\n"
    yield (
        "nested",
        head % 1 + b'Content-Type: multipart/mixed; boundary="b0"\r\n\r\n' + nested.encode(),
    )
    yield (
        "many parts",
        head % 2
        + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        + b"--b\r\n\r\nx\r\n" * 10_000,
    )
    yield (
        "zip",
        head % 3
        + (
            b"Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + _bomb().encode()
        ),
    )
    yield "headers", head % 4 + b"X: y\r\n" * 50_000 + b"\r\nwords"
    yield "references", head % 5 + b"References: " + b"<a@b> " * 50_000 + b"\r\n\r\nwords"
    yield "recipients", head % 6 + b"To: " + b"a@b.example, " * 20_000 + b"\r\n\r\nwords"
    yield "html", head % 7 + b"Content-Type: text/html\r\n\r\n" + b"<div><a href='x'>" * 60_000


def test_no_mail_stops_the_others(fernwood: DemoCompany) -> None:  # noqa: F811
    """THREATS 20: each is placed within two seconds, and the next one too."""
    for number, (what, raw) in enumerate(_hard()):
        began = perf_counter()
        deliver(raw, envelope_from=f"carol{number}@reed.example",
                envelope_to=["billing@fernwood.example"], at=later(minutes=number))  # fmt: skip
        assert perf_counter() - began < 2, what
    placed = receive(letter("And now me.", message_id="<last@x>"), at=later(hours=1))
    assert placed.owner


def test_what_came_by_mail_is_readable_at_the_desk_at_once(
    fernwood: DemoCompany,  # noqa: F811
) -> None:
    for what, raw in _hard():
        placed = deliver(raw, envelope_from="carol@reed.example",
                         envelope_to=["billing@fernwood.example"], at=AT)  # fmt: skip
        client = Client()
        owner = Colleague.objects.get(pk=Problem.objects.get(pk=placed.problem).owner_id)
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
        began = perf_counter()
        assert client.get(f"/problems/{placed.problem}/").status_code == 200
        assert perf_counter() - began < 3, what
