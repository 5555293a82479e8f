"""P3: the handoff, its questions and their answers."""

from __future__ import annotations

from stayline.ownership import events as ev
from stayline.ownership.act import Act, judges
from stayline.ownership.evidence import KeyPressed
from stayline.ownership.judges.evidence import must_be_theirs
from stayline.ownership.problem import (
    About,
    Owned,
    Proposed,
    Question,
    Ringing,
    Satisfied,
)


@judges(ev.Offered)
def _offered(a: Act, e: ev.Offered) -> None:
    p = a.problem
    a.must(p.offer is None, "one offer is open at a time")
    stands_in = p.cover.colleague if p.cover else a.company.manager_of(p.owner)
    a.must(
        a.can_act(e.by) and e.by in (p.owner, stands_in),
        "the owner offers, or who stands in for one who cannot be reached",
    )
    a.must(bool(e.receivers), "an offer names somebody")
    a.must(e.lapses > e.at, "each step has its time")
    for receiver in e.receivers:
        a.must(a.can_act(receiver), "it is offered to somebody who works here")
        a.must(receiver != p.owner, "nobody is offered what is theirs")
        a.must(receiver not in p.refused, "nobody is offered it whom the customer refused")


@judges(ev.OfferDeclined)
def _offer_declined(a: Act, e: ev.OfferDeclined) -> None:
    offer = a.problem.offer
    a.must(offer is not None and offer.number == e.offer, "the open offer is declined")
    if offer is not None:
        a.must(e.by in offer.receivers, "it is declined by whom it was offered to")
        a.must(offer.receiver is None, "who has picked up does not decline")
        a.must(e.by not in offer.declined, "it is declined once")
    a.must(a.can_act(e.by), "who declines works here")


@judges(ev.PickedUp)
def _picked_up(a: Act, e: ev.PickedUp) -> None:
    p, offer = a.problem, a.problem.offer
    a.must(offer is not None and offer.number == e.offer, "P3 the open offer is picked up")
    if offer is not None:
        a.must(e.receiver in offer.receivers, "P3 who picks up was offered it")
        a.must(offer.receiver is None, "P3 the first to pick up is the receiver")
    a.must(a.can_act(e.receiver), "P3 who picks up works here")
    a.must(e.receiver not in p.refused, "nobody picks up whom the customer refused")
    for contact in p.live:
        a.must(e.receiver in contact.here, "P3 who picks up is in the live contact")


@judges(ev.OfferEnded)
def _offer_ended(a: Act, e: ev.OfferEnded) -> None:
    offer = a.problem.offer
    a.must(offer is not None and offer.number == e.offer, "the open offer ends, once")
    if offer is None:
        return
    a.offer = offer
    if e.why is ev.OfferEnds.LAPSED:
        late = e.at >= offer.lapses
        a.must(late or a.told_any(ev.PrincipalGone), "an offer lapses when its time is over")
    elif e.why is ev.OfferEnds.DECLINED:
        left = [who for who in offer.receivers if who in a.company.active]
        a.must(set(left) <= offer.declined, "an offer is declined when everybody declined it")
    elif e.why is ev.OfferEnds.REPLACED:
        a.must(offer.receiver is None, "who has picked up is not replaced")
    elif e.why is ev.OfferEnds.RECEIVER_GONE:
        a.must(
            a.told_any(ev.HelperLeft)
            or any(isinstance(one, ev.LeftLive) and one.who == offer.receiver for one in a.told)
            or all(w in offer.declined or w not in a.company.active for w in offer.receivers),
            "an offer ends with its receiver when the receiver is gone",
        )
    elif e.why is ev.OfferEnds.REFUSED:
        a.must(a.told_any(ev.Answered), "an offer is refused by the customer's no")
    elif e.why is ev.OfferEnds.OWNER_GONE:
        a.must(a.told_any(ev.OwnerChanged), "an offer ends with its owner when there is another")
    elif e.why is ev.OfferEnds.AGREED:
        a.must(a.told_any(ev.OwnerChanged), "P3 an offer that was agreed changes the owner")


@judges(ev.Asked)
def _asked(a: Act, e: ev.Asked) -> None:
    p = a.problem
    principal = p.principal
    a.must(principal is not None and not principal.gone, "the principal is asked, who is there")
    a.must(a.can_act(e.by), "who asks works here")
    if e.about is About.TAKEOVER:
        offer = p.offer
        a.must(
            offer is not None
            and offer.number == e.offer
            and offer.receiver is not None
            and offer.receiver == e.receiver,
            "P3 the customer is asked after the pick-up, naming who picked up",
        )
        if offer is not None:
            a.must(offer.question is None, "what the customer is asked, they are asked once")
            a.must(e.by in (p.owner, offer.by), "the owner asks, or who offered in their name")
        return
    a.must(p.question_about(e.about) is None, "what the customer is asked, they are asked once")
    if e.about is About.SOLVED:
        a.must(e.by in p.ours and a.told_any(ev.SolutionProposed), "who proposes asks")
        a.must(isinstance(p.stage, Owned | Proposed), "a solution is proposed to who waits for it")
    else:
        a.must(e.by == p.owner, "the owner asks")
        a.must(
            p.is_open and not isinstance(p.stage, Ringing)
            if e.about is About.SPLIT
            else p.is_open or isinstance(p.stage, Satisfied),
            "nobody is asked about what is not open",
        )


@judges(ev.AskedAgain)
def _asked_again(a: Act, e: ev.AskedAgain) -> None:
    stage = a.problem.stage
    a.must(
        isinstance(stage, Proposed) and stage.question == e.question,
        "only whether it is solved is asked again",
    )


@judges(ev.Answered)
def _answered(a: Act, e: ev.Answered) -> None:
    p = a.problem
    question = p.question(e.question)
    a.must(question is not None, "an answer belongs to a question that was asked")
    if question is None:
        return
    a.must(
        question.about is e.about and question.receiver == e.receiver,
        "P3 an answer is the answer to its question",
    )
    _remember_replies(a, question)
    takeover = e.about is About.TAKEOVER and e.reply is ev.Reply.YES
    must_be_theirs(a, p, e.evidence, question.replies, question.receiver if takeover else None)
    if e.about is About.TAKEOVER and isinstance(e.evidence, KeyPressed):
        a.must(
            question.heard_in == e.evidence.contact,
            "a key answers only what was asked aloud in that call",
        )
    if takeover:
        a.must(
            any(
                isinstance(one, ev.OwnerChanged)
                and one.why is ev.OwnerChange.HANDOFF
                and one.question == e.question
                for one in a.told
            ),
            "P3 the customer's yes makes the receiver the owner",
        )


@judges(ev.QuestionEnded)
def _question_ended(a: Act, e: ev.QuestionEnded) -> None:
    question = a.problem.question(e.question)
    a.must(question is not None, "a question that is open ends, once")
    if question is not None:
        _remember_replies(a, question)


def _remember_replies(a: Act, question: Question) -> None:
    """Whoever then says in the same breath that it is solved may have said so in these words."""
    if question.about in (About.SOLVED, About.CONTRADICTION):
        a.replies += question.replies


@judges(ev.QuestionHeard)
def _question_heard(a: Act, e: ev.QuestionHeard) -> None:
    offer = a.problem.offer
    a.must(a.contact(e.contact) is not None, "it is heard in a conversation that goes on")
    a.must(
        offer is not None and offer.question == e.question,
        "what is asked of an offer that stands is heard",
    )
