"""Housekeeping that belongs to no area."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="17 3 * * *")
@app.task(name="project.tidy", queueing_lock="project.tidy")
def tidy(timestamp: int) -> None:
    """Removes sign-ins that have run out, once a night."""
    call_command("clearsessions")
