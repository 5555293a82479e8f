"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from stayline.people.models import (
    Address,
    Colleague,
    Customer,
    Door,
    DutyList,
    DutyTurn,
    Organisation,
    Team,
)
from tests.people.conftest import hire, put_on_duty


def refused(constraint: str, act: Callable[[], object]) -> None:
    """The act must break exactly the rule with this name."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act()


def test_a_colleagues_address_is_kept_in_lower_case(db: None) -> None:
    bea = Colleague.objects.create_colleague(email=" Bea@Fernwood.Example ", name="Bea Lindqvist")
    assert bea.email == "bea@fernwood.example"
    assert Colleague.objects.get_by_natural_key("BEA@fernwood.example") == bea


def test_a_colleague_without_a_password_cannot_sign_in_with_one(bea: Colleague) -> None:
    assert not bea.has_usable_password()
    assert not bea.check_password("")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("a_colleague_has_a_lower_case_address", {"email": "Bea@fernwood.example"}),
        ("a_colleague_has_a_name", {"name": ""}),
        ("a_colleague_has_a_known_role", {"role": "owner of everything"}),
        ("a_colleague_speaks_a_language", {"languages": []}),
        ("a_colleague_lives_in_a_time_zone", {"time_zone": ""}),
    ],
)
def test_a_colleague_is_whole(bea: Colleague, constraint: str, change: dict[str, object]) -> None:
    refused(constraint, lambda: Colleague.objects.filter(pk=bea.pk).update(**change))


@pytest.mark.parametrize("who", ["manager", "deputy", "successor", "sponsor"])
def test_nobody_stands_above_themselves(bea: Colleague, who: str) -> None:
    change = {who: bea}
    refused(
        f"nobody_is_their_own_{who}",
        lambda: Colleague.objects.filter(pk=bea.pk).update(**change),
    )


def test_one_address_is_one_colleague(bea: Colleague) -> None:
    refused("people_colleague_email", lambda: hire("Bea Other"))


def test_nobody_who_was_part_of_a_problem_can_be_deleted(
    billing: Door, bea: Colleague, sally: Colleague
) -> None:
    put_on_duty(billing, bea)
    Team.objects.create(name="Billing").members.add(bea)
    for colleague in (bea, sally):
        with pytest.raises(ProtectedError):
            colleague.delete()


def test_a_door_has_a_fallback(billing: Door) -> None:
    refused("fallback_id", lambda: Door.objects.filter(pk=billing.pk).update(fallback=None))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("a_door_has_a_name", {"name": ""}),
        ("a_door_has_a_known_kind", {"kind": "window"}),
        ("a_door_has_a_lower_case_address", {"address": "Billing@fernwood.example"}),
        ("a_mail_door_has_a_mail_address", {"address": "billing"}),
        ("a_door_speaks_a_language", {"language": ""}),
        ("a_door_stands_in_a_time_zone", {"time_zone": ""}),
        ("a_door_gives_everybody_time", {"ring_minutes": 0}),
        ("a_door_gives_everybody_time", {"question_days": 0}),
        ("a_door_promises_when_somebody_writes", {"promise_minutes": 0}),
        ("a_door_promises_when_somebody_writes", {"promise_longest_days": 0}),
    ],
)
def test_a_door_is_whole(billing: Door, constraint: str, change: dict[str, object]) -> None:
    refused(constraint, lambda: Door.objects.filter(pk=billing.pk).update(**change))


def test_what_was_set_aside_goes_to_the_fallback_unless_a_reviewer_is_named(
    billing: Door, bea: Colleague, sally: Colleague
) -> None:
    assert (billing.reviewer_or_fallback, billing.reviewer_or_fallback_id) == (sally, sally.id)
    billing.reviewer = bea
    assert (billing.reviewer_or_fallback, billing.reviewer_or_fallback_id) == (bea, bea.id)


def test_a_colleague_has_one_turn_in_a_list(billing: Door, bea: Colleague) -> None:
    shift = put_on_duty(billing, bea)
    refused(
        "a_colleague_has_one_turn_in_a_duty_list",
        lambda: DutyTurn.objects.create(duty_list=shift, colleague=bea, position=7),
    )


def test_a_place_in_a_list_is_taken_once(billing: Door, bea: Colleague, tom: Colleague) -> None:
    shift = put_on_duty(billing, bea)

    def take_the_same_place() -> None:
        DutyTurn.objects.create(duty_list=shift, colleague=tom, position=0)
        connection.check_constraints()

    refused("a_place_in_a_duty_list_is_taken_once", take_the_same_place)


def test_two_people_can_change_places(billing: Door, bea: Colleague, tom: Colleague) -> None:
    shift = put_on_duty(billing, bea, tom)
    with transaction.atomic():
        shift.turns.filter(colleague=bea).update(position=1)
        shift.turns.filter(colleague=tom).update(position=0)
        connection.check_constraints()
    assert [turn.colleague for turn in shift.turns.all()] == [tom, bea]


def test_an_address_belongs_to_one_customer(db: None) -> None:
    carol, other = Customer.objects.create(name="Carol"), Customer.objects.create(name="Nora")
    Address.objects.create(customer=carol, kind="mail", value="carol@example.org")
    refused(
        "an_address_belongs_to_one_customer",
        lambda: Address.objects.create(customer=other, kind="mail", value="carol@example.org"),
    )


@pytest.mark.parametrize(
    ("constraint", "kind", "value"),
    [
        ("an_address_says_where", "chat", ""),
        ("an_address_has_a_known_kind", "pigeon", "grey"),
        ("a_mail_address_is_lower_case", "mail", "Carol@example.org"),
    ],
)
def test_an_address_is_whole(db: None, constraint: str, kind: str, value: str) -> None:
    carol = Customer.objects.create(name="Carol")
    refused(constraint, lambda: Address.objects.create(customer=carol, kind=kind, value=value))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("a_customer_speaks_a_language", {"language": ""}),
        ("a_customer_lives_in_a_time_zone", {"time_zone": ""}),
    ],
)
def test_a_customer_is_whole(db: None, constraint: str, change: dict[str, str]) -> None:
    refused(constraint, lambda: Customer.objects.create(name="Carol", **change))


def test_nobody_is_merged_into_themselves(db: None) -> None:
    carol = Customer.objects.create(name="Carol")
    refused(
        "nobody_is_merged_into_themselves",
        lambda: Customer.objects.filter(pk=carol.pk).update(merged_into=carol),
    )


def test_names_are_not_empty(billing: Door) -> None:
    refused("a_team_has_a_name", lambda: Team.objects.create(name=""))
    refused("an_organisation_has_a_name", lambda: Organisation.objects.create(name=""))
    refused("a_duty_list_has_a_name", lambda: DutyList.objects.create(door=billing, name=""))
    refused(
        "a_duty_list_keeps_the_hours_of_a_time_zone",
        lambda: DutyList.objects.create(door=billing, name="Days", time_zone=""),
    )


def test_a_colleague_is_in_a_team_once(bea: Colleague) -> None:
    team = Team.objects.create(name="Billing")
    team.memberships.create(colleague=bea)
    refused("a_colleague_is_in_a_team_once", lambda: team.memberships.create(colleague=bea))


def test_people_are_called_by_the_name_they_use(bea: Colleague) -> None:
    assert (bea.first_name, str(bea), bea.known_as) == ("Bea", "Bea Lindqvist", "Bea Lindqvist")
    bea.alias = "B. from Fernwood"
    assert bea.known_as == "B. from Fernwood"
