"""One problem's life, from its arrival to the customer's "it is solved": lived through the rule.

Whatever happens is a command that meets `act`, as in the journal; between two of them the clock
says what it has to say. So there is no timeline here that could not have come about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from bench.company import vocabulary
from bench.company.arrivals import at_work
from bench.company.people import People, language_of
from stayline.ownership import Problem
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.evidence import ListedReply, PageButton
from stayline.ownership.ids import (
    ColleagueId,
    ContactId,
    Number,
    PartyId,
    ProblemId,
    TextId,
    WordId,
)
from stayline.ownership.problem import About, Aside, Owned, Proposed, Ringing, WaitsFor
from stayline.ownership.protocol import act
from stayline.problems.timers import Lengths, Timer, timers

ROOM = 64
"""So many words, texts and contacts a problem may have: their ids follow from its own."""

_MOMENT = timedelta(seconds=1)
_LATE = 0.07
"""How often we forget what was promised."""

_LONG = 400
"""One problem of so many has about forty words."""


class Word(NamedTuple):
    """Something said, as it is kept."""

    id: int
    contact: int | None
    kind: str
    colleague: int | None
    customer: int | None
    at: datetime
    subject: str
    text: str


class Text(NamedTuple):
    """A brief, a reason, a request."""

    id: int
    kind: str
    by: int
    text: str
    at: datetime


class Contact(NamedTuple):
    """One meeting with the customer."""

    id: int
    kind: str
    at: datetime


class Decided(NamedTuple):
    """An event, its number and that of the first event of its decision."""

    number: int
    decision: int
    event: ev.Event


@dataclass(frozen=True)
class Plan:
    """What is settled before a problem comes."""

    problem: ProblemId
    at: datetime
    until: datetime
    stays_open: bool = False
    owner: ColleagueId | None = None
    """Whose it is and stays, where that is settled."""


class _NotYet(Exception):
    """What comes next lies after the last moment of this company."""


class Life:
    """Plays one plan; what came of it stands in `told`, `words`, `texts`, `contacts`, `timers`."""

    def __init__(self, plan: Plan, people: People, rng: Random) -> None:
        self.plan, self.people, self.rng = plan, people, rng
        self.at = plan.at
        self.problem: Problem | None = None
        self.told: list[Decided] = []
        self.words: list[Word] = []
        self.texts: list[Text] = []
        self.contacts: list[Contact] = []
        self.timers: list[Timer] = []
        self.customer = PartyId(people.customer(rng))
        self.language = language_of(self.customer)
        self.subject = vocabulary.subject(rng, self.language)
        self.door = rng.choice(people.mail_doors)

    def play(self) -> Life:
        try:
            self._arrive()
            if not self.plan.stays_open and self._draw(0.06) and self._sets_aside():
                return self
            self._begin()
            for _ in range(self._rounds()):
                self._round()
            if self.plan.stays_open:
                raise _NotYet
            self._end()
        except _NotYet:
            self._until(self.plan.until)
            if not self.plan.stays_open and self.now.is_open:
                self._do(do.SaySatisfied(at=self.at, evidence=PageButton(party=self.customer)))
        return self

    @property
    def now(self) -> Problem:
        assert self.problem is not None, "a problem is opened first"
        return self.problem

    # -- what happens ----------------------------------------------------------------------------

    def _do(self, command: do.Command) -> tuple[ev.Event, ...]:
        """Raises Refused where a life is badly written."""
        first = self.now.version + 1 if self.problem else 1
        events, self.problem = act(self.problem, command, self.people.company)
        self.told += [Decided(first + place, first, one) for place, one in enumerate(events)]
        self.timers = timers(self.problem, self.timers, self._lengths, self.at)
        return events

    @property
    def _lengths(self) -> Lengths:
        return Lengths(
            ring_ends=lambda: at_work(self.at) + timedelta(minutes=15),
            aside_confirmed_by=lambda: at_work(self.at + timedelta(days=1)),
        )

    def _wait(self, hours: float, *, at_work_only: bool = True) -> None:
        """About so long; ours do nothing at night. Raises _NotYet past the last moment."""
        later = self.at + timedelta(hours=self.rng.expovariate(1 / hours), seconds=20)
        if at_work_only:
            later = self._in_time(at_work(later))
        if later > self.plan.until:
            raise _NotYet
        self._until(later)

    def _in_time(self, later: datetime) -> datetime:
        """Mostly before what was promised."""
        promise = self.now.promise
        if promise is None or self._draw(_LATE):
            return later
        return max(self.at, min(later, promise.due - timedelta(minutes=self.rng.randint(1, 50))))

    def _until(self, later: datetime) -> None:
        """What the clock has to say up to this moment is said."""
        while (due := self.timers[0] if self.timers else None) and due.due + _MOMENT < later:
            self.at = max(self.at, due.due + _MOMENT)
            if not self._do(self._said_by_clock(due)):
                break
        self.at = max(self.at, later)

    def _said_by_clock(self, timer: Timer) -> do.Command:
        number, _, times = timer.key.partition(":")
        match timer.kind:
            case "promise":
                promise = Number(int(number))
                return do.BreakPromise(at=self.at, promise=promise, next_due=self._in(8))
            case "offer":
                return do.LapseOffer(at=self.at, offer=Number(int(number)), lapses=timer.due)
            case "ring":
                return do.RingOn(at=self.at, turn=Number(int(number)))
            case "aside":
                return do.AlarmAside(at=self.at)
            case "ask again":
                question = Number(int(number))
                return do.AskAgain(at=self.at, question=question, times=int(times))
            case _:
                return do.GoQuiet(at=self.at)

    def _in(self, hours: float) -> datetime:
        return at_work(self.at + timedelta(hours=hours))

    def _terms(self, hours: float, waits_for: WaitsFor = WaitsFor.US) -> do.Terms:
        due = self._in(hours)
        return do.Terms(due=due, latest=due, waits_for=waits_for)

    def _draw(self, chance: float) -> bool:
        return self.rng.random() < chance

    # -- what is said ----------------------------------------------------------------------------

    def _word(self, kind: str, median: int, *, by: int | None = None, contact: int = 0) -> WordId:
        said = Word(
            id=self.plan.problem * ROOM + len(self.words),
            contact=contact or None,
            kind=kind,
            colleague=by,
            customer=self.customer if kind == "heard" else None,
            at=self.at,
            subject=self.subject if kind == "heard" else "",
            text=self._text(median),
        )
        self.words.append(said)
        return WordId(said.id)

    def _text(self, median: int) -> str:
        said = vocabulary.text(self.rng, self.language, median)
        return f"FW-{self.plan.problem * 7919 % 9_999_991} {said}" if self._draw(0.2) else said

    def _brief(self, kind: str, by: int) -> TextId:
        text = Text(self.plan.problem * ROOM + len(self.texts), kind, by, self._text(18), self.at)
        self.texts.append(text)
        return TextId(text.id)

    def _contact(self, kind: str) -> ContactId:
        contact = Contact(self.plan.problem * ROOM + len(self.contacts), kind, self.at)
        self.contacts.append(contact)
        return ContactId(contact.id)

    def _hear(self, kind: str = "mail", *, by: int | None = None, median: int = 55) -> WordId:
        contact = self._contact(kind)
        word = self._word("heard", median, by=by, contact=contact)
        heard = do.HearWord(
            at=self.at, party=self.customer, word=word, contact=contact, answer_by=self._in(6)
        )
        self._do(heard)
        return word

    # -- arriving --------------------------------------------------------------------------------

    def _arrive(self) -> None:
        kind = self.rng.choices(("mail", "form", "encounter", "call"), (72, 6, 10, 12))[0]
        host = self.plan.owner or self.people.anybody(self.rng)
        if kind == "encounter":
            self.door = self.people.in_person
            self._open(ev.Arrival.ENCOUNTER, (host,))
            self._hear("encounter", by=host)
        elif kind == "call" and at_work(self.at) == self.at:
            self._call(host)
        else:
            arrival = ev.Arrival.FORM if kind == "form" else ev.Arrival.MAIL
            self._open(arrival, (host, self.people.another(self.rng, host), self.door.fallback))
            self._hear("form" if kind == "form" else "mail")

    def _open(
        self,
        arrival: ev.Arrival,
        hosts: tuple[ColleagueId, ...],
        contact: ContactId | None = None,
    ) -> None:
        opened = do.Open(
            at=self.at,
            problem=self.plan.problem,
            arrival=arrival,
            door=self.door.id,
            hosts=tuple(dict.fromkeys(hosts)),
            fallback=self.door.fallback,
            reviewer=self.door.reviewer,
            promise=self._in(4),
            principal=self.customer,
            contact=contact,
        )
        self._do(opened)

    def _call(self, host: ColleagueId) -> None:
        contact = self._contact("call")
        self._open(ev.Arrival.CALL, (host, self.door.fallback), contact)
        self.at += timedelta(seconds=self.rng.randint(3, 20))
        self._do(do.AnswerRing(at=self.at, by=host, contact=contact, answer_by=self._in(4)))
        self.at += timedelta(seconds=self.rng.randint(40, 900))
        note = self._word("note", 25, by=host)
        self._do(do.WriteNote(at=self.at, by=host, word=note))
        self._do(do.HangUp(at=self.at, contact=contact, call_back_by=self._in(4)))

    def _sets_aside(self) -> bool:
        """Spam, mostly. False where somebody was met: then it is a customer's."""
        if self.now.met:
            return False
        self._wait(0.1)
        why = self.rng.choices((Aside.SPAM, Aside.MACHINE, Aside.OTHER), (8, 1, 1))[0]
        self._do(do.PutAside(at=self.at, by=self.now.owner, why=why))
        self._wait(5)
        first = getattr(self.now.stage, "by", None) or self.now.owner
        second = self.people.another(self.rng, first)
        self._do(do.ConfirmAside(at=self.at, by=second))
        return True

    def _begin(self) -> None:
        """Somebody says "I will help you"; until then it may ring on."""
        if isinstance(self.now.stage, Ringing):
            self._wait(0.02 if self.plan.owner else 0.12)
            self._do(do.SayIWillHelp(at=self.at, by=self.now.owner))

    # -- going on --------------------------------------------------------------------------------

    def _rounds(self) -> int:
        if self.plan.problem % _LONG == 0:
            return self.rng.randint(17, 20)
        return min(int(self.rng.expovariate(1 / 1.6)), 12)

    def _round(self) -> None:
        """We write, and the customer answers; now and then somebody else comes in."""
        if self._draw(0.25):
            self._wait(1)
            note = self._word("note", 15, by=self.now.owner)
            self._do(do.WriteNote(at=self.at, by=self.now.owner, word=note))
        if self._draw(0.12):
            self._ask_for_help()
        if self.plan.owner is None and self._draw(0.11):
            self._hand_over()
        self._wait(self.rng.choice((0.5, 2, 5)))
        waits_for = self.rng.choice((WaitsFor.US, WaitsFor.CUSTOMER, WaitsFor.CUSTOMER))
        self._speak(self.now.owner, self._terms(self.rng.choice((24, 48, 72)), waits_for))
        self._wait(8, at_work_only=False)
        self._hear(self.rng.choice(("mail", "mail", "mail", "page")), median=30)

    def _speak(self, by: ColleagueId, terms: do.Terms | None) -> None:
        word = self._word("spoken", 42, by=by)
        self._do(do.Write(at=self.at, by=by, word=word, promise=terms))

    def _ask_for_help(self) -> None:
        owner = self.now.owner
        whom = self.people.another(self.rng, *self.now.ours)
        text = self._brief("request", owner)
        self._do(do.AskToHelp(at=self.at, by=owner, whom=whom, text=text))
        self._wait(1.5)
        if self._draw(0.2):
            reason = self._brief("reason", whom)
            self._do(do.DeclineHelp(at=self.at, by=whom, reason=reason))
            return
        self._do(do.Join(at=self.at, by=whom))
        self._wait(1)
        self._speak(whom, None)
        if self._draw(0.5):
            self._do(do.StepBack(at=self.at, by=whom))

    def _hand_over(self) -> None:
        """Offered, picked up, asked, agreed; or one of the ways in which it comes to nothing."""
        if not isinstance(self.now.stage, Owned):
            return
        owner = self.now.owner
        whom = self.people.another(self.rng, *self.now.ours, *self.now.refused)
        brief = self._brief("brief", owner)
        lapses = self._in(6)
        self._do(do.Offer(at=self.at, by=owner, receivers=(whom,), brief=brief, lapses=lapses))
        self._wait(1)
        if self.now.offer is None:
            return
        number = self.now.offer.number
        if self._draw(0.15):
            self._do(do.Decline(at=self.at, by=whom, offer=number))
            return
        self._do(do.PickUp(at=self.at, by=whom, offer=number, lapses=self._in(30)))
        self._wait(0.3)
        if not self._is_offered(number):  # a night was in between, and it has lapsed
            return
        self._do(do.Ask(at=self.at, by=owner, offer=number, lapses=self._in(48)))
        self._wait(6, at_work_only=False)
        question = self.now.question_about(About.TAKEOVER)
        if question is not None:
            self._answer(question.number, ev.Reply.YES if self._draw(0.88) else ev.Reply.NO)

    def _is_offered(self, number: Number) -> bool:
        offer = self.now.offer
        return offer is not None and offer.number == number

    def _answer(self, question: Number, reply: ev.Reply) -> None:
        """By a button, or by a mail that says just that."""
        evidence: PageButton | ListedReply = PageButton(party=self.customer)
        if self._draw(0.4):
            contact = self._contact("mail")
            word = self._word("heard", 3, contact=contact)
            heard = do.HearWord(
                at=self.at,
                party=self.customer,
                word=word,
                contact=contact,
                answer_by=self._in(6),
                substance=False,
            )
            self._do(heard)
            evidence = ListedReply(party=self.customer, word=word)
        answered = do.Answer(
            at=self.at, question=question, reply=reply, evidence=evidence, answer_by=self._in(6)
        )
        self._do(answered)

    # -- ending ----------------------------------------------------------------------------------

    def _end(self) -> None:
        self._wait(3)
        ends = self.rng.random()
        if ends < 0.04:
            self._do(do.LetBe(at=self.at, evidence=PageButton(party=self.customer)))
            return
        if ends < 0.12:
            self._do(do.SaySatisfied(at=self.at, evidence=PageButton(party=self.customer)))
            return
        owner = self.now.owner
        word = self._word("spoken", 42, by=owner)
        terms = self._terms(96, WaitsFor.CUSTOMER)
        self._do(do.ProposeSolution(at=self.at, by=owner, word=word, look_again=terms))
        if ends < 0.2:
            self._hear_nothing()
            return
        self._wait(16, at_work_only=False)
        if isinstance(self.now.stage, Proposed):
            self._answer(self.now.stage.question, ev.Reply.YES)

    def _hear_nothing(self) -> None:
        """Asked again by the clock, looked at again by us, and quiet after twelve days."""
        while isinstance(self.now.stage, Proposed):
            self._wait(80)
            if isinstance(self.now.stage, Proposed):
                self._speak(self.now.owner, self._terms(96, WaitsFor.CUSTOMER))
