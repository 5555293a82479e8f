"""Succession: a leaver gives up every role, and no customer is without a person for an instant."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import decide
from stayline.ownership import events as ev
from tests.ownership.cast import (
    BEA,
    CALL,
    ERIK,
    HOUR,
    NOON,
    SALLY,
    SOON,
    TODAY,
    TOM,
    TOMORROW,
    Story,
    kinds,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR
AT_THREE = NOON + 3 * HOUR


def _leaves(story: Story, leaver: int = BEA, **company: object) -> tuple[ev.Event, ...]:
    story.in_company(without(leaver, company=story.company, **company))  # type: ignore[arg-type]
    return story.do(do.GiveUpRoles(at=LATER, leaver=leaver, introduce_by=AT_THREE))  # type: ignore[arg-type]


@says(
    "else the named successor, else the manager",
    "The new owner owes the customer an introduction: a promise starts",
    "A colleague who leaves gives up every role in one transaction",
)
def test_the_named_successor_inherits_and_owes_an_introduction() -> None:
    story = Story().owned()
    promise = story.promise.number
    assert _leaves(story, successor={BEA: TOM}) == (
        ev.OwnerChanged(at=LATER, former=BEA, owner=TOM, why=ev.OwnerChange.SUCCESSION),
        ev.PromiseCarried(at=LATER, promise=promise, carrier=TOM),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.RENEWED),
        ev.PromiseMade(at=LATER, giver=TOM, carrier=TOM, due=AT_THREE),
    )


def test_an_earlier_promise_is_introduction_enough() -> None:
    story = Story().owned()
    story.in_company(without(BEA))
    told = story.do(do.GiveUpRoles(at=NOON, leaver=BEA, introduce_by=TOMORROW))
    assert kinds(told) == ["OwnerChanged", "PromiseCarried"]
    assert story.promise.due == TODAY


@says("else the named successor, else the manager")
def test_without_a_successor_the_manager_inherits() -> None:
    story = Story().owned()
    _leaves(story)
    assert story.problem.owner == SALLY


@says("Every successor is active")
def test_a_successor_who_has_left_is_followed_to_theirs() -> None:
    story = Story(without(TOM, successor={BEA: TOM, TOM: ERIK})).owned()
    _leaves(story)
    assert story.problem.owner == ERIK


@says("Each problem goes to: a receiver who has picked up")
def test_a_receiver_who_has_picked_up_comes_first() -> None:
    story = Story().owned().asked()
    question, offer = story.question, story.offer.number
    told = _leaves(story, successor={BEA: ERIK})
    assert told[:3] == (
        ev.QuestionEnded(at=LATER, question=question, why=ev.QuestionEnds.LAPSED),
        ev.OfferEnded(at=LATER, offer=offer, why=ev.OfferEnds.OWNER_GONE),
        ev.OwnerChanged(at=LATER, former=BEA, owner=TOM, why=ev.OwnerChange.SUCCESSION),
    )


@says("else a helper in the live contact, unless the customer refused them")
def test_a_helper_in_the_call_comes_before_the_successor() -> None:
    story = Story().owned().on_the_line().brought_in()
    _leaves(story, successor={BEA: ERIK})
    assert story.problem.owner == TOM
    assert story.problem.live[0].answered_by == TOM


@says("else a helper in the live contact, unless the customer refused them", refuses=True)
def test_whom_the_customer_refused_does_not_inherit_for_being_there() -> None:
    story = Story().owned().on_the_line().brought_in().asked()
    story.do(story.answers(ev.Reply.NO))
    _leaves(story, successor={BEA: ERIK})
    assert story.problem.owner == ERIK
    assert ERIK in story.problem.live[0].ringing


def test_a_helper_who_is_not_in_the_call_does_not_inherit() -> None:
    story = Story().owned().helped()
    _leaves(story, successor={BEA: ERIK})
    assert story.problem.owner == ERIK


@says("A question already asked lapses")
def test_what_the_leaver_asked_lapses() -> None:
    story = Story().owned().proposed()
    question = story.question
    told = _leaves(story)
    assert told[0] == ev.QuestionEnded(at=LATER, question=question, why=ev.QuestionEnds.LAPSED)
    assert story.problem.questions == ()


@says(
    "Every successor is active, or the deactivation is refused and says what to name", refuses=True
)
@says("A host who leaves while ringing passes it", refuses=True)
def test_nobody_leaves_while_nobody_would_be_with_the_customer() -> None:
    story = Story(without(TOM, SALLY, ERIK)).owned()
    story.in_company(without(BEA, company=story.company))
    assert story.refuses(do.GiveUpRoles(at=NOON, leaver=BEA, introduce_by=TODAY)) == (
        "Nobody who works here would be with Carol then. Name a successor for Bea first."
    )


def test_who_is_on_the_customers_side_does_not_inherit() -> None:
    story = Story().ringing(principal_colleague=SALLY, hosts=(BEA,))
    _leaves(story)
    assert story.problem.owner == ERIK


@says("For illness and holidays there is cover, not succession", refuses=True)
@says("A colleague who leaves gives up every role", refuses=True)
def test_who_still_works_here_keeps_their_customers() -> None:
    story = Story().owned()
    assert story.refuses(do.GiveUpRoles(at=NOON, leaver=BEA, introduce_by=TODAY)) == (
        "Bea still works here; Bea's customers stay with Bea. For an absence there is cover."
    )


def test_a_ringing_problem_without_further_hosts_goes_to_the_successor() -> None:
    story = Story().ringing(hosts=(BEA,))
    told = _leaves(story, successor={BEA: TOM})
    assert told[0] == ev.OwnerChanged(
        at=LATER, former=BEA, owner=TOM, why=ev.OwnerChange.SUCCESSION
    )


@says("owner (whatever the state)")
def test_what_rests_or_is_satisfied_has_an_heir_too() -> None:
    for story in (Story().owned().satisfied(), Story().owned().let_be()):
        assert kinds(_leaves(story)) == ["OwnerChanged"]
        assert story.problem.owner == SALLY
        assert story.problem.promise is None


@says("gives up every role in one transaction")
def test_a_leaving_helper_gives_back_what_they_carried() -> None:
    story = Story().owned().helped()
    story.do(do.CarryPromise(at=NOON, by=BEA, carrier=TOM))
    number = story.promise.number
    assert _leaves(story, TOM) == (
        ev.HelperLeft(at=LATER, helper=TOM, why=ev.HelpEnds.LEFT_COMPANY),
        ev.PromiseCarried(at=LATER, promise=number, carrier=BEA),
    )


def test_a_leaver_who_was_asked_to_help_is_asked_no_more() -> None:
    story = Story().owned().then(do.AskToHelp(at=NOON, by=BEA, whom=TOM))
    assert _leaves(story, TOM) == (
        ev.HelperLeft(at=LATER, helper=TOM, why=ev.HelpEnds.LEFT_COMPANY),
    )
    assert story.problem.asked_to_help == frozenset()


def test_a_leaving_cover_gives_all_back() -> None:
    story = Story().owned().covered()
    assert _leaves(story, TOM) == (ev.CoverEnded(at=LATER, cover=TOM),)
    other = Story().owned().covered(TOM)
    assert _leaves(other, ERIK) == ()


def test_a_leaving_receiver_ends_the_offer() -> None:
    picked_up = Story().owned().picked_up()
    number = picked_up.offer.number
    assert _leaves(picked_up, TOM) == (
        ev.OfferEnded(at=LATER, offer=number, why=ev.OfferEnds.RECEIVER_GONE),
        ev.HelperLeft(at=LATER, helper=TOM, why=ev.HelpEnds.LEFT_COMPANY),
    )
    waiting = Story().owned().offered(TOM)
    number = waiting.offer.number
    assert _leaves(waiting, TOM) == (
        ev.OfferEnded(at=LATER, offer=number, why=ev.OfferEnds.RECEIVER_GONE),
    )


def test_an_offer_others_may_still_take_stays_open() -> None:
    assert _leaves(Story().owned().offered(TOM, ERIK), TOM) == ()
    assert _leaves(Story().owned().picked_up(), ERIK) == ()
    declined = Story().owned().offered(TOM, ERIK)
    declined.do(do.Decline(at=NOON, by=ERIK, offer=declined.offer.number))
    assert kinds(_leaves(declined, TOM)) == ["OfferEnded"]


def test_a_promise_given_for_a_common_cause_is_the_owners_when_the_lead_leaves() -> None:
    from tests.ownership.test_twins import _speak

    story = Story().owned().caused().then(_speak())
    assert story.promise.carrier == SALLY
    _leaves(story, SALLY)
    assert story.promise.carrier == BEA


def test_what_the_leaver_asked_a_signature_for_lapses() -> None:
    story = Story().owned().relief_asked()
    unsigned = story.problem.unsigned
    assert unsigned is not None
    assert _leaves(story, SALLY) == (ev.SignatureLapsed(at=LATER, what=unsigned),)
    other = Story().owned().relief_asked()
    assert _leaves(other, TOM) == ()


# -- during a call -------------------------------------------------------------------------------


def test_who_leaves_while_being_rung_is_followed_by_the_next() -> None:
    story = Story().owned().call()
    told = _leaves(story, successor={BEA: TOM})
    assert ev.RingStarted(at=LATER, contact=CALL, whom=TOM) in told
    assert told[-1] == ev.RingEnded(at=LATER, contact=CALL, whom=BEA, why=ev.RingEnds.LEFT_COMPANY)
    assert story.problem.live[0].ringing == {TOM}


def test_who_leaves_in_a_call_is_followed_by_their_heir() -> None:
    story = Story().owned().on_the_line()
    told = _leaves(story, successor={BEA: TOM})
    assert told[-1] == ev.LeftLive(at=LATER, contact=CALL, who=BEA, why=ev.StepsOut.LEFT_COMPANY)
    assert story.problem.live[0].ringing == {TOM}


def test_a_ringing_call_whose_host_leaves_rings_the_next_host() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL)
    _leaves(story)
    assert story.problem.owner == TOM
    assert story.problem.live[0].ringing == {TOM}


def test_a_helper_who_leaves_alone_in_a_call_leaves_the_owner_rung() -> None:
    story = Story().owned().helped().call()
    story.do(
        do.EndRing(at=NOON, contact=CALL, whom=BEA, why=ev.RingEnds.DECLINED, call_back_by=SOON)
    )
    story.do(do.AnswerRing(at=NOON, by=TOM, contact=CALL, answer_by=TODAY))
    told = _leaves(story, TOM)
    assert kinds(told) == ["HelperLeft", "LeftLive", "RingStarted"]
    assert told[-1] == ev.RingStarted(at=LATER, contact=CALL, whom=BEA)


def test_who_leaves_while_rung_for_the_owner_is_followed_by_the_next() -> None:
    story = Story().owned().call()
    story.do(do.EndRing(at=NOON, contact=CALL, whom=BEA, why=ev.RingEnds.LAPSED, call_back_by=SOON))
    told = _leaves(story, SALLY)
    assert told == (
        ev.RingEnded(at=LATER, contact=CALL, whom=SALLY, why=ev.RingEnds.LEFT_COMPANY),
        ev.RingStarted(at=LATER, contact=CALL, whom=ERIK),
    )


def test_a_receiver_who_has_left_too_does_not_inherit() -> None:
    story = Story().owned().picked_up()
    both_gone = without(BEA, TOM)
    command = do.GiveUpRoles(at=LATER, leaver=BEA, introduce_by=AT_THREE)
    changed = [
        event
        for event in decide(story.problem, command, both_gone)
        if isinstance(event, ev.OwnerChanged)
    ]
    assert [event.owner for event in changed] == [SALLY]
