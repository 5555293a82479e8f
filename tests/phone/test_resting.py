"""Until when a call can be left alone: the clock's next word is known, and all else is heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from stayline.channels.phone import attending
from stayline.channels.phone.attending import GOODBYE, LONGEST_WORDS
from stayline.channels.phone.models import Leg as StoredLeg
from stayline.channels.phone.models import LegState
from stayline.channels.phone.telephony import Snapshot
from stayline.channels.phone.wanted import RINGS_ALONE
from stayline.people.models import Colleague
from stayline.problems import by_colleagues
from tests.phone.office import Office


def _changes_at(office: Office) -> datetime | None:
    """As another look would say, with nothing heard meanwhile."""
    seen = Snapshot(legs=office.legs, rooms=frozenset(office.rooms))
    return attending.attend(office.call.pk, seen, office.gone, office.at).changes_at


def _handed_over(office: Office, by: Colleague, to: Colleague) -> None:
    problem = office.call.problem_id
    by_colleagues.offer(problem, by.pk, [to.pk], "The router is dead.", office.at)
    office.settle()
    office.picks_up(to)
    assert office.problem.offer is not None
    by_colleagues.ask(problem, by.pk, office.problem.offer.number, office.at)
    office.settle()
    office.presses("1")


def test_while_it_rings_a_voice_is_due_next(office: Office) -> None:
    office.calls()
    assert _changes_at(office) == office.at + RINGS_ALONE


def test_while_people_talk_the_clock_says_nothing(office: Office, tom: Colleague) -> None:
    office.calls()
    office.picks_up(tom)
    office.waits(60)
    assert _changes_at(office) is None


def test_a_held_customer_is_looked_for_when_it_gets_too_long(
    office: Office, tom: Colleague
) -> None:
    office.calls()
    office.picks_up(tom)
    office.holds(tom)
    assert _changes_at(office) == office.at + timedelta(seconds=30)
    office.waits(30)
    assert office.contact.burning
    assert _changes_at(office) is None


def test_who_was_released_is_looked_for_when_goodbye_is_said(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    office.calls()
    office.picks_up(tom)
    _handed_over(office, tom, bea)
    assert _changes_at(office) == office.at + GOODBYE
    office.waits(GOODBYE.total_seconds())
    assert office.in_the_room() == {"customer", "Bea"}
    assert _changes_at(office) is None


def test_who_leaves_words_is_looked_for_when_they_have_had_their_time(office: Office) -> None:
    office.unplugged |= {f"PJSIP/{who}" for who in ("tom", "tomas", "iris", "bea", "mara")}
    office.calls()
    began = office.at
    office.waits(60)
    assert _changes_at(office) == began + LONGEST_WORDS


def test_a_call_is_over_also_where_a_leg_was_asked_for_and_never_heard_of(office: Office) -> None:
    office.calls()
    StoredLeg.objects.exclude(colleague=None).update(state=LegState.ASKED)
    office.exchange_dies()
    assert office.call.ended_at == office.at
