"""`stayline backup FILE` and `stayline restore FILE`: everything of one installation in one file.

A tar with the database as pg_dump's own format, the files folder, the settings kept and the secret key. It is as
private as the installation itself, and is written 0600.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

from stayline import __version__
from stayline.project import database, datafolder
from stayline.project.postgres_programs import DatabaseError, newest_programs

KEPT = ("kind", "secret-key", "stayline.env")
FORMAT = 1


class BackupError(Exception):
    """The backup could not be made or restored; the sentence says why."""


def backup(data_dir: Path, database_url: str, file: Path, at: datetime) -> None:
    """Writes the whole file or nothing; safe while everything runs. `at` is noted inside."""
    fresh = file.with_name(f"{file.name}.part")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with (
            os.fdopen(descriptor, "wb") as stream,
            tarfile.open(fileobj=stream, mode="w:") as tar,
            tempfile.TemporaryDirectory() as scratch,
        ):
            _add_text(tar, "about.json", json.dumps(_about(at)))
            dump = Path(scratch) / "database.dump"
            _run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--file={dump}",
                database_url,
            )
            tar.add(dump, "database.dump")
            for name in (*KEPT, "files"):
                if (data_dir / name).exists():
                    tar.add(data_dir / name, name)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def restore(data_dir: Path, file: Path, database_url: str | None = None) -> None:
    """Fills an empty data folder, and its embedded database or an empty one at `database_url`.

    Raises BackupError when something is there already: a restore never overwrites.
    """
    if datafolder.kind_of(data_dir) is not None:
        raise BackupError(f"{data_dir} is in use already; name an empty folder with --data.")
    with tempfile.TemporaryDirectory() as scratch:
        unpacked = Path(scratch)
        try:
            with tarfile.open(file) as tar:
                tar.extractall(unpacked, filter="data")
            about = json.loads((unpacked / "about.json").read_text(encoding="utf-8"))
        except (tarfile.TarError, OSError, ValueError) as error:
            raise BackupError(f"{file} is not a backup of Stayline: {error}") from None
        if about["format"] > FORMAT:
            raise BackupError(
                f"{file} was made by release {about['release']}, which is newer than this one."
            )
        if database_url is None:
            with database.running(data_dir) as url:
                _fill(url, unpacked / "database.dump")
        else:
            _fill(database_url, unpacked / "database.dump")
        _put_files(unpacked, data_dir)


def _about(at: datetime) -> dict[str, object]:
    return {"format": FORMAT, "release": __version__, "made": at.isoformat()}


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(text.encode())
    tar.addfile(member, io.BytesIO(text.encode()))


def _fill(url: str, dump: Path) -> None:
    tables = _run(
        "psql", "-XAtc", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", url
    )
    if tables.strip() != "0":
        raise BackupError("The database holds tables already; a restore needs an empty one.")
    _run(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={url}",
        str(dump),
    )


def _put_files(unpacked: Path, data_dir: Path) -> None:
    import shutil

    if (unpacked / "files").exists():
        shutil.copytree(unpacked / "files", data_dir / "files", dirs_exist_ok=True)
    for name in reversed(KEPT):  # "kind" last: it says that the folder is whole
        if (unpacked / name).exists():
            datafolder.write_private(data_dir / name, (unpacked / name).read_text(encoding="utf-8"))


def _run(program: str, *arguments: str) -> str:
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        [newest_programs() / program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        raise DatabaseError(f"{program} failed: {done.stderr.strip()}")
    return done.stdout
