"""Resting: still owned, never counted as satisfied. Quiet, let be, or at odds.

And the second signature: under an honest final no, and under a relief for cause.
"""

from __future__ import annotations

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.decision import Decision
from stayline.ownership.evidence import Evidence
from stayline.ownership.ids import WordId
from stayline.ownership.problem import (
    QUESTIONS_BEFORE_QUIET,
    FinalNo,
    JoinedTwin,
    Owned,
    Proposed,
    Relief,
    Rest,
    WaitsFor,
)
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import consent, promises, satisfaction, succession


def go_quiet(d: Decision, c: do.GoQuiet) -> None:
    by_clock = c.by is None
    if c.by is not None:
        d.require_owner(c.by)
        d.require_met()
    p = d.problem
    able = (
        isinstance(p.stage, Owned | Proposed)
        and p.unanswered >= QUESTIONS_BEFORE_QUIET
        and p.promise is not None
        and p.promise.waits_for is WaitsFor.CUSTOMER
        and (p.offer is None or p.offer.receiver is None)
        and not p.live
    )
    if by_clock and not able:
        return
    d.require(
        able,
        "Only after three questions without an answer, and while nothing else is going on, may"
        " this rest. {customer} may still be waiting for us.",
    )
    rest(d, Rest.QUIET)


def let_be(d: Decision, c: do.LetBe) -> None:
    consent.admit(d, c.evidence, None)
    d.require(
        not isinstance(d.problem.stage, JoinedTwin),
        "This is looked after together with your other message; say it there.",
    )
    if d.problem.is_open:
        rest(d, Rest.LET_BE, evidence=c.evidence)


def rest(
    d: Decision, how: Rest, *, evidence: Evidence | None = None, word: WordId | None = None
) -> None:
    satisfaction.for_good(d, ev.OfferEnds.RESTED)
    promises.lift(d)
    party = evidence.party if evidence else None
    d.tell(ev.CameToRest(at=d.at, how=how, party=party, evidence=evidence, word=word))


def say_final_no(d: Decision, c: do.SayFinalNo) -> None:
    d.require_owner(c.by)
    d.require_met()
    _require_nothing_unsigned(d)
    d.require(not d.problem.live, "{customer} is on the line: finish the conversation first.")
    d.require(
        c.names_complaint,
        "A final no names the way to complain outside; add it, so that {customer} is not left"
        " with nothing.",
    )
    d.tell(ev.SignatureAsked(at=d.at, what=FinalNo(by=c.by, word=c.word)))


def relieve(d: Decision, c: do.Relieve) -> None:
    d.require_colleague(c.by)
    d.require(
        not isinstance(d.problem.stage, JoinedTwin),
        "This is looked after together with its twin; go on there, so that {customer} hears one"
        " voice.",
    )
    d.require(
        c.by in d.company.leads,
        "Only a lead can ask to relieve {owner}; the problem then becomes theirs.",
        owner=d.problem.owner,
    )
    d.require(c.by != d.problem.owner, "You own this yourself; hand it over instead.")
    _require_nothing_unsigned(d)
    d.tell(ev.SignatureAsked(at=d.at, what=Relief(by=c.by, reason=c.reason)))


def _require_nothing_unsigned(d: Decision) -> None:
    d.require(
        d.problem.unsigned is None,
        "Something here waits for a second signature already; settle that first.",
    )


def sign(d: Decision, c: do.Sign) -> None:
    d.require_colleague(c.by)
    unsigned = d.problem.unsigned
    if unsigned is None:
        raise Refused("There is nothing to sign here.")
    d.require(
        c.by != unsigned.by,
        "The second signature is somebody else's, so that {customer} is judged by two people.",
    )
    match unsigned:
        case FinalNo():
            d.require(
                not d.problem.live, "{customer} is on the line: finish the conversation first."
            )
            d.tell(ev.SignatureGiven(at=d.at, by=c.by, what=unsigned))
            d.tell(ev.WordSpoken(at=d.at, by=unsigned.by, word=unsigned.word))
            rest(d, Rest.AT_ODDS, word=unsigned.word)
        case Relief():
            d.require(
                c.by != d.problem.owner,
                "{owner} cannot sign their own relief.",
                owner=d.problem.owner,
            )
            d.require_colleague(unsigned.by)
            d.tell(ev.SignatureGiven(at=d.at, by=c.by, what=unsigned))
            succession.relieved(d, unsigned.by, c.introduce_by)


def withdraw_signature(d: Decision, c: do.WithdrawSignature) -> None:
    d.require_colleague(c.by)
    unsigned = d.problem.unsigned
    if unsigned is None:
        raise Refused("There is nothing to sign here.")
    d.require(c.by == unsigned.by, "Only {who}, who asked for it, takes it back.", who=unsigned.by)
    d.tell(ev.SignatureLapsed(at=d.at, what=unsigned))
