"""Handing over at the desk: four steps, and every way back."""

from __future__ import annotations

from stayline.ownership import Problem as State
from stayline.ownership.events import Reply
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues, by_customers, queries
from stayline.problems.models import Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn, offer_of


def test_the_brief_is_prefilled_from_the_conversation(
    owned: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    page = sign_in(bea).get(f"/problems/{owned.pk}/bring/").content.decode()
    assert "Needed: The tablet does not let me in." in page
    assert "Tom Okafor" in page


def test_whoever_is_asked_to_help_joins_and_the_owner_stays(
    owned: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    sent = {"who": tom.pk, "verb": "help", "brief": "Do you know this message?"}
    sign_in(bea).post(f"/problems/{owned.pk}/bring/", sent)
    assert "Do you know this message?" in sign_in(tom).get("/").content.decode()
    sign_in(tom).post(f"/problems/{owned.pk}/help/join/")
    owned.refresh_from_db()
    assert queries.state_of(owned).helpers == {tom.pk}
    assert owned.owner == bea


def test_a_helper_who_is_there_already_can_be_offered_it(
    owned: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    by_colleagues.ask_to_help(owned.pk, bea.pk, [tom.pk], "Do you know this message?", now())
    by_colleagues.join(owned.pk, tom.pk, now())
    desk = sign_in(bea)
    assert "is helping already" in desk.get(f"/problems/{owned.pk}/bring/").content.decode()
    sent = {"who": tom.pk, "verb": "offer", "brief": "You know it best."}
    assert desk.post(f"/problems/{owned.pk}/bring/", sent).status_code == 302
    assert owned.offers.get().receivers == [tom.pk]


def test_a_handoff_needs_its_four_steps(
    owned: Problem, bea: Colleague, tom: Colleague, carol: Customer, sign_in: SignIn
) -> None:
    sent = {"who": tom.pk, "verb": "offer", "brief": "She can't sign in."}
    sign_in(bea).post(f"/problems/{owned.pk}/bring/", sent)
    sign_in(tom).post(f"/problems/{owned.pk}/offer/pick-up/", {"offer": offer_of(owned)})
    sign_in(bea).post(f"/problems/{owned.pk}/offer/question/")
    owned.refresh_from_db()
    assert owned.owner == bea
    (question,) = queries.state_of(owned).questions
    by_customers.answer_on_page(owned.pk, carol.pk, question.number, Reply.YES, now())
    owned.refresh_from_db()
    assert owned.owner == tom


def test_the_customer_is_not_asked_before_somebody_has_picked_up(
    offered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    answer = sign_in(bea).post(f"/problems/{offered.pk}/offer/question/")
    assert answer.status_code == 409
    assert "Wait until somebody has picked up" in answer.content.decode()


def test_the_steps_light_up(asked: Problem, bea: Colleague, sign_in: SignIn) -> None:
    page = sign_in(bea).get(f"/problems/{asked.pk}/").content.decode()
    assert page.count("step--done") == 3
    assert "Carol has not answered yet. Until the yes you stay." in page


def test_declining_says_why_and_the_owner_stays(
    offered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    client = sign_in(tom)
    empty = client.post(f"/problems/{offered.pk}/offer/decline/", {})
    assert empty.status_code == 422
    client.post(f"/problems/{offered.pk}/offer/decline/", {"reason": "On the road until four."})
    offered.refresh_from_db()
    assert queries.state_of(offered).offer is None
    assert offered.owner == bea


def test_the_owner_withdraws_an_offer(offered: Problem, bea: Colleague, sign_in: SignIn) -> None:
    sign_in(bea).post(f"/problems/{offered.pk}/offer/withdraw/")
    offered.refresh_from_db()
    assert queries.state_of(offered).offer is None


def test_an_offer_that_is_over_is_not_picked_up(
    offered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    over = offer_of(offered)
    sign_in(bea).post(f"/problems/{offered.pk}/offer/withdraw/")
    answer = sign_in(tom).post(f"/problems/{offered.pk}/offer/pick-up/", {"offer": over})
    assert answer.status_code in (404, 409)


def test_the_brief_is_before_whoever_is_asked_and_only_what_was_read_is_picked_up(
    offered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    desk, read = sign_in(tom), offer_of(offered)
    for page in ("/", f"/problems/{offered.pk}/"):
        assert "The tablet refuses her sign-in." in desk.get(page).content.decode()
    desk.post(f"/problems/{offered.pk}/offer/pick-up/")
    assert not state_of(offered).helpers
    by_colleagues.withdraw(offered.pk, bea.pk, read, now())
    by_colleagues.offer(offered.pk, bea.pk, [tom.pk], "It is the certificate.", now())
    desk.post(f"/problems/{offered.pk}/offer/pick-up/", {"offer": read})
    assert not state_of(offered).helpers
    desk.post(f"/problems/{offered.pk}/offer/pick-up/", {"offer": offer_of(offered)})
    assert state_of(offered).helpers == {tom.pk}


def state_of(problem: Problem) -> State:
    problem.refresh_from_db()
    return queries.state_of(problem)


def test_the_owner_reads_a_mailed_reply_as_the_answer(
    asked: Problem, bea: Colleague, tom: Colleague, carol: Customer, sign_in: SignIn
) -> None:
    _, word = by_customers.hear(asked.pk, carol.pk, "Sure, he seems to know it.", now())
    client = sign_in(bea)
    assert "It says yes" in client.get(f"/problems/{asked.pk}/").content.decode()
    client.post(f"/problems/{asked.pk}/words/{word}/answer/", {"reply": "yes"})
    asked.refresh_from_db()
    assert asked.owner == tom


def test_the_receiver_cannot_read_a_reply_as_the_answer(
    asked: Problem, bea: Colleague, tom: Colleague, carol: Customer, sign_in: SignIn
) -> None:
    _, word = by_customers.hear(asked.pk, carol.pk, "Sure, he seems to know it.", now())
    answer = sign_in(tom).post(f"/problems/{asked.pk}/words/{word}/answer/", {"reply": "yes"})
    assert answer.status_code == 409
    asked.refresh_from_db()
    assert asked.owner == bea
