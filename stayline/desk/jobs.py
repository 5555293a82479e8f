"""The desk's part of the worker: telling people who do not look at it.

A job carries numbers and nothing personal; done twice it tells nothing twice.
"""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from stayline.desk import absences, uploads
from stayline.desk.notices import gathering, mails, pushing, trying
from stayline.project.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="desk.collect_news", queueing_lock="desk.collect_news")
def collect_news(timestamp: int) -> None:
    """Each minute: what has waited long enough becomes mails."""
    gathering.gather_the_desks_own(now())
    mails.collect(now())


@app.periodic(cron="* * * * *")
@app.task(name="desk.begin_absences", queueing_lock="desk.begin_absences")
def begin_absences(timestamp: int) -> None:
    """Each minute: whoever said that they stand in does, where the day has come."""
    absences.begin_due(now())


@app.periodic(cron="7 * * * *")
@app.task(name="desk.forget", queueing_lock="desk.forget")
def forget(timestamp: int) -> None:
    """Each hour: what nobody is signed in for, what was told long ago, and files without words."""
    pushing.close_lines_without_a_session(now())
    gathering.forget_what_was_told(now())
    uploads.forget_unsaid(now())


@app.task(name="desk.mail_news", retry=RetryStrategy(max_attempts=9, exponential_wait=4))
def mail_news(batch: str) -> None:
    """Send one mail of news."""
    mails.send(UUID(batch), now())


@app.task(name="desk.push_news")
def push_news(to: int, problem: int, number: int, kind: str) -> None:
    """Tell somebody's browsers one thing. What is not taken now is on the desk, and not repeated."""
    pushing.tell(to, problem, number, kind, now())


@app.task(name="desk.try_notices")
def try_notices(colleague: int) -> None:
    """One of each, to whoever asks for it."""
    trying.send_one_of_each(colleague, now())
