"""Whether an address is a customer's: seen by whoever is with them, and confirmed."""

from __future__ import annotations

from django.test import Client

from stayline.channels.mail.models import Outgoing
from stayline.people.models import Address, Colleague, Customer
from stayline.problems.models import Problem, Word
from stayline.project.clock import now
from tests.customer_page.conftest import link_for
from tests.desk.conftest import SignIn


def _confirm(desk: Client, problem: Problem, address: Address) -> int:
    return desk.post(f"/problems/{problem.pk}/addresses/{address.pk}/confirmed/").status_code


def test_who_is_with_them_asks_and_says_so(
    answered: Problem, bea: Colleague, carol: Customer, sign_in: SignIn
) -> None:
    desk, address = sign_in(bea), carol.addresses.get()
    page = f"/problems/{answered.pk}/"
    assert "(not confirmed)" in desk.get(page).content.decode()
    assert _confirm(desk, answered, address) == 302
    address.refresh_from_db()
    assert address.verified_at is not None
    assert "(not confirmed)" not in desk.get(page).content.decode()
    assert Word.objects.filter(kind="note", text__contains="they told me so").exists()


def test_nobody_else_confirms_it(
    answered: Problem, carol: Customer, sally: Colleague, sign_in: SignIn
) -> None:
    assert _confirm(sign_in(sally), answered, carol.addresses.get()) == 404
    assert carol.addresses.get().verified_at is None


def test_a_press_on_the_page_that_was_mailed_there_confirms_it(
    client: Client, answered: Problem, carol: Customer
) -> None:
    link = link_for(answered, carol)
    written = answered.tokens.filter(customer=carol, kind="page").latest("pk").created_at
    Outgoing.objects.filter(customer=carol).update(sent_at=now(), written_at=written)
    client.get(link)
    assert carol.addresses.get().verified_at is None  # programs open links
    client.post(f"{link}words/", {"words": "Thank you."})
    assert carol.addresses.get().verified_at is not None
