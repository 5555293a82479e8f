"""What an administrator must put right, told where they look."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from stayline.channels.mail import outbox
from stayline.people import queries
from stayline.people.models import Colleague, Role


def to_put_right(reader: Colleague, at: datetime) -> list[str]:
    """One sentence each; none for whoever could not change it."""
    if reader.role != Role.ADMINISTRATOR:
        return []
    return [*_floods(at), *_doors_left()]


def _floods(at: datetime) -> list[str]:
    if not outbox.is_flooded(at):
        return []
    return [
        _("So many first mails came within this hour that no more are acknowledged until it is over. Each is kept and rings somebody. If nobody expects them, look at your mail server who sends them."),
    ]  # fmt: skip


def _doors_left() -> list[str]:
    return [
        _("%(door)s: %(name)s, who is behind it, does not work here any more.")
        % {"door": one.name, "name": one.fallback.name}
        for one in queries.doors_without_a_person()
    ]
