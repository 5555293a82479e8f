"""Evidence: what counts as the principal's own word, and when."""

from __future__ import annotations

import pytest

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.evidence import (
    Evidence,
    KeyPressed,
    ListedReply,
    MarkedReply,
    PageButton,
    SpokenWord,
)
from tests.ownership.cast import (
    BEA,
    BUTTON,
    CALL,
    CAROL,
    CHAT,
    DAN,
    ERIK,
    NOON,
    REPLY,
    TOM,
    WORD,
    Story,
    kinds,
    without,
)
from tests.ownership.says import says

LISTED = ListedReply(party=CAROL, word=WORD)
MARKED = MarkedReply(party=CAROL, word=WORD, by=BEA)
KEY = KeyPressed(party=CAROL, contact=CALL)
SPOKEN = SpokenWord(party=CAROL, contact=CALL, by=BEA)


def _on_the_line_and_asked() -> Story:
    """Carol, Bea and Tom are in the call, and Carol has been asked, aloud."""
    return _asked_at_the_desk().heard()


def _asked_at_the_desk() -> Story:
    return Story().owned().on_the_line().brought_in().identified().asked()


@says("Evidence is: a button on their own page")
@pytest.mark.parametrize(
    "evidence", [BUTTON, LISTED, MARKED, KEY, SPOKEN], ids=lambda one: type(one).__name__
)
@says("Consent and satisfaction are the principal's")
@says("Nobody inside creates either without")
def test_every_kind_of_evidence_makes_a_yes(evidence: Evidence) -> None:
    story = _on_the_line_and_asked().hears(WORD)
    [answered, *_] = story.do(story.answers(ev.Reply.YES, evidence=evidence))
    assert isinstance(answered, ev.Answered)
    assert answered.evidence == evidence
    assert story.problem.owner == TOM


@says("Evidence is: a button on their own page")
@pytest.mark.parametrize(
    "evidence", [BUTTON, LISTED, MARKED, KEY, SPOKEN], ids=lambda one: type(one).__name__
)
def test_every_kind_of_evidence_makes_them_satisfied(evidence: Evidence) -> None:
    story = Story().owned().on_the_line().identified().proposed().hears(WORD, substance=False)
    told = story.do(do.SaySatisfied(at=NOON, evidence=evidence))
    assert told[-1] == ev.SaidSatisfied(at=NOON, party=CAROL, evidence=evidence)


@says("Nobody inside creates either without", refuses=True)
@says("Whoever was involved is responsible until", refuses=True)
@says("The principal may say *satisfied* at any moment", refuses=True)
def test_nobody_else_says_it_for_the_customer() -> None:
    story = Story().owned().with_dan()
    other = do.SaySatisfied(at=NOON, evidence=PageButton(party=DAN))
    assert story.refuses(other) == "Only Carol can say that; nobody says it for them."
    nobody = Story().ringing(principal=None)
    assert nobody.refuses(do.SaySatisfied(at=NOON, evidence=BUTTON)) == (
        "Only Carol can say that; nobody says it for them."
    )


@says("If the principal is gone, their side names another", refuses=True)
def test_the_word_of_a_principal_who_is_gone_does_not_count() -> None:
    story = Story().owned().then(do.ReportGone(at=NOON, by=BEA, party=CAROL))
    assert story.refuses(do.SaySatisfied(at=NOON, evidence=BUTTON)) == (
        "Only Carol can say that; nobody says it for them."
    )


# -- replies by mail -----------------------------------------------------------------------------


@says("a reply that is theirs and answers that question", refuses=True)
@pytest.mark.parametrize("evidence", [LISTED, MARKED], ids=lambda one: type(one).__name__)
def test_a_reply_must_be_a_reply_to_that_question(evidence: Evidence) -> None:
    before_it_was_asked = Story().owned().hears(WORD).asked()
    yes = before_it_was_asked.answers(ev.Reply.YES, evidence=evidence)
    assert before_it_was_asked.refuses(yes) == "That is not Carol's reply to this question."
    nothing_was_asked = Story().owned().hears(WORD)
    assert nothing_was_asked.refuses(do.SaySatisfied(at=NOON, evidence=evidence)) == (
        "That is not Carol's reply to this question."
    )


@says("An answer belongs to one question", refuses=True)
def test_one_word_answers_one_question() -> None:
    story = Story().owned().proposed().asked().hears(WORD, substance=False)
    solved = story.problem.questions[0].number
    story.do(story.answers(ev.Reply.YES, evidence=LISTED))
    assert story.problem.owner == TOM
    assert story.refuses(story.answers(ev.Reply.YES, evidence=LISTED, question=solved)) == (
        "That is not Carol's reply to this question."
    )


@says("An answer belongs to one question")
def test_two_words_answer_two_questions() -> None:
    story = Story().owned().proposed().asked().hears(WORD, substance=False)
    solved = story.problem.questions[0].number
    story.do(story.answers(ev.Reply.YES, evidence=LISTED))
    story.hears(REPLY, substance=False)
    other = ListedReply(party=CAROL, word=REPLY)
    told = story.do(story.answers(ev.Reply.YES, evidence=other, question=solved))
    assert kinds(told)[-1] == "SaidSatisfied"


def test_a_button_uses_up_no_word() -> None:
    story = Story().owned().proposed().asked().hears(WORD, substance=False)
    story.do(story.answers(ev.Reply.YES))
    assert story.problem.questions[0].replies == (WORD,)


@says("otherwise the owner, never the receiver, may mark that reply as the answer")
def test_the_owner_reads_a_reply_as_the_answer() -> None:
    story = Story().owned().asked().hears(WORD)
    story.do(story.answers(ev.Reply.YES, evidence=MARKED))
    assert story.problem.owner == TOM


@says("otherwise the owner, never the receiver, may mark that reply as the answer", refuses=True)
def test_nobody_but_the_owner_reads_a_reply_as_the_answer() -> None:
    story = Story().owned().helped(ERIK).asked().hears(WORD)
    for by in (TOM, ERIK):
        marked = MarkedReply(party=CAROL, word=WORD, by=by)
        assert story.refuses(story.answers(ev.Reply.YES, evidence=marked)) == (
            "Only Bea may read Carol's reply as the answer."
        )
    left = story.in_company(without(BEA))
    assert left.refuses(left.answers(ev.Reply.YES, evidence=MARKED)) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


# -- keys ----------------------------------------------------------------------------------------


@says("A key counts only from the principal's leg")
def test_a_key_counts_from_the_line_that_opened_the_problem() -> None:
    story = Story().ringing(arrival=ev.Arrival.CALL, contact=CALL)
    told = story.do(do.SaySatisfied(at=NOON, evidence=KEY))
    assert kinds(told)[-1] == "SaidSatisfied"


@says("A key counts only from the principal's leg", refuses=True)
def test_a_key_from_a_line_that_is_only_presumed_theirs_does_not_count() -> None:
    story = Story().owned().on_the_line()
    say = do.SaySatisfied(at=NOON, evidence=KEY)
    assert story.refuses(say) == "A key counts only from Carol's own line."
    story.identified()
    assert kinds(story.do(say))[-1] == "SaidSatisfied"


def test_a_key_from_anothers_line_or_no_line_does_not_count() -> None:
    story = Story().owned().with_dan().on_the_line().identified(DAN)
    assert story.refuses(do.SaySatisfied(at=NOON, evidence=KEY)) == (
        "A key counts only from Carol's own line."
    )
    elsewhere = KeyPressed(party=CAROL, contact=CHAT)
    assert story.refuses(do.SaySatisfied(at=NOON, evidence=elsewhere)) == (
        "A key counts only from Carol's own line."
    )


@says("It answers a question only once a voice")
def test_a_key_counts_once_the_question_was_heard() -> None:
    story = _on_the_line_and_asked()
    assert kinds(story.do(story.answers(ev.Reply.YES, evidence=KEY)))[0] == "Answered"


@pytest.mark.parametrize("reply", list(ev.Reply))
@says("It answers a question only once a voice", refuses=True)
def test_a_key_before_the_question_was_heard_is_no_answer(reply: ev.Reply) -> None:
    story = _asked_at_the_desk()
    assert story.refuses(story.answers(reply, evidence=KEY)) == (
        "A key counts only once Carol has heard the question."
    )


# -- the spoken word -----------------------------------------------------------------------------


@says("recorded by a colleague who was in it", refuses=True)
def test_only_who_is_in_the_call_records_what_was_said() -> None:
    story = Story().owned().helped(ERIK).on_the_line()
    absent = SpokenWord(party=CAROL, contact=CALL, by=ERIK)
    elsewhere = SpokenWord(party=CAROL, contact=CHAT, by=BEA)
    for spoken in (absent, elsewhere):
        assert story.refuses(do.SaySatisfied(at=NOON, evidence=spoken)) == (
            "Only somebody who is in the conversation can record what Carol said."
        )


def test_it_must_be_the_principal_who_is_on_the_line() -> None:
    story = Story().owned().with_dan().on_the_line().identified(DAN)
    assert story.refuses(do.SaySatisfied(at=NOON, evidence=SPOKEN)) == (
        "Record first that it is Carol who is on the line."
    )


@says("Nobody inside creates either without", refuses=True)
def test_the_receiver_does_not_record_the_yes_that_makes_them_owner() -> None:
    story = _on_the_line_and_asked()
    by_tom = SpokenWord(party=CAROL, contact=CALL, by=TOM)
    assert story.refuses(story.answers(ev.Reply.YES, evidence=by_tom)) == (
        "Bea records Carol's yes; nobody does so for themselves."
    )
    assert kinds(story.do(story.answers(ev.Reply.NO, evidence=by_tom)))[0] == "Answered"


def test_another_helper_in_the_call_may_record_it() -> None:
    story = Story().owned().on_the_line().brought_in().brought_in(ERIK).asked()
    by_erik = SpokenWord(party=CAROL, contact=CALL, by=ERIK)
    story.do(story.answers(ev.Reply.YES, evidence=by_erik))
    assert story.problem.owner == TOM


def test_who_has_left_records_nothing() -> None:
    story = Story().owned().on_the_line().in_company(without(BEA))
    assert story.refuses(do.SaySatisfied(at=NOON, evidence=SPOKEN)) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


# -- when somebody else's yes counts -------------------------------------------------------------


@says("An answer belongs to one question", refuses=True)
def test_what_the_last_principal_wrote_is_not_the_next_ones_answer() -> None:
    story = Story().owned().with_dan().asked().hears(WORD, substance=False)
    story.do(do.NamePrincipal(at=NOON, by=CAROL, party=DAN))
    carols = ListedReply(party=DAN, word=WORD)
    assert story.refuses(story.answers(ev.Reply.YES, evidence=carols)) == (
        "That is not Carol's reply to this question."
    )
