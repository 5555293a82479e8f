"""The writer at the bottom of a problem: what may be written, by when to promise, what was begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from stayline.channels.mail.outbox import brand_of
from stayline.desk import contexts as c
from stayline.desk import drafts
from stayline.desk.models import Draft, WritingKind
from stayline.desk.uploads import with_drafts
from stayline.hours import next_opening
from stayline.ownership import Problem as State
from stayline.ownership import events as ev
from stayline.ownership.problem import Aside, JoinedTwin, Owned, Proposed, SetAside
from stayline.people.models import AddressKind, Colleague
from stayline.problems import promising, queries
from stayline.problems.models import Problem


def writer_for(
    problem: Problem, state: State, reader: Colleague, customer: c.Person, now: datetime
) -> c.Writer:
    """What this reader may write here, with what they have begun already."""
    why_not = _why_not(state, reader.pk, customer)
    begun, left = drafts.of(reader, problem.pk)
    files = with_drafts(reader.pk, problem.pk) if begun else {}
    reply, note = begun.get(WritingKind.REPLY), begun.get(WritingKind.NOTE)
    may_promise = state.is_open and not why_not
    return c.Writer(
        problem=problem.pk,
        customer=customer,
        choices=_choices(problem, reader.pk, reply, now) if may_promise else (),
        waits_for=_waits(customer) if state.is_open else (),
        waits_chosen=reply.waits_for if reply else "",
        may_reply=not why_not,
        why_not=why_not,
        reply=_begun(reply, files.get(WritingKind.REPLY, ())),
        note=_begun(note, files.get(WritingKind.NOTE, ())),
        refusal=reply.why_back if reply and not why_not else "",
        client=str(uuid4()),
        last_seen=problem.version,
        mode="reply" if not why_not else "note",
        may_propose=isinstance(state.stage, Owned | Proposed) and not only_by_phone(problem),
        call=only_by_phone(problem),
        signature=_signature(reader, problem),
        left_behind=_left_behind(left) if reader.pk in state.ours else (),
    )


def _begun(draft: Draft | None, files: Sequence[c.FileShown]) -> c.Begun:
    if draft is None:
        return c.Begun(files=files)
    return c.Begun(draft.text, draft.stamp, draft.other, files)


def _left_behind(left: Sequence[Draft]) -> list[c.LeftBehind]:
    return [
        c.LeftBehind(one.colleague, one.text, one.typed_at, one.kind == WritingKind.NOTE)
        for one in left
    ]


def _signature(reader: Colleague, problem: Problem) -> str:
    """As mails are signed: in the colleague's own name."""
    brand = brand_of(problem.door)
    return f"{reader.known_as}, {brand}" if brand else reader.known_as


def only_by_phone(problem: Problem) -> str:
    """The number of a customer whom no mail reaches; empty for everybody else."""
    known = list(problem.principal.addresses.all()) if problem.principal else []
    if any(one.kind == AddressKind.MAIL for one in known):
        return ""
    return next((one.value for one in known if one.kind == AddressKind.PHONE), "")


def _why_not(state: State, reader: int, customer: c.Person) -> str:
    stage = state.stage
    if isinstance(stage, JoinedTwin):
        return _("This is looked after together with its twin; write there.")
    if isinstance(stage, SetAside) and stage.why is not Aside.OTHER:
        return _("This was set aside as no customer's. Bring it back first.")
    if reader not in state.ours:
        return _("Only who is with %(customer)s writes to them. A note helps your colleagues.") % {
            "customer": customer.first_name or customer.name
        }
    return ""


def _waits(customer: c.Person) -> Sequence[c.Choice]:
    return (
        c.Choice("us", _("for us")),
        c.Choice("customer", _("for %(name)s") % {"name": customer.first_name or customer.name}),
        c.Choice("third party", _("for somebody else")),
        c.Choice("fix", _("for a fix")),
    )


def _choices(
    problem: Problem, giver: int, draft: Draft | None, now: datetime
) -> tuple[c.PromiseChoice, ...]:
    """The ready-made moments, and among them the one that was chosen for these words before."""
    ready = choices(problem, giver, now)
    chosen = draft.due if draft else None
    if chosen is None or not now < chosen <= promising.terms(giver, problem.door, now).latest:
        return ready
    moments = {one.due for one in ready} | {chosen}
    return tuple(c.PromiseChoice(due, due == chosen) for due in sorted(moments))


def choices(problem: Problem, giver: int, now: datetime) -> tuple[c.PromiseChoice, ...]:
    """Ready-made moments in the giver's hours: the door's default first, none past the longest."""
    terms = promising.terms(giver, problem.door, now)
    hours = promising.hours_of(giver)
    later = (now + timedelta(hours=1), *(_morning(now, days) for days in (1, 2, 4)))
    moments = {terms.due.replace(second=0, microsecond=0): True}
    for moment in later:
        opened = next_opening(moment, hours).replace(second=0, microsecond=0)
        if now < opened <= terms.latest:
            moments.setdefault(opened, False)
    return tuple(c.PromiseChoice(due, is_first) for due, is_first in sorted(moments.items()))


def _morning(now: datetime, days: int) -> datetime:
    """Ten o'clock, so many days on, in the reader's zone."""
    local = timezone.localtime(now) + timedelta(days=days)
    return local.replace(hour=10, minute=0).astimezone(now.tzinfo)


# -- what others wrote --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Newer:
    """What somebody else wrote: a colleague, or (None) the customer's side."""

    colleague: int | None
    name: str
    text: str


def others_words_since(problem: Problem, seen: int, reader: int) -> list[Newer]:
    """Words of the customer's side and of other colleagues after the version a writer has read."""
    if seen >= problem.version:
        return []
    return [
        _newer(one)
        for one in queries.timeline(problem)
        if one.number > seen and one.word is not None and _is_others(one.event, reader)
    ]


def _is_others(event: ev.Event, reader: int) -> bool:
    match event:
        case ev.WordHeard() | ev.StrangerHeard():
            return True
        case ev.WordSpoken(by=by) | ev.NoteWritten(by=by):
            return by != reader
        case _:
            return False


def _newer(told: queries.Told) -> Newer:
    word = told.word
    assert word is not None
    if isinstance(told.event, ev.WordHeard | ev.StrangerHeard):
        name = word.customer.name if word.customer else word.sender
        return Newer(None, name or _("Somebody"), word.text)
    return Newer(word.colleague_id, word.colleague.name if word.colleague else "", word.text)
