"""The Django app `desk`."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


class DeskConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "stayline.desk"
    label = "desk"
    verbose_name = "desk"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from stayline.desk.notices import gathering
        from stayline.problems import effects

        effects.register(gathering.hear)
        user_logged_out.connect(_signed_out, dispatch_uid="push lines of a sign-in")


def _signed_out(*, request: HttpRequest | None = None, **_: Any) -> None:
    """Sent before the session is flushed, so its key is still known."""
    from stayline.desk.notices import pushing

    session = getattr(request, "session", None)
    if session is not None and session.session_key:
        pushing.close_lines_of(session.session_key)
