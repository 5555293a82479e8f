""" "With you now", and the same for a lead's people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from stayline.desk import absences
from stayline.desk import contexts as c
from stayline.desk.pages.company import to_put_right
from stayline.desk.pages.customers import called
from stayline.desk.pages.later import snoozed_rows, sort_out, who_left_sight
from stayline.desk.pages.rows import beside, promise_of, rows
from stayline.desk.sending import CAME_BACK
from stayline.ownership.events import Alarm
from stayline.people.models import Colleague, Door
from stayline.problems import queries
from stayline.problems.mentioning import MENTIONED
from stayline.problems.models import Notice, Offer, Problem, Text, TextKind


def home_page(reader: Colleague, now: datetime, just_snoozed: str = "") -> c.HomePage:
    """Everybody who waits for the reader."""
    found = queries.home(reader)
    everything = [
        *found.ringing, *found.with_you, *found.helping, *found.waiting_for_customer,
        *found.resting, *found.to_sign, *found.help_asked,
    ]  # fmt: skip
    known = beside(everything, reader, now)
    found_a_place = sort_out(
        reader,
        found.with_you,
        found.waiting_for_customer,
        found.helping,
        known.since,
        known.broken,
        now,
    )
    hidden = found_a_place.snoozed
    left_sight = who_left_sight(hidden, just_snoozed)
    rung_at = [one.door_id for one in found.ringing if one.door_id]
    doors = dict(Door.objects.filter(pk__in=rung_at).values_list("pk", "name"))

    def listed(problems: Sequence[Problem]) -> list[c.Row]:
        return rows(problems, reader, known)

    return c.HomePage(
        now=now,
        ringing=[
            c.RingingCall(
                one.pk,
                called(one.principal),
                one.subject,
                doors.get(one.door_id or 0, ""),
                one.opened_at,
                promise_of(one, known.since),
            )
            for one in found.ringing
        ],
        offers=_offers(found.offers, reader),
        help_asked=_help_asked(found.help_asked, known.people),
        with_you=listed(found_a_place.with_you),
        helping=listed(found_a_place.helping),
        waiting_for_customer=listed(found_a_place.waiting_for_customer),
        in_good_hands=listed(found_a_place.in_good_hands),
        snoozed=snoozed_rows(listed([one for one, _asleep in hidden]), hidden, known.since),
        just_snoozed=left_sight,
        just_snoozed_problem=int(just_snoozed) if left_sight else 0,
        quiet=listed(found.resting),
        to_confirm=len(found.to_confirm),
        to_sign=listed(found.to_sign),
        stand_in=_asked_to_stand_in(reader),
        notices=_notices(found.notices, reader),
        to_put_right=to_put_right(reader, now),
    )


def _asked_to_stand_in(reader: Colleague) -> list[c.StandInCall]:
    """Each absence in which the reader was asked, once."""
    calls: dict[int, c.StandInCall] = {}
    for one in absences.asked_of(reader):
        known = calls.get(one.absence_id)
        away, many = one.absence, known.many + 1 if known else 1
        calls[away.pk] = c.StandInCall(away.pk, away.colleague, away.starts, away.ends, many)
    return list(calls.values())


def _notices(found: Sequence[Notice], reader: Colleague) -> list[c.NoticeShown]:
    """Each leads to its problem; words that came back where one no longer is, to where they are.
    A mention in what is not to be read any more is over with it."""
    asked = [one.problem_id for one in found if one.kind in (CAME_BACK, MENTIONED)]
    seen = queries.visible_to(reader).filter(pk__in=asked).values_list("pk", flat=True)
    gone = set(asked) - set(seen) if asked else set()
    return [
        c.NoticeShown(
            "/drafts/" if one.problem_id in gone else _where_to(one),
            called(one.problem.principal),
            _notice(one.kind),
            one.at,
        )
        for one in found
        if one.kind != MENTIONED or one.problem_id not in gone
    ]


def _where_to(notice: Notice) -> str:
    there = f"/problems/{notice.problem_id}/"
    return f"{there}cover/" if notice.kind == absences.NOBODY_STANDS_IN else there


def _notice(kind: str) -> str:
    """An alarm, as one would tell it."""
    return {
        Alarm.PROMISE_BROKEN.value: _("A promise was broken."),
        Alarm.ROUND_ENDED.value: _("Everybody was rung once, and nobody was there."),
        Alarm.ASIDE_UNCONFIRMED.value: _("What was set aside is not confirmed yet."),
        Alarm.SLOW_BURN.value: _("They heard nobody for too long."),
        MENTIONED: _("A colleague mentions you in a note. You can read everything now."),
        CAME_BACK: _("Your words could not leave: they are a draft again, with the reason."),
        absences.NOBODY_STANDS_IN: _("Their person is away, and nobody stands in. Name somebody."),
        Alarm.ALL_RUNG.value: _("Nobody could be rung; they are to be called back."),
    }.get(kind, kind)


def see_notices(reader: Colleague, until: datetime, now: datetime) -> None:
    """Put away what a colleague has read. It is no part of any timeline."""
    Notice.objects.filter(to=reader, seen_at__isnull=True, at__lte=until).update(seen_at=now)


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


def _help_asked(problems: Sequence[Problem], people: Mapping[int, Colleague]) -> list[c.HelpCall]:
    asked = Text.objects.filter(
        problem__in=[one.pk for one in problems], kind=TextKind.REQUEST
    ).order_by("at")
    texts = {text.problem_id: text for text in asked}
    return [
        c.HelpCall(
            problem=one.pk,
            customer=called(one.principal),
            by=people[one.owner_id],
            text=texts[one.pk].text if one.pk in texts else one.subject,
            since=texts[one.pk].at if one.pk in texts else one.opened_at,
        )
        for one in problems
    ]


def led_page(lead: Colleague, now: datetime) -> c.PeoplePage:
    """Each of a lead's people, and who is with them, as far as the lead may see it."""
    people = list(Colleague.objects.filter(pk__in=queries.people_of(lead), is_active=True))
    found = queries.open_with_people(lead, [one.pk for one in people])
    known = beside(found, lead)
    return c.PeoplePage(
        now,
        [
            c.PersonsRows(one, rows([row for row in found if row.owner_id == one.pk], one, known))
            for one in people
        ],
    )
