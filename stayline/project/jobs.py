"""Housekeeping that belongs to no area."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params


@app.periodic(cron="17 3 * * *")
@app.task(name="project.tidy", queueing_lock="project.tidy")
def tidy(timestamp: int) -> None:
    """Removes sign-ins that have run out, once a night."""
    call_command("clearsessions")


@app.task(
    name="project.new_password_link", retry=RetryStrategy(max_attempts=6, exponential_wait=10)
)
def send_new_password_link(colleague: int) -> None:
    """Sends a colleague the link to a new password; 0 is nobody, and takes the same way."""
    from stayline.people.models import Colleague
    from stayline.project.new_password import send_link

    found = Colleague.objects.filter(pk=colleague, is_active=True).first()
    if found is not None and not settings.STAYLINE_MAIL_OUTBOX_ONLY:
        send_link(found)


WHEN_THE_DATABASE_IS_BACK = RetryStrategy(
    wait=5, retry_exceptions={OperationalError, InterfaceError}
)
"""Of a job that was cut off by a failover, whatever it is: every job stands being done twice."""


def connector(connections: int) -> PsycopgConnector:
    """The worker's own connections. What cannot be had soon is given up soon, and tried anew by the worker."""
    return PsycopgConnector(
        kwargs=connector_params(),
        # One to listen, one to fetch; more only while several jobs end at once.
        min_size=1,
        max_size=connections,
        timeout=5,
        reconnect_timeout=2,
    )


def worker_app(connector: PsycopgConnector) -> App:
    """An app for the worker, with a connection of its own and the same tasks.

    The shared app keeps Django's connection, so that what is deferred beside the worker's loop
    (by mail that comes in, by the clock) commits with its decision, as in every other process.
    """
    shared: App = app
    for task in shared.tasks.values():
        task.retry_strategy = task.retry_strategy or WHEN_THE_DATABASE_IS_BACK
    return shared.with_connector(connector)
