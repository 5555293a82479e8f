"""The mail with which a colleague chooses a new password: a link that works once, for three days.

It is written by the worker, so that nothing about the page that asks for it tells whether there
is such a colleague. The link dies when it was used, when they sign in, when their address or
their password changes, and when they leave.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.http import int_to_base36
from django.utils.translation import gettext as _

from stayline.people.languages import read_by
from stayline.people.models import Colleague


class LinkKeys(PasswordResetTokenGenerator):
    """Makes and checks the key in the link. django-allauth's page asks it too."""

    def _make_hash_value(self, user: Colleague, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


def link_for(colleague: Colleague) -> str:
    """Built from our own public address, never from what a browser says it asked."""
    names = {"uidb36": int_to_base36(colleague.pk), "key": LinkKeys().make_token(colleague)}
    path = reverse("account_reset_password_from_key", kwargs=names)
    return f"{settings.STAYLINE_PUBLIC_URL}{path}"


def send_link(colleague: Colleague) -> None:
    """Write it to the one address that we have of them."""
    with translation.override(read_by(colleague)):
        text = _(
            "Hello %(name)s,\n\n"
            "somebody, we hope you, asked for a new password for your desk. Choose it here:\n\n"
            "%(link)s\n\n"
            "The link works once, and for three days. If it was not you, do nothing: your password"
            " stays as it is."
        )
        words = text % {"name": colleague.first_name, "link": link_for(colleague)}
        send_mail(_("Your new password"), words, settings.DEFAULT_FROM_EMAIL, [colleague.email])
