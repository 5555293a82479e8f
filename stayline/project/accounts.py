"""Sign-in as this product wants it: colleagues are added by an administrator, never by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ColleagueAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """django-allauth's adapter."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
