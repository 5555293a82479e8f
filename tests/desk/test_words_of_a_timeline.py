"""Every kind of event has its place in the conversation, or is left out on purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from stayline.desk.samples import BEA, CAROL, TOM
from stayline.desk.timeline import Cast, WordRead, told
from stayline.ownership import events as ev
from stayline.ownership.evidence import PageButton
from stayline.ownership.ids import ColleagueId, Number, PartyId, ProblemId, TextId, WordId
from stayline.ownership.problem import About, Nature, OfferKind

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HER, HIM, SHE = ColleagueId(BEA.pk), ColleagueId(TOM.pk), PartyId(CAROL.pk)
CAST = Cast({BEA.pk: BEA, TOM.pk: TOM}, {CAROL.pk: CAROL}, CAROL, "Billing")


def _text(*events: ev.Event, words: dict[int, WordRead] | None = None) -> str:
    numbered = ((number, event) for number, event in enumerate(events, 1))
    return " | ".join(
        f"{one.kind}: {one.html or one.text}" for one in told(numbered, words or {}, CAST)
    )


def test_an_arrival_and_i_will_help_you_are_quiet_lines() -> None:
    opened = ev.Opened(
        at=AT, problem=ProblemId(1), arrival=ev.Arrival.MAIL, nature=Nature.CUSTOMERS,
        door=None, owner=HER, fallback=HER, reviewer=HER,
    )  # fmt: skip
    text = _text(opened, ev.SaidIWillHelp(at=AT, by=HER))
    assert text == (
        "line: Arrived at Billing; <strong>Bea</strong> is rung"
        " | line: <strong>Bea</strong> said “I will help you”"
    )


def test_a_promise_is_told_below_the_word_that_carried_it() -> None:
    word = WordRead(7, "I am on it.", BEA)
    due = AT + timedelta(hours=4)
    (entry,) = told(
        [
            (1, ev.WordSpoken(at=AT, by=HER, word=WordId(7))),
            (2, ev.PromiseMade(at=AT, giver=HER, carrier=HER, due=due)),
        ],
        {7: word},
        CAST,
    )
    assert (entry.text, entry.hears_by) == ("I am on it.", due)


def test_a_word_that_two_events_speak_of_is_shown_once() -> None:
    word = WordRead(7, "Try it now.", BEA)
    spoken = ev.WordSpoken(at=AT, by=HER, word=WordId(7))
    asked = ev.Asked(at=AT, by=HER, about=About.SOLVED, word=WordId(7))
    assert _text(spoken, asked, words={7: word}).count("Try it now.") == 1


def test_names_are_written_as_text_and_never_as_markup() -> None:
    class Rude:
        pk, name, first_name = 9, "<b>x", "<b>x"

    cast = Cast({9: Rude()}, {}, CAROL)
    (line,) = told([(1, ev.HelperJoined(at=AT, helper=ColleagueId(9)))], {}, cast)
    assert "&lt;b&gt;x" in line.html


def test_the_four_steps_are_told_in_order() -> None:
    text = _text(
        ev.Offered(at=AT, by=HER, kind=OfferKind.HANDOFF, receivers=(HIM,), brief=TextId(1), lapses=AT),
        ev.PickedUp(at=AT, offer=Number(1), receiver=HIM),
        ev.Asked(at=AT, by=HER, about=About.TAKEOVER, receiver=HIM),
        ev.Answered(
            at=AT, question=Number(3), about=About.TAKEOVER, reply=ev.Reply.YES,
            evidence=PageButton(party=SHE), receiver=HIM,
        ),
    )  # fmt: skip
    for words in ("offered to hand over to", "picked up", "was asked whether", "said yes to"):
        assert words in text


def test_a_no_is_told_with_its_reason_and_somebody_better() -> None:
    no = ev.OfferDeclined(
        at=AT, offer=Number(3), by=HIM, reason=TextId(5), better=HER, free_at=AT + timedelta(days=1)
    )
    cast = replace(CAST, reasons={5: "At a <fair>."})
    with timezone.override(UTC):
        (line,) = told([(4, no)], {}, cast)
    assert line.html == (
        "<strong>Tomas</strong> can't take over now: “At a &lt;fair&gt;.” · rather"
        " <strong>Bea</strong> · free from 21 Nov 09:00"
    )


def test_whom_no_mail_reaches_was_not_told_of_a_broken_promise() -> None:
    broken = ev.PromiseSettled(at=AT, promise=Number(3), how=ev.Settled.BROKEN)
    (line,) = told([(4, broken)], {}, replace(CAST, reads_mail=False))
    assert line.html == "A promise was broken. Call <strong>Carol</strong> and say so"
