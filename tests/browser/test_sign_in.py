"""Signing in, in a real browser on the running demo."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.accessibility import violations
from tests.browser.conftest import Opens


def test_a_stranger_is_asked_to_sign_in_by_a_page_for_everybody(opens: Opens) -> None:
    page = opens()
    page.goto("/people/")
    expect(page).to_have_url("/accounts/login/?next=%2Fpeople%2F")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert violations(page) == []


def test_a_wrong_password_is_refused_in_words(opens: Opens) -> None:
    page = opens()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("bea@fernwood.example")
    page.get_by_label("Password", exact=True).fill("not hers")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("not correct")).to_be_visible()


def test_in_the_demo_one_click_makes_one_anybody(opens: Opens) -> None:
    page = opens()
    page.goto("/demo/")
    page.get_by_role("button", name="Mara").click()
    page.goto("/people/")
    expect(page).to_have_url("/people/")
    assert violations(page) == []
