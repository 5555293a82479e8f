"""The tests' own database."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from stayline.project import clock


def _keep_a_session() -> None:
    assert not Session.objects.exists()
    Session.objects.create(session_key="kept", session_data="", expire_date=clock.now())


@pytest.mark.django_db(transaction=True)
def test_what_one_test_commits_the_next_does_not_see() -> None:
    _keep_a_session()


@pytest.mark.django_db(transaction=True)
def test_and_the_other_way_round() -> None:
    _keep_a_session()


@pytest.mark.django_db
def test_the_database_is_a_postgresql_we_support() -> None:
    assert connection.vendor == "postgresql"
    assert connection.cursor().connection.info.server_version >= 150000
