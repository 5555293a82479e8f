"""A letter becomes one mail to exactly the intended recipients, whatever names come from outside."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default as modern
from typing import Any

import pytest

from stayline.channels.mail.compose import File, Mailbox, NotSendable, compose
from stayline.channels.mail.parse import parse
from stayline.channels.mail.texts import Button, Letter, Quiet, Words, in_language
from tests.channels.mail.conftest import AT

LETTER = Letter(
    "Hello", ("Good day,", Words("<b>one</b>\n\ntwo"), Button("Open", "https://a/?b&c"))
)


def written(**changes: Any) -> bytes:
    given: dict[str, Any] = {
        "sender": Mailbox(address="billing@fernwood.example", name="Bea"),
        "reply_to": "billing+token@fernwood.example",
        "to": [Mailbox(address="carol@reed.example", name="Carol")],
        "message_id": "1@fernwood.example",
        "at": AT,
    }
    return compose(changes.pop("letter", LETTER), **{**given, **changes})


NASTY = (
    "Carol\r\nBcc: victim@evil.example",
    "Carol\nBcc: victim@evil.example",
    "Carol, victim@evil.example",
    'Carol" <victim@evil.example>, "x',
    "=?utf-8?q?Carol=0D=0ABcc=3A_victim=40evil=2Eexample?=",
    "Carol <victim@evil.example>",
    "Carol\u2028Bcc: victim@evil.example",
    "Carol\u202egnp.exe",
    "Carol\x00\x0b\x0cBcc: victim@evil.example",
    "Carol; victim@evil.example;",
    "Carol" * 200,
)


@pytest.mark.parametrize("name", NASTY)
def test_exactly_the_intended_recipients_leave(name: str) -> None:
    """THREATS 16: a name, a subject or a brand adds no header and no recipient."""
    raw = written(
        to=[Mailbox(address="carol@reed.example", name=name)],
        sender=Mailbox(address="billing@fernwood.example", name=name),
        letter=Letter(name, ("Hello",)),
        subject=name,
    )
    mail = message_from_bytes(raw, policy=modern)
    assert [box.addr_spec for box in mail["To"].addresses] == ["carol@reed.example"]
    assert [box.addr_spec for box in mail["From"].addresses] == ["billing@fernwood.example"]
    assert mail["Cc"] is None
    assert mail["Bcc"] is None
    assert [box.address for box in parse(raw).to] == ["carol@reed.example"]


@pytest.mark.parametrize(
    "address",
    ["", "carol", "carol@", "@reed.example", "carol@reed.example\r\nBcc: x@y.example", "a b@c.example",
     "a,b@c.example", "<a@b.example>", "a@b@c.example", "a@b..example", '"a b"@c.example', "caröl@reed.example"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(NotSendable):
        written(to=[Mailbox(address=address)])


def test_a_domain_with_umlauts_is_written_as_the_dns_knows_it() -> None:
    raw = written(to=[Mailbox(address="carol@bücher.example")])
    assert b"carol@xn--bcher-kva.example" in raw


def test_both_forms_say_the_same_and_nothing_of_outside_is_markup() -> None:
    mail = message_from_bytes(written(), policy=modern)
    plain = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    rich = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<b>one</b>" in plain
    assert "&lt;b&gt;one&lt;/b&gt;" in rich
    assert "https://a/?b&amp;c" in rich
    assert "<img" not in rich


def test_threads_hold_together() -> None:
    mail = message_from_bytes(
        written(in_reply_to="9@reed.example", references=["8@reed.example"]), policy=modern
    )
    assert mail["In-Reply-To"] == "<9@reed.example>"
    assert mail["References"].split() == ["<8@reed.example>", "<9@reed.example>"]
    assert mail["Message-ID"] == "<1@fernwood.example>"


def test_a_forged_reference_adds_no_header() -> None:
    raw = written(in_reply_to="9@reed.example>\r\nBcc: victim@evil.example\r\nX: <")
    assert message_from_bytes(raw, policy=modern)["Bcc"] is None


def test_files_leave_with_harmless_names() -> None:
    raw = written(files=[File(name="a\r\nb.pdf", type="application/pdf", content=b"x"),
                         File(name="x.html", type="text/html", content=b"<script>")])  # fmt: skip
    first, second = parse(raw).attachments
    assert (first.name, first.content) == ("a b.pdf", b"x")
    assert second.type == "application/octet-stream"


def test_automatic_mail_says_so_in_every_way() -> None:
    mail = parse(written(automatic=True))
    assert mail.machine == "our own"
    assert mail.never_answer
    assert parse(written()).machine is None


@pytest.mark.parametrize("language", ["en", "de", "de-AT", "fr"])
def test_no_letter_speaks_of_tickets_or_asks_not_to_reply(language: str) -> None:
    texts = in_language(language)
    people = {"owner": "Bea", "customer": "Carol", "page": "https://a/with/x/"}
    letters = [
        texts.acknowledgement(by="Monday", page="", brand="Fernwood"),
        texts.word(text="Hi", name="Bea", brand="Fernwood", by="Monday", page=""),
        texts.introduction(receiver="Tom", **people),
        texts.takeover_question(receiver="Tom", words="", **people),
        texts.takeover_receipt(former="Bea", quoting="ok", **people),
        texts.back_receipt(**people),
        texts.stays_receipt(**people),
        texts.solved_question(words="", again=True, **people),
        texts.contradiction(words="", **people),
        texts.split_question(things=("The bill", "The meter"), **people),
        texts.satisfied_receipt(quoting="", **people),
        texts.promise_broken(giver="", by="Monday", **people),
        texts.person_changed(former="Tom", by="Monday", **people),
        texts.cover(cover="Tom", until="Monday", **people),
        texts.encounter(colleague="Erik", head="Sally", customer="Carol", said="It broke.",
                        link="https://a/", to_head=True),
    ]  # fmt: skip
    everything = " ".join(_words(letter) for letter in letters).lower()
    for word in ("ticket", "queue", "department", "agent", "abteilung", "warteschlange", "noreply",
                 "do not reply", "nicht antworten", "case number", "vorgang"):  # fmt: skip
        assert word not in everything


def _words(letter: Letter) -> str:
    parts = [letter.subject]
    for one in letter.body:
        match one:
            case Button(words, _) | Quiet(words, _) | Words(words):
                parts.append(words)
            case str():
                parts.append(one)
    return " ".join(parts)
