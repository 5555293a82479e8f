"""What reaches people who do not look: their choice, in their hours, and never what is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import transaction

from stayline.desk.models import News, NoticeTest, Way
from stayline.desk.notices import gathering, mails, telling, trying
from stayline.desk.notices.choosing import choice_of, choose
from stayline.desk.notices.kinds import Kind
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers, clock
from stayline.problems.mentioning import mention
from stayline.problems.models import Notice, Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn, write_in

SOON = timedelta(minutes=16)
Deferred = list[tuple[str, dict[str, object]]]


@pytest.fixture(autouse=True)
def deferred(monkeypatch: pytest.MonkeyPatch) -> Deferred:
    """Jobs are looked at, and done by hand."""
    from stayline.desk import jobs

    found: Deferred = []

    def keep(name: str) -> Callable[..., None]:
        return lambda **arguments: found.append((name, arguments))

    for name in ("mail_news", "push_news", "try_notices"):
        monkeypatch.setattr(getattr(jobs, name), "defer", keep(name))
    return found


def everything_by_mail(colleague: Colleague) -> None:
    choose(colleague, mail=[kind.value for kind in Kind], push=[], minutes=15)


def mails_at(at: datetime) -> list[str]:
    """What leaves at a moment: each mail's address and subject."""
    mail.outbox.clear()
    for batch in mails.collect(at):
        mails.send(batch, at)
    return [f"{one.to[0].partition('@')[0]}: {one.subject}" for one in mail.outbox]


def test_until_one_chooses_only_alarms_come_by_mail(ringing: Problem, bea: Colleague) -> None:
    assert choice_of(bea).by_mail == {Kind.ALARM}
    assert not News.objects.exists()


def test_an_arrival_is_mailed_to_its_host_when_it_has_waited(
    bea: Colleague, door: Door, carol: Customer
) -> None:
    everything_by_mail(bea)
    write_in(door, carol, "The tablet does not let me in.")
    assert mails_at(now()) == []
    assert mails_at(now() + SOON) == ["bea: Carol has just arrived, and you are rung"]
    assert mails_at(now() + 2 * SOON) == []


def test_what_somebody_saw_to_meanwhile_is_not_mailed(
    bea: Colleague, door: Door, carol: Customer
) -> None:
    everything_by_mail(bea)
    problem = write_in(door, carol, "The tablet does not let me in.")
    by_colleagues.say_i_will_help(problem.pk, bea.pk, now())
    assert mails_at(now() + SOON) == []
    assert News.objects.get().why_not == "over by then"


def test_many_news_are_one_mail(answered: Problem, bea: Colleague) -> None:
    everything_by_mail(bea)
    assert answered.principal is not None
    for words in ("Hello? The tablet again.", "And the telephone too.", "Now the desktop."):
        with transaction.atomic():
            by_customers.hear(answered.pk, answered.principal.pk, words, now())
    assert mails_at(now() + SOON) == ["bea: Carol has written (2 more)"]


def test_an_offer_is_told_to_whom_it_is_made_and_nobody_else(
    answered: Problem, bea: Colleague, tom: Colleague, erik: Colleague
) -> None:
    for one in (bea, tom, erik):
        everything_by_mail(one)
    by_colleagues.offer(answered.pk, bea.pk, [tom.pk], "The tablet refuses her.", now())
    assert mails_at(now() + SOON) == ["tom: A colleague asks you about Carol"]
    assert "The tablet refuses her." not in mail.outbox[0].body


def test_outside_ones_hours_only_alarms_are_told(
    answered: Problem, bea: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything_by_mail(bea)
    monkeypatch.setattr(telling, "is_working", lambda at, hours: False)
    assert answered.principal is not None
    with transaction.atomic():
        by_customers.hear(answered.pk, answered.principal.pk, "Hello?", now())
    assert mails_at(now() + SOON) == []
    answered.refresh_from_db()
    assert answered.promise_due is not None
    late = answered.promise_due + timedelta(seconds=1)
    clock.tick(late)
    assert any(one.startswith("bea: Carol waits too long") for one in mails_at(late))


def test_what_one_may_no_longer_see_is_not_told(
    answered: Problem, bea: Colleague, tom: Colleague
) -> None:
    everything_by_mail(tom)
    by_colleagues.ask_to_help(answered.pk, bea.pk, [tom.pk], "Please look.", now())
    by_colleagues.decline_help(answered.pk, tom.pk, "I am away", now())
    assert mails_at(now() + SOON) == []
    assert News.objects.get(to=tom).why_not == "not theirs to see"


def test_who_was_let_out_of_a_circle_hears_nothing(
    answered: Problem, bea: Colleague, sally: Colleague, tom: Colleague
) -> None:
    everything_by_mail(sally)
    gathering.keep([gathering.Item(sally.pk, answered.pk, 99, Kind.ALARM, now())])
    Problem.objects.filter(pk=answered.pk).update(need_to_know=[bea.pk])
    assert mails_at(now()) == []
    assert News.objects.get(to=sally).why_not == "not theirs to see"


def test_of_what_a_circle_keeps_a_mail_names_nobody(answered: Problem, bea: Colleague) -> None:
    everything_by_mail(bea)
    Problem.objects.filter(pk=answered.pk).update(need_to_know=[bea.pk])
    assert answered.principal is not None
    with transaction.atomic():
        by_customers.hear(answered.pk, answered.principal.pk, "Hello?", now())
    assert mails_at(now() + SOON) == ["bea: A customer has written"]
    assert "tablet" not in mail.outbox[0].body
    assert "Carol" not in mail.outbox[0].body


def test_a_mail_carries_no_words_of_the_customer(answered: Problem, bea: Colleague) -> None:
    everything_by_mail(bea)
    assert answered.principal is not None
    with transaction.atomic():
        by_customers.hear(answered.pk, answered.principal.pk, "My IBAN is DE02.", now())
    mails_at(now() + SOON)
    told = mail.outbox[0]
    assert "IBAN" not in f"{told.subject}{told.body}"
    assert told.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_is_sent_again_is_known_as_the_same(
    answered: Problem, bea: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathering.keep([gathering.Item(bea.pk, answered.pk, 99, Kind.ALARM, now())])
    (batch,) = mails.collect(now())
    assert mails.collect(now()) == []

    def breaks(*_: object) -> None:
        raise OSError("the line broke")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", breaks)
        with pytest.raises(OSError, match="the line broke"):
            mails.send(batch, now())
    assert mails.send(batch, now())
    assert not mails.send(batch, now())
    assert [one.extra_headers["Message-ID"] for one in mail.outbox] == [_number(batch)]


def _number(batch: UUID) -> str:
    return f"<news-{batch}@127.0.0.1>"


def test_a_mention_is_told_and_told_once(
    answered: Problem, bea: Colleague, erik: Colleague
) -> None:
    everything_by_mail(erik)
    with transaction.atomic():
        mention(answered, bea.pk, [erik.pk], answered.version, now())
    for _ in range(2):
        gathering.gather_the_desks_own(now())
    assert mails_at(now() + SOON) == ["erik: A colleague mentions you in a note about Carol"]


def test_a_seen_alarm_is_not_mailed(answered: Problem, bea: Colleague) -> None:
    answered.refresh_from_db()
    assert answered.promise_due is not None
    late = answered.promise_due + timedelta(seconds=1)
    clock.tick(late)
    Notice.objects.filter(to=bea).update(seen_at=late)
    assert not any(one.startswith("bea") for one in mails_at(late))


def test_each_person_chooses(bea: Colleague, sign_in: SignIn) -> None:
    sent = {"mail": ["alarm", "spoke", "made up"], "push": ["arrived"], "minutes": "60"}
    assert sign_in(bea).post("/you/notices/", sent).status_code == 302
    chosen = choice_of(bea)
    assert chosen.by_mail == {"alarm", "spoke"}
    assert chosen.by_push == {"arrived"}
    assert chosen.mail_every == timedelta(hours=1)
    assert chosen.ways(Kind.SPOKE) == [Way.MAIL]


# -- try it --------------------------------------------------------------------------------------


def test_a_try_says_what_became_of_each(
    bea: Colleague, sign_in: SignIn, deferred: Deferred
) -> None:
    client = sign_in(bea)
    client.post("/you/notices/test/")
    assert deferred == [("try_notices", {"colleague": bea.pk})]
    assert "Sending one of each" in client.get("/you/").content.decode()
    trying.send_one_of_each(bea.pk, now())
    trying.send_one_of_each(bea.pk, now())
    said = client.get("/you/notices/tested/").content.decode()
    assert f"Sent to {bea.email}" in said
    assert "No browser of yours is switched on" in said
    assert [one.to for one in mail.outbox] == [[bea.email]]


def test_a_try_tells_what_the_mail_server_said(
    bea: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise ConnectionRefusedError("nobody listens there")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuses)
    trying.ask(bea, now())
    trying.send_one_of_each(bea.pk, now())
    assert "nobody listens there" in NoticeTest.objects.get().mail_said


def test_whoever_carries_a_promise_is_told_before_it_breaks_and_once(
    answered: Problem, bea: Colleague, deferred: Deferred
) -> None:
    everything_by_mail(bea)
    answered.refresh_from_db()
    due = answered.promise_due
    assert due is not None
    gathering.gather_the_desks_own(due - timedelta(minutes=45))
    assert not News.objects.filter(kind=Kind.NEAR).exists()
    for minutes in (20, 19):
        gathering.gather_the_desks_own(due - timedelta(minutes=minutes))
    news = News.objects.get(kind=Kind.NEAR)
    assert news.to == bea
    assert telling.why_not(news) == ""
    by_colleagues.write(answered.pk, bea.pk, "It is the old meter.", due - timedelta(minutes=10))
    assert telling.why_not(news) == telling.OVER
