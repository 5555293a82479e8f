"""Everybody's letterbox: real SMTP in, and a story waits for the letter it expects."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

import pytest

from stayline.stories import postbox as post
from stayline.stories.broken import StoryBroken
from stayline.stories.people import answer_to, new_mail
from stayline.stories.postbox import Letter, Postbox, free_port, listening

CAROL = "carol@reyes.example"


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Postbox, int]]:
    monkeypatch.setattr(post, "SECONDS_PATIENCE", 0.2)
    letters, port = Postbox(), free_port()
    with listening(letters, "127.0.0.1", port):
        yield letters, port


def _send(port: int, subject: str, words: str, to: str = CAROL) -> None:
    mail = new_mail("Bea <billing@fernwood.example>", to, subject, words)
    mail["Reply-To"] = "Bea <billing+abc@fernwood.example>"
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail)


def test_a_letter_is_found_by_what_it_says(box: tuple[Postbox, int]) -> None:
    letters, port = box
    _send(port, "Hello", "first")
    _send(port, "Hello", "second")
    assert letters.next_for(CAROL, "second").text.strip() == "second"
    assert letters.next_for(CAROL, "Hello").text.strip() == "first"


def test_a_letter_is_read_once(box: tuple[Postbox, int]) -> None:
    letters, port = box
    _send(port, "Hello", "first")
    letters.next_for(CAROL, "first")
    assert not letters.unread_for(CAROL, "first")
    with pytest.raises(StoryBroken, match="says “first”"):
        letters.next_for(CAROL, "first")


def test_somebody_elses_letter_is_not_theirs(box: tuple[Postbox, int]) -> None:
    letters, port = box
    _send(port, "Hello", "first", to="cem@aydin.example")
    with pytest.raises(StoryBroken):
        letters.next_for(CAROL)


def _letter(words: str) -> Letter:
    mail = new_mail("Bea <billing@fernwood.example>", CAROL, "Hello", words)
    mail["Reply-To"] = "Bea <billing+abc@fernwood.example>"
    mail["Date"] = "Mon, 02 Nov 2026 09:00:00 +0000"
    return Letter((CAROL,), "", mail)


def test_the_customers_page_is_the_link_in_it() -> None:
    link = "http://127.0.0.1:8000/with/abcdefghijklmnopqrstuvwxyz/"
    assert _letter(f"See who is with you:\n{link}\n").page == link
    with pytest.raises(StoryBroken):
        _ = _letter("No link at all.").page


def test_a_reply_goes_where_the_letter_says_and_quotes_it() -> None:
    reply = answer_to(_letter("Is it all right?"), f"Carol Reyes <{CAROL}>", "yes")
    assert (reply["To"], reply["Subject"]) == ("billing+abc@fernwood.example", "Re: Hello")
    assert reply.get_content().splitlines() == [
        "yes",
        "",
        "On Mon, 02 Nov 2026 09:00:00 +0000, Bea <billing@fernwood.example> wrote:",
        "> Is it all right?",
    ]


def test_a_taken_port_is_said(box: tuple[Postbox, int]) -> None:
    with (
        pytest.raises(StoryBroken, match="No mail can be taken at"),
        listening(Postbox(), "127.0.0.1", box[1]),
    ):
        pass
