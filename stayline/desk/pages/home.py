""" "With you now", and the same for a lead's people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stayline.desk import contexts as c
from stayline.desk.pages.customers import called, know_them
from stayline.desk.pages.rows import helpers_of, promise_of, promised_since, rows
from stayline.people.models import Colleague, Door
from stayline.problems import queries
from stayline.problems.models import Offer, Problem, Text, TextKind


def home_page(reader: Colleague, now: datetime) -> c.HomePage:
    """Everybody who waits for the reader."""
    found = queries.home(reader)
    everything = [
        *found.ringing, *found.with_you, *found.helping, *found.waiting_for_customer,
        *found.resting, *found.to_confirm, *found.to_sign,
    ]  # fmt: skip
    since, helpers = promised_since(everything), helpers_of(everything)

    know_them(found.ringing)
    doors = dict(Door.objects.filter(problems__in=found.ringing).values_list("pk", "name"))

    def listed(problems: Sequence[Problem]) -> list[c.Row]:
        return rows(problems, reader, since, helpers)

    return c.HomePage(
        now=now,
        ringing=[
            c.RingingCall(
                one.pk,
                called(one.principal),
                one.subject,
                doors.get(one.door_id or 0, ""),
                one.opened_at,
                promise_of(one, since),
            )
            for one in found.ringing
        ],
        offers=_offers(found.offers, reader),
        help_asked=_help_asked(found.help_asked),
        with_you=listed(found.with_you),
        helping=listed(found.helping),
        waiting_for_customer=listed(found.waiting_for_customer),
        quiet=listed(found.resting),
        to_confirm=listed(found.to_confirm),
        to_sign=listed(found.to_sign),
    )


def _offers(offers: Sequence[Offer], reader: Colleague) -> list[c.OfferCall]:
    others = Colleague.objects.in_bulk({who for one in offers for who in one.receivers})
    return [
        c.OfferCall(
            problem=one.problem_id,
            offer=one.number,
            customer=called(one.problem.principal),
            by=one.by,
            brief=c.Brief(one.brief.text),
            lapses=one.lapses,
            others=[others[who] for who in one.receivers if who != reader.pk and who in others],
        )
        for one in offers
    ]


def _help_asked(problems: Sequence[Problem]) -> list[c.HelpCall]:
    asked = Text.objects.filter(
        problem__in=[one.pk for one in problems], kind=TextKind.REQUEST
    ).order_by("at")
    texts = {text.problem_id: text for text in asked}
    return [
        c.HelpCall(
            problem=one.pk,
            customer=called(one.principal),
            by=one.owner,
            text=texts[one.pk].text if one.pk in texts else one.subject,
            since=texts[one.pk].at if one.pk in texts else one.opened_at,
        )
        for one in problems
    ]


def led_page(lead: Colleague, now: datetime) -> c.PeoplePage:
    """Each of a lead's people, and who is with them."""
    people = Colleague.objects.filter(pk__in=queries.people_of(lead), is_active=True)
    shown = []
    for one in people.order_by("name"):
        found = queries.home(one)
        open_ = [*found.ringing, *found.with_you, *found.waiting_for_customer]
        seen = rows(open_, one, promised_since(open_), helpers_of(open_))
        shown.append(c.PersonsRows(one, seen))
    return c.PeoplePage(now, shown)
