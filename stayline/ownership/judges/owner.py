"""P2: the ways in which an owner changes."""

from __future__ import annotations

from collections.abc import Callable

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import (
    About,
    JoinedTwin,
    Nature,
    Problem,
    Relief,
)


@judges(ev.OwnerChanged)
def _owner_changed(a: Act, e: ev.OwnerChanged) -> None:
    p = a.problem
    a.must(e.former == p.owner and e.owner != e.former, "P1 one owner follows another")
    a.must(a.can_act(e.owner), "P1 the new owner works here and is not on the customer's side")
    _HOW_IT_MAY_CHANGE[e.why](a, p, e)


def _by_handoff(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    agreed = any(
        isinstance(one, ev.Answered)
        and one.about is About.TAKEOVER
        and one.reply is ev.Reply.YES
        and one.question == e.question
        and one.receiver == e.owner
        for one in a.told
    )
    a.must(agreed, "P2 P3 a handoff needs the customer's yes to that question")
    a.must(p.nature is Nature.CUSTOMERS, "a handoff is about a customer's problem")
    a.must(e.owner in p.helpers, "P3 at that instant the receiver is a helper")
    for contact in p.live:
        a.must(e.owner in contact.here, "P3 at that instant the receiver is in the live contact")


def _by_taking_back(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    a.must(a.told_any(ev.TookBack), "P2 the customer took the takeover back")
    takeover = a.takeover
    if takeover is None:
        a.must(False, "P2 only the latest takeover is taken back")
        return
    former = takeover.former_owner
    heirs = [who for who in a.company.successors_of(former) if a.can_act(who)]
    back = [former] if a.can_act(former) else heirs[:1]
    a.must([e.owner] == back, "P2 the former owner is back, or is represented by their successor")


def _by_succession(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    a.must(e.former not in a.company.active, "P2 who works here keeps their customers")
    a.must(e.owner == _heir(a, e.former), "P2 the heir is who the protocol names")


def _heir(a: Act, leaver: ColleagueId) -> ColleagueId | None:
    """A receiver who picked up, else a helper in the call, unless refused; else successor, manager."""
    p = a.problem
    offer = a.offer if a.offer is not None else p.offer
    first = [offer.receiver] if offer is not None and offer.receiver is not None else []
    for contact in p.live:
        first += sorted(contact.here & p.helpers)
    for who in first:
        if who != leaver and a.can_act(who) and who not in p.refused:
            return who
    return next((who for who in a.company.successors_of(leaver) if a.can_act(who)), None)


def _by_relief(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    signed = any(
        isinstance(one, ev.SignatureGiven)
        and isinstance(one.what, Relief)
        and one.what.by == e.owner
        for one in a.told
    )
    a.must(signed, "P2 relief needs a second signature, and goes to the lead who asked for it")


def _by_redirect(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    a.must(p.nature is not Nature.CUSTOMERS, "P2 only what is no customer's is redirected")
    picked_up = any(isinstance(o, ev.PickedUp) and o.receiver == e.owner for o in a.told)
    a.must(picked_up, "P2 a redirect needs a pick-up")


def _by_joining(a: Act, p: Problem, e: ev.OwnerChanged) -> None:
    a.must(isinstance(p.stage, JoinedTwin), "P2 only a joined problem follows its twin's owner")
    if a.told_any(ev.Joined):
        a.must(not p.met, "P2 joining changes an owner only where nobody has been met")


_HOW_IT_MAY_CHANGE: dict[ev.OwnerChange, Callable[[Act, Problem, ev.OwnerChanged], None]] = {
    ev.OwnerChange.HANDOFF: _by_handoff,
    ev.OwnerChange.TAKEN_BACK: _by_taking_back,
    ev.OwnerChange.SUCCESSION: _by_succession,
    ev.OwnerChange.RELIEF: _by_relief,
    ev.OwnerChange.REDIRECT: _by_redirect,
    ev.OwnerChange.JOINING: _by_joining,
}
