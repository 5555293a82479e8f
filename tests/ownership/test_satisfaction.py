"""Satisfied is the principal's own word, and can be taken back."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.evidence import ListedReply, PageButton
from stayline.ownership.ids import Number
from stayline.ownership.problem import (
    TAKE_BACK_WITHIN,
    About,
    Owned,
    Proposed,
    Role,
    Satisfied,
    WaitsFor,
)
from tests.ownership.cast import (
    BEA,
    BRIEF,
    BUTTON,
    CAROL,
    DAN,
    DAY,
    ERIK,
    HOUR,
    MINUTE,
    NOON,
    REPLY,
    SALLY,
    TODAY,
    TOM,
    TOMORROW,
    WORD,
    Story,
    kinds,
    terms,
    twin,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR
LOOK_AGAIN = terms(TOMORROW, waits_for=WaitsFor.CUSTOMER)
TOO_LATE = NOON + TAKE_BACK_WITHIN + MINUTE


def _propose(by: int = BEA) -> do.ProposeSolution:
    return do.ProposeSolution(at=LATER, by=by, word=WORD, look_again=LOOK_AGAIN)  # type: ignore[arg-type]


# -- proposing -----------------------------------------------------------------------------------


@says('"is it solved?"')
def test_a_solution_is_proposed_and_the_customer_is_asked_whether_it_is_solved() -> None:
    story = Story().owned()
    number = story.promise.number
    assert story.do(_propose()) == (
        ev.WordSpoken(at=LATER, by=BEA, word=WORD),
        ev.SolutionProposed(at=LATER, by=BEA, word=WORD),
        ev.PromiseSettled(at=LATER, promise=number, how=ev.Settled.KEPT),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TOMORROW, waits_for=WaitsFor.CUSTOMER),
        ev.Asked(at=LATER, by=BEA, about=About.SOLVED, word=WORD),
    )
    assert story.problem.stage == Proposed(question=story.question)
    assert story.problem.unanswered == 1


def test_a_helper_may_propose() -> None:
    story = Story().owned().helped()
    story.do(_propose(TOM))
    assert TOM in story.problem.met
    assert isinstance(story.problem.stage, Proposed)


def test_a_new_proposal_asks_anew() -> None:
    story = Story().owned().proposed()
    first = story.question
    told = story.do(_propose())
    assert told[0] == ev.QuestionEnded(at=LATER, question=first, why=ev.QuestionEnds.OVERTAKEN)
    assert story.problem.stage == Proposed(question=story.question)


@says('"is it solved?"', refuses=True)
def test_there_must_be_somebody_who_can_say_it_is_solved() -> None:
    gone = Story().owned().then(do.ReportGone(at=NOON, by=BEA, party=CAROL))
    nobody = Story().ringing(principal=None).then(do.SayIWillHelp(at=NOON, by=BEA))
    for story in (gone, nobody):
        assert story.refuses(_propose()) == (
            "Nobody on their side can say it is solved now. Ask them to name who speaks for them."
        )


def test_who_is_not_with_the_customer_proposes_nothing() -> None:
    assert Story().owned().refuses(_propose(TOM)) == (
        "Bea is with Carol. Ask Bea to bring you in, so that Carol knows who is there."
    )
    assert Story().ringing().refuses(_propose()) == (
        "Say “I will help you” first: Carol is still waiting for a person."
    )
    assert Story().owned().satisfied().refuses(_propose()) == (
        "Nothing is open here. A word from Carol opens it again."
    )


def test_a_proposal_keeps_to_the_longest_promise() -> None:
    story = Story().owned()
    far = do.ProposeSolution(at=NOON, by=BEA, word=WORD, look_again=terms(NOON + 9 * DAY))
    assert story.refuses(far).startswith("That is longer than Carol should go without a word.")


def test_they_are_asked_again_while_they_say_nothing() -> None:
    story = Story().owned().proposed()
    question = story.question
    told = story.do(do.AskAgain(at=LATER, question=question, times=1))
    assert told == (ev.AskedAgain(at=LATER, question=question),)
    assert story.problem.questions[0].times == 2
    assert story.problem.unanswered == 2
    assert story.do(do.AskAgain(at=LATER, question=question, times=1)) == ()


@says("what the customer is asked, once, by name", refuses=True)
def test_nobody_is_asked_again_once_they_spoke_or_about_something_else() -> None:
    story = Story().owned().proposed()
    question = story.question
    story.hears()
    assert story.do(do.AskAgain(at=LATER, question=question, times=1)) == ()
    other = Story().owned().asked()
    assert other.do(do.AskAgain(at=LATER, question=other.question, times=1)) == ()
    newer = Story().owned().proposed()
    assert newer.do(do.AskAgain(at=LATER, question=Number(1), times=1)) == ()


# -- satisfied -----------------------------------------------------------------------------------


@says(
    "The principal may say *satisfied* at any moment, in any state; that ends an open offer",
    "satisfied is the principal's own word, with evidence",
)
def test_the_customer_says_satisfied_and_everything_open_ends() -> None:
    story = Story().owned().proposed().asked().final_no()
    offer, promise = story.offer.number, story.promise.number
    solved, takeover = (question.number for question in story.problem.questions)
    unsigned = story.problem.unsigned
    assert unsigned is not None
    assert story.do(do.SaySatisfied(at=LATER, evidence=BUTTON)) == (
        ev.QuestionEnded(at=LATER, question=takeover, why=ev.QuestionEnds.OVERTAKEN),
        ev.OfferEnded(at=LATER, offer=offer, why=ev.OfferEnds.SATISFIED),
        ev.QuestionEnded(at=LATER, question=solved, why=ev.QuestionEnds.OVERTAKEN),
        ev.SignatureLapsed(at=LATER, what=unsigned),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.LIFTED),
        ev.SaidSatisfied(at=LATER, party=CAROL, evidence=BUTTON),
    )
    assert story.problem.stage == Satisfied(party=CAROL, evidence=BUTTON, at=LATER)
    assert story.problem.owner == BEA


def test_saying_it_twice_changes_nothing() -> None:
    story = Story().owned().satisfied()
    assert story.do(do.SaySatisfied(at=LATER, evidence=BUTTON)) == ()


@says("The principal may say *satisfied* at any moment, in any state; that ends an open offer")
def test_satisfied_may_be_said_while_it_rings_rests_or_was_set_aside() -> None:
    ringing, resting = Story().ringing(), Story().owned().let_be()
    aside = Story().unmet().set_aside()
    for story in (ringing, resting, aside):
        story.satisfied()
        assert isinstance(story.problem.stage, Satisfied)


@says("a joined problem follows its twin", refuses=True)
def test_of_a_joined_problem_it_is_said_on_the_twin() -> None:
    story = Story().owned().joined()
    assert story.refuses(do.SaySatisfied(at=NOON, evidence=BUTTON)) == (
        "This is looked after together with your other message; say it there."
    )


def test_yes_it_is_solved() -> None:
    story = Story().owned().proposed()
    question, promise = story.question, story.promise.number
    assert story.do(story.answers(ev.Reply.YES, at=LATER)) == (
        ev.Answered(
            at=LATER,
            question=question,
            about=About.SOLVED,
            reply=ev.Reply.YES,
            evidence=BUTTON,
        ),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.LIFTED),
        ev.SaidSatisfied(at=LATER, party=CAROL, evidence=BUTTON),
    )
    assert story.do(story.answers(ev.Reply.YES, question=question)) == ()


def test_not_yet_goes_on_and_owes_a_word() -> None:
    story = Story().owned().proposed()
    question, promise = story.question, story.promise.number
    assert story.do(story.answers(ev.Reply.NO, at=LATER)) == (
        ev.Answered(
            at=LATER, question=question, about=About.SOLVED, reply=ev.Reply.NO, evidence=BUTTON
        ),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.RENEWED),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TODAY),
    )
    assert story.problem.stage == Owned()
    assert story.problem.unanswered == 0


@says("Nobody inside creates either without", refuses=True)
def test_only_the_principal_says_whether_it_is_solved() -> None:
    story = Story().owned().with_dan().proposed()
    assert story.refuses(story.answers(ev.Reply.YES, evidence=PageButton(party=DAN))) == (
        "Only Carol can say that; nobody says it for them."
    )


# -- contradictions ------------------------------------------------------------------------------


@says("Words that contradict a button are asked about once")
def test_words_that_contradict_a_button_are_asked_about() -> None:
    story = Story().owned().satisfied()
    told = story.do(do.AskContradiction(at=LATER, by=BEA, word=WORD))
    assert told == (ev.Asked(at=LATER, by=BEA, about=About.CONTRADICTION, word=WORD),)
    assert isinstance(story.problem.stage, Satisfied)


@says("Words that contradict a button are asked about once", refuses=True)
def test_they_are_asked_about_it_once() -> None:
    story = Story().owned().satisfied().then(do.AskContradiction(at=NOON, by=BEA, word=WORD))
    assert story.refuses(do.AskContradiction(at=NOON, by=BEA, word=WORD)) == (
        "Carol has been asked about this already; once is enough."
    )


def test_the_answer_to_a_contradiction_settles_it() -> None:
    not_solved = Story().owned().satisfied().then(_contradiction())
    told = not_solved.do(not_solved.answers(ev.Reply.NO, at=LATER))
    assert kinds(told) == ["Answered", "Woken", "PromiseMade"]
    assert told[1] == ev.Woken(at=LATER, party=CAROL)
    solved = Story().owned().then(_contradiction())
    told = solved.do(solved.answers(ev.Reply.YES, at=LATER))
    assert kinds(told) == ["Answered", "PromiseSettled", "SaidSatisfied"]


def _contradiction() -> do.AskContradiction:
    return do.AskContradiction(at=NOON, by=BEA, word=WORD)


def test_only_the_owner_asks_about_it_of_somebody_who_can_answer() -> None:
    helped = Story().owned().helped()
    assert helped.refuses(do.AskContradiction(at=NOON, by=TOM, word=WORD)) == (
        "Bea answers to Carol for this, so only Bea can do that."
    )
    gone = Story().owned().then(do.ReportGone(at=NOON, by=BEA, party=CAROL))
    nobody = Story().ringing(principal=None).then(do.SayIWillHelp(at=NOON, by=BEA))
    for story in (gone, nobody):
        assert story.refuses(_contradiction()) == (
            "Nobody on their side can answer now. Ask them to name who speaks for them."
        )
    resting = Story().owned().let_be()
    assert resting.refuses(_contradiction()) == "There is nothing to ask Carol about here."


# -- taking back ---------------------------------------------------------------------------------


def _take_back(what: ev.TakenBackWhat, **changes: object) -> do.TakeBack:
    usual = {"at": LATER, "what": what, "evidence": BUTTON, "answer_by": TOMORROW}
    return do.TakeBack(**(usual | changes))  # type: ignore[arg-type]


TAKEOVER, SATISFIED = ev.TakenBackWhat.TAKEOVER, ev.TakenBackWhat.SATISFIED


@says("one tap within 14 days takes it back")
def test_one_tap_brings_the_former_owner_back() -> None:
    story = Story().owned().handed_over()
    takeover, promise = story.problem.takeover, story.promise.number
    assert takeover is not None
    assert story.do(_take_back(TAKEOVER)) == (
        ev.TookBack(at=LATER, party=CAROL, what=TAKEOVER, evidence=BUTTON),
        ev.OwnerChanged(
            at=LATER,
            former=TOM,
            owner=BEA,
            why=ev.OwnerChange.TAKEN_BACK,
            question=takeover.question,
        ),
        ev.PromiseCarried(at=LATER, promise=promise, carrier=BEA),
    )
    assert story.problem.refused == {TOM}
    assert story.problem.takeover is None


@says("one tap within 14 days takes it back", refuses=True)
def test_after_fourteen_days_or_twice_it_is_not_taken_back_with_a_tap() -> None:
    story = Story().owned().handed_over()
    assert story.refuses(_take_back(TAKEOVER, at=TOO_LATE)) == (
        "That can no longer be taken back with a tap. Write a word to Tom instead."
    )
    story.do(_take_back(TAKEOVER, at=NOON + TAKE_BACK_WITHIN))
    assert story.refuses(_take_back(TAKEOVER)) == (
        "That can no longer be taken back with a tap. Write a word to Bea instead."
    )


@says("only the latest takeover", refuses=True)
def test_only_the_latest_takeover_is_taken_back() -> None:
    story = Story().owned().handed_over()
    story.do(do.Offer(at=NOON, by=TOM, receivers=(ERIK,), brief=BRIEF, lapses=TODAY))
    story.do(do.PickUp(at=NOON, by=ERIK, offer=story.offer.number, lapses=TODAY))
    story.do(do.Ask(at=NOON, by=TOM, offer=story.offer.number, lapses=TODAY))
    story.do(story.answers(ev.Reply.YES))
    story.do(_take_back(TAKEOVER))
    assert story.problem.owner == TOM


@says("a former owner no longer active is represented by their successor")
def test_a_former_owner_who_has_left_is_represented_by_their_successor() -> None:
    story = Story().owned().handed_over()
    story.in_company(without(BEA, successor={BEA: ERIK})).do(_take_back(TAKEOVER))
    assert story.problem.owner == ERIK


def test_where_nobody_can_represent_them_the_owner_stays() -> None:
    story = Story().owned().handed_over()
    story.in_company(without(BEA, SALLY, ERIK))
    assert kinds(story.do(_take_back(TAKEOVER))) == ["TookBack"]
    assert story.problem.owner == TOM


def test_taking_back_ends_an_offer_that_was_open() -> None:
    story = Story().owned().handed_over()
    story.do(do.Offer(at=NOON, by=TOM, receivers=(ERIK,), brief=BRIEF, lapses=TODAY))
    number = story.offer.number
    told = story.do(_take_back(TAKEOVER))
    assert told[0] == ev.OfferEnded(at=LATER, offer=number, why=ev.OfferEnds.TAKEN_BACK)


def test_taking_back_a_takeover_reopens_what_was_satisfied() -> None:
    story = Story().owned().handed_over().satisfied()
    told = story.do(_take_back(TAKEOVER))
    assert kinds(told) == ["TookBack", "Woken", "OwnerChanged", "PromiseMade"]
    assert told[1] == ev.Woken(at=LATER, party=CAROL)
    assert told[3] == ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TOMORROW)


@says("a no that\narrives after the takeover brings the former owner back")
def test_a_late_no_takes_the_takeover_back() -> None:
    story = Story().owned().asked()
    question = story.question
    story.do(story.answers(ev.Reply.YES))
    told = story.do(story.answers(ev.Reply.NO, question=question, at=LATER))
    assert kinds(told) == ["TookBack", "OwnerChanged", "PromiseCarried"]
    assert story.problem.owner == BEA


@says("A mailed no counts also after a takeover")
def test_a_late_no_may_come_by_mail() -> None:
    story = Story().owned().asked()
    question = story.question
    story.do(story.answers(ev.Reply.YES))
    story.hears(WORD, substance=False)
    no = ListedReply(party=CAROL, word=WORD)
    story.do(story.answers(ev.Reply.NO, question=question, evidence=no))
    assert story.problem.owner == BEA


@says("A mailed no counts also after a takeover", refuses=True)
def test_a_mailed_no_must_have_come_after_the_yes() -> None:
    story = Story().owned().asked().hears(WORD, substance=False)
    question = story.question
    story.do(story.answers(ev.Reply.YES))
    no = ListedReply(party=CAROL, word=REPLY)
    assert story.refuses(story.answers(ev.Reply.NO, question=question, evidence=no)) == (
        "That is not Carol's reply to this question."
    )


def test_a_second_yes_changes_nothing_and_a_very_late_no_is_a_word() -> None:
    story = Story().owned().asked()
    question = story.question
    story.do(story.answers(ev.Reply.YES))
    assert story.do(story.answers(ev.Reply.YES, question=question, at=LATER)) == ()
    late = story.answers(ev.Reply.NO, question=question, at=TOO_LATE)
    assert story.refuses(late) == (
        "That question is over; Tom is with you. Write a word and Tom reads it."
    )


def test_nobody_else_gives_a_late_no() -> None:
    story = Story().owned().with_dan().asked()
    question = story.question
    story.do(story.answers(ev.Reply.YES))
    no = story.answers(ev.Reply.NO, question=question, evidence=PageButton(party=DAN))
    assert story.refuses(no) == "Only Carol can say that; nobody says it for them."


def test_a_no_to_a_question_that_never_was_is_refused() -> None:
    story = Story().owned().handed_over()
    assert story.refuses(story.answers(ev.Reply.NO, question=Number(999))) == (
        "That question is over; Tom is with you. Write a word and Tom reads it."
    )


@says("taking back *satisfied* reopens")
def test_taking_back_satisfied_reopens_it() -> None:
    story = Story().owned().satisfied()
    assert story.do(_take_back(SATISFIED)) == (
        ev.TookBack(at=LATER, party=CAROL, what=SATISFIED, evidence=BUTTON),
        ev.Woken(at=LATER, party=CAROL),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TOMORROW),
    )
    assert story.problem.stage == Owned()


def test_satisfied_may_be_taken_back_by_mail() -> None:
    story = Story().owned().satisfied().hears(WORD, substance=False)
    no = ListedReply(party=CAROL, word=WORD)
    assert kinds(story.do(_take_back(SATISFIED, evidence=no)))[0] == "TookBack"
    before = Story().owned().hears(WORD, substance=False).satisfied()
    assert before.refuses(_take_back(SATISFIED, evidence=no)) == (
        "That is not Carol's reply to this question."
    )


@says("taking back *satisfied* reopens", refuses=True)
def test_what_is_not_satisfied_or_long_ago_is_not_taken_back() -> None:
    sentence = "That can no longer be taken back with a tap. Write a word and Bea goes on."
    assert Story().owned().refuses(_take_back(SATISFIED)) == sentence
    story = Story().owned().satisfied()
    assert story.refuses(_take_back(SATISFIED, at=TOO_LATE)) == sentence
    last = NOON + TAKE_BACK_WITHIN
    assert kinds(story.do(_take_back(SATISFIED, at=last, answer_by=last + HOUR)))[0] == "TookBack"


def test_nobody_else_takes_back_what_the_principal_said() -> None:
    dan = PageButton(party=DAN)
    satisfied = Story().owned().with_dan().satisfied()
    assert satisfied.refuses(_take_back(SATISFIED, evidence=dan)) == (
        "Only Carol can say that; nobody says it for them."
    )
    taken = Story().owned().with_dan().handed_over()
    assert taken.refuses(_take_back(TAKEOVER, evidence=dan)) == (
        "Only Carol can say that; nobody says it for them."
    )


def test_of_a_joined_problem_it_is_taken_back_on_the_twin() -> None:
    story = Story().owned().handed_over()
    story.do(do.JoinTwin(at=NOON, by=TOM, twin=twin(owner=TOM)))
    assert story.refuses(_take_back(TAKEOVER)) == (
        "This is looked after together with your other message; say it there."
    )


def test_a_late_no_to_another_question_does_not_undo_what_was_satisfied() -> None:
    story = Story().owned().asked()
    question = story.question
    story.satisfied()
    assert story.refuses(story.answers(ev.Reply.NO, question=question)) == (
        "That question is over; Bea is with you. Write a word and Bea reads it."
    )


def test_a_successor_on_the_customers_side_does_not_represent_a_former_owner() -> None:
    story = Story().owned().handed_over()
    story.do(
        do.AddParty(at=NOON, party=DAN, role=Role.COPIED, answer_by=TODAY, by=TOM, colleague=ERIK)
    )
    story.in_company(without(BEA, successor={BEA: ERIK})).do(_take_back(TAKEOVER))
    assert story.problem.owner == SALLY


def test_on_the_fourteenth_day_a_late_no_still_counts() -> None:
    story = Story().owned().asked()
    question, last = story.question, NOON + TAKE_BACK_WITHIN
    story.do(story.answers(ev.Reply.YES))
    late = do.Answer(
        at=last, question=question, reply=ev.Reply.NO, evidence=BUTTON, answer_by=last + HOUR
    )
    assert kinds(story.do(late))[0] == "TookBack"
