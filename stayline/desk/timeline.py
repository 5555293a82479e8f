"""A problem's events, told as a conversation: words of either side, notes, and quiet lines.

Every kind of event is either told or left out on purpose; the type checker knows of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stayline.desk.contexts import Entry, FileShown, Person
from stayline.desk.days import day_and_time
from stayline.ownership import events as ev
from stayline.ownership.problem import About, Aside, FinalNo, Rest

Tone = Literal["", "yes", "late"]


@dataclass(frozen=True, slots=True)
class WordRead:
    """What a word says, as the journal keeps it."""

    id: int
    text: str
    who: Person | None = None
    sender: str = ""
    html: str = ""  # its shape, where it has one; made safe
    quoted: str = ""
    trouble: str = ""
    is_note: bool = False
    in_a_call: bool = False
    files: tuple[FileShown, ...] = ()
    written_down_by: Person | None = None
    at: datetime | None = None  # when it was said


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody a timeline speaks of, by id."""

    colleagues: Mapping[int, Person]
    parties: Mapping[int, Person]
    customer: Person
    door: str = ""
    #: Reasons by their id: why somebody could not.
    reasons: Mapping[int, str] = field(default_factory=dict)
    #: Whether our mails reach the customer; who has only a number has to be called.
    reads_mail: bool = True

    def name(self, colleague: int) -> SafeString:
        person = self.colleagues.get(colleague)
        return _strong(person.first_name if person else _("a colleague"))

    def names(self, colleagues: Iterable[int]) -> SafeString:
        return format_html_join(", ", "{}", ((self.name(one),) for one in colleagues))

    def party(self, party: int | None) -> SafeString:
        person = self.parties.get(party, self.customer) if party is not None else self.customer
        return _strong(person.first_name or person.name)


def _strong(text: str) -> SafeString:
    return format_html("<strong>{}</strong>", text)


@dataclass(frozen=True, slots=True)
class Line:
    """One quiet line, before it knows its number and moment."""

    html: SafeString
    icon: str = "info"
    tone: Tone = ""


def _line(sentence: str, icon: str = "info", tone: Tone = "", /, **named: object) -> Line:
    said = format_html(sentence, **named) if named else conditional_escape(sentence)
    return Line(said, icon, tone)


def told(
    events: Iterable[tuple[int, ev.Event]], words: Mapping[int, WordRead], cast: Cast
) -> list[Entry]:
    """The whole conversation, oldest first."""
    entries: list[Entry] = []
    shown: set[int] = set()
    before: ev.Event | None = None
    for number, event in events:
        word = _word_of(event)
        if word is not None and word in words and word not in shown:
            shown.add(word)
            entries.append(_spoken(number, event, words[word], cast))
        if isinstance(event, ev.PromiseMade) and _belongs_to(entries, event.at):
            entries[-1] = replace(entries[-1], hears_by=event.due)
            continue
        line = _told(event, cast)
        if line is not None and not _said_already(event, before):
            entries.append(
                Entry(number, "line", event.at, html=line.html, icon=line.icon, tone=line.tone)
            )
        before = event
    return entries


def _said_already(event: ev.Event, before: ev.Event | None) -> bool:
    """Whoever picks up is there: that they joined needs no second line."""
    return (
        isinstance(event, ev.HelperJoined)
        and isinstance(before, ev.PickedUp)
        and before.receiver == event.helper
    )


def _belongs_to(entries: list[Entry], at: datetime) -> bool:
    """A promise given with a word is told below that word."""
    return bool(entries) and entries[-1].kind == "ours" and entries[-1].at == at


def _word_of(event: ev.Event) -> int | None:
    match event:
        case (
            ev.WordHeard()
            | ev.StrangerHeard()
            | ev.MachineHeard()
            | ev.WordSpoken()
            | ev.NoteWritten()
            | ev.SolutionProposed()
            | ev.CauseSpoken()
            | ev.Asked()
            | ev.CameToRest()
        ):
            return event.word
        case ev.SignatureAsked(what=FinalNo(word=word)):
            return word
        case _:
            return None


_AT_ONCE = timedelta(minutes=2)
"""What was said longer before it was heard of was on its way: both moments are told."""


def _spoken(number: int, event: ev.Event, word: WordRead, cast: Cast) -> Entry:
    entry = Entry(
        number,
        "ours",
        event.at,
        who=word.who,
        text=word.text,
        html=word.html,
        quoted=word.quoted,
        files=word.files,
        word=word.id,
        trouble=word.trouble,
        sender=word.sender,
        in_a_call=word.in_a_call,
    )
    match event:
        case ev.WordHeard():
            said_at = word.at if word.at is not None and word.at < event.at - _AT_ONCE else None
            return replace(
                entry, kind="theirs", written_down_by=word.written_down_by, said_at=said_at
            )
        case ev.StrangerHeard():
            return replace(entry, kind="stranger")
        case ev.MachineHeard():
            return replace(entry, kind="machine")
        case ev.NoteWritten():
            return replace(entry, kind="note")
        case ev.SignatureAsked():
            return replace(entry, kind="note")
        case _:
            return replace(entry, to=cast.customer.first_name or cast.customer.name)


def _told(event: ev.Event, cast: Cast) -> Line | None:
    match event:
        case (
            ev.Opened()
            | ev.RangOn()
            | ev.RoundEnded()
            | ev.SaidIWillHelp()
            | ev.WordHeard()
            | ev.StrangerHeard()
            | ev.MachineHeard()
            | ev.WordSpoken()
            | ev.NoteWritten()
            | ev.Woken()
        ):
            return _arrival(event, cast)
        case (
            ev.PromiseMade()
            | ev.PromiseSettled()
            | ev.PromiseCarried()
            | ev.RhythmChosen()
            | ev.HelpAsked()
            | ev.HelpDeclined()
            | ev.HelperJoined()
            | ev.HelperLeft()
            | ev.CoverStarted()
            | ev.CoverEnded()
        ):
            return _staying(event, cast)
        case (
            ev.Offered()
            | ev.OfferDeclined()
            | ev.PickedUp()
            | ev.OfferEnded()
            | ev.Asked()
            | ev.AskedAgain()
            | ev.Answered()
            | ev.QuestionEnded()
            | ev.OwnerChanged()
        ):
            return _handing(event, cast)
        case (
            ev.SolutionProposed()
            | ev.SaidSatisfied()
            | ev.TookBack()
            | ev.CameToRest()
            | ev.SignatureAsked()
            | ev.SignatureGiven()
            | ev.SignatureLapsed()
            | ev.WasSetAside()
            | ev.AsideConfirmed()
            | ev.BroughtBack()
            | ev.AlarmRaised()
        ):
            return _ending(event, cast)
        case (
            ev.Joined()
            | ev.TwinReceived()
            | ev.FollowedTwin()
            | ev.SplitOff()
            | ev.Linked()
            | ev.Unlinked()
            | ev.CauseLinked()
            | ev.CauseUnlinked()
            | ev.CauseSpoken()
            | ev.PartyAdded()
            | ev.RoleGiven()
            | ev.PartyLeft()
            | ev.PrincipalGone()
            | ev.PrincipalNamed()
        ):
            return _around(event, cast)
        case (
            ev.LiveStarted()
            | ev.RingStarted()
            | ev.RingEnded()
            | ev.EnteredLive()
            | ev.LeftLive()
            | ev.AllRung()
            | ev.HoldStarted()
            | ev.HoldEnded()
            | ev.QuestionHeard()
            | ev.SlowBurned()
            | ev.LegRecorded()
            | ev.RecordingWanted()
            | ev.RecordingAnnounced()
            | ev.RecordingStopped()
            | ev.LiveEnded()
        ):
            return _live(event, cast)
        case _:
            assert_never(event)


_Arrival = (
    ev.Opened
    | ev.RangOn
    | ev.RoundEnded
    | ev.SaidIWillHelp
    | ev.WordHeard
    | ev.StrangerHeard
    | ev.MachineHeard
    | ev.WordSpoken
    | ev.NoteWritten
    | ev.Woken
)


def _arrival(event: _Arrival, cast: Cast) -> Line | None:
    match event:
        case ev.Opened(met=True):
            return _line(
                _("{owner} met {customer}"), "hand", "yes",
                owner=cast.name(event.owner), customer=cast.party(None),
            )  # fmt: skip
        case ev.Opened():
            door = cast.door or _("our door")
            return _line(
                _("Arrived at {door}; {owner} is rung"), "door",
                door=door, owner=cast.name(event.owner),
            )  # fmt: skip
        case ev.RangOn():
            return _line(_("Rings {host} now"), "door", host=cast.name(event.host))
        case ev.RoundEnded():
            return _line(
                _("Everybody was rung once. It stays here, and a manager was told"), "stop", "late"
            )
        case ev.SaidIWillHelp():
            return _line(_("{by} said “I will help you”"), "hand", "yes", by=cast.name(event.by))
        case ev.Woken():
            return _line(
                _("It is open again: {customer} wrote"), "undo", customer=cast.party(event.party)
            )
        case ev.MachineHeard(bounced=True):
            return _line(
                _("Our mail came back: it did not reach {customer}"),
                "stop",
                "late",
                customer=cast.party(None),
            )
        case (
            ev.WordHeard()
            | ev.StrangerHeard()
            | ev.MachineHeard()
            | ev.WordSpoken()
            | ev.NoteWritten()
        ):
            return None
        case _:
            assert_never(event)


_Staying = (
    ev.PromiseMade
    | ev.PromiseSettled
    | ev.PromiseCarried
    | ev.RhythmChosen
    | ev.HelpAsked
    | ev.HelpDeclined
    | ev.HelperJoined
    | ev.HelperLeft
    | ev.CoverStarted
    | ev.CoverEnded
)


def _staying(event: _Staying, cast: Cast) -> Line | None:
    match event:
        case ev.PromiseSettled(how=ev.Settled.BROKEN):
            return _line(
                _("A promise was broken. {customer} was told so")
                if cast.reads_mail
                else _("A promise was broken. Call {customer} and say so"),
                "clock",
                "late",
                customer=cast.party(None),
            )
        case ev.PromiseMade() | ev.PromiseSettled():
            return None
        case ev.PromiseCarried():
            return _line(
                _("{carrier} carries the promise"), "clock", carrier=cast.name(event.carrier)
            )
        case ev.RhythmChosen():
            return _line(
                _("{customer} chose how often to hear"), "clock", customer=cast.party(event.party)
            )
        case ev.HelpAsked():
            return _line(
                _("{by} asked {whom} to help"),
                "people",
                by=cast.name(event.by),
                whom=cast.name(event.whom),
            )
        case ev.HelpDeclined():
            return _cannot(_("{by} can't help now"), "people", event, cast)
        case ev.HelperJoined():
            return _line(
                _("{helper} is here and helps"), "people", "yes", helper=cast.name(event.helper)
            )
        case ev.HelperLeft(why=ev.HelpEnds.BECAME_OWNER):
            return None
        case ev.HelperLeft():
            return _line(_("{helper} stepped back"), "people", helper=cast.name(event.helper))
        case ev.CoverStarted():
            return _line(_("{cover} stands in for now"), "people", cover=cast.name(event.cover))
        case ev.CoverEnded():
            return _line(_("{cover} gave all back"), "people", cover=cast.name(event.cover))
        case _:
            assert_never(event)


_Handing = (
    ev.Offered
    | ev.OfferDeclined
    | ev.PickedUp
    | ev.OfferEnded
    | ev.Asked
    | ev.AskedAgain
    | ev.Answered
    | ev.QuestionEnded
    | ev.OwnerChanged
)


def _cannot(
    sentence: str, icon: str, event: ev.OfferDeclined | ev.HelpDeclined, cast: Cast
) -> Line:
    """A no that helps: with its reason, and somebody better."""
    no = format_html(sentence, by=cast.name(event.by))
    reason = cast.reasons.get(event.reason, "") if event.reason is not None else ""
    said = [format_html(_("{no}: “{reason}”"), no=no, reason=reason) if reason else no]
    if event.better is not None:
        said.append(format_html(_("rather {better}"), better=cast.name(event.better)))
    if isinstance(event, ev.OfferDeclined) and event.free_at is not None:
        said.append(format_html(_("free from {free_at}"), free_at=day_and_time(event.free_at)))
    return Line(format_html_join(" · ", "{}", ((one,) for one in said)), icon)


def _handing(event: _Handing, cast: Cast) -> Line | None:
    match event:
        case ev.Offered():
            return _line(
                _("{by} offered to hand over to {receivers}"), "split",
                by=cast.name(event.by), receivers=cast.names(event.receivers),
            )  # fmt: skip
        case ev.OfferDeclined():
            return _cannot(_("{by} can't take over now"), "split", event, cast)
        case ev.PickedUp():
            return _line(
                _("{receiver} picked up, and is here"),
                "check",
                "yes",
                receiver=cast.name(event.receiver),
            )
        case ev.OfferEnded():
            return _offer_ended(event, cast)
        case ev.Asked():
            return _asked(event, cast)
        case ev.AskedAgain():
            return _line(_("{customer} was asked once more"), "info", customer=cast.party(None))
        case ev.Answered():
            return _answered(event, cast)
        case ev.QuestionEnded(why=ev.QuestionEnds.LAPSED):
            return _line(_("No answer came; that question is over"), "info")
        case ev.QuestionEnded():
            return None
        case ev.OwnerChanged():
            return _line(
                _("{owner} is with {customer} from here"), "hand", "yes",
                owner=cast.name(event.owner), customer=cast.party(None),
            )  # fmt: skip
        case _:
            assert_never(event)


def _offer_ended(event: ev.OfferEnded, cast: Cast) -> Line | None:
    match event.why:
        case ev.OfferEnds.LAPSED:
            return _line(_("Nobody answered the offer in time"), "clock")
        case ev.OfferEnds.WITHDRAWN:
            return _line(_("The offer was withdrawn"), "undo")
        case ev.OfferEnds.RECEIVER_GONE:
            return _line(_("The receiver is not there any more; the offer is over"), "stop")
        case _:
            return None


def _asked(event: ev.Asked, cast: Cast) -> Line:
    customer = cast.party(None)
    if event.about is About.TAKEOVER and event.receiver is not None:
        return _line(
            _("{customer} was asked whether {receiver} may take it from here"), "info",
            customer=customer, receiver=cast.name(event.receiver),
        )  # fmt: skip
    if event.about is About.CONTRADICTION:
        return _line(
            _("{customer} was asked which counts, the words or the button"),
            "info",
            customer=customer,
        )
    if event.about is About.SPLIT:
        return _line(
            _("{customer} was asked whether these are several things"), "info", customer=customer
        )
    return _line(_("{customer} was asked whether it is solved"), "info", customer=customer)


def _answered(event: ev.Answered, cast: Cast) -> Line:
    customer = cast.party(event.evidence.party)
    is_yes = event.reply is ev.Reply.YES
    if event.about is About.TAKEOVER and event.receiver is not None:
        receiver = cast.name(event.receiver)
        if is_yes:
            return _line(
                _("{customer} said yes to {receiver}"),
                "check",
                "yes",
                customer=customer,
                receiver=receiver,
            )
        return _line(
            _("{customer} would rather not be with {receiver}"),
            "info",
            customer=customer,
            receiver=receiver,
        )
    if is_yes:
        return _line(_("{customer} said yes"), "check", "yes", customer=customer)
    return _line(_("{customer} said: not yet"), "info", customer=customer)


_Ending = (
    ev.SolutionProposed
    | ev.SaidSatisfied
    | ev.TookBack
    | ev.CameToRest
    | ev.SignatureAsked
    | ev.SignatureGiven
    | ev.SignatureLapsed
    | ev.WasSetAside
    | ev.AsideConfirmed
    | ev.BroughtBack
    | ev.AlarmRaised
)

_RESTS = {
    Rest.QUIET: gettext_lazy("quiet"),
    Rest.LET_BE: gettext_lazy("let be"),
    Rest.AT_ODDS: gettext_lazy("at odds"),
}
_ASIDES = {
    Aside.SPAM: gettext_lazy("spam"),
    Aside.BOUNCE: gettext_lazy("a returned mail"),
    Aside.MACHINE: gettext_lazy("a machine's mail"),
    Aside.OTHER: gettext_lazy("other correspondence"),
}


def _ending(event: _Ending, cast: Cast) -> Line | None:
    match event:
        case ev.SolutionProposed():
            return None
        case ev.SaidSatisfied():
            return _line(
                _("{customer} says it is solved"), "heart", "yes", customer=cast.party(event.party)
            )
        case ev.TookBack(what=ev.TakenBackWhat.TAKEOVER):
            return _line(
                _("{customer} took the yes back"), "undo", customer=cast.party(event.party)
            )
        case ev.TookBack():
            return _line(
                _("{customer} says it is not solved after all"),
                "undo",
                customer=cast.party(event.party),
            )
        case ev.CameToRest():
            return _line(_("It rests: {how}. Any word wakes it"), "quiet", how=_RESTS[event.how])
        case ev.SignatureAsked():
            return _line(_("A second signature is asked for"), "note")
        case ev.SignatureGiven():
            return _line(_("{by} signed too"), "note", by=cast.name(event.by))
        case ev.SignatureLapsed():
            return _line(_("The second signature is no longer asked for"), "note")
        case ev.WasSetAside(by=None):
            return _line(_("The screen took it for {why}"), "stop", why=_ASIDES[event.why])
        case ev.WasSetAside():
            return _set_aside(event, cast)
        case ev.AsideConfirmed():
            return _line(_("{by} confirmed it"), "check", by=cast.name(event.by))
        case ev.BroughtBack():
            return _line(
                _("It is a customer's: it rings {host}"), "undo", "yes", host=cast.name(event.host)
            )
        case ev.AlarmRaised(to=()):
            return None
        case ev.AlarmRaised():
            return _line(_("{who} was told"), "stop", "late", who=cast.names(event.to))
        case _:
            assert_never(event)


def _set_aside(event: ev.WasSetAside, cast: Cast) -> Line:
    by = cast.names([event.by] if event.by is not None else [])
    return _line(_("{by} set it aside: {why}"), "stop", by=by, why=_ASIDES[event.why])


_Around = (
    ev.Joined
    | ev.TwinReceived
    | ev.FollowedTwin
    | ev.SplitOff
    | ev.Linked
    | ev.Unlinked
    | ev.CauseLinked
    | ev.CauseUnlinked
    | ev.CauseSpoken
    | ev.PartyAdded
    | ev.RoleGiven
    | ev.PartyLeft
    | ev.PrincipalGone
    | ev.PrincipalNamed
)


def _around(event: _Around, cast: Cast) -> Line | None:
    match event:
        case ev.Joined():
            return _line(
                _("{by} joined it to its twin; it ends as the twin ends"),
                "split",
                by=cast.name(event.by),
            )
        case ev.TwinReceived():
            return _line(_("A twin was joined here"), "split")
        case ev.SplitOff():
            return _line(
                _("{by} gave the other things timelines of their own"),
                "split",
                by=cast.name(event.by),
            )
        case ev.Linked():
            return _line(
                _("{by} linked it to something it has to do with"), "split", by=cast.name(event.by)
            )
        case ev.Unlinked():
            return _line(_("{by} took a link away again"), "split", by=cast.name(event.by))
        case ev.CauseLinked():
            return _line(_("It has a cause in common with others"), "split")
        case ev.CauseUnlinked():
            return _line(_("It has no cause in common with others after all"), "split")
        case ev.PartyAdded(by=None) | ev.FollowedTwin() | ev.CauseSpoken():
            return None
        case ev.PartyAdded():
            return _line(_("{who} is on their side too"), "people", who=cast.party(event.party))
        case ev.RoleGiven():
            return _line(
                _("{who} has another part in it now"), "people", who=cast.party(event.party)
            )
        case ev.PartyLeft():
            return _line(
                _("{who} is no longer on their side"), "people", who=cast.party(event.party)
            )
        case ev.PrincipalGone():
            return _line(
                _("{who} can't speak for them any more"), "people", who=cast.party(event.party)
            )
        case ev.PrincipalNamed():
            return _line(_("{who} speaks for them now"), "people", who=cast.party(event.party))
        case _:
            assert_never(event)


_Live = (
    ev.LiveStarted
    | ev.RingStarted
    | ev.RingEnded
    | ev.EnteredLive
    | ev.LeftLive
    | ev.AllRung
    | ev.HoldStarted
    | ev.HoldEnded
    | ev.QuestionHeard
    | ev.SlowBurned
    | ev.LegRecorded
    | ev.RecordingWanted
    | ev.RecordingAnnounced
    | ev.RecordingStopped
    | ev.LiveEnded
)


def _live(event: _Live, cast: Cast) -> Line | None:
    match event:
        case ev.LiveStarted():
            return _line(_("{customer} is on the line"), "phone", customer=cast.party(event.party))
        case ev.EnteredLive():
            return _line(_("{who} is in the conversation"), "phone", who=cast.name(event.who))
        case ev.LeftLive():
            return _line(_("{who} left the conversation"), "phone", who=cast.name(event.who))
        case ev.AllRung():
            return _line(
                _("Nobody could be rung; {customer} is called back"),
                "phone",
                "late",
                customer=cast.party(None),
            )
        case ev.SlowBurned():
            return _line(
                _("{customer} heard nobody for too long"),
                "clock",
                "late",
                customer=cast.party(None),
            )
        case ev.RecordingWanted() | ev.RecordingAnnounced() | ev.RecordingStopped():
            return _recorded(event, cast)
        case ev.LiveEnded(how=ev.LiveEnds.SILENCE, by=by) if by is not None:
            return _line(
                _("{by} ended the conversation after an announced silence"),
                "phone",
                by=cast.name(by),
            )
        case ev.LiveEnded(how=ev.LiveEnds.ABUSE, by=by) if by is not None:
            return _line(
                _("{by} ended the conversation after a warning"), "phone", by=cast.name(by)
            )
        case ev.LiveEnded():
            return _line(_("The conversation ended"), "phone")
        case (
            ev.RingStarted()
            | ev.RingEnded()
            | ev.HoldStarted()
            | ev.HoldEnded()
            | ev.QuestionHeard()
            | ev.LegRecorded()
        ):
            return None
        case _:
            assert_never(event)


def _recorded(
    event: ev.RecordingWanted | ev.RecordingAnnounced | ev.RecordingStopped, cast: Cast
) -> Line | None:
    match event:
        case ev.RecordingWanted():
            if event.by is None:
                return None  # it is the door's way; what counts is when it was announced
            return _line(_("{by} asked for a recording"), "phone", by=cast.name(event.by))
        case ev.RecordingAnnounced():
            return _line(
                _("{customer} heard that the call is recorded; the recording began"),
                "phone",
                customer=cast.party(None),
            )
        case ev.RecordingStopped(refused=True):
            return _line(
                _("{customer} did not want it: {by} stopped the recording, and it was discarded"),
                "stop",
                customer=cast.party(None),
                by=cast.name(event.by),
            )
        case ev.RecordingStopped():
            return _line(_("{by} stopped the recording"), "phone", by=cast.name(event.by))
        case _:
            assert_never(event)
