"""A real PostgreSQL for who has none yet, started and stopped with the product.

We call the wheel's `initdb` and `postgres` ourselves: the server listens on one socket only, in a folder that nobody
else may enter; its processes have a session of their own, so that the terminal's Ctrl-C reaches us first and the
database last. As root, PostgreSQL refuses to run: then it runs under the service user `stayline`, with its data in
/var/lib/stayline.

One start at a time: a lock on the data folder is held while the server runs. A server that outlived its starter
(kill -9) is ended and started anew; PostgreSQL then recovers everything that was acknowledged.

No Django and no psycopg here; the supervisor stays small.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, quote, unquote, urlsplit

from stayline.project.postgres_programs import (
    SERVICE_HOME,
    SERVICE_USER,
    DatabaseError,
    identity,
    newest_programs,
    programs_for,
    service_user,
)

DATABASE = "stayline"
NAME_FILE = "database"
SOCKET = ".s.PGSQL.5432"
# A socket's path holds 107 bytes.
LONGEST_SOCKET_FOLDER = 107 - len(f"/{SOCKET}")

# Small, for one company on one machine; what was acknowledged is on the disk.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "synchronous_commit": "on",
    "fsync": "on",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "max_wal_size": "256MB",
    "max_parallel_workers": "0",
    "max_parallel_workers_per_gather": "0",  # so that no plan counts on them either
    "max_worker_processes": "2",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "autovacuum_max_workers": "1",
}


# Of a server on the network; what DATABASE_URL says itself wins. A machine that is gone without a word is
# noticed within seconds: by itself TCP waits for hours, and so would every page and every listener.
NETWORK: Mapping[str, str] = {
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",  # milliseconds
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the database of one data folder lives. The same folder always gives the same place."""

    data_dir: Path
    cluster: Path
    socket_dir: Path
    owner: str | None
    """The service user when we are root, else None: ourselves."""

    @property
    def url(self) -> str:
        return f"postgresql://{DATABASE}@/{DATABASE}?host={quote(str(self.socket_dir), safe='')}"

    @property
    def log(self) -> Path:
        return self.cluster.parent / "postgres.log"


def place_of(data_dir: Path) -> Place:
    """Where the database of `data_dir` is; touches nothing."""
    data_dir = data_dir.resolve()
    if os.geteuid() == 0:
        home = SERVICE_HOME / _name_for_service(data_dir)
        return Place(data_dir, home / "cluster", home / "run", SERVICE_USER)
    home = data_dir / "postgres"
    socket_dir = home / "run"
    if len(os.fsencode(socket_dir)) > LONGEST_SOCKET_FOLDER:
        mark = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
        # Made 0700 and checked to be ours before it is used.
        socket_dir = Path("/tmp") / f"stayline-{os.geteuid()}-{mark}"  # noqa: S108
    return Place(data_dir, home / "cluster", socket_dir, None)


def _name_for_service(data_dir: Path) -> str:
    """The folder's database below /var/lib/stayline, by a name kept in the folder: it stays with the folder when that
    is moved, and a new folder of an old name gets a new database."""
    name = data_dir / NAME_FILE
    return name.read_text().strip() if name.exists() else "none-yet"


def parse_database_url(url: str) -> dict[str, object]:
    """Django's settings for one `postgresql://user:password@host:port/name?option=value`.

    A socket's folder is given as `?host=/folder`, as libpq has it, and several servers as
    `?host=db1,db2&port=5432,5432&target_session_attrs=read-write`. Raises ValueError with a sentence.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("DATABASE_URL must begin with postgresql://; no other database will do.")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("DATABASE_URL names no database after the host's slash.")
    options: dict[str, object] = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = str(options.pop("host", unquote(parts.hostname or "")))
    is_far = host != "" and not host.startswith("/")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", parts.port or "")),
        "OPTIONS": {**NETWORK, **options} if is_far else options,
    }


@dataclass(slots=True)
class EmbeddedPostgres:
    """A running server, and the lock on the data folder that goes with it."""

    place: Place
    process: subprocess.Popen[bytes]
    lock: IO[str] | None = field(repr=False)
    """None when whoever started it keeps the lock."""

    @property
    def url(self) -> str:
        return self.place.url

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self, *, patience: float = 30) -> None:
        """A fast shutdown: open transactions are rolled back, everything committed is kept."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(patience)
        if self.lock is not None:
            unlock_folder(self.lock)


def ensure_running(
    data_dir: Path, settings: Mapping[str, str] | None = None, *, locked: bool = False
) -> EmbeddedPostgres:
    """Starts the database of `data_dir`, made first when there is none, and returns when it answers.

    `settings` replaces single ones of PostgreSQL's; `locked` says that the caller holds the folder's lock already.
    Raises DatabaseError when another start holds the data folder, or when the server does not come up.
    """
    lock = None if locked else lock_folder(data_dir)
    try:
        _name_anew(data_dir)
        place = place_of(data_dir)
        _make_folders(place)
        programs = programs_for(place.cluster, place.owner)
        _end_leftover(place)
        if not (place.cluster / "PG_VERSION").exists():
            _make_cluster(place, programs)
        process = _start(place, programs, {**SETTINGS, **(settings or {})})
        _create_database(place)
    except BaseException:
        if lock is not None:
            unlock_folder(lock)
        raise
    return EmbeddedPostgres(place, process, lock)


@contextmanager
def running(data_dir: Path) -> Iterator[str]:
    """The address of the database for the length of a command: of who runs it already, or started just for us."""
    place = place_of(data_dir)
    if is_answering(place):
        yield place.url
        return
    server = ensure_running(data_dir)
    try:
        yield server.url
    finally:
        server.stop()


def discard(data_dir: Path) -> None:
    """Removes the database of a data folder that nobody uses any more, with all that is in it."""
    lock = lock_folder(data_dir)
    place = place_of(data_dir)
    _end_leftover(place)
    for folder in (place.cluster.parent, place.socket_dir):
        shutil.rmtree(folder, ignore_errors=True)
    (data_dir / NAME_FILE).unlink(missing_ok=True)
    unlock_folder(lock)


def lock_folder(data_dir: Path) -> IO[str]:
    """Holds the data folder for this process; raises DatabaseError when another has it."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (data_dir / "lock").open("a+", encoding="utf-8")
    lock.seek(0)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        holder = holder_of(data_dir)
        by = f" (process {holder})" if holder else ""
        raise DatabaseError(
            f"Stayline is already running on the data folder {data_dir}{by}."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def holder_of(data_dir: Path) -> str:
    """The process that holds the data folder, or was killed while it did; empty when it was given back."""
    file = data_dir / "lock"
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def unlock_folder(lock: IO[str]) -> None:
    """Gives the data folder back."""
    if not lock.closed:
        lock.truncate(0)
        lock.close()


def is_answering(place: Place) -> bool:
    """Whether a server listens there and lets us in."""
    if not (place.socket_dir / SOCKET).exists():
        return False
    asked = _client(place, "pg_isready", "--quiet", "--timeout=5")
    return asked.returncode == 0


def _name_anew(data_dir: Path) -> None:
    """As root: gives a new folder a database of its own, and refuses a copy of another's."""
    if os.geteuid() != 0:
        return
    file = data_dir / NAME_FILE
    if not file.exists():
        file.write_text(f"{data_dir.resolve().name[:24]}-{secrets.token_hex(6)}\n")
    whose = place_of(data_dir).cluster.parent / "data-folder"
    if not whose.exists():
        return
    other = Path(whose.read_text().strip())
    if other != data_dir.resolve() and (other / NAME_FILE).exists():
        raise DatabaseError(
            f"{data_dir} is a copy of {other}, and the database is not in it."
            " Use `stayline backup` and `stayline restore` to copy an installation."
        )


def _make_folders(place: Place) -> None:
    if place.owner is not None:
        user = service_user(place.owner)
        SERVICE_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
        for folder in (place.cluster.parent, place.socket_dir):
            folder.mkdir(exist_ok=True, mode=0o700)
            os.chown(folder, user.pw_uid, user.pw_gid)
        (place.cluster.parent / "data-folder").write_text(f"{place.data_dir}\n")
        return
    place.cluster.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.socket_dir.mkdir(exist_ok=True, mode=0o700)
    found = place.socket_dir.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise DatabaseError(
            f"{place.socket_dir} belongs to somebody else; use another data folder."
        )
    place.socket_dir.chmod(0o700)


def _make_cluster(place: Place, programs: Path) -> None:
    fresh = place.cluster.with_name("cluster.new")
    if fresh.exists():
        shutil.rmtree(fresh)  # a start that was killed half-way
    made = subprocess.run(
        [
            *(programs / "initdb", "--pgdata", fresh, "--username", DATABASE, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale-provider", "builtin"),
            *("--builtin-locale", "C.UTF-8", "--locale", "C", "--no-instructions"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=_environment(),
        start_new_session=True,
        **identity(place.owner),
    )
    if made.returncode:
        raise DatabaseError(f"No database could be made in {place.cluster}: {made.stderr.strip()}")
    fresh.rename(place.cluster)


def _start(place: Place, programs: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    options = {**settings, "unix_socket_directories": str(place.socket_dir)}
    if int((place.cluster / "PG_VERSION").read_text()) >= 18:
        options.setdefault("io_method", "sync")  # no processes that only read ahead
    arguments = [item for key, value in options.items() for item in ("-c", f"{key}={value}")]
    with place.log.open("ab") as log:
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [programs / "postgres", "-D", place.cluster, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            start_new_session=True,
            **identity(place.owner),
        )
    try:
        _wait_until_answering(place, process)
    except BaseException:
        process.send_signal(signal.SIGQUIT)
        process.wait()
        raise
    return process


def _wait_until_answering(
    place: Place, process: subprocess.Popen[bytes], patience: float = 120
) -> None:
    until = time.monotonic() + patience
    while not is_answering(place):
        if process.poll() is not None:
            raise DatabaseError(f"PostgreSQL ended at its start:\n{_last_words(place)}")
        if time.monotonic() > until:
            raise DatabaseError(
                f"PostgreSQL did not answer for {patience:.0f} s:\n{_last_words(place)}"
            )
        time.sleep(0.02)


def _last_words(place: Place) -> str:
    lines = place.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([*lines[-8:], f"(the whole log: {place.log})"])


def _create_database(place: Place) -> None:
    question = "SELECT datname FROM pg_database"
    found = _client(place, "psql", "--dbname=postgres", "-XAtc", question)
    if DATABASE in found.stdout.split():
        return
    made = _client(place, "createdb", DATABASE)
    if made.returncode:
        raise DatabaseError(f"No database could be made: {made.stderr.strip()}")


def _client(place: Place, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs one of PostgreSQL's client programs, as ourselves, against the server at `place`."""
    return subprocess.run(
        [
            newest_programs() / program,
            f"--host={place.socket_dir}",
            f"--username={DATABASE}",
            *arguments,
        ],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _end_leftover(place: Place) -> None:
    """Ends a server whose starter was killed. We hold the folder's lock, so it is nobody's."""
    pid = _pid_in(place.cluster / "postmaster.pid")
    if pid is None or not _is_server_of(pid, place.cluster):
        return
    for sign, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
        if _ended(pid, place.cluster, sign, patience):
            return
    raise DatabaseError(f"A database left by an earlier start (process {pid}) cannot be ended.")


def _ended(pid: int, cluster: Path, sign: signal.Signals, patience: float) -> bool:
    until = time.monotonic() + patience
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        return True
    while _is_server_of(pid, cluster):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _pid_in(file: Path) -> int | None:
    try:
        return int(file.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _is_server_of(pid: int, cluster: Path) -> bool:
    """Whether `pid` is a server of this cluster: numbers are used again after the machine starts anew.

    One that has ended and was not collected yet shows no arguments.
    """
    if Path("/proc/self/cmdline").exists():
        try:
            arguments = Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return False
    else:
        shown = ["ps", "-o", "args=", "-p", str(pid)]
        arguments = subprocess.run(shown, capture_output=True, text=True, check=False).stdout
    return "postgres" in arguments and str(cluster) in arguments
