"""One file holds everything, and gives it back."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from stayline.project import clock, database, datafolder
from stayline.project.backup import BackupError, backup, restore


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Path]:
    """A data folder with one word in its database and one file."""
    folder = tmp_path / "company"
    datafolder.claim(folder, datafolder.Kind.COMPANY)
    datafolder.ensure_secret_key(folder)
    (folder / "files").mkdir()
    (folder / "files" / "boiler.jpg").write_bytes(b"picture")
    with database.running(folder) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE words AS SELECT 'it drips' AS word")
    yield folder
    for each in (folder, tmp_path / "other"):
        database.discard(each)


@pytest.fixture
def saved(company: Path, tmp_path: Path) -> Path:
    file = tmp_path / "backup.tar"
    with database.running(company) as url:
        backup(company, url, file, clock.now())
    return file


def test_what_was_saved_comes_back(company: Path, saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    restore(other, saved)
    with database.running(other) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT word FROM words").fetchone() == ("it drips",)
    assert (other / "files" / "boiler.jpg").read_bytes() == b"picture"
    assert (other / "secret-key").read_text() == (company / "secret-key").read_text()
    assert datafolder.kind_of(other) is datafolder.Kind.COMPANY


def test_a_backup_is_for_us_alone(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600
    assert not saved.with_name("backup.tar.part").exists()


def test_a_restore_never_overwrites(company: Path, saved: Path) -> None:
    with pytest.raises(BackupError, match="is in use already"):
        restore(company, saved)


def test_a_database_with_tables_in_it_is_left_alone(
    company: Path, saved: Path, tmp_path: Path
) -> None:
    with (
        database.running(company) as url,
        pytest.raises(BackupError, match="holds tables already"),
    ):
        restore(tmp_path / "other", saved, url)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "holiday.tar"
    with tarfile.open(file, "w"):
        pass
    with pytest.raises(BackupError, match="is not a backup of Stayline"):
        restore(tmp_path / "other", file)
