"""Who may open which page. Every view says so once; a view that says nothing opens for nobody.

A decorator marks the view (`view.access_policy`); `AccessMiddleware` is the one place that enforces.
Views of others, which cannot be decorated, are listed here with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

View = TypeVar("View", bound=Callable[..., Any])


class Who(StrEnum):
    ANYONE = "anyone"
    CUSTOMER_WITH_TOKEN = "customer with token"  # noqa: S105 - a kind of visitor
    COLLEAGUE = "colleague"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    DEMO = "demo"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    who: Who
    why: str = ""


def _mark(view: View, policy: AccessPolicy) -> View:
    if getattr(view, "access_policy", None) is not None:
        raise TypeError(f"{view!r} has two access policies; one is enough.")
    view.access_policy = policy  # type: ignore[attr-defined]
    return view


def anyone(*, why: str) -> Callable[[View], View]:
    """Open to the whole world, for the reason given."""
    return lambda view: _mark(view, AccessPolicy(Who.ANYONE, why))


def customer_with_token(view: View) -> View:
    """Open to who holds the link. The view looks the `token` of its address up, and nothing else."""
    return _mark(view, AccessPolicy(Who.CUSTOMER_WITH_TOKEN))


def colleague_only(view: View) -> View:
    return _mark(view, AccessPolicy(Who.COLLEAGUE))


def lead_only(view: View) -> View:
    """Leads and administrators."""
    return _mark(view, AccessPolicy(Who.LEAD))


def administrator_only(view: View) -> View:
    return _mark(view, AccessPolicy(Who.ADMINISTRATOR))


def demo_only(view: View) -> View:
    """Only in a demo, and only from this machine."""
    return _mark(view, AccessPolicy(Who.DEMO))


_SIGN_IN = AccessPolicy(Who.ANYONE, "one must be able to sign in before one is signed in")
_FORGOTTEN = AccessPolicy(Who.ANYONE, "who forgot a password cannot sign in to say so")
_OWN_ACCOUNT = AccessPolicy(Who.COLLEAGUE, "a colleague's own account")
_CLOSED = AccessPolicy(
    Who.NOBODY, "colleagues and their addresses are an administrator's to change"
)

# django-allauth's views, by the name of their address.
THIRD_PARTY: dict[str, AccessPolicy] = {
    "account_login": _SIGN_IN,
    "mfa_authenticate": _SIGN_IN,
    "mfa_login_webauthn": _SIGN_IN,
    "mfa_signup_webauthn": _CLOSED,
    "mfa_trust": _SIGN_IN,
    "account_logout": AccessPolicy(Who.ANYONE, "signing out is never refused"),
    "account_inactive": AccessPolicy(Who.ANYONE, "says that an account is closed"),
    "account_reset_password": _FORGOTTEN,
    "account_reset_password_done": _FORGOTTEN,
    "account_reset_password_from_key": _FORGOTTEN,
    "account_reset_password_from_key_done": _FORGOTTEN,
    "account_confirm_login_code": _CLOSED,
    "account_request_login_code": _CLOSED,
    "account_reauthenticate": _OWN_ACCOUNT,
    "account_change_password": _OWN_ACCOUNT,
    "account_set_password": _OWN_ACCOUNT,
    "account_signup": _CLOSED,
    "account_signup_by_passkey": _CLOSED,
    "account_email": _CLOSED,
    "account_email_verification_sent": _CLOSED,
    "account_confirm_email": _CLOSED,
    "account_verify_phone": _CLOSED,
    "account_change_phone": _CLOSED,
    "account_complete_signup": _CLOSED,
    "mfa_index": _OWN_ACCOUNT,
    "mfa_reauthenticate": _OWN_ACCOUNT,
    "mfa_reauthenticate_webauthn": _OWN_ACCOUNT,
    "mfa_activate_totp": _OWN_ACCOUNT,
    "mfa_deactivate_totp": _OWN_ACCOUNT,
    "mfa_view_recovery_codes": _OWN_ACCOUNT,
    "mfa_generate_recovery_codes": _OWN_ACCOUNT,
    "mfa_download_recovery_codes": _OWN_ACCOUNT,
    "mfa_list_webauthn": _OWN_ACCOUNT,
    "mfa_add_webauthn": _OWN_ACCOUNT,
    "mfa_remove_webauthn": _OWN_ACCOUNT,
    "mfa_edit_webauthn": _OWN_ACCOUNT,
}


def policy_of(view: Callable[..., Any], name: str | None) -> AccessPolicy | None:
    """What is said about a view, by itself or in the list above; None when nothing is."""
    own = getattr(view, "access_policy", None)
    if isinstance(own, AccessPolicy):
        return own
    return THIRD_PARTY.get(name or "")


_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_RELAYED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")


def _is_from_this_machine(request: HttpRequest) -> bool:
    """A proxy here brings in who is elsewhere: what it hands on is not from this machine."""
    is_relayed = any(name in request.headers for name in _RELAYED)
    return request.META.get("REMOTE_ADDR") in _LOOPBACK and not is_relayed


class AccessMiddleware:
    """Asks the policy before each view; a view without one answers "not found" to everybody."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        policy = policy_of(view, match.url_name if match else None)
        if policy is None:
            raise Http404
        return self._enforce(policy, request)

    def _enforce(self, policy: AccessPolicy, request: HttpRequest) -> HttpResponseBase | None:
        match policy.who:
            case Who.ANYONE | Who.CUSTOMER_WITH_TOKEN:
                return None
            case Who.DEMO:
                if settings.STAYLINE_DEMO and _is_from_this_machine(request):
                    return None
                raise Http404
            case Who.NOBODY:
                raise Http404
            case Who.COLLEAGUE | Who.LEAD | Who.ADMINISTRATOR:
                return self._for_colleagues(policy.who, request)

    def _for_colleagues(self, who: Who, request: HttpRequest) -> HttpResponseBase | None:
        user = request.user
        if not user.is_authenticated:
            return _sign_in_first(request)
        allowed = {
            Who.LEAD: {"lead", "administrator"},
            Who.ADMINISTRATOR: {"administrator"},
        }.get(who)
        if allowed is not None and getattr(user, "role", "") not in allowed:
            raise PermissionDenied(
                _("Only an administrator may do this.")
                if who is Who.ADMINISTRATOR
                else _("Only a lead may do this.")
            )
        return None


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """A page leads to the sign-in and back. A fragment only says so: its page may hold words that
    somebody is writing. A form that was sent is told that nothing is lost."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401)
    if request.method not in {"GET", "HEAD"}:
        from stayline.project.trouble import signed_out

        return signed_out(request)
    login = reverse("account_login")
    return HttpResponseRedirect(f"{login}?{urlencode({'next': request.get_full_path()})}")
