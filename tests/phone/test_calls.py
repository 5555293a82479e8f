"""A call: somebody is with the customer from the first ring until the customer agrees otherwise."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from stayline.channels.phone import arriving, calling, words_left
from stayline.channels.phone.models import Call
from stayline.channels.phone.telephony import Arrived, Gone, LegId
from stayline.ownership import Refused
from stayline.ownership import events as ev
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import Owned, Ringing
from stayline.people.models import Colleague, Door
from stayline.problems import by_colleagues
from stayline.problems.models import Text, Word
from tests.phone.office import CAROLS, Office


def _with(office: Office, who: Colleague) -> Office:
    """Carol called, and this colleague answered."""
    office.calls()
    if "Tom" not in office.rings_for() or who.first_name != "Tom":
        raise AssertionError("Tom is the first who is rung")
    office.picks_up(who)
    return office


def _offered(office: Office, by: Colleague, *to: Colleague) -> None:
    people = [one.pk for one in to]
    by_colleagues.offer(office.call.problem_id, by.pk, people, "The router is dead.", office.at)
    office.settle()


def _asked(office: Office, by: Colleague) -> None:
    offer = office.problem.offer
    assert offer is not None
    by_colleagues.ask(office.call.problem_id, by.pk, offer.number, office.at)
    office.settle()


# -- arriving ------------------------------------------------------------------------------------


def test_a_call_has_an_owner_and_a_promise_before_anybody_answers(
    office: Office, tom: Colleague
) -> None:
    office.calls()
    assert office.problem.owner == tom.pk
    assert isinstance(office.problem.stage, Ringing)
    assert office.problem.promise is not None
    assert office.rings_for() == {"Tom"}
    assert office.in_the_room() == set()


def test_who_answers_is_with_the_customer_and_owns_the_problem(
    office: Office, tom: Colleague
) -> None:
    _with(office, tom)
    assert office.in_the_room() == {"customer", "Tom"}
    assert isinstance(office.problem.stage, Owned)
    assert office.contact.answered_by == tom.pk


def test_when_the_host_does_not_come_all_on_duty_are_rung_then_who_stands_behind(
    office: Office, tom: Colleague, tomas: Colleague, iris: Colleague
) -> None:
    office.calls()
    office.declines(tom, Gone.NO_ANSWER)
    assert office.rings_for() == {"Tomas"}
    office.declines(tomas, Gone.BUSY)
    assert office.rings_for() == {"Iris"}
    office.picks_up(iris)
    assert office.problem.owner == iris.pk
    assert office.in_the_room() == {"customer", "Iris"}


def test_an_unplugged_phone_keeps_nobody_waiting(office: Office, tom: Colleague) -> None:
    office.unplugged.add("PJSIP/tom")
    office.calls()
    assert office.rings_for() == {"Tomas"}


def test_a_caller_for_whom_it_rings_long_hears_a_voice(office: Office) -> None:
    office.calls()
    assert office.spoken() == ()
    office.waits(12)
    assert office.in_the_room() == {"customer"}
    assert office.spoken() == ("ringing-for-you",)


def test_when_nobody_can_come_the_caller_is_promised_a_call(office: Office) -> None:
    office.unplugged |= {f"PJSIP/{who}" for who in ("tom", "tomas", "iris", "bea", "mara")}
    office.calls()
    office.settle()
    assert office.contact.all_rung
    assert office.spoken() == (
        "nobody-now",
        "today",
        "by",
        "hours/13",
        "minutes/15",
        "halves/pm",
        "leave-words",
    )
    promise = office.problem.promise
    assert promise is not None
    assert promise.call_back


def test_a_call_told_twice_is_one_call(office: Office) -> None:
    office.calls()
    office.calls()
    assert Call.objects.count() == 1


def test_a_caller_with_an_open_problem_rings_its_owner(
    office: Office, tom: Colleague, tomas: Colleague, iris: Colleague
) -> None:
    office.calls()
    office.declines(tom)
    office.declines(tomas)
    office.picks_up(iris)
    office.customer_drops()
    first = office.call.problem_id
    office.calls(leg=type(CAROLS)("carols-2"))
    assert office.call.problem_id == first
    assert office.rings_for() == {"Iris"}


def test_a_withheld_number_has_a_problem_of_its_own(office: Office) -> None:
    office.calls(number="")
    assert office.problem.principal is not None
    assert office.call.number == ""


def test_who_hangs_up_before_anybody_answered_is_called_back(office: Office) -> None:
    office.calls()
    office.customer_drops()
    promise = office.problem.promise
    assert promise is not None
    assert promise.call_back
    assert office.rings_for() == set()
    assert office.call.ended_at is not None


# -- the warm handoff ----------------------------------------------------------------------------


def test_the_receiver_joins_and_the_owner_stays_until_the_customer_agrees(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    assert office.in_the_room() == {"customer", "Tom"}
    assert office.rings_for() == {"Bea"}
    office.picks_up(bea)
    assert office.in_the_room() == {"customer", "Tom", "Bea"}
    assert office.problem.owner == tom.pk
    offer = office.problem.offer
    assert offer is not None
    assert offer.receiver == bea.pk

    _asked(office, tom)
    asked = (f"colleagues/{bea.pk}", "question-takeover")
    assert office.heard[-2:] == [asked, ("question-keys",)]
    office.presses("1")
    assert office.problem.owner == bea.pk
    office.waits(5)
    assert office.in_the_room() == {"customer", "Bea"}


def test_the_customers_no_is_as_easy_and_everybody_stays(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    _asked(office, tom)
    office.presses("2")
    assert office.problem.owner == tom.pk
    assert office.problem.offer is None
    office.waits(10)
    assert office.in_the_room() == {"customer", "Tom", "Bea"}


def test_the_spoken_yes_recorded_by_the_owner_counts(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    _asked(office, tom)
    offer, call = office.problem.offer, office.call
    assert offer is not None
    assert offer.question is not None
    by_colleagues.record_spoken(
        call.problem_id, tom.pk, offer.question, call.contact_id, ev.Reply.YES, office.at
    )
    office.waits(5)
    assert office.problem.owner == bea.pk
    assert office.in_the_room() == {"customer", "Bea"}


def test_a_key_before_the_question_means_nothing(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    office.presses("1")
    _offered(office, tom, bea)
    office.picks_up(bea)
    office.presses("1")
    assert office.problem.owner == tom.pk


@pytest.mark.parametrize("key", ["1", "2"])
def test_a_key_before_the_question_was_said_is_no_answer(
    office: Office, tom: Colleague, bea: Colleague, key: str
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    office.is_mute = True
    _asked(office, tom)
    office.presses(key)
    assert office.problem.offer is not None
    office.is_mute = False
    office.settle()
    office.presses("1")
    assert office.problem.owner == bea.pk


def test_a_receiver_who_drops_takes_the_question_along_and_a_voice_says_so(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    _asked(office, tom)
    office.drops(bea)
    assert office.spoken() == (f"colleagues/{bea.pk}", "left-the-line")
    office.presses("1")
    assert office.problem.owner == tom.pk
    assert office.in_the_room() == {"customer", "Tom"}
    office.waits(9)
    assert office.spoken() == ()


def test_a_hold_ends_with_the_line_that_held(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    office.holds(bea)
    assert office.contact.held_by == {bea.pk}
    office.drops(bea)
    assert office.contact.hold_since is None


def test_a_key_of_ours_is_not_the_customers(office: Office, tom: Colleague, bea: Colleague) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    _asked(office, tom)
    for leg in [*office.legs]:
        if leg != CAROLS:
            office.presses("1", leg)
    assert office.problem.owner == tom.pk


def test_a_receiver_who_declines_leaves_all_as_it_was(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.declines(bea)
    assert office.in_the_room() == {"customer", "Tom"}
    assert office.problem.offer is None
    assert office.problem.owner == tom.pk


def test_a_receiver_who_does_not_answer_leaves_all_as_it_was(
    office: Office, tom: Colleague, bea: Colleague, mara: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.declines(bea, Gone.NO_ANSWER)
    assert office.in_the_room() == {"customer", "Tom"}
    _offered(office, tom, mara)
    office.picks_up(mara)
    assert office.in_the_room() == {"customer", "Tom", "Mara"}


def test_of_two_receivers_the_first_is_the_one_and_the_other_rings_no_more(
    office: Office, tom: Colleague, bea: Colleague, mara: Colleague
) -> None:
    _with(office, tom)
    to = [bea.pk, mara.pk]
    by_colleagues.offer(office.call.problem_id, tom.pk, to, "The router is dead.", office.at)
    office.settle()
    assert office.rings_for() == {"Bea", "Mara"}
    office.picks_up(mara)
    assert office.rings_for() == set()
    assert office.in_the_room() == {"customer", "Tom", "Mara"}


def test_an_offer_that_is_withdrawn_rings_no_more(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    offer = office.problem.offer
    assert offer is not None
    by_colleagues.withdraw(office.call.problem_id, tom.pk, offer.number, office.at)
    office.settle()
    assert office.rings_for() == set()
    assert office.in_the_room() == {"customer", "Tom"}


def test_who_is_rung_back_and_is_no_longer_the_owner_rings_no_more(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    _asked(office, tom)
    office.drops(tom)
    assert office.rings_for() == {"Tom"}
    office.presses("1")
    assert office.problem.owner == bea.pk
    assert office.rings_for() == set()


# -- lines drop ----------------------------------------------------------------------------------


def test_an_owner_whose_line_drops_is_rung_and_the_customer_hears_who_comes(
    office: Office, tom: Colleague
) -> None:
    _with(office, tom)
    office.drops(tom)
    assert office.in_the_room() == {"customer"}
    assert office.spoken() == (f"colleagues/{tom.pk}", "is-coming")
    assert office.rings_for() == {"Tom"}
    office.picks_up(tom)
    assert office.in_the_room() == {"customer", "Tom"}
    assert office.spoken() == ()


def test_who_answers_for_the_owner_is_with_the_customer_and_the_owner_stays_it(
    office: Office, tom: Colleague, tomas: Colleague
) -> None:
    _with(office, tom)
    office.drops(tom)
    office.declines(tom, Gone.NO_ANSWER)
    office.picks_up(tomas)
    assert office.in_the_room() == {"customer", "Tomas"}
    assert office.problem.owner == tom.pk
    assert ColleagueId(tomas.pk) in office.problem.helpers


def test_an_owner_who_drops_while_three_talk_is_rung_back_and_keeps_it(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    office.drops(tom)
    assert office.in_the_room() == {"customer", "Bea"}
    assert office.rings_for() == {"Tom"}
    assert office.problem.owner == tom.pk
    assert office.spoken() == ()


def test_a_customer_whose_line_breaks_is_called_back(office: Office, tom: Colleague) -> None:
    _with(office, tom)
    office.customer_drops(Gone.LOST)
    promise = office.problem.promise
    assert promise is not None
    assert promise.call_back
    assert office.legs == {}
    assert office.rooms == set()


def test_a_customer_who_says_goodbye_is_not_called_back(office: Office, tom: Colleague) -> None:
    _with(office, tom)
    office.customer_drops()
    promise = office.problem.promise
    assert promise is not None
    assert not promise.call_back


def test_when_the_exchange_dies_everybody_is_called_back(office: Office, tom: Colleague) -> None:
    _with(office, tom)
    office.exchange_dies()
    promise = office.problem.promise
    assert promise is not None
    assert promise.call_back
    assert office.call.ended_at is not None


# -- while we are not there ----------------------------------------------------------------------


def test_an_answer_while_we_were_dead_is_heard_afterwards(office: Office, tom: Colleague) -> None:
    office.calls()
    office.looks = False
    office.picks_up(tom)
    assert office.in_the_room() == set()
    office.looks = True
    office.settle()
    assert office.in_the_room() == {"customer", "Tom"}


def test_a_customer_who_went_while_we_were_dead_is_called_back(
    office: Office, tom: Colleague
) -> None:
    _with(office, tom)
    office.looks = False
    del office.legs[CAROLS]
    office.looks = True
    office.settle()
    promise = office.problem.promise
    assert promise is not None
    assert promise.call_back
    assert office.legs == {}


# -- hold and transfer ---------------------------------------------------------------------------


def test_hold_starts_a_clock_and_burns_slowly(office: Office, tom: Colleague) -> None:
    _with(office, tom)
    office.holds(tom)
    assert office.contact.hold_since == office.at
    office.waits(31)
    burning = office.contact
    assert burning.burning
    office.holds(tom, released=True)
    calm = office.contact
    assert (calm.hold_since, calm.burning) == (None, False)


def test_the_transfer_key_offers_and_moves_nobody(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    office.transfers(tom, str(100 + bea.pk))
    assert office.in_the_room() == {"customer", "Tom"}
    assert office.rings_for() == {"Bea"}
    offer = office.problem.offer
    assert offer is not None
    assert offer.receivers == (bea.pk,)


def test_what_the_transfer_key_offers_is_briefed_in_the_doors_language(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    Door.objects.filter(kind="phone").update(language="de")
    office.transfers(tom, str(100 + bea.pk))
    offer = office.problem.offer
    assert offer is not None
    assert "Transfer-Taste" in Text.objects.get(pk=offer.brief).text


def test_a_transfer_to_a_number_nobody_has_changes_nothing_and_says_so(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    assert office.transfers(tom, "999") == ("nobody-asked",)
    assert office.call.named_in_vain == "999"
    assert office.in_the_room() == {"customer", "Tom"}
    assert office.rings_for() == set()
    assert office.transfers(tom, str(100 + bea.pk)) == ()
    assert office.call.named_in_vain == ""


def test_whom_another_was_quicker_than_misses_no_call(
    office: Office, tom: Colleague, bea: Colleague, mara: Colleague
) -> None:
    _with(office, tom)
    _offered(office, tom, bea, mara)
    office.picks_up(bea)
    assert Gone.ELSEWHERE in office.gone.values()


# -- words left, and calling back ----------------------------------------------------------------


def _nobody_comes(office: Office) -> None:
    office.unplugged |= {f"PJSIP/{who}" for who in ("tom", "tomas", "iris", "bea", "mara")}
    office.calls()
    office.settle()


def test_words_left_are_the_customers_and_come_with_their_sound(office: Office) -> None:
    _nobody_comes(office)
    office.customer_drops()
    words_left.keep(office.call.pk, b"RIFF" + bytes(20_000), office.at)
    words_left.keep(office.call.pk, b"RIFF" + bytes(20_000), office.at)
    word = Word.objects.get(problem=office.call.problem_id)
    assert word.kind == "heard"
    assert [file.content_type for file in word.attachments.all()] == ["audio/wav"]
    promise = office.problem.promise
    assert promise is not None
    assert promise.call_back


def test_the_click_of_hanging_up_is_no_word(office: Office) -> None:
    _nobody_comes(office)
    office.customer_drops()
    words_left.keep(office.call.pk, bytes(2_000), office.at)
    assert not Word.objects.filter(problem=office.call.problem_id).exists()


def test_who_has_left_words_is_not_kept_on_the_line_for_ever(office: Office) -> None:
    _nobody_comes(office)
    office.waits(words_left.SECONDS + 31)
    assert office.legs == {}
    assert office.problem.live == ()


def test_a_promised_call_rings_the_colleague_first_and_then_the_customer(
    office: Office, tom: Colleague, settings: Settings
) -> None:
    settings.STAYLINE_PHONE_TRUNK = "trunk"
    _with(office, tom)
    office.customer_drops(Gone.LOST)
    call = calling.call_customer(office.call.problem_id, tom.pk, office.at)
    office.settle()
    assert office.rings_for() == {"Tom"}
    assert office.problem.live == ()
    office.picks_up(tom)
    (outside,) = office.rings_outside()
    assert outside == "PJSIP/+493012345@trunk"
    office.customer_picks_up()
    assert office.in_the_room() == {"customer", "Tom"}
    assert office.call == call
    promise = office.problem.promise
    assert promise is not None
    assert not promise.call_back


def test_a_customer_who_does_not_answer_is_still_owed_the_call(
    office: Office, tom: Colleague, settings: Settings
) -> None:
    settings.STAYLINE_PHONE_TRUNK = "trunk"
    _with(office, tom)
    office.customer_drops(Gone.LOST)
    calling.call_customer(office.call.problem_id, tom.pk, office.at)
    office.settle()
    office.picks_up(tom)
    office.customer_does_not_answer()
    assert office.legs == {}
    assert office.rooms == set()
    promise = office.problem.promise
    assert promise is not None
    assert promise.call_back


def test_nobody_calls_whom_they_are_not_with(
    office: Office, tom: Colleague, bea: Colleague, settings: Settings
) -> None:
    settings.STAYLINE_PHONE_TRUNK = "trunk"
    _with(office, tom)
    office.customer_drops(Gone.LOST)
    with pytest.raises(Refused, match="bring you in"):
        calling.call_customer(office.call.problem_id, bea.pk, office.at)
    assert Call.objects.count() == 1


def test_who_called_and_is_with_them_no_more_leaves_the_customer_to_the_owner(
    office: Office, tom: Colleague, bea: Colleague, settings: Settings
) -> None:
    settings.STAYLINE_PHONE_TRUNK = "trunk"
    _with(office, tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    office.customer_drops(Gone.LOST)
    calling.call_customer(office.call.problem_id, bea.pk, office.at)
    office.settle()
    office.picks_up(bea)
    by_colleagues.step_back(office.call.problem_id, bea.pk, office.at)
    office.customer_picks_up()
    assert office.rings_for() == {"Tom"}


@pytest.mark.parametrize("number", ["+882161234567", "+499001123456"])
def test_nobody_calls_the_moon_or_a_number_that_earns_by_it(
    office: Office, tom: Colleague, settings: Settings, number: str
) -> None:
    settings.STAYLINE_PHONE_TRUNK = "trunk"
    office.calls(number=number)
    office.picks_up(tom)
    office.customer_drops()
    with pytest.raises(Refused, match="may not call that number"):
        calling.call_customer(office.call.problem_id, tom.pk, office.at)


def test_words_of_whom_only_a_number_speaks_for_are_a_strangers(
    office: Office, tom: Colleague
) -> None:
    _with(office, tom)
    office.customer_drops()
    office.waits(60)
    office.unplugged |= {f"PJSIP/{who}" for who in ("tom", "tomas", "iris", "bea", "mara")}
    office.calls(leg=type(CAROLS)("carols-2"))
    words_left.keep(office.call.pk, b"RIFF" + bytes(20_000), office.at)
    (word,) = Word.objects.filter(problem=office.call.problem_id)
    assert (word.kind, word.sender) == ("stranger", "+493012345")
    assert word.attachments.count() == 1


def test_a_colleague_who_dials_opens_no_problem(office: Office) -> None:
    with pytest.raises(arriving.OneOfUs):
        arriving.arrive(
            Arrived(leg=CAROLS, dialled="102", caller="101", line="PJSIP/tom"), office.at
        )
    assert not Call.objects.exists()


def test_who_is_offered_it_while_the_customer_calls_twice_helps_until_they_are_in_both_calls(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _with(office, tom)
    office.calls(leg=LegId("carols-2"))
    office.picks_up(tom)
    _offered(office, tom, bea)
    office.picks_up(bea)
    offer = office.problem.offer
    assert offer is not None
    assert offer.receiver is None
    assert "Bea" in office.in_the_room()
    office.picks_up(bea)
    offer = office.problem.offer
    assert offer is not None
    assert offer.receiver == bea.pk
