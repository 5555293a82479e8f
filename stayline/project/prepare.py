"""What must be so before the web and the worker start: tables, styles, the first people. Run by the supervisor.

Says what it does, does it only when it is needed, and can be run again at any time.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIRST_START = "first-start.json"
"""In the data folder: what `stayline serve` was told at its first start; removed when it is done."""


@contextmanager
def _step(name: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"stayline: {name} …", file=sys.stderr, flush=True)
    yield
    print(f"stayline: {name}: done ({time.monotonic() - began:.1f} s)", file=sys.stderr, flush=True)


def check(databases: list[str] | None = None) -> None:
    """The system checks; raises SystemCheckError."""
    from django.core.management import call_command

    call_command("check", databases=databases, fail_level="ERROR", stdout=io.StringIO())


def migrate() -> None:
    """Brings the tables to this release; two starts at once do it one after the other."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('stayline.migrate'))")
        try:
            call_command("createcachetable", verbosity=0)
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if plan:
                with _step(f"{len(plan)} changes to the tables"):
                    call_command("migrate", interactive=False, verbosity=1 if len(plan) < 5 else 0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('stayline.migrate'))")


def collect_static() -> None:
    """Styles and scripts under names that change with what is in them."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".sources"
    sources = _static_sources()
    if stamp.exists() and stamp.read_text() == sources:
        return
    with _step("styles and scripts"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(sources)


def _static_sources() -> str:
    """Changes when any file of ours, or a release of others', changes."""
    import hashlib

    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def first_people() -> None:
    """The demo's company, or the first administrator and door of a real one."""
    from django.conf import settings

    from stayline.people.models import Colleague
    from stayline.project.ask import DONE

    told = Path(settings.DATA_DIR) / FIRST_START
    if not Colleague.objects.exists():
        if settings.STAYLINE_DEMO:
            _demo_company()
        elif told.exists():
            from stayline.project.first_start import FirstStart, set_up

            with _step("the first administrator and the first door"):
                set_up(FirstStart(**json.loads(told.read_text(encoding="utf-8"))))
    if settings.STAYLINE_DEMO and settings.STAYLINE_HAS_TELEPHONE:
        from stayline.people.demo import give_a_telephone

        give_a_telephone()
    told.unlink(missing_ok=True)
    if Colleague.objects.exists():
        (Path(settings.DATA_DIR) / DONE).touch(mode=0o600)


def _demo_company() -> None:
    from stayline.desk.portraits import give_portraits
    from stayline.people.demo import build_demo_company

    with _step("a small made-up company"):
        build_demo_company()
        give_portraits()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.project.settings")
    from stayline.project.env import SettingError

    try:
        import django

        django.setup()
    except SettingError as error:
        print(f"stayline: {error}", file=sys.stderr)
        return 1
    from django.core.management.base import SystemCheckError

    try:
        check()
        migrate()
        collect_static()
        first_people()
        check(databases=["default"])
    except SystemCheckError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
