"""A demo's data folder, looked at from inside while the demo itself is stopped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stayline.project import database


@contextmanager
def site(folder: Path) -> Iterator[None]:
    """Runs the folder's database, as durable as the product's, and sets Django up on it."""
    server = database.ensure_running(folder)
    try:
        os.environ.update(environment(server.url, folder))
        import django

        django.setup()
        _turn_to(server.url)
        yield
    finally:
        close_connections()
        server.stop()


def _turn_to(url: str) -> None:
    """Settings are read once in a process; another site after the first is another database."""
    from django.db import connection

    connection.settings_dict.update(
        {
            name: value
            for name, value in database.parse_database_url(url).items()
            if name in ("NAME", "USER", "HOST", "PORT")
        }
    )


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


def close_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)  # PostgreSQL's alone has one
        if close_pool is not None:
            close_pool()
