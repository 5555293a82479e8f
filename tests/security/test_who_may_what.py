"""Who may open and change what: every address, every role, their own problem and a foreign one.

THREATS 7, 8, 9, 10, 25 and 27.
"""

from __future__ import annotations

import pytest
from django.test import Client

from stayline.people.models import Colleague, Customer, Door
from stayline.problems import queries
from stayline.problems.models import Party, Problem
from stayline.project.access import Who
from tests.desk.conftest import SignIn, write_in
from tests.security.places import Place, Places, everything, writes

SIGNED_IN = ("django_session", "project_cache")
"""Who is reading, and how often somebody tried: not what anybody has written."""

OURS_TO_DECIDE = (Who.COLLEAGUE, Who.LEAD, Who.ADMINISTRATOR)

#: What every form of the desk might send, with the ids of others in it.
SENT = {
    "words": "x", "brief": "x", "verb": "offer", "reply": "yes", "why": "spam", "reason": "x",
    "name": "Mallory", "email": "mallory@fernwood.example", "role": "administrator",
    "reach": "carol@whitfield.example", "client": "", "kind": "mail", "address": "x@fernwood.example",
}  # fmt: skip


def _sent(places: Places) -> dict[str, object]:
    return {
        **SENT,
        "who": [places.colleague],
        "manager": places.colleague,
        "owner": places.colleague,
    }


def test_a_get_never_writes(
    places: Places, sign_in: SignIn, bea: Colleague, mara: Colleague
) -> None:
    """THREATS 25: walk every address as everybody; all tables are as they were."""
    clients = (Client(), sign_in(bea), sign_in(mara))
    before = everything(but=SIGNED_IN)
    for client in clients:
        for place in places:
            with writes(but=SIGNED_IN) as written:
                _open(client, place)
            assert written == [], place.path
    assert everything(but=SIGNED_IN) == before


def test_our_own_pages_do_not_even_touch_a_session(
    places: Places, sign_in: SignIn, mara: Colleague
) -> None:
    client = sign_in(mara)
    before = everything()
    for place in places:
        if place.is_ours:
            _open(client, place)
    assert everything() == before


def _open(client: Client, place: Place) -> None:
    if place.path != "/live/":  # it never ends; its own tests open it
        client.get(place.path)


def test_a_stranger_changes_nothing_anywhere(places: Places) -> None:
    client = Client()
    before = everything(but=SIGNED_IN)
    for place in places:
        if place.policy.who in OURS_TO_DECIDE or place.policy.who is Who.DEMO:
            answer = client.post(place.path, _sent(places))
            assert answer.status_code in {401, 404}, place.path
    assert everything(but=SIGNED_IN) == before


@pytest.mark.parametrize("role", ["colleague", "lead"])
def test_a_foreign_problem_does_not_exist(
    places: Places, sign_in: SignIn, erik: Colleague, lena: Colleague, role: str
) -> None:
    """THREATS 7, 8, 10: read or write, the answer is that of a problem that never was."""
    client = sign_in(erik if role == "colleague" else lena)
    before = everything(but=SIGNED_IN)
    found = [place for place in places if place.is_about_a_problem]
    assert len(found) > 15
    for place in found:
        for answer in (client.get(place.path), client.post(place.path, _sent(places))):
            refused = {404, 405} if place.policy.who is Who.COLLEAGUE else {403, 404, 405}
            assert answer.status_code in refused, place.path
    assert everything(but=SIGNED_IN) == before


def test_a_foreign_problem_is_answered_like_one_that_never_was(
    places: Places, sign_in: SignIn, erik: Colleague
) -> None:
    client = sign_in(erik)
    foreign = client.get(f"/problems/{places.problem.pk}/")
    never = client.get("/problems/987654321/")
    assert (foreign.status_code, foreign.content) == (never.status_code, never.content)


@pytest.mark.parametrize("role", ["colleague", "lead"])
def test_what_is_an_administrators_is_nobody_elses(
    places: Places, sign_in: SignIn, bea: Colleague, sally: Colleague, role: str
) -> None:
    """THREATS 27: nobody gives themselves a role, a door or a colleague."""
    client = sign_in(bea if role == "colleague" else sally)
    before = everything(but=SIGNED_IN)
    found = places.of(Who.ADMINISTRATOR)
    assert len(found) > 8
    for place in found:
        assert client.get(place.path).status_code == 403, place.path
        assert client.post(place.path, _sent(places)).status_code == 403, place.path
    assert everything(but=SIGNED_IN) == before


def test_what_is_closed_is_closed_for_administrators_too(
    places: Places, sign_in: SignIn, mara: Colleague
) -> None:
    client = sign_in(mara)
    before = everything(but=SIGNED_IN)
    for place in places.of(Who.NOBODY, Who.DEMO):
        assert client.get(place.path).status_code == 404, place.path
        assert client.post(place.path, _sent(places)).status_code == 404, place.path
    assert everything(but=SIGNED_IN) == before


def test_an_administrator_may_see_and_still_skips_no_rule(
    places: Places, sign_in: SignIn, mara: Colleague, bea: Colleague
) -> None:
    """Nobody, administrators included, can act for the customer or skip the rule."""
    client = sign_in(mara)
    owner, questions = places.problem.owner_id, places.problem.questions.count()
    for place in places:
        if place.is_about_a_problem:
            client.post(place.path, {**_sent(places), "verb": "help"})
    places.problem.refresh_from_db()
    state = queries.state_of(places.problem)
    assert places.problem.owner_id == owner == bea.pk
    assert places.problem.questions.count() == questions
    assert places.problem.stage == "owned"
    assert mara.pk not in state.ours


def test_what_may_be_known_by_few_is_seen_by_no_lead_and_no_administrator(
    places: Places, sign_in: SignIn, sally: Colleague, mara: Colleague, erik: Colleague
) -> None:
    """A need-to-know circle holds everywhere: the page, the list of a lead's people, search."""
    Problem.objects.filter(pk=places.problem.pk).update(need_to_know=[erik.pk])
    for who in (sally, mara):
        client = sign_in(who)
        assert client.get(f"/problems/{places.problem.pk}/").status_code == 404
        for page in ("/", "/led/", "/search/?q=tablet", "/search/?q=Carol"):
            shown = client.get(page).content.decode()
            assert "tablet does not let me in" not in shown, (who.name, page)
            assert f"/problems/{places.problem.pk}/" not in shown, (who.name, page)


def test_nobody_sees_from_our_side_what_they_came_with_themselves(
    places: Places, sign_in: SignIn, sally: Colleague, mara: Colleague, carol: Customer
) -> None:
    Party.objects.filter(problem=places.problem, customer=carol).update(colleague=mara)
    client = sign_in(mara)
    assert client.get(f"/problems/{places.problem.pk}/").status_code == 404
    for page in ("/", "/led/", "/search/?q=tablet"):
        assert f"/problems/{places.problem.pk}/" not in client.get(page).content.decode()


QUERIES = ("tablet", "Carol", "whitfield.example", "carol@whitfield.example", "billing", "%", "_", "", "tab%",
           "'", "\\", ":*", "a & !b", "x\x00y", "0", "*")  # fmt: skip


def test_search_finds_nothing_that_is_not_ones_own(
    places: Places, sign_in: SignIn, erik: Colleague
) -> None:
    """THREATS 9: by words, by name, by address, by wildcards; and nothing breaks it."""
    client = sign_in(erik)
    for query in QUERIES:
        answer = client.get("/search/", {"q": query})
        assert answer.status_code == 200, query
        assert f"/problems/{places.problem.pk}/" not in answer.content.decode(), query
        assert "tablet does not" not in answer.content.decode(), query


def test_the_customers_other_problems_are_shown_only_to_who_may_see_them(
    places: Places, sign_in: SignIn, tom: Colleague, door: Door, carol: Customer
) -> None:
    """THREATS 8: a related problem is not a way around."""
    other = write_in(door, carol, "Something private about my invoice.")
    shown = sign_in(tom).get(f"/problems/{places.problem.pk}/").content.decode()
    assert "Something private" not in shown
    assert f"/problems/{other.pk}/" not in shown
