"""What the bench copies is what the journal would have written."""

from __future__ import annotations

from bench.seeding import seed
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague
from stayline.problems import by_colleagues
from stayline.problems import models as m
from stayline.problems.audit import Audited, audit
from tests.problems.acts import row


def test_copied_problems_audit_clean_and_live_on(fernwood: DemoCompany, bea: Colleague) -> None:
    problems = seed(60)
    assert m.Problem.objects.filter(stage=m.Stage.OWNED).count() >= 60
    last = row(problems[-1])
    by_colleagues.write(last.pk, last.owner_id, "I have it.", last.opened_at)
    read = Audited()
    assert list(audit(read)) == []
    assert read.problems == len(problems)
