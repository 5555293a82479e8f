"""The handoff: offered, picked up, asked, agreed; and every way back to the owner."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.evidence import ListedReply, MarkedReply, PageButton
from stayline.ownership.ids import Number
from stayline.ownership.problem import About, Aside, Nature, Offer, OfferKind, Owned, Role, Takeover
from tests.ownership.cast import (
    BEA,
    BRIEF,
    BUTTON,
    CALL,
    CAROL,
    CHAT,
    DAN,
    ERIK,
    HOUR,
    MINUTE,
    NOON,
    REASON,
    SALLY,
    SOON,
    TODAY,
    TOM,
    TOMORROW,
    WORD,
    Story,
    kinds,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR


def _offer(*receivers: int, by: int = BEA, **changes: object) -> do.Offer:
    usual = {"at": NOON, "by": by, "receivers": receivers or (TOM,), "brief": BRIEF, "lapses": SOON}
    return do.Offer(**(usual | changes))  # type: ignore[arg-type]


# -- offered -------------------------------------------------------------------------------------


@says("*offered*: owner → one or several colleagues, with a brief")
def test_the_owner_offers_to_several_with_a_brief() -> None:
    story = Story().owned()
    assert story.do(_offer(TOM, ERIK, TOM)) == (
        ev.Offered(
            at=NOON,
            by=BEA,
            kind=OfferKind.HANDOFF,
            receivers=(TOM, ERIK),
            brief=BRIEF,
            lapses=SOON,
        ),
    )
    assert story.offer == Offer(
        number=Number(story.problem.version),
        kind=OfferKind.HANDOFF,
        by=BEA,
        receivers=(TOM, ERIK),
        brief=BRIEF,
        lapses=SOON,
    )
    assert story.problem.owner == BEA


@says("*offered*: owner → one or several colleagues, with a brief", refuses=True)
def test_nobody_offers_a_customer_who_is_not_theirs() -> None:
    story = Story().owned().helped()
    assert story.refuses(_offer(ERIK, by=TOM)) == (
        "Bea is with Carol, so only Bea offers to hand over. If Bea cannot be reached, who stands"
        " in for them may."
    )


def test_an_offer_names_somebody_and_gives_them_a_moment() -> None:
    story = Story().owned()
    nobody = do.Offer(at=NOON, by=BEA, receivers=(), brief=BRIEF, lapses=SOON)
    assert story.refuses(nobody) == "Say who could take over."
    assert story.refuses(_offer(lapses=NOON)) == "Give them a moment to pick up."


def test_an_offer_goes_to_somebody_else_who_can_take_it() -> None:
    story = Story(without(ERIK)).owned()
    assert story.refuses(_offer(BEA)) == "Bea is with Carol already; offer to somebody else."
    assert story.refuses(_offer(TOM, ERIK)) == (
        "Only somebody who works here now can be with Carol; Erik does not."
    )


@says("One who is also a party takes no part on our side", refuses=True)
def test_an_offer_does_not_go_to_the_customers_side() -> None:
    story = Story().ringing(principal_colleague=TOM).then(do.SayIWillHelp(at=NOON, by=BEA))
    assert story.refuses(_offer(TOM)) == (
        "Tom is on the customer's side here and takes no part on ours."
    )


@says("While there is no answer the owner may offer again or withdraw; one offer is open at a time")
def test_offering_again_replaces_the_open_offer() -> None:
    story = Story().owned().offered(TOM)
    first = story.offer.number
    told = story.do(_offer(ERIK))
    assert told[0] == ev.OfferEnded(at=NOON, offer=first, why=ev.OfferEnds.REPLACED)
    assert story.offer.receivers == (ERIK,)


@says(
    "While there is no answer the owner may offer again or withdraw; one offer is open at a time",
    refuses=True,
)
def test_nobody_else_is_offered_it_once_somebody_has_picked_up() -> None:
    assert Story().owned().picked_up().refuses(_offer(ERIK)) == (
        "Tom has picked up already. Ask Carol, or withdraw that offer first."
    )


@says("When the owner cannot be reached, cover, else their manager, may offer in their name")
def test_the_manager_offers_when_the_owner_cannot_be_reached() -> None:
    story = Story().owned()
    told = story.do(_offer(TOM, by=SALLY, owner_unreachable=True))
    assert isinstance(told[0], ev.Offered)
    assert told[0].by == SALLY
    assert story.problem.owner == BEA


def test_the_cover_offers_before_the_manager_does() -> None:
    story = Story().owned().covered(ERIK)
    assert story.refuses(_offer(TOM, by=SALLY, owner_unreachable=True)).startswith("Bea is with")
    assert kinds(story.do(_offer(TOM, by=ERIK, owner_unreachable=True))) == ["Offered"]


@says(
    "When the owner cannot be reached, cover, else their manager, may offer in their name",
    refuses=True,
)
def test_while_the_owner_is_there_nobody_offers_in_their_name() -> None:
    assert Story().owned().refuses(_offer(TOM, by=SALLY)).startswith("Bea is with Carol, so only")
    unreachable = _offer(ERIK, by=TOM, owner_unreachable=True)
    assert Story().owned().refuses(unreachable).startswith("Bea is with Carol, so only")


def test_the_cover_or_manager_may_be_the_receiver() -> None:
    story = Story().owned()
    story.do(_offer(SALLY, by=SALLY, owner_unreachable=True))
    told = story.do(do.PickUp(at=NOON, by=SALLY, offer=story.offer.number, lapses=TODAY))
    assert kinds(told) == ["PickedUp", "HelperJoined"]


@says("Any word wakes it", refuses=True)
def test_nothing_is_offered_where_nothing_is_open() -> None:
    assert Story().owned().satisfied().refuses(_offer()) == (
        "Nothing is open here. A word from Carol opens it again."
    )
    assert Story().owned().joined().refuses(_offer()) == (
        "This is looked after together with its twin; go on there, so that Carol hears one voice."
    )
    assert Story().unmet().set_aside().refuses(_offer(by=SALLY)) == (
        "This was set aside as no customer's. If Carol is one, bring it back first."
    )


def test_who_has_left_offers_nothing() -> None:
    assert Story().owned().in_company(without(BEA)).refuses(_offer()) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


# -- picked up -----------------------------------------------------------------------------------


@says("*picked up*: the receiver has joined")
@says("Before the fourth the owner is the owner")
def test_who_picks_up_joins_and_the_owner_stays() -> None:
    story = Story().owned().offered(TOM, ERIK)
    number = story.offer.number
    assert story.do(do.PickUp(at=LATER, by=TOM, offer=number, lapses=TODAY)) == (
        ev.PickedUp(at=LATER, offer=number, receiver=TOM, lapses=TODAY),
        ev.HelperJoined(at=LATER, helper=TOM),
    )
    assert (story.offer.receiver, story.offer.lapses) == (TOM, TODAY)
    assert story.problem.helpers == {TOM}
    assert TOM in story.problem.met
    assert story.problem.owner == BEA


def test_a_helper_who_picks_up_need_not_join_again() -> None:
    story = Story().owned().helped().offered()
    told = story.do(do.PickUp(at=LATER, by=TOM, offer=story.offer.number, lapses=TODAY))
    assert kinds(told) == ["PickedUp"]


def test_picking_up_twice_changes_nothing() -> None:
    story = Story().owned().picked_up()
    again = do.PickUp(at=LATER, by=TOM, offer=story.offer.number, lapses=TODAY)
    assert story.do(again) == ()


@says("the first to pick up is *the* receiver", refuses=True)
def test_the_first_to_pick_up_is_the_receiver() -> None:
    story = Story().owned().offered(TOM, ERIK)
    number = story.offer.number
    story.do(do.PickUp(at=NOON, by=TOM, offer=number, lapses=TODAY))
    assert story.refuses(do.PickUp(at=NOON, by=ERIK, offer=number, lapses=TODAY)) == (
        "Tom was quicker and is with Carol already."
    )


@says("the first to pick up is *the* receiver")
def test_any_of_several_may_be_first() -> None:
    story = Story().owned().offered(TOM, ERIK)
    story.do(do.PickUp(at=NOON, by=ERIK, offer=story.offer.number, lapses=TODAY))
    assert story.offer.receiver == ERIK


@says("*picked up*: the receiver has joined", refuses=True)
def test_nobody_picks_up_what_was_not_offered_to_them() -> None:
    story = Story().owned().offered(TOM)
    number = story.offer.number
    assert story.refuses(do.PickUp(at=NOON, by=ERIK, offer=number, lapses=TODAY)) == (
        "This was not offered to you."
    )
    story.do(do.Withdraw(at=NOON, by=BEA, offer=number))
    assert story.refuses(do.PickUp(at=NOON, by=TOM, offer=number, lapses=TODAY)) == (
        "That offer is over; Bea is with Carol."
    )


def test_an_older_offers_number_picks_up_nothing() -> None:
    story = Story().owned().offered(TOM)
    first = story.offer.number
    story.offered(TOM)
    assert story.refuses(do.PickUp(at=NOON, by=TOM, offer=first, lapses=TODAY)) == (
        "That offer is over; Bea is with Carol."
    )


def test_who_has_left_picks_up_nothing() -> None:
    story = Story().owned().offered(TOM).in_company(without(TOM))
    pick_up = do.PickUp(at=NOON, by=TOM, offer=story.offer.number, lapses=TODAY)
    assert story.refuses(pick_up) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )


@says("in the call, the chat or the mail thread", refuses=True)
def test_who_picks_up_during_a_call_comes_into_the_call() -> None:
    story = Story().owned().on_the_line().offered(TOM)
    pick_up = do.PickUp(at=NOON, by=TOM, offer=story.offer.number, lapses=TODAY)
    assert story.refuses(pick_up) == "Join the conversation first: Carol is on the line now."
    assert kinds(story.brought_in(TOM).do(pick_up)) == ["PickedUp"]


# -- asked ---------------------------------------------------------------------------------------


@says("*asked*: the principal is asked")
def test_the_customer_is_asked_by_name() -> None:
    story = Story().owned().picked_up()
    number = story.offer.number
    assert story.do(do.Ask(at=LATER, by=BEA, offer=number, lapses=TOMORROW, word=WORD)) == (
        ev.Asked(
            at=LATER,
            by=BEA,
            about=About.TAKEOVER,
            offer=number,
            receiver=TOM,
            word=WORD,
            lapses=TOMORROW,
        ),
    )
    [question] = story.problem.questions
    assert (question.offer, question.receiver, question.by) == (number, TOM, BEA)
    assert (question.asked_at, question.times, question.about) == (LATER, 1, About.TAKEOVER)
    assert (story.offer.question, story.offer.lapses) == (question.number, TOMORROW)
    assert story.problem.unanswered == 1


@says("wait until the other person has picked up", refuses=True)
@says("Four steps in this order, each a recorded event", refuses=True)
def test_nobody_is_asked_before_somebody_has_picked_up() -> None:
    story = Story().owned().offered()
    ask = do.Ask(at=NOON, by=BEA, offer=story.offer.number, lapses=TOMORROW)
    assert story.refuses(ask) == (
        "Wait until somebody has picked up; only then is Carol asked. Until then stay with Carol."
    )


@says("*asked*: the principal is asked", refuses=True)
def test_the_receiver_does_not_ask_for_themselves() -> None:
    story = Story().owned().picked_up()
    ask = do.Ask(at=NOON, by=TOM, offer=story.offer.number, lapses=TOMORROW)
    assert story.refuses(ask) == "Bea is with Carol, so Bea asks."


def test_who_offered_in_the_owners_name_asks_in_it() -> None:
    story = Story().owned()
    story.do(_offer(TOM, by=SALLY, owner_unreachable=True))
    number = story.offer.number
    story.do(do.PickUp(at=NOON, by=TOM, offer=number, lapses=TODAY))
    [asked] = story.do(do.Ask(at=NOON, by=SALLY, offer=number, lapses=TOMORROW))
    assert isinstance(asked, ev.Asked)
    assert asked.by == SALLY


@says("what the customer is asked, once, by name", refuses=True)
def test_the_customer_is_asked_once() -> None:
    story = Story().owned().asked()
    ask = do.Ask(at=NOON, by=BEA, offer=story.offer.number, lapses=TOMORROW)
    assert story.refuses(ask) == "Carol has been asked already; give them time."


def test_there_must_be_somebody_to_ask() -> None:
    gone = Story().owned().picked_up().then(do.ReportGone(at=NOON, by=BEA, party=CAROL))
    nobody = Story().ringing(principal=None).then(do.SayIWillHelp(at=NOON, by=BEA)).picked_up()
    for story in (gone, nobody):
        ask = do.Ask(at=NOON, by=BEA, offer=story.offer.number, lapses=TOMORROW)
        assert story.refuses(ask) == (
            "Nobody on their side can say yes now. Ask them to name who speaks for them."
        )


def test_an_offer_that_is_over_asks_nothing() -> None:
    story = Story().owned().picked_up()
    number = story.offer.number
    story.do(do.Withdraw(at=NOON, by=BEA, offer=number))
    assert story.refuses(do.Ask(at=NOON, by=BEA, offer=number, lapses=TOMORROW)) == (
        "That offer is over; Bea is with Carol."
    )


def test_who_has_left_asks_nothing() -> None:
    story = Story().owned().picked_up().in_company(without(BEA))
    ask = do.Ask(at=NOON, by=BEA, offer=story.offer.number, lapses=TOMORROW)
    assert story.refuses(ask) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


# -- agreed --------------------------------------------------------------------------------------


@says(
    "*agreed*: the answer is a yes to that question",
    "Only now is the receiver the owner and the former owner released",
    "a handoff's yes answers a question of the same offer",
)
@says("A transfer has an order")
@says("Four steps in this order, each a recorded event")
def test_only_the_customers_yes_makes_the_receiver_the_owner() -> None:
    story = Story().owned().asked()
    offer, question, promise = story.offer.number, story.question, story.promise.number
    assert story.do(story.answers(ev.Reply.YES, at=LATER)) == (
        ev.Answered(
            at=LATER,
            question=question,
            about=About.TAKEOVER,
            reply=ev.Reply.YES,
            evidence=BUTTON,
            receiver=TOM,
        ),
        ev.OfferEnded(at=LATER, offer=offer, why=ev.OfferEnds.AGREED),
        ev.OwnerChanged(
            at=LATER, former=BEA, owner=TOM, why=ev.OwnerChange.HANDOFF, question=question
        ),
        ev.PromiseCarried(at=LATER, promise=promise, carrier=TOM),
    )
    assert story.problem.owner == TOM
    assert story.problem.helpers == frozenset()
    assert story.problem.offer is None
    assert story.problem.questions == ()
    assert story.problem.unanswered == 0
    assert story.problem.takeover == Takeover(
        question=question, former_owner=BEA, new_owner=TOM, at=LATER
    )


@says("Before the fourth the owner is the owner", refuses=True)
@says("Only now is the receiver the owner", refuses=True)
def test_before_the_yes_the_owner_is_the_owner() -> None:
    assert Story().owned().asked().problem.owner == BEA


@says("Consent and satisfaction are the principal's", refuses=True)
def test_the_receiver_cannot_agree_for_the_customer() -> None:
    story = Story().owned().asked().hears(WORD)
    marked = MarkedReply(party=CAROL, word=WORD, by=TOM)
    assert story.refuses(story.answers(ev.Reply.YES, evidence=marked)) == (
        "Only Bea may read Carol's reply as the answer."
    )


@says("the principal is gone, their side names another", refuses=True)
def test_nobody_else_on_their_side_agrees_for_the_principal() -> None:
    story = Story().owned().with_dan().asked()
    yes = story.answers(ev.Reply.YES, evidence=PageButton(party=DAN))
    assert story.refuses(yes) == "Only Carol can say that; nobody says it for them."


@says("at that instant the receiver is active", refuses=True)
@says("*agreed*: the answer is a yes to that question", refuses=True)
def test_a_receiver_who_has_left_does_not_become_the_owner() -> None:
    story = Story().owned().asked().in_company(without(TOM))
    assert story.refuses(story.answers(ev.Reply.YES)) == (
        "Tom is not there any more; Bea stays with you."
    )


@says("is active, a helper, and in the live contact", refuses=True)
def test_a_receiver_whose_line_dropped_does_not_become_the_owner() -> None:
    story = Story().owned().on_the_line().brought_in().asked()
    yes = story.answers(ev.Reply.YES)
    told = story.do(do.DropLine(at=NOON, contact=CALL, who=TOM, call_back_by=TODAY))
    assert kinds(told) == ["LeftLive", "QuestionEnded", "OfferEnded"]
    assert story.refuses(yes) == (
        "That question is over; Bea is with you. Write a word and Bea reads it."
    )
    assert story.problem.owner == BEA
    assert story.problem.helpers == {TOM}


def test_whoever_was_asked_about_before_the_call_must_come_into_it() -> None:
    story = Story().owned().asked().on_the_line()
    assert story.refuses(story.answers(ev.Reply.YES)) == (
        "Tom is not on the line yet; Bea stays with you until then."
    )


def test_another_who_leaves_the_line_leaves_the_question() -> None:
    story = Story().owned().on_the_line().brought_in(ERIK).brought_in().asked()
    assert kinds(story.do(do.StepOut(at=NOON, by=ERIK, contact=CALL))) == ["LeftLive"]


@says("In a call, who leaves the line takes the question")
def test_a_receiver_who_steps_out_takes_the_question_along() -> None:
    story = Story().owned().on_the_line().brought_in().asked()
    told = story.do(do.StepOut(at=NOON, by=TOM, contact=CALL))
    assert kinds(told) == ["LeftLive", "QuestionEnded", "OfferEnded"]


@says("In a call, who leaves the line takes the question", refuses=True)
def test_a_receiver_who_drops_before_the_question_may_come_back() -> None:
    story = Story().owned().on_the_line().brought_in().picked_up()
    story.do(do.DropLine(at=NOON, contact=CALL, who=TOM, call_back_by=TODAY))
    ask = do.Ask(at=NOON, by=BEA, offer=story.offer.number, lapses=TOMORROW)
    assert story.refuses(ask) == (
        "Bring Tom in first: Carol is on the line now, and would be asked about somebody"
        " who is not there."
    )
    assert kinds(story.brought_in().do(ask)) == ["Asked"]


def test_a_question_that_is_over_is_heard_by_nobody() -> None:
    story = Story().owned().on_the_line().brought_in().asked()
    heard = do.HearQuestion(at=NOON, contact=CALL, question=story.question)
    for question, contact in ((story.question, CHAT), (Number(1), CALL)):
        assert story.do(do.HearQuestion(at=NOON, contact=contact, question=question)) == ()
    assert kinds(story.do(heard)) == ["QuestionHeard"]
    assert story.do(heard) == ()
    story.do(do.StepOut(at=NOON, by=TOM, contact=CALL))
    assert story.do(heard) == ()


@says("still a helper, and in the live contact")
def test_in_a_call_the_new_owner_is_who_stays() -> None:
    story = Story().owned().on_the_line().brought_in().asked()
    story.do(story.answers(ev.Reply.YES))
    assert story.problem.live[0].answered_by == TOM
    assert story.problem.live[0].here == {BEA, TOM}
    story.do(do.StepOut(at=NOON, by=BEA, contact=CALL))
    assert story.problem.live[0].here == {TOM}


def test_the_former_owners_cover_ends_with_the_handoff() -> None:
    story = Story().owned().covered(ERIK).asked()
    told = story.do(story.answers(ev.Reply.YES))
    assert ev.CoverEnded(at=NOON, cover=ERIK) in told
    assert story.problem.cover is None


def test_a_promise_a_helper_carries_stays_with_the_helper() -> None:
    story = Story().owned().helped(ERIK).asked()
    story.do(do.CarryPromise(at=NOON, by=BEA, carrier=ERIK))
    story.do(story.answers(ev.Reply.YES))
    assert story.promise.carrier == ERIK


# -- every way back ------------------------------------------------------------------------------


@says("Declined (with a reason, and somebody better or a time)")
def test_declined_with_a_reason_and_somebody_better() -> None:
    story = Story().owned().offered(TOM)
    number = story.offer.number
    decline = do.Decline(
        at=LATER, by=TOM, offer=number, reason=REASON, better=ERIK, free_at=TOMORROW
    )
    assert story.do(decline) == (
        ev.OfferDeclined(
            at=LATER, offer=number, by=TOM, reason=REASON, better=ERIK, free_at=TOMORROW
        ),
        ev.OfferEnded(at=LATER, offer=number, why=ev.OfferEnds.DECLINED),
    )
    assert story.problem.owner == BEA


def test_one_of_several_declines_and_the_offer_stays_open() -> None:
    story = Story().owned().offered(TOM, ERIK)
    decline = do.Decline(at=LATER, by=TOM, offer=story.offer.number)
    assert kinds(story.do(decline)) == ["OfferDeclined"]
    assert story.offer.declined == {TOM}
    assert story.do(decline) == ()
    other = do.Decline(at=LATER, by=ERIK, offer=story.offer.number)
    assert kinds(story.do(other)) == ["OfferDeclined", "OfferEnded"]


@says("Declined (with a reason, and somebody better or a time)", refuses=True)
def test_nobody_declines_for_another_or_after_picking_up() -> None:
    story = Story().owned().offered(TOM)
    number = story.offer.number
    assert story.refuses(do.Decline(at=NOON, by=ERIK, offer=number)) == (
        "This was not offered to you."
    )
    story.do(do.PickUp(at=NOON, by=TOM, offer=number, lapses=TODAY))
    assert story.refuses(do.Decline(at=NOON, by=TOM, offer=number)) == (
        "Tom has picked up already."
    )
    story.do(do.Withdraw(at=NOON, by=BEA, offer=number))
    assert story.refuses(do.Decline(at=NOON, by=TOM, offer=number)) == (
        "That offer is over; Bea is with Carol."
    )


def test_who_has_left_declines_nothing() -> None:
    story = Story().owned().offered(TOM).in_company(without(TOM))
    assert story.refuses(do.Decline(at=NOON, by=TOM, offer=story.offer.number)) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )


@says("withdrawn, refused, or the receiver gone")
def test_the_owner_withdraws() -> None:
    story = Story().owned().asked()
    offer, question = story.offer.number, story.question
    assert story.do(do.Withdraw(at=LATER, by=BEA, offer=offer)) == (
        ev.QuestionEnded(at=LATER, question=question, why=ev.QuestionEnds.WITHDRAWN),
        ev.OfferEnded(at=LATER, offer=offer, why=ev.OfferEnds.WITHDRAWN),
    )
    assert story.problem.helpers == {TOM}


@says("withdrawn, refused, or the receiver gone", refuses=True)
def test_nobody_else_withdraws() -> None:
    story = Story().owned().offered(TOM)
    number = story.offer.number
    assert story.refuses(do.Withdraw(at=NOON, by=TOM, offer=number)) == (
        "Only Bea can withdraw this offer."
    )
    story.in_company(without(BEA))
    assert story.refuses(do.Withdraw(at=NOON, by=BEA, offer=number)) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


def test_who_offered_in_the_owners_name_withdraws_in_it() -> None:
    story = Story().owned()
    story.do(_offer(TOM, by=SALLY, owner_unreachable=True))
    told = story.do(do.Withdraw(at=NOON, by=SALLY, offer=story.offer.number))
    assert kinds(told) == ["OfferEnded"]


@says("lapsed (each step has its time)")
def test_each_step_has_its_time() -> None:
    story = Story().owned().asked()
    offer, question = story.offer.number, story.question
    lapse = do.LapseOffer(at=TOMORROW, offer=offer, lapses=TOMORROW)
    assert story.do(lapse) == (
        ev.QuestionEnded(at=TOMORROW, question=question, why=ev.QuestionEnds.LAPSED),
        ev.OfferEnded(at=TOMORROW, offer=offer, why=ev.OfferEnds.LAPSED),
    )
    assert story.problem.stage == Owned()
    assert story.do(lapse) == ()


@says("lapsed (each step has its time)", refuses=True)
def test_the_timer_of_an_earlier_step_means_nothing() -> None:
    story = Story().owned().picked_up()
    number = story.offer.number
    assert story.do(do.LapseOffer(at=SOON, offer=number, lapses=SOON)) == ()
    early = do.LapseOffer(at=TODAY - MINUTE, offer=number, lapses=TODAY)
    assert story.do(early) == ()
    assert story.do(do.LapseOffer(at=TODAY, offer=Number(1), lapses=TODAY)) == ()


@says("the helper may stay")
@says("Whom the customer refused is not offered")
def test_a_no_leaves_the_owner_and_the_helper_where_they_are() -> None:
    story = Story().owned().asked()
    offer, question = story.offer.number, story.question
    assert story.do(story.answers(ev.Reply.NO, at=LATER)) == (
        ev.Answered(
            at=LATER,
            question=question,
            about=About.TAKEOVER,
            reply=ev.Reply.NO,
            evidence=BUTTON,
            receiver=TOM,
        ),
        ev.OfferEnded(at=LATER, offer=offer, why=ev.OfferEnds.REFUSED),
    )
    assert story.problem.owner == BEA
    assert story.problem.helpers == {TOM}
    assert story.problem.refused == {TOM}


@says("A no is as easy as a yes and ends the question")
def test_the_receiver_may_record_a_no() -> None:
    """It is not in their own interest, and the customer's no is never hard to give."""
    story = Story().owned().on_the_line().identified().brought_in().asked()
    no = ListedReply(party=CAROL, word=WORD)
    story.hears(WORD)
    assert kinds(story.do(story.answers(ev.Reply.NO, evidence=no))) == ["Answered", "OfferEnded"]


@says("A no is as easy as a yes and ends the question", refuses=True)
@says("Whom the customer refused is not offered", refuses=True)
def test_whom_the_customer_refused_is_not_offered_it_again() -> None:
    story = Story().owned().asked()
    story.do(story.answers(ev.Reply.NO))
    assert story.refuses(_offer(TOM)) == "Carol has said no to Tom. Offer to somebody else."


@says("withdrawn, refused, or the receiver gone")
def test_a_receiver_who_steps_back_ends_the_offer() -> None:
    story = Story().owned().asked()
    offer, question = story.offer.number, story.question
    assert story.do(do.StepBack(at=LATER, by=TOM)) == (
        ev.QuestionEnded(at=LATER, question=question, why=ev.QuestionEnds.LAPSED),
        ev.OfferEnded(at=LATER, offer=offer, why=ev.OfferEnds.RECEIVER_GONE),
        ev.HelperLeft(at=LATER, helper=TOM, why=ev.HelpEnds.STEPPED_BACK),
    )
    assert story.problem.owner == BEA


@says("Silence is not a yes")
def test_silence_is_not_a_yes() -> None:
    story = Story().owned().asked()
    story.do(do.LapseOffer(at=TOMORROW, offer=story.offer.number, lapses=TOMORROW))
    assert story.problem.owner == BEA
    assert story.problem.helpers == {TOM}


@says("A question already asked lapses", refuses=True)
def test_a_yes_after_the_offer_is_over_changes_nothing() -> None:
    story = Story().owned().asked()
    question = story.question
    story.do(do.Withdraw(at=NOON, by=BEA, offer=story.offer.number))
    assert story.refuses(story.answers(ev.Reply.YES, question=question)) == (
        "That question is over; Bea is with you. Write a word and Bea reads it."
    )


# -- redirect: what is no customer's -------------------------------------------------------------


@says("then *redirect* at will, with a pick-up")
def test_an_internal_request_is_redirected_by_a_pick_up() -> None:
    story = Story().internal().offered(TOM)
    number, promise = story.offer.number, story.promise.number
    assert story.offer.kind is OfferKind.REDIRECT
    assert story.do(do.PickUp(at=LATER, by=TOM, offer=number, lapses=TODAY)) == (
        ev.PickedUp(at=LATER, offer=number, receiver=TOM, lapses=TODAY),
        ev.OfferEnded(at=LATER, offer=number, why=ev.OfferEnds.AGREED),
        ev.OwnerChanged(at=LATER, former=BEA, owner=TOM, why=ev.OwnerChange.REDIRECT),
        ev.PromiseCarried(at=LATER, promise=promise, carrier=TOM),
    )
    assert story.problem.takeover is None


@says("which may be redirected with a pick-up")
def test_other_correspondence_is_redirected_by_a_pick_up() -> None:
    story = Story().unmet().set_aside(Aside.OTHER)
    story.do(_offer(ERIK, by=SALLY))
    assert story.offer.kind is OfferKind.REDIRECT
    story.do(do.PickUp(at=NOON, by=ERIK, offer=story.offer.number, lapses=TODAY))
    assert story.problem.owner == ERIK


@says("Once a customer is a party it is theirs for good", refuses=True)
@says("which may be redirected with a pick-up", refuses=True)
@says("then *redirect* at will, with a pick-up", refuses=True)
def test_once_somebody_outside_is_a_party_a_pick_up_is_not_enough() -> None:
    story = Story().internal().offered(TOM)
    told = story.do(do.AddParty(at=NOON, party=DAN, role=Role.COPIED, answer_by=TODAY, by=BEA))
    assert kinds(told)[0] == "OfferEnded"
    assert story.problem.nature is Nature.CUSTOMERS
    assert story.offered(TOM).offer.kind is OfferKind.HANDOFF


def test_who_declines_too_late_hears_who_was_quicker() -> None:
    story = Story().owned().offered(TOM, ERIK)
    story.do(do.PickUp(at=NOON, by=TOM, offer=story.offer.number, lapses=TODAY))
    assert story.refuses(do.Decline(at=NOON, by=ERIK, offer=story.offer.number)) == (
        "Tom has picked up already."
    )
