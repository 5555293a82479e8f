"""Whole calls with real sound: a person is with the customer from the first ring on."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest

from stayline.ownership import events as ev
from stayline.people.demo import DemoCompany, build_demo_company
from stayline.people.models import Door, DutyList, DutyTurn
from stayline.problems import by_colleagues, company
from stayline.project.clock import now
from tests.phone.office import with_a_phone
from tests.phone.phones import Phone
from tests.phone.real.conftest import DOOR, TONES, Asterisk, SwitchOn
from tests.phone.real.telephone import Telephone, in_database

pytestmark = [
    pytest.mark.phone,
    pytest.mark.anyio,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]

CAROL, TOM, BEA, SALLY = TONES


@pytest.fixture
def fernwood(db: None) -> DemoCompany:
    """Tom is on duty at the telephone, then Sally; Bea and Erik have telephones too."""
    built = build_demo_company()
    people = built.colleagues
    door = Door.objects.create(
        kind="phone", name="The telephone", address=DOOR, fallback=people["sally"], language="en"
    )
    shift = DutyList.objects.create(door=door, name="Around the clock", time_zone="Europe/Berlin")
    DutyTurn.objects.create(duty_list=shift, colleague=people["tom"], position=0)
    with_a_phone(*(people[who] for who in ("tom", "sally", "bea", "erik")))
    company.record(now())
    return built


@pytest.fixture
async def telephone(asterisk: Asterisk, fernwood: DemoCompany) -> AsyncIterator[Telephone]:
    process = Telephone(asterisk)
    await process.start()
    yield process
    await process.kill()


async def _talking(carol: Phone, tom: Phone) -> None:
    """Carol calls, and Tom answers."""
    await carol.dial(DOOR)
    await tom.answer()
    await carol.hears(TOM, among=TONES)
    await tom.hears(CAROL, among=TONES)


async def _offer(telephone: Telephone, by: int, to: int) -> None:
    call = await telephone.call()
    await in_database(
        lambda: by_colleagues.offer(call.problem_id, by, [to], "The router is dead.", now())
    )


async def _ask(telephone: Telephone, by: int) -> None:
    call, problem = await telephone.call(), await telephone.state()
    offer = problem.offer
    assert offer is not None
    await in_database(lambda: by_colleagues.ask(call.problem_id, by, offer.number, now()))


async def _three_together(telephone: Telephone, fernwood: DemoCompany, bea: Phone) -> None:
    tom_, bea_ = fernwood.colleagues["tom"].pk, fernwood.colleagues["bea"].pk
    await _offer(telephone, tom_, bea_)
    await bea.answer()
    await telephone.becomes(lambda p: p.offer is not None and p.offer.receiver == bea_)


async def test_the_customer_agrees_by_key_and_only_then_the_owner_is_gone(
    telephone: Telephone, fernwood: DemoCompany, switched_on: SwitchOn
) -> None:
    carol, tom, bea = await switched_on("carol", "tom", "bea")
    began = time.monotonic()
    await _talking(carol, tom)
    answered = time.monotonic()
    await _three_together(telephone, fernwood, bea)
    await carol.hears(TOM, BEA, among=TONES)
    await bea.hears(CAROL, TOM, among=TONES)
    await tom.hears(CAROL, BEA, among=TONES)

    await _ask(telephone, fernwood.colleagues["tom"].pk)
    await carol.hears_a_voice(beside=TONES)
    await carol.press("1")
    bea_ = fernwood.colleagues["bea"].pk
    await telephone.becomes(lambda p: p.owner == bea_)
    await tom.saw("CALL_CLOSED", seconds=8)
    await carol.hears(BEA, among=TONES)
    await bea.hears(CAROL, among=TONES)
    assert carol.longest_gap(answered + 0.5) < 1
    assert answered - began < 5


async def test_a_spoken_yes_is_recorded_by_a_click(
    telephone: Telephone, fernwood: DemoCompany, switched_on: SwitchOn
) -> None:
    carol, tom, bea = await switched_on("carol", "tom", "bea")
    await _talking(carol, tom)
    await _three_together(telephone, fernwood, bea)
    owner = fernwood.colleagues["tom"].pk
    await _ask(telephone, owner)
    call, problem = await telephone.call(), await telephone.state()
    assert problem.offer is not None
    question = problem.offer.question
    assert question is not None
    await in_database(
        lambda: by_colleagues.record_spoken(
            call.problem_id, owner, question, call.contact_id, ev.Reply.YES, now()
        )
    )
    await tom.saw("CALL_CLOSED", seconds=8)
    await carol.hears(BEA, among=TONES)


async def test_an_owner_whose_line_drops_is_rung_back_while_a_voice_speaks(
    telephone: Telephone, fernwood: DemoCompany, switched_on: SwitchOn
) -> None:
    carol, tom = await switched_on("carol", "tom")
    await _talking(carol, tom)
    tom.forget()
    dropped = time.monotonic()
    await tom.hang_up()
    await carol.hears_a_voice(seconds=1.5)
    await tom.answer()
    await carol.hears(TOM, among=TONES)
    assert carol.longest_gap(dropped) < 1


async def test_a_killed_process_leaves_nobody_alone(
    telephone: Telephone, fernwood: DemoCompany, switched_on: SwitchOn
) -> None:
    carol, tom, bea = await switched_on("carol", "tom", "bea")
    await _talking(carol, tom)
    talking = time.monotonic()
    await _offer(telephone, fernwood.colleagues["tom"].pk, fernwood.colleagues["bea"].pk)
    await bea.saw("CALL_INCOMING")
    await telephone.kill()
    await bea.answer()
    await telephone.start()
    await carol.hears(TOM, BEA, among=TONES, seconds=10)
    assert carol.longest_gap(talking) < 1
