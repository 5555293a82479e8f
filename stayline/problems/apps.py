"""The Django app `problems`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save

_TOLD = {"is_active", "manager", "deputy", "successor", "role"}
"""What the company's timeline tells of a colleague."""


class ProblemsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "stayline.problems"
    label = "problems"
    verbose_name = "problems"

    def ready(self) -> None:
        post_save.connect(_record, sender="people.Colleague", dispatch_uid="company timeline")


def _record(*, raw: bool = False, update_fields: Iterable[str] | None = None, **_: Any) -> None:
    """Whoever is saved, by whatever page or command, is in the company's timeline at once."""
    if raw or (update_fields is not None and not _TOLD & set(update_fields)):
        return
    from stayline.problems import company
    from stayline.project.clock import now

    company.record(now())
