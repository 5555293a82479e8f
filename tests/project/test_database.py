"""The embedded PostgreSQL: private, durable, one start at a time."""

from __future__ import annotations

import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from stayline.project import database
from stayline.project.database import (
    LONGEST_SOCKET_FOLDER,
    NETWORK,
    ensure_running,
    parse_database_url,
    place_of,
)
from stayline.project.postgres_programs import DatabaseError


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"
    database.discard(tmp_path / "data")


def test_it_keeps_what_was_committed_when_it_is_killed(folder: Path) -> None:
    server = ensure_running(folder)
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE promises AS SELECT 'kept' AS word")
    os.kill(server.pid, signal.SIGKILL)
    server.process.wait()
    assert server.lock is not None
    server.lock.close()

    again = ensure_running(folder)
    with psycopg.connect(again.url) as connection:
        assert connection.execute("SELECT word FROM promises").fetchone() == ("kept",)
    again.stop()


def test_what_was_acknowledged_in_the_instant_of_a_kill_is_there(folder: Path) -> None:
    server = ensure_running(folder)
    with psycopg.connect(server.url, autocommit=True) as setting_up:
        setting_up.execute("CREATE TABLE acts (number int)")
    acknowledged: list[int] = []

    def act() -> None:
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(server.url, autocommit=True) as connection,
        ):
            while True:
                connection.execute("INSERT INTO acts VALUES (%s)", [len(acknowledged)])
                acknowledged.append(len(acknowledged))

    acting = threading.Thread(target=act)
    acting.start()
    time.sleep(0.5)
    os.killpg(server.pid, signal.SIGKILL)
    acting.join(10)
    server.process.wait()
    assert server.lock is not None
    server.lock.close()

    again = ensure_running(folder)
    with psycopg.connect(again.url) as connection:
        kept = [row[0] for row in connection.execute("SELECT number FROM acts ORDER BY 1")]
    again.stop()
    assert len(acknowledged) > 10
    assert kept[: len(acknowledged)] == acknowledged
    assert len(kept) <= len(acknowledged) + 1  # the one under way may be there or not


def test_a_server_whose_starter_was_killed_is_ended_first(folder: Path) -> None:
    left = ensure_running(folder)
    assert left.lock is not None
    left.lock.close()  # as when its starter is gone
    again = ensure_running(folder)
    assert left.process.wait(10) == 0
    assert again.pid != left.pid
    again.stop()


def test_a_second_start_is_refused_in_one_sentence(folder: Path) -> None:
    server = ensure_running(folder)
    sentence = f"already running on the data folder .* \\(process {os.getpid()}\\)"
    with pytest.raises(DatabaseError, match=sentence):
        ensure_running(folder)
    server.stop()


def test_it_is_closed_to_others_and_to_the_network(folder: Path) -> None:
    server = ensure_running(folder)
    for inner in (server.place.socket_dir, server.place.cluster):
        assert stat.S_IMODE(inner.stat().st_mode) == 0o700
    with psycopg.connect(server.url) as connection:
        settings: dict[str, str] = dict(
            connection.execute(
                "SELECT name, setting FROM pg_settings"
                " WHERE name IN ('listen_addresses', 'synchronous_commit', 'fsync')"
            ).fetchall()
        )
    assert settings == {"listen_addresses": "", "synchronous_commit": "on", "fsync": "on"}
    server.stop()


def test_a_command_uses_the_server_that_runs_or_starts_one_for_itself(folder: Path) -> None:
    with database.running(folder) as url, database.running(folder) as inner:
        assert inner == url
    assert not database.is_answering(place_of(folder))


def test_what_prevents_the_start_is_shown(folder: Path) -> None:
    with pytest.raises(DatabaseError, match="shared_buffers"):
        ensure_running(folder, {"shared_buffers": "lots"})


def test_the_socket_fits_however_deep_the_data_folder_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    deep = Path("/srv") / ("deep" * 40)
    place = place_of(deep)
    assert len(os.fsencode(place.socket_dir)) <= LONGEST_SOCKET_FOLDER
    assert place == place_of(deep)
    assert place.socket_dir != place_of(deep / "er").socket_dir
    assert place.cluster == deep / "postgres" / "cluster"


def test_a_database_url_becomes_settings() -> None:
    found = parse_database_url("postgresql://us%40er:pa%3Ass@db.example:5433/stay?sslmode=require")
    assert found["USER"] == "us@er"
    assert found["PASSWORD"] == "pa:ss"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "stay")
    assert found["OPTIONS"] == {**NETWORK, "sslmode": "require"}


def test_several_servers_are_asked_for_the_one_that_writes_and_silence_is_noticed() -> None:
    found = parse_database_url(
        "postgresql://us:pass@/stay?host=db1,db2&port=5432,5433"
        "&target_session_attrs=read-write&tcp_user_timeout=5000"
    )
    assert (found["HOST"], found["PORT"]) == ("db1,db2", "5432,5433")
    assert found["OPTIONS"] == {
        **NETWORK,
        "target_session_attrs": "read-write",
        "tcp_user_timeout": "5000",
    }


def test_a_socket_needs_no_patience_with_a_network() -> None:
    assert parse_database_url("postgresql://stay@/stay?host=/run/stay")["OPTIONS"] == {}


@pytest.mark.parametrize("url", ["mysql://db/stay", "sqlite:///stay", "postgresql://db.example"])
def test_no_other_database_will_do(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        parse_database_url(url)


def test_as_root_the_database_stays_with_its_folder_and_with_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    first, moved = tmp_path / "first", tmp_path / "moved"
    first.mkdir()
    database._name_anew(first)
    place = place_of(first)
    assert place.cluster.is_relative_to("/var/lib/stayline")
    first.rename(moved)
    assert place_of(moved).cluster == place.cluster

    first.mkdir()
    database._name_anew(first)
    assert place_of(first).cluster != place.cluster


def test_as_root_a_copied_folder_does_not_take_the_others_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(database, "SERVICE_HOME", tmp_path / "service")
    first, copy = tmp_path / "first", tmp_path / "copy"
    for folder in (first, copy):
        folder.mkdir()
        (folder / database.NAME_FILE).write_text("first-abc\n")
    (tmp_path / "service" / "first-abc").mkdir(parents=True)
    (tmp_path / "service" / "first-abc" / "data-folder").write_text(f"{first}\n")
    database._name_anew(first)
    with pytest.raises(DatabaseError, match=f"{copy} is a copy of {first}"):
        database._name_anew(copy)
