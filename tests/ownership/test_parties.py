"""The customer's side: whose yes counts is theirs to say."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import PartyId
from stayline.ownership.problem import Nature, Party, Role
from tests.ownership.cast import (
    BEA,
    BUTTON,
    CAROL,
    DAN,
    ERIK,
    HOUR,
    NOON,
    SALLY,
    TODAY,
    TOM,
    Story,
    kinds,
    without,
)
from tests.ownership.says import says

LATER = NOON + HOUR
EVE = PartyId(13)


def _add(party: PartyId = DAN, role: Role = Role.COPIED, **changes: object) -> do.AddParty:
    usual = {"at": LATER, "party": party, "role": role, "answer_by": TODAY, "by": BEA}
    return do.AddParty(**(usual | changes))  # type: ignore[arg-type]


def _name(party: PartyId, by: PartyId) -> do.NamePrincipal:
    return do.NamePrincipal(at=LATER, by=by, party=party)


def _gone(party: PartyId = CAROL) -> do.ReportGone:
    return do.ReportGone(at=LATER, by=BEA, party=party)


@says("someone on the customer's side of one problem")
def test_somebody_is_added_to_the_customers_side() -> None:
    story = Story().owned()
    assert story.do(_add()) == (ev.PartyAdded(at=LATER, party=DAN, role=Role.COPIED, by=BEA),)
    assert story.problem.party(DAN) == Party(id=DAN, role=Role.COPIED)
    assert story.do(_add(role=Role.AFFECTED)) == ()


def test_a_mail_brings_somebody_wherever_the_problem_is() -> None:
    for story in (Story().unmet().set_aside(), Story().owned().joined()):
        assert story.do(_add(by=None)) == (ev.PartyAdded(at=LATER, party=DAN, role=Role.COPIED),)
        assert story.refuses(_add(EVE, by=SALLY)).startswith("This ")


@says("the *principal*, whose yes counts", refuses=True)
def test_nobody_adds_a_second_principal() -> None:
    assert Story().owned().refuses(_add(role=Role.PRINCIPAL)) == (
        "Carol's yes counts here. Only their side can name somebody else."
    )
    left = Story().owned().in_company(without(BEA))
    assert left.refuses(_add()) == (
        "Only somebody who works here now can be with Carol; Bea does not."
    )


def test_a_problem_without_a_principal_gets_one_who_is_owed_an_answer() -> None:
    story = Story().internal()
    told = story.do(_add(CAROL, Role.PRINCIPAL))
    assert kinds(told) == ["PartyAdded"]
    assert story.problem.nature is Nature.CUSTOMERS
    assert story.problem.principal == Party(id=CAROL, role=Role.PRINCIPAL)


@says("Internal only while nobody outside is a party")
def test_a_colleague_who_asks_leaves_it_internal() -> None:
    story = Story().internal(principal=CAROL, principal_colleague=ERIK).offered(TOM)
    assert story.problem.nature is Nature.INTERNAL
    assert kinds(story.do(_add(colleague=SALLY))) == ["PartyAdded"]
    assert story.problem.nature is Nature.INTERNAL


@says("Once a customer is a party it is theirs for good")
def test_anybody_outside_makes_it_the_customers_for_good() -> None:
    story = Story().internal()
    story.do(_add(role=Role.COPIED))
    assert story.problem.nature is Nature.CUSTOMERS


@says("One who is also a party takes no part on our side", refuses=True)
def test_who_is_on_our_side_does_not_change_sides() -> None:
    with_customer = "{} is with Carol on our side. Let somebody else take over first."
    owned = Story().owned().helped(TOM)
    for who, name in ((BEA, "Bea"), (TOM, "Tom")):
        assert owned.refuses(_add(colleague=who)) == with_customer.format(name)
    assert Story().owned().offered(TOM).refuses(_add(colleague=TOM)) == with_customer.format("Tom")
    relief = Story().owned().relief_asked()
    assert relief.refuses(_add(colleague=SALLY)) == with_customer.format("Sally")
    released = Story().owned().on_the_line().brought_in().asked()
    released.do(released.answers(ev.Reply.YES))
    assert released.refuses(_add(colleague=BEA, by=TOM)) == with_customer.format("Bea")
    told = Story().owned().do(_add(colleague=ERIK))
    assert told == (ev.PartyAdded(at=LATER, party=DAN, role=Role.COPIED, by=BEA, colleague=ERIK),)


def test_a_role_on_their_side_may_be_corrected() -> None:
    story = Story().owned().with_dan()
    give = do.GiveRole(at=LATER, by=BEA, party=DAN, role=Role.REPRESENTATIVE)
    assert story.do(give) == (ev.RoleGiven(at=LATER, party=DAN, role=Role.REPRESENTATIVE, by=BEA),)
    assert story.problem.parties[1].role is Role.REPRESENTATIVE


@says("the *principal*, whose yes counts", refuses=True)
def test_whose_yes_counts_is_not_ours_to_say() -> None:
    story = Story().owned().with_dan()
    theirs = "Whose yes counts is for Carol's side to say, not for us."
    make = do.GiveRole(at=NOON, by=BEA, party=DAN, role=Role.PRINCIPAL)
    demote = do.GiveRole(at=NOON, by=BEA, party=CAROL, role=Role.COPIED)
    assert story.refuses(make) == theirs
    assert story.refuses(demote) == theirs
    unknown = do.GiveRole(at=NOON, by=BEA, party=EVE, role=Role.COPIED)
    assert story.refuses(unknown) == "They are not on Carol's side here; add them first."
    outsider = do.GiveRole(at=NOON, by=TOM, party=DAN, role=Role.COPIED)
    assert story.refuses(outsider).startswith("Bea is with Carol.")


def test_whoever_was_added_by_mistake_is_let_go_and_comes_back_with_a_part() -> None:
    story = Story().owned().with_dan()
    remove = do.RemoveParty(at=LATER, by=BEA, party=DAN)
    assert story.do(remove) == (ev.PartyLeft(at=LATER, party=DAN, by=BEA),)
    assert story.problem.parties[1].gone
    assert story.do(remove) == ()
    story.do(do.GiveRole(at=LATER, by=BEA, party=DAN, role=Role.AFFECTED))
    assert not story.problem.parties[1].gone


@says("the *principal*, whose yes counts", refuses=True)
def test_nobody_lets_go_whose_yes_counts() -> None:
    story = Story().owned().with_dan()
    assert story.refuses(do.RemoveParty(at=LATER, by=BEA, party=CAROL)) == (
        "Whose yes counts is for Carol's side to say, not for us."
    )
    unknown = do.RemoveParty(at=LATER, by=BEA, party=EVE)
    assert story.refuses(unknown) == "They are not on Carol's side here; add them first."
    assert story.refuses(do.RemoveParty(at=LATER, by=TOM, party=DAN)).startswith("Bea is with")


def test_the_last_who_can_speak_is_not_let_go() -> None:
    story = Story().owned().with_dan().then(_gone())
    assert story.refuses(do.RemoveParty(at=LATER, by=BEA, party=DAN)) == (
        "Nobody else is there on Carol's side, and somebody must speak."
    )


# -- gone, and who speaks then -------------------------------------------------------------------


@says("If the principal is gone, their side names another")
def test_when_the_principal_is_gone_their_side_names_another() -> None:
    story = Story().owned().with_dan()
    assert story.do(_gone()) == (ev.PrincipalGone(at=LATER, party=CAROL, by=BEA),)
    assert story.do(_name(DAN, by=DAN)) == (ev.PrincipalNamed(at=LATER, party=DAN, by=DAN),)
    assert story.problem.parties == (
        Party(id=CAROL, role=Role.AFFECTED, gone=True),
        Party(id=DAN, role=Role.PRINCIPAL),
    )


def test_what_they_were_asked_ends_with_them() -> None:
    story = Story().owned().proposed().asked()
    solved, takeover = (question.number for question in story.problem.questions)
    offer = story.offer.number
    assert story.do(_gone()) == (
        ev.QuestionEnded(at=LATER, question=takeover, why=ev.QuestionEnds.LAPSED),
        ev.OfferEnded(at=LATER, offer=offer, why=ev.OfferEnds.LAPSED),
        ev.QuestionEnded(at=LATER, question=solved, why=ev.QuestionEnds.OVERTAKEN),
        ev.PrincipalGone(at=LATER, party=CAROL, by=BEA),
    )


def test_an_offer_about_which_nobody_was_asked_stays() -> None:
    story = Story().owned().picked_up()
    assert kinds(story.do(_gone())) == ["PrincipalGone"]
    assert story.offer.receiver == TOM


@says("If the principal is gone, their side names another", refuses=True)
def test_only_the_principal_is_reported_gone_once_by_who_is_with_them() -> None:
    story = Story().owned().with_dan()
    sentence = "Only the person whose yes counts here can be reported gone."
    assert story.refuses(_gone(DAN)) == sentence
    assert story.then(_gone()).refuses(_gone()) == sentence
    assert Story().internal().refuses(_gone()) == sentence
    outsider = do.ReportGone(at=NOON, by=TOM, party=CAROL)
    assert Story().owned().refuses(outsider).startswith("Bea is with Carol.")


@says("A principal who was taken for gone")
def test_a_principal_who_was_taken_for_gone_says_i_am_still_here() -> None:
    story = Story().owned().then(_gone()).then(_name(CAROL, by=CAROL))
    assert story.problem.principal == Party(id=CAROL, role=Role.PRINCIPAL)
    assert kinds(story.do(do.SaySatisfied(at=NOON, evidence=BUTTON)))[-1] == "SaidSatisfied"


def test_a_principal_who_goes_may_say_who_speaks_next() -> None:
    story = Story().owned().with_dan().then(_gone(), _name(DAN, by=CAROL))
    assert story.problem.principal == Party(id=DAN, role=Role.PRINCIPAL)


def test_the_principal_may_pass_it_on() -> None:
    story = Story().owned().with_dan()
    story.do(_name(DAN, by=CAROL))
    assert story.problem.parties[0] == Party(id=CAROL, role=Role.AFFECTED)


@says("the *principal*, whose yes counts", refuses=True)
def test_nobody_takes_the_principals_yes_away_from_them() -> None:
    story = Story().owned().with_dan()
    assert story.refuses(_name(DAN, by=DAN)) == (
        "Carol's yes counts here; only they can pass that on."
    )
    assert story.refuses(_name(DAN, by=EVE)) == (
        "Only somebody on Carol's side can name whose yes counts."
    )
    assert story.refuses(_name(EVE, by=CAROL)) == "Add that person to Carol's side first."
    assert story.refuses(_name(CAROL, by=CAROL)) == "Their yes counts already."


@says("A principal who was taken for gone", refuses=True)
def test_who_is_gone_neither_names_nor_is_named() -> None:
    story = Story().owned().with_dan().then(_gone(), _name(DAN, by=DAN), _gone(DAN))
    assert story.refuses(_name(DAN, by=CAROL)) == (
        "Only somebody on Carol's side can name whose yes counts."
    )
    assert story.refuses(_name(CAROL, by=DAN)) == "Add that person to Carol's side first."


def test_where_nobody_is_principal_anybody_on_their_side_may_be_named() -> None:
    story = Story().internal().with_dan(Role.AFFECTED)
    story.do(_name(DAN, by=DAN))
    assert story.problem.principal == Party(id=DAN, role=Role.PRINCIPAL)


def test_a_first_customer_is_owed_a_word_no_later_than_any() -> None:
    story = Story().internal(promise=TODAY)
    told = story.do(_add(answer_by=LATER + HOUR))
    assert kinds(told) == ["PartyAdded", "PromiseSettled", "PromiseMade"]
    assert story.promise.due == LATER + HOUR
    rests = Story().internal(principal=CAROL, principal_colleague=ERIK).let_be()
    assert kinds(rests.do(_add())) == ["PartyAdded"]


def test_somebody_more_on_their_side_ends_no_offer() -> None:
    story = Story().owned().offered(TOM)
    assert kinds(story.do(_add())) == ["PartyAdded"]
