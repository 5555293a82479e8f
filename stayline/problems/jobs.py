"""What happens by the calendar, or takes long. Promises and rings are the clock's (`clock`)."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from stayline.problems import causes, company
from stayline.project.clock import now


@app.periodic(cron="*/10 * * * *")
@app.task(name="problems.leave_when_due", queueing_lock="problems.leave_when_due")
def leave_when_due(timestamp: int) -> None:
    """Whoever's last day is over leaves, and no customer is without a person for it."""
    company.leave_when_due(now())


@app.task(name="problems.announce", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def announce(announcement: int) -> None:
    """Tell everybody who has a problem in common; goes on where it was when it was cut off."""
    causes.say(announcement, now())
