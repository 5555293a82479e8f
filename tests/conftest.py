"""One PostgreSQL for all tests: DATABASE_URL's, else an embedded one that forgets when the tests end.

With several workers the first process starts it, and each worker has a database of its own. A test that commits
(`transaction=True`) gets a fresh copy of the migrated database afterwards: the journal's tables can't be emptied.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import TransactionTestCase

from stayline.project import database
from stayline.project.postgres_programs import DatabaseError

if TYPE_CHECKING:
    from tests.installation import Installation

URL = "STAYLINE_TEST_DATABASE_URL"
PREFIX = "stayline-tests-"
# Tests of the tests' own server: nothing in it has to survive.
FORGETFUL = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "100",
}

_server: database.EmbeddedPostgres | None = None


def _sweep() -> None:
    """Removes what a killed test run left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            database.discard(folder)
        except (DatabaseError, OSError):
            continue  # still running, or somebody else's
        shutil.rmtree(folder, ignore_errors=True)


def _start_server() -> str:
    global _server
    _sweep()
    _server = database.ensure_running(Path(tempfile.mkdtemp(prefix=PREFIX)), FORGETFUL)
    return _server.url


def _use(url: str) -> None:
    options = dict(database.parse_database_url(url))
    connections.settings["default"].update(options)


if URL not in os.environ:
    os.environ[URL] = os.environ.get("DATABASE_URL") or _start_server()
_use(os.environ[URL])
settings.STAYLINE_CLOCK_APART_SECONDS = 0  # tests have clocks of their own
settings.STAYLINE_UNDO_SEND_SECONDS = 0  # tests about taking back say how long
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In continuous integration a test that could not be run is a test that failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    not_run = reporter.stats.get("skipped", [])
    if not_run and os.environ.get("CI"):
        reporter.write_line(f"\nNOT RUN: {len(not_run)} tests (see -rs)", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    global _server
    if _server is None:
        return
    server, _server = _server, None
    os.environ.pop(URL, None)
    data_dir = server.place.data_dir
    server.stop()
    database.discard(data_dir)
    shutil.rmtree(data_dir, ignore_errors=True)


@pytest.fixture(autouse=True)
def _files_of_its_own(tmp_path_factory: pytest.TempPathFactory, settings: object) -> None:
    """No test writes into the checkout's data folder."""
    folder = tmp_path_factory.getbasetemp() / "data"
    (folder / "static").mkdir(parents=True, exist_ok=True)
    settings.DATA_DIR = folder  # type: ignore[attr-defined]
    settings.STATIC_ROOT = folder / "static"  # type: ignore[attr-defined]
    settings.FILES_DIR = settings.MEDIA_ROOT = folder / "files"  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest.FixtureDef[object]
) -> Iterator[None]:
    """The migrated database, and beside it the copy from which it is made anew."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        name = str(connection.settings_dict["NAME"])
        connections.close_all()
        _on_server(
            f'DROP DATABASE IF EXISTS "{name}_fresh"',
            f'CREATE DATABASE "{name}_fresh" TEMPLATE "{name}"',
        )
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _on_server(f'DROP DATABASE IF EXISTS "{name}_fresh"')


def _on_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _copy_anew(case: TransactionTestCase) -> None:
    name = str(connection.settings_dict["NAME"])
    connections.close_all()
    _on_server(
        f'DROP DATABASE "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{name}_fresh"'
    )


TransactionTestCase._fixture_teardown = _copy_anew  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A demo that really runs, for all tests of this process: web, worker, mail and database."""
    from tests.installation import Installation

    installation = Installation(tmp_path_factory.mktemp("demo") / "data")
    yield installation.start()
    installation.end()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shows what tests have counted: how much of the real world's mails is read as it should be."""
    passed = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    told = [
        str(line)
        for report in passed
        for name, line in getattr(report, "user_properties", ())
        if name == "figures"
    ]
    if told:
        terminalreporter.section("figures")
        for line in dict.fromkeys(told):
            terminalreporter.write_line(line)
