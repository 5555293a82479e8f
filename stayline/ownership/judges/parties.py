"""The customer's side."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.problem import (
    JoinedTwin,
    Role,
    SetAside,
)


@judges(ev.PartyAdded)
def _party_added(a: Act, e: ev.PartyAdded) -> None:
    p = a.problem
    a.must(p.party(e.party) is None, "everybody is added once")
    a.must(e.role is not Role.PRINCIPAL or p.principal is None, "one principal's yes counts")
    if e.by is not None:
        a.must(a.can_act(e.by), "who adds them works here")
        a.must(
            not isinstance(p.stage, SetAside | JoinedTwin), "a colleague adds them where it goes on"
        )


@judges(ev.RoleGiven)
def _role_given(a: Act, e: ev.RoleGiven) -> None:
    party = a.problem.party(e.party)
    a.must(
        party is not None and Role.PRINCIPAL not in (party.role, e.role),
        "whose yes counts is for the customer's side to say",
    )
    a.must(e.by in a.problem.ours and a.can_act(e.by), "who is with the customer corrects a role")


@judges(ev.PartyLeft)
def _party_left(a: Act, e: ev.PartyLeft) -> None:
    party = a.problem.party(e.party)
    a.must(
        party is not None and party.role is not Role.PRINCIPAL and not party.gone,
        "who is there leaves, and never whose yes counts",
    )
    a.must(
        any(one != party and not one.gone for one in a.problem.parties),
        "somebody is left who can speak",
    )
    a.must(e.by in a.problem.ours and a.can_act(e.by), "who is with the customer lets them go")


@judges(ev.PrincipalGone)
def _principal_gone(a: Act, e: ev.PrincipalGone) -> None:
    principal = a.problem.principal
    a.must(
        principal is not None and principal.id == e.party and not principal.gone,
        "the principal who is there is reported gone",
    )
    a.must(e.by in a.problem.ours and a.can_act(e.by), "who is with the customer reports it")
    a.must(not a.problem.questions, "what they were asked ends with them")


@judges(ev.PrincipalNamed)
def _principal_named(a: Act, e: ev.PrincipalNamed) -> None:
    p = a.problem
    principal, speaker, named = p.principal, p.party(e.by), p.party(e.party)
    a.must(speaker is not None, "the customer's side names whose yes counts")
    a.must(
        principal is None or principal.gone or e.by == principal.id,
        "nobody takes the principal's yes away from them",
    )
    if speaker is not None:
        a.must(speaker == principal or not speaker.gone, "who is gone does not name another")
    a.must(named is not None and (named == speaker or not named.gone), "who is there is named")
    a.must(named != principal or (named is not None and named.gone), "somebody else is named")
