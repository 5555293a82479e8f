"""The rarer acts: an honest no, cover, carrying, joining, splitting, their side, notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from stayline.channels.mail.models import Outgoing
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, clock, queries
from stayline.problems.models import Notice, Problem
from stayline.project.clock import now
from tests.desk.conftest import SignIn, in_hours, write_in


@pytest.mark.parametrize(
    "path", ["carrier/", "cover/", "parties/", "twin/", "parts/", "final-no/", "bring/", "aside/"]
)
def test_each_form_can_be_read(
    answered: Problem, bea: Colleague, sign_in: SignIn, path: str
) -> None:
    assert sign_in(bea).get(f"/problems/{answered.pk}/{path}").status_code == 200


def test_a_final_no_needs_a_second_signature(
    answered: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    sent = {"words": "We can't. The ombudsman is at odr.example.", "names_complaint": "on"}
    sign_in(bea).post(f"/problems/{answered.pk}/final-no/", sent)
    answered.refresh_from_db()
    assert answered.stage == "owned"
    desk = sign_in(sally)
    assert "To sign" in desk.get("/").content.decode()
    desk.post(f"/problems/{answered.pk}/signature/")
    answered.refresh_from_db()
    assert (answered.stage, answered.detail) == ("resting", "at odds")


def test_a_final_no_that_leaves_them_with_nothing_is_refused(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    answer = sign_in(bea).post(f"/problems/{answered.pk}/final-no/", {"words": "We can't."})
    assert answer.status_code == 409
    assert "names the way to complain outside" in answer.content.decode()
    assert "We can&#x27;t." in answer.content.decode()


def test_nobody_signs_twice(answered: Problem, bea: Colleague, sign_in: SignIn) -> None:
    desk = sign_in(bea)
    sent = {"words": "We can't. See odr.example.", "names_complaint": "on"}
    desk.post(f"/problems/{answered.pk}/final-no/", sent)
    assert desk.post(f"/problems/{answered.pk}/signature/").status_code == 409
    desk.post(f"/problems/{answered.pk}/signature/withdrawn/")
    answered.refresh_from_db()
    assert queries.state_of(answered).unsigned is None


def test_only_a_lead_asks_to_relieve(
    answered: Problem, bea: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    assert sign_in(bea).get(f"/problems/{answered.pk}/relief/").status_code == 403
    sign_in(sally).post(f"/problems/{answered.pk}/relief/", {"reason": "They are married."})
    answered.refresh_from_db()
    assert queries.state_of(answered).unsigned is not None


def test_cover_writes_and_gives_back(
    answered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(bea)
    desk.post(f"/problems/{answered.pk}/cover/", {"who": tom.pk, "until": in_hours(48)})
    assert "Tom covers while Bea is away" in desk.get(f"/problems/{answered.pk}/").content.decode()
    assert sign_in(tom).get(f"/problems/{answered.pk}/").status_code == 200
    desk.post(f"/problems/{answered.pk}/cover/end/")
    answered.refresh_from_db()
    assert queries.state_of(answered).cover is None


def test_a_helper_carries_the_promise(
    answered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    by_colleagues.ask_to_help(answered.pk, bea.pk, [tom.pk], "Please look.", now())
    by_colleagues.join(answered.pk, tom.pk, now())
    sign_in(bea).post(f"/problems/{answered.pk}/carrier/", {"who": tom.pk})
    answered.refresh_from_db()
    assert answered.promise_carrier == tom


def test_twins_are_joined(
    answered: Problem, door: Door, carol: Customer, bea: Colleague, sign_in: SignIn
) -> None:
    younger = write_in(door, carol, "Still no sign-in on the tablet. Please.")
    by_colleagues.say_i_will_help(younger.pk, bea.pk, now())
    sign_in(bea).post(f"/problems/{younger.pk}/twin/", {"twin": answered.pk})
    younger.refresh_from_db()
    assert younger.twin == answered


def test_several_things_get_conversations_of_their_own(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    sent = {"subjects": "The bill of May\n\nThe new address", "client": "one-form"}
    desk = sign_in(bea)
    desk.post(f"/problems/{answered.pk}/parts/", sent)
    desk.post(f"/problems/{answered.pk}/parts/", sent)
    subjects = Problem.objects.exclude(pk=answered.pk).values_list("subject", flat=True)
    assert sorted(subjects) == ["The bill of May", "The new address"]
    assert set(Problem.objects.values_list("owner", flat=True)) == {bea.pk}


def test_somebody_else_is_added_on_their_side(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    sent = {"name": "Dan Whitfield", "address": "dan@whitfield.example", "role": "affected"}
    desk = sign_in(bea)
    Customer.objects.update(language="de")
    desk.post(f"/problems/{answered.pk}/parties/", sent)
    assert "Dan Whitfield" in desk.get(f"/problems/{answered.pk}/").content.decode()
    assert Customer.objects.get(name="Dan Whitfield").language == "de", "as their side speaks"


def test_whoever_was_added_by_mistake_reads_nothing_more_and_can_come_back(
    answered: Problem, bea: Colleague, sign_in: SignIn
) -> None:
    desk, side = sign_in(bea), f"/problems/{answered.pk}/parties/"
    sent = {"name": "Dan Whitfield", "address": "dan@whitfield.example", "role": "copied"}
    desk.post(side, sent)
    dan = Customer.objects.get(name="Dan Whitfield")
    desk.post(f"{side}{dan.pk}/removed/")
    assert "No longer on their side" in desk.get(side).content.decode()
    by_colleagues.write(answered.pk, bea.pk, "It works again.", now())
    assert not Outgoing.objects.filter(customer=dan, kind="word").exists()
    desk.post(side, sent)
    assert "No longer on their side" not in desk.get(side).content.decode()


def test_a_broken_promise_is_told_to_the_manager_until_it_is_seen(
    answered: Problem, sally: Colleague, sign_in: SignIn
) -> None:
    assert answered.promise_due is not None
    clock.tick(answered.promise_due + timedelta(minutes=1))
    assert Notice.objects.filter(to=sally).exists()
    desk = sign_in(sally)
    page = desk.get("/")
    assert "A promise was broken." in page.content.decode()
    desk.post("/notices/seen/", {"until": page.context["page"].notices[0].at.isoformat()})
    assert "To know" not in desk.get("/").content.decode()


def test_how_it_is_set_up_is_for_administrators(
    mara: Colleague, bea: Colleague, sign_in: SignIn
) -> None:
    assert "Mail comes in at" in sign_in(mara).get("/company/").content.decode()
    assert sign_in(bea).get("/company/").status_code == 403
    assert Client().get("/company/").status_code == 302
