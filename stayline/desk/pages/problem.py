"""The page of one problem, for whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from stayline.desk import contexts as c
from stayline.desk.handoffs import acts_for, handoff_shown, menu_for
from stayline.desk.pages.calls import telephone_on
from stayline.desk.pages.customers import called
from stayline.desk.pages.leaving import leaving_on
from stayline.desk.pages.refusals import in_words
from stayline.desk.pages.rows import stage_in_words, zone_of
from stayline.desk.pages.writer import only_by_phone, writer_for
from stayline.desk.presence import where_are
from stayline.desk.timeline import Cast, WordRead, told
from stayline.desk.uploads import file_shown
from stayline.ownership import Problem as State
from stayline.ownership import Refused
from stayline.ownership import events as ev
from stayline.ownership.problem import (
    About,
    Aside,
    JoinedTwin,
    Owned,
    Proposed,
    Rest,
    Resting,
    Ringing,
    Satisfied,
    SetAside,
)
from stayline.people.models import Colleague, Role
from stayline.problems import queries, rich_text
from stayline.problems.models import ContactKind, Problem, Stage, Word, WordKind


def sentence(refusal: Refused, problem: Problem) -> str:
    """A refusal in its own words, with names put in."""
    return in_words(refusal, called(problem.principal).first_name)


def problem_page(reader: Colleague, problem: int, now: datetime) -> c.ProblemPage:
    """Everything its reader may see of it. Raises Problem.DoesNotExist where they may not."""
    found = queries.page(reader, problem)
    row, state, people = found.row, found.state, found.people
    customer = called(row.principal)
    cast = Cast(
        colleagues=people,
        parties={pk: called(one) for pk, one in found.customers.items()},
        customer=customer,
        door=row.door.name if row.door else "",
        reasons={one.text.pk: one.text.text for one in found.told if one.text is not None},
        reads_mail=not only_by_phone(row),
    )
    return c.ProblemPage(
        now=now,
        problem=row.pk,
        version=row.version,
        title=row.subject or _("Without a subject"),
        state=state_in_words(state, cast),
        owner=people[state.owner],
        customer=_customer(found, customer, reader),
        handoff=handoff_shown(state, reader.pk, people, customer.first_name, _brief(found)),
        writer=writer_for(row, state, reader, customer, now),
        is_yours=reader.pk == state.owner,
        is_ringing=isinstance(state.stage, Ringing),
        promise=_promise(found),
        helpers=[people[one] for one in sorted(state.helpers) if one in people],
        cover=people.get(state.cover.colleague) if state.cover else None,
        known_to=_known_to(row),
        may_read=_named(row),
        where=where_are(_with_them(state, people), now),
        entries=_entries(found, cast, reader),
        leaving=leaving_on(row.pk, reader, now),
        acts=acts_for(state, reader.pk),
        menu=menu_for(state, reader.pk),
        linked=_linked(found, reader),
        telephone=telephone_on(row, state, reader),
    )


def _linked(found: queries.Page, reader: Colleague) -> list[tuple[str, c.Row]]:
    """What has to do with it, each with what it is to this one; what the reader may not see is
    not named."""
    received = any(isinstance(one.event, ev.TwinReceived) for one in found.told)
    if not (found.state.links or found.row.twin_id or received):
        return []
    return [
        (_related(one, found.row), _as_row(one)) for one in queries.related_to(reader, found.state)
    ]


def _related(other: Problem, this: Problem) -> str:
    if this.twin_id == other.pk:
        return _("Looked after together with")
    if other.twin_id == this.pk:
        return _("Joined here")
    return _("Has to do with")


def _as_row(one: Problem) -> c.Row:
    subject, state = one.subject or _("Without a subject"), stage_in_words(one)
    return c.Row(one.pk, called(one.principal), subject, owner=one.owner, state=state)


def _known_to(row: Problem) -> str:
    """Said where only a few may know of it: nobody should have to wonder, or tell others."""
    if not row.need_to_know:
        return ""
    others = set(row.need_to_know) - {row.owner_id, *row.involved}
    names = ", ".join(one.name for one in Colleague.objects.filter(pk__in=others).order_by("name"))
    if not names:
        return _("Only those who are here may know of this.")
    return _("Only those who are here may know of this, and %(names)s.") % {"names": names}


def _named(row: Problem) -> list[Colleague]:
    """Who reads it because a note named them, and for nothing else."""
    others = set(row.mentioned) - {row.owner_id, *row.involved}
    if not others or row.stage in Stage.over():
        return []
    return list(Colleague.objects.filter(pk__in=others, is_active=True).order_by("name", "pk"))


def _with_them(state: State, people: Mapping[int, Colleague]) -> list[Colleague]:
    """The owner, helpers and cover."""
    there = [state.owner, *sorted(state.helpers), *([state.cover.colleague] if state.cover else [])]
    return [people[one] for one in there if one in people]


def _entries(found: queries.Page, cast: Cast, reader: Colleague) -> list[c.Entry]:
    words = {int(one.word.pk): _read(one.word) for one in found.told if one.word is not None}
    entries = told(((one.number, one.event) for one in found.told), words, cast)
    return [_answerable(one, found.state, reader) for one in entries]


def _brief(found: queries.Page) -> str:
    """The brief of the open offer."""
    offer = found.state.offer
    if offer is None:
        return ""
    return next(
        (one.text.text for one in found.told if one.number == offer.number and one.text), ""
    )


def _promise(found: queries.Page) -> c.PromiseShown | None:
    promise = found.state.promise
    if promise is None:
        return None
    since = next((one.event.at for one in found.told if one.number == promise.number), None)
    return c.PromiseShown(
        due=promise.due,
        since=since or promise.due - timedelta(hours=4),
        giver=found.people.get(promise.giver),
        waits_for=promise.waits_for.value,
    )


def _read(word: Word) -> WordRead:
    heard = word.kind == WordKind.HEARD
    person: c.Person | None = called(word.customer) if word.customer else word.colleague
    # What stands among the words is not listed below them again.
    shape = _shape(word)
    files = tuple(file_shown(one) for one in word.attachments.all() if not one.is_inline)
    return WordRead(
        word.pk,
        word.text if word.erased_at is None else _("(erased)"),
        person,
        sender=word.sender,
        html=shape,
        quoted=word.quoted,
        trouble=word.trouble,
        files=files,
        written_down_by=word.colleague if heard else None,
        at=word.at if heard else None,
        in_a_call=word.contact is not None and word.contact.kind == ContactKind.CALL,
    )


def _shape(word: Word) -> str:
    """What one of us wrote, in its shape. What came from outside is shown as text."""
    ours = word.kind in (WordKind.SPOKEN, WordKind.NOTE) and word.erased_at is None
    return rich_text.with_pictures_from(word.html, "/files/") if ours and word.html else ""


def _answerable(entry: c.Entry, state: State, reader: Colleague) -> c.Entry:
    """The owner may read a reply as the answer to the question it came after."""
    if entry.kind != "theirs" or reader.pk != state.owner or entry.word is None:
        return entry
    if any(
        entry.word in question.replies
        for question in state.questions
        if question.about in (About.TAKEOVER, About.SOLVED)
    ):
        return replace(entry, may_be_answer=True)
    return entry


def state_in_words(state: State, cast: Cast) -> str:
    """Where it stands, as one would say it."""
    customer = cast.customer.first_name or cast.customer.name
    match state.stage:
        case Ringing(round_ended=True):
            return _("%(customer)s waits: everybody was rung once.") % {"customer": customer}
        case Ringing():
            return _("%(customer)s just arrived, and has met nobody yet.") % {"customer": customer}
        case Owned():
            return ""
        case Proposed():
            return _("%(customer)s was asked whether it is solved.") % {"customer": customer}
        case Resting(how=Rest.QUIET):
            return _("Quiet: %(customer)s did not answer. Any word wakes it.") % {
                "customer": customer
            }
        case Resting(how=Rest.LET_BE):
            return _("%(customer)s said to let it be. Any word wakes it.") % {"customer": customer}
        case Resting():
            return _("At odds: an honest no was said. Any word wakes it.")
        case SetAside(why=why, confirmed_by=None):
            return _("Set aside: %(why)s. A second colleague confirms it.") % {"why": _aside(why)}
        case SetAside(why=why):
            return _("Set aside: %(why)s.") % {"why": _aside(why)}
        case Satisfied():
            return _("%(customer)s is satisfied.") % {"customer": customer}
        case JoinedTwin():
            return _("Looked after together with its twin.")


def _aside(why: Aside) -> str:
    return {
        Aside.SPAM: _("spam"),
        Aside.BOUNCE: _("a returned mail"),
        Aside.MACHINE: _("a machine's mail"),
        Aside.OTHER: _("other correspondence"),
    }[why]


# -- the customer --------------------------------------------------------------------------------


def _customer(found: queries.Page, person: c.Person, reader: Colleague) -> c.CustomerPanel:
    customer = found.row.principal
    if customer is None:
        return c.CustomerPanel(person)
    return c.CustomerPanel(
        person=person,
        reach=[
            c.Reach(str(one.get_kind_display()), one.value, one.verified_at is not None, one.pk)
            for one in customer.addresses.all()
        ],
        organisation=customer.organisation.name if customer.organisation else "",
        language=_language(customer.language),
        time_zone=zone_of(customer),
        earlier=[
            c.Row(one.pk, person, one.subject or _("Without a subject"), state=stage_in_words(one))
            for one in found.earlier
        ],
        others=[
            (called(party.customer), _role(party.role))
            for party in found.parties
            if party.customer_id != customer.pk and not party.gone
        ],
        may_confirm=reader.pk in found.state.ours,
        held_path=f"/customers/{customer.pk}/" if reader.role == Role.ADMINISTRATOR else "",
    )


def _role(role: str) -> str:
    return {
        "principal": _("speaks for them"),
        "affected": _("affected"),
        "copied": _("in copy"),
        "representative": _("represents them"),
    }.get(role, role)


def _language(code: str) -> str:
    try:
        return str(get_language_info(code.split("-")[0])["name_translated"])
    except KeyError:
        return code
