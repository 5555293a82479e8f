"""Everything anybody could try on one problem: the alphabet of the walk.

For each kind of command, all its forms that matter: by each colleague, whether they may or not,
about what is open and about what is not. Most are refused; that is the point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product

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
from stayline.ownership.ids import (
    CauseId,
    ColleagueId,
    ContactId,
    Number,
    PartyId,
    ProblemId,
    TextId,
    WordId,
)
from stayline.ownership.problem import (
    TAKE_BACK_WITHIN,
    Aside,
    LiveKind,
    Problem,
    Ringing,
    Role,
    WaitsFor,
)

BEA, TOM, SALLY, ERIK = (ColleagueId(number) for number in (1, 2, 3, 4))
CAROL, DAN, STRANGER = PartyId(11), PartyId(12), PartyId(13)
CALL, CAUSE, WORD, TEXT = ContactId(21), CauseId(31), WordId(41), TextId(51)
PROBLEM, TWIN = ProblemId(1), ProblemId(2)

HOUR = timedelta(hours=1)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BEFORE = NOW - HOUR  # when what a state remembers happened
DUE = NOW + 4 * HOUR  # when what a state promises is due, or lapses
LATE = DUE + HOUR
MUCH_LATER = BEFORE + TAKE_BACK_WITHIN + HOUR
SOON, FAR = NOW + HOUR / 2, NOW + 9 * HOUR

CUSTOMER_SIDE = (CAROL, DAN)


@dataclass(frozen=True)
class Cast:
    """Who takes part in one walk."""

    people: tuple[ColleagueId, ...] = (BEA, TOM, SALLY, ERIK)
    parties: tuple[PartyId, ...] = (CAROL,)
    evidence: tuple[type[Evidence], ...] = (PageButton,)
    covers: tuple[ColleagueId, ...] = (TOM,)
    receivers: tuple[tuple[ColleagueId, ...], ...] = ((TOM,), (ERIK,), (TOM, ERIK))
    waits_for: tuple[WaitsFor, ...] = (WaitsFor.US,)


def terms(at: datetime = NOW, waits_for: WaitsFor = WaitsFor.US) -> do.Terms:
    return do.Terms(due=at + 4 * HOUR, latest=at + 9 * HOUR, waits_for=waits_for)


Commands = Iterator[do.Command]
_Letters = Callable[[Problem, Cast], Commands]
ALPHABET: dict[type[do.Command], _Letters] = {}


def _letters(kind: type[do.Command]) -> Callable[[_Letters], _Letters]:
    def register(letters: _Letters) -> _Letters:
        ALPHABET[kind] = letters
        return letters

    return register


# -- arriving and words --------------------------------------------------------------------------


@_letters(do.RingOn)
def _ring_on(p: Problem, cast: Cast) -> Commands:
    turn = p.stage.turn if isinstance(p.stage, Ringing) else Number(1)
    yield do.RingOn(at=NOW, turn=turn)
    yield do.RingOn(at=NOW, turn=Number(999))


@_letters(do.SayIWillHelp)
def _say_i_will_help(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.SayIWillHelp(at=NOW, by=by)


@_letters(do.HearWord)
def _hear_word(p: Problem, cast: Cast) -> Commands:
    for party in (*cast.parties, STRANGER):
        for substance in (True, False):
            yield do.HearWord(
                at=NOW,
                party=party,
                word=WORD,
                answer_by=DUE,
                substance=substance,
                claims_customer=substance,
                hosts=(TOM, BEA),
            )
    yield do.HearWord(at=LATE, party=CAROL, word=WORD, answer_by=LATE + HOUR)


@_letters(do.HearStranger)
def _hear_stranger(p: Problem, cast: Cast) -> Commands:
    yield do.HearStranger(at=NOW, word=WORD)


@_letters(do.HearMachine)
def _hear_machine(p: Problem, cast: Cast) -> Commands:
    yield do.HearMachine(at=NOW, word=WORD)


@_letters(do.Write)
def _write(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Write(at=NOW, by=by, word=WORD)
        for waits_for in cast.waits_for:
            yield do.Write(at=NOW, by=by, word=WORD, promise=terms(NOW, waits_for))
    yield do.Write(at=LATE, by=p.owner, word=WORD, promise=terms(LATE))


@_letters(do.WriteNote)
def _write_note(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.WriteNote(at=NOW, by=by, word=WORD)


# -- promises ------------------------------------------------------------------------------------


@_letters(do.BreakPromise)
def _break_promise(p: Problem, cast: Cast) -> Commands:
    number = p.promise.number if p.promise else Number(1)
    yield do.BreakPromise(at=LATE, promise=number, next_due=LATE + HOUR)
    yield do.BreakPromise(at=NOW, promise=number, next_due=LATE)


@_letters(do.CarryPromise)
def _carry_promise(p: Problem, cast: Cast) -> Commands:
    for by, carrier in product(cast.people, cast.people):
        yield do.CarryPromise(at=NOW, by=by, carrier=carrier)


@_letters(do.ChooseRhythm)
def _choose_rhythm(p: Problem, cast: Cast) -> Commands:
    for party in (*cast.parties, STRANGER):
        for every in (None, timedelta(), HOUR):
            yield do.ChooseRhythm(at=NOW, party=party, every=every, next_due=DUE)


@_letters(do.SayWaitingForYou)
def _say_waiting_for_you(p: Problem, cast: Cast) -> Commands:
    for party in (*cast.parties, STRANGER):
        yield do.SayWaitingForYou(at=NOW, party=party, answer_by=FAR)
    yield do.SayWaitingForYou(at=LATE, party=CAROL, answer_by=FAR)


# -- helpers and cover ---------------------------------------------------------------------------


@_letters(do.AskToHelp)
def _ask_to_help(p: Problem, cast: Cast) -> Commands:
    for by, whom in product(cast.people, cast.people):
        yield do.AskToHelp(at=NOW, by=by, whom=whom)


@_letters(do.Join)
def _join(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Join(at=NOW, by=by)


@_letters(do.DeclineHelp)
def _decline_help(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.DeclineHelp(at=NOW, by=by)


@_letters(do.StepBack)
def _step_back(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.StepBack(at=NOW, by=by)


@_letters(do.StartCover)
def _start_cover(p: Problem, cast: Cast) -> Commands:
    for by, cover in product(cast.people, cast.covers):
        yield do.StartCover(at=NOW, by=by, cover=cover, until=DUE)
    yield do.StartCover(at=NOW, by=p.owner, cover=p.owner, until=DUE)
    yield do.StartCover(at=NOW, by=p.owner, cover=cast.covers[0], until=NOW)


@_letters(do.EndCover)
def _end_cover(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.EndCover(at=NOW, by=by)
    yield do.EndCover(at=DUE)
    yield do.EndCover(at=NOW)


# -- the handoff ---------------------------------------------------------------------------------


@_letters(do.Offer)
def _offer(p: Problem, cast: Cast) -> Commands:
    for by, receivers in product(cast.people, cast.receivers):
        yield do.Offer(at=NOW, by=by, receivers=receivers, brief=TEXT, lapses=DUE)
    for by in cast.people:
        yield do.Offer(
            at=NOW, by=by, receivers=(SALLY,), brief=TEXT, lapses=DUE, owner_unreachable=True
        )
    yield do.Offer(at=NOW, by=p.owner, receivers=(p.owner,), brief=TEXT, lapses=DUE)
    yield do.Offer(at=NOW, by=p.owner, receivers=(), brief=TEXT, lapses=DUE)
    yield do.Offer(at=NOW, by=p.owner, receivers=(TOM,), brief=TEXT, lapses=NOW)


def _number(p: Problem) -> Number:
    return p.offer.number if p.offer else Number(1)


@_letters(do.Withdraw)
def _withdraw(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Withdraw(at=NOW, by=by, offer=_number(p))


@_letters(do.Decline)
def _decline(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Decline(at=NOW, by=by, offer=_number(p))


@_letters(do.PickUp)
def _pick_up(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.PickUp(at=NOW, by=by, offer=_number(p), lapses=DUE)
    yield do.PickUp(at=NOW, by=TOM, offer=Number(999), lapses=DUE)


@_letters(do.Ask)
def _ask(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Ask(at=NOW, by=by, offer=_number(p), lapses=DUE)


@_letters(do.LapseOffer)
def _lapse_offer(p: Problem, cast: Cast) -> Commands:
    lapses = p.offer.lapses if p.offer else DUE
    yield do.LapseOffer(at=lapses, offer=_number(p), lapses=lapses)
    yield do.LapseOffer(at=NOW, offer=_number(p), lapses=lapses)
    yield do.LapseOffer(at=lapses, offer=Number(999), lapses=lapses)


def evidence(p: Problem, cast: Cast) -> Iterator[Evidence]:
    """Every way in which it could be, or seem to be, somebody's own word."""
    for party in (*cast.parties, STRANGER):
        yield PageButton(party=party)
        if ListedReply in cast.evidence:
            yield ListedReply(party=party, word=WORD)
        if MarkedReply in cast.evidence:
            for by in cast.people:
                yield MarkedReply(party=party, word=WORD, by=by)
        if KeyPressed in cast.evidence:
            yield KeyPressed(party=party, contact=CALL)
        if SpokenWord in cast.evidence:
            for by in cast.people:
                yield SpokenWord(party=party, contact=CALL, by=by)


@_letters(do.Answer)
def _answer(p: Problem, cast: Cast) -> Commands:
    asked = [question.number for question in p.questions]
    if p.takeover is not None:
        asked.append(p.takeover.question)
    for question, reply, one in product([*asked, Number(999)], ev.Reply, evidence(p, cast)):
        yield do.Answer(at=NOW, question=question, reply=reply, evidence=one, answer_by=DUE)
    for question in asked:
        yield do.Answer(
            at=MUCH_LATER,
            question=question,
            reply=ev.Reply.NO,
            evidence=PageButton(party=CAROL),
            answer_by=MUCH_LATER + HOUR,
        )


# -- satisfied, taking back, resting -------------------------------------------------------------


@_letters(do.ProposeSolution)
def _propose(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.ProposeSolution(at=NOW, by=by, word=WORD, look_again=terms(NOW, WaitsFor.CUSTOMER))


@_letters(do.AskAgain)
def _ask_again(p: Problem, cast: Cast) -> Commands:
    for question in p.questions:
        yield do.AskAgain(at=NOW, question=question.number, times=question.times)
        yield do.AskAgain(at=NOW, question=question.number, times=question.times + 1)


@_letters(do.SaySatisfied)
def _say_satisfied(p: Problem, cast: Cast) -> Commands:
    for one in evidence(p, cast):
        yield do.SaySatisfied(at=NOW, evidence=one)


@_letters(do.AskContradiction)
def _ask_contradiction(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.AskContradiction(at=NOW, by=by, word=WORD)


@_letters(do.TakeBack)
def _take_back(p: Problem, cast: Cast) -> Commands:
    for what, one in product(ev.TakenBackWhat, evidence(p, cast)):
        yield do.TakeBack(at=NOW, what=what, evidence=one, answer_by=DUE)
    for what in ev.TakenBackWhat:
        yield do.TakeBack(
            at=MUCH_LATER,
            what=what,
            evidence=PageButton(party=CAROL),
            answer_by=MUCH_LATER + HOUR,
        )


@_letters(do.GoQuiet)
def _go_quiet(p: Problem, cast: Cast) -> Commands:
    yield do.GoQuiet(at=NOW)
    for by in cast.people:
        yield do.GoQuiet(at=NOW, by=by)


@_letters(do.LetBe)
def _let_be(p: Problem, cast: Cast) -> Commands:
    for one in evidence(p, cast):
        yield do.LetBe(at=NOW, evidence=one)


@_letters(do.SayFinalNo)
def _say_final_no(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.SayFinalNo(at=NOW, by=by, word=WORD, names_complaint=True)


@_letters(do.Relieve)
def _relieve(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Relieve(at=NOW, by=by, reason=TEXT)


@_letters(do.Sign)
def _sign(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Sign(at=NOW, by=by, introduce_by=SOON)


@_letters(do.WithdrawSignature)
def _withdraw_signature(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.WithdrawSignature(at=NOW, by=by)


# -- set aside -----------------------------------------------------------------------------------


@_letters(do.PutAside)
def _put_aside(p: Problem, cast: Cast) -> Commands:
    for by, why in product(cast.people, (Aside.SPAM, Aside.OTHER)):
        yield do.PutAside(at=NOW, by=by, why=why)


@_letters(do.ConfirmAside)
def _confirm_aside(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.ConfirmAside(at=NOW, by=by)


@_letters(do.AlarmAside)
def _alarm_aside(p: Problem, cast: Cast) -> Commands:
    yield do.AlarmAside(at=LATE)


@_letters(do.BringBack)
def _bring_back(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.BringBack(at=NOW, hosts=(TOM, BEA), answer_by=DUE, by=by)
    for party in (*cast.parties, STRANGER, None):
        yield do.BringBack(at=NOW, hosts=(BEA,), answer_by=DUE, party=party)


# -- joining, splitting, common causes -----------------------------------------------------------


@_letters(do.JoinTwin)
def _join_twin(p: Problem, cast: Cast) -> Commands:
    usual = {"problem": TWIN, "is_open": True, "is_joined": False, "offer_open": False}
    changes: list[dict[str, object]] = [
        {},
        {"problem": p.id},
        {"is_open": False},
        {"is_joined": True},
        {"offer_open": True},
        {"principal": CAROL},
        {"principal": STRANGER},
    ]
    for by, owner in product(cast.people, (p.owner, TOM, SALLY)):
        yield do.JoinTwin(at=NOW, by=by, twin=do.TwinFacts(owner=owner, **usual))  # type: ignore[arg-type]
    for change in changes:
        facts = do.TwinFacts(owner=p.owner, **{**usual, **change})  # type: ignore[arg-type]
        yield do.JoinTwin(at=NOW, by=p.owner, twin=facts)


@_letters(do.ReceiveTwin)
def _receive_twin(p: Problem, cast: Cast) -> Commands:
    yield do.ReceiveTwin(at=NOW, younger=TWIN)


@_letters(do.FollowTwin)
def _follow_twin(p: Problem, cast: Cast) -> Commands:
    for owner, ended in product(cast.people, (True, False)):
        yield do.FollowTwin(at=NOW, owner=owner, ended=ended)


@_letters(do.Split)
def _split(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Split(at=NOW, by=by, problems=(TWIN,))
    yield do.Split(at=NOW, by=p.owner, problems=())
    yield do.Split(at=NOW, by=p.owner, problems=(p.id,))


@_letters(do.Link)
def _link(p: Problem, cast: Cast) -> Commands:
    for by, other in product(cast.people, (TWIN, p.id)):
        yield do.Link(at=NOW, by=by, other=other)


@_letters(do.Unlink)
def _unlink(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Unlink(at=NOW, by=by, other=TWIN)


@_letters(do.LinkCause)
def _link_cause(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.LinkCause(at=NOW, by=by, cause=CAUSE)
    yield do.LinkCause(at=NOW, by=BEA, cause=CauseId(32))


@_letters(do.UnlinkCause)
def _unlink_cause(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.UnlinkCause(at=NOW, by=by)


@_letters(do.SpeakForCause)
def _speak_for_cause(p: Problem, cast: Cast) -> Commands:
    for lead in cast.people:
        yield do.SpeakForCause(
            at=NOW, cause=CAUSE, lead=lead, word=WORD, written_at=NOW, promise=terms()
        )
    yield do.SpeakForCause(
        at=NOW, cause=CAUSE, lead=SALLY, word=WORD, written_at=BEFORE - HOUR, promise=terms()
    )


# -- parties -------------------------------------------------------------------------------------


@_letters(do.AddParty)
def _add_party(p: Problem, cast: Cast) -> Commands:
    for party, role in product(CUSTOMER_SIDE, (Role.PRINCIPAL, Role.AFFECTED)):
        for by in (None, BEA):
            yield do.AddParty(at=NOW, party=party, role=role, answer_by=DUE, by=by)
    for colleague in cast.people:
        yield do.AddParty(
            at=NOW, party=DAN, role=Role.COPIED, answer_by=DUE, by=BEA, colleague=colleague
        )


@_letters(do.GiveRole)
def _give_role(p: Problem, cast: Cast) -> Commands:
    for by, party in product(cast.people, CUSTOMER_SIDE):
        for role in (Role.PRINCIPAL, Role.AFFECTED):
            yield do.GiveRole(at=NOW, by=by, party=party, role=role)


@_letters(do.RemoveParty)
def _remove_party(p: Problem, cast: Cast) -> Commands:
    for by, party in product(cast.people, CUSTOMER_SIDE):
        yield do.RemoveParty(at=NOW, by=by, party=party)


@_letters(do.ReportGone)
def _report_gone(p: Problem, cast: Cast) -> Commands:
    for by, party in product(cast.people, CUSTOMER_SIDE):
        yield do.ReportGone(at=NOW, by=by, party=party)


@_letters(do.NamePrincipal)
def _name_principal(p: Problem, cast: Cast) -> Commands:
    for by, party in product((*CUSTOMER_SIDE, STRANGER), (*CUSTOMER_SIDE, STRANGER)):
        yield do.NamePrincipal(at=NOW, by=by, party=party)


# -- live contact --------------------------------------------------------------------------------


@_letters(do.StartLive)
def _start_live(p: Problem, cast: Cast) -> Commands:
    for party in (CAROL, None):
        yield do.StartLive(at=NOW, contact=CALL, kind=LiveKind.CALL, answer_by=DUE, party=party)
    for by in cast.people:
        yield do.StartLive(at=NOW, contact=CALL, kind=LiveKind.CALL, answer_by=DUE, called_by=by)


@_letters(do.AnswerRing)
def _answer_ring(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.AnswerRing(at=NOW, by=by, contact=CALL, answer_by=DUE)


@_letters(do.EndRing)
def _end_ring(p: Problem, cast: Cast) -> Commands:
    for whom in cast.people:
        ended = do.EndRing(
            at=NOW, contact=CALL, whom=whom, why=ev.RingEnds.LAPSED, call_back_by=SOON
        )
        yield ended
        yield replace(ended, on_duty=cast.people)


@_letters(do.BringIn)
def _bring_in(p: Problem, cast: Cast) -> Commands:
    for by, whom in product(cast.people, cast.people):
        yield do.BringIn(at=NOW, by=by, contact=CALL, whom=whom)


@_letters(do.StepOut)
def _step_out(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.StepOut(at=NOW, by=by, contact=CALL)


@_letters(do.DropLine)
def _drop_line(p: Problem, cast: Cast) -> Commands:
    for who in cast.people:
        yield do.DropLine(at=NOW, contact=CALL, who=who, call_back_by=SOON)


@_letters(do.HangUp)
def _hang_up(p: Problem, cast: Cast) -> Commands:
    for dropped in (True, False):
        yield do.HangUp(at=NOW, contact=CALL, call_back_by=SOON, dropped=dropped)


@_letters(do.EndLive)
def _end_live(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.EndLive(
            at=NOW, by=by, contact=CALL, how=ev.LiveEnds.SILENCE, word=WORD, promise=terms()
        )
    yield do.EndLive(
        at=NOW,
        by=p.owner,
        contact=CALL,
        how=ev.LiveEnds.CUSTOMER_LEFT,
        word=WORD,
        promise=terms(),
    )


@_letters(do.Hold)
def _hold(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Hold(at=NOW, by=by, contact=CALL)


@_letters(do.Unhold)
def _unhold(p: Problem, cast: Cast) -> Commands:
    for by in cast.people:
        yield do.Unhold(at=NOW, by=by, contact=CALL)


@_letters(do.HearQuestion)
def _hear_question(p: Problem, cast: Cast) -> Commands:
    if KeyPressed in cast.evidence and p.offer is not None and p.offer.question is not None:
        yield do.HearQuestion(at=NOW, contact=CALL, question=p.offer.question)


@_letters(do.BurnSlowly)
def _burn_slowly(p: Problem, cast: Cast) -> Commands:
    for silence in (True, False):
        yield do.BurnSlowly(at=LATE, contact=CALL, silence=silence)


@_letters(do.RecordLeg)
def _record_leg(p: Problem, cast: Cast) -> Commands:
    for by, party in product(cast.people, (*cast.parties, STRANGER)):
        yield do.RecordLeg(at=NOW, by=by, contact=CALL, party=party, answer_by=DUE)


@_letters(do.WantRecording)
def _want_recording(p: Problem, cast: Cast) -> Commands:
    for by in (None, *cast.people):
        yield do.WantRecording(at=NOW, contact=CALL, by=by)


@_letters(do.AnnounceRecording)
def _announce_recording(p: Problem, cast: Cast) -> Commands:
    yield do.AnnounceRecording(at=NOW, contact=CALL)


@_letters(do.StopRecording)
def _stop_recording(p: Problem, cast: Cast) -> Commands:
    for by, refused in product(cast.people, (True, False)):
        yield do.StopRecording(at=NOW, by=by, contact=CALL, refused=refused)
