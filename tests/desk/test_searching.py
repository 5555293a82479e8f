"""Search at the desk: what was found is marked, and only what one may see is suggested."""

from __future__ import annotations

import pytest

from stayline.people.models import Colleague, Customer
from stayline.problems.models import Problem, SavedSearch
from tests.desk.conftest import SignIn


def test_what_was_found_is_marked_and_counted(
    owned: Problem, sign_in: SignIn, bea: Colleague
) -> None:
    page = sign_in(bea).get("/search/?q=tablet").content.decode()
    assert "<mark>tablet</mark>" in page
    assert "1 problem<" in page


def test_what_was_not_understood_is_said_beside_what_was_found(
    owned: Problem, sign_in: SignIn, bea: Colleague
) -> None:
    page = sign_in(bea).get("/search/", {"q": "tablet is:opne"}).content.decode()
    assert "“is:opne” was left out" in page
    assert f"/problems/{owned.pk}/" in page


@pytest.mark.parametrize(
    ("typed", "label", "text"),
    [
        ("whit", "Carol Whitfield", "from:&quot;Carol Whitfield&quot; "),
        ("tablet -caro", "Carol Whitfield", "tablet -from:&quot;Carol Whitfield&quot; "),
        ("ow", "owner:", "owner:"),
        ("is:open owner:to", "Tom Okafor", "is:open owner:&quot;Tom Okafor&quot; "),
        ("is:sat", "is:satisfied", "is:satisfied "),
        ("door:bil", "Billing", "door:Billing "),
    ],
)
def test_what_may_be_typed_next_is_suggested(
    owned: Problem,
    sign_in: SignIn,
    bea: Colleague,
    tom: Colleague,
    typed: str,
    label: str,
    text: str,
) -> None:
    shown = sign_in(bea).get("/search/suggestions/", {"q": typed}).content.decode()
    assert f'<span class="option__label">{label}</span>' in shown
    assert f'data-fill="{text}"' in shown


def test_no_customer_is_suggested_whose_problems_one_may_not_see(
    owned: Problem, sign_in: SignIn, tom: Colleague, mara: Colleague, carol: Customer
) -> None:
    """Not by name, not by address, and an administrator not beyond a need-to-know circle."""
    for typed in ("carol", "whit", "from:carol", "from:whitfield.example", "carol@whitfield"):
        assert b"Whitfield" not in sign_in(tom).get("/search/suggestions/", {"q": typed}).content, (
            typed
        )
    assert b"Whitfield" in sign_in(mara).get("/search/suggestions/?q=carol").content
    Problem.objects.filter(pk=owned.pk).update(need_to_know=[tom.pk])
    assert b"Whitfield" not in sign_in(mara).get("/search/suggestions/?q=carol").content
    assert b"Whitfield" in sign_in(tom).get("/search/suggestions/?q=carol").content


def test_a_search_is_kept_and_forgotten(sign_in: SignIn, bea: Colleague, tom: Colleague) -> None:
    client = sign_in(bea)
    client.post("/search/saved/", {"name": "What burns", "asked": "is:late"})
    client.post("/search/saved/", {"name": "what burns", "asked": "is:late owner:me"})
    (kept,) = SavedSearch.objects.all()
    assert (kept.colleague, kept.asked) == (bea, "is:late owner:me")
    assert b"what burns" in client.get("/search/").content
    theirs = sign_in(tom)
    assert b"what burns" not in theirs.get("/search/").content
    theirs.post("/search/saved/", {"forget": kept.pk})
    assert SavedSearch.objects.exists()
    client.post("/search/saved/", {"forget": kept.pk})
    assert not SavedSearch.objects.exists()


def test_a_kept_search_needs_a_name_and_something_to_ask(sign_in: SignIn, bea: Colleague) -> None:
    for sent in ({"name": "x"}, {"asked": "x"}, {"name": "  ", "asked": "x"}, {}):
        assert sign_in(bea).post("/search/saved/", sent).status_code == 302
    assert not SavedSearch.objects.exists()
