"""`evolve`: what each event does to the problem. Facts are never refused and never judged here.

The type checker proves that no event is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_never

from stayline.ownership import events as ev
from stayline.ownership.evidence import Evidence, ListedReply, MarkedReply
from stayline.ownership.ids import ColleagueId, ContactId, Number, PartyId, WordId
from stayline.ownership.problem import (
    About,
    Aside,
    Cover,
    JoinedTwin,
    LiveContact,
    Nature,
    Offer,
    OfferKind,
    Owned,
    Party,
    Problem,
    Promise,
    Proposed,
    Question,
    Recording,
    Resting,
    Ringing,
    Role,
    Satisfied,
    SetAside,
    Takeover,
)
from stayline.ownership.replacing import numbered, replace


def fold(events: Iterable[ev.Event]) -> Problem:
    """The problem its timeline tells of, from the first event on."""
    problem: Problem | None = None
    for event in events:
        problem = evolve(problem, event)
    assert problem is not None, "a timeline starts with Opened"
    return problem


def evolve(problem: Problem | None, event: ev.Event) -> Problem:
    """The problem after the event, one version on."""
    if isinstance(event, ev.Opened):
        assert problem is None, "a problem opens once"
        return _opened(event)
    assert problem is not None, "a timeline starts with Opened"
    number = Number(problem.version + 1)
    return numbered(problem, _after(problem, event, number), number)


def _opened(event: ev.Opened) -> Problem:
    first = Number(1)
    return Problem(
        id=event.problem,
        version=first,
        nature=event.nature,
        door=event.door,
        host=event.owner,
        fallback=event.fallback,
        reviewer=event.reviewer,
        owner=event.owner,
        stage=Owned() if event.met else Ringing(turn=first, next_hosts=event.next_hosts),
        met=frozenset({event.owner}) if event.met else frozenset(),
        links=frozenset() if event.came_from is None else frozenset({event.came_from}),
    )


def _after(problem: Problem, event: ev.Event, number: Number) -> Problem:
    match event:
        case ev.WordHeard():
            heard = replace(problem, customer_spoke_at=event.at, unanswered=0)
            return _with_reply(heard, event)
        case ev.WordSpoken():
            return replace(problem, met=problem.met | {event.by})
        case ev.PromiseMade():
            made = Promise(
                number=number,
                giver=event.giver,
                carrier=event.carrier,
                due=event.due,
                waits_for=event.waits_for,
                reference=event.reference,
                call_back=event.call_back,
            )
            return replace(problem, promise=made, unanswered=problem.unanswered + event.asks)
        case ev.PromiseSettled():
            return replace(problem, promise=None)
        case ev.PromiseCarried():
            assert problem.promise is not None
            return replace(problem, promise=replace(problem.promise, carrier=event.carrier))
        case ev.NoteWritten() | ev.StrangerHeard() | ev.MachineHeard() | ev.TwinReceived():
            return problem
        case ev.Opened():
            raise AssertionError("a problem opens once")
        case ev.RangOn():
            ring = Ringing(turn=number, next_hosts=event.next_hosts)
            return replace(_owned_by(problem, event.host), host=event.host, stage=ring)
        case ev.RoundEnded():
            assert isinstance(problem.stage, Ringing)
            return replace(problem, stage=replace(problem.stage, round_ended=True))
        case ev.SaidIWillHelp():
            return replace(_owned_by(problem, event.by), stage=Owned())
        case ev.Woken():
            other = problem.nature is Nature.OTHER  # who speaks up is a customer
            nature = Nature.CUSTOMERS if other else problem.nature
            return replace(problem, stage=Owned(), unanswered=0, nature=nature)
        case ev.RhythmChosen():
            return replace(problem, rhythm=event.every)
        case ev.HelpAsked():
            return replace(problem, asked_to_help=problem.asked_to_help | {event.whom})
        case ev.HelpDeclined():
            return replace(problem, asked_to_help=problem.asked_to_help - {event.by})
        case ev.HelperJoined():
            return replace(
                problem,
                helpers=problem.helpers | {event.helper},
                asked_to_help=problem.asked_to_help - {event.helper},
            )
        case ev.HelperLeft():
            return replace(
                problem,
                helpers=problem.helpers - {event.helper},
                asked_to_help=problem.asked_to_help - {event.helper},
            )
        case ev.CoverStarted():
            cover = Cover(colleague=event.cover, until=event.until)
            return replace(problem, cover=cover, met=problem.met | {event.cover})
        case ev.CoverEnded():
            return replace(problem, cover=None)
        case ev.Offered():
            offer = Offer(
                number=number,
                kind=event.kind,
                by=event.by,
                receivers=event.receivers,
                brief=event.brief,
                lapses=event.lapses,
            )
            return replace(problem, offer=offer)
        case ev.OfferDeclined():
            assert problem.offer is not None
            declined = problem.offer.declined | {event.by}
            return replace(problem, offer=replace(problem.offer, declined=declined))
        case ev.PickedUp():
            assert problem.offer is not None
            lapses = event.lapses or problem.offer.lapses
            told = problem.offer.kind is OfferKind.HANDOFF  # a redirect is among ourselves
            return replace(
                problem,
                offer=replace(problem.offer, receiver=event.receiver, lapses=lapses),
                met=problem.met | {event.receiver} if told else problem.met,
            )
        case ev.OfferEnded():
            return replace(problem, offer=None)
        case ev.Asked():
            return _asked(problem, event, number)
        case ev.AskedAgain():
            return replace(
                problem,
                unanswered=problem.unanswered + 1,
                questions=_each_question(
                    problem, event.question, lambda one: replace(one, times=one.times + 1)
                ),
            )
        case ev.Answered():
            refused = problem.refused
            if event.about is About.TAKEOVER and event.receiver is not None:
                if event.reply is ev.Reply.NO:
                    refused = refused | {event.receiver}
                else:
                    refused = refused - {event.receiver}
            closed = _spent(_without_question(problem, event.question), event.evidence)
            return replace(closed, refused=refused, unanswered=0)
        case ev.QuestionEnded():
            return _without_question(problem, event.question)
        case ev.OwnerChanged():
            return _owner_changed(problem, event)
        case ev.SolutionProposed():
            return replace(problem, met=problem.met | {event.by})
        case ev.SaidSatisfied():
            word = Satisfied(party=event.party, evidence=event.evidence, at=event.at)
            return replace(problem, stage=word)
        case ev.TookBack():
            if event.what is ev.TakenBackWhat.SATISFIED or problem.takeover is None:
                return problem
            refused = problem.refused | {problem.takeover.new_owner}
            return replace(problem, takeover=None, refused=refused)
        case ev.CameToRest():
            return replace(problem, stage=Resting(how=event.how, since=event.at))
        case ev.SignatureAsked():
            return replace(problem, unsigned=event.what)
        case ev.SignatureGiven() | ev.SignatureLapsed():
            return replace(problem, unsigned=None)
        case ev.WasSetAside():
            other = event.why is Aside.OTHER
            return replace(
                _owned_by(problem, event.reviewer),
                nature=Nature.OTHER if other else problem.nature,
                stage=SetAside(why=event.why, by=event.by),
            )
        case ev.AsideConfirmed():
            assert isinstance(problem.stage, SetAside)
            if problem.stage.by is None:
                return replace(problem, stage=replace(problem.stage, by=event.by))
            return replace(problem, stage=replace(problem.stage, confirmed_by=event.by))
        case ev.BroughtBack():
            ring = Ringing(turn=number, next_hosts=event.next_hosts)
            return replace(
                _owned_by(problem, event.host),
                host=event.host,
                nature=Nature.CUSTOMERS,
                stage=ring,
            )
        case ev.AlarmRaised():
            stage = problem.stage
            if event.about is ev.Alarm.ASIDE_UNCONFIRMED and isinstance(stage, SetAside):
                return replace(problem, stage=replace(stage, alarmed=True))
            return problem
        case ev.Joined():
            return replace(problem, stage=JoinedTwin(twin=event.twin))
        case ev.FollowedTwin():
            assert isinstance(problem.stage, JoinedTwin)
            return replace(problem, stage=replace(problem.stage, ended=event.ended))
        case ev.SplitOff():
            return replace(problem, links=problem.links | frozenset(event.problems))
        case ev.Linked():
            return replace(problem, links=problem.links | {event.other})
        case ev.Unlinked():
            return replace(problem, links=problem.links - {event.other})
        case ev.CauseLinked():
            return replace(problem, cause=event.cause)
        case ev.CauseUnlinked():
            return replace(problem, cause=None)
        case ev.CauseSpoken():
            return replace(problem, met=problem.met | {event.owner})
        case ev.PartyAdded():
            party = Party(id=event.party, role=event.role, colleague=event.colleague)
            return replace(
                _customers_once_somebody_is(problem, event), parties=(*problem.parties, party)
            )
        case ev.RoleGiven():
            return replace(problem, parties=_given(problem, event.party, event.role))
        case ev.PrincipalGone() | ev.PartyLeft():
            parties = tuple(
                replace(party, gone=True) if party.id == event.party else party
                for party in problem.parties
            )
            return replace(problem, parties=parties)
        case ev.PrincipalNamed():
            return _without_replies(replace(problem, parties=_named(problem, event)))
        case ev.LiveStarted():
            contact = LiveContact(
                id=event.contact,
                kind=event.kind,
                party=event.party,
                since=event.at,
                identified=event.identified,
            )
            return replace(problem, live=(*problem.live, contact))
        case ev.RingStarted():
            return _each_contact(
                problem,
                event.contact,
                lambda one: replace(one, ringing=one.ringing | {event.whom}, all_rung=False),
            )
        case ev.RingEnded():
            return _each_contact(
                problem,
                event.contact,
                lambda one: replace(
                    one, ringing=one.ringing - {event.whom}, tried=one.tried | {event.whom}
                ),
            )
        case ev.EnteredLive():
            return replace(
                _each_contact(
                    problem, event.contact, lambda one: _entered(one, event, problem.owner)
                ),
                met=problem.met | {event.who},
            )
        case ev.LeftLive():
            return _each_contact(problem, event.contact, lambda one: _left(one, event))
        case ev.AllRung():
            return _each_contact(problem, event.contact, _nobody_comes)
        case ev.HoldStarted():
            return _each_contact(problem, event.contact, lambda one: _held(one, event))
        case ev.HoldEnded():
            return _each_contact(problem, event.contact, lambda one: _released(one, event.by))
        case ev.QuestionHeard():
            questions = _each_question(
                problem, event.question, lambda one: replace(one, heard_in=event.contact)
            )
            return replace(problem, questions=questions)
        case ev.SlowBurned():
            return _each_contact(problem, event.contact, lambda one: replace(one, burning=True))
        case ev.LegRecorded():
            return _each_contact(
                problem,
                event.contact,
                lambda one: replace(one, party=event.party, identified=True),
            )
        case ev.RecordingWanted():
            return _recorded(problem, event.contact, Recording.WANTED)
        case ev.RecordingAnnounced():
            return _recorded(problem, event.contact, Recording.ON)
        case ev.RecordingStopped():
            stopped = Recording.REFUSED if event.refused else Recording.STOPPED
            return _recorded(problem, event.contact, stopped)
        case ev.LiveEnded():
            live = tuple(one for one in problem.live if one.id != event.contact)
            return replace(problem, live=live)
        case _:
            assert_never(event)


def _owned_by(problem: Problem, owner: ColleagueId) -> Problem:
    """Who owns it is neither helping nor being asked to."""
    return replace(
        problem,
        owner=owner,
        helpers=problem.helpers - {owner},
        asked_to_help=problem.asked_to_help - {owner},
    )


_Replies = tuple[WordId, ...]


def _with_reply(problem: Problem, event: ev.WordHeard) -> Problem:
    """The principal's word may answer any open question, or take back what they said."""
    principal = problem.principal
    if principal is None or principal.id != event.party:
        return problem
    return _each_replies(problem, lambda replies: (*replies, event.word))


def _spent(problem: Problem, evidence: Evidence) -> Problem:
    """An answer belongs to one question: the word that gave it answers no other."""
    if not isinstance(evidence, ListedReply | MarkedReply):
        return problem
    return _each_replies(
        problem, lambda replies: tuple(word for word in replies if word != evidence.word)
    )


def _without_replies(problem: Problem) -> Problem:
    """Somebody else's yes counts now: what was said before was not theirs."""
    return _each_replies(problem, lambda _: ())


def _each_replies(problem: Problem, change: Callable[[_Replies], _Replies]) -> Problem:
    takeover, stage = problem.takeover, problem.stage
    if takeover is None and not problem.questions and not isinstance(stage, Satisfied):
        return problem
    if takeover is not None:
        takeover = replace(takeover, replies=change(takeover.replies))
    if isinstance(stage, Satisfied):
        stage = replace(stage, replies=change(stage.replies))
    questions = tuple(replace(one, replies=change(one.replies)) for one in problem.questions)
    return replace(problem, takeover=takeover, stage=stage, questions=questions)


def _asked(problem: Problem, event: ev.Asked, number: Number) -> Problem:
    question = Question(
        number=number,
        about=event.about,
        asked_at=event.at,
        by=event.by,
        offer=event.offer,
        receiver=event.receiver,
    )
    offer = problem.offer
    if offer is not None and event.offer == offer.number:
        offer = replace(offer, question=number, lapses=event.lapses or offer.lapses)
    solved = event.about is About.SOLVED
    return replace(
        problem,
        questions=(*problem.questions, question),
        offer=offer,
        stage=Proposed(question=number) if solved else problem.stage,
        unanswered=problem.unanswered + 1,
        met=problem.met | {event.by},
    )


def _each_question(
    problem: Problem, number: Number, change: Callable[[Question], Question]
) -> tuple[Question, ...]:
    return tuple(change(one) if one.number == number else one for one in problem.questions)


def _without_question(problem: Problem, number: Number) -> Problem:
    stage = problem.stage
    if isinstance(stage, Proposed) and stage.question == number:
        stage = Owned()
    questions = tuple(one for one in problem.questions if one.number != number)
    return replace(problem, questions=questions, stage=stage)


def _owner_changed(problem: Problem, event: ev.OwnerChanged) -> Problem:
    takeover = problem.takeover
    if event.why is ev.OwnerChange.HANDOFF and event.question is not None:
        takeover = Takeover(
            question=event.question,
            former_owner=event.former,
            new_owner=event.owner,
            at=event.at,
        )
    return replace(
        _owned_by(problem, event.owner),
        takeover=takeover,
        live=tuple(
            replace(one, answered_by=event.owner) if event.owner in one.here else one
            for one in problem.live
        ),
    )


def _customers_once_somebody_is(problem: Problem, event: ev.PartyAdded) -> Problem:
    """It is internal only while nobody outside is a party; then it is the customer's for good."""
    if problem.nature is Nature.INTERNAL and event.colleague is None:
        return replace(problem, nature=Nature.CUSTOMERS)
    return problem


def _given(problem: Problem, party: PartyId, role: Role) -> tuple[Party, ...]:
    """Whoever is given a part is there, also after they had left."""
    return tuple(
        replace(one, role=role, gone=False) if one.id == party else one for one in problem.parties
    )


def _named(problem: Problem, event: ev.PrincipalNamed) -> tuple[Party, ...]:
    def now(party: Party) -> Party:
        if party.id == event.party:
            return replace(party, role=Role.PRINCIPAL, gone=False)
        if party.role is Role.PRINCIPAL:
            return replace(party, role=Role.AFFECTED)
        return party

    return tuple(now(party) for party in problem.parties)


def _each_contact(
    problem: Problem, contact: ContactId, change: Callable[[LiveContact], LiveContact]
) -> Problem:
    live = tuple(change(one) if one.id == contact else one for one in problem.live)
    return replace(problem, live=live)


def _entered(contact: LiveContact, event: ev.EnteredLive, owner: ColleagueId) -> LiveContact:
    """Whoever comes first is heard: hold and silence are over, and the next one is timed anew."""
    stays = contact.answered_by
    first = not contact.here
    return replace(
        contact,
        here=contact.here | {event.who},
        answered_by=event.who if stays is None or event.who == owner else stays,
        ringing=contact.ringing - {event.who},
        tried=frozenset(),
        all_rung=False,
        hold_since=None if first else contact.hold_since,
        held_by=frozenset() if first else contact.held_by,
        burning=False if first else contact.burning,
    )


def _held(contact: LiveContact, event: ev.HoldStarted) -> LiveContact:
    """Of several who hold, the clock of the first goes on."""
    since = contact.hold_since if contact.hold_since is not None else event.at
    return replace(contact, hold_since=since, held_by=contact.held_by | {event.by})


def _released(contact: LiveContact, by: ColleagueId) -> LiveContact:
    if held_by := contact.held_by - {by}:
        return replace(contact, held_by=held_by)
    return replace(contact, hold_since=None, held_by=frozenset(), burning=False)


def _nobody_comes(contact: LiveContact) -> LiveContact:
    """Nothing is recorded of who waits alone; whoever comes later, it is announced again."""
    was_on = contact.recording is Recording.ON
    recording = Recording.WANTED if was_on else contact.recording
    return replace(contact, all_rung=True, recording=recording)


def _recorded(problem: Problem, contact: ContactId, recording: Recording) -> Problem:
    return _each_contact(problem, contact, lambda one: replace(one, recording=recording))


def _left(contact: LiveContact, event: ev.LeftLive) -> LiveContact:
    here = contact.here - {event.who}
    stays = contact.answered_by
    if stays == event.who:
        stays = min(here, default=None)
    return replace(contact, here=here, answered_by=stays)
