"""A mail comes in and a person has it; nothing is lost, and nobody speaks for another."""

from __future__ import annotations

from errno import ENOSPC
from secrets import token_hex
from typing import Any

import pytest

from stayline.channels.mail.intake import NoDoor, deliver
from stayline.channels.mail.models import Outgoing, RawMail
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, company
from stayline.problems import models as m
from tests.channels.mail.conftest import AT, got, later, receive, reply
from tests.channels.mail.letters import letter
from tests.channels.mail.test_machine import BOUNCE

pytestmark = pytest.mark.django_db


def the_problem(number: int) -> m.Problem:
    return m.Problem.objects.get(pk=number)


def words(number: int) -> list[tuple[str, str]]:
    rows = m.Word.objects.filter(problem=number).order_by("id")
    return list(rows.values_list("kind", "text"))


# -- arriving ------------------------------------------------------------------------------------


def test_a_mail_to_a_door_rings_its_host_who_owns_it(bea: Colleague) -> None:
    came = receive(letter())
    row = the_problem(came.problem)
    assert came.outcome == "opened"
    assert came.owner == "Bea Lindqvist"
    assert (row.owner, row.stage, row.subject) == (bea, "ringing", "Wrong invoice")
    assert words(came.problem) == [("heard", "The invoice is wrong.")]


def test_the_bytes_are_kept_as_they_came(fernwood: DemoCompany) -> None:
    receive(letter())
    assert RawMail.objects.get().raw == letter()


def test_a_large_mail_is_kept_whole_beside_the_database(fernwood: DemoCompany) -> None:
    raw = letter(token_hex(400_000))
    receive(raw)
    kept = RawMail.objects.get()
    assert kept.raw == raw
    assert bytes(kept.compressed) == b""
    assert "carol" not in str(kept.file.name)


def test_files_are_kept_with_their_word(fernwood: DemoCompany) -> None:
    raw = (
        b"From: carol@reed.example\r\nTo: billing@fernwood.example\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the file.\r\n"
        b'--b\r\nContent-Type: text/csv; name="a.csv"\r\n\r\n1;2\r\n--b--\r\n'
    )
    receive(raw)
    file = m.Attachment.objects.get()
    assert (file.name, file.content_type, file.file.read()) == ("a.csv", "text/csv", b"1;2")


def test_the_same_mail_ten_times_is_one(fernwood: DemoCompany) -> None:
    first = receive(letter())
    again = [receive(b"Received: by some other way\r\n" + letter()) for _ in range(9)]
    assert {one.outcome for one in again} == {"already"}
    assert {one.problem for one in again} == {first.problem}
    assert m.Problem.objects.count() == RawMail.objects.count() == 1


def test_one_mail_to_two_doors_is_one_contact_of_the_first_host(fernwood: DemoCompany) -> None:
    raw = letter(to="billing@fernwood.example, support@fernwood.example")
    came = deliver(
        raw,
        envelope_from="carol@reed.example",
        envelope_to=["billing@fernwood.example", "support@fernwood.example"],
        at=AT,
    )
    again = receive(raw, "support@fernwood.example")
    assert came.owner == "Bea Lindqvist"
    assert again.problem == came.problem
    assert m.Contact.objects.count() == 1


def test_the_same_message_id_with_other_words_is_another_word(fernwood: DemoCompany) -> None:
    first = receive(letter())
    second = receive(letter("And the name is wrong too."))
    assert (second.outcome, second.problem) == ("word", first.problem)


def test_a_mail_whose_door_only_its_headers_name_arrives_there(fernwood: DemoCompany) -> None:
    came = deliver(letter(to="support@fernwood.example"), envelope_from=None, envelope_to=[], at=AT)
    assert came.owner in {"Tom Okafor", "Tomas Varga"}


def test_without_any_door_the_mail_stays_with_its_sender(db: None) -> None:
    with pytest.raises(NoDoor):
        receive(letter())


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\xff\xfe", b"no headers at all", b"Subject: no sender\r\n\r\nHello",
     b"From: \xff\xff\r\n\r\n\x00", b"From: a@b\r\nFrom: c@d\r\nSubject: =?x?q?=00=ED=A0=80?=\r\n\r\nhi"],
)  # fmt: skip
def test_whatever_comes_has_a_person_and_is_kept(raw: bytes, fernwood: DemoCompany) -> None:
    came = receive(raw, sender="")
    assert the_problem(came.problem).owner.is_active
    assert RawMail.objects.get().raw == raw
    assert len(words(came.problem)) == 1


def test_a_fault_of_ours_turns_nobody_away(fernwood: DemoCompany, monkeypatch: Any) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr("stayline.channels.mail.routing.thread_of", broken)
    came = receive(letter())
    assert words(came.problem) == [("stranger", "The invoice is wrong.")]
    assert "kept whole" in m.Word.objects.get().trouble
    assert receive(letter()).outcome == "already"


# -- the acknowledgement -------------------------------------------------------------------------


def test_what_a_full_disk_cannot_hold_stays_with_its_sender(
    fernwood: DemoCompany, monkeypatch: Any
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("stayline.channels.mail.intake._keep_files", full)
    with pytest.raises(OSError, match="No space"):
        receive(letter())
    assert not m.Problem.objects.exists()
    monkeypatch.undo()
    assert receive(letter()).outcome == "opened"


def test_the_acknowledgement_says_by_when_and_names_nobody(fernwood: DemoCompany) -> None:
    receive(letter("Hello, buy at evil.example", subject="Buy at evil.example"))
    mail = got("acknowledgement")
    assert "A person will answer you by Monday, 2 November" in mail.text
    assert "Bea" not in mail.text
    assert "Bea" not in str(mail.mail["From"])
    assert mail.mail["From"].addresses[0].addr_spec == "billing@fernwood.example"


def test_the_acknowledgement_repeats_nothing_of_the_senders(fernwood: DemoCompany) -> None:
    """THREATS 21: nobody writes to strangers through us."""
    receive(letter("evil words", sender="Evil Name <victim@reed.example>", subject="evil subject"))
    raw = bytes(got("acknowledgement", "victim@reed.example").row.message).lower()
    body = raw.partition(b"\r\n\r\n")[2]
    assert b"evil" not in body
    assert b"evil" not in raw.partition(b"subject:")[2].split(b"\r\n")[0]


@pytest.mark.parametrize(
    ("wrote", "door", "answered"),
    [
        ("Guten Tag, die Rechnung ist falsch, bitte helfen Sie mir.", "en", "de"),
        ("Hello, the invoice is wrong, please help me with it.", "de-AT", "en"),
        ("Rechnung 4711", "en", "en"),
        ("Bonjour, la facture est fausse, je ne sais pas que faire.", "de", "de"),
    ],
)
def test_who_writes_to_us_is_answered_in_their_own_language_else_the_doors(
    fernwood: DemoCompany, wrote: str, door: str, answered: str
) -> None:
    Door.objects.filter(address="billing@fernwood.example").update(language=door)
    receive(letter(wrote))
    mail = got("acknowledgement")
    assert mail.mail["Content-Language"] == answered
    assert {"de": "Guten Tag,", "en": "Hello,"}[answered] in mail.text


def test_a_customer_we_know_keeps_the_language_they_have(fernwood: DemoCompany) -> None:
    came = receive(letter())
    Customer.objects.update(language="de-CH")
    again = letter("Hello, this is about the meter.", message_id="<second@reed.example>")
    receive(again, at=later(days=2))
    assert got("acknowledgement").mail["Content-Language"] == "de"
    assert the_problem(came.problem).principal == Customer.objects.get()


def test_a_second_problem_the_same_day_is_not_acknowledged_again(fernwood: DemoCompany) -> None:
    """THREATS 24: one automatic mail a correspondent and day, whatever the headers say."""
    receive(letter())
    receive(letter("Another thing.", message_id="<2@reed.example>"), at=later(hours=1))
    assert Outgoing.objects.filter(kind="acknowledgement").count() == 1
    receive(letter("And another.", message_id="<3@reed.example>"), at=later(days=1, hours=1))
    assert Outgoing.objects.filter(kind="acknowledgement").count() == 2


@pytest.mark.parametrize(
    "headers",
    ["Auto-Submitted: auto-replied\r\n", "List-Id: <l.example>\r\n", "Precedence: bulk\r\n",
     "X-Spam-Flag: YES\r\n", "X-Auto-Response-Suppress: All\r\n"],
)  # fmt: skip
def test_nothing_automatic_answers_machines_lists_or_spam(
    headers: str, fernwood: DemoCompany
) -> None:
    receive(letter(headers=headers))
    assert not Outgoing.objects.exists()


def test_a_null_sender_is_never_answered(fernwood: DemoCompany) -> None:
    receive(letter(), sender="")
    assert not Outgoing.objects.exists()


def test_the_acknowledgement_marks_itself_and_bounces_to_nobody(fernwood: DemoCompany) -> None:
    receive(letter())
    mail = got("acknowledgement")
    assert mail.mail["Auto-Submitted"].startswith("auto-")
    assert mail.row.envelope_from == ""


def test_our_own_automatic_mail_coming_back_is_not_answered(fernwood: DemoCompany) -> None:
    """THREATS 24: our own alias, or a second copy of ourselves."""
    receive(letter())
    ours = bytes(got("acknowledgement").row.message)
    back = receive(ours, "support@fernwood.example", sender="")
    assert back.outcome in {"machine", "set aside"}
    assert Outgoing.objects.count() == 1


# -- set aside -----------------------------------------------------------------------------------


def test_machine_mail_to_a_door_is_set_aside_with_its_reviewer(fernwood: DemoCompany) -> None:
    came = receive(letter(headers="Auto-Submitted: auto-generated\r\n"))
    row = the_problem(came.problem)
    assert (came.outcome, row.stage, row.detail) == ("set aside", "set aside", "machine")
    assert row.owner == fernwood.doors["billing@fernwood.example"].fallback


def test_spam_is_set_aside_but_never_a_known_customers(fernwood: DemoCompany) -> None:
    spam = receive(letter(sender="x@spam.example", headers="X-Spam-Flag: YES\r\n"))
    assert the_problem(spam.problem).detail == "spam"
    receive(letter(message_id="<7@reed.example>"))
    known = receive(letter("More.", message_id="<8@reed.example>", headers="X-Spam-Flag: YES\r\n"))
    assert known.outcome == "opened"


# -- threads -------------------------------------------------------------------------------------


def test_a_reply_finds_its_problem_by_its_token(fernwood: DemoCompany) -> None:
    first = receive(letter())
    raw = letter("More.", message_id="<2@reed.example>", subject="Something else")
    second = receive(raw, got("acknowledgement").reply_to)
    assert (second.outcome, second.problem) == ("word", first.problem)


def test_a_reply_finds_its_problem_by_our_message_id(fernwood: DemoCompany) -> None:
    first = receive(letter())
    ours = str(got("acknowledgement").mail["Message-ID"])
    raw = letter("More.", message_id="<2@reed.example>", headers=f"In-Reply-To: {ours}\r\n")
    second = receive(raw)
    assert (second.outcome, second.problem) == ("word", first.problem)


def test_a_subject_alone_finds_nothing(fernwood: DemoCompany) -> None:
    first = receive(letter())
    second = receive(letter("More.", message_id="<2@reed.example>", subject="Re: Wrong invoice"))
    assert second.problem != first.problem


def test_a_token_that_was_never_given_out_finds_nothing(fernwood: DemoCompany) -> None:
    first = receive(letter())
    raw = letter("More.", message_id="<2@reed.example>")
    second = receive(raw, f"billing+{'a' * 26}@fernwood.example")
    assert (second.outcome, second.problem != first.problem) == ("opened", True)


def test_a_word_to_a_joined_problem_goes_to_its_twin(bea: Colleague) -> None:
    older = receive(letter())
    younger = receive(letter("Again.", message_id="<2@reed.example>"), at=later(minutes=1))
    by_colleagues.say_i_will_help(older.problem, bea.pk, later(minutes=2))
    by_colleagues.join_twin(younger.problem, older.problem, bea.pk, later(minutes=3))
    third = receive(
        letter("More.", message_id="<3@reed.example>", headers="In-Reply-To: <2@reed.example>\r\n"),
        at=later(minutes=4),
    )
    assert (third.outcome, third.problem) == ("word", older.problem)


# -- who speaks ----------------------------------------------------------------------------------


def test_a_stranger_with_a_known_reference_is_not_the_customer(fernwood: DemoCompany) -> None:
    """THREATS 4: a reply from a new address speaks for nobody."""
    first = receive(letter())
    came = reply(got("acknowledgement"), "yes", sender="Mallory <mallory@evil.example>")
    assert (came.outcome, came.problem) == ("stranger", first.problem)
    assert words(first.problem)[-1] == ("stranger", "yes")
    assert not Outgoing.objects.filter(recipient="mallory@evil.example").exists()


def test_somebody_elses_token_does_not_make_one_the_customer(fernwood: DemoCompany) -> None:
    """Another customer who got hold of the reply address is still not Carol."""
    receive(letter(sender="Dan <dan@other.example>", message_id="<9@other.example>"))
    first = receive(letter())
    came = reply(got("acknowledgement"), "I am Dan.", sender="Dan <dan@other.example>")
    assert (came.outcome, came.problem) == ("stranger", first.problem)


@pytest.mark.parametrize(
    "sender",
    ["carol@reed.example, mallory@evil.example", '"carol@reed.example" <mallory@evil.example>'],
)
def test_an_ambiguous_sender_is_not_the_customer(sender: str, fernwood: DemoCompany) -> None:
    """THREATS 23."""
    receive(letter())
    assert reply(got("acknowledgement"), "yes", sender=sender).outcome == "stranger"


def test_a_failed_dmarc_is_not_the_customer(fernwood: DemoCompany) -> None:
    receive(letter())
    results = "Authentication-Results: mx.fernwood.example; dmarc=fail header.from=reed.example\r\n"
    assert reply(got("acknowledgement"), "yes", headers=results).outcome == "stranger"


def test_a_colleagues_address_alone_is_a_note_to_the_owner(bea: Colleague) -> None:
    """THREATS 1: stored as unverified, never sent to the customer, never changes the owner."""
    first = receive(letter())
    by_colleagues.say_i_will_help(first.problem, bea.pk, later(minutes=1))
    before = Outgoing.objects.count()
    came = reply(got("acknowledgement"), "Dear Carol, send money.", sender=f"Bea <{bea.email}>")
    assert came.outcome == "stranger"
    assert Outgoing.objects.count() == before
    assert the_problem(first.problem).owner == bea
    assert "nothing proves" in m.Word.objects.latest("id").trouble


def test_a_colleague_who_left_speaks_no_more(bea: Colleague, tom: Colleague) -> None:
    """THREATS 3: rights are asked for again when a reply arrives."""
    first = receive(letter())
    company.leave(tom, later(minutes=1))
    proven = "Authentication-Results: mx.fernwood.example; dkim=pass header.d=fernwood.example\r\n"
    came = reply(got("acknowledgement"), "hi", sender=f"Tom <{tom.email}>", headers=proven)
    assert (came.outcome, came.problem) == ("stranger", first.problem)


def test_a_copied_address_becomes_no_party_by_itself(fernwood: DemoCompany) -> None:
    """THREATS 22: who is copied by mail reads nothing until the owner agrees."""
    receive(letter(headers="Cc: snoop@evil.example\r\n"))
    assert m.Party.objects.count() == 1
    assert Customer.objects.count() == 1


def test_a_bounce_tells_the_owner_whom_our_mail_did_not_reach(bea: Colleague) -> None:
    first = receive(letter())
    ours = str(got("acknowledgement").mail["Message-ID"]).encode()
    came = receive(BOUNCE.replace(b"<ours@fernwood.example>", ours), sender="")
    assert (came.outcome, came.problem) == ("machine", first.problem)
    kind, text = words(first.problem)[-1]
    assert kind == "machine"
    assert text.startswith("Your mail did not reach carol@reed.example: there is no such mailbox")


def test_an_out_of_office_is_not_the_customers_word(fernwood: DemoCompany) -> None:
    first = receive(letter())
    spoke = the_problem(first.problem).customer_spoke_at
    out = reply(got("acknowledgement"), "yes", headers="Auto-Submitted: auto-replied\r\n",
                at=later(hours=1))  # fmt: skip
    assert out.outcome == "machine"
    assert the_problem(first.problem).customer_spoke_at == spoke
    assert Outgoing.objects.count() == 1


def test_whoever_helps_knows_in_which_language_they_wrote(fernwood: DemoCompany) -> None:
    receive(letter("Bonjour, la facture est fausse, je ne sais pas que faire."))
    assert Customer.objects.get().language == "fr"
