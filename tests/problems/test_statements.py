"""What is written together goes out together, however much it is."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

from stayline.problems.statements import ask, at_once, run

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(30)]

LARGE = "x" * 5_000_000  # more than a socket holds


def test_one_writing_inside_another_waits_for_nothing_even_behind_a_large_one() -> None:
    connection.ensure_connection()
    with at_once():
        run("SELECT length(%s)", [LARGE])
        with at_once():
            run("SELECT 1", [])
            run("SELECT length(%s)", [LARGE])
        ((two,),) = ask(("SELECT 2", []))
    assert two == (2,)


def test_an_error_inside_is_the_writings() -> None:
    connection.ensure_connection()
    with pytest.raises(DatabaseError), at_once(), at_once():
        run("SELECT 1/0", [])
