"""Arriving and ringing: somebody owns it from the first instant."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import Number
from stayline.ownership.problem import Aside, LiveKind, Nature, Owned, Ringing, Role
from tests.ownership.cast import (
    BEA,
    BILLING,
    BRIEF,
    CALL,
    CAROL,
    CHAT,
    ERIK,
    HOUR,
    MINUTE,
    NOON,
    PROBLEM,
    SALLY,
    TODAY,
    TOM,
    TWIN,
    Story,
    kinds,
    opens,
    without,
)
from tests.ownership.says import says

LATER = NOON + 15 * MINUTE


@says(
    "A mail to a shared mailbox rings the door's host",
    "every problem has exactly one, always an active person",
    "from opened on, whatever its state, a problem has exactly one owner",
)
def test_a_mail_is_owned_by_the_host_from_the_first_instant() -> None:
    story = Story()
    assert story.do(opens()) == (
        ev.Opened(
            at=NOON,
            problem=PROBLEM,
            arrival=ev.Arrival.MAIL,
            nature=Nature.CUSTOMERS,
            door=BILLING,
            owner=BEA,
            fallback=SALLY,
            reviewer=SALLY,
            next_hosts=(TOM, SALLY),
        ),
        ev.PartyAdded(at=NOON, party=CAROL, role=Role.PRINCIPAL),
        ev.PromiseMade(at=NOON, giver=BEA, carrier=BEA, due=TODAY),
    )
    assert story.problem.stage == Ringing(turn=Number(1), next_hosts=(TOM, SALLY))
    assert story.problem.host == BEA
    assert story.problem.version == 3


@says("every problem has exactly one, always an active person")
def test_a_host_who_has_left_is_not_rung() -> None:
    story = Story(without(BEA)).ringing()
    assert story.problem.owner == TOM


@says("One who is also a party takes no part on our side")
def test_who_is_the_customer_is_not_the_host() -> None:
    story = Story()
    opened, principal, _ = story.do(opens(principal_colleague=BEA))
    assert isinstance(opened, ev.Opened)
    assert (opened.owner, opened.next_hosts) == (TOM, (SALLY,))
    assert principal == ev.PartyAdded(at=NOON, party=CAROL, role=Role.PRINCIPAL, colleague=BEA)


@says("every problem has exactly one, always an active person")
@says("Behind a door whose people have all left")
def test_behind_a_door_whose_people_have_all_left_stand_the_heirs_of_its_fallback() -> None:
    story = Story(without(BEA, TOM, SALLY)).ringing()
    assert story.problem.owner == ERIK


@says("every problem has exactly one, always an active person", refuses=True)
@says("A mail to a shared mailbox rings the door's host", refuses=True)
@says("Behind a door whose people have all left", refuses=True)
def test_a_door_without_anybody_is_refused() -> None:
    story = Story(without(BEA, TOM, SALLY, ERIK))
    assert story.refuses(opens()) == (
        "Nobody who works here now stands behind this door: name a fallback first."
    )


@says("the forwarder owns it", refuses=True)
def test_an_encounter_of_somebody_who_has_left_is_not_given_to_their_heirs() -> None:
    story = Story(without(BEA))
    assert story.refuses(opens(arrival=ev.Arrival.ENCOUNTER, hosts=(BEA,))) == (
        "Nobody who works here now stands behind this door: name a fallback first."
    )


def test_a_problem_opens_once() -> None:
    story = Story().ringing()
    assert story.refuses(opens()) == "This problem is open already."


def test_nothing_happens_to_a_problem_that_is_not_there() -> None:
    assert Story().refuses(do.SayIWillHelp(at=NOON, by=BEA)) == "There is no such problem."


@says("At an encounter the colleague who was met is the owner at once")
@says("Whoever first meets a customer's problem owns it")
def test_at_an_encounter_who_was_met_is_the_owner_at_once() -> None:
    story = Story().ringing(arrival=ev.Arrival.ENCOUNTER, hosts=(ERIK,), door=None)
    assert story.problem.owner == ERIK
    assert story.problem.stage == Owned()
    assert story.problem.met == {ERIK}
    assert story.problem.promise is not None


@says("the forwarder owns it")
def test_a_forwarded_mail_is_the_forwarders_and_is_offered_to_the_recipient() -> None:
    story = Story().ringing(arrival=ev.Arrival.ENCOUNTER, hosts=(BEA,), door=None)
    story.offered(TOM)
    assert story.problem.owner == BEA
    assert story.offer.receivers == (TOM,)


def test_a_split_off_problem_says_where_it_came_from() -> None:
    story = Story()
    opened = story.do(opens(arrival=ev.Arrival.SPLIT, hosts=(BEA,), came_from=TWIN))[0]
    assert isinstance(opened, ev.Opened)
    assert (opened.came_from, opened.met, opened.owner) == (TWIN, True, BEA)


# -- calls ---------------------------------------------------------------------------------------


@says("A call or chat opens its problem on arrival", "who answers becomes the owner")
def test_a_call_opens_its_problem_and_rings_several() -> None:
    story = Story()
    told = story.do(opens(arrival=ev.Arrival.CALL, contact=CALL, rings=(TOM, ERIK, TOM)))
    assert told[3:] == (
        ev.LiveStarted(at=NOON, contact=CALL, kind=LiveKind.CALL, party=CAROL, identified=True),
        ev.RingStarted(at=NOON, contact=CALL, whom=BEA),
        ev.RingStarted(at=NOON, contact=CALL, whom=TOM),
        ev.RingStarted(at=NOON, contact=CALL, whom=ERIK),
    )
    assert story.problem.owner == BEA
    story.do(do.AnswerRing(at=NOON, by=TOM, contact=CALL, answer_by=TODAY))
    assert story.problem.owner == TOM


def test_an_unknown_callers_line_is_nobodys_yet() -> None:
    story = Story().ringing(
        arrival=ev.Arrival.CHAT, contact=CHAT, live_kind=LiveKind.CHAT, principal=None
    )
    [contact] = story.problem.live
    assert (contact.kind, contact.party, contact.identified) == (LiveKind.CHAT, None, False)
    assert contact.since == NOON


def test_who_has_left_or_is_the_customer_is_not_rung() -> None:
    story = Story(without(TOM)).ringing(
        arrival=ev.Arrival.CALL, contact=CALL, rings=(TOM, ERIK), principal_colleague=ERIK
    )
    assert story.problem.live[0].ringing == {BEA}


@says("a caller who hangs up first leaves a promise to call back")
def test_a_caller_who_hangs_up_first_is_called_back() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL)
    story.do(do.HangUp(at=NOON, contact=CALL, call_back_by=LATER))
    assert story.promise.call_back
    assert story.promise.due == LATER


# -- what the screen took for no customer's ------------------------------------------------------


@says("it is a state of the problem, owned by the door's reviewer")
def test_what_the_screen_took_for_spam_is_the_reviewers() -> None:
    story = Story()
    told = story.do(opens(screened=Aside.SPAM))
    assert told[2:] == (ev.WasSetAside(at=NOON, why=Aside.SPAM, by=None, reviewer=SALLY),)
    assert story.problem.promise is None


@says("never during a live contact", refuses=True)
def test_the_screen_never_sets_a_caller_aside() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL, screened=Aside.SPAM)
    assert isinstance(story.problem.stage, Ringing)


@says("Never after a colleague has met the sender", refuses=True)
def test_the_screen_never_sets_aside_whom_we_met() -> None:
    story = Story().ringing(arrival=ev.Arrival.ENCOUNTER, hosts=(BEA,), screened=Aside.SPAM)
    assert story.problem.stage == Owned()


# -- ringing on ----------------------------------------------------------------------------------


@says("Until somebody has been met, ringing may move on by a timer")
def test_ringing_moves_on_with_its_promise() -> None:
    story = Story().ringing()
    assert story.do(do.RingOn(at=LATER, turn=Number(1))) == (
        ev.RangOn(at=LATER, host=TOM, next_hosts=(SALLY,)),
        ev.PromiseCarried(at=LATER, promise=Number(3), carrier=TOM),
    )
    assert (story.problem.owner, story.problem.host) == (TOM, TOM)
    assert story.problem.stage == Ringing(turn=Number(4), next_hosts=(SALLY,))


def test_whoever_cannot_act_is_passed_over() -> None:
    story = Story().ringing().in_company(without(TOM))
    story.do(do.RingOn(at=LATER, turn=Number(1)))
    assert story.problem.owner == SALLY


def test_nobody_rings_twice_in_a_row() -> None:
    story = Story().ringing(hosts=(BEA, BEA, TOM))
    story.do(do.RingOn(at=LATER, turn=Number(1)))
    assert story.problem.owner == TOM


@says("It goes round once, then stays with the fallback and alarms their manager")
@says("It goes round once, then stays with the fallback", refuses=True)
def test_after_one_round_it_stays_with_the_fallback_and_their_manager_hears() -> None:
    story = Story().ringing(hosts=(BEA, SALLY))
    story.do(do.RingOn(at=LATER, turn=Number(1)))
    turn = story.problem.stage
    assert isinstance(turn, Ringing)
    assert story.do(do.RingOn(at=LATER, turn=turn.turn)) == (
        ev.RoundEnded(at=LATER),
        ev.AlarmRaised(at=LATER, about=ev.Alarm.ROUND_ENDED, to=(ERIK,)),
    )
    assert story.problem.owner == SALLY
    assert story.do(do.RingOn(at=LATER, turn=turn.turn)) == ()


def test_where_nobody_answers_for_the_last_host_they_hear_themselves() -> None:
    alone = without(TOM, SALLY, ERIK, manager={}, deputy={})
    story = Story(alone).ringing(hosts=(BEA,))
    told = story.do(do.RingOn(at=LATER, turn=Number(1)))
    assert told[1] == ev.AlarmRaised(at=LATER, about=ev.Alarm.ROUND_ENDED, to=(BEA,))


@says("Until somebody has been met, ringing may move on by a timer", refuses=True)
def test_a_timer_of_an_earlier_turn_means_nothing() -> None:
    story = Story().ringing()
    assert story.do(do.RingOn(at=LATER, turn=Number(9))) == ()
    story.do(do.SayIWillHelp(at=NOON, by=BEA))
    assert story.do(do.RingOn(at=LATER, turn=Number(1))) == ()


def test_a_call_rings_on_too() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL)
    told = story.do(do.RingOn(at=LATER, turn=Number(1)))
    assert told[-1] == ev.RingStarted(at=LATER, contact=CALL, whom=TOM)


@says("A host who leaves while ringing passes it to the next host")
def test_a_host_who_leaves_while_ringing_passes_it_to_the_next() -> None:
    story = Story().ringing().in_company(without(BEA))
    told = story.do(do.GiveUpRoles(at=NOON, leaver=BEA, introduce_by=TODAY))
    assert told[0] == ev.RangOn(at=NOON, host=TOM, next_hosts=(SALLY,))


# -- "I will help you" ---------------------------------------------------------------------------


@says('"I will help you" ends ringing for good')
@says('The only proper answer is "I will help you"')
def test_i_will_help_you_ends_ringing_for_good() -> None:
    story = Story().ringing()
    assert story.do(do.SayIWillHelp(at=LATER, by=BEA)) == (ev.SaidIWillHelp(at=LATER, by=BEA),)
    assert story.problem.stage == Owned()
    assert story.do(do.RingOn(at=LATER, turn=Number(1))) == ()


@says('· "I will help you" while ringing ·')
def test_another_may_say_it_while_it_rings() -> None:
    story = Story().ringing()
    assert story.do(do.SayIWillHelp(at=LATER, by=ERIK)) == (
        ev.SaidIWillHelp(at=LATER, by=ERIK),
        ev.PromiseCarried(at=LATER, promise=Number(3), carrier=ERIK),
    )
    assert story.problem.owner == ERIK


@says("a colleague's command that breaks a rule changes nothing")
def test_saying_it_twice_changes_nothing() -> None:
    story = Story().ringing().then(do.SayIWillHelp(at=NOON, by=BEA))
    assert story.do(do.SayIWillHelp(at=NOON, by=BEA)) == ()


@says('"I will help you" ends ringing for good', refuses=True)
@says("Whoever first meets a customer's problem owns it", refuses=True)
@says("a colleague's command that breaks a rule changes nothing", refuses=True)
def test_nobody_takes_a_customer_who_has_a_person() -> None:
    story = Story().unmet()
    assert story.refuses(do.SayIWillHelp(at=NOON, by=TOM)) == (
        "Bea is with Carol already. Ask Bea whether you can help."
    )
    story.satisfied()
    assert story.refuses(do.SayIWillHelp(at=NOON, by=BEA)) == (
        "Bea is with Carol already. Ask Bea whether you can help."
    )


@says("always an active person", refuses=True)
def test_who_does_not_work_here_cannot_say_it() -> None:
    story = Story().ringing().in_company(without(ERIK))
    assert story.refuses(do.SayIWillHelp(at=NOON, by=ERIK)) == (
        "Only somebody who works here now can be with Carol; Erik does not."
    )


@says("One who is also a party takes no part on our side", refuses=True)
def test_who_is_on_the_customers_side_takes_no_part_on_ours() -> None:
    story = Story().ringing(principal_colleague=ERIK)
    assert story.refuses(do.SayIWillHelp(at=NOON, by=ERIK)) == (
        "Erik is on the customer's side here and takes no part on ours."
    )


def test_who_says_it_during_a_call_is_rung_into_it() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL)
    told = story.do(do.SayIWillHelp(at=NOON, by=ERIK))
    assert told[-1] == ev.RingStarted(at=NOON, contact=CALL, whom=ERIK)


@says("offers begin after it", refuses=True)
def test_nothing_is_offered_before_somebody_said_it() -> None:
    story = Story().ringing()
    offer = do.Offer(at=NOON, by=BEA, receivers=(TOM,), brief=BRIEF, lapses=LATER)
    assert story.refuses(offer) == (
        "Say “I will help you” first: Carol is still waiting for a person."
    )


@says("At night ringing waits for the next shift's first person, who owns it meanwhile")
def test_at_night_the_next_shift_owns_it_until_they_come() -> None:
    """The shell gives the next shift's people as hosts, and the promise from their opening."""
    morning = NOON + 20 * HOUR
    story = Story().ringing(hosts=(TOM, SALLY), promise=morning)
    assert (story.problem.owner, story.promise.due) == (TOM, morning)


@says("Cover, a final no and a relief end with the owner", refuses=True)
def test_a_relief_that_was_asked_for_stays_when_the_same_person_says_it() -> None:
    story = Story().ringing().relief_asked()
    assert kinds(story.do(do.SayIWillHelp(at=NOON, by=BEA))) == ["SaidIWillHelp"]
