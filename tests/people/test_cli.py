"""Colleagues and doors from the command line."""

import pytest
from typer.testing import CliRunner, Result

from stayline.people.cli import app
from stayline.people.duty import round_for
from stayline.people.models import Colleague, Door
from tests.people.conftest import NOON

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_first_administrator_then_their_colleagues() -> None:
    first = run("colleagues", "add", "Mara@fernwood.example", "Mara Klein", "--role=administrator")
    assert first.output == "Mara Klein works here now, as mara@fernwood.example.\n"
    then = ["--manager=mara@fernwood.example", "--languages=de, en", "--hours=8-12, 13-16"]
    assert run("colleagues", "add", "bea@fernwood.example", "Bea Lindqvist", *then).exit_code == 0
    bea = Colleague.objects.get(email="bea@fernwood.example")
    assert (bea.manager.name if bea.manager else "", bea.languages) == ("Mara Klein", ["de", "en"])
    assert bea.working_pattern["week"][0] == [["08:00", "12:00"], ["13:00", "16:00"]]
    assert bea.working_pattern["week"][5] == []


def test_a_refusal_names_the_field_and_ends_with_an_error(sally: Colleague) -> None:
    refused = run("colleagues", "add", "bea", "Bea Lindqvist", "--role=boss")
    assert refused.exit_code == 1
    assert "Mail address: Enter a valid email address." in refused.output
    assert "Role: Select a valid choice" in refused.output
    assert "Manager: Name a manager" in refused.output


def test_colleagues_are_listed_with_those_who_left_only_on_request(
    bea: Colleague, sally: Colleague
) -> None:
    Colleague.objects.filter(pk=bea.pk).update(is_active=False)
    assert run("colleagues", "list").output == (
        "sally@fernwood.example  Sally Meyer  Head of sales support  lead\n"
    )
    assert run("colleagues", "list", "--all").output.endswith("Billing  colleague  has left\n")


def test_a_door_is_added_with_a_person_behind_it_and_people_on_duty(
    sally: Colleague, bea: Colleague, tom: Colleague
) -> None:
    address = "billing@fernwood.example"
    added = run("doors", "add", address, "Billing", f"--fallback={sally.email}")
    assert added.output == f"Billing is open at {address}, with Sally Meyer behind it.\n"
    assert run("doors", "duty", address, bea.email, tom.email, "--hours=8-20").output == (
        "Days  08:00–20:00  Europe/Berlin  Bea Lindqvist, Tom Okafor\nbehind them  Sally Meyer\n"
    )
    run("doors", "duty", address, tom.email, bea.email)
    door = Door.objects.get()
    assert round_for(door, NOON).hosts == (tom.pk, bea.pk, sally.pk)
    assert door.duty_lists.get().working_pattern["week"][6] == [["08:00", "20:00"]]


def test_a_door_without_a_person_is_refused() -> None:
    assert run("doors", "add", "billing@fernwood.example", "Billing").exit_code == 2
    nobody = run(
        "doors", "add", "billing@fernwood.example", "Billing", "--fallback=nobody@x.example"
    )
    assert (nobody.exit_code, nobody.output) == (
        1,
        "Nobody here has the address nobody@x.example.\n",
    )


def test_doors_are_listed_with_who_is_behind_them(billing: Door) -> None:
    assert run("doors", "list").output == (
        "billing@fernwood.example  Billing  mail  behind it: Sally Meyer\n"
    )


def test_a_door_that_is_none_says_so() -> None:
    assert run("doors", "duty", "nowhere@fernwood.example").output == (
        "There is no door at nowhere@fernwood.example.\n"
    )
