"""What runs on which host, from the files beside docs/running/cluster.md.

The files are used as they stand there; only what a company fills in is filled in, every folder is one on the
host's own disk, and the front speaks plain HTTP, since nobody here has a certificate.
"""

from __future__ import annotations

import json
import os
import pwd
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import psycopg

from stayline.stories.postbox import Postbox
from tests.drill.hosts import Disk, Host
from tests.drill.traffic import DOMAIN, Somebody
from tests.drill.waiting import DrillFailed, wait_until

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "docs" / "running" / "cluster"
POSTGRES = "postgres"
FAKETIME = "/usr/$LIB/faketime/libfaketimeMT.so.1"
PORT_OUTSIDE = 2526
"""Where everybody outside takes mail."""
WITH_A_CLOCK = "app3"
APPS = ("app1", "app2", "app3")
DATABASES = ("db1", "db2")
VOTERS = ("front", *DATABASES)


@dataclass
class Cluster:
    """All of it. `shared` is the folder that every app host sees, as over NFS."""

    hosts: Mapping[str, Host]
    shared: Path
    secrets: dict[str, str] = field(
        default_factory=lambda: {
            name: secrets.token_urlsafe(18)
            for name in ("SUPERUSER_PASSWORD", "REPLICATOR_PASSWORD", "STAYLINE_PASSWORD")
        }
    )
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    """Every colleague's."""
    disks: dict[str, Disk] = field(default_factory=dict)
    """Of the databases, by the host's name."""

    def mount(self) -> None:
        """Small disks, so that they can be filled up."""
        owner = str(pwd.getpwnam(POSTGRES).pw_uid)
        self.files = Disk(self.shared / "files", 200).mount()
        for name in DATABASES:
            place = self.hosts[name].disk / "var/lib/postgresql"
            self.disks[name] = Disk(place, 1500).mount(owner)

    def unmount(self) -> None:
        for disk in [self.files, *self.disks.values()]:
            disk.unmount()

    postbox: Postbox = field(default_factory=Postbox)
    """Where everybody's mail arrives."""

    # -- for those outside -----------------------------------------------------------------------

    def web(self) -> str:
        return f"http://{self.hosts['front'].address}"

    def mail(self) -> tuple[str, int]:
        return self.hosts["front"].address, 25

    def sign_in(self, somebody: Somebody, first_name: str) -> None:
        who = f"{first_name.lower()}@{DOMAIN}"
        somebody.press("/accounts/login/", "Sign in", to="", login=who, password=self.password)

    def link(self, address: str, saying: str) -> str:
        if not self.postbox.unread_for(address, saying):
            return ""
        return self.postbox.next_for(address, saying).page

    def audit(self) -> str:
        try:
            self.command("app1", sys.executable, "-m", "stayline", "audit")
        except DrillFailed as error:
            return str(error)
        return ""

    # -- the database ----------------------------------------------------------------------------

    def start_databases(self) -> None:
        for name in VOTERS:
            self._lay(name, "etcd.yml")
            self.start_etcd(name)
        for name in DATABASES:
            self._lay_database(name)
            self.start_patroni(name)
        wait_until("a primary with its synchronous standby", self.is_safe, 90)
        with psycopg.connect(self.dsn("postgres", "postgres"), autocommit=True) as connection:
            for statement in self._filled("db1", "first-database.sql").split(";"):
                connection.execute(statement.encode())

    def start_etcd(self, name: str) -> None:
        self.hosts[name].start("etcd", "etcd", "--config-file", str(self._file(name, "etcd.yml")))

    def start_patroni(self, name: str) -> None:
        self.hosts[name].start(
            "patroni", "patroni", str(self._file(name, "patroni.yml")), user=POSTGRES
        )

    def _lay_database(self, name: str) -> None:
        self._lay(name, "patroni.yml")
        owner = pwd.getpwnam(POSTGRES)
        for folder in ("var/lib/postgresql/15", "run/postgresql", "etc"):
            made = self.hosts[name].disk / folder
            made.mkdir(parents=True, exist_ok=True)
            for each in [made, *made.parents]:
                if each == self.hosts[name].disk:
                    break
                os.chown(each, owner.pw_uid, owner.pw_gid)

    def members(self) -> list[dict[str, Any]]:
        """Who is what, as any of them that answers says it."""
        for name in DATABASES:
            try:
                address = f"http://{self.hosts[name].address}:8008/cluster"
                with urlopen(address, timeout=2) as answer:
                    found: list[dict[str, Any]] = json.load(answer)["members"]
                    return found
            except (URLError, OSError, ValueError):
                continue
        return []

    def primary(self) -> str:
        """Its name, as soon as there is one."""
        return self._who("leader")

    def standby(self) -> str:
        return self._who("sync_standby")

    def _who(self, role: str) -> str:
        found: list[str] = []

        def look() -> bool:
            found.extend(one["name"] for one in self.members() if one["role"] == role)
            return bool(found)

        wait_until(f"a {role}", look, 60)
        return found[0]

    def write_log(self) -> None:
        """Let the primary begin new files of its log, until it cannot."""
        with suppress(psycopg.Error), psycopg.connect(self.dsn("postgres")) as connection:
            connection.autocommit = True
            connection.execute("CREATE TABLE IF NOT EXISTS drill_ballast (words text)")
            for _ in range(100):
                connection.execute(
                    "INSERT INTO drill_ballast SELECT repeat('x', 999) FROM generate_series(1, 9999)"
                )
                connection.execute("SELECT pg_switch_wal()")

    def is_safe(self) -> bool:
        """There is a primary, and a standby that has everything."""
        found = {one["role"] for one in self.members() if one["state"] in {"running", "streaming"}}
        return found == {"leader", "sync_standby"}

    def dsn(self, user: str = "stayline", database: str = "stayline") -> str:
        key = "SUPERUSER_PASSWORD" if user == POSTGRES else "STAYLINE_PASSWORD"
        hosts = ",".join(self.hosts[name].address for name in DATABASES)
        return (
            f"postgresql://{user}:{self.secrets[key]}@/{database}?host={hosts}&port=5432,5432"
            "&target_session_attrs=read-write&connect_timeout=2&tcp_user_timeout=5000"
        )

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The primary, once; raises psycopg's error while there is none."""
        with psycopg.connect(self.dsn()) as connection:
            return connection.execute(query.encode(), values).fetchall()

    # -- app hosts and what stands before them ---------------------------------------------------

    def start_front(self) -> None:
        self._lay("front", "haproxy.cfg")
        self.hosts["front"].start(
            "haproxy", "/usr/sbin/haproxy", "-db", "-f", str(self._file("front", "haproxy.cfg"))
        )

    def start_first_app(self) -> None:
        """The first start makes the tables and the first administrator; then Fernwood moves in."""
        key = self.shared / "secret-key"
        key.write_text(secrets.token_urlsafe(48))
        self._start_app("app1", {
            "STAYLINE_COMPANY": "Fernwood",
            "STAYLINE_ADMIN_NAME": "Ada Stone",
            "STAYLINE_ADMIN_EMAIL": "ada@fernwood.example",
            "STAYLINE_ADMIN_PASSWORD": self.password,
            "STAYLINE_FIRST_DOOR": "hello@fernwood.example",
        })  # fmt: skip
        wait_until("app1", lambda: self.is_well("app1"), 90)
        self.command("app1", sys.executable, "-m", "tests.drill.company", self.password)

    def start_app(self, name: str) -> None:
        self._start_app(name, {})

    def _start_app(self, name: str, first_start: Mapping[str, str]) -> None:
        data = self.hosts[name].disk / "var/lib/stayline"
        data.mkdir(parents=True, exist_ok=True)
        files = data / "files"
        if not files.is_symlink():
            files.symlink_to(self.shared / "files")
        self.hosts[name].start(
            "stayline",
            *(sys.executable, "-m", "stayline", "serve"),
            environment={**self.environment(name), **first_start, **self._clock(name)},
        )

    def _clock(self, name: str) -> dict[str, str]:
        """Of one host the clock can be put wrong while everything runs."""
        if name != WITH_A_CLOCK:
            return {}
        self.set_clock("+0")
        return {
            "LD_PRELOAD": FAKETIME,
            "FAKETIME_TIMESTAMP_FILE": str(self.hosts[name].disk / "clock"),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def set_clock(self, offset: str) -> None:
        """`offset` in seconds, with its sign; noticed within a second."""
        (self.hosts[WITH_A_CLOCK].disk / "clock").write_text(f"{offset}\n")

    def environment(self, name: str) -> dict[str, str]:
        lines = self._filled(name, "stayline.env").splitlines()
        pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
        return {
            **{key: value for key, _, value in pairs},
            "STAYLINE_SECRET_KEY_FILE": str(self.shared / "secret-key"),
            "STAYLINE_MAIL_RELAY": (f"smtp+plain://{self.hosts['outside'].address}:{PORT_OUTSIDE}"),
            "STAYLINE_HOSTS": self.hosts["front"].address,
            "STAYLINE_UNDO_SEND_SECONDS": "0",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "stayline.project.settings",
        }

    def command(self, name: str, *command: str) -> str:
        """A command on an app host, to its end. Raises DrillFailed with what it said."""
        done = self.hosts[name].run(*command, environment=self.environment(name))
        if done.returncode:
            raise DrillFailed(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def is_well(self, name: str) -> bool:
        try:
            address = f"http://{self.hosts[name].address}:8000/health/"
            asked = Request(address, headers={"Host": "desk.fernwood.example"})
            with urlopen(asked, timeout=3) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    # -- the documented files --------------------------------------------------------------------

    def _file(self, name: str, file: str) -> Path:
        return self.hosts[name].disk / "etc" / file

    def _lay(self, name: str, file: str) -> None:
        """A documented file, filled in, on this host's disk."""
        laid = self._file(name, file)
        laid.parent.mkdir(parents=True, exist_ok=True)
        laid.write_text(self._filled(name, file))

    def _filled(self, name: str, file: str) -> str:
        host = self.hosts[name]
        text = (FILES / file).read_text(encoding="utf-8")
        filled = {
            "THIS_HOST": host.name,
            "THIS_ADDRESS": host.address,
            **self.secrets,
            " /var/lib/": f" {host.disk}/var/lib/",
            "=/var/lib/": f"={host.disk}/var/lib/",
            " /run/": f" {host.disk}/run/",
            "https://desk.fernwood.example": "http://desk.fernwood.example",
            ":443 ssl crt /etc/haproxy/stayline.pem alpn h2,http/1.1": ":80",
            "X-Forwarded-Proto https": "X-Forwarded-Proto http",
        }
        for placeholder, value in filled.items():
            text = text.replace(placeholder, value)
        return text
