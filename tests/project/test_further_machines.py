"""What another machine does on the same database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import connection

from stayline.people.demo import build_demo_company
from stayline.project import start
from stayline.project.ask import is_there_already
from stayline.project.postgres_programs import DatabaseError
from tests.conftest import URL


@pytest.mark.django_db(transaction=True)
def test_whoever_finds_a_company_in_the_database_asks_nothing() -> None:
    url = os.environ[URL].replace("/stayline?", f"/{connection.settings_dict['NAME']}?")
    assert not is_there_already(url)
    build_demo_company()
    assert is_there_already(url)


def test_a_database_without_tables_has_no_company_yet() -> None:
    assert not is_there_already(os.environ[URL])


def test_a_database_that_does_not_answer_is_said_and_not_taken_for_a_new_one() -> None:
    with pytest.raises(DatabaseError, match="does not answer"):
        is_there_already("postgresql://stayline@127.0.0.1:9/stayline")


@pytest.mark.parametrize(
    ("only", "run"), [("", ["worker", "web"]), ("web", ["web"]), ("worker", ["worker"])]
)
def test_a_machine_may_do_one_part_alone(only: str, run: list[str], tmp_path: Path) -> None:
    assert [child.name for child in start._children(tmp_path, only)] == run
