"""The handoff as it stands, for whoever looks: four steps, the one next act, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from stayline.desk.contexts import Act, Brief, HandoffShown, Person, Step
from stayline.ownership.problem import (
    Offer,
    OfferKind,
    Owned,
    Problem,
    Proposed,
    Ringing,
    SetAside,
)


def handoff_shown(
    problem: Problem, reader: int, people: Mapping[int, Person], customer: str, brief: str
) -> HandoffShown:
    """What the right-hand side shows; empty where nothing is being handed over."""
    offer = problem.offer
    if offer is None or offer.kind is OfferKind.REDIRECT:
        return _redirecting(problem, reader, brief) if offer else HandoffShown()
    receiver = people.get(offer.receiver) if offer.receiver is not None else None
    return HandoffShown(
        steps=_steps(offer, people, customer),
        acts=_acts(problem, offer, reader, customer),
        why_none=_why_none(problem, offer, reader, people, customer),
        brief=Brief(brief) if brief else None,
        receiver=receiver,
        asks_you=bool(_answers(problem, offer, reader)),
    )


def _redirecting(problem: Problem, reader: int, brief: str) -> HandoffShown:
    offer = problem.offer
    assert offer is not None
    answers = _answers(problem, offer, reader)
    return HandoffShown(acts=answers, brief=Brief(brief) if brief else None, asks_you=bool(answers))


def _steps(offer: Offer, people: Mapping[int, Person], customer: str) -> tuple[Step, ...]:
    lit = 1 + (offer.receiver is not None) + (offer.question is not None)
    receivers = ", ".join(_first(people, one) for one in offer.receivers)
    receiver = _first(people, offer.receiver) if offer.receiver is not None else receivers
    more = (
        _("to %(who)s") % {"who": receivers},
        _("%(who)s is here, and helps") % {"who": receiver},
        _("%(customer)s was asked") % {"customer": customer},
        _("%(who)s takes it from here") % {"who": receiver},
    )
    names = (_("Offered"), _("Picked up"), _("Asked"), _("Agreed"))
    return tuple(
        Step(
            name,
            "done" if place < lit else "now" if place == lit else "todo",
            text if place < lit else "",
        )
        for place, (name, text) in enumerate(zip(names, more, strict=True))
    )


def _first(people: Mapping[int, Person], who: int) -> str:
    person = people.get(who)
    return person.first_name if person else _("a colleague")


def _path(problem: Problem, rest: str) -> str:
    return f"/problems/{problem.id}/{rest}"


def _answers(problem: Problem, offer: Offer, reader: int) -> tuple[Act, ...]:
    """What somebody who was offered it can say."""
    if reader not in offer.receivers or reader in offer.declined or offer.receiver is not None:
        return ()
    return (
        # The offer whose brief was read: one made anew meanwhile has another, and is read first.
        Act(_("Pick up"), _path(problem, "offer/pick-up/"), fields=(("offer", str(offer.number)),)),
        Act(_("I can't now"), _path(problem, "offer/decline/"), is_page=True, is_primary=False),
    )


def _acts(problem: Problem, offer: Offer, reader: int, customer: str) -> tuple[Act, ...]:
    if answers := _answers(problem, offer, reader):
        return answers
    if reader not in (problem.owner, offer.by):
        return ()
    withdraw = Act(
        _("Withdraw the offer"), _path(problem, "offer/withdraw/"), is_primary=False, is_quiet=True
    )
    if offer.receiver is None:
        again = Act(_("Offer to somebody else"), _path(problem, "bring/?verb=offer"), True, False)
        return (again, withdraw)
    if offer.question is None:
        ask = Act(_("Ask %(customer)s") % {"customer": customer}, _path(problem, "offer/question/"))
        return (ask, withdraw)
    return (withdraw,)


def _why_none(
    problem: Problem, offer: Offer, reader: int, people: Mapping[int, Person], customer: str
) -> str:
    owner = _first(people, problem.owner)
    is_yours = reader == problem.owner
    if offer.receiver is None:
        if reader in offer.receivers and reader not in offer.declined:
            return _("%(owner)s stays with %(customer)s until the answer is yes.") % {
                "owner": owner, "customer": customer,
            }  # fmt: skip
        return _("Nobody has picked up yet. Until then %(customer)s is asked nothing.") % {
            "customer": customer
        }
    if offer.question is None:
        if is_yours:
            return ""
        return _("%(owner)s asks %(customer)s next.") % {"owner": owner, "customer": customer}
    if is_yours:
        return _("%(customer)s has not answered yet. Until the yes you stay.") % {
            "customer": customer
        }
    return _("%(customer)s has not answered yet. Until the yes %(owner)s stays.") % {
        "owner": owner, "customer": customer,
    }  # fmt: skip


def acts_for(problem: Problem, reader: int) -> tuple[Act, ...]:
    """The acts outside a handoff: "I will help you", joining as a helper, bringing somebody in."""
    if isinstance(problem.stage, Ringing):
        if reader != problem.owner:
            return ()
        return (Act(_("I will help you"), _path(problem, "ringing/")),)
    if reader in problem.asked_to_help and reader not in problem.helpers:
        return (
            Act(_("I'll help"), _path(problem, "help/join/")),
            Act(_("I can't now"), _path(problem, "help/decline/"), True, False),
        )
    if isinstance(problem.stage, SetAside):
        return _aside_acts(problem, problem.stage, reader)
    if problem.unsigned is not None:
        return _signature_acts(problem, problem.unsigned.by, reader)
    if reader in problem.ours and problem.is_open and problem.offer is None:
        return (Act(_("Bring somebody in"), _path(problem, "bring/"), True, False),)
    return ()


def _aside_acts(problem: Problem, stage: SetAside, reader: int) -> tuple[Act, ...]:
    back = Act(_("It is a customer's: bring it back"), _path(problem, "aside/back/"), False, False)
    if stage.confirmed_by is None and stage.by is not None and stage.by != reader:
        return (Act(_("Confirm: no customer's"), _path(problem, "aside/confirmation/")), back)
    if stage.by is None and reader == problem.owner:
        return (Act(_("Say so: no customer's"), _path(problem, "aside/confirmation/")), back)
    return (back,)


def _signature_acts(problem: Problem, asked_by: int, reader: int) -> tuple[Act, ...]:
    if reader == asked_by:
        back = _path(problem, "signature/withdrawn/")
        return (Act(_("Take back the second signature's request"), back, False, False),)
    return (Act(_("Sign it too"), _path(problem, "signature/")),)


def menu_for(problem: Problem, reader: int) -> tuple[Act, ...]:
    """The rarer acts, behind the three dots."""
    acts: list[Act] = []
    is_owner = reader == problem.owner
    if reader in problem.helpers:
        acts.append(Act(_("Step back from helping"), _path(problem, "help/step-back/")))
    if reader in problem.ours and problem.is_open and problem.offer is not None:
        acts.append(Act(_("Bring somebody in"), _path(problem, "bring/"), is_page=True))
    if isinstance(problem.stage, Ringing) and reader == problem.owner:
        acts.append(Act(_("No customer's: set aside"), _path(problem, "aside/"), is_page=True))
        acts.append(Act(_("The same as another: join"), _path(problem, "twin/"), is_page=True))
    is_theirs = is_owner and problem.is_open and not isinstance(problem.stage, Ringing)
    acts += _about_people(problem) if is_theirs else []
    acts += _about_others_like_it(problem) if is_theirs else []
    acts.append(Act(_("What has to do with it: link"), _path(problem, "links/"), is_page=True))
    acts += _about_its_cause(problem, reader)
    if reader in problem.ours and isinstance(problem.stage, Owned | Proposed):
        acts.append(Act(_("Not now: out of my sight"), _path(problem, "snooze/"), is_page=True))
    acts += _about_rest(problem) if is_theirs else []
    if problem.cover is not None and reader in (problem.owner, problem.cover.colleague):
        acts.append(Act(_("End the cover"), _path(problem, "cover/end/")))
    return tuple(acts)


def _about_its_cause(problem: Problem, reader: int) -> list[Act]:
    if problem.cause is not None:
        found = [Act(_("What it is part of"), f"/causes/{problem.cause}/", is_page=True)]
        if reader in problem.ours:
            found.append(Act(_("No part of it any more"), _path(problem, "cause/unlinked/")))
        return found
    if problem.is_open and not isinstance(problem.stage, Ringing):
        label = _("Part of something common")
        return [Act(label, _path(problem, "cause/"), is_page=True)]
    return []


def _about_people(problem: Problem) -> list[Act]:
    return _pages(
        problem,
        (_("Who carries the promise"), "carrier/", bool(problem.helpers)),
        (_("Somebody stands in for me"), "cover/", problem.cover is None),
        (_("Who is on their side"), "parties/", True),
        (_("Who may know of it"), "circle/", True),
    )


def _about_others_like_it(problem: Problem) -> list[Act]:
    return _pages(
        problem,
        (_("The same as another: join"), "twin/", problem.offer is None),
        (_("Several things in one: split"), "parts/", True),
    )


def _about_rest(problem: Problem) -> list[Act]:
    return _pages(
        problem,
        (_("Let it rest"), "rest/", True),
        (_("An honest no"), "final-no/", problem.unsigned is None),
    )


def _pages(problem: Problem, *pages: tuple[str, str, bool]) -> list[Act]:
    return [
        Act(label, _path(problem, path), is_page=True) for label, path, is_able in pages if is_able
    ]
