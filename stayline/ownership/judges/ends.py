"""P4: satisfied, taking back, resting, and second signatures."""

from __future__ import annotations

from datetime import datetime

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.ids import WordId
from stayline.ownership.judges.evidence import must_be_theirs
from stayline.ownership.problem import (
    About,
    FinalNo,
    JoinedTwin,
    Owned,
    Problem,
    Proposed,
    Relief,
    Rest,
    Satisfied,
    WaitsFor,
)

TWO_WEEKS_IN_SECONDS = 14 * 24 * 60 * 60


@judges(ev.SolutionProposed)
def _solution_proposed(a: Act, e: ev.SolutionProposed) -> None:
    a.must(e.by in a.problem.ours and a.can_act(e.by), "who is with the customer proposes")
    a.must(isinstance(a.problem.stage, Owned | Proposed), "a solution is proposed to who waits")


@judges(ev.SaidSatisfied)
def _said_satisfied(a: Act, e: ev.SaidSatisfied) -> None:
    p = a.problem
    a.must(e.party == e.evidence.party, "P4 the evidence is theirs who said it")
    a.must(not isinstance(a.problem.stage, JoinedTwin), "P4 a joined problem follows its twin")
    replies = [
        word
        for question in p.questions
        if question.about in (About.SOLVED, About.CONTRADICTION)
        for word in question.replies
    ]
    must_be_theirs(a, p, e.evidence, (*a.replies, *replies))


@judges(ev.TookBack)
def _took_back(a: Act, e: ev.TookBack) -> None:
    p = a.problem
    a.must(e.party == e.evidence.party, "the evidence is theirs who took it back")
    taken: tuple[datetime, tuple[WordId, ...]] | None = None
    if e.what is ev.TakenBackWhat.TAKEOVER and p.takeover is not None:
        taken = (p.takeover.at, p.takeover.replies)
    elif e.what is ev.TakenBackWhat.SATISFIED and isinstance(p.stage, Satisfied):
        taken = (p.stage.at, p.stage.replies)
    if taken is None:
        a.must(False, "only what the customer said is taken back")
        return
    a.must((e.at - taken[0]).total_seconds() <= TWO_WEEKS_IN_SECONDS, "within fourteen days")
    a.must(not isinstance(p.stage, JoinedTwin), "what is joined is taken back on the twin")
    must_be_theirs(a, p, e.evidence, taken[1])
    if e.what is ev.TakenBackWhat.TAKEOVER:
        a.takeover = p.takeover


@judges(ev.CameToRest)
def _came_to_rest(a: Act, e: ev.CameToRest) -> None:
    p = a.problem
    if e.how is Rest.QUIET:
        _must_be_quiet(a, p)
    elif e.how is Rest.LET_BE:
        a.must(p.is_open, "what is open is let be")
        if e.evidence is None:
            a.must(False, "the customer lets it be")
        else:
            must_be_theirs(a, p, e.evidence, ())
    else:
        a.must(
            any(
                isinstance(one, ev.SignatureGiven) and isinstance(one.what, FinalNo)
                for one in a.told
            ),
            "a final no has a second signature",
        )
        a.must(isinstance(p.stage, Owned | Proposed), "a final no is about something open")
        a.must(not p.live, "nobody says a final no behind the back of who is on the line")


def _must_be_quiet(a: Act, p: Problem) -> None:
    a.must(isinstance(p.stage, Owned | Proposed), "quiet comes from owned or proposed")
    a.must(p.unanswered >= 3, "quiet comes after three questions, never answered")
    lifted = a.promise if a.settled is not None else p.promise
    a.must(
        lifted is not None and lifted.waits_for is WaitsFor.CUSTOMER,
        "quiet comes where nothing is owed by us",
    )
    offer = a.offer if a.offer is not None else p.offer
    a.must(offer is None or offer.receiver is None, "nobody rests who has somebody coming")
    a.must(not p.live, "nobody is quiet who is on the line")


@judges(ev.SignatureAsked)
def _signature_asked(a: Act, e: ev.SignatureAsked) -> None:
    p = a.problem
    a.must(p.unsigned is None, "one thing waits for a signature at a time")
    a.must(a.can_act(e.what.by), "who asks for a signature works here")
    if isinstance(e.what, FinalNo):
        a.must(e.what.by == p.owner, "a final no is the owner's")
        a.must(isinstance(p.stage, Owned | Proposed), "a final no is about something open")
        a.must(not p.live, "nobody says a final no behind the back of who is on the line")
    else:
        a.must(e.what.by in a.company.leads, "only a lead relieves")
        a.must(e.what.by != p.owner, "nobody relieves themselves")
        a.must(not isinstance(p.stage, JoinedTwin), "relief is about the twin that goes on")


@judges(ev.SignatureGiven)
def _signature_given(a: Act, e: ev.SignatureGiven) -> None:
    a.must(a.problem.unsigned == e.what, "what waits for a signature is signed")
    a.must(e.by != e.what.by, "the second signature is somebody else's")
    a.must(a.can_act(e.by) and a.can_act(e.what.by), "who signs works here")
    if isinstance(e.what, Relief):
        a.must(e.by != a.problem.owner, "nobody signs their own relief")


@judges(ev.SignatureLapsed)
def _signature_lapsed(a: Act, e: ev.SignatureLapsed) -> None:
    a.must(a.problem.unsigned == e.what, "what waits for a signature lapses, once")
