"""Sign-in as this product wants it: colleagues are added by an administrator, never by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from stayline.people import queries


class ColleagueAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """django-allauth's adapter."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """Asks for a link to a new password.

    Whether somebody has this address shows in nothing: the same words, one look-up, one job, and
    the mail is written by the worker. Nobody gets a mail at an address that is no colleague's.
    """

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **_: Any) -> str:
        from stayline.project.jobs import send_new_password_link

        email = str(self.cleaned_data["email"])
        colleague = queries.colleague_by_email(email)
        send_new_password_link.defer(colleague=colleague.pk if colleague else 0)
        return email
