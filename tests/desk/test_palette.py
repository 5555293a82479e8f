"""Anything by name: what can be done here, and where one may go."""

from __future__ import annotations

from stayline.people.models import Colleague, Customer
from stayline.problems.models import Problem, SavedSearch
from stayline.project.access import AccessPolicy, Who, policy_of
from stayline.project.checks import addresses
from tests.desk.conftest import SignIn, offer_of


def shown(sign_in: SignIn, who: Colleague, typed: str = "", problem: int | str = "") -> str:
    answer = sign_in(who).get("/palette/", {"q": typed, "problem": problem})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_pages_are_those_of_ones_role(
    sign_in: SignIn, bea: Colleague, sally: Colleague, mara: Colleague
) -> None:
    found = {who: shown(sign_in, who) for who in (bea, sally, mara)}
    assert ["/led/" in page for page in found.values()] == [False, True, True]
    assert ["/doors/" in page for page in found.values()] == [False, False, True]
    assert all("I met a customer" in page for page in found.values())


NO_PLACE_TO_GO = {
    "live", "on-the-line", "suggestions", "palette", "styleguide", "sample-page", "account_reauthenticate",
    "account_set_password", "new-saved-reply", "new-door", "new-colleague", "new-team", "new-telephone",
    "notices-tested", "manifest", "service-worker", "offline", "phone-now",
}  # fmt: skip
"""Fragments, and what is one step behind a page that is there."""


def test_every_page_can_be_reached(sign_in: SignIn, mara: Colleague) -> None:
    client, offered = sign_in(mara), shown(sign_in, mara)
    pages = [
        path
        for path, view, name in addresses()
        if view.__module__.startswith("stayline.desk")
        and "<" not in path
        and name not in NO_PLACE_TO_GO
        and policy_of(view, name) != AccessPolicy(Who.DEMO)
        and client.get(path).status_code == 200
    ]
    assert len(pages) > 8
    assert [path for path in pages if f'data-href="{path}"' not in offered] == []


def test_verbs_are_those_that_are_possible_here(
    picked_up: Problem, sign_in: SignIn, bea: Colleague, tom: Colleague, sally: Colleague
) -> None:
    offer = offer_of(picked_up)
    assert offer
    hers, his = (shown(sign_in, who, problem=picked_up.pk) for who in (bea, tom))
    assert "Ask Carol" in hers
    assert f'action="/problems/{picked_up.pk}/offer/question/"' in hers
    assert "Ask Carol" not in his
    assert "Step back from helping" in his
    seen = shown(sign_in, sally, problem=picked_up.pk)
    assert 'data-act="reply"' not in seen
    assert 'data-act="note"' in seen


def test_a_verb_is_found_by_what_others_call_it(
    answered: Problem, sign_in: SignIn, bea: Colleague
) -> None:
    assert "Bring somebody in" in shown(sign_in, bea, "transf", answered.pk)
    assert "Bring somebody in" not in shown(sign_in, bea, "password", answered.pk)


def test_problems_customers_and_colleagues_are_found_by_name(
    owned: Problem, sign_in: SignIn, bea: Colleague, mara: Colleague
) -> None:
    hers = shown(sign_in, bea, "carol whit")
    assert f'data-href="/problems/{owned.pk}/"' in hers
    assert "from%3A%22Carol+Whitfield%22" in hers
    assert "with%3A%22Bea+Lindqvist%22" in shown(sign_in, bea, "lind")
    assert f'data-href="/people/{bea.pk}/"' in shown(sign_in, mara, "lind")
    SavedSearch.objects.create(colleague=bea, name="What burns", asked="is:late")
    assert "What burns" in shown(sign_in, bea, "burns")
    assert "What burns" not in shown(sign_in, mara, "burns")


def test_nothing_is_found_that_one_may_not_see(
    owned: Problem, sign_in: SignIn, tom: Colleague, mara: Colleague, carol: Customer
) -> None:
    for typed in ("carol", "whitfield", "tablet", "carol whit"):
        found = shown(sign_in, tom, typed, owned.pk)
        assert f"/problems/{owned.pk}/" not in found, typed
        assert "Carol Whitfield" not in found, typed
    assert ">Here<" not in shown(sign_in, tom, "", owned.pk)
    Problem.objects.filter(pk=owned.pk).update(need_to_know=[tom.pk])
    assert f"/problems/{owned.pk}/" not in shown(sign_in, mara, "tablet", owned.pk)
    assert f"/problems/{owned.pk}/" in shown(sign_in, tom, "tablet", owned.pk)


def test_nothing_that_is_typed_breaks_it(owned: Problem, sign_in: SignIn, bea: Colleague) -> None:
    for odd in ("'", "x\x00y", "(((", "²", "<script>", "9" * 300, ":*"):
        assert "<script>" not in shown(sign_in, bea, odd, odd), odd
