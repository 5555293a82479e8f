"""Every way to search among 100,000 problems, and what a suggestion costs while one types.

    python -m bench.searching [--problems 100000] [--company FOLDER]

What is measured is the whole page, from the request to its last letter, in this process. The
company is seeded (see bench.company): some of its words are common and most are rare.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer

from bench import scale
from bench.company import vocabulary
from bench.measuring import Figure, milliseconds, percentile

AIM_MS = 100

ASKED = {
    "a rare word": "{rare}",
    "a common word": "{common}",
    "the beginning of many words": "con",
    "a rare word among common ones": "cold {rare} again",
    "a phrase": '"cold water"',
    "a customer": "from:customer{customer}",
    "a part of an address": "customer{customer}@place",
    "words and fields": "cold is:satisfied before:2w -from:customer{customer} {common}",
    "only fields": "is:open owner:me promise:..3d",
    "a field that nothing has": "has:file is:satisfied",
    "a name of very many": "from:anna",
    "nothing that is there": "zzyzx quux",
    "not a common word": "-cold",
}
PAGES = {
    **{what: ("/search/", asked) for what, asked in ASKED.items()},
    "suggestions for a name": ("/search/suggestions/", "bran"),
    "suggestions for a field": ("/search/suggestions/", "cold owner:an"),
    "the palette": ("/palette/", "customer {customer}"),
}


def figures(problems: int, times: int) -> Iterator[Figure]:
    """For an administrator, who sees everything, a lead and a colleague."""
    from django.test import Client

    from stayline.people.models import Colleague

    rng = Random(1)  # noqa: S311 - the same searches every time
    for role in ("administrator", "lead", "colleague"):
        reader = Colleague.objects.filter(role=role).latest("id")
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
    answer = client.get(path, {"q": vocabulary.filled(asked, rng, 20_000)})
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code}: {path} {asked}")


def _figure(what: str, taken: list[float], problems: int | None = None) -> Figure:
    p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
    beside = {"p50": p50} | ({"problems": problems} if problems else {})
    return Figure(what, p95, "ms", f"p95 ≤ {AIM_MS} ms", p95 <= AIM_MS, beside)


def main(
    problems: int = 100_000,
    times: int = 20,
    company: Annotated[Path | None, typer.Option(help="A folder that was seeded.")] = None,
) -> None:
    with scale.company(problems, company):
        for figure in figures(problems, times):
            typer.echo(figure.line())


if __name__ == "__main__":
    typer.run(main)
