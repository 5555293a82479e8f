"""Forms for people and doors: what they take, and what they say when they don't."""

from __future__ import annotations

from typing import Any

import pytest

from stayline.people.duty import round_for
from stayline.people.forms import ColleagueForm, DoorForm, TeamForm, door_forms, save_door
from stayline.people.models import Colleague, Door, DutyList, Team
from stayline.people.week_text import read_day, show_day
from tests.people.conftest import NOON, put_on_duty


def filled(form: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would send back from a form as it was shown, with some changes."""
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if hasattr(bound.field.widget, "widgets_names"):
            parts = bound.field.widget.decompress(value)
            names = bound.field.widget.widgets_names
            data |= {f"{bound.html_name}{n}": part for n, part in zip(names, parts, strict=True)}
        elif value is not None and value is not False:
            data[bound.html_name] = value
    return data | changes


def colleague_data(**changes: Any) -> dict[str, Any]:
    new = {"name": "Hanna Vogt", "email": "Hanna@Fernwood.example", "languages": "de, en"}
    return filled(ColleagueForm(), **new) | changes


def errors(form: Any) -> dict[str, list[str]]:
    assert not form.is_valid()
    return {field: list(messages) for field, messages in form.errors.items()}


def test_a_colleague_is_made_from_what_was_typed(sally: Colleague) -> None:
    form = ColleagueForm(
        colleague_data(
            manager=sally.pk, working_pattern_monday="8-12:30, 13.15–17", working_pattern_friday=""
        )
    )
    assert form.is_valid(), form.errors
    hanna = form.save()
    hanna.refresh_from_db()
    assert (hanna.email, hanna.languages) == ("hanna@fernwood.example", ["de", "en"])
    assert hanna.working_pattern["week"][0] == [["08:00", "12:30"], ["13:15", "17:00"]]
    assert hanna.working_pattern["week"][4] == []
    assert not hanna.has_usable_password()
    assert hanna.is_active


def test_a_colleague_saved_as_shown_stays_the_same(bea: Colleague) -> None:
    form = ColleagueForm(filled(ColleagueForm(instance=bea)), instance=bea)
    assert form.is_valid(), form.errors
    assert not form.has_changed()


def test_an_address_of_somebody_else_is_refused_by_their_name(bea: Colleague) -> None:
    form = ColleagueForm(colleague_data(email="BEA@fernwood.example"))
    assert errors(form)["email"] == ["Bea Lindqvist has this address."]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("working_pattern_monday", "nine", "Monday: “nine” is not a time of day"),
        ("working_pattern_monday", "9-25", "Monday: “9-25” is not a time of day"),
        ("working_pattern_holidays", "Christmas", "“Christmas” is not a date"),
        ("working_pattern_friday", "9-9", "Friday: “9-9” is no time at all"),
    ],
)
def test_hours_that_cannot_be_read_say_so(
    sally: Colleague, field: str, typed: str, sentence: str
) -> None:
    form = ColleagueForm(colleague_data(manager=sally.pk, **{field: typed}))
    assert sentence in errors(form)["working_pattern"][0]


def test_a_language_or_zone_that_is_none_says_how_to_write_one(sally: Colleague) -> None:
    form = ColleagueForm(colleague_data(languages="Klingon!", time_zone="Berlin"))
    said = errors(form)
    assert "short tag" in said["languages"][0]
    assert "Europe/Berlin" in said["time_zone"][0]


def test_somebody_answers_for_every_colleague_but_the_first(db: None) -> None:
    first = ColleagueForm(colleague_data(role="administrator"))
    assert first.is_valid(), first.errors
    first.save()
    second = ColleagueForm(colleague_data(email="jonas@fernwood.example"))
    assert "Name a manager" in errors(second)["manager"][0]


def test_nobody_is_their_managers_manager(bea: Colleague, sally: Colleague) -> None:
    form = ColleagueForm(filled(ColleagueForm(instance=sally), manager=bea.pk), instance=sally)
    assert errors(form)["manager"] == ["Sally Meyer would be their own manager's manager."]


def test_nobody_who_left_can_be_named(bea: Colleague, tom: Colleague) -> None:
    Colleague.objects.filter(pk=tom.pk).update(is_active=False)
    form = ColleagueForm(filled(ColleagueForm(instance=bea), successor=tom.pk), instance=bea)
    assert "successor" in errors(form)


def test_the_last_administrator_stays_one(sally: Colleague, bea: Colleague) -> None:
    Colleague.objects.filter(pk=bea.pk).update(role="administrator")
    bea.refresh_from_db()
    form = ColleagueForm(filled(ColleagueForm(instance=bea), role="colleague"), instance=bea)
    assert "name another administrator" in errors(form)["role"][0]


def test_a_team_has_the_members_that_were_chosen(bea: Colleague, tom: Colleague) -> None:
    form = TeamForm({"name": "Night watch", "members": [bea.pk, tom.pk]})
    assert form.is_valid(), form.errors
    form.save()
    assert set(Team.objects.get().members.all()) == {bea, tom}


def door_data(form: Any, lists: Any, *shifts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    data = filled(form, **changes) | filled(lists.management_form)
    for shift in lists.forms:
        data |= filled(shift)
    for number, shift_changes in enumerate(shifts):
        data |= {f"lists-{number}-{name}": value for name, value in shift_changes.items()}
    return data


def new_door(sally: Colleague, *shifts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    door = {"name": "Billing", "address": "Billing@Fernwood.example", "fallback": sally.pk}
    return door_data(*door_forms(), *shifts, **(door | changes))


def test_a_door_is_made_with_its_people_in_order(
    sally: Colleague, bea: Colleague, tom: Colleague
) -> None:
    data = new_door(sally, {"name": "Days", "people": [str(tom.pk), str(bea.pk)]})
    door = save_door(*door_forms(data=data))
    assert door is not None
    assert door.address == "billing@fernwood.example"
    assert round_for(door, NOON).hosts == (tom.pk, bea.pk, sally.pk)


def test_a_door_needs_nobody_but_its_fallback(sally: Colleague) -> None:
    door = save_door(*door_forms(data=new_door(sally)))
    assert door is not None
    assert round_for(door, NOON).hosts == (sally.pk,)


def test_a_door_without_a_person_behind_it_is_refused(sally: Colleague) -> None:
    form, lists = door_forms(data=new_door(sally, fallback=""))
    assert save_door(form, lists) is None
    assert errors(form)["fallback"] == ["A door needs a person behind it: name somebody."]
    assert not Door.objects.exists()


def test_a_door_is_not_saved_without_its_lists(sally: Colleague) -> None:
    form, lists = door_forms(data=new_door(sally, {"name": "Days"}))
    assert save_door(form, lists) is None
    assert "people" in lists.forms[0].errors
    assert not Door.objects.exists()


def test_a_door_saved_as_shown_stays_the_same(billing: Door, bea: Colleague) -> None:
    billing.quiet_hours = {"start": "22:00", "end": "06:00"}
    billing.save()
    put_on_duty(billing, bea)
    data = door_data(*door_forms(billing))
    form, lists = door_forms(billing, data)
    assert not lists.has_changed()
    assert save_door(form, lists) == billing
    billing.refresh_from_db()
    assert billing.quiet_hours == {"start": "22:00", "end": "06:00"}
    assert DutyList.objects.count() == 1


def test_people_change_places(billing: Door, bea: Colleague, tom: Colleague) -> None:
    put_on_duty(billing, bea, tom)
    data = door_data(*door_forms(billing), {"people": [str(tom.pk), str(bea.pk)]})
    assert save_door(*door_forms(billing, data))
    assert round_for(billing, NOON).hosts[:2] == (tom.pk, bea.pk)


def test_a_list_can_be_taken_away(billing: Door, bea: Colleague) -> None:
    put_on_duty(billing, bea)
    data = door_data(*door_forms(billing), {"DELETE": "on"})
    assert save_door(*door_forms(billing, data))
    assert not DutyList.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"address": "billing"}, "address", "not a mail address"),
        ({"kind": "phone", "address": "12"}, "address", "begin with +"),
        ({"ring_minutes": "0"}, "ring_minutes", "greater than or equal to 1"),
        ({"quiet_from": "22:00"}, "quiet_until", "a start and an end"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "quiet_until", "that differ"),
    ],
)
def test_a_door_that_cannot_work_says_why(
    sally: Colleague, changes: dict[str, str], field: str, sentence: str
) -> None:
    form = DoorForm(new_door(sally, **changes))
    assert sentence in errors(form)[field][0]


def test_a_door_at_an_address_that_is_taken_is_refused_by_its_name(
    billing: Door, sally: Colleague
) -> None:
    said = errors(DoorForm(new_door(sally, name="Second")))
    assert said["address"] == ["The door Billing has this address."]


@pytest.mark.parametrize(
    ("typed", "stretches"),
    [
        ("", []),
        ("free", []),
        ("all day", [["00:00", "24:00"]]),
        ("9-17", [["09:00", "17:00"]]),
        ("22:00 – 06:00", [["22:00", "06:00"]]),
        ("9.30 bis 12; 13 to 17", [["09:30", "12:00"], ["13:00", "17:00"]]),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, stretches: list[list[str]]) -> None:
    assert read_day(typed) == stretches
    assert read_day(show_day(stretches)) == stretches
