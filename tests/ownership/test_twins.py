"""Joining, splitting and linking; and many problems with a common cause."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.problem import About, JoinedTwin, WaitsFor
from stayline.ownership.replacing import replace
from tests.ownership.cast import (
    BEA,
    CAROL,
    CAUSE,
    DAN,
    DAY,
    ERIK,
    FERNWOOD,
    HOUR,
    MINUTE,
    NOON,
    OTHER_CAUSE,
    PROBLEM,
    SALLY,
    THIRD,
    TODAY,
    TOM,
    TOMORROW,
    TWIN,
    WORD,
    Story,
    kinds,
    terms,
    twin,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR


def _join(by: int = BEA, **facts: object) -> do.JoinTwin:
    return do.JoinTwin(at=LATER, by=by, twin=twin(**facts))  # type: ignore[arg-type]


# -- joining -------------------------------------------------------------------------------------


@says(
    "A problem joins its twin only if the twin is open and not itself joined",
    "Later words go to the twin, and it follows the twin's end",
)
def test_a_problem_joins_the_twin_of_the_same_owner() -> None:
    story = Story().owned().proposed().final_no()
    question, promise, unsigned = story.question, story.promise.number, story.problem.unsigned
    assert unsigned is not None
    assert story.do(_join()) == (
        ev.QuestionEnded(at=LATER, question=question, why=ev.QuestionEnds.OVERTAKEN),
        ev.SignatureLapsed(at=LATER, what=unsigned),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.LIFTED),
        ev.Joined(at=LATER, by=BEA, twin=TWIN),
    )
    assert story.problem.stage == JoinedTwin(twin=TWIN)
    assert story.do(do.FollowTwin(at=LATER, owner=BEA, ended=True)) == (
        ev.FollowedTwin(at=LATER, ended=True),
    )
    assert story.problem.stage == JoinedTwin(twin=TWIN, ended=True)
    assert story.do(do.FollowTwin(at=LATER, owner=BEA, ended=True)) == ()


def test_while_nobody_has_met_the_younger_it_joins_anothers() -> None:
    story = Story().ringing()
    told = story.do(_join(by=TOM, owner=TOM))
    assert told[-1] == ev.OwnerChanged(at=LATER, former=BEA, owner=TOM, why=ev.OwnerChange.JOINING)
    assert story.problem.owner == TOM


@says("otherwise it is handed over first", refuses=True)
def test_two_owners_whom_the_customer_knows_hand_over_first() -> None:
    assert Story().owned().refuses(_join(owner=TOM)) == (
        "Carol knows Bea here and Tom there. Hand one over first; then join them."
    )


@says("A problem joins its twin only if the twin is open and not itself joined", refuses=True)
def test_it_joins_no_twin_that_is_not_open_or_joined_itself() -> None:
    sentence = "The other one is not open any more, so nobody would hear Carol there."
    assert Story().owned().refuses(_join(is_open=False)) == sentence
    assert Story().owned().refuses(_join(is_joined=True)) == sentence


def test_an_offer_on_either_is_finished_first() -> None:
    sentence = "An offer is open on one of them. Finish the handoff first, then join."
    assert Story().owned().offered().refuses(_join()) == sentence
    assert Story().owned().refuses(_join(offer_open=True)) == sentence


def test_what_is_satisfied_on_the_line_itself_or_elsewhere_joins_nothing() -> None:
    assert Story().owned().satisfied().refuses(_join()) == (
        "Carol has said that this is solved; there is nothing to join."
    )
    assert Story().owned().call().refuses(_join()) == (
        "Carol is on the line about this; finish the conversation first."
    )
    assert Story().owned().refuses(_join(problem=PROBLEM)) == "A problem is not its own twin."
    assert Story().owned().joined().refuses(_join()) == (
        "This is looked after together with its twin; go on there, so that Carol hears one voice."
    )
    assert Story().unmet().set_aside().refuses(_join(by=SALLY)) == (
        "This was set aside as no customer's. If Carol is one, bring it back first."
    )


@says("satisfied is the principal's own word, with evidence", refuses=True)
def test_two_peoples_problems_are_not_one() -> None:
    assert Story().owned().refuses(_join(principal=DAN)) == (
        "These are two different people's problems. Each has to say for themselves that theirs is"
        " solved; link them by a common cause instead."
    )
    assert kinds(Story().owned().do(_join(principal=None)))[-1] == "Joined"
    nobodys = Story().ringing(principal=None)
    assert kinds(nobodys.do(_join(principal=DAN)))[-1] == "Joined"


def test_only_one_of_their_owners_joins_them() -> None:
    assert Story().owned().refuses(_join(by=ERIK)) == (
        "Only Bea or Bea, who are with Carol, can join these."
    )
    assert Story().owned().in_company(without(BEA)).refuses(_join()) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


@says("One who is also a party takes no part on our side", refuses=True)
def test_it_does_not_join_the_problem_of_who_is_on_the_customers_side() -> None:
    story = Story().ringing(principal_colleague=TOM)
    assert story.refuses(_join(owner=TOM, by=BEA)) == (
        "Tom is on the customer's side here and takes no part on ours."
    )


def test_it_follows_its_twins_owner() -> None:
    story = Story().owned().joined()
    assert story.do(do.FollowTwin(at=LATER, owner=TOM, ended=False)) == (
        ev.OwnerChanged(at=LATER, former=BEA, owner=TOM, why=ev.OwnerChange.JOINING),
    )
    gone = do.FollowTwin(at=LATER, owner=ERIK, ended=False)
    assert story.in_company(without(ERIK)).do(gone) == ()
    assert Story().owned().do(gone) == ()


def test_the_twin_hears_that_a_younger_one_came() -> None:
    story = Story().owned()
    told = story.do(do.ReceiveTwin(at=LATER, younger=THIRD))
    assert told == (ev.TwinReceived(at=LATER, younger=THIRD),)


# -- splitting -----------------------------------------------------------------------------------


@says("A mail with three problems is split: same owner, words shared, one question to the customer")
def test_a_mail_with_three_problems_is_split_with_one_question() -> None:
    story = Story().owned()
    assert story.do(do.Split(at=LATER, by=BEA, problems=(TWIN, THIRD))) == (
        ev.SplitOff(at=LATER, by=BEA, problems=(TWIN, THIRD)),
        ev.Asked(at=LATER, by=BEA, about=About.SPLIT),
    )
    for reply in ev.Reply:
        other = Story().owned().then(do.Split(at=NOON, by=BEA, problems=(TWIN,)))
        question = other.question
        [answered] = other.do(other.answers(reply, at=LATER))
        assert isinstance(answered, ev.Answered)
        assert (answered.question, answered.about, answered.reply) == (
            question,
            About.SPLIT,
            reply,
        )


def test_where_nobody_can_answer_nobody_is_asked() -> None:
    nobody = Story().ringing(principal=None).then(do.SayIWillHelp(at=NOON, by=BEA))
    gone = Story().owned().then(do.ReportGone(at=NOON, by=BEA, party=CAROL))
    for story in (nobody, gone):
        assert kinds(story.do(do.Split(at=NOON, by=BEA, problems=(TWIN,)))) == ["SplitOff"]


@says(
    "A mail with three problems is split: same owner, words shared, one question to the customer",
    refuses=True,
)
def test_only_the_owner_splits_and_asks_about_it_once() -> None:
    split = do.Split(at=NOON, by=BEA, problems=(TWIN,))
    assert Story().owned().helped().refuses(do.Split(at=NOON, by=TOM, problems=(TWIN,))) == (
        "Bea answers to Carol for this, so only Bea can do that."
    )
    assert Story().owned().then(split).refuses(split) == (
        "Carol is being asked about that already."
    )
    for problems in ((), (TWIN, PROBLEM)):
        assert Story().owned().refuses(do.Split(at=NOON, by=BEA, problems=problems)) == (
            "Say which problems Carol brought besides this one."
        )
    assert Story().ringing().refuses(split) == (
        "Say “I will help you” first: Carol is still waiting for a person."
    )


# -- links ---------------------------------------------------------------------------------------


def _link(by: int = ERIK, other: int = TWIN) -> do.Link:
    return do.Link(at=LATER, by=by, other=other)  # type: ignore[arg-type]


@says("What has to do with each other may be linked")
def test_any_colleague_links_two_problems_and_nobody_is_moved() -> None:
    story = Story().owned()
    before = story.problem
    assert story.do(_link()) == (ev.Linked(at=LATER, by=ERIK, other=TWIN),)
    assert story.problem == replace(before, version=before.version + 1, links=frozenset({TWIN}))
    assert story.do(_link()) == ()


@says("What has to do with each other may be linked", refuses=True)
def test_a_problem_is_not_linked_to_itself_and_leavers_link_nothing() -> None:
    assert Story().owned().refuses(_link(other=PROBLEM)) == (
        "A problem has always to do with itself. Choose another."
    )
    left = Story().owned().in_company(without(ERIK))
    assert left.refuses(_link()).startswith("Only somebody who works here now")
    gone = do.Unlink(at=LATER, by=ERIK, other=TWIN)
    assert left.refuses(gone).startswith("Only somebody who works here now")


def test_a_link_is_taken_away_again() -> None:
    story = Story().owned().then(_link())
    gone = do.Unlink(at=LATER, by=BEA, other=TWIN)
    assert story.do(gone) == (ev.Unlinked(at=LATER, by=BEA, other=TWIN),)
    assert story.problem.links == frozenset()
    assert story.do(gone) == ()


def test_what_was_split_is_linked() -> None:
    split = do.Split(at=LATER, by=BEA, problems=(TWIN, THIRD))
    assert Story().owned().then(split).problem.links == {TWIN, THIRD}


# -- common causes -------------------------------------------------------------------------------


@says("Many problems may have a *common cause*")
def test_any_colleague_links_a_problem_to_its_cause() -> None:
    story = Story().owned()
    link = do.LinkCause(at=LATER, by=ERIK, cause=CAUSE)
    assert story.do(link) == (ev.CauseLinked(at=LATER, by=ERIK, cause=CAUSE),)
    assert story.problem.cause == CAUSE
    assert story.do(link) == ()
    assert story.refuses(do.LinkCause(at=NOON, by=ERIK, cause=OTHER_CAUSE)) == (
        "This is linked to another common cause; unlink it there first."
    )


def test_what_is_elsewhere_is_not_linked_and_leavers_link_nothing() -> None:
    link = do.LinkCause(at=NOON, by=ERIK, cause=CAUSE)
    assert Story().owned().joined().refuses(link).startswith("This is looked after together")
    assert Story().unmet().set_aside().refuses(link).startswith("This was set aside")
    assert Story().owned().in_company(without(ERIK)).refuses(link) == (
        "Only somebody who works here now can be with Carol; Erik does not."
    )


def test_who_is_with_the_customer_unlinks_it() -> None:
    story = Story().owned().caused()
    assert story.refuses(do.UnlinkCause(at=NOON, by=ERIK)).startswith("Bea is with Carol.")
    assert story.do(do.UnlinkCause(at=LATER, by=BEA)) == (
        ev.CauseUnlinked(at=LATER, by=BEA, cause=CAUSE),
    )
    assert story.problem.cause is None
    assert story.do(do.UnlinkCause(at=LATER, by=BEA)) == ()


def test_what_the_lead_promised_is_the_owners_once_it_is_unlinked() -> None:
    story = Story().owned().caused().then(_speak())
    told = story.do(do.UnlinkCause(at=LATER, by=BEA))
    assert told[1:] == (ev.PromiseCarried(at=LATER, promise=story.promise.number, carrier=BEA),)


def _speak(**changes: object) -> do.SpeakForCause:
    usual = {
        "at": LATER,
        "cause": CAUSE,
        "lead": SALLY,
        "word": WORD,
        "written_at": NOON,
        "promise": terms(TOMORROW, waits_for=WaitsFor.FIX),
    }
    return do.SpeakForCause(**(usual | changes))  # type: ignore[arg-type]


@says("one lead writes one text and one promise, sent in each owner's name to each customer")
def test_the_lead_speaks_in_the_owners_name_with_one_promise() -> None:
    story = Story().unmet().caused()
    promise = story.promise.number
    assert story.do(_speak()) == (
        ev.CauseSpoken(at=LATER, cause=CAUSE, lead=SALLY, owner=BEA, word=WORD),
        ev.PromiseSettled(at=LATER, promise=promise, how=ev.Settled.KEPT),
        ev.PromiseMade(at=LATER, giver=SALLY, carrier=SALLY, due=TOMORROW, waits_for=WaitsFor.FIX),
    )
    assert story.problem.owner == BEA
    assert story.problem.met == {BEA}


@says(
    "one lead writes one text and one promise, sent in each owner's name to each customer",
    refuses=True,
)
def test_who_has_written_since_gets_their_own_answer() -> None:
    assert Story().owned().caused().hears(at=NOON + MINUTE).do(_speak()) == ()
    assert kinds(Story().owned().caused().hears(at=NOON).do(_speak()))[0] == "CauseSpoken"


def test_it_means_nothing_for_another_cause_or_where_nobody_is_with_the_customer() -> None:
    assert Story().owned().do(_speak()) == ()
    assert Story().owned().caused().do(_speak(cause=OTHER_CAUSE)) == ()
    assert Story().owned().caused().satisfied().do(_speak()) == ()
    assert Story().ringing().caused().do(_speak()) == ()


def test_only_a_lead_speaks_to_many_within_the_longest_promise() -> None:
    story = Story().owned().caused()
    assert story.refuses(_speak(lead=TOM)) == "Only a lead speaks to many customers at once."
    assert story.refuses(_speak(promise=terms(NOON + 9 * DAY))).startswith("That is longer than")
    left = without(SALLY, leads=FERNWOOD.leads)
    assert story.in_company(left).refuses(_speak()) == (
        "Only somebody who works here now can be with Carol; Sally does not."
    )


@says("the customer may choose the rhythm")
def test_who_asked_to_hear_more_often_does_so_from_a_lead_too() -> None:
    story = Story().owned().caused()
    story.do(do.ChooseRhythm(at=NOON, party=CAROL, every=4 * HOUR, next_due=TODAY))
    story.do(_speak())
    assert story.promise.due == LATER + 4 * HOUR


def test_who_has_left_splits_and_joins_nothing() -> None:
    left = "Only somebody who works here now can be with Carol; Bea does not."
    owned = Story().owned().in_company(without(BEA))
    assert owned.refuses(do.Split(at=NOON, by=BEA, problems=(TWIN,))) == left
    ringing = Story().ringing().in_company(without(BEA))
    assert ringing.refuses(_join(owner=TOM)) == left
