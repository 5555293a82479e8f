"""The desk's pages over HTTP, from the web process as it is served, for somebody signed in."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from bench.measuring import Figure, milliseconds, percentile, processor_seconds

ROOT = Path(__file__).resolve().parents[1]
AIM_MS = 60


def figures(problems: Sequence[int], many: int) -> Iterator[Figure]:
    """For an administrator, who sees everything, and for a colleague.

    Beside the time stands what a page costs the web process, which a busy machine changes little.
    """
    rng = Random(1)  # noqa: S311 - the same pages every time
    with _web() as (web, port):
        for role in ("colleague", "administrator"):
            reader, mine = _reader(role)
            cookie = _session(reader)
            shown = [one for one in problems if one in mine] if role == "colleague" else problems
            pages = {"home": ["/"], "problem": [f"/problems/{one}/" for one in shown]}
            for name, paths in pages.items():
                _times(port, cookie, paths, rng, 5)
                spent = processor_seconds(web)
                taken = _times(port, cookie, paths, rng, many)
                spent = processor_seconds(web) - spent
                p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
                aim = f"p95 ≤ {AIM_MS} ms"
                what = f"{name} page of {'an' if role[0] == 'a' else 'a'} {role}, p95"
                beside = {
                    "p50": p50,
                    "processor": 1000 * spent / many,
                    "with them": len(mine),
                    "problems": len(problems),
                }
                yield Figure(what, p95, "ms", aim, p95 <= AIM_MS, beside)


def _times(port: int, cookie: str, paths: Sequence[str], rng: Random, many: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get() -> None:
        connection.request("GET", rng.choice(paths), headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {body[:200]!r}")

    try:
        return milliseconds(get, many)
    finally:
        connection.close()


def _reader(role: str) -> tuple[int, set[int]]:
    """Of this role, the last who came: among colleagues, whoever has most open problems. And
    which problems are theirs."""
    from stayline.people.models import Colleague
    from stayline.problems.models import Problem

    reader = Colleague.objects.filter(role=role).latest("pk")
    mine = Problem.objects.filter(owner=reader).values_list("pk", flat=True)
    return reader.pk, set(mine)


def _session(reader: int) -> str:
    """Signed in as the form does it, without the form."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from stayline.people.models import Colleague

    colleague = Colleague.objects.get(pk=reader)
    session = SessionStore()
    session[SESSION_KEY] = str(colleague.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = colleague.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def _web() -> Iterator[tuple[int, int]]:
    """The web process as `stayline serve` starts it: its id, and its port."""
    port = _free_port()
    web = subprocess.Popen(
        [sys.executable, "-m", "stayline.project.web"],
        cwd=ROOT,
        env={**os.environ, "STAYLINE_WEB_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait_for(port, web)
        yield web.pid, port
    finally:
        web.terminate()
        web.wait(30)


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait_for(port: int, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while True:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        if web.poll() is not None or time.monotonic() > until:
            said = web.stderr.read().decode() if web.poll() is not None and web.stderr else ""
            raise RuntimeError("the web process did not start: " + re.sub(r"\s+", " ", said)[-500:])
        time.sleep(0.05)
