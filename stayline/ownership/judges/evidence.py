"""Evidence: whose word it is, and how we know."""

from __future__ import annotations

from stayline.ownership.act import Act
from stayline.ownership.evidence import (
    Evidence,
    KeyPressed,
    ListedReply,
    MarkedReply,
    PageButton,
    SpokenWord,
)
from stayline.ownership.ids import ColleagueId, WordId
from stayline.ownership.problem import (
    Problem,
)


def must_be_theirs(
    a: Act,
    p: Problem,
    evidence: Evidence,
    replies: tuple[WordId, ...],
    never: ColleagueId | None = None,
) -> None:
    """The principal's own word, and how we know. `never` may not be its only witness."""
    principal = p.principal
    a.must(
        principal is not None and principal.id == evidence.party and not principal.gone,
        "P3 P4 consent and satisfaction are the principal's",
    )
    match evidence:
        case PageButton():
            return
        case ListedReply(word=word):
            a.must(word in replies, "a mailed reply answers the question it replies to")
        case MarkedReply(word=word, by=by):
            a.must(word in replies, "a mailed reply answers the question it replies to")
            a.must(
                by == p.owner and by != never and a.can_act(by),
                "the owner, never the receiver, marks a reply as the answer",
            )
        case KeyPressed(contact=number):
            contact = next((one for one in p.live if one.id == number), None)
            a.must(
                contact is not None and contact.identified and contact.party == evidence.party,
                "a key counts only from the principal's leg",
            )
        case SpokenWord(contact=number, by=by):
            contact = next((one for one in p.live if one.id == number), None)
            a.must(
                contact is not None and by in contact.here and a.can_act(by),
                "the spoken word is recorded by a colleague who was in it",
            )
            a.must(
                contact is not None and contact.party == evidence.party,
                "the spoken word is that of who is on the line",
            )
            a.must(by != never, "nobody records the yes that makes them the owner")
