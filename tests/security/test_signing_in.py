"""Signing in, staying signed in, and being out: sessions, passwords, second factors, headers.

THREATS 5, 6, 11, 17, 18 and 25.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from stayline.people.models import Colleague
from stayline.project.access import Who
from stayline.project.clock import now
from stayline.project.jobs import send_new_password_link
from stayline.project.new_password import link_for
from tests.security.places import Places

PASSWORD = "four-heat-pumps-hum"
NEW = "seven-quiet-boilers"


@pytest.fixture
def bea(bea: Colleague) -> Colleague:
    bea.set_password(PASSWORD)
    bea.save()
    return bea


def sign_in_with(client: Client, email: str, password: str, **sent: str) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password, **sent})


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


# -- sessions ------------------------------------------------------------------------------------


def test_a_session_begins_anew_when_one_signs_in(client: Client, bea: Colleague) -> None:
    """THREATS 18: a session that somebody else planted is worth nothing afterwards."""
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    sign_in_with(client, bea.email, PASSWORD)
    assert is_in(client)
    assert client.session.session_key != planted
    other = Client()
    other.cookies["session"] = planted or ""
    assert not is_in(other)


def test_a_session_ends_when_one_signs_out(client: Client, bea: Colleague) -> None:
    sign_in_with(client, bea.email, PASSWORD)
    kept = client.cookies["session"].value
    client.post("/accounts/logout/")
    other = Client()
    other.cookies["session"] = kept
    assert not is_in(other)


def test_signing_out_needs_a_press(client: Client, bea: Colleague) -> None:
    sign_in_with(client, bea.email, PASSWORD)
    client.get("/accounts/logout/")
    assert is_in(client)


def test_another_password_ends_every_other_session(client: Client, bea: Colleague) -> None:
    thief = Client()
    sign_in_with(thief, bea.email, PASSWORD)
    sign_in_with(client, bea.email, PASSWORD)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/change/", sent).status_code == 302
    assert is_in(client)
    assert not is_in(thief)


def test_a_password_changes_only_with_the_old_one(client: Client, bea: Colleague) -> None:
    sign_in_with(client, bea.email, PASSWORD)
    for old in ("", "wrong"):
        sent = {"oldpassword": old, "password1": NEW, "password2": NEW}
        client.post("/accounts/password/change/", sent)
    bea.refresh_from_db()
    assert bea.check_password(PASSWORD)


HOW_ONE_SIGNS_IN = ("2fa/totp/activate/", "2fa/totp/deactivate/", "2fa/recovery-codes/generate/",
                    "2fa/recovery-codes/", "2fa/recovery-codes/download/", "2fa/webauthn/add/", "password/set/")  # fmt: skip


def test_who_finds_an_open_desk_cannot_change_how_one_signs_in(
    client: Client, bea: Colleague
) -> None:
    """THREATS 18: after ten minutes the password is asked for once more."""
    sign_in_with(client, bea.email, PASSWORD)
    with time_machine.travel(now() + timedelta(minutes=30)):
        for path in HOW_ONE_SIGNS_IN:
            for answer in (client.get(f"/accounts/{path}"), client.post(f"/accounts/{path}")):
                assert answer.status_code in {302, 404, 405}, path
                where = answer.headers.get("Location", "")
                asks_again = "reauthenticate" in where
                assert (
                    asks_again
                    or where.startswith(("/accounts/2fa/", "/accounts/password/"))
                    or not where
                )
    assert not bea.authenticator_set.exists()  # type: ignore[attr-defined]


def test_cookies_stay_on_this_site_and_out_of_scripts(client: Client, bea: Colleague) -> None:
    sign_in_with(client, bea.email, PASSWORD)
    client.get("/")
    for name in ("session", "csrf"):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert not cookie["domain"], name


def test_behind_https_cookies_are_bound_to_this_host(monkeypatch: pytest.MonkeyPatch) -> None:
    import runpy

    monkeypatch.setenv("STAYLINE_PUBLIC_URL", "https://desk.fernwood.example")
    found = runpy.run_module("stayline.project.settings")
    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 31536000


def test_a_second_factor_is_asked_for_and_cannot_be_walked_around(
    client: Client, bea: Colleague
) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(bea, generate_totp_secret())
    RecoveryCodes.activate(bea)
    sign_in_with(client, bea.email, PASSWORD)
    assert not is_in(client)
    for n in range(20):
        client.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"})
    assert not is_in(client)
    # By a new password one is not in either.
    bea.refresh_from_db()
    other = Client()
    page = other.get("/" + link_for(bea).split("/", 3)[3], follow=True)
    other.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert not is_in(other)


# -- guessing ------------------------------------------------------------------------------------


def test_guessing_a_password_is_slowed_down(bea: Colleague) -> None:
    for n in range(6):
        sign_in_with(Client(REMOTE_ADDR=f"203.0.113.{n}"), bea.email, f"guess {n}")
    last = Client(REMOTE_ADDR="203.0.113.77")
    sign_in_with(last, bea.email, PASSWORD)
    assert not is_in(last)


def test_a_forged_address_is_no_way_around(client: Client, bea: Colleague) -> None:
    """THREATS 11: without a proxy, X-Forwarded-For is a stranger's word."""
    for n in range(40):
        client.post(
            "/accounts/login/",
            {"login": f"nobody{n}@fernwood.example", "password": "x"},
            headers={"X-Forwarded-For": f"198.51.100.{n}", "X-Real-Ip": f"198.51.100.{n}"},
        )
    sign_in_with(client, bea.email, PASSWORD)
    assert not is_in(client)


def test_a_wrong_address_and_a_wrong_password_are_answered_alike(
    client: Client, bea: Colleague, tom: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """THREATS 17: the same words after the same work."""
    counted: list[str] = []
    real = hashers.MD5PasswordHasher.encode

    def count(self: Any, password: str, salt: str) -> str:
        counted.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", count)
    told, work = [], []
    for email in ("nobody@fernwood.example", bea.email):
        counted.clear()
        answer = sign_in_with(Client(), email, "wrong")
        told.append(re.sub(r'value="[^"]*"', "", answer.content.decode()))
        work.append(len(counted))
    assert told[0] == told[1]
    assert work[0] == work[1] > 0


# -- a forgotten password ------------------------------------------------------------------------


def _ask_for_link(email: str, client: Client | None = None) -> Any:
    return (client or Client()).post("/accounts/password/reset/", {"email": email})


def _jobs() -> list[Any]:
    return list(ProcrastinateJob.objects.filter(task_name="project.new_password_link"))


def test_nothing_tells_whether_somebody_has_this_address(bea: Colleague, settings: Any) -> None:
    """THREATS 17: the same answer, as many queries, no mail from the page itself."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    settings.STAYLINE_MAIL_OUTBOX_ONLY = False
    found = []
    for email in (bea.email, "nobody@fernwood.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = _ask_for_link(email)
        found.append((answer.status_code, answer.headers.get("Location"), len(queries)))
    assert found[0] == found[1]
    assert mail.outbox == []
    for job in _jobs():
        assert "@" not in str(job.args)
        send_new_password_link(**job.args)
    assert [one.to for one in mail.outbox] == [[bea.email]]


def test_nobodys_mailbox_is_flooded(bea: Colleague) -> None:
    for n in range(10):
        _ask_for_link(bea.email, Client(REMOTE_ADDR=f"203.0.113.{n}"))
    assert len(_jobs()) == 3


def test_one_address_does_not_ask_for_everybody(db: None) -> None:
    for n in range(30):
        _ask_for_link(f"colleague{n}@fernwood.example")
    assert len(_jobs()) == 20


def test_the_link_names_our_own_address_whatever_the_browser_asked(
    bea: Colleague, settings: Any
) -> None:
    settings.STAYLINE_MAIL_OUTBOX_ONLY = False
    settings.STAYLINE_PUBLIC_URL = "https://desk.fernwood.example"
    headers = {
        "Host": "localhost",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
    }
    Client().post("/accounts/password/reset/", {"email": bea.email}, headers=headers)
    send_new_password_link(**_jobs()[0].args)
    body = str(mail.outbox[0].body)
    assert re.findall(r"https?://[^/\s]+", body) == ["https://desk.fernwood.example"]


def _open(link: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.get("/" + link.split("/", 3)[3], follow=True)


def _choose(link: str) -> bool:
    client, page = _open(link)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    return Colleague.objects.get(email="bea@fernwood.example").check_password(NEW)


def test_the_link_gives_one_new_password(bea: Colleague) -> None:
    link = link_for(bea)
    assert _choose(link)
    bea.refresh_from_db()
    bea.set_password(PASSWORD)
    bea.save()
    assert not _choose(link)


def test_a_new_colleague_begins_by_the_same_link(bea: Colleague) -> None:
    """THREATS 6: an invitation is nothing else."""
    bea.set_unusable_password()
    bea.save()
    assert _choose(link_for(bea))


def test_the_link_is_dead_after_three_days(bea: Colleague) -> None:
    link = link_for(bea)
    with time_machine.travel(now() + timedelta(hours=73)):
        assert not _choose(link)


def test_the_link_is_dead_when_the_address_changes(bea: Colleague) -> None:
    link = link_for(bea)
    Colleague.objects.filter(pk=bea.pk).update(email="bea.new@fernwood.example")
    _open(link)
    client, page = _open(link)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    bea.refresh_from_db()
    assert bea.check_password(PASSWORD)


def test_the_link_is_dead_when_its_owner_left(bea: Colleague) -> None:
    link = link_for(bea)
    Colleague.objects.filter(pk=bea.pk).update(is_active=False)
    assert not _choose(link)


def test_an_old_address_signs_nobody_in(client: Client, bea: Colleague) -> None:
    sign_in_with(client, bea.email, PASSWORD)
    bea.refresh_from_db()
    assert _choose(link_for(bea))
    Colleague.objects.filter(pk=bea.pk).update(email="bea.new@fernwood.example")
    again = Client()
    sign_in_with(again, "bea@fernwood.example", NEW)
    assert not is_in(again)
    sign_in_with(again, "bea.new@fernwood.example", NEW)
    assert is_in(again)


# -- what others say about the request -----------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Remote-User": "mara@fernwood.example"},
        {"Remote-User": "mara@fernwood.example"},
        {"X-Forwarded-User": "mara@fernwood.example"},
        {"X-Forwarded-Email": "mara@fernwood.example"},
        {"Authorization": "Basic bWFyYTp4"},
        {"X-Authenticated-User": "1"},
    ],
)
def test_nobody_is_signed_in_by_a_header(mara: Colleague, headers: dict[str, str]) -> None:
    """THREATS 11."""
    assert Client().get("/", headers=headers).status_code == 302
    assert Client(REMOTE_USER="mara@fernwood.example").get("/").status_code == 302


def test_a_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/accounts/login/", headers={"Host": "evil.example"}).status_code == 400
    answer = client.get("/accounts/login/", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in answer.content.decode()


def test_a_demo_is_for_this_machine_also_behind_a_proxy(
    client: Client, mara: Colleague, settings: Any, places: Places
) -> None:
    """A proxy on this machine brings everybody from outside in; what it hands on tells so."""
    settings.STAYLINE_DEMO = True
    assert client.get("/demo/").status_code == 200
    relayed = [{"X-Forwarded-For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"},
               {"X-Real-Ip": "203.0.113.9"}, {"Via": "1.1 proxy"}, {"X-Forwarded-Host": "x.example"}]  # fmt: skip
    for place in places.of(Who.DEMO):
        assert client.get(place.path, REMOTE_ADDR="203.0.113.9").status_code == 404
        for headers in relayed:
            for answer in (
                client.get(place.path, headers=headers),
                client.post(place.path, headers=headers),
            ):
                assert answer.status_code == 404, (place.path, headers)
    assert "_auth_user_id" not in client.session


ELSEWHERE = ("https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
             "https:evil.example", "javascript:alert(1)", "http://localhost:9/", "\t//evil.example",
             "https://fernwood.example@evil.example", " https://evil.example")  # fmt: skip


def test_signing_in_and_out_leads_to_no_other_site(bea: Colleague) -> None:
    client = Client()
    for where in ELSEWHERE:
        for answer in (
            sign_in_with(client, bea.email, PASSWORD, next=where),
            client.get("/accounts/login/", {"next": where}),
            client.post("/accounts/logout/", {"next": where}),
        ):
            if answer.status_code == 302:
                assert answer.headers["Location"] in {"/", "/accounts/login/"}, where


# -- the browser ---------------------------------------------------------------------------------


NO_FORM = {"mail-came-in", "mail-was-told"}
"""What a provider posts to, with a secret in its address: no browser ever sends it."""


def test_every_post_needs_its_token(places: Places, bea: Colleague, mara: Colleague) -> None:
    """THREATS 25: CSRF, on every address there is, ours or not."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(mara, backend="django.contrib.auth.backends.ModelBackend")
    exempt = {place.name for place in places if getattr(place.view, "csrf_exempt", False)}
    assert exempt == NO_FORM
    for place in places:
        answer = client.post(place.path, {"words": "x", "reply": "yes"})
        if place.name in NO_FORM:
            assert answer.status_code == 404, place.path  # the secret is not this one
            continue
        # An address of others whose gaps we can't fill is no address at all.
        refused = {403, 405} if place.is_ours else {403, 404, 405}
        assert answer.status_code in refused, place.path


def test_every_page_refuses_frames_foreign_scripts_and_guessed_types(
    places: Places, bea: Colleague
) -> None:
    for client in (Client(), _signed_in(bea)):
        for place in places:
            if place.path == "/live/":
                continue
            headers = client.get(place.path).headers
            assert headers["X-Frame-Options"] == "DENY", place.path
            policy = headers["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in policy or "sandbox" in policy, place.path
            assert "unsafe" not in policy, place.path
            assert headers["X-Content-Type-Options"] == "nosniff", place.path
            assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, place.path
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin", place.path


def _signed_in(colleague: Colleague) -> Client:
    client = Client()
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    return client
