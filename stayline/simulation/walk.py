"""The walk: every reachable state of one problem, with everything anybody could try in each.

Four colleagues and two people on the customer's side. The whole product of everything a problem can
know is too large, so the walk goes through *areas*: each takes the commands of some nouns together
and walks all their states. What is covered together is `AREAS`, below; two nouns that are in no area
together are only met together by the simulation. The areas overlap so that each noun meets the ones
it touches: every owner's change meets the handoff, every end meets the promise, every leaver
meets everything.

In every state each command of the area's alphabet is tried (alphabet.py), whoever gives it. What
`decide` tells is judged by the auditor (safety). Then three things must be possible from *there*
(liveness, P11): the customer can become satisfied, the problem can be handed to each active, willing
colleague, and each colleague can leave, or is told whom to name first.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.auditor import audit_act
from stayline.ownership.company import Company
from stayline.ownership.evidence import (
    PageButton,
)
from stayline.ownership.ids import ColleagueId, PartyId
from stayline.ownership.problem import (
    JoinedTwin,
    Nature,
    Party,
    Problem,
    Resting,
    Ringing,
    Role,
    Satisfied,
    SetAside,
)
from stayline.ownership.protocol import act
from stayline.ownership.refusal import Refused
from stayline.simulation.alphabet import (
    ALPHABET,
    BEA,
    CAROL,
    DUE,
    ERIK,
    FAR,
    NOW,
    SALLY,
    SOON,
    TEXT,
    TOM,
    WORD,
)
from stayline.simulation.areas import AREAS, Area
from stayline.simulation.canonical import canonical

NEVER_REFUSED = (
    do.HearWord,
    do.HearStranger,
    do.HearMachine,
    do.RingOn,
    do.BreakPromise,
    do.LapseOffer,
    do.AskAgain,
    do.AlarmAside,
    do.EndRing,
    do.DropLine,
    do.HangUp,
    do.BurnSlowly,
    do.AnnounceRecording,
    do.HearQuestion,
    do.FollowTwin,
    do.ReceiveTwin,
)
"""Facts and timers: what happened, happened (P7)."""


_MISTAKES = (AssertionError, AttributeError, KeyError, ValueError, TypeError, RecursionError)
"""A rule that fails instead of deciding is wrong too, and the walk goes on."""


def company_of(active: frozenset[ColleagueId]) -> Company:
    """Sally leads Bea, Tom and Erik; Erik is her deputy; Bea named Tom to inherit from her."""
    return Company(
        version=5 - len(active),
        active=active,
        manager={BEA: SALLY, TOM: SALLY, ERIK: SALLY},
        deputy={SALLY: ERIK},
        successor={BEA: TOM},
        leads=frozenset({SALLY}),
    )


EVERYBODY = frozenset({BEA, TOM, SALLY, ERIK})


@dataclass
class Found:
    """What a walk saw, and what was wrong."""

    area: str
    states: int = 0
    tried: int = 0
    told: int = 0
    kinds: Counter[type[ev.Event]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


State = tuple[Problem, frozenset[ColleagueId]]


class Walk:
    """Walks one area, nearest states first; stops at the first thing that is wrong, if asked to."""

    def __init__(
        self, area: Area, *, states_max: int | None = None, until_broken: bool = False
    ) -> None:
        self.area = area
        self.found = Found(area.name)
        self._states_max = states_max
        self._until_broken = until_broken
        self._companies: dict[frozenset[ColleagueId], Company] = {}
        self._letters: dict[object, tuple[do.Command, ...]] = {}
        self._seen: set[State] = set()
        self._next: deque[State] = deque()

    def run(self) -> Found:
        for beginning in self.area.beginnings:
            self._begin(beginning)
        while self._next and not self._enough():
            self._visit(*self._next.popleft())
        self.found.states = len(self._seen)
        return self.found

    def _enough(self) -> bool:
        return bool(self._until_broken and self.found.broken)

    def _begin(self, beginning: tuple[do.Command, ...]) -> None:
        problem: Problem | None = None
        company = self._company(EVERYBODY)
        for command in beginning:
            told, after = act(problem, command, company)
            self._judge(problem, told, company, command)
            problem = after
        assert problem is not None
        self._come_to(problem, EVERYBODY)

    def _company(self, active: frozenset[ColleagueId]) -> Company:
        if active not in self._companies:
            self._companies[active] = company_of(active)
        return self._companies[active]

    def _come_to(self, problem: Problem, active: frozenset[ColleagueId]) -> None:
        state = (canonical(problem), active)
        if state in self._seen:
            return
        if self._states_max is not None and len(self._seen) >= self._states_max:
            return
        self._seen.add(state)
        self._next.append(state)

    # -- one state -------------------------------------------------------------------------------

    def _visit(self, problem: Problem, active: frozenset[ColleagueId]) -> None:
        company = self._company(active)
        for command in self._alphabet(problem):
            self.found.tried += 1
            try:
                told, after = act(problem, command, company)
            except Refused as refused:
                if isinstance(command, NEVER_REFUSED):
                    self._wrong(f"P7 a fact was refused ({refused.sentence})", problem, command)
                continue
            except _MISTAKES as error:
                self._wrong(f"decide failed: {error!r}", problem, command)
                continue
            if told:
                self.found.told += 1
                self._judge(problem, told, company, command)
                self._come_to(after, active)
        for leaver in self.area.leavers:
            if leaver in active and len(active) > self.area.at_least:
                self._leave(problem, active, leaver)
        try:
            for sentence in what_cannot_happen(problem, company):
                self._wrong(sentence, problem, None)
        except _MISTAKES as error:
            self._wrong(f"decide failed: {error!r}", problem, None)

    def _leave(self, problem: Problem, active: frozenset[ColleagueId], leaver: ColleagueId) -> None:
        company = self._company(active - {leaver})
        for introduce_by in (SOON, FAR):
            command = do.GiveUpRoles(at=NOW, leaver=leaver, introduce_by=introduce_by)
            try:
                told, after = act(problem, command, company)
            except Refused:
                continue  # whether rightly is judged below, with the other liveness
            except _MISTAKES as error:
                self._wrong(f"decide failed: {error!r}", problem, command)
                continue
            self.found.told += 1
            self._judge(problem, told, company, command)
            self._come_to(after, active - {leaver})

    def _alphabet(self, p: Problem) -> tuple[do.Command, ...]:
        """The commands to try here; they differ only by the few numbers a state knows."""
        key = (
            p.owner,
            p.offer and p.offer.number,
            p.promise and p.promise.number,
            p.takeover and p.takeover.question,
            p.stage.turn if isinstance(p.stage, Ringing) else None,
            tuple((question.number, question.times) for question in p.questions),
        )
        if key not in self._letters:
            letters = [ALPHABET[kind](p, self.area.cast) for kind in self.area.kinds]
            self._letters[key] = tuple(command for commands in letters for command in commands)
        return self._letters[key]

    def _judge(
        self,
        before: Problem | None,
        told: tuple[ev.Event, ...],
        company: Company,
        command: do.Command,
    ) -> None:
        for event in told:
            self.found.kinds[type(event)] += 1
        if not told:
            return
        _, broken = audit_act(before, told, company)
        for one in broken:
            self._wrong(one.sentence, before, command)

    def _wrong(self, sentence: str, problem: Problem | None, command: do.Command | None) -> None:
        if len(self.found.broken) < 20:
            self.found.broken.append(f"{sentence}\n  after: {command}\n  in: {problem}")


# -- liveness: what must be possible from everywhere ---------------------------------------------


def what_cannot_happen(problem: Problem, company: Company) -> Iterator[str]:
    """P11, tried out from this state; nothing, where all of it is possible."""
    if isinstance(problem.stage, JoinedTwin):
        return  # it follows its twin, and P11 is about the twin
    if not _can_become_satisfied(problem, company):
        yield "P11 the customer can become satisfied"
    for who in sorted(company.active):
        if who not in problem.refused and who != problem.owner:
            yield from _cannot_take_over(problem, company, who)
        yield from _cannot_leave(problem, company, who)


def _do(problem: Problem, company: Company, *commands: do.Command) -> Problem:
    for command in commands:
        _, problem = act(problem, command, company)
    return problem


def _can_become_satisfied(problem: Problem, company: Company) -> bool:
    try:
        there, principal = _somebody_to_ask(problem, company)
        told = do.SaySatisfied(at=NOW, evidence=PageButton(party=principal))
        return isinstance(_do(there, company, told).stage, Satisfied)
    except Refused:
        return False


def _somebody_to_ask(problem: Problem, company: Company) -> tuple[Problem, PartyId]:
    """The principal; if they are gone, their side names another, or they say: I am still here."""
    principal = problem.principal
    if principal is not None and not principal.gone:
        return problem, principal.id
    there = [party for party in problem.parties if not party.gone and party is not principal]
    speaker = there[0] if there else principal
    if speaker is None:
        speaker = Party(id=CAROL, role=Role.PRINCIPAL)
        add = do.AddParty(at=NOW, party=CAROL, role=speaker.role, answer_by=DUE)
        return _do(problem, company, add), CAROL
    name = do.NamePrincipal(at=NOW, by=speaker.id, party=speaker.id)
    return _do(problem, company, name), speaker.id


def _cannot_take_over(problem: Problem, company: Company, who: ColleagueId) -> Iterator[str]:
    if problem.nature is Nature.OTHER or problem.is_party(who):
        return
    try:
        if _hand_over(problem, company, who).owner != who:
            yield f"P11 a handoff to {who} can complete"
    except Refused as refused:
        yield f"P11 a handoff to {who} can complete ({refused.sentence})"


def _hand_over(problem: Problem, company: Company, to: ColleagueId) -> Problem:
    """The whole warm handoff, from wherever the problem stands."""
    p, principal = _somebody_to_ask(problem, company)
    p = _awake(p, company, principal)
    if p.owner == to:
        return p  # they were the host
    if p.offer is not None:
        p = _do(p, company, do.Withdraw(at=NOW, by=p.owner, offer=p.offer.number))
    for contact in p.live:
        if to not in contact.here | contact.ringing:
            by = next((one for one in sorted(contact.here) if one in p.ours), None)
            p = _come_in(p, company, p.owner if by is None else by, contact.id)
            bring = do.BringIn(
                at=NOW, by=p.owner if by is None else by, contact=contact.id, whom=to
            )
            p = _do(p, company, bring)
        if to not in contact.here:
            p = _do(p, company, do.AnswerRing(at=NOW, by=to, contact=contact.id, answer_by=DUE))
    offer = do.Offer(at=NOW, by=p.owner, receivers=(to,), brief=TEXT, lapses=DUE)
    p = _do(p, company, offer)
    assert p.offer is not None
    number = p.offer.number
    p = _do(p, company, do.PickUp(at=NOW, by=to, offer=number, lapses=DUE))
    if p.owner == to:
        return p  # a redirect needs no more
    p = _do(p, company, do.Ask(at=NOW, by=p.owner, offer=number, lapses=DUE))
    yes = do.Answer(
        at=NOW,
        question=p.questions[-1].number,
        reply=ev.Reply.YES,
        evidence=PageButton(party=principal),
        answer_by=DUE,
    )
    return _do(p, company, yes)


def _come_in(p: Problem, company: Company, who: ColleagueId, contact: int) -> Problem:
    """Somebody of ours is in the conversation, so that they can bring in another."""
    [one] = [live for live in p.live if live.id == contact]
    if who in one.here:
        return p
    if who not in one.ringing:
        p = _do(p, company, do.BringIn(at=NOW, by=who, contact=one.id, whom=who))
    return _do(p, company, do.AnswerRing(at=NOW, by=who, contact=one.id, answer_by=DUE))


def _awake(p: Problem, company: Company, principal: PartyId) -> Problem:
    """Open, and with somebody who has said "I will help you"."""
    word = do.HearWord(at=NOW, party=principal, word=WORD, answer_by=DUE, hosts=(BEA, TOM))
    if isinstance(p.stage, Resting | Satisfied | SetAside):
        p = _do(p, company, word)
    if isinstance(p.stage, Ringing):
        p = _do(p, company, do.SayIWillHelp(at=NOW, by=p.owner))
    return p


def _cannot_leave(problem: Problem, company: Company, who: ColleagueId) -> Iterator[str]:
    """A leaver can leave where anybody is left who could be with the customer."""
    after = company_of(company.active - {who})
    command = do.GiveUpRoles(at=NOW, leaver=who, introduce_by=SOON)
    heirs = [one for one in after.successors_of(who) if not problem.is_party(one)]
    try:
        act(problem, command, after)
    except Refused:
        if heirs or problem.owner != who:
            yield f"P11 {who} can leave"
    else:
        return


def walk(
    areas: Iterable[Area] = AREAS, *, states_max: int | None = None, until_broken: bool = False
) -> Iterator[Found]:
    """Walk one area after the other."""
    for area in areas:
        yield Walk(area, states_max=states_max, until_broken=until_broken).run()
