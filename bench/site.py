"""A database of the bench's own, as durable as the product's, with Fernwood in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stayline.project import database


@contextmanager
def site() -> Iterator[Path]:
    """Gives the data folder. Django is set up on its database, which is migrated and peopled."""
    folder = Path(tempfile.mkdtemp(prefix="stayline-bench-"))
    server = database.ensure_running(folder)
    try:
        os.environ.update(environment(server.url, folder))
        _set_up()
        yield folder
    finally:
        _close()
        server.stop()
        database.discard(folder)
        shutil.rmtree(folder, ignore_errors=True)


def environment(url: str, folder: Path) -> dict[str, str]:
    """What a process needs to work on this site."""
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "stayline.project.settings",
        "STAYLINE_DATA": str(folder),
        "STAYLINE_LOG_LEVEL": "error",
        "STAYLINE_UNDO_SEND_SECONDS": "0",
        "STAYLINE_SECRET_KEY": "the bench's own, the same in each of its processes, and no secret",
    }


def _set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from stayline.people.demo import build_demo_company

    build_demo_company()


def _close() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)  # PostgreSQL's alone has one
        if close_pool is not None:
            close_pool()
