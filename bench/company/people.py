"""Who works here, and who comes: colleagues, their doors, and customers without end.

The first are Fernwood's, so that one can sign in as whoever one knows from the demo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from random import Random

from django.db import connection

from bench.company.vocabulary import LANGUAGES
from stayline.ownership import Company
from stayline.ownership.ids import ColleagueId, DoorId
from stayline.people.demo import build_demo_company
from stayline.people.models import Colleague, Customer, DutyList, DutyTurn, Role
from stayline.people.models import Door as DoorRow
from stayline.problems import company
from stayline.problems.models import CompanyEvent

LED = 40
"""How many colleagues answer to one lead."""

_DOORS = 12
_ON_DUTY = 6
_SKEW = 0.7
"""The n-th colleague meets about 1/n**0.7 as many customers as the first."""


def _each(names: str) -> list[str]:
    return names.split()


_FIRST = _each(
    "Anna Ben Clara David Elif Finn Greta Hugo Ines Jan Karla Leo Marta Nils Olga Paul Rosa Sami"
    " Tara Uwe Vera Wim Yara Zoe Amir Britta Carlos Dora Emil Freya"
)
_LAST = _each(
    "Abel Brandt Costa Dietz Engel Fuchs Graf Hahn Ivanov Jung Kaya Lorenz Moser Nowak Otto Pohl"
    " Quast Roth Sauer Thiel Ulrich Vogt Winter Yilmaz Ziegler Aydin Bauer Conrad Doyle Evans"
    " Ferrari Garcia Hansen Isler Jensen Keller Larsen Meyer Novak Olsen"
)


@dataclass(frozen=True)
class Door:
    """A way in, and who stands behind it."""

    id: DoorId
    fallback: ColleagueId
    reviewer: ColleagueId


@dataclass(frozen=True)
class People:
    """Everybody a problem can meet. `reached` adds up how many customers each colleague meets:
    some have many, most have few."""

    company: Company
    colleagues: Sequence[ColleagueId]
    reached: Sequence[float]
    mail_doors: Sequence[Door]
    in_person: Door
    customers: int
    reader: ColleagueId
    """The colleague who has sixty open problems, whatever the size of the company."""

    def anybody(self, rng: Random) -> ColleagueId:
        return rng.choices(self.colleagues, cum_weights=self.reached)[0]

    def another(self, rng: Random, *but: ColleagueId) -> ColleagueId:
        """Somebody who is none of these."""
        while (found := self.anybody(rng)) in but:
            pass
        return found

    def customer(self, rng: Random) -> int:
        """Some come often, most once."""
        return 1 + int(self.customers * rng.random() ** 1.5)


def language_of(customer: int) -> str:
    return LANGUAGES[customer % 5 < 2]


def build(problems: int, colleagues: int, at: datetime) -> People:
    """The company and its customers as they were at `at`, before the first problem."""
    build_demo_company()
    _employ(colleagues)
    _open_doors()
    company.record(at)
    many = max(problems * 2 // 5, 50)
    with connection.cursor() as cursor:
        for statement in _CUSTOMERS.split(";"):
            cursor.execute(statement, {"many": many, "first": _FIRST, "last": _LAST})
    return known()


def known() -> People:
    """The people of a company that was built."""
    events = list(CompanyEvent.objects.order_by("version"))
    reader = Colleague.objects.filter(role="colleague").latest("pk")
    others = Colleague.objects.exclude(pk=reader.pk).values_list("pk", flat=True)
    met = [ColleagueId(one) for one in sorted(others, key=_scattered)]
    in_person, *mail_doors = (
        Door(DoorId(one.pk), ColleagueId(one.fallback_id), ColleagueId(one.reviewer_or_fallback_id))
        for one in DoorRow.objects.order_by("kind", "pk")
    )
    return People(
        company=company.fold(events, len(events)),
        colleagues=met,
        reached=list(accumulate(1 / (place + 10) ** _SKEW for place in range(len(met)))),
        mail_doors=mail_doors,
        in_person=in_person,
        customers=Customer.objects.count(),
        reader=ColleagueId(reader.pk),
    )


def _scattered(number: int) -> int:
    """An order that has nothing to do with who came first."""
    return number * 2_654_435_761 % 2**32


def _employ(colleagues: int) -> None:
    """Everybody whom Fernwood lacks: leads below the managing director, and forty below each."""

    top = Colleague.objects.get(role=Role.ADMINISTRATOR)
    there = Colleague.objects.count()
    numbers = range(there, colleagues)
    leads = [one for one in numbers if one % (LED + 1) == 0]
    Colleague.objects.bulk_create(_colleague(one, Role.LEAD, top.pk) for one in leads)
    heads = dict(
        zip(leads, Colleague.objects.filter(email__startswith="lead").order_by("pk"), strict=True)
    )
    Colleague.objects.bulk_create(
        _colleague(one, Role.COLLEAGUE, heads[leads[one % len(leads)]].pk)
        for one in numbers
        if one % (LED + 1)
    )


def _colleague(number: int, role: str, manager: int) -> Colleague:
    first, last = _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]
    colleague = Colleague(
        email=f"{role}{number}@fernwood.example",
        name=f"{first} {last} {number}",
        role=role,
        manager_id=manager,
        languages=["en", "de"],
    )
    colleague.set_unusable_password()
    return colleague


def _open_doors() -> None:

    leads = Colleague.objects.filter(role=Role.LEAD, email__startswith="lead").order_by("pk")
    for number, lead in enumerate(leads[:_DOORS]):
        door = DoorRow.objects.create(
            name=f"Branch {number + 1}",
            address=f"branch{number + 1}@fernwood.example",
            fallback=lead,
        )
        shift = DutyList.objects.create(door=door, name="Office")
        DutyTurn.objects.bulk_create(
            DutyTurn(duty_list=shift, colleague=one, position=place)
            for place, one in enumerate(lead.people_led.order_by("pk")[:_ON_DUTY])
        )


_CUSTOMERS = """
INSERT INTO people_organisation (id, name)
    SELECT number, (%(last)s::text[])[1 + number %% 40] || ' & ' || (%(last)s::text[])[1 + number / 40 %% 40]
        || ' ' || number
    FROM generate_series(1, %(many)s::int / 5) AS number;
INSERT INTO people_customer (id, name, language, time_zone, organisation_id)
    SELECT number, (%(first)s::text[])[1 + number %% 30] || ' ' || (%(last)s::text[])[1 + number / 30 %% 40],
        CASE WHEN number %% 5 < 2 THEN 'de' ELSE 'en' END, 'Europe/Berlin',
        CASE WHEN number %% 3 = 0 THEN 1 + number %% (%(many)s::int / 5) END
    FROM generate_series(1, %(many)s::int) AS number;
INSERT INTO people_address (customer_id, kind, value)
    SELECT number, 'mail', 'customer' || number || '@place' || number %% 997 || '.example'
    FROM generate_series(1, %(many)s::int) AS number
    UNION ALL
    SELECT number, 'phone', '+4930' || 10000000 + number
    FROM generate_series(1, %(many)s::int) AS number WHERE number %% 4 = 0;
SELECT setval('people_organisation_id_seq', %(many)s::int / 5), setval('people_customer_id_seq', %(many)s::int)
"""
