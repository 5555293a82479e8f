"""`stayline story …`: plays a story from end to end and tells it as it goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import typer

from stayline.stories import billing_call, conference
from stayline.stories.broken import StoryBroken
from stayline.stories.instance import Instance, fresh
from stayline.stories.postbox import Postbox, free_port, listening
from stayline.stories.stage import Stage, Transcript

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="The stories, from end to end, on a fresh instance.",
)


class Told(NamedTuple):
    """One telling: its title, and what happens."""

    title: str
    play: Callable[[Stage], None]
    needs_our_own: bool = False
    """Whether it needs an instance of ours, which believes our mail server."""


# Who leaves the company leaves it for the tellings that follow too, so those are the last.
BILLING_CALL = (
    Told("A technical problem reaches billing", billing_call.by_a_button),
    Told("The same, all by mail", billing_call.by_mail),
    Told("Nobody picks up", billing_call.nobody_picks_up),
    Told("The customer says no", billing_call.the_customer_says_no),
    Told("The customer says nothing", billing_call.the_customer_says_nothing),
    Told("The owner leaves the company in the middle", billing_call.the_owner_leaves),
)
CONFERENCE = (
    Told("An engineer hears a complaint at a conference", conference.the_head_picks_up),
    Told("The head answers by mail", conference.the_head_replies, needs_our_own=True),
    Told("The head does not pick up", conference.nobody_picks_up),
    Told("The customer would rather stay", conference.the_customer_says_no),
    Told("The customer says nothing to the question", conference.the_customer_says_nothing),
    Told("The engineer leaves the company in the middle", conference.the_owner_leaves),
)

Url = typer.Option("", help="A demo that runs already, such as http://127.0.0.1:8000.")
Smtp = typer.Option("127.0.0.1:2525", help="With --url: where that demo takes mail.")
PostboxAt = typer.Option(
    "127.0.0.1:2526",
    "--postbox",
    help="With --url: where its mail arrives; start it with STAYLINE_MAIL_RELAY=smtp+plain://ADDRESS.",
)


@app.command("billing-call")
def billing_call_(url: str = Url, smtp: str = Smtp, postbox: str = PostboxAt) -> None:
    """A customer reaches billing with a technical problem; and every way it can go wrong."""
    play(BILLING_CALL, url, smtp, postbox)


@app.command("conference")
def conference_(url: str = Url, smtp: str = Smtp, postbox: str = PostboxAt) -> None:
    """An engineer records a complaint; the right head is asked; and every way it can go wrong."""
    play(CONFERENCE, url, smtp, postbox)


@app.command("all")
def all_(url: str = Url, smtp: str = Smtp, postbox: str = PostboxAt) -> None:
    """Both."""
    play((*BILLING_CALL, *CONFERENCE), url, smtp, postbox)


def play(stories: tuple[Told, ...], url: str, smtp: str, postbox: str) -> None:
    """Play them on one instance, then let it be audited. Exits with 1 at the first broken step."""
    transcript = Transcript(typer.echo)
    began = time.monotonic()
    try:
        with _stage(url, smtp, postbox, transcript) as stage:
            played = [told for told in stories if stage.instance.folder or not told.needs_our_own]
            for story in played:
                transcript.title(story.title, story.play.__doc__ or "")
                story.play(stage)
            _audit(stage)
    except StoryBroken as broken:
        typer.echo(f"\n✗ {broken}", err=True)
        raise typer.Exit(1) from broken
    spent = time.monotonic() - began
    typer.echo(f"\n{len(played)} stories, {transcript.steps} steps, {spent:.0f} s: all as told.")


@contextmanager
def _stage(url: str, smtp: str, postbox: str, transcript: Transcript) -> Iterator[Stage]:
    letters = Postbox()
    if url:
        host, port = _host_and_port(smtp)
        with listening(letters, *_host_and_port(postbox)):
            yield Stage(Instance(url, host, port), letters, transcript)
        return
    place = ("127.0.0.1", free_port())
    with listening(letters, *place), fresh(f"{place[0]}:{place[1]}") as instance:
        yield Stage(instance, letters, transcript)


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise StoryBroken(f"{address} is not an address such as 127.0.0.1:2525.")
    return host, int(port)


def _audit(stage: Stage) -> None:
    """Every timeline folded again, and nothing found wrong. Only where the database is ours."""
    if stage.instance.folder is None:
        return
    audit = stage.instance.run("audit")
    if audit.returncode != 0:
        raise StoryBroken(f"The audit found something:\n{audit.stdout}{audit.stderr}")
    stage.transcript.holds(audit.stdout.strip().splitlines()[-1])
