"""Spam rings nobody, is answered by nobody, and stands where two people look at it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from stayline.channels.mail import screening, spam
from stayline.channels.mail.models import Outgoing, RawMail, SpamLesson, SpamMark
from stayline.channels.mail.parse import parse
from stayline.ownership.problem import Aside
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues
from stayline.problems import models as m
from tests.channels.mail import corpora
from tests.channels.mail.conftest import AT, later, receive
from tests.channels.mail.letters import letter


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "_untaught_until", 0.0)


def pitch(number: int, headers: str = "") -> bytes:
    return letter(
        f"Buy cheap replica watches today! Visit http://watches{number}.example now, limited offer,"
        f" best price guaranteed, click here for discount number {number}.",
        sender=f"Shop {number} <deal{number}@cheap{number}.example>",
        subject="LIMITED OFFER today",
        message_id=f"<{number}@cheap.example>",
        headers=headers,
    )


def request(number: int) -> bytes:
    return letter(
        f"Hello, our heating shows error {number} since Monday and the house is cold. Could somebody"
        " please have a look at the boiler and tell us when you can come? Regards, Dave",
        sender=f"Dave {number} <dave{number}@reed.example>",
        subject=f"Heating error {number}",
        message_id=f"<{number}@reed.example>",
    )


@pytest.mark.parametrize(
    "mark",
    [
        "X-Spam-Flag: YES",
        "X-Spam-Status: Yes, score=9.1 required=5.0",
        "X-Rspamd-Action: add header",
        "X-Spamd-Result: default: True [17.10 / 15.00]",
        "X-MS-Exchange-Organization-SCL: 9",
    ],
)
def test_what_the_relays_filter_marks_is_set_aside_and_rings_nobody(
    fernwood: DemoCompany, mark: str
) -> None:
    receive(pitch(1, f"{mark}\r\n"), sender="deal1@cheap1.example")
    problem = m.Problem.objects.get()
    assert (problem.stage, problem.detail) == ("set aside", "spam")
    assert problem.door is not None
    assert problem.owner == problem.door.reviewer_or_fallback
    assert "filter" in m.Word.objects.get().trouble
    assert not Outgoing.objects.exists()
    assert not Customer.objects.filter(addresses__value="deal1@cheap1.example").exists()


@pytest.mark.parametrize(
    "mark",
    ["X-Spam-Status: No, score=-1", "X-Rspamd-Action: greylist", "X-Spamd-Result: default: False [1/15]",
     "X-MS-Exchange-Organization-SCL: 1"],
)  # fmt: skip
def test_what_the_filter_lets_pass_rings(fernwood: DemoCompany, mark: str) -> None:
    receive(pitch(1, f"{mark}\r\n"))
    assert m.Problem.objects.get().stage == "ringing"


def test_a_known_customer_is_never_screened(fernwood: DemoCompany) -> None:
    receive(letter())
    receive(letter("Again.", message_id="<2@reed.example>", headers="X-Spam-Flag: YES\r\n"))
    assert set(m.Problem.objects.values_list("stage", flat=True)) == {"ringing"}


def test_a_forged_known_customer_is_screened(fernwood: DemoCompany) -> None:
    receive(letter())
    forged = "X-Spam-Flag: YES\r\nAuthentication-Results: mx.fernwood.example; dmarc=fail\r\n"
    receive(letter("Pay now.", message_id="<2@x.example>", headers=forged))
    assert set(m.Problem.objects.values_list("stage", flat=True)) == {"ringing", "set aside"}


def _teach(fernwood: DemoCompany, bea: Colleague, tom: Colleague) -> None:
    """Two colleagues agree on spam, and help whoever needs it."""
    for number in range(spam.LEAST_SPAM):
        aside = receive(pitch(number), sender=f"deal{number}@cheap{number}.example").problem
        owner = m.Problem.objects.get(pk=aside).owner
        by_colleagues.put_aside(aside, owner.pk, Aside.SPAM, later(minutes=1))
        row = m.Problem.objects.get(pk=aside)
        second = tom if row.owner != tom and owner != tom else bea
        by_colleagues.confirm_aside(aside, second.pk, later(minutes=2))
        screening.learn(aside, is_spam=True)
        helped = receive(request(number), sender=f"dave{number}@reed.example").problem
        host = m.Problem.objects.get(pk=helped).owner
        by_colleagues.say_i_will_help(helped, host.pk, later(minutes=1))
        screening.learn(helped, is_spam=False)


def test_what_colleagues_confirm_is_learnt_and_the_next_of_its_kind_is_set_aside(
    fernwood: DemoCompany, bea: Colleague, tom: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spam, "LEAST_HELPED", spam.LEAST_SPAM)
    _teach(fernwood, bea, tom)
    more = receive(pitch(501), sender="deal501@cheap501.example")
    assert more.outcome == "set aside"
    assert "confirmed as spam" in m.Word.objects.filter(problem=more.problem).get().trouble
    assert receive(request(502), sender="dave502@reed.example").outcome == "opened"


def test_what_is_brought_back_is_unlearnt(
    fernwood: DemoCompany, bea: Colleague, tom: Colleague
) -> None:
    problem = receive(pitch(1, "X-Spam-Flag: YES\r\n")).problem
    screening.learn(problem, is_spam=True)
    before = SpamMark.objects.get(mark=0)
    assert (before.spam, before.ham) == (1, 0)
    screening.learn(problem, is_spam=True)
    screening.learn(problem, is_spam=False)
    after = SpamMark.objects.get(mark=0)
    assert (after.spam, after.ham) == (0, 1)
    assert not SpamLesson.objects.get(mail=RawMail.objects.get()).spam


def test_a_lesson_is_a_job_that_commits_with_the_decision(
    fernwood: DemoCompany, bea: Colleague, tom: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, bool]] = []
    monkeypatch.setattr(
        screening, "_defer", lambda problem, is_spam: told.append((problem, is_spam))
    )
    problem = receive(pitch(1, "X-Spam-Flag: YES\r\n")).problem
    owner = m.Problem.objects.get(pk=problem).owner
    by_colleagues.confirm_aside(
        problem, (tom if owner != tom else bea).pk, AT + timedelta(minutes=5)
    )
    by_colleagues.bring_back(problem, owner.pk, AT + timedelta(minutes=6))
    assert told == [(problem, True), (problem, False)]


def _corpus() -> Iterator[tuple[list[int], bool]]:
    groups = ("easy-ham-1", "easy-ham-2", "hard-ham-1", "spam-1", "spam-2")
    for name, raw in corpora.spamassassin(*groups):
        unmarked = re.sub(rb"(?im)^x-spam[^\n]*\n(?:[ \t][^\n]*\n)*", b"", raw)
        yield spam.marks(parse(unmarked)), name.startswith("spam")


def test_little_is_learnt_from_little() -> None:
    """After a few lessons every unknown word looks like spam: then nothing is said at all."""
    known = [(20, 0)] * 100
    assert spam.likeness(known, spam_lessons=20, ham_lessons=59) is None
    assert spam.likeness(known, spam_lessons=20, ham_lessons=60) == pytest.approx(1)
    assert spam.sure(20, 60) < spam.sure(40, 60) < 1


def test_half_of_the_corpus_teaches_what_the_other_half_is() -> None:
    mails = list(_corpus())
    found = spams = wrong = hams = 0
    for seed in range(12):
        random.Random(seed).shuffle(mails)  # noqa: S311
        half = len(mails) // 2
        counts = spam.tally(mails[:half])
        lessons = sum(is_spam for _, is_spam in mails[:half])
        for marks, is_spam in mails[half:]:
            likeness = spam.likeness(
                [counts[mark] for mark in marks if mark in counts],
                spam_lessons=lessons,
                ham_lessons=half - lessons,
            )
            screened = likeness is not None and likeness > spam.sure(lessons, half - lessons)
            spams, hams = spams + is_spam, hams + (not is_spam)
            found, wrong = found + (screened and is_spam), wrong + (screened and not is_spam)
    for what, many, all_ in (("spam set aside", found, spams), ("others set aside", wrong, hams)):
        corpora.say(
            f"{'spamassassin_sample':<20} {what:<24} {many:>4}/{all_:<4} {many / all_:>6.1%}"
        )
    assert found / spams >= 0.65
    assert wrong / hams <= 0.003
