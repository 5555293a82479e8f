"""The worker's part of the telephone: recordings that were kept long enough go."""

from __future__ import annotations

from procrastinate.contrib.django import app

from stayline.channels.phone import recording
from stayline.project.clock import now


@app.periodic(cron="27 3 * * *")
@app.task(name="phone.forget", queue="phone", queueing_lock="phone.forget")
def forget(timestamp: int) -> None:
    """Give up the recordings that their doors keep no longer."""
    recording.forget_old(now())
