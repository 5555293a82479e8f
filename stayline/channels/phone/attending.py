"""Attending to one call: what the exchange says becomes facts, and the facts decide what is wanted.

Every event, every reconnect and every beat of the clock does the same here, so that crash
recovery is ordinary running. First the facts (who answered, who is gone, whom nobody could ring)
meet the rule as commands, in one transaction; then the problem as it is now says which legs
there should be. Legs to be rung are stored in that transaction, before the exchange is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import structlog

from stayline.channels.phone import calling, phrases, recording, wanted, words_left
from stayline.channels.phone.models import Call, Leg, LegState
from stayline.channels.phone.reaching import lines_of, on_duty
from stayline.channels.phone.telephony import Gone, LegId, RoomId, Snapshot
from stayline.channels.phone.telephony import LegState as Heard
from stayline.hours import add_working
from stayline.ownership import Problem, Refused
from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.ids import ColleagueId, ContactId
from stayline.ownership.problem import LiveContact, Question
from stayline.people.models import Door
from stayline.problems import intake, journal, promising, queries
from stayline.problems import models as m

log = structlog.get_logger(__name__)

GOODBYE = timedelta(seconds=5)
"""How long a former owner may still say goodbye after the customer agreed."""

LONGEST_WORDS = timedelta(seconds=words_left.SECONDS + 30)
"""How long a caller whom nobody can come to is listened to; what is said to them takes its time."""

TOLD_FOR = timedelta(seconds=8)
"""How long after a receiver left with the question the customer is still told so."""

JOINED_IN = timedelta(seconds=0.1)
"""How long putting a customer into a room takes; what is to be said waits for them."""

PARTING = timedelta(seconds=10)
"""How long a customer whose call we ended stays, to hear why and what happens now."""

_PARTINGS = {
    ev.LiveEnds.SILENCE: wanted.Occasion.PARTS_UNHEARD,
    ev.LiveEnds.ABUSE: wanted.Occasion.PARTS_WARNED,
}

_CALLBACK_MINUTES = 15
_HOLD_LIMIT_SECONDS = 30
_RING_SECONDS = 20

_RING_ENDS = {
    Gone.DECLINED: ev.RingEnds.DECLINED,
    Gone.BUSY: ev.RingEnds.BUSY,
    Gone.NO_ANSWER: ev.RingEnds.LAPSED,
    Gone.GOODBYE: ev.RingEnds.LAPSED,
    Gone.UNREACHABLE: ev.RingEnds.UNREACHABLE,
    Gone.ELSEWHERE: ev.RingEnds.ANSWERED_ELSEWHERE,
    Gone.LOST: ev.RingEnds.UNREACHABLE,
}


@dataclass(frozen=True)
class Shown:
    """What a phone that rings shows."""

    number: str
    name: str


@dataclass(frozen=True)
class Attended:
    """What a look at a call came to: what to ask of the exchange, and what is to be heard.

    `changes_at` is when the clock alone will change something: until then, and until something is
    heard, another look would come to the same.
    """

    problem: int
    version: int  # of its timeline, with what was decided by this look
    room: RoomId
    language: str
    steps: tuple[wanted.Step, ...]
    spoken: phrases.Spoken | None
    legs: frozenset[LegId]
    shown: Shown | None  # where anybody is to be rung
    takes_words: bool  # the customer may leave words now
    has_words: bool  # they may have left some, which are to be kept
    recordings: recording.Recordings
    ring_seconds: int  # for which one person is rung before the next
    changes_at: datetime | None
    is_over: bool


def attend(call: int, exchange: Snapshot, gone: Mapping[LegId, Gone], at: datetime) -> Attended:
    """Look at one call: the exchange as it is, and why legs are gone of which it told.

    `exchange` must be no older than the last step that was taken for this call.
    """
    with journal.deciding():
        problem, live_since = Call.objects.values_list("problem", "live_since").get(pk=call)
        # What was joined while a colleague dialled is spoken of where its twin is.
        row = journal.hold(problem) if live_since else journal.hold_where_heard(problem)
        if row.pk != problem:
            Call.objects.filter(pk=call).update(problem=row.pk)
        found = Call.objects.select_for_update(of=("self",)).select_related("door").get(pk=call)
        return _Look(found, row, exchange, gone, at).attended()


class _Look:
    """One look at one call, in one transaction."""

    def __init__(
        self,
        call: Call,
        row: m.Problem,
        exchange: Snapshot,
        gone: Mapping[LegId, Gone],
        at: datetime,
    ) -> None:
        self.call = call
        self.row = row
        self.exchange = exchange
        self.why_gone = gone
        self.at = at
        self.problem: Problem = queries.state_of(row)
        self._ever: list[Leg] = list(call.legs.order_by("asked_at"))
        self.legs = [leg for leg in self._ever if leg.state != LegState.GONE]

    # -- what is so now --------------------------------------------------------------------------

    @property
    def door(self) -> Door | None:
        return self.call.door

    @property
    def contact_id(self) -> ContactId:
        return ContactId(self.call.contact_id)

    @property
    def contact(self) -> LiveContact | None:
        return self.problem.contact(self.contact_id)

    @property
    def customer(self) -> Leg | None:
        return next((leg for leg in self.legs if leg.colleague_id is None), None)

    def _legs_of(self, who: int) -> list[Leg]:
        return [leg for leg in self.legs if leg.colleague_id == who]

    def _meet(self, command: do.Command) -> None:
        self.problem = journal.meet(self.row, command).problem

    # -- the look --------------------------------------------------------------------------------

    def attended(self) -> Attended:
        before = self._moments
        if self.call.ended_at is None:
            self._hear_who_answered()
            self._hear_who_is_gone()
            self._hear_the_clock()
            self._stop_ringing_in_vain()
            self._ring_whom_it_was_offered()
            self._ring()
            self._call_out()
            self._record_as_the_door_does()
        known = self._known()
        contact = self.contact
        recordings = recording.look(self.call, contact, self.at)
        steps = wanted.steps(known, contact, self.exchange, self.at)
        if not self.legs and contact is None and self.call.ended_at is None:
            self.call.ended_at = self.at
        if self._moments != before:
            self.call.save(update_fields=["live_since", "ended_at", "words_asked_at"])
        return Attended(
            problem=self.row.pk,
            version=self.problem.version,
            room=known.room,
            language=self.call.language,
            steps=tuple(steps),
            spoken=self._spoken(known),
            legs=frozenset(leg.id for leg in known.legs),
            shown=self._shown() if any(isinstance(one, wanted.Ring) for one in steps) else None,
            takes_words=contact is not None and contact.all_rung and not contact.here,
            has_words=self._has_words and not (contact is not None and contact.all_rung),
            recordings=recordings,
            ring_seconds=self.door.ring_seconds if self.door else _RING_SECONDS,
            changes_at=min(self._moments_ahead(known), default=None),
            is_over=self.call.ended_at is not None
            and not (steps or self._has_words or recordings.over),
        )

    @property
    def _moments(self) -> tuple[datetime | None, ...]:
        """What a look may change of the call itself; most change nothing."""
        return self.call.live_since, self.call.ended_at, self.call.words_asked_at

    def _shown(self) -> Shown:
        """Colleagues see the customer; a customer who is called sees the door's number."""
        if self.call.called_by_id is not None and self.call.live_since is None:
            return Shown(
                self.door.address if self.door else "", self.door.brand if self.door else ""
            )
        principal = self.row.principal
        return Shown(self.call.number, principal.name if principal else "")

    def _known(self) -> wanted.KnownCall:
        out = self.call.called_by_id if self.call.live_since is None else None
        legs = tuple(
            wanted.KnownLeg(
                id=LegId(leg.id),
                colleague=ColleagueId(leg.colleague_id) if leg.colleague_id else None,
                line=leg.line,
                up_at=leg.up_at,
            )
            for leg in self.legs
        )
        return wanted.KnownCall(
            room=RoomId(self.call.room),
            arrived_at=self.call.arrived_at,
            legs=legs,
            calling_out=ColleagueId(out) if out and self.call.ended_at is None else None,
            was_with_somebody=self._somebody_was_there(),
            question=self._question(),
            has_just_left=self._who_took_the_question_along(),
            parting=self._parting(),
            is_enough=self._is_enough(),
        )

    def _parting(self) -> wanted.Occasion | None:
        """Why we have just ended it ourselves; whoever is told so hears it to its end."""
        ended = self._ended_by_us
        return _PARTINGS[ev.LiveEnds(ended.body["how"])] if ended is not None else None

    @cached_property
    def _ended_by_us(self) -> m.TimelineEvent | None:
        """Its end a moment ago, while the customer is still on the line."""
        if self.contact is not None or self.call.live_since is None or self.customer is None:
            return None
        since, ours = self.at - PARTING, [how.value for how in _PARTINGS]
        ended = self.row.events.filter(kind=ev.LiveEnded.__name__, at__gt=since)
        return ended.filter(body__contact=self.call.contact_id, body__how__in=ours).first()

    def _question(self) -> Question | None:
        """Whether the receiver may take it from here, while that is asked."""
        offer = self.problem.offer
        return self.problem.question(offer.question) if offer is not None else None

    def _who_took_the_question_along(self) -> ColleagueId | None:
        """A receiver who was asked about and left the line, for as long as it takes to say so."""
        since = self.at - TOLD_FOR
        gone = [leg for leg in self._ever if leg.colleague_id and leg.up_at and leg.gone_at]
        last = max(gone, key=lambda leg: leg.gone_at or since, default=None)
        if last is None or last.gone_at is None or last.gone_at < since or self.problem.offer:
            return None
        ended = (
            self.row.events.filter(kind=ev.OfferEnded.__name__, at__gte=since)
            .order_by("number")
            .last()
        )
        took_along = ended is not None and ended.body["why"] == ev.OfferEnds.RECEIVER_GONE.value
        return ColleagueId(last.colleague_id) if took_along and last.colleague_id else None

    def _is_enough(self) -> bool:
        """Whoever could reach nobody has had the time to leave words."""
        since = self.call.words_asked_at
        return since is not None and self.at - since >= LONGEST_WORDS

    def _somebody_was_there(self) -> bool:
        return any(leg.colleague_id and leg.up_at for leg in self._ever)

    @property
    def _has_words(self) -> bool:
        return self.call.words_asked_at is not None and self.call.words_kept_at is None

    def _spoken(self, known: wanted.KnownCall) -> phrases.Spoken | None:
        if not wanted.hears(known, self.exchange):
            return None
        contact, question, promise = self.contact, known.question, self.problem.promise
        why = wanted.occasion(known, contact, self.at)
        who = phrases.Who(
            language=self.call.language,
            zone=self.door.time_zone if self.door else "UTC",
            rung=tuple(sorted(contact.ringing)) if contact is not None else (),
            receiver=question.receiver if question is not None else known.has_just_left,
            question=question.number if question is not None else None,
            promised=promise.due if promise is not None and promise.call_back else None,
        )
        return phrases.spoken(why, who, self.at)

    # -- who answered ----------------------------------------------------------------------------

    def _hear_who_answered(self) -> None:
        for leg in self.legs:
            there = self.exchange.legs.get(LegId(leg.id))
            if there is None:
                continue
            if there.state is Heard.UP and leg.state != LegState.UP:
                leg.state, leg.up_at = LegState.UP, self.at
                leg.save(update_fields=["state", "up_at"])
                self._answered(leg)
            elif leg.state == LegState.ASKED:
                leg.state = LegState.RINGING
                leg.save(update_fields=["state"])

    def _answered(self, leg: Leg) -> None:
        contact = self.contact
        if leg.colleague_id is None:
            self._customer_answered()
        elif contact is not None and leg.colleague_id in contact.ringing:
            self._colleague_answered(ColleagueId(leg.colleague_id))

    def _customer_answered(self) -> None:
        if self.call.live_since is not None:
            return
        caller = self.call.called_by_id
        self.call.live_since = self.at
        by = caller if caller and self._is_up(caller) else None
        try:
            self._meet(calling.answered(self.row, self.contact_id, by, self.at))
        except Refused as refused:  # they are with the customer no more: the owner is rung
            log.info("who called is not with them", call=self.call.pk, why=str(refused))
            self._meet(calling.answered(self.row, self.contact_id, None, self.at))

    def _is_up(self, who: int) -> bool:
        return any(leg.state == LegState.UP for leg in self._legs_of(who))

    def _colleague_answered(self, who: ColleagueId) -> None:
        """They are with the customer; to whom it was offered has picked it up by that."""
        answer_by = intake.answer_due(self.row, self.at)
        try:
            self._meet(
                do.AnswerRing(at=self.at, by=who, contact=self.contact_id, answer_by=answer_by)
            )
        except Refused as refused:  # somebody else was there first; their leg is dropped
            log.info("an answer came too late", call=self.call.pk, why=str(refused))
            return
        offer = self.problem.offer
        if offer is None or offer.receiver is not None or who not in offer.receivers:
            return
        lapses = promising.question_lapses(self.problem.owner, self.door, self.at)
        try:
            self._meet(do.PickUp(at=self.at, by=who, offer=offer.number, lapses=lapses))
        except Refused as refused:  # the customer has called twice; they are in this call to help
            log.info("who was offered it helps here", call=self.call.pk, why=str(refused))

    # -- who is gone -----------------------------------------------------------------------------

    def _hear_who_is_gone(self) -> None:
        for leg in list(self.legs):
            if leg.id in self.exchange.legs or self._is_yet_to_be_rung(leg):
                continue
            why = self.why_gone.get(LegId(leg.id), Gone.LOST)
            was_up = leg.state == LegState.UP
            leg.state, leg.gone_at, leg.why_gone = LegState.GONE, self.at, why.value
            leg.save(update_fields=["state", "gone_at", "why_gone"])
            self.legs.remove(leg)
            if leg.colleague_id is None:
                self._customer_gone(why)
            else:
                self._colleague_gone(ColleagueId(leg.colleague_id), why, was_up=was_up)

    def _is_yet_to_be_rung(self, leg: Leg) -> bool:
        """Stored, and the exchange does not have it yet; unless the call is over meanwhile."""
        calls_out = self.call.called_by_id is not None and self.call.live_since is None
        is_wanted = self.contact is not None or calls_out
        return leg.state == LegState.ASKED and leg.id not in self.why_gone and is_wanted

    def _customer_gone(self, why: Gone) -> None:
        if self.contact is not None:
            dropped = why is Gone.LOST
            self._meet(
                do.HangUp(
                    at=self.at,
                    contact=self.contact_id,
                    call_back_by=self._call_back_by(),
                    dropped=dropped,
                )
            )
        else:
            self.call.ended_at = self.at

    def _colleague_gone(self, who: ColleagueId, why: Gone, *, was_up: bool) -> None:
        contact, left = self.contact, self._legs_of(who)
        if contact is None:
            if who == self.call.called_by_id and not left and self.call.live_since is None:
                self.call.ended_at = self.at
            return
        if who in contact.here and was_up and not self._is_up(who):
            self._meet(
                do.DropLine(
                    at=self.at,
                    contact=self.contact_id,
                    who=who,
                    call_back_by=self._call_back_by(),
                    on_duty=self._on_duty(),
                )
            )
        elif who in contact.ringing and not left:
            self._end_ring(who, _RING_ENDS[why])

    def _end_ring(self, who: ColleagueId, why: ev.RingEnds) -> None:
        self._meet(
            do.EndRing(
                at=self.at,
                contact=self.contact_id,
                whom=who,
                why=why,
                call_back_by=self._call_back_by(),
                on_duty=self._on_duty(),
            )
        )
        offer = self.problem.offer
        offered = offer is not None and offer.receiver is None and who in offer.receivers
        if offer is not None and offered and why is ev.RingEnds.DECLINED:
            self._meet(do.Decline(at=self.at, by=who, offer=offer.number))

    def _call_back_by(self) -> datetime:
        minutes = self.door.callback_minutes if self.door else _CALLBACK_MINUTES
        return add_working(self.at, minutes, promising.hours_of(self.problem.owner))

    def _record_as_the_door_does(self) -> None:
        if recording.begins_by_itself(self.door, self.contact):
            self._meet(do.WantRecording(at=self.at, contact=self.contact_id))

    def _on_duty(self) -> tuple[ColleagueId, ...]:
        return on_duty(self.door, self.at) if self.door else ()

    # -- the clock -------------------------------------------------------------------------------

    def _hear_the_clock(self) -> None:
        contact, takeover = self.contact, self.problem.takeover
        if contact is None:
            return
        leaves_at, burns_at = self._goodbye_until(contact), self._burns_at(contact)
        if takeover is not None and leaves_at is not None and self.at >= leaves_at:
            who = takeover.former_owner
            self._meet(do.StepOut(at=self.at, by=who, contact=self.contact_id))
        if contact.all_rung and self.call.words_asked_at is None:
            self.call.words_asked_at = self.at
        if burns_at is not None and self.at >= burns_at:
            self._meet(do.BurnSlowly(at=self.at, contact=self.contact_id))

    def _moments_ahead(self, known: wanted.KnownCall) -> Iterator[datetime]:
        """When the clock has something to say next, each for another reason."""
        contact, words = self.contact, self.call.words_asked_at
        if contact is None:
            yield from [self._ended_by_us.at + PARTING] if self._ended_by_us is not None else []
            return
        moments = (
            self._goodbye_until(contact),
            self._burns_at(contact),
            words + LONGEST_WORDS if words is not None else None,
            None if known.was_with_somebody else known.arrived_at + wanted.RINGS_ALONE,
            None if known.has_just_left is None else self.at + TOLD_FOR,
            self.at + JOINED_IN if self._waits_for_the_customer(known) else None,
        )
        yield from (one for one in moments if one is not None and one > self.at)

    def _waits_for_the_customer(self, known: wanted.KnownCall) -> bool:
        """Something is to be said, and they are not in the room yet."""
        is_due = wanted.occasion(known, self.contact, self.at) is not None
        return is_due and not wanted.hears(known, self.exchange)

    def _goodbye_until(self, contact: LiveContact) -> datetime | None:
        """How long the former owner may stay; None where none is there who could leave."""
        takeover = self.problem.takeover
        may_leave = contact.here - {self.problem.owner, contact.answered_by}
        if takeover is None or takeover.former_owner not in may_leave:
            return None
        return takeover.at + GOODBYE

    def _burns_at(self, contact: LiveContact) -> datetime | None:
        """When a customer who is held, or alone, has been so for too long; None where none is."""
        since = contact.hold_since or (self._alone_since() if not contact.here else None)
        if since is None or contact.burning:
            return None
        limit = self.door.hold_limit_seconds if self.door else _HOLD_LIMIT_SECONDS
        return since + timedelta(seconds=limit)

    def _alone_since(self) -> datetime:
        """Since when the customer has heard nobody."""
        ours = (leg for leg in self._ever if leg.colleague_id and leg.up_at)
        return max((leg.gone_at for leg in ours if leg.gone_at), default=self.call.arrived_at)

    # -- whom to ring ----------------------------------------------------------------------------

    def _ring(self) -> None:
        """A leg for every line of who is rung. Whose lines are all off cannot be rung: the next."""
        while who := next(self._without_a_leg(), None):
            lines = lines_of(who, self.at)
            for line in lines:
                self._store_leg(line, who)
            if not lines:
                self._store_leg("", who, unreachable=True)
                self._end_ring(who, ev.RingEnds.UNREACHABLE)

    def _ring_whom_it_was_offered(self) -> None:
        """Whoever offers during the call brings the receivers in: each is rung once for an offer."""
        offer, contact = self.problem.offer, self.contact
        if offer is None or contact is None or offer.receiver is not None:
            return
        if offer.by not in contact.here:
            return
        rung = {leg.colleague_id for leg in self._ever if leg.for_offer == offer.number}
        for who in offer.receivers:
            if who not in rung | offer.declined | contact.here | contact.ringing:
                self._meet(do.BringIn(at=self.at, by=offer.by, contact=self.contact_id, whom=who))

    def _stop_ringing_in_vain(self) -> None:
        """While somebody is with the customer, who is no longer waited for is not rung on."""
        contact = self.contact
        if contact is None or not contact.here:
            return
        in_vain = {leg.colleague_id for leg in self.legs if self._rings_in_vain(leg)}
        for who in sorted(contact.ringing & in_vain):
            self._end_ring(who, ev.RingEnds.ANSWERED_ELSEWHERE)

    def _rings_in_vain(self, leg: Leg) -> bool:
        """Another has picked up what was offered to them, or it ended; or they own it no more."""
        if leg.colleague_id == self.problem.owner:
            return False
        offer, takeover = self.problem.offer, self.problem.takeover
        if leg.for_offer is not None:
            return offer is None or offer.number != leg.for_offer or offer.receiver is not None
        return (
            takeover is not None
            and takeover.former_owner == leg.colleague_id
            and leg.asked_at <= takeover.at
        )

    def _without_a_leg(self) -> Iterator[ColleagueId]:
        contact = self.contact
        ringing = contact.ringing if contact is not None else frozenset[ColleagueId]()
        return (who for who in sorted(ringing) if not self._legs_of(who))

    def _call_out(self) -> None:
        """Calling a customer: first whoever calls is rung, then, once they are there, the customer."""
        caller = self.call.called_by_id
        if caller is None or self.call.live_since is not None or self.call.ended_at is not None:
            return
        if not self._ever:
            for line in lines_of(ColleagueId(caller), self.at, also_off=True):
                self._store_leg(line, ColleagueId(caller))
            if not self.legs:
                self.call.ended_at = self.at
        elif self._is_up(caller) and self.customer is None:
            try:
                calling.require_with_them(self.row, self.contact_id, caller, self.at)
            except Refused:
                self.call.ended_at = self.at
            else:
                self._store_leg(calling.line_to(self.call.number), None)

    def _store_leg(self, line: str, who: ColleagueId | None, *, unreachable: bool = False) -> None:
        offer = self.problem.offer
        leg = Leg(
            id=f"{self.call.room}-{len(self._ever) + 1}",
            call=self.call,
            colleague_id=who,
            line=line,
            asked_at=self.at,
            for_offer=offer.number if offer is not None and who in offer.receivers else None,
        )
        self._ever.append(leg)
        if unreachable:
            leg.state, leg.gone_at, leg.why_gone = LegState.GONE, self.at, Gone.UNREACHABLE.value
        else:
            self.legs.append(leg)
        leg.save(force_insert=True)
