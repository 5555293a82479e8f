"""A process that works until it is killed. Each line it prints was acknowledged: it is committed.

python -m tests.problems.doomed prepare       Fernwood, and six problems of Carol's
python -m tests.problems.doomed act SEED      words, helpers and handoffs, for ever
python -m tests.problems.doomed deliver N     N mails, the same every time
python -m tests.problems.doomed tick          the clock, an hour at a time, for ever
python -m tests.problems.doomed reply SEED    replies that leave when their seconds are over, for ever
python -m tests.problems.doomed work          the worker: jobs and clock, as it is
python -m tests.problems.doomed check FILE    what is missing of what was acknowledged, or wrong
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from stayline.channels.mail.intake import deliver as deliver_mail  # noqa: E402
from stayline.desk import sending  # noqa: E402
from stayline.ownership import Refused  # noqa: E402
from stayline.people.demo import build_demo_company  # noqa: E402
from stayline.people.models import Colleague  # noqa: E402
from stayline.people.queries import customer_for_address  # noqa: E402
from stayline.problems import by_colleagues as ours  # noqa: E402
from stayline.problems import by_customers as theirs  # noqa: E402
from stayline.problems import clock, intake  # noqa: E402
from stayline.problems import models as m  # noqa: E402
from stayline.problems.audit import audit  # noqa: E402
from stayline.problems.journal import Answer  # noqa: E402
from stayline.project import worker  # noqa: E402

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

MAIL = """From: Dan <dan{number}@example.com>\r
To: billing@fernwood.example\r
Subject: Mail {number}\r
Message-ID: <{number}@example.com>\r
\r
It is cold, {number}.\r
"""


def acknowledge(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def prepare() -> None:
    call_command("migrate", verbosity=0)
    company = build_demo_company()
    for each in range(6):
        carol = customer_for_address("mail", f"carol{each}@example.com", "Carol")
        answer = intake.arrive(company.doors["billing@fernwood.example"], carol, START)
        acknowledge({"problem": answer.problem.id, "version": answer.version})


def act(seed: str) -> None:
    rng = Random(seed)  # noqa: S311 - the same acts every time
    people = [one.pk for one in Colleague.objects.all()]
    problems = list(m.Problem.objects.exclude(subject__startswith="Mail"))
    for number in range(1_000_000):
        row = m.Problem.objects.get(pk=rng.choice(problems).pk)
        key, at = f"{seed}-{number}", START + timedelta(seconds=number)
        try:
            answer = _one(rng, row, rng.choice(people), key, at)
        except Refused:
            continue
        acknowledge({"key": key, "problem": row.pk, "version": answer.version})


def _one(rng: Random, row: m.Problem, other: int, key: str, at: datetime) -> Answer:
    """Whoever is next says or does something about this problem."""
    offered = (row.state["offer"] or {}).get("number", 0)
    me, customer = row.owner_id, row.principal_id or 0
    choices: list[Callable[[], Answer]] = [
        lambda: ours.say_i_will_help(row.pk, me, at, key=key),
        lambda: ours.write(row.pk, me, f"Word {key}", at, key=key),
        lambda: ours.note(row.pk, other, f"Note {key}", at, key=key),
        lambda: ours.ask_to_help(row.pk, me, [other], key, at, key=key),
        lambda: ours.offer(row.pk, me, [other], key, at, key=key),
        lambda: ours.pick_up(row.pk, other, offered, at, key=key),
        lambda: theirs.write_on_page(row.pk, customer, f"Word {key}", at, key=key),
    ]
    return rng.choice(choices)()


def deliver(many: str) -> None:
    """The same mails from the first on, as a mail server sends them again that got no answer."""
    for number in range(int(many)):
        done = deliver_mail(
            MAIL.format(number=number).encode(),
            envelope_from=f"dan{number}@example.com",
            envelope_to=["billing@fernwood.example"],
            at=START + timedelta(seconds=number),
        )
        acknowledge({"delivered": number, "to": done.problem})


def tick() -> None:
    for hours in range(100_000):
        clock.tick(START + timedelta(hours=hours))
        acknowledge({"ticked": hours})


def reply(seed: str) -> None:
    """Each says something new, and everything whose seconds are over leaves."""
    rows = list(m.Problem.objects.exclude(subject__startswith="Mail").select_related("owner"))
    for number in range(1_000_000):
        row = rows[number % len(rows)]
        row.refresh_from_db()
        at = m.TimelineEvent.objects.latest("at").at + timedelta(seconds=number)
        said = f"Reply {seed}-{number}."
        with suppress(Refused):
            ours.say_i_will_help(row.pk, row.owner_id, at)
        with suppress(Refused):
            sent = sending.Reply(said, None, "us", False, row.version + 1, said)
            sending.send(row, row.owner, sent, at)
            acknowledge({"reply": said})
        sending.leave_when_due(at)


def work() -> None:
    acknowledge({"working": os.getpid()})
    worker.main(listen=False)


def check(file: str) -> None:
    for wrong in audit():
        acknowledge({"wrong": str(wrong)})
    words = m.Word.objects.filter(text__startswith="Word ").values_list("text", flat=True)
    if len(words) != len(set(words)):
        acknowledge({"wrong": "a word was kept twice"})
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if not _is_there(told):
            acknowledge({"missing": told})


def _is_there(told: dict[str, Any]) -> bool:
    if "delivered" in told:
        return m.Problem.objects.filter(pk=told["to"], subject=f"Mail {told['delivered']}").exists()
    if "key" in told:
        known = m.OutsideAct.objects.filter(pk=f"client:{told['key']}").first()
        if known is None or (known.problem_id, known.version) != (told["problem"], told["version"]):
            return False
    if "version" in told:
        events = m.TimelineEvent.objects.filter(problem=told["problem"], number=told["version"])
        return events.exists()
    return True


if __name__ == "__main__":
    doings: dict[str, Callable[..., None]] = {
        "prepare": prepare,
        "act": act,
        "deliver": deliver,
        "tick": tick,
        "reply": reply,
        "work": work,
        "check": check,
    }
    doings[sys.argv[1]](*sys.argv[2:])
