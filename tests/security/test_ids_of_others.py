"""Ids of others, sent to forms that are one's own: they bind nothing and tell nothing.

THREATS 7, 9 and 10.
"""

from __future__ import annotations

from stayline.ownership.problem import Role
from stayline.people.customers import customer_for_address
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, company, queries
from stayline.problems.models import Notice, Party, Problem, Word
from stayline.project.clock import now
from tests.desk.conftest import SignIn, write_in
from tests.security.places import Places, everything

SIGNED_IN = ("django_session", "project_cache", "people_colleague")


def test_a_problem_is_joined_to_none_that_one_may_not_see(
    places: Places, sign_in: SignIn, bea: Colleague, erik: Colleague, lena: Colleague
) -> None:
    """THREATS 9: joining is a way in, so it is no way around."""
    eve = customer_for_address("mail", "eve@else.example", "Eve Else")
    foreign = _at_another_door(eve, lena, erik)
    client = sign_in(bea)
    before = everything(but=SIGNED_IN)
    for twin in (foreign.pk, 987_654_321, places.problem.pk, "x", ""):
        answer = client.post(f"/problems/{places.problem.pk}/twin/", {"twin": twin})
        assert answer.status_code == 422, twin
        assert "Eve Else" not in answer.content.decode()
    assert everything(but=SIGNED_IN) == before


def _at_another_door(customer: Customer, behind: Colleague, owner: Colleague) -> Problem:
    door = Door.objects.create(
        name="Else", address="else@fernwood.example", fallback=behind, time_zone="UTC"
    )
    problem = write_in(door, customer, "Something of Eve's.")
    Problem.objects.filter(pk=problem.pk).update(need_to_know=[owner.pk])
    return problem


def test_nobody_is_brought_in_who_left_or_is_on_the_customers_side(
    answered: Problem,
    sign_in: SignIn,
    bea: Colleague,
    tom: Colleague,
    erik: Colleague,
    carol: Customer,
) -> None:
    company.leave(tom, now())
    by_colleagues.add_party(
        answered.pk, bea.pk, customer_for_address("mail", "e@home.example"), Role.AFFECTED, now()
    )
    Party.objects.filter(problem=answered).exclude(customer=carol).update(colleague=erik)
    client = sign_in(bea)
    for verb in ("help", "offer"):
        for who in (tom.pk, 987_654_321):
            asking = {"who": [str(who)], "verb": verb, "brief": "x"}
            answer = client.post(f"/problems/{answered.pk}/bring/", asking)
            assert answer.status_code == 409, (verb, who)
    for path in ("cover/", "carrier/"):
        sent = {"who": [str(tom.pk)], "until": "2030-01-01T10:00"}
        assert client.post(f"/problems/{answered.pk}/{path}", sent).status_code == 422
    state = queries.state_of(Problem.objects.get(pk=answered.pk))
    assert state.offer is None
    assert not state.asked_to_help


def test_a_word_of_another_problem_is_no_answer_here(
    places: Places, sign_in: SignIn, bea: Colleague, door: Door, carol: Customer
) -> None:
    other = write_in(door, carol, "Yes.")
    word = Word.objects.get(problem=other)
    client = sign_in(bea)
    for problem in (places.problem.pk, other.pk):
        answer = client.post(f"/problems/{problem}/words/{word.pk}/answer/", {"reply": "yes"})
        assert answer.status_code == 404
    places.problem.refresh_from_db()
    assert places.problem.owner_id == bea.pk


def test_an_encounter_binds_nobody_elses_customer(
    places: Places, sign_in: SignIn, erik: Colleague, carol: Customer
) -> None:
    """THREATS 7: a customer's number is nothing that a form can send."""
    sent = {"name": "Mallory", "reach": "mallory@evil.example", "words": "Hello", "client": "",
            "customer": carol.pk, "customer_id": carol.pk, "principal": carol.pk,
            "problem": places.problem.pk, "should_know": "987654321"}  # fmt: skip
    assert sign_in(erik).post("/encounters/new/", sent).status_code == 302
    made = Problem.objects.latest("id")
    assert made.principal != carol
    assert (made.owner_id, queries.state_of(made).offer) == (erik.pk, None)


def test_an_encounter_with_a_known_customer_shows_nothing_of_theirs(
    places: Places, sign_in: SignIn, erik: Colleague
) -> None:
    """Whoever knows an address learns nothing by writing it down."""
    client = sign_in(erik)
    sent = {"name": "X", "reach": "carol@whitfield.example", "words": "Hello", "client": ""}
    page = client.post("/encounters/new/", sent, follow=True).content.decode()
    assert "tablet" not in page
    assert f"/problems/{places.problem.pk}/" not in page


def test_one_reads_and_puts_away_only_ones_own_notices(
    places: Places, sign_in: SignIn, erik: Colleague, sally: Colleague
) -> None:
    Notice.objects.create(
        to=sally, problem=places.problem, number=1, kind="promise broken", at=now()
    )
    client = sign_in(erik)
    client.post(
        "/notices/seen/", {"until": "2100-01-01T00:00:00Z", "to": sally.pk, "colleague": sally.pk}
    )
    assert Notice.objects.filter(to=sally, seen_at__isnull=True).exists()


def test_a_key_that_somebody_else_used_gives_no_answer_of_theirs(
    places: Places, sign_in: SignIn, bea: Colleague, tom: Colleague, erik: Colleague
) -> None:
    """P10: the same key is the same act; another's act behind it is neither done nor shown."""
    where = f"/problems/{places.problem.pk}/notes/"
    sign_in(bea).post(where, {"words": "Bea's own note", "client": "the-same-key"})
    count = Word.objects.count()
    answer = sign_in(tom).post(where, {"words": "Tom's", "client": "the-same-key"})
    assert answer.status_code == 409
    assert Word.objects.count() == count
    assert sign_in(erik).post(where, {"words": "x", "client": "the-same-key"}).status_code == 404
