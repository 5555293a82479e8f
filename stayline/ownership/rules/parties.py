"""The customer's side: whose yes counts is theirs to say, never ours."""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import Nature, Role
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import offers, promises, satisfaction


def add_party(d: Decision, c: do.AddParty) -> None:
    p = d.problem
    if c.by is not None:
        d.require_colleague(c.by)
    if p.party(c.party) is not None:
        return
    if c.by is not None:
        d.require_not_elsewhere()
    d.require(
        c.role is not Role.PRINCIPAL or p.principal is None,
        "{customer}'s yes counts here. Only their side can name somebody else.",
    )
    if c.colleague is not None:
        d.require(
            c.colleague not in _on_our_side(d),
            "{who} is with {customer} on our side. Let somebody else take over first.",
            who=c.colleague,
        )
    first_outside = c.colleague is None and p.nature is Nature.INTERNAL
    if first_outside:
        offers.end(d, ev.OfferEnds.WITHDRAWN)
    d.tell(ev.PartyAdded(at=d.at, party=c.party, role=c.role, by=c.by, colleague=c.colleague))
    if first_outside and d.problem.is_open:
        promises.no_later_than(d, c.answer_by)


def _on_our_side(d: Decision) -> frozenset[ColleagueId]:
    """Whoever is with the customer, is in a conversation, may take over, or signed something."""
    p = d.problem
    receivers = p.offer.receivers if p.offer is not None else ()
    signed = {p.unsigned.by} if p.unsigned is not None else set[ColleagueId]()
    return p.ours.union(receivers, signed, *(contact.here for contact in p.live))


def give_role(d: Decision, c: do.GiveRole) -> None:
    d.require_ours(c.by)
    party = d.problem.party(c.party)
    if party is None:
        raise Refused("They are not on {customer}'s side here; add them first.")
    d.require(
        Role.PRINCIPAL not in (c.role, party.role),
        "Whose yes counts is for {customer}'s side to say, not for us.",
    )
    d.tell(ev.RoleGiven(at=d.at, party=c.party, role=c.role, by=c.by))


def remove_party(d: Decision, c: do.RemoveParty) -> None:
    """Never the principal: nobody takes the customer's own say away. What they were sent stays
    theirs, and a word of theirs is still heard."""
    d.require_ours(c.by)
    party = d.problem.party(c.party)
    if party is None:
        raise Refused("They are not on {customer}'s side here; add them first.")
    d.require(
        party.role is not Role.PRINCIPAL,
        "Whose yes counts is for {customer}'s side to say, not for us.",
    )
    others = [one for one in d.problem.parties if one != party and not one.gone]
    d.require(bool(others), "Nobody else is there on {customer}'s side, and somebody must speak.")
    if not party.gone:
        d.tell(ev.PartyLeft(at=d.at, party=c.party, by=c.by))


def report_gone(d: Decision, c: do.ReportGone) -> None:
    d.require_ours(c.by)
    principal = d.problem.principal
    if principal is None or principal.id != c.party or principal.gone:
        raise Refused("Only the person whose yes counts here can be reported gone.")
    offer = d.problem.offer
    if offer is not None and offer.question is not None:
        offers.end(d, ev.OfferEnds.LAPSED)
    for question in d.problem.questions:
        satisfaction.overtaken(d, question.number)
    d.tell(ev.PrincipalGone(at=d.at, party=c.party, by=c.by))


def name_principal(d: Decision, c: do.NamePrincipal) -> None:
    """Also how a principal who was taken for gone says: I am still here."""
    principal = d.problem.principal
    speaker = d.problem.party(c.by)
    named = d.problem.party(c.party)
    d.require(
        speaker is not None and (speaker == principal or not speaker.gone),
        "Only somebody on {customer}'s side can name whose yes counts.",
    )
    d.require(
        principal is None or principal.gone or principal.id == c.by,
        "{customer}'s yes counts here; only they can pass that on.",
    )
    if named is None or (named.gone and named != speaker):
        raise Refused("Add that person to {customer}'s side first.")
    d.require(named.role is not Role.PRINCIPAL or named.gone, "Their yes counts already.")
    d.tell(ev.PrincipalNamed(at=d.at, party=c.party, by=c.by))
