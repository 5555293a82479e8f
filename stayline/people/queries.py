"""Every read of people that pages need. A page asks here; it builds no query of its own.

What is not found raises the model's own DoesNotExist, which a page answers with 404.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from stayline.people.customers import current, customer_for_address, find_customer
from stayline.people.models import (
    Address,
    Colleague,
    Customer,
    Door,
    DoorKind,
    DutyList,
    DutyTurn,
    Team,
)

__all__ = [
    "active_colleagues",
    "address_for_strangers",
    "addresses_of",
    "all_colleagues",
    "colleague",
    "colleague_by_email",
    "customer",
    "customer_for_address",
    "door",
    "door_for_address",
    "doors",
    "doors_without_a_person",
    "find_colleagues",
    "find_customer",
    "names_of",
    "people_led_by",
    "same_person",
    "team",
    "teams",
]


def active_colleagues() -> QuerySet[Colleague]:
    """Whoever works here now, by name."""
    return Colleague.objects.filter(is_active=True).order_by("name", "id")


def all_colleagues() -> QuerySet[Colleague]:
    """Whoever works or worked here, those who left last."""
    people = Colleague.objects.select_related("manager", "deputy", "successor", "sponsor")
    return people.order_by("-is_active", "name", "id")


def colleague(colleague_id: int) -> Colleague:
    """One colleague, active or not, with the people around them."""
    return Colleague.objects.select_related("manager", "deputy", "successor", "sponsor").get(
        pk=colleague_id
    )


def colleague_by_email(email: str) -> Colleague | None:
    """The colleague, active or not, whose address this is, whatever its case."""
    return Colleague.objects.filter(email=email.strip().lower()).first()


def find_colleagues(words: str) -> QuerySet[Colleague]:
    """Active colleagues whose name, title, alias or team holds each of the words."""
    found = active_colleagues()
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(title__icontains=word)
            | Q(alias__icontains=word)
            | Q(teams__name__icontains=word)
        )
    return found.distinct()


def people_led_by(lead: Colleague) -> QuerySet[Colleague]:
    """Active colleagues who answer to somebody directly."""
    return active_colleagues().filter(Q(manager=lead) | Q(manager=None, deputy=lead))


def names_of(colleague_ids: Iterable[int]) -> dict[int, str]:
    """First names by id, in one query."""
    found = Colleague.objects.filter(pk__in=set(colleague_ids)).only("name")
    return {person.pk: person.first_name for person in found}


def teams() -> QuerySet[Team]:
    """Every team with its active members."""
    return Team.objects.prefetch_related(
        Prefetch("members", queryset=active_colleagues(), to_attr="people")
    ).order_by("name")


def team(team_id: int) -> Team:
    """One team with its active members."""
    return teams().get(pk=team_id)


def doors() -> QuerySet[Door]:
    """Every door with its people: fallback, reviewer, duty lists and whose turns they hold."""
    turns = DutyTurn.objects.select_related("colleague").order_by("position")
    lists = DutyList.objects.order_by("position", "id").prefetch_related(
        Prefetch("turns", queryset=turns)
    )
    return (
        Door.objects.select_related("fallback", "reviewer")
        .prefetch_related(Prefetch("duty_lists", queryset=lists))
        .order_by("name", "id")
    )


def door(door_id: int) -> Door:
    """One door with its people."""
    return doors().get(pk=door_id)


def door_for_address(address: str) -> Door | None:
    """The door behind an address, with its fallback and reviewer, in one query."""
    found = Door.objects.select_related("fallback", "reviewer")
    return found.filter(address=address.strip().lower()).first()


def address_for_strangers() -> str:
    """Where anybody may write to us: the first open mailbox; empty when there is none."""
    open_mailboxes = Door.objects.filter(kind=DoorKind.MAIL, is_open=True).order_by("id")
    return open_mailboxes.values_list("address", flat=True).first() or ""


def doors_without_a_person() -> QuerySet[Door]:
    """Doors whose fallback or named reviewer no longer works here: there must be none."""
    return (
        Door.objects.select_related("fallback", "reviewer")
        .filter(Q(fallback__is_active=False) | Q(reviewer__is_active=False))
        .order_by("name", "id")
    )


def customer(customer_id: int) -> Customer:
    """One customer with their organisation, as they stand; see `current` for merges."""
    return Customer.objects.select_related("organisation", "merged_into").get(pk=customer_id)


def addresses_of(person: Customer) -> QuerySet[Address]:
    """Where this customer can be reached, verified addresses first. A merge is a pointer, so
    the addresses of whoever was merged into them are not among these."""
    return Address.objects.filter(customer=person).order_by("kind", "verified_at", "id")


def same_person(one: Customer, other: Customer) -> bool:
    """Whether two rows stand for one person now."""
    return current(one).pk == current(other).pk
