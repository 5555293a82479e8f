"""The hot pages read nothing that grows from its beginning to its end.

In a small company the database likes to read whole tables: it is told not to where there is any
other way, so that what it still reads whole has no index at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.company.people import People
from bench.company.rows import page_token
from bench.company.seeding import Company, seed
from stayline.people.models import Colleague
from stayline.problems import models as m
from stayline.problems.search import finding

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
GROWING = re.compile(
    r"Seq Scan on (problems_(?!arrangements|cause|announcement|savedsearch)\w+"
    r"|people_(?:customer|address|organisation)|mail_(?:rawmail|outgoing))\b"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> People:
    here = seed(Company(problems=120, seed=1, until=UNTIL, colleagues=60))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")
    return here


def plans(client: Client, path: str, **asked: str) -> Iterator[str]:
    """How the database finds what this page asks for."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, asked).status_code == 200
    for query in captured.captured_queries:
        if query["sql"].lstrip().startswith(("SELECT", "WITH")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {query['sql']}")
                yield "\n".join(line for (line,) in cursor.fetchall())


def read_whole(client: Client, path: str, **asked: str) -> set[str]:
    return {table for plan in plans(client, path, **asked) for table in GROWING.findall(plan)}


def signed_in(who: int) -> Client:
    client = Client()
    client.force_login(Colleague.objects.get(pk=who))
    return client


def test_the_hot_pages_read_no_growing_table_whole(company: People) -> None:
    theirs = m.Problem.objects.filter(owner=company.reader).latest("pk")
    client = signed_in(company.reader)
    assert read_whole(client, "/") == set()
    assert read_whole(client, f"/problems/{theirs.pk}/") == set()
    assert read_whole(Client(), f"/with/{page_token(theirs.pk)}/") == set()


def test_home_reads_what_waits_for_a_second_and_nothing_that_was_confirmed(
    company: People,
) -> None:
    found = [plan for plan in plans(signed_in(company.reader), "/") if "unconfirmed_yet" in plan]
    assert found
    assert not any("at_the_door_still" in plan for plan in found)


def test_search_reads_no_growing_table_whole(company: People) -> None:
    for role in ("colleague", "lead", "administrator"):
        client = signed_in(Colleague.objects.filter(role=role).latest("pk").pk)
        for asked in ("heating", "zunknown", "heating from:customer7 is:satisfied"):
            assert read_whole(client, "/search/", q=asked) == set()


def test_what_hardly_anybody_said_is_looked_up_and_what_all_say_is_not(
    company: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read from the latest on, a rare word would be found at the very end."""
    reader = Colleague.objects.filter(role="administrator").latest("pk")
    by_words = [
        plan for plan in plans(signed_in(reader.pk), "/search/", q="zunknown") if "said @@" in plan
    ]
    assert by_words
    assert all("problems_by_what_is_said" in plan for plan in by_words)
    assert not finding.is_common("'the':*")
    looked_up = finding.find(reader, "the", UNTIL)
    monkeypatch.setattr(finding, "_READ_FOR_EACH", 1)
    assert finding.is_common("'the':*")
    assert finding.find(reader, "the", UNTIL) == looked_up
    assert looked_up.total > 25
