"""Helpers and cover."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.problem import (
    JoinedTwin,
    Problem,
    Ringing,
    SetAside,
)


@judges(ev.HelpAsked)
def _help_asked(a: Act, e: ev.HelpAsked) -> None:
    p = a.problem
    a.must(e.by in p.ours and a.can_act(e.by), "who is with the customer asks for help")
    a.must(a.can_act(e.whom), "help is asked of somebody who works here")
    a.must(e.whom not in p.ours, "help is asked of somebody who is not there yet")
    a.must(_somebody_is_with_them(p), "help is asked once somebody said I will help you")


def _somebody_is_with_them(p: Problem) -> bool:
    return not isinstance(p.stage, Ringing | SetAside | JoinedTwin)


@judges(ev.HelpDeclined)
def _help_declined(a: Act, e: ev.HelpDeclined) -> None:
    a.must(e.by in a.problem.asked_to_help, "who was asked declines")
    a.must(a.can_act(e.by), "who declines works here")


@judges(ev.HelperJoined)
def _helper_joined(a: Act, e: ev.HelperJoined) -> None:
    p = a.problem
    a.must(a.can_act(e.helper), "a helper works here and is not on the customer's side")
    a.must(e.helper != p.owner and e.helper not in p.helpers, "the owner is no helper")
    picked_up = p.offer is not None and p.offer.receiver == e.helper
    rung = any(e.helper in contact.ringing for contact in p.live)
    a.must(
        e.helper in p.asked_to_help or picked_up or rung,
        "a helper was asked, has picked up, or answered a call",
    )


@judges(ev.HelperLeft)
def _helper_left(a: Act, e: ev.HelperLeft) -> None:
    p = a.problem
    a.must(e.helper in p.helpers | p.asked_to_help, "who helps stops helping")
    if e.why is ev.HelpEnds.LEFT_COMPANY:
        a.must(e.helper not in a.company.active, "who left the company has left it")
        return
    a.must(a.can_act(e.helper), "who steps back works here")
    for contact in p.live:
        a.must(
            e.helper not in contact.here
            or (p.owner in contact.here and contact.answered_by != e.helper),
            "P6 a helper stays until the owner is there",
        )


@judges(ev.CoverStarted)
def _cover_started(a: Act, e: ev.CoverStarted) -> None:
    p = a.problem
    a.must(p.cover is None, "one colleague stands in at a time")
    a.must(
        a.can_act(e.by) and e.by in (p.owner, a.company.manager_of(p.owner)),
        "the owner, or who answers for them, names who stands in",
    )
    a.must(a.can_act(e.cover) and e.cover != p.owner, "somebody else stands in, who works here")
    a.must(e.until > e.at, "cover ends at a moment to come")
    a.must(_somebody_is_with_them(p), "cover is for an owner who is with the customer")


@judges(ev.CoverEnded)
def _cover_ended(a: Act, e: ev.CoverEnded) -> None:
    cover = a.problem.cover
    a.must(cover is not None and cover.colleague == e.cover, "the cover that stands in ends")
