"""Fernwood: a small made-up company that sells heat pumps, to look around in.

Its people are at work around the clock, so that the demo works at any hour of any day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from stayline.people.models import (
    Colleague,
    Door,
    DoorKind,
    DutyList,
    DutyTurn,
    Recording,
    Role,
    Team,
    TeamMember,
)
from stayline.people.models.patterns import whole_week

DOMAIN = "fernwood.example"
ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Person:
    """One of Fernwood's people. `manager` (at the top: `deputy`) and `successor` are the
    others' first names."""

    name: str
    title: str
    languages: tuple[str, ...]
    successor: str
    manager: str = ""
    deputy: str = ""
    role: Role = Role.COLLEAGUE


@dataclass(frozen=True)
class Entrance:
    """One of Fernwood's doors: who is on duty, and who is behind it."""

    address: str
    name: str
    duty: tuple[str, ...]
    fallback: str
    greeting: str
    kind: DoorKind = DoorKind.MAIL


@dataclass(frozen=True)
class DemoCompany:
    """What was built: colleagues by first name in lower case, doors by their address."""

    colleagues: Mapping[str, Colleague]
    doors: Mapping[str, Door]


PEOPLE = (
    Person(
        "Mara Klein",
        "Managing director",
        ("de", "en"),
        deputy="iris",
        successor="iris",
        role=Role.ADMINISTRATOR,
    ),
    Person(
        "Iris Novak",
        "Head of support",
        ("en", "de", "cs"),
        manager="mara",
        successor="tom",
        role=Role.LEAD,
    ),
    Person("Tom Okafor", "Technical support", ("en",), manager="iris", successor="tomas"),
    Person("Tomas Varga", "Technical support", ("de", "en", "hu"), manager="iris", successor="tom"),
    Person(
        "Sally Meyer",
        "Head of sales support",
        ("en", "de"),
        manager="mara",
        successor="lena",
        role=Role.LEAD,
    ),
    Person("Lena Fischer", "Sales support", ("de", "en"), manager="sally", successor="sally"),
    Person(
        "Petra Lang",
        "Head of operations",
        ("de", "en"),
        manager="mara",
        successor="mara",
        role=Role.LEAD,
    ),
    Person("Bea Lindqvist", "Billing", ("en", "de", "sv"), manager="petra", successor="petra"),
    Person("Erik Sund", "Field engineer", ("en", "sv"), manager="petra", successor="jonas"),
    Person("Jonas Weber", "Warehouse", ("de", "en"), manager="petra", successor="erik"),
)

TEAMS = {
    "Billing": ("bea", "petra"),
    "Technical support": ("tom", "tomas", "iris"),
    "Sales support": ("sally", "lena"),
    "Field and warehouse": ("erik", "jonas", "petra"),
}

ENTRANCES = (
    Entrance(
        f"billing@{DOMAIN}",
        "Billing",
        duty=("bea",),
        fallback="petra",
        greeting="Thank you for writing to Fernwood about your bill.",
    ),
    Entrance(
        f"support@{DOMAIN}",
        "Technical support",
        duty=("tom", "tomas"),
        fallback="iris",
        greeting="Thank you for writing to Fernwood about your heating.",
    ),
    Entrance(
        f"sales@{DOMAIN}",
        "Sales",
        duty=("lena", "sally"),
        fallback="sally",
        greeting="Thank you for your interest in Fernwood.",
    ),
    Entrance(
        "encounter",
        "Met in person",
        duty=(),
        fallback="iris",
        greeting="It was good to meet you.",
        kind=DoorKind.ENCOUNTER,
    ),
)


@transaction.atomic
def build_demo_company(password: str | None = None) -> DemoCompany:
    """Build Fernwood, or complete what is there: nothing that exists is changed or doubled.

    Without a `password` nobody can sign in with one.
    """
    colleagues = {_key(person.name): _colleague(person, password) for person in PEOPLE}
    for person in PEOPLE:
        _connect(person, colleagues)
    for name, members in TEAMS.items():
        _team(name, [colleagues[member] for member in members])
    doors = {entrance.address: _door(entrance, colleagues) for entrance in ENTRANCES}
    return DemoCompany(colleagues=colleagues, doors=doors)


def _key(name: str) -> str:
    return name.split()[0].lower()


def _colleague(person: Person, password: str | None) -> Colleague:
    email = f"{_key(person.name)}@{DOMAIN}"
    found = Colleague.objects.filter(email=email).first()
    return found or Colleague.objects.create_colleague(
        email=email,
        name=person.name,
        password=password,
        title=person.title,
        role=person.role,
        languages=list(person.languages),
        time_zone=ZONE,
        working_pattern=whole_week(),
    )


def _connect(person: Person, colleagues: Mapping[str, Colleague]) -> None:
    """Name a newcomer's manager, deputy and successor; whoever has any is left alone."""
    colleague = colleagues[_key(person.name)]
    if colleague.manager_id or colleague.deputy_id or colleague.successor_id:
        return
    colleague.manager = colleagues.get(person.manager)
    colleague.deputy = colleagues.get(person.deputy)
    colleague.successor = colleagues.get(person.successor)
    colleague.save(update_fields=["manager", "deputy", "successor"])


def _team(name: str, members: list[Colleague]) -> None:
    team, is_new = Team.objects.get_or_create(name=name)
    if is_new:
        TeamMember.objects.bulk_create(
            TeamMember(team=team, colleague=member) for member in members
        )


def _door(entrance: Entrance, colleagues: Mapping[str, Colleague]) -> Door:
    door, is_new = Door.objects.get_or_create(
        address=entrance.address,
        defaults={
            "kind": entrance.kind,
            "name": entrance.name,
            "greeting": entrance.greeting,
            "fallback": colleagues[entrance.fallback],
            "language": "en",
            "time_zone": ZONE,
            "brand": "Fernwood",
            "legal_entity": "Fernwood GmbH",
        },
    )
    if is_new and entrance.duty:
        shift = DutyList.objects.create(door=door, name="Around the clock", time_zone=ZONE)
        DutyTurn.objects.bulk_create(
            DutyTurn(duty_list=shift, colleague=colleagues[who], position=place)
            for place, who in enumerate(entrance.duty)
        )
    return door


TELEPHONE = Entrance(
    "+4930555100",
    "The telephone",
    duty=("tom", "tomas", "bea"),
    fallback="iris",
    greeting="",
    kind=DoorKind.PHONE,
)


def give_a_telephone() -> None:
    """A door for calls, in a company that has an exchange. Does nothing where it has one."""
    if Door.objects.filter(kind=DoorKind.PHONE).exists():
        return
    with transaction.atomic():
        door = _door(TELEPHONE, {one.first_name.lower(): one for one in Colleague.objects.all()})
        Door.objects.filter(pk=door.pk).update(recording=Recording.ASKED)
