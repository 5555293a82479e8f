"""Saved replies: whose they are, what fills them, and that no field leaves unfilled."""

from __future__ import annotations

import pytest
from django.test import Client

from stayline.desk.models import SavedReply
from stayline.people.models import Colleague, Customer, Door, Organisation
from stayline.problems.models import Problem, Word, WordKind
from tests.desk.conftest import SignIn, in_hours

THANKS = "Hello {{ customer.first_name }} of {{customer.organisation}}, it is {{me.first_name}}."


def keep(desk: Client, name: str, text: str, **more: str) -> int:
    answer = desk.post("/saved-replies/new/", {"name": name, "text": text, **more})
    assert answer.status_code == 302
    return SavedReply.objects.latest("pk").pk


def offered(desk: Client, problem: Problem) -> dict[str, str]:
    found = desk.get(f"/problems/{problem.pk}/saved-replies/").json()["replies"]
    return {one["name"]: one["text"] for one in found}


def test_everybody_keeps_their_own(
    owned: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    pk = keep(sign_in(bea), "Thanks", THANKS, is_companys="on")
    assert SavedReply.objects.get(pk=pk).owner == bea, "the company's is a lead's to keep"
    assert "Thanks" not in sign_in(tom).get("/saved-replies/").content.decode()
    assert sign_in(tom).get(f"/saved-replies/{pk}/").status_code == 404
    assert sign_in(tom).post(f"/saved-replies/{pk}/removed/").status_code == 404


def test_a_lead_keeps_the_companys_for_everybody(
    owned: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    pk = keep(sign_in(sally), "Welcome", "Welcome!", is_companys="on")
    hers = sign_in(bea)
    assert offered(hers, owned) == {"Welcome": "Welcome!"}
    assert hers.get(f"/saved-replies/{pk}/").status_code == 403
    assert hers.post(f"/saved-replies/{pk}/removed/").status_code == 403
    sign_in(sally).post(f"/saved-replies/{pk}/removed/")
    assert not SavedReply.objects.exists()


def test_fields_are_filled_for_this_customer_and_this_colleague(
    owned: Problem, carol: Customer, bea: Colleague, sign_in: SignIn
) -> None:
    carol.organisation = Organisation.objects.create(name="Whitfield Ltd")
    carol.save()
    keep(sign_in(bea), "Thanks", THANKS)
    assert offered(sign_in(bea), owned)["Thanks"] == "Hello Carol of Whitfield Ltd, it is Bea."


def test_what_nobody_knows_stays_to_be_seen_and_does_not_leave(
    owned: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    keep(sign_in(bea), "Thanks", THANKS)
    text = offered(sign_in(bea), owned)["Thanks"]
    assert text == "Hello Carol of {{customer.organisation}}, it is Bea."
    sent = {"words": text, "due": in_hours(2), "seen": owned.version}
    answer = sign_in(bea).post(f"/problems/{owned.pk}/words/", sent)
    assert answer.status_code == 409
    assert "There is still {{customer.organisation}} in it" in answer.content.decode()
    assert not Word.objects.filter(kind=WordKind.SPOKEN).exists()


def test_the_promise_is_filled_when_the_words_leave(
    owned: Problem, door: Door, bea: Colleague, sign_in: SignIn
) -> None:
    keep(sign_in(bea), "Next", "You hear from me by {{promise}}.")
    text = offered(sign_in(bea), owned)["Next"]
    assert text == "You hear from me by {{promise}}."
    sent = {"words": text, "due": in_hours(2), "seen": owned.version}
    sign_in(bea).post(f"/problems/{owned.pk}/words/", sent)
    owned.refresh_from_db()
    assert owned.promise_due is not None
    said = Word.objects.get(kind=WordKind.SPOKEN).text
    assert said.startswith("You hear from me by ")
    assert f"{owned.promise_due:%H:%M}" in said


def test_a_field_that_is_none_is_refused_when_it_is_kept(bea: Colleague, sign_in: SignIn) -> None:
    answer = sign_in(bea).post("/saved-replies/new/", {"name": "Oops", "text": "Hi {{first}}"})
    assert answer.status_code == 422
    assert "There is no field {{first}}." in answer.content.decode()


@pytest.mark.parametrize("text", ["Use {{ handlebars }} in your template.", "{{a}} {b} }}"])
def test_braces_of_others_leave_as_they_are(
    owned: Problem, bea: Colleague, sign_in: SignIn, text: str
) -> None:
    sent = {"words": text, "due": in_hours(2), "seen": owned.version}
    sign_in(bea).post(f"/problems/{owned.pk}/words/", sent)
    assert Word.objects.get(kind=WordKind.SPOKEN).text == text
