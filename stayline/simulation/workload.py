"""What people try: a workload that knows the state and mostly does what is allowed.

Random commands are no simulation: nine in ten would be refused at the first guard. So each stage of
a problem has its acts with weights, and each act looks at the problem before it speaks. One time in
sixteen somebody else speaks instead of who should. Per run a *swarm* of weights makes some acts rare
or absent and others frequent, so that runs differ in kind and not only in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

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
    DoorId,
    PartyId,
    ProblemId,
    TextId,
    WordId,
)
from stayline.ownership.problem import (
    About,
    Aside,
    JoinedTwin,
    LiveContact,
    LiveKind,
    Nature,
    Owned,
    Problem,
    Proposed,
    Question,
    Resting,
    Ringing,
    Role,
    Satisfied,
    SetAside,
    Stage,
    WaitsFor,
)
from stayline.simulation.office import Clock, Office

_T = TypeVar("_T")
_MISTAKEN = 1 / 16
_ARRIVALS = (
    (ev.Arrival.MAIL, 50),
    (ev.Arrival.CALL, 20),
    (ev.Arrival.CHAT, 8),
    (ev.Arrival.FORM, 8),
    (ev.Arrival.ENCOUNTER, 8),
    (ev.Arrival.INTERNAL, 6),
)
_LONGEST = 5 * 24 * 60

Acts = list[tuple[Callable[[Problem], do.Command | None], float]]
_Table = tuple[list[Callable[[Problem], do.Command | None]], list[float]]


class Workload:
    """Thinks up the next thing somebody does to a problem."""

    def __init__(self, rng: Random, office: Office, clock: Clock) -> None:
        self._rng = rng
        self._random = rng.random
        self._office = office
        self._clock = clock
        self._last_id = 0
        self.twins: Sequence[Problem] = ()
        swarm: dict[str, float] = {}
        self._tables = {kind: self._table(acts, swarm) for kind, acts in self._stages().items()}
        self._offer_acts = self._table(self._when_offered(), swarm)
        self._live_acts = self._table(self._when_live(), swarm)

    def _table(self, acts: Acts, swarm: dict[str, float]) -> _Table:
        """The weights of this run: each act as usual, rare, absent or frequent, whatever the stage."""
        weighed = []
        for act, weight in acts:
            name = act.__name__
            if name not in swarm:
                swarm[name] = self._rng.choice((0.0, 0.2, 1.0, 1.0, 1.0, 4.0))
            weighed.append((act, weight * swarm[name]))
        return [act for act, _ in weighed], list(accumulate(weight for _, weight in weighed))

    # -- choosing --------------------------------------------------------------------------------

    def next(self, p: Problem) -> do.Command | None:
        """Something somebody does now; None when nothing comes to mind."""
        if p.live and self._random() < 0.6:
            table = self._live_acts
        elif p.offer is not None and self._random() < 0.6:
            table = self._offer_acts
        else:
            table = self._tables[type(p.stage)]
        acts, weights = table
        if not weights or weights[-1] == 0:
            return None
        return self._rng.choices(acts, cum_weights=weights)[0](p)

    def _one(self, of: Sequence[_T]) -> _T:
        return of[int(self._random() * len(of))]

    def _some(self, people: frozenset[ColleagueId]) -> ColleagueId | None:
        return self._one(sorted(people)) if people else None

    def _by(self, who: ColleagueId) -> ColleagueId:
        """Who should, or now and then somebody who should not."""
        return self._office.anybody() if self._random() < _MISTAKEN else who

    def _ours(self, p: Problem) -> ColleagueId:
        """Somebody who is with the customer, most often the owner."""
        who = p.owner if self._random() < 0.7 else self._one(sorted(p.ours))
        return self._by(who)

    def _party(self, p: Problem) -> PartyId | None:
        if not p.parties:
            return None
        principal = p.principal
        if principal is not None and self._random() < 0.8:
            return principal.id
        return self._one(p.parties).id

    def _id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _text(self) -> TextId:
        return TextId(self._id())

    def _word(self) -> WordId:
        return WordId(self._id())

    def _terms(self, waits_for: WaitsFor | None = None, rhythm_minutes: float = 0) -> do.Terms:
        minutes: float = self._one((30, 240, 480, 1440, 4000))
        if self._random() < 0.02:
            minutes = 2 * _LONGEST
        if rhythm_minutes:
            minutes = min(minutes, rhythm_minutes)
        if waits_for is None:
            waits_for = self._one((WaitsFor.US, WaitsFor.US, WaitsFor.CUSTOMER, *WaitsFor))
        reference = None
        if waits_for in (WaitsFor.FIX, WaitsFor.THIRD_PARTY):
            reference = self._text()
        return do.Terms(
            due=self._clock.in_minutes(minutes),
            latest=self._clock.in_minutes(_LONGEST),
            waits_for=waits_for,
            reference=reference,
        )

    def _terms_for(self, p: Problem, waits_for: WaitsFor | None = None) -> do.Terms:
        minutes = p.rhythm.total_seconds() / 60 if p.rhythm else 0
        return self._terms(waits_for, minutes)

    # -- evidence --------------------------------------------------------------------------------

    def _evidence(
        self, p: Problem, said: Question | None = None, *, taker: ColleagueId | None = None
    ) -> Evidence | None:
        """The principal's own word, one way or another; now and then somebody else's."""
        principal = p.principal
        party = principal.id if principal and self._random() > 0.03 else self._party(p)
        if party is None:
            return None
        for contact in p.live:
            if contact.party == party and contact.here and self._random() < 0.7:
                if contact.identified and self._random() < 0.3:
                    return KeyPressed(party=party, contact=contact.id)
                by = self._witness(contact, taker)
                return SpokenWord(party=party, contact=contact.id, by=by)
        if said is not None and said.replies and self._random() < 0.7:
            word = said.replies[-1]
            if self._random() < 0.5:
                return ListedReply(party=party, word=word)
            return MarkedReply(party=party, word=word, by=self._by(p.owner))
        return PageButton(party=party)

    def _witness(self, contact: LiveContact, taker: ColleagueId | None) -> ColleagueId:
        """Who records the spoken word; now and then just who may not."""
        if taker in contact.here and self._random() < _MISTAKEN:
            return taker
        here = sorted(one for one in contact.here if one != taker) or sorted(contact.here)
        return self._by(self._one(here))

    # -- arriving --------------------------------------------------------------------------------

    def opens(self, problem: ProblemId) -> do.Open:
        """Somebody came in; at night the next shift's people are the hosts."""
        kinds, weights = zip(*_ARRIVALS, strict=True)
        arrival = self._rng.choices(kinds, weights)[0]
        one = [self._office.anybody()]
        people = [self._office.anybody() for _ in range(1 + int(self._random() * 3))]
        met = arrival in (ev.Arrival.ENCOUNTER, ev.Arrival.INTERNAL)
        live = arrival in (ev.Arrival.CALL, ev.Arrival.CHAT)
        nobody = arrival is ev.Arrival.INTERNAL and self._random() < 0.7
        works_here = not nobody and self._random() < (0.03 if not met else 0)
        return do.Open(
            at=self._clock.now,
            problem=problem,
            arrival=arrival,
            door=None if met else DoorId(1 + int(self._random() * 5)),
            hosts=tuple(one if met else people),
            fallback=people[-1],
            reviewer=self._office.anybody(),
            promise=self._clock.in_minutes(240),
            principal=None if nobody else PartyId(self._id()),
            principal_colleague=self._office.anybody() if works_here else None,
            screened=self._one(tuple(Aside)) if not live and self._random() < 0.08 else None,
            contact=ContactId(self._id()) if live else None,
            live_kind=LiveKind.CALL if arrival is ev.Arrival.CALL else LiveKind.CHAT,
            rings=tuple(people) if live else (),
        )

    def split_off(self, p: Problem, problem: ProblemId) -> do.Open:
        """One of several problems a mail brought; the same owner has it."""
        return do.Open(
            at=self._clock.now,
            problem=problem,
            arrival=ev.Arrival.SPLIT,
            door=p.door,
            hosts=(p.owner,),
            fallback=p.fallback,
            reviewer=p.reviewer,
            promise=self._clock.in_minutes(240),
            principal=p.principal.id if p.principal else None,
            came_from=p.id,
        )

    # -- what is done when -----------------------------------------------------------------------

    def _stages(self) -> dict[type[Stage], Acts]:
        always: Acts = [
            (self._hear, 6),
            (self._hear_another, 0.4),
            (self._hear_machine, 0.4),
            (self._note, 1),
            (self._add_party, 0.5),
            (self._satisfied, 0.5),
        ]
        whoever: Acts = [
            (self._link_cause, 0.4),
            (self._link, 0.3),
            (self._relieve, 0.4),
            (self._sign, 1.5),
            (self._withdraw_signature, 0.2),
            (self._choose_rhythm, 0.3),
            (self._waiting_for_you, 0.4),
            (self._let_be, 0.2),
            (self._start_live, 1),
            (self._name_principal, 0.5),
            (self._report_gone, 0.2),
            (self._give_role, 0.3),
            (self._remove_party, 0.2),
            (self._take_back, 0.5),
            (self._join_twin, 0.7),
        ]
        working: Acts = [
            (self._write, 8),
            (self._ask_to_help, 2),
            (self._join, 4),
            (self._decline_help, 0.6),
            (self._step_back, 0.8),
            (self._carry, 1),
            (self._cover, 0.8),
            (self._end_cover, 0.4),
            (self._offer, 6),
            (self._propose, 3),
            (self._answer, 3),
            (self._contradiction, 0.4),
            (self._final_no, 0.5),
            (self._quiet, 1),
            (self._split, 0.4),
            (self._unlink_cause, 0.2),
            (self._unlink, 0.2),
            (self._speak_for_cause, 1.5),
            (self._put_aside, 0.3),
        ]
        return {
            Ringing: [
                *always,
                *whoever,
                (self._i_will_help, 8),
                (self._write, 2),
                (self._put_aside, 2),
            ],
            Owned: [*always, *whoever, *working],
            Proposed: [*always, *whoever, *working, (self._answer, 6), (self._ask_again, 8)],
            Resting: [*always, *whoever, (self._write, 1)],
            Satisfied: [
                *always,
                (self._take_back, 2),
                (self._contradiction, 1),
                (self._answer, 2),
                (self._write, 1),
                (self._start_live, 1),
            ],
            SetAside: [
                *always,
                (self._confirm, 4),
                (self._bring_back, 1),
                (self._offer, 3),
                (self._write, 1),
                (self._relieve, 0.2),
                (self._sign, 1),
                (self._start_live, 0.5),
            ],
            JoinedTwin: [*always, (self._write, 0.5)],
        }

    def _when_offered(self) -> Acts:
        return [
            (self._pick_up, 10),
            (self._decline, 3),
            (self._withdraw, 1),
            (self._ask, 10),
            (self._answer, 10),
            (self._hear, 4),
            (self._step_back, 0.7),
            (self._offer, 0.5),
        ]

    def _when_live(self) -> Acts:
        return [
            (self._answer_ring, 12),
            (self._end_ring, 4),
            (self._bring_in, 4),
            (self._step_out, 2),
            (self._drop_line, 2),
            (self._hang_up, 2),
            (self._end_live, 0.7),
            (self._hold, 2),
            (self._unhold, 2),
            (self._hear_question, 3),
            (self._burn, 1.5),
            (self._record_leg, 3),
            (self._want_recording, 0.8),
            (self._announce_recording, 0.8),
            (self._stop_recording, 0.4),
            (self._offer, 2),
            (self._pick_up, 5),
            (self._ask, 5),
            (self._answer, 6),
            (self._satisfied, 0.5),
        ]

    # -- the customer ----------------------------------------------------------------------------

    def _hear(self, p: Problem) -> do.Command | None:
        party = self._party(p)
        if party is None:
            return self._hear_another(p)
        aside = isinstance(p.stage, SetAside)
        return do.HearWord(
            at=self._clock.now,
            party=party,
            word=self._word(),
            answer_by=self._clock.in_minutes(240),
            substance=self._random() < 0.7,
            claims_customer=not aside or self._random() < 0.2,
            hosts=(self._office.anybody(), self._office.anybody()),
        )

    def _hear_another(self, p: Problem) -> do.Command:
        return do.HearStranger(at=self._clock.now, word=self._word())

    def _hear_machine(self, p: Problem) -> do.Command:
        return do.HearMachine(at=self._clock.now, word=self._word(), bounced=self._random() < 0.5)

    def _satisfied(self, p: Problem) -> do.Command | None:
        evidence = self._evidence(p, p.question_about(About.SOLVED))
        return None if evidence is None else do.SaySatisfied(at=self._clock.now, evidence=evidence)

    def _let_be(self, p: Problem) -> do.Command | None:
        evidence = self._evidence(p)
        return None if evidence is None else do.LetBe(at=self._clock.now, evidence=evidence)

    def _answer(self, p: Problem) -> do.Command | None:
        if not p.questions:
            return self._late_answer(p)
        question = self._one(p.questions)
        evidence = self._evidence(p, question, taker=question.receiver)
        if evidence is None:
            return None
        return do.Answer(
            at=self._clock.now,
            question=question.number,
            reply=ev.Reply.YES if self._random() < 0.65 else ev.Reply.NO,
            evidence=evidence,
            answer_by=self._clock.in_minutes(240),
        )

    def _late_answer(self, p: Problem) -> do.Command | None:
        if p.takeover is None or p.principal is None:
            return None
        evidence: Evidence = PageButton(party=p.principal.id)
        if p.takeover.replies:
            evidence = ListedReply(party=p.principal.id, word=p.takeover.replies[-1])
        return do.Answer(
            at=self._clock.now,
            question=p.takeover.question,
            reply=ev.Reply.YES if self._random() < 0.7 else ev.Reply.NO,
            evidence=evidence,
            answer_by=self._clock.in_minutes(240),
        )

    def _take_back(self, p: Problem) -> do.Command | None:
        evidence = self._evidence(p)
        satisfied = isinstance(p.stage, Satisfied)
        if evidence is None or not (satisfied or p.takeover):
            return None
        what = ev.TakenBackWhat.SATISFIED if satisfied else ev.TakenBackWhat.TAKEOVER
        return do.TakeBack(
            at=self._clock.now,
            what=what,
            evidence=evidence,
            answer_by=self._clock.in_minutes(240),
        )

    def _choose_rhythm(self, p: Problem) -> do.Command | None:
        party = self._party(p)
        if party is None:
            return None
        every = self._one((None, None, 60 * 24, 60 * 48))
        return do.ChooseRhythm(
            at=self._clock.now,
            party=party,
            every=None if every is None else self._clock.in_minutes(every) - self._clock.now,
            next_due=self._clock.in_minutes(240),
        )

    def _waiting_for_you(self, p: Problem) -> do.Command | None:
        party = self._party(p)
        return (
            None
            if party is None
            else do.SayWaitingForYou(
                at=self._clock.now, party=party, answer_by=self._clock.in_minutes(240)
            )
        )

    def _add_party(self, p: Problem) -> do.Command | None:
        if len(p.parties) > 3:
            return None
        colleague = self._office.anybody() if self._random() < 0.1 else None
        role = Role.PRINCIPAL if p.principal is None else Role.AFFECTED
        return do.AddParty(
            at=self._clock.now,
            party=PartyId(self._id()),
            role=role if self._random() < 0.8 else self._one(tuple(Role)),
            answer_by=self._clock.in_minutes(240),
            by=None if self._random() < 0.5 else self._ours(p),
            colleague=colleague,
        )

    def _give_role(self, p: Problem) -> do.Command | None:
        if len(p.parties) < 2:
            return None
        return do.GiveRole(
            at=self._clock.now,
            by=self._ours(p),
            party=self._one(p.parties).id,
            role=self._one(tuple(Role)),
        )

    def _remove_party(self, p: Problem) -> do.Command | None:
        if len(p.parties) < 2:
            return None
        return do.RemoveParty(at=self._clock.now, by=self._ours(p), party=self._one(p.parties).id)

    def _report_gone(self, p: Problem) -> do.Command | None:
        principal = p.principal
        if principal is None or principal.gone:
            return None
        return do.ReportGone(at=self._clock.now, by=self._ours(p), party=principal.id)

    def _name_principal(self, p: Problem) -> do.Command | None:
        if not p.parties:
            return None
        principal = p.principal
        if principal is not None and not principal.gone and self._random() < 0.7:
            return None
        speaker, named = self._one(p.parties), self._one(p.parties)
        return do.NamePrincipal(at=self._clock.now, by=speaker.id, party=named.id)

    # -- colleagues ------------------------------------------------------------------------------

    def _i_will_help(self, p: Problem) -> do.Command:
        who = p.owner if self._random() < 0.8 else self._office.anybody()
        return do.SayIWillHelp(at=self._clock.now, by=who)

    def _write(self, p: Problem) -> do.Command:
        promise = self._terms_for(p) if p.is_open else None
        return do.Write(at=self._clock.now, by=self._ours(p), word=self._word(), promise=promise)

    def _note(self, p: Problem) -> do.Command:
        return do.WriteNote(at=self._clock.now, by=self._office.anybody(), word=self._word())

    def _ask_to_help(self, p: Problem) -> do.Command:
        return do.AskToHelp(
            at=self._clock.now, by=self._ours(p), whom=self._office.anybody(), text=self._text()
        )

    def _join(self, p: Problem) -> do.Command | None:
        who = self._some(p.asked_to_help)
        return None if who is None else do.Join(at=self._clock.now, by=self._by(who))

    def _decline_help(self, p: Problem) -> do.Command | None:
        who = self._some(p.asked_to_help)
        return (
            None
            if who is None
            else do.DeclineHelp(
                at=self._clock.now,
                by=self._by(who),
                reason=self._text(),
                better=self._office.anybody(),
            )
        )

    def _step_back(self, p: Problem) -> do.Command | None:
        who = self._some(p.helpers)
        return None if who is None else do.StepBack(at=self._clock.now, by=self._by(who))

    def _carry(self, p: Problem) -> do.Command:
        carrier = self._one(sorted(p.ours))
        return do.CarryPromise(at=self._clock.now, by=self._by(p.owner), carrier=carrier)

    def _cover(self, p: Problem) -> do.Command:
        by = p.owner
        if self._random() < 0.3:
            by = self._office.company.manager_of(p.owner) or p.owner
        return do.StartCover(
            at=self._clock.now,
            by=self._by(by),
            cover=self._office.anybody(),
            until=self._clock.in_minutes(self._one((600, 3000, 20000))),
        )

    def _end_cover(self, p: Problem) -> do.Command | None:
        if p.cover is None:
            return None
        by = self._one((None, p.owner, p.cover.colleague))
        return do.EndCover(at=self._clock.now, by=by)

    # -- handing over ----------------------------------------------------------------------------

    def _offer(self, p: Problem) -> do.Command:
        by, unreachable = p.owner, False
        if self._random() < 0.15:
            stands_in = p.cover.colleague if p.cover else self._office.company.manager_of(p.owner)
            by, unreachable = stands_in or p.owner, True
        receivers = tuple(self._office.anybody() for _ in range(1 + int(self._random() * 2.5)))
        return do.Offer(
            at=self._clock.now,
            by=self._by(by),
            receivers=receivers,
            brief=self._text(),
            lapses=self._clock.in_minutes(30),
            owner_unreachable=unreachable,
        )

    def _pick_up(self, p: Problem) -> do.Command | None:
        if p.offer is None:
            return None
        who = self._by(self._one(p.offer.receivers))
        for contact in p.live:
            if who not in contact.here | contact.ringing and contact.here:
                by = self._one(sorted(contact.here))
                return do.BringIn(at=self._clock.now, by=by, contact=contact.id, whom=who)
            if who in contact.ringing:
                return self._rings(contact, who)
        return do.PickUp(
            at=self._clock.now,
            by=who,
            offer=p.offer.number,
            lapses=self._clock.in_minutes(120),
        )

    def _decline(self, p: Problem) -> do.Command | None:
        if p.offer is None:
            return None
        return do.Decline(
            at=self._clock.now,
            by=self._by(self._one(p.offer.receivers)),
            offer=p.offer.number,
            reason=self._text(),
            better=self._office.anybody(),
            free_at=self._clock.in_minutes(600),
        )

    def _withdraw(self, p: Problem) -> do.Command | None:
        if p.offer is None:
            return None
        return do.Withdraw(at=self._clock.now, by=self._by(p.owner), offer=p.offer.number)

    def _ask(self, p: Problem) -> do.Command | None:
        if p.offer is None or p.offer.receiver is None:
            return self._pick_up(p)
        return do.Ask(
            at=self._clock.now,
            by=self._by(p.owner),
            offer=p.offer.number,
            lapses=self._clock.in_minutes(2 * 24 * 60),
            word=self._word(),
        )

    # -- ends ------------------------------------------------------------------------------------

    def _propose(self, p: Problem) -> do.Command:
        return do.ProposeSolution(
            at=self._clock.now,
            by=self._ours(p),
            word=self._word(),
            look_again=self._terms_for(p, WaitsFor.CUSTOMER),
        )

    def _ask_again(self, p: Problem) -> do.Command | None:
        question = p.question_about(About.SOLVED)
        if question is None:
            return None
        return do.AskAgain(at=self._clock.now, question=question.number, times=question.times)

    def _contradiction(self, p: Problem) -> do.Command:
        return do.AskContradiction(at=self._clock.now, by=self._by(p.owner), word=self._word())

    def _quiet(self, p: Problem) -> do.Command:
        by = self._one((None, p.owner))
        return do.GoQuiet(at=self._clock.now, by=by)

    def _final_no(self, p: Problem) -> do.Command:
        return do.SayFinalNo(
            at=self._clock.now,
            by=self._by(p.owner),
            word=self._word(),
            names_complaint=self._random() < 0.9,
        )

    def _relieve(self, p: Problem) -> do.Command:
        lead = self._one(sorted(self._office.company.leads))
        return do.Relieve(at=self._clock.now, by=self._by(lead), reason=self._text())

    def _sign(self, p: Problem) -> do.Command | None:
        if p.unsigned is None:
            return None
        return do.Sign(
            at=self._clock.now,
            by=self._office.anybody(),
            introduce_by=self._clock.in_minutes(240),
        )

    def _withdraw_signature(self, p: Problem) -> do.Command | None:
        if p.unsigned is None:
            return None
        return do.WithdrawSignature(at=self._clock.now, by=self._by(p.unsigned.by))

    # -- set aside -------------------------------------------------------------------------------

    def _put_aside(self, p: Problem) -> do.Command | None:
        if p.met or p.live:
            return None
        by = p.owner if self._random() < 0.7 else p.reviewer
        return do.PutAside(at=self._clock.now, by=self._by(by), why=self._one(tuple(Aside)))

    def _confirm(self, p: Problem) -> do.Command:
        return do.ConfirmAside(at=self._clock.now, by=self._office.anybody())

    def _bring_back(self, p: Problem) -> do.Command:
        party = self._party(p) if self._random() < 0.5 else None
        return do.BringBack(
            at=self._clock.now,
            hosts=(self._office.anybody(), self._office.anybody()),
            answer_by=self._clock.in_minutes(240),
            by=None if party is not None else self._office.anybody(),
            party=party,
        )

    # -- joining, splitting, causes --------------------------------------------------------------

    def _join_twin(self, p: Problem) -> do.Command | None:
        twins = [one for one in self.twins if one.id != p.id]
        if not twins or p.nature is not Nature.CUSTOMERS:
            return None
        twin = self._one(twins)
        for one in twins:
            if one.owner == p.owner and one.is_open:
                twin = one
                break
        return do.JoinTwin(
            at=self._clock.now,
            by=self._by(self._one((p.owner, twin.owner))),
            twin=do.TwinFacts(
                problem=twin.id,
                owner=twin.owner,
                is_open=twin.is_open,
                is_joined=isinstance(twin.stage, JoinedTwin),
                offer_open=twin.offer is not None,
                principal=p.principal.id if p.principal and self._random() < 0.7 else None,
            ),
        )

    def _split(self, p: Problem) -> do.Command:
        problems = tuple(ProblemId(-self._id()) for _ in range(1 + int(self._random() * 2)))
        return do.Split(at=self._clock.now, by=self._by(p.owner), problems=problems)

    def _link(self, p: Problem) -> do.Command:
        other = ProblemId(-1 - int(self._random() * 3))
        return do.Link(at=self._clock.now, by=self._office.anybody(), other=other)

    def _unlink(self, p: Problem) -> do.Command | None:
        if not p.links:
            return None
        other = self._one(sorted(p.links))
        return do.Unlink(at=self._clock.now, by=self._office.anybody(), other=other)

    def _link_cause(self, p: Problem) -> do.Command:
        cause = CauseId(1 + int(self._random() * 3))
        return do.LinkCause(at=self._clock.now, by=self._office.anybody(), cause=cause)

    def _unlink_cause(self, p: Problem) -> do.Command:
        return do.UnlinkCause(at=self._clock.now, by=self._ours(p))

    def _speak_for_cause(self, p: Problem) -> do.Command | None:
        if p.cause is None:
            return None
        lead = self._by(self._one(sorted(self._office.company.leads)))
        return do.SpeakForCause(
            at=self._clock.now,
            cause=p.cause,
            lead=lead,
            word=self._word(),
            written_at=self._clock.now,
            promise=self._terms(self._one((WaitsFor.FIX, WaitsFor.US))),
        )

    # -- on the line -----------------------------------------------------------------------------

    def _start_live(self, p: Problem) -> do.Command | None:
        if len(p.live) > 1:
            return None
        called_by = self._ours(p) if self._random() < 0.25 else None
        return do.StartLive(
            at=self._clock.now,
            contact=ContactId(self._id()),
            kind=self._one(tuple(LiveKind)),
            answer_by=self._clock.in_minutes(240),
            party=self._party(p) if self._random() < 0.7 else None,
            called_by=called_by,
        )

    def _rings(self, contact: LiveContact, who: ColleagueId) -> do.AnswerRing:
        return do.AnswerRing(
            at=self._clock.now,
            by=who,
            contact=contact.id,
            answer_by=self._clock.in_minutes(240),
        )

    def _answer_ring(self, p: Problem) -> do.Command | None:
        if not p.live:
            return None
        contact = self._one(p.live)
        who = self._some(contact.ringing)
        return None if who is None else self._rings(contact, self._by(who))

    def _end_ring(self, p: Problem) -> do.Command | None:
        if not p.live:
            return None
        contact = self._one(p.live)
        who = self._some(contact.ringing)
        return (
            None
            if who is None
            else do.EndRing(
                at=self._clock.now,
                contact=contact.id,
                whom=who,
                why=self._one(HOW_A_RING_ENDS),
                call_back_by=self._clock.in_minutes(15),
            )
        )

    def _bring_in(self, p: Problem) -> do.Command | None:
        if not p.live:
            return None
        contact = self._one(p.live)
        by = self._some(contact.here) or p.owner
        whom = self._office.anybody() if contact.here else by
        if p.offer is not None and self._random() < 0.5:
            whom = self._one(p.offer.receivers)
        return do.BringIn(at=self._clock.now, by=self._by(by), contact=contact.id, whom=whom)

    def _somebody_here(self, p: Problem) -> tuple[LiveContact, ColleagueId] | None:
        if not p.live:
            return None
        contact = self._one(p.live)
        who = self._some(contact.here)
        return (contact, who) if who is not None else None

    def _step_out(self, p: Problem) -> do.Command | None:
        found = self._somebody_here(p)
        return (
            None
            if found is None
            else do.StepOut(at=self._clock.now, by=found[1], contact=found[0].id)
        )

    def _drop_line(self, p: Problem) -> do.Command | None:
        found = self._somebody_here(p)
        return (
            None
            if found is None
            else do.DropLine(
                at=self._clock.now,
                contact=found[0].id,
                who=found[1],
                call_back_by=self._clock.in_minutes(15),
            )
        )

    def _hang_up(self, p: Problem) -> do.Command | None:
        if not p.live:
            return None
        return do.HangUp(
            at=self._clock.now,
            contact=self._one(p.live).id,
            call_back_by=self._clock.in_minutes(15),
            dropped=self._random() < 0.3,
        )

    def _end_live(self, p: Problem) -> do.Command | None:
        found = self._somebody_here(p)
        return (
            None
            if found is None
            else do.EndLive(
                at=self._clock.now,
                by=found[1],
                contact=found[0].id,
                how=self._one(tuple(ev.LiveEnds)),
                word=self._word(),
                promise=self._terms_for(p),
            )
        )

    def _hold(self, p: Problem) -> do.Command | None:
        found = self._somebody_here(p)
        return (
            None
            if found is None
            else do.Hold(at=self._clock.now, by=self._by(found[1]), contact=found[0].id)
        )

    def _unhold(self, p: Problem) -> do.Command | None:
        found = self._somebody_here(p)
        return (
            None
            if found is None
            else do.Unhold(at=self._clock.now, by=found[1], contact=found[0].id)
        )

    def _hear_question(self, p: Problem) -> do.Command | None:
        offer = p.offer
        if not p.live or offer is None or offer.question is None:
            return None
        contact = self._one(p.live).id
        return do.HearQuestion(at=self._clock.now, contact=contact, question=offer.question)

    def _burn(self, p: Problem) -> do.Command | None:
        if not p.live:
            return None
        silence = self._random() < 0.5
        return do.BurnSlowly(at=self._clock.now, contact=self._one(p.live).id, silence=silence)

    def _record_leg(self, p: Problem) -> do.Command | None:
        found, party = self._somebody_here(p), self._party(p)
        if found is None or party is None:
            return None
        return do.RecordLeg(
            at=self._clock.now,
            by=found[1],
            contact=found[0].id,
            party=party,
            answer_by=self._clock.in_minutes(240),
        )

    def _want_recording(self, p: Problem) -> do.Command | None:
        found = self._somebody_here(p)
        if found is None:
            return None
        by = self._by(found[1]) if self._random() < 0.5 else None
        return do.WantRecording(at=self._clock.now, contact=found[0].id, by=by)

    def _announce_recording(self, p: Problem) -> do.Command | None:
        if not p.live:
            return None
        return do.AnnounceRecording(at=self._clock.now, contact=self._one(p.live).id)

    def _stop_recording(self, p: Problem) -> do.Command | None:
        found = self._somebody_here(p)
        if found is None:
            return None
        refused = self._random() < 0.3
        return do.StopRecording(
            at=self._clock.now, by=self._by(found[1]), contact=found[0].id, refused=refused
        )


HOW_A_RING_ENDS = (
    ev.RingEnds.DECLINED,
    ev.RingEnds.BUSY,
    ev.RingEnds.UNREACHABLE,
    ev.RingEnds.LAPSED,
)
