"""Starting, stopping, killing and starting again: the real command with its real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest

from stayline.project import database
from tests.installation import Installation, free_port

FIRST_START = {
    "STAYLINE_COMPANY": "Fernwood",
    "STAYLINE_ADMIN_NAME": "Mara Klein",
    "STAYLINE_ADMIN_EMAIL": "Mara@Fernwood.example",
    "STAYLINE_ADMIN_PASSWORD": "four-heat-pumps-hum",
    "STAYLINE_FIRST_DOOR": "help@fernwood.example",
}


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    made: list[Installation] = []

    def make(command: str = "demo", **environment: str) -> Installation:
        made.append(Installation(tmp_path / "data", command, **environment))
        return made[-1]

    yield make
    for one in made:
        one.end()


def rows(installation: Installation, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.place_of(installation.folder).url) as connection:
        return connection.execute(query.encode()).fetchall()


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_a_demo_starts_refuses_a_second_start_and_stops_on_ctrl_c(
    install: Callable[..., Installation],
) -> None:
    demo = install().start()
    assert demo.get("/accounts/login/")[0] == 200
    assert rows(demo, "SELECT count(*) > 3 FROM people_colleague") == [(True,)]

    second = demo.run("demo", "--port", "1", "--mail-port", "1")
    assert second.returncode == 1
    assert f"already running on the data folder {demo.folder}" in second.stderr
    assert demo.answers()

    assert demo.stop() == 0
    assert "everything is kept" in demo.said()
    assert not database.is_answering(database.place_of(demo.folder))


def test_kill_9_of_the_supervisor_loses_nothing(install: Callable[..., Installation]) -> None:
    demo = install().start()
    web, postgres = demo.child("project.web"), demo.child("bin/postgres")
    with psycopg.connect(database.place_of(demo.folder).url) as connection:
        connection.execute("CREATE TABLE acknowledged (word text)")
        connection.execute("INSERT INTO acknowledged VALUES ('yes')")
        connection.commit()
        demo.kill()
    demo.start()
    assert rows(demo, "SELECT word FROM acknowledged") == [("yes",)]
    assert demo.child("bin/postgres") != postgres
    wait_for(lambda: not _alive(web))


def _alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and ") Z " not in stat.read_text()


def test_a_killed_part_is_started_again(install: Callable[..., Installation]) -> None:
    demo = install().start()
    for part in ("project.web", "project.worker", "bin/postgres"):
        killed = demo.child(part)
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: _is_another(demo, part, killed) and demo.answers())  # noqa: B023
    assert demo.stop() == 0


def _is_another(demo: Installation, part: str, killed: int) -> bool:
    try:
        return demo.child(part) != killed
    except StopIteration:
        return False


def test_a_backup_can_be_taken_while_everything_runs(demo: Installation, tmp_path: Path) -> None:
    saved = demo.run("backup", str(tmp_path / "demo.tar"))
    assert saved.returncode == 0, saved.stderr
    assert (tmp_path / "demo.tar").stat().st_size > 10_000


if sys.platform == "linux":  # which alone tells how much is shared

    def test_all_of_it_needs_less_than_300_megabytes(demo: Installation) -> None:
        for _ in range(20):
            assert demo.get("/demo/")[0] == demo.get("/accounts/login/")[0] == 200
        assert demo.memory() < 300


def test_a_second_web_process_may_run_beside(demo: Installation) -> None:
    port = free_port()
    beside = subprocess.Popen(
        [sys.executable, "-m", "stayline", "web", "--data", str(demo.folder), "--port", str(port)]
    )
    try:
        wait_for(lambda: _opens(f"http://127.0.0.1:{port}/health/"))
    finally:
        beside.terminate()
        assert beside.wait(10) == 0


def _opens(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except URLError:
        return False


def test_a_mail_for_an_installation_that_is_not_there_is_kept_by_the_mail_server(
    install: Callable[..., Installation],
) -> None:
    refused = install().run("mail", "deliver")
    assert refused.returncode == 75
    assert "There is no installation" in refused.stderr


def test_serve_takes_its_first_start_from_the_environment_and_starts_again_without(
    install: Callable[..., Installation],
) -> None:
    company = install("serve", **FIRST_START).start()
    assert rows(company, "SELECT email, role FROM people_colleague") == [
        ("mara@fernwood.example", "administrator")
    ]
    assert rows(company, "SELECT address FROM people_door") == [("help@fernwood.example",)]
    assert company.stop() == 0
    assert not (company.folder / "first-start.json").exists()

    company.environment = {}
    company.start()
    assert "STAYLINE_COMPANY=Fernwood" in (company.folder / "stayline.env").read_text()
    assert company.run("demo").returncode == 1


def test_serve_says_what_its_first_start_still_needs(install: Callable[..., Installation]) -> None:
    refused = install("serve").run("serve", "--company", "Fernwood")
    assert refused.returncode == 1
    assert (
        "The first start needs --administrator, --email, STAYLINE_ADMIN_PASSWORD, --door."
        in refused.stderr
    )


def test_serve_refuses_a_demo_folder(install: Callable[..., Installation]) -> None:
    demo = install()
    demo.folder.mkdir()
    (demo.folder / "kind").write_text("demo\n")
    refused = demo.run("serve")
    assert refused.returncode == 1
    assert "holds a demo, where anybody may sign in as anybody" in refused.stderr


def test_a_taken_port_is_said_by_its_option(install: Callable[..., Installation]) -> None:
    demo = install()
    with socket.socket() as other:
        other.bind(("127.0.0.1", demo.port))
        other.listen()
        refused = demo.run("demo", "--port", str(demo.port))
    assert refused.returncode == 1
    assert f"Port {demo.port} on 127.0.0.1 cannot be used" in refused.stderr
    assert "--port" in refused.stderr
