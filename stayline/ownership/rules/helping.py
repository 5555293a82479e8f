"""Helpers speak with the customer while the owner stays; cover stands in for an absent owner."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import Ringing
from stayline.ownership.rules import offers, promises


def ask_to_help(d: Decision, c: do.AskToHelp) -> None:
    _require_somebody_is_with_them(d)
    d.require_ours(c.by)
    d.require_colleague(c.whom)
    d.require(c.whom not in d.problem.ours, "{whom} is with {customer} already.", whom=c.whom)
    d.tell(ev.HelpAsked(at=d.at, by=c.by, whom=c.whom, text=c.text))


def _require_somebody_is_with_them(d: Decision) -> None:
    d.require_not_elsewhere()
    d.require(
        not isinstance(d.problem.stage, Ringing),
        "Say “I will help you” first: {customer} is still waiting for a person.",
    )


def join(d: Decision, c: do.Join) -> None:
    d.require_colleague(c.by)
    if c.by in d.problem.helpers:
        return
    d.require(
        c.by in d.problem.asked_to_help,
        "{owner} is with {customer}. Ask {owner} to bring you in, so that {customer} knows who"
        " is there.",
        owner=d.problem.owner,
    )
    d.tell(ev.HelperJoined(at=d.at, helper=c.by))


def join_if_needed(d: Decision, who: ColleagueId) -> None:
    """Whoever comes to the customer is a helper, unless they are the owner."""
    if who != d.problem.owner and who not in d.problem.helpers:
        d.tell(ev.HelperJoined(at=d.at, helper=who))


def decline_help(d: Decision, c: do.DeclineHelp) -> None:
    d.require_colleague(c.by)
    d.require(
        c.by in d.problem.asked_to_help,
        "You are not being asked to help {customer} any more.",
    )
    d.tell(ev.HelpDeclined(at=d.at, by=c.by, reason=c.reason, better=c.better))


def step_back(d: Decision, c: do.StepBack) -> None:
    d.require_colleague(c.by)
    d.require(c.by in d.problem.helpers, "You are not helping {customer} here.")
    for contact in d.problem.contacts_with(c.by):
        d.require(
            d.problem.owner in contact.here,
            "Stay until {owner} is back on the line: {customer} would be alone.",
            owner=d.problem.owner,
        )
    stop_helping(d, c.by, ev.HelpEnds.STEPPED_BACK)


def stop_helping(d: Decision, who: ColleagueId, why: ev.HelpEnds) -> None:
    """What a helper carried goes back to the owner; an offer they picked up is over."""
    offer = d.problem.offer
    if offer is not None and offer.receiver == who:
        offers.end(d, ev.OfferEnds.RECEIVER_GONE)
    d.tell(ev.HelperLeft(at=d.at, helper=who, why=why))
    promises.given_back(d, who)


def start_cover(d: Decision, c: do.StartCover) -> None:
    p = d.problem
    _require_somebody_is_with_them(d)
    d.require_colleague(c.by)
    d.require(
        c.by == p.owner or c.by == d.company.manager_of(p.owner),
        "Only {owner}, or who answers for {owner}, names who stands in.",
        owner=p.owner,
    )
    d.require_colleague(c.cover)
    d.require(c.cover != p.owner, "Nobody stands in for themselves; name somebody else.")
    d.require(c.until > d.at, "Cover ends at a moment to come: say until when.")
    if p.cover is not None:
        end(d)
    d.tell(ev.CoverStarted(at=d.at, cover=c.cover, by=c.by, until=c.until))


def end_cover(d: Decision, c: do.EndCover) -> None:
    p = d.problem
    if c.by is None:
        if p.cover is not None and d.at >= p.cover.until:
            end(d)
        return
    d.require_colleague(c.by)
    d.require(p.cover is not None, "Nobody is standing in for {owner}.", owner=p.owner)
    assert p.cover is not None
    d.require(
        c.by in (p.owner, p.cover.colleague, d.company.manager_of(p.owner)),
        "Only {owner}, {cover}, or who answers for {owner} ends the cover.",
        owner=p.owner,
        cover=p.cover.colleague,
    )
    end(d)


def end(d: Decision) -> None:
    """The cover gives all back."""
    cover = d.problem.cover
    if cover is None:
        return
    d.tell(ev.CoverEnded(at=d.at, cover=cover.colleague))
    if cover.colleague not in d.problem.helpers:
        promises.given_back(d, cover.colleague)
