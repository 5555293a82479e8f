"""Mentions in notes: who is named may read, and is told; nothing else about the problem changes."""

from __future__ import annotations

import pytest

from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues, by_customers, company, mentioning, queries
from stayline.problems.models import Notice, Party, Problem, TimelineEvent
from stayline.project.clock import now
from tests.desk.conftest import SignIn, at_work

QUESTION = "Is it the certificate, @Tom Okafor?"


def test_who_is_named_may_read_and_is_told(
    owned: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    his = sign_in(tom)
    assert his.get(f"/problems/{owned.pk}/").status_code == 404
    sign_in(bea).post(f"/problems/{owned.pk}/notes/", {"words": QUESTION})
    page = his.get(f"/problems/{owned.pk}/").content.decode()
    assert "Is it the certificate, <strong>@Tom Okafor</strong>?" in page
    assert "Only who is with Carol writes to them." in page
    assert "A colleague mentions you in a note" in his.get("/").content.decode()


def test_a_mention_is_never_ownership(
    owned: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    sign_in(bea).post(f"/problems/{owned.pk}/notes/", {"words": QUESTION})
    owned.refresh_from_db()
    state = queries.state_of(owned)
    assert owned.owner == bea
    assert tom.pk not in state.ours
    assert tom.pk not in state.asked_to_help
    sent = {"words": "Hello Carol", "seen": owned.version}
    assert sign_in(tom).post(f"/problems/{owned.pk}/words/", sent).status_code == 409
    last = TimelineEvent.objects.filter(problem=owned).latest("number")
    assert last.kind == "NoteWritten"


def test_who_is_named_may_answer_with_a_note(
    owned: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    sign_in(bea).post(f"/problems/{owned.pk}/notes/", {"words": QUESTION})
    sign_in(tom).post(f"/problems/{owned.pk}/notes/", {"words": "It is, @Bea Lindqvist."})
    assert (
        "It is, <strong>@Bea Lindqvist</strong>."
        in sign_in(bea).get(f"/problems/{owned.pk}/").content.decode()
    )
    assert Notice.objects.filter(to=bea, kind=mentioning.MENTIONED).exists()


def test_nobody_on_the_customers_side_is_shown_our_notes(
    owned: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    Party.objects.filter(problem=owned).update(colleague=tom)
    answer = sign_in(bea).post(f"/problems/{owned.pk}/notes/", {"words": QUESTION})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "takes no part on ours" in page
    assert "Is it the certificate" in page, "the words stay"
    assert sign_in(tom).get(f"/problems/{owned.pk}/").status_code == 404


def test_where_few_may_know_the_owner_decides_who_else(
    answered: Problem, bea: Colleague, tom: Colleague, erik: Colleague, sign_in: SignIn
) -> None:
    Problem.objects.filter(pk=answered.pk).update(need_to_know=[erik.pk])
    answer = sign_in(erik).post(f"/problems/{answered.pk}/notes/", {"words": QUESTION})
    assert "Bea decides who else" in answer.content.decode()
    assert sign_in(tom).get(f"/problems/{answered.pk}/").status_code == 404
    sign_in(bea).post(f"/problems/{answered.pk}/notes/", {"words": QUESTION})
    assert sign_in(tom).get(f"/problems/{answered.pk}/").status_code == 200


def test_the_writer_suggests_whom_one_may_name(
    owned: Problem, bea: Colleague, tom: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    namesake = _namesake(sally)
    found = sign_in(bea).get(f"/problems/{owned.pk}/mentionable/").json()["colleagues"]
    says = {one["says"] for one in found}
    assert says == {"Tom Okafor", sally.email, namesake.email}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Tom Okafor please", ["tom"]),
        ("ask @tom okafor, @TOM OKAFOR", ["tom"]),
        ("(@Tom\nOkafor)", ["tom"]),
        ("@Tom", []),
        ("@Tom Okaforson", []),
        ("mail@Tom Okafor", []),
        ("nobody", []),
    ],
)
def test_only_a_whole_name_names_somebody(tom: Colleague, text: str, named: list[str]) -> None:
    assert mentioning.named_in(text) == [tom.pk] * len(named)


def test_a_name_is_written_as_it_is(bea: Colleague) -> None:
    Colleague.objects.filter(pk=bea.pk).update(name="Bea Weiß-Núñez (Lager)")
    assert mentioning.named_in("Hej @Bea Weiß-Núñez (Lager)!") == [bea.pk]


def test_a_namesake_is_named_by_their_address(tom: Colleague) -> None:
    other = _namesake(tom)
    short = _namesake(tom)
    Colleague.objects.filter(pk=short.pk).update(name="Tom")
    assert mentioning.named_in("@Tom Okafor") == [], "and it is not the one who is only Tom"
    assert mentioning.named_in(f"@{other.email} and @Tom Okafor") == [other.pk]


def test_who_has_left_is_not_named(tom: Colleague, sally: Colleague) -> None:
    company.leave(tom, now())
    assert mentioning.named_in(QUESTION) == []


def _namesake(colleague: Colleague) -> Colleague:
    other = at_work(f"N{Colleague.objects.count()} Else")
    Colleague.objects.filter(pk=other.pk).update(name=colleague.name)
    return other


def test_a_mention_ends_with_the_problem_and_wakes_with_it(
    answered: Problem, bea: Colleague, tom: Colleague, carol: Customer, sign_in: SignIn
) -> None:
    by_colleagues.note(answered.pk, bea.pk, QUESTION, now(), mentions=[tom.pk])
    by_customers.say_satisfied(answered.pk, carol.pk, now())
    his = sign_in(tom)
    assert his.get(f"/problems/{answered.pk}/").status_code == 404
    assert "mentions you" not in his.get("/").content.decode()
    by_customers.hear(answered.pk, carol.pk, "It came back.", now())
    assert his.get(f"/problems/{answered.pk}/").status_code == 200


def test_the_owner_lets_go_whom_a_note_named(
    answered: Problem, bea: Colleague, tom: Colleague, sign_in: SignIn
) -> None:
    by_colleagues.note(answered.pk, bea.pk, QUESTION, now(), mentions=[tom.pk])
    hers = sign_in(bea)
    assert "Tom may read this" in hers.get(f"/problems/{answered.pk}/").content.decode()
    hers.post(f"/problems/{answered.pk}/mentioned/{tom.pk}/let-go/")
    assert sign_in(tom).get(f"/problems/{answered.pk}/").status_code == 404


def test_only_the_owner_or_they_themselves_end_a_mention(
    answered: Problem, bea: Colleague, tom: Colleague, sally: Colleague, sign_in: SignIn
) -> None:
    by_colleagues.note(answered.pk, bea.pk, QUESTION, now(), mentions=[tom.pk])
    let_go = f"/problems/{answered.pk}/mentioned/{tom.pk}/let-go/"
    refused = sign_in(sally).post(let_go)
    assert refused.status_code == 409
    assert "only Bea says who need not read it" in refused.content.decode()
    assert sign_in(tom).post(let_go).headers["Location"] == "/"
