"""The cast, and their stories.

Bea in billing, Tom in technical support, Erik the engineer, and Sally, head of sales support, to
whom they answer (when she is away, Erik does). Carol is the customer; Dan works with her.

A `Story` is one problem and what has happened to it. Its beginnings are methods (`owned()`,
`offered()`, `asked()` …); each tells a legal story and stops there, so that a test starts exactly
where its own sentence does. `story.do(command)` gives the events of that command alone;
`story.refuses(command)` gives the sentence of the refusal and checks that nothing has changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from stayline.ownership import Company, Problem, Refused, decide, fold
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.auditor import audit_act
from stayline.ownership.commands import Answer, Command
from stayline.ownership.evidence import Evidence, PageButton
from stayline.ownership.ids import (
    CauseId,
    ColleagueId,
    ContactId,
    DoorId,
    Number,
    PartyId,
    ProblemId,
    TextId,
    WordId,
)
from stayline.ownership.problem import Aside, LiveKind, Offer, Promise, Role, WaitsFor

BEA, TOM, SALLY, ERIK = (ColleagueId(number) for number in (1, 2, 3, 4))
CAROL, DAN = PartyId(11), PartyId(12)
NAMES = {BEA: "Bea", TOM: "Tom", SALLY: "Sally", ERIK: "Erik"}

PROBLEM, TWIN, THIRD = ProblemId(42), ProblemId(41), ProblemId(43)
BILLING = DoorId(7)
CALL, CHAT = ContactId(70), ContactId(71)
HELLO, REPLY, NOTE, WORD = WordId(100), WordId(101), WordId(102), WordId(103)
BRIEF, REASON = TextId(200), TextId(201)
CAUSE, OTHER_CAUSE = CauseId(300), CauseId(301)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON = NOON + 30 * MINUTE
TODAY = NOON + 4 * HOUR
TOMORROW = NOON + DAY
IN_FIVE_DAYS = NOON + 5 * DAY

FERNWOOD = Company(
    version=1,
    active=frozenset({BEA, TOM, SALLY, ERIK}),
    manager={BEA: SALLY, TOM: SALLY, ERIK: SALLY},
    deputy={SALLY: ERIK},
    leads=frozenset({SALLY}),
)


def without(*gone: ColleagueId, company: Company = FERNWOOD, **changes: Any) -> Company:
    """The company once these have left it."""
    return replace(company, version=2, active=company.active - {*gone}, **changes)


def opens(**changes: Any) -> do.Open:
    """Carol's mail to billing: Bea's turn, then Tom's; behind the door stands Sally."""
    usual: dict[str, Any] = {
        "at": NOON,
        "problem": PROBLEM,
        "arrival": ev.Arrival.MAIL,
        "door": BILLING,
        "hosts": (BEA, TOM, SALLY),
        "fallback": SALLY,
        "reviewer": SALLY,
        "promise": TODAY,
        "principal": CAROL,
    }
    return do.Open(**(usual | changes))


def terms(due: datetime = TOMORROW, **changes: Any) -> do.Terms:
    return do.Terms(due=due, **({"latest": IN_FIVE_DAYS} | changes))


BUTTON = PageButton(party=CAROL)


class Story:
    """One problem, its whole timeline, and the company it happens in."""

    def __init__(self, company: Company = FERNWOOD) -> None:
        self.company = company
        self.timeline: list[ev.Event] = []
        self._problem: Problem | None = None

    @property
    def problem(self) -> Problem:
        assert self._problem is not None
        return self._problem

    def do(self, command: Command) -> tuple[ev.Event, ...]:
        told = decide(self._problem, command, self.company)
        if told:
            _, broken = audit_act(self._problem, told, self.company)
            assert not broken, [str(one) for one in broken]
        self.timeline += told
        if self.timeline:
            self._problem = fold(self.timeline)
        return told

    def then(self, *commands: Command) -> Story:
        for command in commands:
            self.do(command)
        return self

    def refuses(self, command: Command) -> str:
        """The refusal's sentence, as it is shown."""
        before = self._problem
        try:
            told = decide(self._problem, command, self.company)
        except Refused as refused:
            assert self._problem is before
            return refused.spoken(NAMES, "Carol")
        raise AssertionError(f"nobody refused; it told {told}")

    def in_company(self, company: Company) -> Story:
        self.company = company
        return self

    # -- what tests point at ---------------------------------------------------------------------

    @property
    def next(self) -> int:
        """The number of the next event."""
        return len(self.timeline) + 1

    @property
    def offer(self) -> Offer:
        assert self.problem.offer is not None
        return self.problem.offer

    @property
    def question(self) -> Number:
        """The question that was asked last and is still open."""
        return self.problem.questions[-1].number

    @property
    def promise(self) -> Promise:
        assert self.problem.promise is not None
        return self.problem.promise

    # -- beginnings ------------------------------------------------------------------------------

    def ringing(self, **changes: Any) -> Story:
        return self.then(opens(**changes))

    def owned(self, **changes: Any) -> Story:
        """Bea has said "I will help you" and Carol has heard from her."""
        return self.ringing(**changes).then(
            do.SayIWillHelp(at=NOON, by=BEA),
            do.Write(at=NOON, by=BEA, word=REPLY, promise=terms(TODAY)),
        )

    def unmet(self) -> Story:
        """Bea has said "I will help you", and Carol has not heard from her yet."""
        return self.ringing().then(do.SayIWillHelp(at=NOON, by=BEA))

    def internal(self, **changes: Any) -> Story:
        """Erik asks Bea for something; nobody outside is concerned."""
        usual: dict[str, Any] = {
            "arrival": ev.Arrival.INTERNAL,
            "hosts": (BEA,),
            "door": None,
            "principal": None,
        }
        return self.ringing(**(usual | changes))

    def helped(self, by: ColleagueId = TOM) -> Story:
        """Bea has brought somebody in."""
        return self.then(do.AskToHelp(at=NOON, by=BEA, whom=by), do.Join(at=NOON, by=by))

    def covered(self, by: ColleagueId = TOM) -> Story:
        return self.then(do.StartCover(at=NOON, by=BEA, cover=by, until=TOMORROW))

    def offered(self, *receivers: ColleagueId) -> Story:
        return self.then(
            do.Offer(at=NOON, by=BEA, receivers=receivers or (TOM,), brief=BRIEF, lapses=SOON)
        )

    def picked_up(self) -> Story:
        """Tom has picked up."""
        self.offered()
        return self.then(do.PickUp(at=NOON, by=TOM, offer=self.offer.number, lapses=TODAY))

    def asked(self) -> Story:
        """Carol has been asked whether Tom may take it from here."""
        self.picked_up()
        return self.then(do.Ask(at=NOON, by=BEA, offer=self.offer.number, lapses=TOMORROW))

    def heard(self) -> Story:
        """A voice in the call has asked it."""
        return self.then(do.HearQuestion(at=NOON, contact=CALL, question=self.question))

    def answers(
        self,
        reply: ev.Reply,
        *,
        evidence: Evidence = BUTTON,
        question: Number | None = None,
        at: datetime = NOON,
    ) -> Answer:
        number = self.question if question is None else question
        return do.Answer(at=at, question=number, reply=reply, evidence=evidence, answer_by=TODAY)

    def handed_over(self) -> Story:
        """Carol said yes: Tom is the owner."""
        self.asked()
        return self.then(self.answers(ev.Reply.YES))

    def proposed(self) -> Story:
        return self.then(
            do.ProposeSolution(
                at=NOON,
                by=self.problem.owner,
                word=REPLY,
                look_again=terms(TOMORROW, waits_for=WaitsFor.CUSTOMER),
            )
        )

    def satisfied(self) -> Story:
        return self.then(do.SaySatisfied(at=NOON, evidence=BUTTON))

    def let_be(self) -> Story:
        return self.then(do.LetBe(at=NOON, evidence=BUTTON))

    def set_aside(self, why: Aside = Aside.SPAM) -> Story:
        """Bea took it for no customer's; Sally, the reviewer, owns it."""
        return self.then(do.PutAside(at=NOON, by=BEA, why=why))

    def final_no(self) -> Story:
        """Bea has written a final no; it waits for a second signature."""
        return self.then(do.SayFinalNo(at=NOON, by=BEA, word=REPLY, names_complaint=True))

    def relief_asked(self) -> Story:
        """Sally has asked to relieve Bea."""
        return self.then(do.Relieve(at=NOON, by=SALLY, reason=REASON))

    def joined(self) -> Story:
        """Joined to its twin, which Bea owns too."""
        return self.then(do.JoinTwin(at=NOON, by=BEA, twin=twin()))

    def caused(self) -> Story:
        return self.then(do.LinkCause(at=NOON, by=BEA, cause=CAUSE))

    def with_dan(self, role: Role = Role.AFFECTED) -> Story:
        return self.then(do.AddParty(at=NOON, party=DAN, role=role, answer_by=TODAY, by=BEA))

    def call(self, party: PartyId | None = CAROL) -> Story:
        """Carol rings about it; her person is being rung."""
        return self.then(
            do.StartLive(at=NOON, contact=CALL, kind=LiveKind.CALL, answer_by=TODAY, party=party)
        )

    def on_the_line(self, by: ColleagueId = BEA) -> Story:
        """Carol has rung, and somebody is in the call with her."""
        return self.call().then(
            do.AnswerRing(at=NOON, by=by, contact=CALL, answer_by=TODAY),
        )

    def brought_in(self, whom: ColleagueId = TOM) -> Story:
        """Bea is in the call, and another has come into it."""
        return self.then(
            do.BringIn(at=NOON, by=BEA, contact=CALL, whom=whom),
            do.AnswerRing(at=NOON, by=whom, contact=CALL, answer_by=TODAY),
        )

    def identified(self, party: PartyId = CAROL) -> Story:
        return self.then(do.RecordLeg(at=NOON, by=BEA, contact=CALL, party=party, answer_by=TODAY))

    def hears(self, word: WordId = WORD, **changes: Any) -> Story:
        return self.then(hears(word, **changes))


def hears(word: WordId = WORD, **changes: Any) -> do.HearWord:
    """Carol writes."""
    usual: dict[str, Any] = {"at": NOON, "party": CAROL, "word": word, "answer_by": TODAY}
    return do.HearWord(**(usual | changes))


def twin(**changes: Any) -> do.TwinFacts:
    """Carol's older problem, which Bea owns too."""
    usual: dict[str, Any] = {
        "problem": TWIN,
        "owner": BEA,
        "is_open": True,
        "is_joined": False,
        "offer_open": False,
        "principal": CAROL,
    }
    return do.TwinFacts(**(usual | changes))


def kinds(events: tuple[ev.Event, ...]) -> list[str]:
    """What happened, by name, for tests that are about the order."""
    return [type(event).__name__ for event in events]
