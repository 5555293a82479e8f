"""What must hold before anything starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from stayline.people.models import Colleague, Door, DoorKind
from stayline.project import checks, env

ROOT = Path(__file__).resolve().parents[2]


def test_everything_checked_holds() -> None:
    call_command("check")


def test_python_without_assertions_is_refused() -> None:
    tried = subprocess.run(
        [sys.executable, "-O", "-m", "django", "check"],
        env={"DJANGO_SETTINGS_MODULE": "stayline.project.settings", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 1
    assert "Python runs with -O" in tried.stderr


def test_a_setting_without_an_explanation_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "NAMES", {*env.NAMES, "STAYLINE_UNHEARD_OF"})
    (error,) = checks.every_setting_is_documented(None)
    assert "STAYLINE_UNHEARD_OF" in error.msg


def test_every_setting_explained_is_one() -> None:
    """A setting that was removed leaves no line behind."""
    import re

    page = checks.SETTINGS_PAGE.read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([A-Z_]+)`", page, flags=re.MULTILINE))
    sources = "".join(
        file.read_text(encoding="utf-8")
        for folder in ("stayline", "bin", "tests")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".sh", ""} and file.is_file()
    )
    assert [name for name in sorted(explained) if name not in sources] == []


@pytest.mark.django_db
def test_the_database_is_new_enough() -> None:
    assert checks.the_database_is_new_enough(None, databases=["default"]) == []


@pytest.mark.django_db
def test_an_old_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", 99)
    (error,) = checks.the_database_is_new_enough(None, databases=["default"])
    assert "is too old; 99 or newer is needed" in error.msg


@pytest.mark.django_db
def test_a_door_without_a_person_is_refused() -> None:
    bea = Colleague.objects.create_colleague(email="bea@fernwood.example", name="Bea")
    Door.objects.create(
        kind=DoorKind.MAIL, name="Billing", address="billing@fernwood.example", fallback=bea
    )
    assert checks.every_door_has_a_person(None, databases=["default"]) == []
    Colleague.objects.filter(pk=bea.pk).update(is_active=False)
    (error,) = checks.every_door_has_a_person(None, databases=["default"])
    assert "The door Billing (billing@fernwood.example) has no person" in error.msg


@pytest.mark.django_db
def test_tables_of_an_earlier_release_keep_nobody_from_changing_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_door RENAME COLUMN greeting TO salutation")
    with transaction.atomic():
        assert checks.every_door_has_a_person(None, databases=["default"]) == []
        transaction.set_rollback(True)  # the question failed
