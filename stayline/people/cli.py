"""`stayline people colleagues …` and `stayline people doors …`.

They say the same as the administrators' pages, and refuse in the same sentences: both fill the
forms of `stayline.people.forms`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import typer
from django.forms.models import model_to_dict

from stayline.people import queries
from stayline.people.form_fields import DAYS
from stayline.people.forms import ColleagueForm, DoorForm, DutyListForm
from stayline.people.models import Colleague, Door, DutyList
from stayline.people.week_text import show_day

app = typer.Typer(no_args_is_help=True, help="Colleagues, doors and duty lists.")
colleagues = typer.Typer(no_args_is_help=True, help="Who works here.")
doors = typer.Typer(no_args_is_help=True, help="The ways in, and who is behind them.")
app.add_typer(colleagues, name="colleagues")
app.add_typer(doors, name="doors")

OFFICE_DAYS = tuple(DAYS)[:5]


@colleagues.command("add")
def add_colleague(
    email: str,
    name: str,
    title: str = typer.Option("", help="What they do here."),
    role: str = typer.Option("colleague", help="colleague, lead or administrator."),
    manager: str = typer.Option("", help="The manager's mail address."),
    deputy: str = typer.Option("", help="For the top of the company: the deputy's address."),
    successor: str = typer.Option("", help="Who takes over on the day they leave."),
    languages: str = typer.Option("en", help='For example "en, de".'),
    zone: str = typer.Option("Europe/Berlin", help="Their time zone."),
    hours: str = typer.Option("09:00-17:00", help="Monday to Friday."),
) -> None:
    """Add a colleague, who cannot sign in until they are given a password."""
    named = {"manager": manager, "deputy": deputy, "successor": successor}
    data = {
        "name": name,
        "email": email,
        "title": title,
        "role": role,
        "languages": languages,
        "time_zone": zone,
        **{who: _colleague(address).pk for who, address in named.items() if address},
        **{f"working_pattern_{day}": hours for day in OFFICE_DAYS},
    }
    colleague: Colleague = _saved(ColleagueForm(data))
    typer.echo(f"{colleague.name} works here now, as {colleague.email}.")


@colleagues.command("list")
def list_colleagues(
    everybody: bool = typer.Option(False, "--all", help="Also those who have left."),
) -> None:
    """One line for each: address, name, title, role."""
    for person in queries.all_colleagues():
        if person.is_active or everybody:
            left = () if person.is_active else ("has left",)
            _line(person.email, person.name, person.title, person.role, *left)


@doors.command("add")
def add_door(
    address: str,
    name: str,
    fallback: str = typer.Option(..., help="The mail address of who is behind it."),
    reviewer: str = typer.Option("", help="Who looks at what was set aside; else the fallback."),
    kind: str = typer.Option("mail", help="mail, phone, chat, form, encounter or api."),
    language: str = typer.Option("en", help="What it speaks."),
    zone: str = typer.Option("Europe/Berlin", help="Its time zone."),
    greeting: str = typer.Option("", help="Its first words to a customer."),
) -> None:
    """Add a door, with a person behind it."""
    data = model_to_dict(Door()) | {
        "address": address,
        "name": name,
        "fallback": _colleague(fallback).pk,
        "reviewer": _colleague(reviewer).pk if reviewer else None,
        "kind": kind,
        "language": language,
        "time_zone": zone,
        "greeting": greeting,
    }
    door: Door = _saved(DoorForm(data))
    typer.echo(f"{door.name} is open at {door.address}, with {door.fallback.name} behind it.")


@doors.command("list")
def list_doors() -> None:
    """One line for each: address, name, and who is behind it."""
    for door in queries.doors():
        closed = () if door.is_open else ("closed",)
        _line(door.address, door.name, door.kind, f"behind it: {door.fallback.name}", *closed)


@doors.command("duty")
def duty(
    address: str,
    people: list[str] = typer.Argument(None, help="Mail addresses, first to ring first."),
    shift: str = typer.Option("Days", "--list", help="The duty list's name."),
    hours: str = typer.Option("", help='Its hours on every day, for example "8-20".'),
) -> None:
    """Put people on duty at a door, in ringing order; without people, show who is."""
    door = _door(address)
    if people:
        _put_on_duty(door, shift, [_colleague(person) for person in people], hours)
    for row in door.duty_lists.order_by("position", "id"):
        names = ", ".join(turn.colleague.name for turn in row.turns.select_related("colleague"))
        _line(row.name, show_day(row.working_pattern["week"][0]), row.time_zone, names)
    _line("behind them", door.fallback.name)


def _put_on_duty(door: Door, name: str, people: Sequence[Colleague], hours: str) -> None:
    shift = door.duty_lists.filter(name=name).first()
    shift = shift or DutyList(
        door=door, name=name, time_zone=door.time_zone, position=door.duty_lists.count()
    )
    days = [hours] * 7 if hours else [show_day(day) for day in shift.working_pattern["week"]]
    data = {
        "name": name,
        "position": shift.position,
        "time_zone": shift.time_zone,
        "people": [str(person.pk) for person in people],
        "working_pattern_holidays": ", ".join(shift.working_pattern["holidays"]),
        **{f"working_pattern_{day}": text for day, text in zip(DAYS, days, strict=True)},
    }
    _saved(DutyListForm(data, instance=shift))


def _colleague(email: str) -> Colleague:
    found = queries.colleague_by_email(email)
    return found or _refuse(f"Nobody here has the address {email}.")


def _door(address: str) -> Door:
    found = queries.door_for_address(address)
    return found or _refuse(f"There is no door at {address}.")


def _saved(form: Any) -> Any:
    """What a form makes of its data; its refusals, each with its field, end the command."""
    if form.is_valid():
        return form.save()
    return _refuse(
        "\n".join(
            sentence if field == "__all__" else f"{form.fields[field].label}: {sentence}"
            for field, sentences in form.errors.items()
            for sentence in sentences
        )
    )


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _line(*parts: str) -> None:
    typer.echo("  ".join(part for part in parts if part))
