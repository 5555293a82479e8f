"""Resting: quiet, let be, at odds; and the second signature under a final no or a relief."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.evidence import PageButton
from stayline.ownership.problem import FinalNo, Relief, Rest, Resting, WaitsFor
from tests.ownership.cast import (
    BEA,
    BUTTON,
    CAROL,
    DAN,
    ERIK,
    HOUR,
    NOON,
    REASON,
    REPLY,
    SALLY,
    TODAY,
    TOM,
    TOMORROW,
    WORD,
    Story,
    hears,
    kinds,
    terms,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR
NOT_QUIET = (
    "Only after three questions without an answer, and while nothing else is going on, may this"
    " rest. Carol may still be waiting for us."
)


def _asked_thrice() -> Story:
    """A solution was proposed, and Carol was asked three times."""
    story = Story().owned().proposed()
    return story.then(
        do.AskAgain(at=NOON, question=story.question, times=1),
        do.AskAgain(at=NOON, question=story.question, times=2),
    )


# -- quiet ---------------------------------------------------------------------------------------


@says("*quiet* (three questions, never answered; from owned or proposed)")
def test_after_three_unanswered_questions_it_rests_quietly() -> None:
    story = _asked_thrice()
    question, promise = story.question, story.promise.number
    assert story.do(do.GoQuiet(at=LATER)) == (
        ev.QuestionEnded(at=LATER, question=question, why=ev.QuestionEnds.OVERTAKEN),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.LIFTED),
        ev.CameToRest(at=LATER, how=Rest.QUIET),
    )
    assert story.problem.stage == Resting(how=Rest.QUIET, since=LATER)
    assert story.do(do.GoQuiet(at=LATER)) == ()


def test_three_words_that_ask_are_three_questions() -> None:
    story = Story().owned()
    asks = do.Write(
        at=NOON, by=BEA, word=WORD, promise=terms(TOMORROW, waits_for=WaitsFor.CUSTOMER)
    )
    story.then(asks, asks)
    assert story.refuses(do.GoQuiet(at=NOON, by=BEA)) == NOT_QUIET
    assert kinds(story.then(asks).do(do.GoQuiet(at=NOON, by=BEA)))[-1] == "CameToRest"


@says("*quiet* (three questions, never answered; from owned or proposed)", refuses=True)
def test_two_questions_are_not_three() -> None:
    story = Story().owned().proposed()
    story.do(do.AskAgain(at=NOON, question=story.question, times=1))
    assert story.refuses(do.GoQuiet(at=NOON, by=BEA)) == NOT_QUIET
    assert story.do(do.GoQuiet(at=NOON)) == ()


def test_a_customer_who_answered_is_not_quiet() -> None:
    story = _asked_thrice()
    story.do(hears(substance=False))
    assert story.refuses(do.GoQuiet(at=NOON, by=BEA)) == NOT_QUIET


def test_while_we_owe_something_it_does_not_rest() -> None:
    story = _asked_thrice()
    story.do(do.SayWaitingForYou(at=NOON, party=CAROL, answer_by=TODAY))
    assert story.refuses(do.GoQuiet(at=NOON, by=BEA)) == NOT_QUIET


def test_while_somebody_has_picked_up_or_is_on_the_line_it_does_not_rest() -> None:
    picked_up = _asked_thrice().picked_up()
    assert picked_up.refuses(do.GoQuiet(at=NOON, by=BEA)) == NOT_QUIET
    call = _asked_thrice().call(party=None)
    assert call.refuses(do.GoQuiet(at=NOON, by=BEA)) == NOT_QUIET


def test_an_offer_nobody_took_ends_with_it() -> None:
    story = _asked_thrice().offered()
    number = story.offer.number
    told = story.do(do.GoQuiet(at=LATER))
    assert told[0] == ev.OfferEnded(at=LATER, offer=number, why=ev.OfferEnds.RESTED)


def test_only_the_owner_or_the_clock_lets_it_rest() -> None:
    story = _asked_thrice().helped()
    assert story.refuses(do.GoQuiet(at=NOON, by=TOM)) == (
        "Bea answers to Carol for this, so only Bea can do that."
    )
    assert Story().ringing().refuses(do.GoQuiet(at=NOON, by=BEA)) == (
        "Say “I will help you” first: Carol is still waiting for a person."
    )
    assert Story().ringing().do(do.GoQuiet(at=NOON)) == ()


# -- let be --------------------------------------------------------------------------------------


@says("*let be* (the customer said: no longer needed, stop asking)")
def test_the_customer_lets_it_be() -> None:
    story = Story().owned().asked()
    question, offer, promise = story.question, story.offer.number, story.promise.number
    assert story.do(do.LetBe(at=LATER, evidence=BUTTON)) == (
        ev.QuestionEnded(at=LATER, question=question, why=ev.QuestionEnds.LAPSED),
        ev.OfferEnded(at=LATER, offer=offer, why=ev.OfferEnds.RESTED),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.LIFTED),
        ev.CameToRest(at=LATER, how=Rest.LET_BE, party=CAROL, evidence=BUTTON),
    )
    assert story.do(do.LetBe(at=LATER, evidence=BUTTON)) == ()


@says("Still owned, never counted as satisfied, off the home list, promise-free")
@says("Whoever was involved is responsible until")
def test_what_rests_is_owned_and_promise_free() -> None:
    story = Story().owned().let_be()
    assert story.problem.owner == BEA
    assert story.problem.promise is None
    assert not story.problem.is_open


@says("*let be* (the customer said: no longer needed, stop asking)", refuses=True)
def test_only_the_principal_lets_it_be() -> None:
    story = Story().owned().with_dan()
    assert story.refuses(do.LetBe(at=NOON, evidence=PageButton(party=DAN))) == (
        "Only Carol can say that; nobody says it for them."
    )
    joined = Story().owned().joined()
    assert joined.refuses(do.LetBe(at=NOON, evidence=BUTTON)) == (
        "This is looked after together with your other message; say it there."
    )


# -- at odds -------------------------------------------------------------------------------------


@says("*at odds* (an honest final no, a second signature, the way to complain outside named)")
def test_a_final_no_leaves_when_it_is_signed_twice() -> None:
    story = Story().owned()
    final_no = FinalNo(by=BEA, word=REPLY)
    asked = story.do(do.SayFinalNo(at=NOON, by=BEA, word=REPLY, names_complaint=True))
    assert asked == (ev.SignatureAsked(at=NOON, what=final_no),)
    assert story.problem.unsigned == final_no
    promise = story.promise.number
    assert story.do(do.Sign(at=LATER, by=SALLY, introduce_by=TODAY)) == (
        ev.SignatureGiven(at=LATER, by=SALLY, what=final_no),
        ev.WordSpoken(at=LATER, by=BEA, word=REPLY),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.LIFTED),
        ev.CameToRest(at=LATER, how=Rest.AT_ODDS, word=REPLY),
    )
    assert story.problem.unsigned is None


@says(
    "*at odds* (an honest final no, a second signature, the way to complain outside named)",
    refuses=True,
)
def test_a_final_no_names_the_way_to_complain_and_is_not_signed_by_who_wrote_it() -> None:
    bare = do.SayFinalNo(at=NOON, by=BEA, word=REPLY, names_complaint=False)
    assert Story().owned().refuses(bare) == (
        "A final no names the way to complain outside; add it, so that Carol is not left with"
        " nothing."
    )
    story = Story().owned().final_no()
    assert story.refuses(do.Sign(at=NOON, by=BEA, introduce_by=TODAY)) == (
        "The second signature is somebody else's, so that Carol is judged by two people."
    )


def test_a_final_no_is_the_owners_and_is_not_said_during_a_call() -> None:
    no = do.SayFinalNo(at=NOON, by=BEA, word=REPLY, names_complaint=True)
    other = do.SayFinalNo(at=NOON, by=TOM, word=REPLY, names_complaint=True)
    on_the_line = "Carol is on the line: finish the conversation first."
    assert Story().owned().helped().refuses(other) == (
        "Bea answers to Carol for this, so only Bea can do that."
    )
    assert Story().owned().on_the_line().refuses(no) == on_the_line
    assert Story().ringing().refuses(no) == (
        "Say “I will help you” first: Carol is still waiting for a person."
    )
    called = Story().owned().final_no().call()
    assert called.refuses(do.Sign(at=NOON, by=SALLY, introduce_by=TODAY)) == on_the_line


def test_what_rests_by_now_is_not_signed() -> None:
    story = Story().owned().relief_asked().let_be()
    assert story.problem.unsigned is None
    assert story.refuses(do.Sign(at=NOON, by=TOM, introduce_by=TODAY)) == (
        "There is nothing to sign here."
    )


def test_one_thing_waits_for_a_signature_at_a_time() -> None:
    story = Story().owned().final_no()
    waiting = "Something here waits for a second signature already; settle that first."
    again = do.SayFinalNo(at=NOON, by=BEA, word=REPLY, names_complaint=True)
    assert story.refuses(again) == waiting
    assert story.refuses(do.Relieve(at=NOON, by=SALLY, reason=REASON)) == waiting


@says("with a single active colleague second signatures wait", refuses=True)
def test_with_a_single_active_colleague_the_second_signature_waits() -> None:
    story = Story(without(TOM, SALLY, ERIK)).owned().final_no()
    assert story.refuses(do.Sign(at=NOON, by=BEA, introduce_by=TODAY)) == (
        "The second signature is somebody else's, so that Carol is judged by two people."
    )
    assert story.refuses(do.Sign(at=NOON, by=TOM, introduce_by=TODAY)) == (
        "Only somebody who works here now can be with Carol; Tom does not."
    )


def test_who_asked_for_a_signature_takes_it_back() -> None:
    story = Story().owned().final_no()
    unsigned = story.problem.unsigned
    assert unsigned is not None
    assert story.refuses(do.WithdrawSignature(at=NOON, by=TOM)) == (
        "Only Bea, who asked for it, takes it back."
    )
    assert story.do(do.WithdrawSignature(at=LATER, by=BEA)) == (
        ev.SignatureLapsed(at=LATER, what=unsigned),
    )
    assert story.refuses(do.WithdrawSignature(at=NOON, by=BEA)) == "There is nothing to sign here."
    left = Story().owned().final_no().in_company(without(BEA))
    assert left.refuses(do.WithdrawSignature(at=NOON, by=BEA)) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


# -- relief for cause ----------------------------------------------------------------------------


@says("is succession to the lead with a second signature")
def test_relief_gives_the_problem_to_the_lead_once_two_have_signed() -> None:
    story = Story().owned()
    relief = Relief(by=SALLY, reason=REASON)
    asked = story.do(do.Relieve(at=NOON, by=SALLY, reason=REASON))
    assert asked == (ev.SignatureAsked(at=NOON, what=relief),)
    promise = story.promise.number
    assert story.do(do.Sign(at=LATER, by=TOM, introduce_by=NOON + 2 * HOUR)) == (
        ev.SignatureGiven(at=LATER, by=TOM, what=relief),
        ev.OwnerChanged(at=LATER, former=BEA, owner=SALLY, why=ev.OwnerChange.RELIEF),
        ev.PromiseCarried(at=LATER, promise=promise, carrier=SALLY),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.RENEWED),
        ev.PromiseMade(at=LATER, giver=SALLY, carrier=SALLY, due=NOON + 2 * HOUR),
    )


@says("is succession to the lead with a second signature", refuses=True)
def test_only_a_lead_relieves_and_nobody_signs_their_own() -> None:
    story = Story().owned()
    assert story.refuses(do.Relieve(at=NOON, by=TOM, reason=REASON)) == (
        "Only a lead can ask to relieve Bea; the problem then becomes theirs."
    )
    story.relief_asked()
    assert story.refuses(do.Sign(at=NOON, by=BEA, introduce_by=TODAY)) == (
        "Bea cannot sign their own relief."
    )
    assert story.refuses(do.Sign(at=NOON, by=SALLY, introduce_by=TODAY)) == (
        "The second signature is somebody else's, so that Carol is judged by two people."
    )
    story.in_company(without(SALLY, leads=frozenset({SALLY})))
    assert story.refuses(do.Sign(at=NOON, by=TOM, introduce_by=TODAY)) == (
        "Only somebody who works here now can be with Carol; Sally does not."
    )


def test_a_lead_does_not_relieve_themselves_nor_where_it_was_joined() -> None:
    sallys = Story().ringing(hosts=(SALLY,)).then(do.SayIWillHelp(at=NOON, by=SALLY))
    assert sallys.refuses(do.Relieve(at=NOON, by=SALLY, reason=REASON)) == (
        "You own this yourself; hand it over instead."
    )
    joined = Story().owned().joined()
    assert joined.refuses(do.Relieve(at=NOON, by=SALLY, reason=REASON)) == (
        "This is looked after together with its twin; go on there, so that Carol hears one voice."
    )
    left = Story(without(SALLY, leads=frozenset({SALLY}))).owned()
    assert left.refuses(do.Relieve(at=NOON, by=SALLY, reason=REASON)) == (
        "Only somebody who works here now can be with Carol; Sally does not."
    )


@says("Cover, a final no and a relief end with the owner")
def test_a_relief_and_a_final_no_end_when_somebody_else_owns_it() -> None:
    """Neither was about the next owner."""
    for story in (Story().owned().relief_asked(), Story().owned().final_no()):
        unsigned = story.problem.unsigned
        assert unsigned is not None
        story.asked()
        told = story.do(story.answers(ev.Reply.YES))
        assert told[-1] == ev.SignatureLapsed(at=NOON, what=unsigned)


def test_a_relief_asked_while_it_rings_ends_when_ringing_moves_on() -> None:
    story = Story().ringing().relief_asked()
    told = story.do(do.SayIWillHelp(at=NOON, by=TOM))
    assert kinds(told) == ["SaidIWillHelp", "PromiseCarried", "SignatureLapsed"]
