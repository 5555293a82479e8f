"""Words: a customer's is never refused and wakes whatever rests; ours carries a promise."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import Number
from stayline.ownership.problem import (
    Aside,
    JoinedTwin,
    Owned,
    Proposed,
    Resting,
    Ringing,
    Satisfied,
    SetAside,
    WaitsFor,
)
from tests.ownership.cast import (
    BEA,
    CALL,
    CAROL,
    DAN,
    ERIK,
    HOUR,
    MINUTE,
    NOON,
    NOTE,
    REPLY,
    SALLY,
    SOON,
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


# -- from the customer's side --------------------------------------------------------------------


@says("a word from the customer's side on any problem is never refused")
def test_a_word_is_heard_wherever_it_came() -> None:
    story = Story().owned()
    told = story.do(hears(at=LATER, contact=CALL))
    assert told == (ev.WordHeard(at=LATER, party=CAROL, word=WORD, contact=CALL, substance=True),)
    assert story.problem.customer_spoke_at == LATER
    assert story.problem.unanswered == 0


def test_a_word_by_somebody_unknown_speaks_for_nobody() -> None:
    story = Story().owned()
    assert story.do(hears(at=LATER, party=DAN)) == (ev.StrangerHeard(at=LATER, word=WORD),)


def test_a_strangers_mail_is_read_and_wakes_nothing() -> None:
    story = Story().owned().let_be()
    told = story.do(do.HearStranger(at=LATER, word=WORD))
    assert told == (ev.StrangerHeard(at=LATER, word=WORD),)
    assert isinstance(story.problem.stage, Resting)


@says("Machine mail about a problem is a contact on it")
def test_machine_mail_is_a_contact_and_never_a_customers_word() -> None:
    story = Story().owned().let_be()
    told = story.do(do.HearMachine(at=LATER, word=WORD, bounced=True))
    assert told == (ev.MachineHeard(at=LATER, word=WORD, bounced=True),)
    assert isinstance(story.problem.stage, Resting)


@says("Any word wakes it", "on one that is resting, set aside or satisfied it wakes it")
def test_any_word_wakes_what_rests_and_an_answer_is_owed() -> None:
    story = Story().owned().let_be()
    told = story.do(hears(at=LATER, substance=False, answer_by=TOMORROW))
    assert told[1:] == (
        ev.Woken(at=LATER, party=CAROL),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TOMORROW),
    )
    assert story.problem.stage == Owned()


@says('After it, "thank you" is a word the owner reads, and satisfaction stands')
def test_thank_you_after_satisfied_is_only_a_word() -> None:
    story = Story().owned().satisfied()
    assert kinds(story.do(hears(substance=False))) == ["WordHeard"]
    assert isinstance(story.problem.stage, Satisfied)


@says("anything of substance reopens")
def test_anything_of_substance_reopens_what_was_satisfied() -> None:
    story = Story().owned().satisfied()
    told = story.do(hears(at=LATER))
    assert told[1:] == (
        ev.Woken(at=LATER, party=CAROL),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TODAY),
    )
    assert story.problem.stage == Owned()


def test_words_of_substance_answer_a_proposal_by_going_on() -> None:
    story = Story().owned().proposed()
    told = story.do(hears(at=LATER))
    assert kinds(told) == ["WordHeard", "Woken", "PromiseSettled", "PromiseMade"]
    assert told[1] == ev.Woken(at=LATER, party=CAROL)
    assert story.problem.stage == Owned()
    assert story.promise.waits_for is WaitsFor.US
    assert story.problem.unanswered == 0


@says('After it, "thank you" is a word the owner reads', refuses=True)
def test_a_bare_thank_you_leaves_a_proposal_as_it_is() -> None:
    story = Story().owned().proposed()
    assert kinds(story.do(hears(substance=False))) == ["WordHeard"]
    assert isinstance(story.problem.stage, Proposed)


def test_a_bare_yes_makes_no_promise_of_its_own() -> None:
    story = Story().owned().then(_waits_for_carol())
    assert kinds(story.do(hears(substance=False))) == ["WordHeard"]
    assert kinds(story.do(hears())) == ["WordHeard", "PromiseSettled", "PromiseMade"]


@says('"I am a customer" or any word from a known one brings it back, ringing')
def test_a_known_customers_word_brings_back_what_was_set_aside() -> None:
    story = Story().unmet().set_aside()
    told = story.do(hears(at=LATER, hosts=(TOM, BEA), answer_by=TOMORROW))
    assert told[1:] == (
        ev.BroughtBack(at=LATER, host=TOM, next_hosts=(BEA, SALLY), party=CAROL),
        ev.PromiseMade(at=LATER, giver=TOM, carrier=TOM, due=TOMORROW),
    )
    assert story.problem.stage == Ringing(
        turn=Number(story.problem.version - 1), next_hosts=(BEA, SALLY)
    )


def test_a_suppliers_word_stays_where_it_is() -> None:
    story = Story().unmet().set_aside(Aside.OTHER)
    assert kinds(story.do(hears(claims_customer=False))) == ["WordHeard"]
    assert isinstance(story.problem.stage, SetAside)


@says("Later words go to the twin")
def test_a_word_on_a_joined_problem_is_heard() -> None:
    story = Story().owned().joined()
    assert kinds(story.do(hears())) == ["WordHeard"]
    assert isinstance(story.problem.stage, JoinedTwin)


@says("Silence is not a yes", refuses=True)
def test_only_the_principals_words_can_be_an_answer() -> None:
    story = Story().owned().with_dan().asked()
    story.hears(party=DAN).hears(word=REPLY)
    assert story.problem.questions[0].replies == (REPLY,)


# -- ours ----------------------------------------------------------------------------------------


def _waits_for_carol() -> do.Write:
    promise = terms(TOMORROW, waits_for=WaitsFor.CUSTOMER)
    return do.Write(at=NOON, by=BEA, word=REPLY, promise=promise)


@says("moves only with a word to the customer")
def test_the_owners_word_carries_the_next_promise() -> None:
    story = Story().owned()
    before = story.promise
    told = story.do(do.Write(at=LATER, by=BEA, word=WORD, promise=terms(TOMORROW)))
    assert told == (
        ev.WordSpoken(at=LATER, by=BEA, word=WORD),
        ev.PromiseSettled(at=LATER, promise=before.number, how=ev.Settled.KEPT),
        ev.PromiseMade(at=LATER, giver=BEA, carrier=BEA, due=TOMORROW),
    )
    assert story.problem.met == {BEA}


@says("Whatever it waits for, there is a promise", refuses=True)
@says("A problem waits for us, for the customer", refuses=True)
def test_the_owners_word_without_a_promise_is_refused() -> None:
    write = do.Write(at=NOON, by=BEA, word=WORD)
    assert Story().owned().refuses(write) == "Say by when Carol hears from you next."


def test_the_covers_and_the_carriers_word_carry_a_promise_too() -> None:
    covered = Story().owned().covered()
    write = do.Write(at=NOON, by=TOM, word=WORD)
    assert covered.refuses(write) == "Say by when Carol hears from you next."
    carried = Story().owned().helped()
    carried.do(do.CarryPromise(at=NOON, by=BEA, carrier=TOM))
    assert carried.refuses(write) == "Say by when Carol hears from you next."


@says("speaks with the customer while the owner stays")
def test_a_helper_may_write_without_a_promise() -> None:
    story = Story().owned().helped()
    told = story.do(do.Write(at=LATER, by=TOM, word=WORD))
    assert told == (ev.WordSpoken(at=LATER, by=TOM, word=WORD),)
    assert TOM in story.problem.met
    assert story.problem.owner == BEA


def test_a_hosts_word_ends_ringing() -> None:
    story = Story().ringing()
    told = story.do(do.Write(at=NOON, by=BEA, word=WORD, promise=terms(TODAY)))
    assert kinds(told) == ["SaidIWillHelp", "WordSpoken", "PromiseSettled", "PromiseMade"]


@says('"I will help you" ends ringing for good', refuses=True)
def test_nobody_but_the_host_writes_while_it_rings() -> None:
    write = do.Write(at=NOON, by=TOM, word=WORD, promise=terms(TODAY))
    assert Story().ringing().refuses(write) == (
        "Say “I will help you” first, so that Carol knows who is with them."
    )


@says("speaks with the customer while the owner stays", refuses=True)
def test_who_has_not_joined_does_not_write() -> None:
    write = do.Write(at=NOON, by=TOM, word=WORD, promise=terms(TODAY))
    assert Story().owned().refuses(write) == (
        "Bea is with Carol. Ask Bea to bring you in, so that Carol knows who is there."
    )


@says("always an active person", refuses=True)
def test_who_has_left_does_not_write() -> None:
    write = do.Write(at=NOON, by=BEA, word=WORD, promise=terms(TODAY))
    assert Story().owned().in_company(without(BEA)).refuses(write) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


def test_a_word_after_satisfied_promises_nothing() -> None:
    story = Story().owned().satisfied()
    promised = do.Write(at=NOON, by=BEA, word=WORD, promise=terms(TODAY))
    assert story.refuses(promised) == (
        "Nothing is open here, so there is nothing to promise; a word from Carol opens it again."
    )
    assert kinds(story.do(do.Write(at=NOON, by=BEA, word=WORD))) == ["WordSpoken"]


def test_nobody_writes_where_it_was_set_aside() -> None:
    story = Story().unmet().set_aside()
    assert story.refuses(do.Write(at=NOON, by=SALLY, word=WORD)) == (
        "This was set aside as no customer's. If Carol is one, bring it back first."
    )


def test_other_correspondence_may_be_answered() -> None:
    story = Story().unmet().set_aside(Aside.OTHER)
    assert kinds(story.do(do.Write(at=NOON, by=SALLY, word=WORD))) == ["WordSpoken"]


@says("Later words go to the twin", refuses=True)
def test_nobody_writes_where_it_was_joined() -> None:
    story = Story().owned().joined()
    assert story.refuses(do.Write(at=NOON, by=BEA, word=WORD, promise=terms())) == (
        "This is looked after together with its twin; go on there, so that Carol hears one voice."
    )


@says("Among coworkers")
def test_anybody_here_may_write_a_note() -> None:
    story = Story().owned()
    told = story.do(do.WriteNote(at=LATER, by=ERIK, word=NOTE))
    assert told == (ev.NoteWritten(at=LATER, by=ERIK, word=NOTE),)
    assert ERIK not in story.problem.met


def test_who_has_left_writes_no_note() -> None:
    story = Story().owned().in_company(without(ERIK))
    assert story.refuses(do.WriteNote(at=NOON, by=ERIK, word=NOTE)) == (
        "Only somebody who works here now can be with Carol; Erik does not."
    )


def test_a_word_about_what_nobody_could_answer_keeps_the_promised_call() -> None:
    """A caller nobody could answer, about something that rests, is owed a call; a word keeps it."""
    story = Story().owned().satisfied().call(party=None)
    for whom in (BEA, SALLY, ERIK):
        story.do(
            do.EndRing(at=NOON, contact=CALL, whom=whom, why=ev.RingEnds.LAPSED, call_back_by=SOON)
        )
    story.do(do.HangUp(at=NOON, contact=CALL, call_back_by=SOON))
    number = story.promise.number
    assert story.promise.call_back
    told = story.do(do.Write(at=NOON + MINUTE, by=BEA, word=WORD))
    assert told[1:] == (ev.PromiseSettled(at=NOON + MINUTE, promise=number, how=ev.Settled.KEPT),)
    assert story.problem.promise is None
