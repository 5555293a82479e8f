"""What happens by the calendar. What happens by a promise or a ring is the clock's (`clock`)."""

from __future__ import annotations

from procrastinate.contrib.django import app

from stayline.problems import company
from stayline.project.clock import now


@app.periodic(cron="*/10 * * * *")
@app.task(name="problems.leave_when_due", queueing_lock="problems.leave_when_due")
def leave_when_due(timestamp: int) -> None:
    """Whoever's last day is over leaves, and no customer is without a person for it."""
    company.leave_when_due(now())
