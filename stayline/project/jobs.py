"""Housekeeping that belongs to no area."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app


@app.periodic(cron="17 3 * * *")
@app.task(name="project.tidy", queueing_lock="project.tidy")
def tidy(timestamp: int) -> None:
    """Removes sign-ins that have run out, once a night."""
    call_command("clearsessions")


def worker_app(connector: PsycopgConnector) -> App:
    """An app for the worker, with a connection of its own and the same tasks.

    The shared app keeps Django's connection, so that what is deferred beside the worker's loop
    (by mail that comes in, by the clock) commits with its decision, as in every other process.
    """
    shared: App = app
    return shared.with_connector(connector)
