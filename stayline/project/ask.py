"""What the first start of a real company needs to know: from options and the environment, else asked for."""

from __future__ import annotations

import getpass
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import available_timezones

from stayline.project import datafolder

DONE = "first-start-done"


@dataclass(frozen=True, slots=True)
class Answers:
    """One field for each question; empty where nothing was said."""

    company: str = ""
    public_url: str = ""
    mail_relay: str = ""
    administrator: str = ""
    email: str = ""
    password: str = ""
    door: str = ""
    time_zone: str = ""


# Field, the option that gives it, the question, what is taken for an empty answer.
_QUESTIONS = (
    ("company", "--company", "The company's name", ""),
    ("administrator", "--administrator", "The first administrator's name", ""),
    ("email", "--email", "Their mail address", ""),
    ("password", "STAYLINE_ADMIN_PASSWORD", "A password of at least 12 characters", ""),
    ("door", "--door", "The first mailbox customers write to", ""),
    (
        "mail_relay",
        "--mail-relay",
        "The server that takes outgoing mail",
        "smtp+plain://127.0.0.1:25",
    ),
    ("public_url", "--public-url", "The address people will type", "http://127.0.0.1:{port}"),
    ("time_zone", "--time-zone", "The company's time zone", "UTC"),
)


def is_first_start(folder: Path) -> bool:
    """Raises WrongFolder when the folder is for something else."""
    datafolder.claim(folder, datafolder.Kind.COMPANY)
    return not (folder / DONE).exists()


def is_there_already(database_url: str) -> bool:
    """Whether another host has made this company before: its database has people. Raises DatabaseError."""
    import psycopg

    from stayline.project.database import NETWORK
    from stayline.project.postgres_programs import DatabaseError

    try:
        with psycopg.connect(
            database_url, connect_timeout=int(NETWORK["connect_timeout"])
        ) as found:
            has_tables = found.execute("SELECT to_regclass('people_colleague') IS NOT NULL")
            if has_tables.fetchone() != (True,):
                return False
            return found.execute("SELECT 1 FROM people_colleague LIMIT 1").fetchone() is not None
    except psycopg.Error as error:
        raise DatabaseError(f"The database does not answer: {error}") from None


def ask(given: Answers, *, port: int, interactive: bool) -> Answers:
    """Completes what was given. Raises ValueError with a sentence for what is missing or will not do."""
    missing = []
    for field, option, question, default in _QUESTIONS:
        if getattr(given, field):
            continue
        answer = default.format(port=port)
        if interactive:
            answer = _ask_one(field, question, answer)
        if not answer:
            missing.append(option)
        given = replace(given, **{field: answer})
    if missing:
        raise ValueError(f"The first start needs {', '.join(missing)}.")
    _check(given)
    return given


def _ask_one(field: str, question: str, default: str) -> str:
    shown = f"{question} [{default}]: " if default else f"{question}: "
    answer = getpass.getpass(shown) if field == "password" else input(shown)
    return answer.strip() or default


def _check(answers: Answers) -> None:
    for name, address in (("administrator", answers.email), ("door", answers.door)):
        if address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
            raise ValueError(f"The {name}'s mail address {address!r} is none.")
    if len(answers.password) < 12:
        raise ValueError("The password needs at least 12 characters.")
    if answers.time_zone not in available_timezones():
        raise ValueError(f"There is no time zone {answers.time_zone!r}; one is Europe/Berlin.")


def remember(folder: Path, answers: Answers) -> None:
    """Keeps the settings for every start, and the rest for the preparations of this one."""
    datafolder.write_settings(
        folder,
        {
            "STAYLINE_COMPANY": answers.company,
            "STAYLINE_PUBLIC_URL": answers.public_url,
            "STAYLINE_MAIL_RELAY": answers.mail_relay,
            "STAYLINE_TIME_ZONE": answers.time_zone,
        },
    )
    os.environ.update(datafolder.read_settings(folder))
    people = {
        "company": answers.company,
        "administrator": answers.administrator,
        "email": answers.email,
        "password": answers.password,
        "door": answers.door,
        "time_zone": answers.time_zone,
    }
    datafolder.write_private(folder / "first-start.json", json.dumps(people))
