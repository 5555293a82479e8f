"""Consent and satisfaction are the principal's: what counts as their own word, and from whom.

Nobody inside creates either without evidence, and nobody records the yes that makes them owner.
"""

from __future__ import annotations

from stayline.ownership.decision import Decision
from stayline.ownership.evidence import (
    Evidence,
    KeyPressed,
    ListedReply,
    MarkedReply,
    PageButton,
    SpokenWord,
)
from stayline.ownership.ids import ColleagueId, ContactId, WordId
from stayline.ownership.problem import About, Question, Satisfied, Takeover
from stayline.ownership.refusal import Refused


def admit(
    d: Decision,
    evidence: Evidence,
    said: Question | Takeover | Satisfied | None,
    *,
    never: ColleagueId | None = None,
) -> None:
    """Refuse what is not the principal's own word.

    `said` is what a reply must be a reply to: the question, or the yes that is taken back.
    `never` is the colleague who may not be its only witness: nobody records the yes that makes
    them the owner.
    """
    principal = d.problem.principal
    d.require(
        principal is not None and principal.id == evidence.party and not principal.gone,
        "Only {customer} can say that; nobody says it for them.",
    )
    match evidence:
        case PageButton():
            pass
        case ListedReply():
            _require_reply(d, said, evidence.word)
        case MarkedReply():
            d.require_colleague(evidence.by)
            d.require(
                evidence.by == d.problem.owner,
                "Only {owner} may read {customer}'s reply as the answer.",
                owner=d.problem.owner,
            )
            _require_reply(d, said, evidence.word)
        case KeyPressed():
            contact = d.problem.contact(evidence.contact)
            d.require(
                contact is not None and contact.identified and contact.party == evidence.party,
                "A key counts only from {customer}'s own line.",
            )
            _require_heard(d, said, evidence.contact)
        case SpokenWord():
            _require_witness(d, evidence, never)


def _require_heard(
    d: Decision, said: Question | Takeover | Satisfied | None, contact: ContactId
) -> None:
    """A key that was pressed before the question was over is no answer to it."""
    if isinstance(said, Question) and said.about is About.TAKEOVER:
        d.require(
            said.heard_in == contact,
            "A key counts only once {customer} has heard the question.",
        )


def _require_reply(d: Decision, said: Question | Takeover | Satisfied | None, word: WordId) -> None:
    d.require(
        said is not None and word in said.replies,
        "That is not {customer}'s reply to this question.",
    )


def _require_witness(d: Decision, evidence: SpokenWord, never: ColleagueId | None) -> None:
    d.require_colleague(evidence.by)
    contact = d.problem.contact(evidence.contact)
    if contact is None or evidence.by not in contact.here:
        raise Refused("Only somebody who is in the conversation can record what {customer} said.")
    d.require(
        contact.party == evidence.party,
        "Record first that it is {customer} who is on the line.",
    )
    d.require(
        evidence.by != never,
        "{owner} records {customer}'s yes; nobody does so for themselves.",
        owner=d.problem.owner,
    )
