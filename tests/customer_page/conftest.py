"""Carol's own page, by her link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stayline.people.models import Customer
from stayline.problems.models import Problem, Token, TokenKind
from stayline.problems.tokens import digest, new_token
from stayline.project.clock import now
from tests.desk.conftest import (  # noqa: F401 - the same cast
    answered,
    asked,
    bea,
    carol,
    door,
    erik,
    mara,
    offered,
    owned,
    picked_up,
    ringing,
    sally,
    sign_in,
    tom,
)  # fmt: skip


def link_for(problem: Problem, customer: Customer, *, days: int = 90) -> str:
    """The address of a customer's page, as a mail would carry it."""
    secret = new_token()
    Token.objects.create(
        digest=digest(secret),
        kind=TokenKind.PAGE,
        problem=problem,
        customer=customer,
        created_at=now() - timedelta(days=1),
        expires_at=now() + timedelta(days=days),
    )
    return f"/with/{secret}/"


@pytest.fixture
def link(answered: Problem, carol: Customer) -> str:  # noqa: F811
    return link_for(answered, carol)
