"""Search among 100,000 problems, and what a suggestion costs while one types.

    python -m bench.searching [--problems 100000]

What is measured is the whole page, from the request to its last letter, in this process.

Problems are lived through the journal and copied (see seeding); then each gets words of its own,
from a vocabulary in which some words are common and most are rare, as in any language.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import typer
from django.db import connection

from bench import seeding
from bench.measuring import Figure, milliseconds, percentile
from bench.site import site

AIM_MS = 100

ASKED = {
    "a rare word": "w{rare}",
    "a common word": "cold",
    "the beginning of many words": "w1",
    "a rare word among common ones": "cold w{rare} again",
    "a phrase": '"look at it today"',
    "a customer": "from:customer{customer}",
    "a part of an address": "customer{customer}@example.com",
    "words and fields": "cold is:open before:2w -from:customer{customer} w{common}",
    "only fields": "is:open owner:me promise:..3d",
    "a field that nothing has": "has:file is:satisfied",
    "a name of everybody's": "from:customer",
    "nothing that is there": "zzyzx quux",
    "not a common word": "-cold",
}
PAGES = {
    **{what: ("/search/", asked) for what, asked in ASKED.items()},
    "suggestions for a name": ("/search/suggestions/", "custo"),
    "suggestions for a field": ("/search/suggestions/", "cold owner:coll"),
    "the palette": ("/palette/", "customer {customer}"),
}


def figures(problems: int, times: int) -> Iterator[Figure]:
    """For an administrator, who sees everything, a lead and a colleague."""
    from django.core.management import call_command
    from django.test import Client

    from stayline.people.models import Colleague

    call_command("collectstatic", verbosity=0, interactive=False)
    rng = Random(1)  # noqa: S311 - the same searches every time
    for role in ("administrator", "lead", "colleague"):
        reader = Colleague.objects.filter(role=role).order_by("id").first()
        assert reader is not None
        client = Client(HTTP_HOST="localhost")
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        together: list[float] = []
        for what, (path, asked) in PAGES.items():
            milliseconds(partial(_open, client, path, asked, rng), 2)
            taken = milliseconds(partial(_open, client, path, asked, rng), times)
            together += taken
            yield _figure(f"{role}: {what}", taken)
        yield _figure(f"{role}: all of them", sorted(together), problems)


def _open(client: Any, path: str, asked: str, rng: Random) -> None:
    answer = client.get(path, {"q": _filled(asked, rng)})
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code}: {path} {asked}")


def _figure(what: str, taken: list[float], problems: int | None = None) -> Figure:
    p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
    beside = {"p50": p50} | ({"problems": problems} if problems else {})
    return Figure(what, p95, "ms", f"p95 ≤ {AIM_MS} ms", p95 <= AIM_MS, beside)


def _filled(asked: str, rng: Random) -> str:
    return asked.format(
        rare=rng.randint(20_000, 50_000), common=rng.randint(1, 40), customer=rng.randint(1, 2000)
    )


# -- words of their own ---------------------------------------------------------------------------

_SPREAD = """
UPDATE problems_word SET text = text || ' ' || (
    SELECT string_agg('w' || (1 + floor(50000 * pow(random(), 4)))::int, ' ')
    FROM generate_series(1, 25) WHERE problems_word.id IS NOT NULL)
"""


def seed(problems: int) -> int:
    """At least so many problems, each with words that few others have; how many there are."""
    seeding.EACH = max(problems // 200, 1)  # fewer people, more with each: quicker to live through
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        found = seeding.seed(problems)
        cursor.execute(_SPREAD)
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(
            "UPDATE problems_problem SET opened_at = opened_at - random() * interval '2 years'"
        )
        for first in range(0, len(found), 5000):
            cursor.execute("SELECT search_rebuild(%s)", [found[first : first + 5000]])
        cursor.execute("VACUUM ANALYZE")
    return len(found)


_TABLES = ("problems_word", "problems_party", "problems_problem")


@contextmanager
def fernwood() -> Iterator[None]:
    """A database of its own with the demo's company in it, thrown away afterwards."""
    from stayline.project import database

    folder = Path(tempfile.mkdtemp(prefix="stayline-bench-"))
    try:
        with site(folder):
            from django.core.management import call_command

            from stayline.people.demo import build_demo_company

            call_command("migrate", verbosity=0)
            build_demo_company()
            yield
    finally:
        database.discard(folder)
        shutil.rmtree(folder, ignore_errors=True)


def main(problems: int = 100_000, times: int = 20) -> None:
    with fernwood():
        typer.echo(f"seeding {problems:,} problems …")
        begun = time.perf_counter()
        many = seed(problems)
        typer.echo(f"  {many:,} in {time.perf_counter() - begun:.0f} s")
        for figure in figures(many, times):
            typer.echo(figure.line())


if __name__ == "__main__":
    typer.run(main)
