"""One outage, many customers: one lead writes once, and everybody keeps their own person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.ownership import Refused
from stayline.ownership.ids import ProblemId
from stayline.ownership.problem import WaitsFor
from stayline.people.customers import customer_for_address
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers, causes, intake
from stayline.problems import models as m
from stayline.problems.audit import audit
from tests.problems.acts import row, state
from tests.problems.conftest import AT, later

pytestmark = pytest.mark.django_db
TOMORROW = later(hours=20)


@pytest.fixture
def outage(owned: ProblemId, bea: Colleague, sally: Colleague) -> m.Cause:
    causes.link(owned, bea.pk, ("The meters are offline", sally.pk), AT)
    return m.Cause.objects.get()


def _say(outage: m.Cause, sally: Colleague, **texts: str) -> m.Announcement:
    said = causes.announce(
        outage.pk, sally.pk, texts or {"en": "We know."}, TOMORROW, later(hours=1)
    )
    causes.say(said.pk, later(hours=1))
    said.refresh_from_db()
    return said


def test_the_customer_hears_it_from_their_own_person_with_the_leads_promise(
    outage: m.Cause, owned: ProblemId, bea: Colleague, sally: Colleague
) -> None:
    said = _say(outage, sally)
    word = m.Word.objects.order_by("pk").last()
    assert word is not None
    assert (word.text, word.colleague) == ("We know.", bea)
    after = state(owned)
    assert after.owner == bea.pk
    assert after.promise is not None
    assert (after.promise.giver, after.promise.due) == (sally.pk, TOMORROW)
    assert after.promise.waits_for is WaitsFor.FIX
    assert said.done_at == later(hours=1)
    assert causes.reach_of(said) == causes.Reach(told=1, excepted=0, all=1)
    assert list(audit()) == []


def test_who_has_written_since_gets_an_answer_of_their_own(
    outage: m.Cause, owned: ProblemId, carol: Customer, sally: Colleague
) -> None:
    said = causes.announce(outage.pk, sally.pk, {"en": "We know."}, TOMORROW, later(hours=1))
    by_customers.hear(owned, carol.pk, "And now it burns.", later(hours=2))
    words = m.Word.objects.count()
    causes.say(said.pk, later(hours=3))
    assert m.Word.objects.count() == words
    assert causes.reach_of(said) == causes.Reach(told=0, excepted=1, all=1)
    assert said.copies.get().why_not == causes.WROTE_SINCE


def test_everybody_reads_it_in_their_own_language(
    outage: m.Cause, bea: Colleague, billing: Door, sally: Colleague, owned: ProblemId
) -> None:
    jan = customer_for_address("mail", "jan@example.com", "Jan Weber", language="de-AT")
    his = intake.arrive(billing, jan, AT, subject="Zähler").problem.id
    by_colleagues.say_i_will_help(his, bea.pk, AT)
    causes.link(his, bea.pk, outage.pk, AT)
    assert causes.languages_of(outage) == {"en": 1, "de": 1}
    _say(outage, sally, en="We know.", de="Wir wissen es.")
    heard = m.Word.objects.filter(kind="spoken", at=later(hours=1))
    assert dict(heard.values_list("problem", "text")) == {owned: "We know.", his: "Wir wissen es."}


def test_said_twice_it_is_told_once(outage: m.Cause, sally: Colleague) -> None:
    said = _say(outage, sally)
    m.Announcement.objects.update(done_at=None)
    said.refresh_from_db()
    words = m.Word.objects.count()
    causes.say(said.pk, later(hours=2))
    causes.say_to(said, said.copies.get().problem_id, later(hours=2))
    assert m.Word.objects.count() == words


def test_only_its_lead_speaks_to_everybody(outage: m.Cause, mara: Colleague) -> None:
    with pytest.raises(Refused, match="one thing from one person"):
        causes.announce(outage.pk, mara.pk, {"en": "We know."}, TOMORROW, AT)
    with pytest.raises(Refused, match="one thing from one person"):
        causes.end(outage.pk, mara.pk, AT)


def test_nobody_who_leads_nobody_speaks_to_many(owned: ProblemId, bea: Colleague) -> None:
    with pytest.raises(Refused, match="Only a lead"):
        causes.link(owned, bea.pk, ("The meters are offline", bea.pk), AT)
    assert not m.Cause.objects.exists()


def test_before_it_has_left_it_can_be_taken_back_and_not_after(
    outage: m.Cause, sally: Colleague
) -> None:
    at = later(hours=1)
    said = causes.announce(
        outage.pk, sally.pk, {"en": "We know."}, TOMORROW, at, undo_for=timedelta(seconds=15)
    )
    causes.take_back(outage, said.pk, sally.pk)
    causes.say(said.pk, at)
    assert not m.Announcement.objects.exists()
    told = _say(outage, sally)
    with pytest.raises(Refused, match="left already"):
        causes.take_back(outage, told.pk, sally.pk)


@pytest.mark.parametrize(
    ("texts", "due", "why"),
    [({"en": " "}, TOMORROW, "should hear"), ({"en": "We know."}, AT, "a moment to come")],
)
def test_nothing_is_no_announcement(
    outage: m.Cause, sally: Colleague, texts: dict[str, str], due: object, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        causes.announce(outage.pk, sally.pk, texts, due, AT)  # type: ignore[arg-type]


def test_what_is_over_is_linked_and_spoken_for_no_more(
    outage: m.Cause, sally: Colleague, owned: ProblemId
) -> None:
    causes.end(outage.pk, sally.pk, later(hours=1))
    assert list(causes.open_causes()) == []
    assert row(owned).is_open
    with pytest.raises(Refused, match="over"):
        causes.announce(outage.pk, sally.pk, {"en": "We know."}, TOMORROW, later(hours=2))


def test_a_moment_past_the_longest_promise_is_the_longest(
    outage: m.Cause, sally: Colleague, owned: ProblemId
) -> None:
    said = causes.announce(outage.pk, sally.pk, {"en": "We know."}, later(days=90), later(hours=1))
    causes.say(said.pk, later(hours=1))
    promise = state(owned).promise
    assert promise is not None
    assert later(days=3) < promise.due < later(days=10)
