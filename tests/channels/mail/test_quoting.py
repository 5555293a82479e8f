"""New words are shown, quoted words are folded, and in doubt everything is shown."""

from __future__ import annotations

from time import perf_counter

import pytest

from stayline.channels.mail.quoting import signature_above, split_text


def test_an_answer_above_the_quote_is_what_is_new() -> None:
    split = split_text(
        "Yes, please.\n\nOn Mon, 2 Nov 2026 at 10:00, Bea <bea@fernwood.example> wrote:\n> May Tom help?"
    )
    assert split.new == "Yes, please."
    assert split.quoted.startswith("On Mon")


@pytest.mark.parametrize(
    "text",
    [
        "> May Tom help?\n\nYes.",
        "On Mon, 2 Nov 2026, Bea <bea@fernwood.example> wrote:\n> May Tom help?\nYes.\n> And Erik?\nNo.",
        "Hello\n> one\nto this: yes\n> two\nto that: no",
        "On Monday I wrote to you at 10:30 about this: nothing happened.",
        "From: our database\nwe get this.",
    ],
)
def test_answers_below_and_between_quotes_are_shown_whole(text: str) -> None:
    split = split_text(text)
    assert split.new == text
    assert split.quoted == ""


def test_a_signature_is_put_below_and_nothing_is_thrown_away() -> None:
    split = split_text("It fails.\n\n-- \nCarol Reed\nReed & Co")
    assert split.new == "It fails."
    assert split.signature == "--\nCarol Reed\nReed & Co"
    assert split.quoted == ""


def test_a_signature_can_be_told_from_the_quote_below_it() -> None:
    split = split_text(
        "It fails.\n\n-- \nCarol Reed\n\nOn Mon, 2 Nov 2026, Bea <b@fernwood.example> wrote:\n> Hello"
    )
    assert split.new == "It fails."
    folded = f"{split.signature}\n\n{split.quoted}"
    assert signature_above(folded) == (split.signature, split.quoted)
    assert signature_above(split.quoted) == ("", split.quoted)


def test_one_answer_below_an_attributed_quote_is_what_is_new() -> None:
    split = split_text(
        "On Mon, 2 Nov 2026, Bea <b@fernwood.example> wrote:\n> May Tom help?\n\nYes."
    )
    assert split.new == "Yes."
    assert split.quoted.endswith("> May Tom help?")


def test_a_forwarded_mail_is_kept_whole() -> None:
    text = "Can you help?\n\n---------- Forwarded message ---------\nFrom: A <a@b.example>\nDate: Monday\nSubject: X\n\nIt broke."
    split = split_text(text)
    assert split.new == "Can you help?"
    assert "It broke." in split.forwarded
    assert "It broke." in split.words


@pytest.mark.parametrize(
    "text",
    [
        "On Mon 2020 \n" * 60_000,
        "> q\nanswer\n" * 30_000,
        "hi\n" + "On 2020-01-01 12:00 a@b.cc wrote:\n> q\n" * 20_000 + "answer\n",
        "From: a@b\n" * 60_000,
        "x" * 1_000_000,
        "On " + "2020 12:30 " * 100_000,
        "Sent from my " + "a " * 200_000,
    ],
)
def test_no_text_makes_it_slow(text: str) -> None:
    started = perf_counter()
    split_text(text)
    assert perf_counter() - started < 2
