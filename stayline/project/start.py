"""`stayline serve` and `stayline demo`: database, preparations, web and worker, started in order and kept running.

Run as `python -m stayline.project.start company|demo [web|worker]` with everything else in the environment: the command's own
process goes over into this one, so that no more is kept in memory than starting processes needs.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from stayline.channels.phone.exchange import places
from stayline.project import database, datafolder
from stayline.project.postgres_programs import DatabaseError
from stayline.project.supervisor import (
    Child,
    Interrupts,
    Kept,
    StartFailed,
    Stopped,
    keep_running,
    python,
    run_once,
)

WEB, WORKER = "web", "worker"
"""What may run alone."""


class KeptDatabase:
    """The embedded database, started again should it ever end by itself."""

    name = "database"

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.server = database.ensure_running(data_dir, locked=True)

    def has_ended(self) -> bool:
        return self.server.process.poll() is not None

    def start_again(self) -> None:
        self.server = database.ensure_running(self.data_dir, locked=True)

    def stop(self) -> None:
        self.server.stop()


def main(kind: datafolder.Kind, data_dir: Path, only: str = "") -> int:
    """Runs until asked to stop; `only` names one part, where other machines have the other. Gives the exit code."""
    with Interrupts() as interrupts, ExitStack() as stack:
        try:
            kept = _start_all(kind, data_dir, only, interrupts, stack)
            keep_running(kept, interrupts, say=_say)
        except Stopped:
            pass
        except (DatabaseError, StartFailed, datafolder.WrongFolder) as error:
            _say(str(error))
            return 1
        finally:
            _say("stopping")
            started = time.monotonic()
            stack.close()
            _say(f"stopped in {time.monotonic() - started:.1f} s; everything is kept")
    return 0


def _start_all(
    kind: datafolder.Kind, data_dir: Path, only: str, interrupts: Interrupts, stack: ExitStack
) -> list[Kept]:
    """Everything that runs, in the order of its start; `stack` stops it in the other order."""
    began = time.monotonic()
    was_killed = database.holder_of(data_dir) != ""
    lock = database.lock_folder(data_dir)
    stack.callback(database.unlock_folder, lock)
    datafolder.claim(data_dir, kind)
    datafolder.ensure_secret_key(data_dir)
    # Who was killed leaves children, who notice and end within some seconds.
    _refuse_taken_ports(only, patience=10 if was_killed else 0)

    kept: list[Kept] = []
    if "DATABASE_URL" not in os.environ and "DATABASE_URL_FILE" not in os.environ:
        with _step("database"):
            server = KeptDatabase(data_dir)
        stack.callback(server.stop)
        kept.append(server)
    if interrupts.asked_to_stop:
        raise Stopped
    if run_once(python("stayline.project.prepare"), interrupts):
        raise StartFailed("The preparations failed; see above.")
    children = _children(data_dir, only)
    for child in children:
        stack.callback(child.stop)
        child.start()
    for child in children:
        with _step(child.name):
            child.wait_until_ready(interrupts)
    kept.extend(children)
    _say(f"ready in {time.monotonic() - began:.1f} s")
    _tell_where(kind, only, has_telephone=places.is_there(data_dir))
    return kept


def _children(data_dir: Path, only: str) -> list[Child]:
    """Stopped in the other order: the web first, then the worker, which finishes what it is at."""
    children = []
    if only != WEB:
        if places.is_there(data_dir):
            children.append(Child("telephone", python("stayline.project.telephone")))
        children.append(Child("worker", python("stayline.project.worker")))
    if only != WORKER:
        children.append(Child("web", python("stayline.project.web"), patience=5.0))
    return children


def _refuse_taken_ports(only: str, patience: float) -> None:
    until = time.monotonic() + patience
    for name, option, part in (("WEB", "--port", WEB), ("MAIL", "--mail-port", WORKER)):
        if only not in ("", part):
            continue
        host, port = _address(name)
        while reason := _taken(host, port):
            if time.monotonic() > until:
                raise StartFailed(
                    f"Port {port} on {host} cannot be used ({reason}). Name another with {option}."
                )
            time.sleep(0.05)


def _taken(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""


def _address(name: str) -> tuple[str, int]:
    default = {"WEB": "8000", "MAIL": "2525"}[name]
    host = os.environ.get(f"STAYLINE_{name}_HOST") or "127.0.0.1"
    return host, int(os.environ.get(f"STAYLINE_{name}_PORT") or default)


_HOW_TO_CALL = (
    "sign in as Tom, switch your phone on in the menu of your name; then: stayline phone try"
)
_HOW_TO_HAVE_ONE = "none yet: stayline phone up, then start this again"


def _tell_where(kind: datafolder.Kind, only: str, *, has_telephone: bool) -> None:
    host, port = _address("WEB")
    mail_host, mail_port = _address("MAIL")
    seen = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    url = os.environ.get("STAYLINE_PUBLIC_URL") or f"http://{seen}:{port}"
    if only != WORKER:
        _say(f"  desk       {url}/")
    if kind is datafolder.Kind.DEMO:
        _say(f"  demo       {url}/demo/        sign in as anybody, and read every mail that left")
        _say(f"  telephone  {_HOW_TO_CALL if has_telephone else _HOW_TO_HAVE_ONE}")
    if only != WEB:
        _say(f"  mail in    {mail_host}:{mail_port}")
    _say("  Ctrl-C stops everything")


class _step:  # noqa: N801 - read as a word: with _step("database")
    """Says what is being started, and how long it took."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.began = time.monotonic()

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            _say(f"{self.name} answers ({time.monotonic() - self.began:.1f} s)")


def _say(sentence: str) -> None:
    print(f"stayline: {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    folder = Path(os.environ.get("STAYLINE_DATA") or "data").resolve()
    sys.exit(main(datafolder.Kind(sys.argv[1]), folder, *sys.argv[2:]))
