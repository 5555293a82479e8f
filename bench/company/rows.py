"""What is stored of a life: the rows its timeline tells of, as the audit has them, and the words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bench.company.lives import Life
from stayline.ownership import events as ev
from stayline.ownership.problem import JoinedTwin
from stayline.problems import codec, projection, tokens
from stayline.problems.told import Row, Told, ToldTenure

COLUMNS = {
    "problems_problem": (
        "id, owner_id, stage, detail, nature, door_id, principal_id, version, state, opened_at,"
        " subject, promise_due, promise_carrier_id, waits_for, customer_spoke_at, we_spoke_at,"
        " involved, mentioned, need_to_know, timers, wakes_at, topic, fields, legal_hold"
    ),
    "problems_timelineevent": "problem_id, number, at, kind, body, company_version, decision",
    "problems_tenure": "problem_id, colleague_id, role, events, during",
    "problems_party": "problem_id, customer_id, role, gone, colleague_id",
    "problems_promise": (
        "problem_id, number, giver_id, due, waits_for, reference_id, made_at, settled_at, how"
    ),
    "problems_offer": (
        "problem_id, number, kind, by_id, receivers, brief_id, offered_at, lapses, receiver_id,"
        " picked_up_at, ended_at, why_ended"
    ),
    "problems_question": (
        "problem_id, number, about, by_id, to_id, receiver_id, asked_at, reply, ended_at,"
        " why_ended, evidence"
    ),
    "problems_contact": "id, kind, door_id, started_at",
    "problems_contact_problems": "contact_id, problem_id",
    "problems_word": (
        "id, problem_id, contact_id, kind, colleague_id, customer_id, at, subject, text, quoted,"
        " html, sender, trouble"
    ),
    "problems_text": "id, problem_id, kind, by_id, text, at",
    "problems_notice": "to_id, problem_id, number, kind, at, seen_at",
    "problems_token": "digest, kind, problem_id, customer_id, created_at",
}
"""The tables a problem's life fills, and which of their columns."""


_SEEN_AFTER = timedelta(days=1)
"""By when one has looked at what one was told of."""


def page_token(problem: int) -> str:
    """What opens the customer's page of a problem: no secret here, so that a bench can visit it."""
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(letters[problem >> 5 * place & 31] for place in range(tokens.LENGTH))


def rows_of(life: Life, company_version: int) -> Iterator[tuple[str, Row]]:
    """Each row with its table."""
    told = _told(life)
    assert told.problem == life.problem, "what was decided is what its events tell"
    yield "problems_problem", _problem(life, told)
    yield from _events(life, company_version)
    yield from _beside(life, told)
    yield from _words(life)


def _told(life: Life) -> Told:
    told = Told()
    for number, _, event in life.told:
        told.tell(number, event)
    return told


def _problem(life: Life, told: Told) -> Row:
    now = life.now
    assert not isinstance(now.stage, JoinedTwin), "no life here is joined to another"
    stage, detail = projection.stage_of(now)
    promise = now.promise
    return (
        now.id, now.owner, stage.value, detail, now.nature.value, now.door,
        now.principal.id if now.principal else None, now.version,
        json.dumps(codec.problem_to_json(now)), told.opened_at, life.subject,
        promise.due if promise else None, promise.carrier if promise else None,
        promise.waits_for.value if promise else "", now.customer_spoke_at, told.we_spoke_at,
        _array(sorted(projection.involved(now))), "{}", "{}",
        json.dumps([(one.kind, one.key, one.due.isoformat()) for one in life.timers]),
        life.timers[0].due if life.timers else None, "", "{}", False,
    )  # fmt: skip


def _span(tenure: ToldTenure, at: dict[int, datetime]) -> tuple[str, str]:
    """From which event to which, and from when to when, as ranges."""
    since = at[tenure.start].isoformat()
    if tenure.end is None:
        return f"[{tenure.start},)", f"[{since},)"
    until = at[tenure.end].isoformat()
    return f"[{tenure.start},{tenure.end})", f"[{since},{until}{')' if since < until else ']'}"


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _events(life: Life, company_version: int) -> Iterator[tuple[str, Row]]:
    problem = life.now.id
    for number, decision, event in life.told:
        body = json.dumps(codec.event_to_json(event))
        kind = type(event).__name__
        row = (problem, number, event.at, kind, body, company_version, decision)
        yield "problems_timelineevent", row
        if isinstance(event, ev.AlarmRaised):
            seen = event.at if life.plan.until - event.at > _SEEN_AFTER else None
            for who in event.to:
                yield "problems_notice", (who, problem, number, event.about.value, event.at, seen)


def _beside(life: Life, told: Told) -> Iterator[tuple[str, Row]]:
    problem = life.now.id
    at = {number: event.at for number, _, event in life.told}
    for tenure in told.tenures:
        yield "problems_tenure", (problem, tenure.who, tenure.role, *_span(tenure, at))
    for party in life.now.parties:
        row = (problem, party.id, party.role.value, party.gone, party.colleague)
        yield "problems_party", row
    for promise in told.promises.values():
        yield "problems_promise", (problem, *promise)
    for offer in told.offers.values():
        yield "problems_offer", (problem, *offer[:3], _array(offer[3]), *offer[4:])
    said: dict[int, str] = {
        event.question: json.dumps(codec.event_to_json(event)["evidence"])
        for _, _, event in life.told
        if isinstance(event, ev.Answered)
    }
    for number, question in told.questions.items():
        yield "problems_question", (problem, *question, said.get(number))


def _words(life: Life) -> Iterator[tuple[str, Row]]:
    problem = life.now.id
    for contact in life.contacts:
        yield "problems_contact", (contact.id, contact.kind, life.door.id, contact.at)
        yield "problems_contact_problems", (contact.id, problem)
    for word in life.words:
        yield "problems_word", (word.id, problem, *word[1:], "", "", "", "")
    for text in life.texts:
        yield "problems_text", (text.id, problem, *text[1:])
    row = (tokens.digest(page_token(problem)), "page", problem, life.customer, life.plan.at)
    yield "problems_token", row
