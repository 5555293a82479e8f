"""The auditor: reads what happened to a problem, event by event, and believes nobody.

It folds the timeline itself and holds each event against the protocol as it stood just before.
It never calls `decide` or a rule; where a rule and a sentence here differ, one of them is wrong.
What belongs together (a promise settled and the next one made) is judged when the act is over. An
act is what one command told: events of one moment under one version of the company.

    auditor = Auditor()
    for event, company in timeline:
        yield from auditor.hear(event, company)
    yield from auditor.end()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from stayline.ownership import events as ev
from stayline.ownership.company import Company
from stayline.ownership.evidence import (
    Evidence,
    KeyPressed,
    ListedReply,
    MarkedReply,
    PageButton,
    SpokenWord,
)
from stayline.ownership.evolve import evolve
from stayline.ownership.ids import ColleagueId, ContactId, Number, ProblemId, WordId
from stayline.ownership.invariants import Broken, check
from stayline.ownership.problem import (
    About,
    Aside,
    FinalNo,
    JoinedTwin,
    LiveContact,
    Nature,
    Owned,
    Problem,
    Promise,
    Proposed,
    Relief,
    Rest,
    Resting,
    Ringing,
    Role,
    Satisfied,
    SetAside,
    WaitsFor,
)

TWO_WEEKS_IN_SECONDS = 14 * 24 * 60 * 60


class Auditor:
    """Reads one problem's timeline in order, in constant memory; says what does not hold."""

    def __init__(self) -> None:
        self.problem: Problem | None = None
        self._act: list[ev.Event] = []
        self._company: Company | None = None

    def hear(self, event: ev.Event, company: Company) -> list[Broken]:
        """The next event; gives what was wrong with the act before it, if that is over now."""
        broken: list[Broken] = []
        if self._act and not (self._act[-1].at == event.at and self._company is company):
            broken = self.end()
        self._company = company
        self._act.append(event)
        return broken

    def end(self) -> list[Broken]:
        """The timeline, or the act, is over."""
        if self._company is None or not self._act:
            return []
        self.problem, broken = audit_act(self.problem, self._act, self._company)
        self._act = []
        return broken


def audit_timeline(timeline: Iterable[tuple[ev.Event, Company]]) -> Iterator[Broken]:
    """What does not hold in one problem's timeline, with the company each event saw."""
    auditor = Auditor()
    for event, company in timeline:
        yield from auditor.hear(event, company)
    yield from auditor.end()


def audit_act(
    before: Problem | None, told: Sequence[ev.Event], company: Company
) -> tuple[Problem, list[Broken]]:
    """Judge what one command told; gives the problem after it."""
    act = Act(before, told, company)
    for event in told:
        judge = _JUDGES.get(type(event))
        if judge is not None:
            judge(act, event)
        act.problem = evolve(act.problem if act.version else None, event)
        act.version += 1
    act.over()
    return act.problem, act.broken


class Act:
    """One act under audit. `began` is the problem before it, `problem` just before an event."""

    __slots__ = ("began", "broken", "company", "hear_of_it", "problem", "told", "version")

    def __init__(self, before: Problem | None, told: Sequence[ev.Event], company: Company) -> None:
        self.began = before
        self.told = told
        self.company = company
        self.broken: list[Broken] = []
        self.hear_of_it: frozenset[ColleagueId] = frozenset()
        self.version = 0 if before is None else before.version
        if before is not None:
            self.problem = before

    def must(self, holds: bool, sentence: str) -> None:
        if not holds:
            self._wrong(sentence)

    def _wrong(self, sentence: str) -> None:
        first = self.told[0]
        problem = (
            first.problem if isinstance(first, ev.Opened) else self.problem.id
        )  # the first event may be what is wrong
        self.broken.append(
            Broken(problem=ProblemId(problem), number=Number(self.version + 1), sentence=sentence)
        )

    # -- what the judges ask -------------------------------------------------------------------

    def can_act(self, who: ColleagueId) -> bool:
        """Works here now, and is not on the customer's side of this problem."""
        if who not in self.company.active:
            return False
        return all(party.colleague != who for party in self.problem.parties)

    def told_any(self, *kinds: type[ev.Event]) -> bool:
        return any(isinstance(event, kinds) for event in self.told)

    def contact(self, contact: ContactId) -> LiveContact | None:
        return next((one for one in self.problem.live if one.id == contact), None)

    def in_the_room(self, who: ColleagueId) -> bool:
        """With the customer on this problem, or in a conversation about it."""
        p = self.problem
        return who in p.ours or any(who in contact.here for contact in p.live)

    # -- when it is over -----------------------------------------------------------------------

    def over(self) -> None:
        self.broken += check(self.problem, self.company)
        if self.began is not None and self.began.owner != self.problem.owner:
            self._nothing_of_the_former_owners(self.began)
        if self.hear_of_it:
            heard = {
                who
                for one in self.told
                if isinstance(one, ev.AlarmRaised) and one.about is ev.Alarm.PROMISE_BROKEN
                for who in one.to
            }
            self.must(
                heard >= self.hear_of_it,
                "P5 giver, carrier, owner and the owner's manager hear of a broken promise",
            )
        for event in self.told:
            if isinstance(event, ev.PromiseSettled):
                self._settled(event)
            elif isinstance(event, ev.WordSpoken):
                self._spoken(event)
            elif isinstance(event, ev.WordHeard):
                self._heard(event)
            elif isinstance(event, ev.RoundEnded):
                self.must(self._alarmed(ev.Alarm.ROUND_ENDED), "a round that ends is alarmed")
            elif isinstance(event, ev.SlowBurned):
                self.must(self._alarmed(ev.Alarm.SLOW_BURN), "a slow burn is an alarm")
            elif isinstance(event, ev.AllRung):
                self.must(self._alarmed(ev.Alarm.ALL_RUNG), "that nobody can be rung is alarmed")

    def _alarmed(self, about: ev.Alarm) -> bool:
        return any(isinstance(one, ev.AlarmRaised) and one.about is about for one in self.told)

    def _settled(self, settled: ev.PromiseSettled) -> None:
        was = self.began.promise if self.began is not None else None
        made = next((one for one in reversed(self.told) if isinstance(one, ev.PromiseMade)), None)
        if settled.how is ev.Settled.KEPT:
            spoken = self.told_any(ev.WordSpoken, ev.CauseSpoken, ev.EnteredLive)
            self.must(spoken, "P5 a promise is kept by a word to the customer")
        if settled.how is ev.Settled.RENEWED and was is not None:
            self.must(
                made is not None and made.due <= was.due,
                "a promise moves later only with a word to the customer",
            )
        if settled.how is ev.Settled.LIFTED:
            self.must(
                not self.problem.is_open or self.told_any(ev.WasSetAside),
                "a promise is lifted only where nothing is open any more",
            )

    def _spoken(self, word: ev.WordSpoken) -> None:
        """The word of who answers for the promise carries the next one."""
        began = self.began
        if began is None or not began.is_open or not self.problem.is_open:
            return
        cover = began.cover.colleague if began.cover else None
        carrier = began.promise.carrier if began.promise else None
        if word.by in (began.owner, cover, carrier):
            self.must(
                self.told_any(ev.PromiseMade),
                "the word of who answers for the promise carries the next one",
            )

    def _heard(self, word: ev.WordHeard) -> None:
        """P7: it wakes, or is a word after."""
        began = self.began
        if began is None:
            return
        if isinstance(began.stage, Resting):
            self.must(self.problem.is_open, "P7 any word wakes what rests")
        if isinstance(began.stage, Satisfied) and word.substance:
            self.must(self.problem.is_open, "P7 words of substance reopen what was satisfied")
        promise = began.promise
        if promise is not None and promise.waits_for is WaitsFor.CUSTOMER and word.substance:
            now = self.problem.promise
            self.must(
                now is None or now.waits_for is not WaitsFor.CUSTOMER,
                "when the customer has spoken we no longer wait for them",
            )

    def _nothing_of_the_former_owners(self, began: Problem) -> None:
        p = self.problem
        self.must(
            p.cover is None or p.cover is not began.cover, "cover ends with who was covered for"
        )
        self.must(
            p.unsigned is None or p.unsigned is not began.unsigned,
            "what waits for a signature was about the former owner",
        )
        self.must(
            p.promise is None or p.promise.carrier != began.owner or began.owner in p.ours,
            "a former owner carries no promise",
        )


# -- one judge per kind of event -----------------------------------------------------------------

_Judge = Callable[[Act, Any], None]
_JUDGES: dict[type[ev.Event], _Judge] = {}
_F = TypeVar("_F", bound=_Judge)


def _of(kind: type[ev.Event]) -> Callable[[_F], _F]:
    def register(judge: _F) -> _F:
        _JUDGES[kind] = judge
        return judge

    return register


# -- arriving ------------------------------------------------------------------------------------


@_of(ev.Opened)
def _opened(a: Act, e: ev.Opened) -> None:
    a.must(a.version == 0, "P8 a problem opens once, with its first event")
    a.must(e.owner in a.company.active, "P1 who is rung first is active")
    a.must(
        (e.nature is Nature.INTERNAL) == (e.arrival is ev.Arrival.INTERNAL),
        "only what comes from inside is internal",
    )
    met = e.arrival in (ev.Arrival.ENCOUNTER, ev.Arrival.INTERNAL, ev.Arrival.SPLIT)
    a.must(e.met == met, "whoever was met at an encounter is the owner at once, others ring")


@_of(ev.RangOn)
def _rang_on(a: Act, e: ev.RangOn) -> None:
    stage = a.problem.stage
    a.must(isinstance(stage, Ringing), "P2 only ringing moves on")
    a.must(not a.problem.met, "P2 ringing moves on only where nobody has been met")
    if isinstance(stage, Ringing):
        a.must(not stage.round_ended, "it goes round once")
        able = [who for who in stage.next_hosts if a.can_act(who) and who != a.problem.owner]
        a.must(able[:1] == [e.host], "ringing moves on to the next host who can act")
        a.must(set(e.next_hosts) <= set(able[1:]), "it goes round once")


@_of(ev.RoundEnded)
def _round_ended(a: Act, e: ev.RoundEnded) -> None:
    stage = a.problem.stage
    a.must(isinstance(stage, Ringing), "P2 only a ringing problem goes round")
    if isinstance(stage, Ringing):
        a.must(not stage.round_ended, "it goes round once")
        able = [who for who in stage.next_hosts if a.can_act(who) and who != a.problem.owner]
        a.must(not able, "a round ends with its last host")


@_of(ev.SaidIWillHelp)
def _said_i_will_help(a: Act, e: ev.SaidIWillHelp) -> None:
    a.must(isinstance(a.problem.stage, Ringing), 'P2 "I will help you" is said while it rings')
    a.must(a.can_act(e.by), "P1 who says it works here and is not on the customer's side")


# -- words ---------------------------------------------------------------------------------------


@_of(ev.WordHeard)
def _word_heard(a: Act, e: ev.WordHeard) -> None:
    a.must(a.problem.party(e.party) is not None, "who is not a party never speaks as the customer")


@_of(ev.WordSpoken)
def _word_spoken(a: Act, e: ev.WordSpoken) -> None:
    p = a.problem
    a.must(a.can_act(e.by), "who speaks for us works here and is not on the customer's side")
    a.must(a.in_the_room(e.by), "who speaks to the customer is with them")
    a.must(not isinstance(p.stage, Ringing), "who writes has said I will help you")
    a.must(not isinstance(p.stage, JoinedTwin), "what is joined is spoken about on the twin")
    if isinstance(p.stage, SetAside):
        a.must(p.stage.why is Aside.OTHER, "only other correspondence is answered where set aside")


@_of(ev.NoteWritten)
def _note_written(a: Act, e: ev.NoteWritten) -> None:
    a.must(a.can_act(e.by), "who writes a note works here and is not on the customer's side")


@_of(ev.Woken)
def _woken(a: Act, e: ev.Woken) -> None:
    p = a.problem
    a.must(p.party(e.party) is not None, "P7 a word from the customer's side wakes it")
    a.must(
        isinstance(p.stage, Resting | Satisfied | Proposed)
        or (isinstance(p.stage, JoinedTwin | SetAside) and a.told_any(ev.TookBack)),
        "only what rests or was ended wakes",
    )
    a.must(
        a.told_any(ev.WordHeard, ev.LiveStarted, ev.LegRecorded, ev.TookBack, ev.Answered),
        "P7 a word from the customer's side wakes it",
    )
    for event in a.told:
        if isinstance(event, ev.WordHeard):
            slept = isinstance(p.stage, Resting)
            a.must(
                slept or event.substance, "after satisfied a thank-you is a word the owner reads"
            )


# -- promises ------------------------------------------------------------------------------------


@_of(ev.PromiseMade)
def _promise_made(a: Act, e: ev.PromiseMade) -> None:
    p = a.problem
    a.must(p.promise is None, "P5 one promise stands at a time")
    a.must(e.due >= e.at, "a promise is about a moment to come")
    a.must(e.carrier in a.company.active, "P1 who carries a promise is active")
    a.must(p.is_open or e.call_back, "P5 nothing is promised where nothing is open")
    if p.rhythm is not None and a.told_any(ev.WordSpoken, ev.CauseSpoken):
        a.must(e.due <= e.at + p.rhythm, "the customer hears as often as they chose")
    if e.asks:
        a.must(
            e.waits_for is WaitsFor.CUSTOMER and a.told_any(ev.WordSpoken),
            "only a word after which we wait for the customer is a question",
        )


@_of(ev.PromiseSettled)
def _promise_settled(a: Act, e: ev.PromiseSettled) -> None:
    promise = a.problem.promise
    a.must(promise is not None and promise.number == e.promise, "P5 each promise is settled once")
    if promise is not None:
        a.must(
            (e.how is ev.Settled.BROKEN) == (e.at > promise.due),
            "P5 a promise is broken when it passes, and only then",
        )
        if e.how is ev.Settled.BROKEN:
            owner = a.problem.owner
            people = {promise.giver, promise.carrier, owner, a.company.manager_of(owner)}
            a.hear_of_it = a.company.active.intersection(who for who in people if who is not None)


@_of(ev.PromiseCarried)
def _promise_carried(a: Act, e: ev.PromiseCarried) -> None:
    promise = a.problem.promise
    a.must(
        promise is not None and promise.number == e.promise, "the promise that stands is carried"
    )
    a.must(e.carrier in a.problem.ours, "who carries the promise has joined the customer")
    a.must(a.can_act(e.carrier), "who carries the promise works here")


@_of(ev.RhythmChosen)
def _rhythm_chosen(a: Act, e: ev.RhythmChosen) -> None:
    a.must(a.problem.party(e.party) is not None, "the customer's side chooses the rhythm")
    a.must(e.every is None or e.every.total_seconds() > 0, "a rhythm leaves time to breathe")


# -- helpers and cover ---------------------------------------------------------------------------


@_of(ev.HelpAsked)
def _help_asked(a: Act, e: ev.HelpAsked) -> None:
    p = a.problem
    a.must(e.by in p.ours and a.can_act(e.by), "who is with the customer asks for help")
    a.must(a.can_act(e.whom), "help is asked of somebody who works here")
    a.must(e.whom not in p.ours, "help is asked of somebody who is not there yet")
    a.must(_somebody_is_with_them(p), "help is asked once somebody said I will help you")


def _somebody_is_with_them(p: Problem) -> bool:
    return not isinstance(p.stage, Ringing | SetAside | JoinedTwin)


@_of(ev.HelpDeclined)
def _help_declined(a: Act, e: ev.HelpDeclined) -> None:
    a.must(e.by in a.problem.asked_to_help, "who was asked declines")
    a.must(a.can_act(e.by), "who declines works here")


@_of(ev.HelperJoined)
def _helper_joined(a: Act, e: ev.HelperJoined) -> None:
    p = a.problem
    a.must(a.can_act(e.helper), "a helper works here and is not on the customer's side")
    a.must(e.helper != p.owner and e.helper not in p.helpers, "the owner is no helper")
    picked_up = p.offer is not None and p.offer.receiver == e.helper
    rung = any(e.helper in contact.ringing for contact in p.live)
    a.must(
        e.helper in p.asked_to_help or picked_up or rung,
        "a helper was asked, has picked up, or answered a call",
    )


@_of(ev.HelperLeft)
def _helper_left(a: Act, e: ev.HelperLeft) -> None:
    p = a.problem
    a.must(e.helper in p.helpers | p.asked_to_help, "who helps stops helping")
    if e.why is ev.HelpEnds.LEFT_COMPANY:
        a.must(e.helper not in a.company.active, "who left the company has left it")
        return
    a.must(a.can_act(e.helper), "who steps back works here")
    for contact in p.live:
        a.must(
            e.helper not in contact.here
            or (p.owner in contact.here and contact.answered_by != e.helper),
            "P6 a helper stays until the owner is there",
        )


@_of(ev.CoverStarted)
def _cover_started(a: Act, e: ev.CoverStarted) -> None:
    p = a.problem
    a.must(p.cover is None, "one colleague stands in at a time")
    a.must(
        a.can_act(e.by) and e.by in (p.owner, a.company.manager_of(p.owner)),
        "the owner, or who answers for them, names who stands in",
    )
    a.must(a.can_act(e.cover) and e.cover != p.owner, "somebody else stands in, who works here")
    a.must(e.until > e.at, "cover ends at a moment to come")
    a.must(_somebody_is_with_them(p), "cover is for an owner who is with the customer")


@_of(ev.CoverEnded)
def _cover_ended(a: Act, e: ev.CoverEnded) -> None:
    cover = a.problem.cover
    a.must(cover is not None and cover.colleague == e.cover, "the cover that stands in ends")


# -- the handoff ---------------------------------------------------------------------------------


@_of(ev.Offered)
def _offered(a: Act, e: ev.Offered) -> None:
    p = a.problem
    a.must(p.offer is None, "one offer is open at a time")
    stands_in = p.cover.colleague if p.cover else a.company.manager_of(p.owner)
    a.must(
        a.can_act(e.by) and e.by in (p.owner, stands_in),
        "the owner offers, or who stands in for one who cannot be reached",
    )
    a.must(bool(e.receivers), "an offer names somebody")
    a.must(e.lapses > e.at, "each step has its time")
    for receiver in e.receivers:
        a.must(a.can_act(receiver), "it is offered to somebody who works here")
        a.must(receiver != p.owner, "nobody is offered what is theirs")
        a.must(receiver not in p.refused, "nobody is offered it whom the customer refused")


@_of(ev.OfferDeclined)
def _offer_declined(a: Act, e: ev.OfferDeclined) -> None:
    offer = a.problem.offer
    a.must(offer is not None and offer.number == e.offer, "the open offer is declined")
    if offer is not None:
        a.must(e.by in offer.receivers, "it is declined by whom it was offered to")
        a.must(offer.receiver is None, "who has picked up does not decline")
        a.must(e.by not in offer.declined, "it is declined once")
    a.must(a.can_act(e.by), "who declines works here")


@_of(ev.PickedUp)
def _picked_up(a: Act, e: ev.PickedUp) -> None:
    p, offer = a.problem, a.problem.offer
    a.must(offer is not None and offer.number == e.offer, "P3 the open offer is picked up")
    if offer is not None:
        a.must(e.receiver in offer.receivers, "P3 who picks up was offered it")
        a.must(offer.receiver is None, "P3 the first to pick up is the receiver")
    a.must(a.can_act(e.receiver), "P3 who picks up works here")
    a.must(e.receiver not in p.refused, "nobody picks up whom the customer refused")
    for contact in p.live:
        a.must(e.receiver in contact.here, "P3 who picks up is in the live contact")


@_of(ev.OfferEnded)
def _offer_ended(a: Act, e: ev.OfferEnded) -> None:
    offer = a.problem.offer
    a.must(offer is not None and offer.number == e.offer, "the open offer ends, once")
    if offer is None:
        return
    if e.why is ev.OfferEnds.LAPSED:
        late = e.at >= offer.lapses
        a.must(late or a.told_any(ev.PrincipalGone), "an offer lapses when its time is over")
    elif e.why is ev.OfferEnds.DECLINED:
        left = [who for who in offer.receivers if who in a.company.active]
        a.must(set(left) <= offer.declined, "an offer is declined when everybody declined it")
    elif e.why is ev.OfferEnds.REPLACED:
        a.must(offer.receiver is None, "who has picked up is not replaced")
    elif e.why is ev.OfferEnds.RECEIVER_GONE:
        a.must(
            a.told_any(ev.HelperLeft)
            or all(w in offer.declined or w not in a.company.active for w in offer.receivers),
            "an offer ends with its receiver when the receiver is gone",
        )
    elif e.why is ev.OfferEnds.REFUSED:
        a.must(a.told_any(ev.Answered), "an offer is refused by the customer's no")
    elif e.why is ev.OfferEnds.OWNER_GONE:
        a.must(a.told_any(ev.OwnerChanged), "an offer ends with its owner when there is another")
    elif e.why is ev.OfferEnds.AGREED:
        a.must(a.told_any(ev.OwnerChanged), "P3 an offer that was agreed changes the owner")


@_of(ev.Asked)
def _asked(a: Act, e: ev.Asked) -> None:
    p = a.problem
    principal = p.principal
    a.must(principal is not None and not principal.gone, "the principal is asked, who is there")
    a.must(a.can_act(e.by), "who asks works here")
    if e.about is About.TAKEOVER:
        offer = p.offer
        a.must(
            offer is not None
            and offer.number == e.offer
            and offer.receiver is not None
            and offer.receiver == e.receiver,
            "P3 the customer is asked after the pick-up, naming who picked up",
        )
        if offer is not None:
            a.must(offer.question is None, "what the customer is asked, they are asked once")
            a.must(e.by in (p.owner, offer.by), "the owner asks, or who offered in their name")
        return
    a.must(p.question_about(e.about) is None, "what the customer is asked, they are asked once")
    if e.about is About.SOLVED:
        a.must(e.by in p.ours and a.told_any(ev.SolutionProposed), "who proposes asks")
        a.must(isinstance(p.stage, Owned | Proposed), "a solution is proposed to who waits for it")
    else:
        a.must(e.by == p.owner, "the owner asks")
        a.must(
            p.is_open and not isinstance(p.stage, Ringing)
            if e.about is About.SPLIT
            else p.is_open or isinstance(p.stage, Satisfied),
            "nobody is asked about what is not open",
        )


@_of(ev.AskedAgain)
def _asked_again(a: Act, e: ev.AskedAgain) -> None:
    stage = a.problem.stage
    a.must(
        isinstance(stage, Proposed) and stage.question == e.question,
        "only whether it is solved is asked again",
    )


@_of(ev.Answered)
def _answered(a: Act, e: ev.Answered) -> None:
    p = a.problem
    question = p.question(e.question)
    a.must(question is not None, "an answer belongs to a question that was asked")
    if question is None:
        return
    a.must(
        question.about is e.about and question.receiver == e.receiver,
        "P3 an answer is the answer to its question",
    )
    takeover = e.about is About.TAKEOVER and e.reply is ev.Reply.YES
    _must_be_theirs(a, p, e.evidence, question.replies, question.receiver if takeover else None)
    if takeover:
        a.must(
            any(
                isinstance(one, ev.OwnerChanged)
                and one.why is ev.OwnerChange.HANDOFF
                and one.question == e.question
                for one in a.told
            ),
            "P3 the customer's yes makes the receiver the owner",
        )


def _must_be_theirs(
    a: Act,
    p: Problem,
    evidence: Evidence,
    replies: tuple[WordId, ...],
    never: ColleagueId | None = None,
) -> None:
    """The principal's own word, and how we know. `never` may not be its only witness."""
    principal = p.principal
    a.must(
        principal is not None and principal.id == evidence.party and not principal.gone,
        "P3 P4 consent and satisfaction are the principal's",
    )
    match evidence:
        case PageButton():
            return
        case ListedReply(word=word):
            a.must(word in replies, "a mailed reply answers the question it replies to")
        case MarkedReply(word=word, by=by):
            a.must(word in replies, "a mailed reply answers the question it replies to")
            a.must(
                by == p.owner and by != never and a.can_act(by),
                "the owner, never the receiver, marks a reply as the answer",
            )
        case KeyPressed(contact=number):
            contact = next((one for one in p.live if one.id == number), None)
            a.must(
                contact is not None and contact.identified and contact.party == evidence.party,
                "a key counts only from the principal's leg",
            )
        case SpokenWord(contact=number, by=by):
            contact = next((one for one in p.live if one.id == number), None)
            a.must(
                contact is not None and by in contact.here and a.can_act(by),
                "the spoken word is recorded by a colleague who was in it",
            )
            a.must(
                contact is not None and contact.party == evidence.party,
                "the spoken word is that of who is on the line",
            )
            a.must(by != never, "nobody records the yes that makes them the owner")


@_of(ev.QuestionEnded)
def _question_ended(a: Act, e: ev.QuestionEnded) -> None:
    a.must(a.problem.question(e.question) is not None, "a question that is open ends, once")


# -- P2: the owner changes -----------------------------------------------------------------------


@_of(ev.OwnerChanged)
def _owner_changed(a: Act, e: ev.OwnerChanged) -> None:
    p = a.problem
    a.must(e.former == p.owner and e.owner != e.former, "P1 one owner follows another")
    a.must(a.can_act(e.owner), "P1 the new owner works here and is not on the customer's side")
    _HOW_IT_MAY_CHANGE[e.why](a, p, e)


def _by_handoff(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    agreed = any(
        isinstance(one, ev.Answered)
        and one.about is About.TAKEOVER
        and one.reply is ev.Reply.YES
        and one.question == e.question
        and one.receiver == e.owner
        for one in a.told
    )
    a.must(agreed, "P2 P3 a handoff needs the customer's yes to that question")
    a.must(p.nature is Nature.CUSTOMERS, "a handoff is about a customer's problem")
    a.must(e.owner in p.helpers, "P3 at that instant the receiver is a helper")
    for contact in p.live:
        a.must(e.owner in contact.here, "P3 at that instant the receiver is in the live contact")


def _by_taking_back(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    a.must(a.told_any(ev.TookBack), "P2 the customer took the takeover back")
    takeover = a.began.takeover if a.began is not None else None
    if takeover is None:
        a.must(False, "P2 only the latest takeover is taken back")
        return
    former = takeover.former_owner
    heirs = [who for who in a.company.successors_of(former) if a.can_act(who)]
    back = [former] if a.can_act(former) else heirs[:1]
    a.must([e.owner] == back, "P2 the former owner is back, or is represented by their successor")


def _by_succession(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    a.must(e.former not in a.company.active, "P2 who works here keeps their customers")
    a.must(e.owner == _heir(a, e.former), "P2 the heir is who the protocol names")


def _heir(a: Act, leaver: ColleagueId) -> ColleagueId | None:
    """A receiver who picked up, else a helper in the call, unless refused; else successor, manager."""
    p = a.began if a.began is not None else a.problem
    first = [p.offer.receiver] if p.offer and p.offer.receiver is not None else []
    for contact in p.live:
        first += sorted(contact.here & p.helpers)
    for who in first:
        if who != leaver and a.can_act(who) and who not in p.refused:
            return who
    return next((who for who in a.company.successors_of(leaver) if a.can_act(who)), None)


def _by_relief(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    signed = any(
        isinstance(one, ev.SignatureGiven)
        and isinstance(one.what, Relief)
        and one.what.by == e.owner
        for one in a.told
    )
    a.must(signed, "P2 relief needs a second signature, and goes to the lead who asked for it")


def _by_redirect(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    a.must(p.nature is not Nature.CUSTOMERS, "P2 only what is no customer's is redirected")
    picked_up = any(isinstance(o, ev.PickedUp) and o.receiver == e.owner for o in a.told)
    a.must(picked_up, "P2 a redirect needs a pick-up")


def _by_joining(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    a.must(isinstance(p.stage, JoinedTwin), "P2 only a joined problem follows its twin's owner")
    if a.told_any(ev.Joined):
        met = a.began.met if a.began is not None else p.met
        a.must(not met, "P2 joining changes an owner only where nobody has been met")


_HOW_IT_MAY_CHANGE: dict[ev.OwnerChange, Callable[[Act, Problem, ev.OwnerChanged], None]] = {
    ev.OwnerChange.HANDOFF: _by_handoff,
    ev.OwnerChange.TAKEN_BACK: _by_taking_back,
    ev.OwnerChange.SUCCESSION: _by_succession,
    ev.OwnerChange.RELIEF: _by_relief,
    ev.OwnerChange.REDIRECT: _by_redirect,
    ev.OwnerChange.JOINING: _by_joining,
}


# -- P4: satisfied, taking back, resting ---------------------------------------------------------


@_of(ev.SolutionProposed)
def _solution_proposed(a: Act, e: ev.SolutionProposed) -> None:
    a.must(e.by in a.problem.ours and a.can_act(e.by), "who is with the customer proposes")
    a.must(isinstance(a.problem.stage, Owned | Proposed), "a solution is proposed to who waits")


@_of(ev.SaidSatisfied)
def _said_satisfied(a: Act, e: ev.SaidSatisfied) -> None:
    began = a.began
    a.must(e.party == e.evidence.party, "P4 the evidence is theirs who said it")
    a.must(not isinstance(a.problem.stage, JoinedTwin), "P4 a joined problem follows its twin")
    if began is None:
        a.must(False, "P4 nobody is satisfied before their problem was opened")
        return
    replies = [
        word
        for question in began.questions
        if question.about in (About.SOLVED, About.CONTRADICTION)
        for word in question.replies
    ]
    _must_be_theirs(a, began, e.evidence, tuple(replies))


@_of(ev.TookBack)
def _took_back(a: Act, e: ev.TookBack) -> None:
    p = a.problem
    a.must(e.party == e.evidence.party, "the evidence is theirs who took it back")
    taken: tuple[datetime, tuple[WordId, ...]] | None = None
    if e.what is ev.TakenBackWhat.TAKEOVER and p.takeover is not None:
        taken = (p.takeover.at, p.takeover.replies)
    elif e.what is ev.TakenBackWhat.SATISFIED and isinstance(p.stage, Satisfied):
        taken = (p.stage.at, p.stage.replies)
    if taken is None:
        a.must(False, "only what the customer said is taken back")
        return
    a.must((e.at - taken[0]).total_seconds() <= TWO_WEEKS_IN_SECONDS, "within fourteen days")
    a.must(not isinstance(p.stage, JoinedTwin), "what is joined is taken back on the twin")
    _must_be_theirs(a, p, e.evidence, taken[1])


@_of(ev.CameToRest)
def _came_to_rest(a: Act, e: ev.CameToRest) -> None:
    p = a.began
    if p is None:
        a.must(False, "nothing rests before it was opened")
        return
    if e.how is Rest.QUIET:
        _must_be_quiet(a, p)
    elif e.how is Rest.LET_BE:
        a.must(p.is_open, "what is open is let be")
        if e.evidence is None:
            a.must(False, "the customer lets it be")
        else:
            _must_be_theirs(a, p, e.evidence, ())
    else:
        a.must(
            any(
                isinstance(one, ev.SignatureGiven) and isinstance(one.what, FinalNo)
                for one in a.told
            ),
            "a final no has a second signature",
        )
        a.must(isinstance(p.stage, Owned | Proposed), "a final no is about something open")
        a.must(not p.live, "nobody says a final no behind the back of who is on the line")


def _must_be_quiet(a: Act, p: Problem) -> None:
    a.must(isinstance(p.stage, Owned | Proposed), "quiet comes from owned or proposed")
    a.must(p.unanswered >= 3, "quiet comes after three questions, never answered")
    a.must(
        p.promise is not None and p.promise.waits_for is WaitsFor.CUSTOMER,
        "quiet comes where nothing is owed by us",
    )
    a.must(p.offer is None or p.offer.receiver is None, "nobody rests who has somebody coming")
    a.must(not p.live, "nobody is quiet who is on the line")


@_of(ev.SignatureAsked)
def _signature_asked(a: Act, e: ev.SignatureAsked) -> None:
    p = a.problem
    a.must(p.unsigned is None, "one thing waits for a signature at a time")
    a.must(a.can_act(e.what.by), "who asks for a signature works here")
    if isinstance(e.what, FinalNo):
        a.must(e.what.by == p.owner, "a final no is the owner's")
        a.must(isinstance(p.stage, Owned | Proposed), "a final no is about something open")
        a.must(not p.live, "nobody says a final no behind the back of who is on the line")
    else:
        a.must(e.what.by in a.company.leads, "only a lead relieves")
        a.must(e.what.by != p.owner, "nobody relieves themselves")
        a.must(not isinstance(p.stage, JoinedTwin), "relief is about the twin that goes on")


@_of(ev.SignatureGiven)
def _signature_given(a: Act, e: ev.SignatureGiven) -> None:
    a.must(a.problem.unsigned == e.what, "what waits for a signature is signed")
    a.must(e.by != e.what.by, "the second signature is somebody else's")
    a.must(a.can_act(e.by) and a.can_act(e.what.by), "who signs works here")
    if isinstance(e.what, Relief):
        a.must(e.by != a.problem.owner, "nobody signs their own relief")


@_of(ev.SignatureLapsed)
def _signature_lapsed(a: Act, e: ev.SignatureLapsed) -> None:
    a.must(a.problem.unsigned == e.what, "what waits for a signature lapses, once")


# -- set aside -----------------------------------------------------------------------------------


@_of(ev.WasSetAside)
def _was_set_aside(a: Act, e: ev.WasSetAside) -> None:
    p = a.problem
    a.must(isinstance(p.stage, Ringing | Owned), "what nobody has met is set aside")
    a.must(not p.met, "P2 nobody is set aside whom a colleague has met")
    a.must(not p.live, "nobody is set aside during a live contact")
    a.must(p.offer is None, "nobody is set aside who is being handed over")
    if e.by is None:
        a.must(a.began is None, "only a colleague sets aside what rings already")
    else:
        a.must(
            e.by in (p.owner, p.reviewer) and a.can_act(e.by),
            "the owner or the reviewer sets it aside",
        )
    people = [p.reviewer, *a.company.successors_of(p.reviewer), p.owner]
    expected = next((who for who in people if a.can_act(who)), p.owner)
    a.must(e.reviewer == expected, "what is set aside is owned by the door's reviewer")


@_of(ev.AsideConfirmed)
def _aside_confirmed(a: Act, e: ev.AsideConfirmed) -> None:
    stage = a.problem.stage
    a.must(isinstance(stage, SetAside), "what was set aside is confirmed")
    if isinstance(stage, SetAside):
        a.must(e.by != stage.by, "a second colleague confirms")
        a.must(stage.confirmed_by is None, "it is confirmed once")
    a.must(a.can_act(e.by), "who confirms works here")


@_of(ev.BroughtBack)
def _brought_back(a: Act, e: ev.BroughtBack) -> None:
    p = a.problem
    a.must(isinstance(p.stage, SetAside), "what was set aside is brought back")
    theirs = e.party is not None and p.party(e.party) is not None
    ours = e.by is not None and a.can_act(e.by)
    a.must(theirs or ours or a.told_any(ev.LiveStarted), "somebody brings it back")
    a.must(a.can_act(e.host), "P1 the host works here")
    if p.met:
        a.must(e.host == p.owner, "P2 whom a colleague has met keeps that person")


@_of(ev.AlarmRaised)
def _alarm_raised(a: Act, e: ev.AlarmRaised) -> None:
    a.must(bool(e.to) and a.company.active.issuperset(e.to), "an alarm is heard by somebody here")
    if e.about is ev.Alarm.ASIDE_UNCONFIRMED:
        stage = a.problem.stage
        a.must(
            isinstance(stage, SetAside) and stage.confirmed_by is None and not stage.alarmed,
            "what nobody confirmed is alarmed, once",
        )


# -- joining, splitting, common causes -----------------------------------------------------------


@_of(ev.Joined)
def _joined(a: Act, e: ev.Joined) -> None:
    p = a.problem
    a.must(a.can_act(e.by), "who joins them works here")
    a.must(e.twin != p.id, "a problem is not its own twin")
    a.must(
        not isinstance(p.stage, SetAside | JoinedTwin | Satisfied),
        "what goes on is joined to what goes on",
    )
    a.must(p.offer is None, "no offer is open on what is joined")
    a.must(not p.live, "nobody is joined to something else while on the line")


@_of(ev.FollowedTwin)
def _followed_twin(a: Act, e: ev.FollowedTwin) -> None:
    a.must(isinstance(a.problem.stage, JoinedTwin), "P4 a joined problem follows its twin")


@_of(ev.SplitOff)
def _split_off(a: Act, e: ev.SplitOff) -> None:
    p = a.problem
    a.must(e.by == p.owner and a.can_act(e.by), "the owner splits")
    a.must(isinstance(p.stage, Owned | Proposed), "what is open and has been answered is split")
    a.must(bool(e.problems) and p.id not in e.problems, "it is split into others")
    principal = p.principal
    if principal is not None and not principal.gone:
        a.must(a.told_any(ev.Asked), "the customer is asked about it")


@_of(ev.CauseLinked)
def _cause_linked(a: Act, e: ev.CauseLinked) -> None:
    a.must(a.problem.cause is None, "a problem has one common cause")
    a.must(a.can_act(e.by), "who links it works here")
    a.must(
        not isinstance(a.problem.stage, SetAside | JoinedTwin), "what is elsewhere is not linked"
    )


@_of(ev.CauseUnlinked)
def _cause_unlinked(a: Act, e: ev.CauseUnlinked) -> None:
    a.must(a.problem.cause == e.cause, "what is linked is unlinked")
    a.must(e.by in a.problem.ours and a.can_act(e.by), "who is with the customer unlinks it")


@_of(ev.CauseSpoken)
def _cause_spoken(a: Act, e: ev.CauseSpoken) -> None:
    p = a.problem
    a.must(p.cause == e.cause, "a lead speaks to whom the cause concerns")
    a.must(e.owner == p.owner, "it is sent in the owner's name")
    a.must(e.lead in a.company.leads and a.can_act(e.lead), "a lead speaks for a common cause")
    a.must(isinstance(p.stage, Owned | Proposed), "a lead speaks where somebody waits")
    a.must(a.told_any(ev.PromiseMade), "the lead's text carries a promise")


# -- the customer's side -------------------------------------------------------------------------


@_of(ev.PartyAdded)
def _party_added(a: Act, e: ev.PartyAdded) -> None:
    p = a.problem
    a.must(p.party(e.party) is None, "everybody is added once")
    a.must(e.role is not Role.PRINCIPAL or p.principal is None, "one principal's yes counts")
    if e.by is not None:
        a.must(a.can_act(e.by), "who adds them works here")
        a.must(
            not isinstance(p.stage, SetAside | JoinedTwin), "a colleague adds them where it goes on"
        )


@_of(ev.RoleGiven)
def _role_given(a: Act, e: ev.RoleGiven) -> None:
    party = a.problem.party(e.party)
    a.must(
        party is not None and Role.PRINCIPAL not in (party.role, e.role),
        "whose yes counts is for the customer's side to say",
    )
    a.must(e.by in a.problem.ours and a.can_act(e.by), "who is with the customer corrects a role")


@_of(ev.PrincipalGone)
def _principal_gone(a: Act, e: ev.PrincipalGone) -> None:
    principal = a.problem.principal
    a.must(
        principal is not None and principal.id == e.party and not principal.gone,
        "the principal who is there is reported gone",
    )
    a.must(e.by in a.problem.ours and a.can_act(e.by), "who is with the customer reports it")
    a.must(not a.problem.questions, "what they were asked ends with them")


@_of(ev.PrincipalNamed)
def _principal_named(a: Act, e: ev.PrincipalNamed) -> None:
    p = a.problem
    principal, speaker, named = p.principal, p.party(e.by), p.party(e.party)
    a.must(speaker is not None, "the customer's side names whose yes counts")
    a.must(
        principal is None or principal.gone or e.by == principal.id,
        "nobody takes the principal's yes away from them",
    )
    if speaker is not None:
        a.must(speaker == principal or not speaker.gone, "who is gone does not name another")
    a.must(named is not None and (named == speaker or not named.gone), "who is there is named")
    a.must(named != principal or (named is not None and named.gone), "somebody else is named")


# -- P6: live contact ----------------------------------------------------------------------------


@_of(ev.LiveStarted)
def _live_started(a: Act, e: ev.LiveStarted) -> None:
    a.must(a.contact(e.contact) is None, "a conversation starts once")
    a.must(
        not isinstance(a.problem.stage, SetAside | JoinedTwin),
        "a conversation is about what is looked after here",
    )
    a.must(not e.identified or a.began is None, "only who opened the problem is known by the call")


@_of(ev.RingStarted)
def _ring_started(a: Act, e: ev.RingStarted) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None, "somebody is rung into a conversation that goes on")
    a.must(a.can_act(e.whom), "who is rung works here and is not on the customer's side")
    if contact is not None:
        a.must(e.whom not in contact.here | contact.ringing, "nobody is rung who is there")


@_of(ev.RingEnded)
def _ring_ended(a: Act, e: ev.RingEnded) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.whom in contact.ringing, "a ring that rings ends")


@_of(ev.EnteredLive)
def _entered_live(a: Act, e: ev.EnteredLive) -> None:
    contact = a.contact(e.contact)
    called = any(isinstance(one, ev.LiveStarted) and one.contact == e.contact for one in a.told)
    a.must(
        contact is not None and (e.who in contact.ringing or called),
        "who comes in was rung, or called the customer",
    )
    a.must(a.can_act(e.who), "P6 who comes in works here and is not on the customer's side")
    a.must(e.who in a.problem.ours, "who comes in is the owner, the cover or a helper")
    a.must(not isinstance(a.problem.stage, Ringing), "who answers becomes the owner")
    promise = a.began.promise if a.began is not None else None
    others = any(one.all_rung for one in a.problem.live if one.id != e.contact)
    if promise is not None and promise.call_back and not others:
        a.must(a.told_any(ev.PromiseSettled), "P5 who is spoken with has been called back")


@_of(ev.LeftLive)
def _left_live(a: Act, e: ev.LeftLive) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.who in contact.here, "who is in it leaves it")
    if contact is None:
        return
    if e.why is ev.StepsOut.RELEASED:
        a.must(a.can_act(e.who), "who steps out works here")
        a.must(e.who != a.problem.owner, "P6 the owner stays in the live contact")
        a.must(contact.answered_by != e.who, "P6 who answered for the owner stays until they come")
    if e.why is ev.StepsOut.LEFT_COMPANY:
        a.must(e.who not in a.company.active, "who left the company has left it")
    elif e.who == a.problem.owner and a.can_act(e.who):
        rung = any(isinstance(one, ev.RingStarted) and one.whom == e.who for one in a.told)
        a.must(rung, "P6 when the owner's line drops the owner is rung again")


@_of(ev.AllRung)
def _all_rung(a: Act, e: ev.AllRung) -> None:
    p, contact = a.problem, a.contact(e.contact)
    if contact is None:
        a.must(False, "all are rung into a conversation that goes on")
        return
    a.must(not contact.here and not contact.ringing, "all were rung where nobody is")
    cover = [p.cover.colleague] if p.cover else []
    people = [p.owner, *p.helpers, *cover, p.host, p.fallback, *a.company.managers_of(p.owner)]
    missed = [who for who in people if a.can_act(who) and who not in contact.tried]
    a.must(not missed, "P6 owner, helpers, cover, host and managers are rung before nobody is")


@_of(ev.HoldStarted)
def _hold_started(a: Act, e: ev.HoldStarted) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.by in contact.here, "who is in it puts on hold")
    a.must(contact is not None and contact.hold_since is None, "hold starts once")
    a.must(a.can_act(e.by), "who holds works here")


@_of(ev.HoldEnded)
def _hold_ended(a: Act, e: ev.HoldEnded) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.by in contact.here, "who is in it ends the hold")
    a.must(contact is not None and contact.hold_since is not None, "hold ends once")
    a.must(a.can_act(e.by), "who holds works here")


@_of(ev.SlowBurned)
def _slow_burned(a: Act, e: ev.SlowBurned) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and not contact.burning, "a slow burn is alarmed once")


@_of(ev.LegRecorded)
def _leg_recorded(a: Act, e: ev.LegRecorded) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None and e.by in contact.here, "who hears them says who is on the line")
    a.must(a.can_act(e.by), "who says so works here")
    a.must(a.problem.party(e.party) is not None, "who is on the line is on the customer's side")


@_of(ev.LiveEnded)
def _live_ended(a: Act, e: ev.LiveEnded) -> None:
    contact = a.contact(e.contact)
    a.must(contact is not None, "a conversation ends once")
    if contact is None:
        return
    ours = e.how in (ev.LiveEnds.SILENCE, ev.LiveEnds.ABUSE)
    a.must(ours == (e.by is not None), "the customer ends it, or a colleague for a reason")
    if e.by is not None:
        a.must(
            a.can_act(e.by)
            and e.by in contact.here
            and e.by in (a.problem.owner, contact.answered_by),
            "P6 only who stays ends it",
        )
        written = a.told_any(ev.WordSpoken)
        promised = a.told_any(ev.PromiseMade) or not a.problem.is_open
        a.must(written and promised, "P6 it is ended with a written promise")
    elif a.problem.is_open and (not contact.here or e.how is ev.LiveEnds.CUSTOMER_DROPPED):
        stands: Promise | None = a.problem.promise
        made = [one for one in a.told if isinstance(one, ev.PromiseMade)]
        a.must(
            any(one.call_back for one in made) or (stands is not None and stands.call_back),
            "P6 who was cut off or not answered is called back",
        )
