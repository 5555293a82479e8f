"""A large company made for measuring is one that could have come about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.company import seeding
from bench.company.rows import page_token
from bench.company.seeding import Company, NotEmpty, seed
from stayline.problems import by_colleagues, queries
from stayline.problems import models as m
from stayline.problems.audit import Audited, audit

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
WANTED = Company(problems=300, seed=1, until=UNTIL, colleagues=100)

pytestmark = pytest.mark.django_db


def test_its_timelines_pass_the_audit_and_its_problems_live_on() -> None:
    here = seed(WANTED)
    read = Audited()
    assert list(audit(read)) == []
    assert read.problems == 300
    theirs = m.Problem.objects.filter(owner=here.reader, stage__in=m.Stage.open())
    one = theirs.latest("pk")
    by_colleagues.write(one.pk, here.reader, "I have it.", UNTIL)
    assert list(audit()) == []


def test_one_in_a_hundred_is_open_and_everything_is_found_where_it_was_said() -> None:
    seed(WANTED)
    assert m.Problem.objects.filter(stage__in=m.Stage.open()).count() == 3
    assert m.Findable.objects.count() == 300
    word = m.Word.objects.filter(kind="heard").latest("pk")
    said = m.Findable.objects.filter(said__contains=word.text.split()[0])
    assert word.problem_id in said.values_list("pk", flat=True)
    found = queries.token(page_token(word.problem_id), [m.TokenKind.PAGE], UNTIL)
    assert found is not None
    assert found.problem_id == word.problem_id


def test_the_same_seed_is_the_same_company_and_no_other_one_is_mixed_with_it() -> None:
    here = seed(WANTED)
    with pytest.raises(NotEmpty):
        seed(WANTED)
    stored = m.TimelineEvent.objects.filter(problem__gt=250).order_by("problem", "number")
    again = seeding.lives(WANTED, here, range(251, 301))
    assert list(stored.values_list("at", "kind")) == [
        (one.event.at, type(one.event).__name__) for life in again for one in life.told
    ]
