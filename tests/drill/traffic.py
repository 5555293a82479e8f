"""Customers and colleagues, all at once, and what they were told.

Whoever is not answered says the same again, as a mail server and a browser do: the same mail with the same
Message-ID, the same form with the same mark. Only what was answered with a yes counts as told, and whatever was told
must be there whatever happens to the machines.
"""

from __future__ import annotations

import os
import smtplib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from functools import partial
from http.client import HTTPException
from itertools import pairwise
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg

from stayline.stories.broken import StoryBroken
from stayline.stories.browser import Browser
from stayline.stories.page import Page

SECONDS_BETWEEN_TRIES = 0.5
SECONDS_PATIENCE = 90.0
"""After which somebody outside would ring us up."""
DOMAIN = "fernwood.example"


@dataclass(frozen=True, slots=True)
class Yes:
    """Something that was answered with a yes: what, about which problem, and its unmistakable words."""

    what: str
    words: str
    problem: int = 0
    at: float = field(default_factory=time.monotonic)


class GivenUp(Exception):
    """Nobody answered for too long."""


class Stopping(Exception):
    """The drill is over."""


@dataclass
class Told:
    """Everything that was answered with a yes, and what was given up."""

    yes: list[Yes] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self, what: str, words: str, problem: int = 0) -> None:
        with self._lock:
            self.yes.append(Yes(what, words, problem))

    def unanswered(self) -> None:
        """Raises Stopping when the drill is over; else waits a moment."""
        if self.stopping.wait(SECONDS_BETWEEN_TRIES):
            raise Stopping

    def so_far(self, what: str = "") -> list[Yes]:
        with self._lock:
            return [one for one in self.yes if what in ("", one.what)]

    def longest_silence(self, since: float, until: float) -> float:
        """Seconds in which nobody outside was told anything."""
        with self._lock:
            moments = [one.at for one in self.yes if since <= one.at <= until]
        edges = [since, *moments, until]
        return max(later - earlier for earlier, later in pairwise(edges))

    def patiently(self, what: str, attempt: Callable[[], bool]) -> None:
        """Until the attempt says that it was answered. Raises GivenUp after a long while."""
        until = time.monotonic() + SECONDS_PATIENCE
        while not attempt():
            if time.monotonic() > until:
                raise GivenUp(what)
            self.unanswered()


# -- mail ------------------------------------------------------------------------------------------


def mail(number: str, door: str, words: str) -> EmailMessage:
    written = EmailMessage()
    written["From"] = f"Customer {number} <c{number}@customers.example>"
    written["To"] = f"{door}@{DOMAIN}"
    written["Subject"] = f"About my heating, {number}"
    written["Message-ID"] = f"<drill-{number}@customers.example>"
    written.set_content(words)
    return written


def with_a_file(written: EmailMessage) -> EmailMessage:
    """The same, with a picture that nobody can look at."""
    written.add_attachment(os.urandom(20_000), "application", "octet-stream", filename="it.bin")
    return written


class Site(Protocol):
    """What they all write to and look at, wherever that runs."""

    def web(self) -> str:
        """Where a page is asked for next."""

    def mail(self) -> tuple[str, int]:
        """Where a mail is brought next."""

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The database, once. Raises psycopg's error while it is away."""

    def sign_in(self, somebody: Somebody, first_name: str) -> None: ...

    def link(self, address: str, saying: str) -> str:
        """The link in a letter to somebody that says this; empty while there is none."""

    def audit(self) -> str:
        """What is wrong, by the auditor; empty when nothing is."""


@dataclass
class Outside:
    """All who are not in the company, and what they were told."""

    site: Site
    told: Told

    def send(self, written: EmailMessage) -> None:
        """A mail, until it is taken."""
        raw = written.as_bytes()
        sender = str(written["From"]).partition("<")[2].rstrip(">")

        def attempt() -> bool:
            try:
                with smtplib.SMTP(*self.site.mail(), timeout=20) as server:
                    server.sendmail(sender, [str(written["To"])], raw)
            except (OSError, smtplib.SMTPException):
                return False
            return True

        self.told.patiently("mail", attempt)
        has_file = any(True for _ in written.iter_attachments())
        self.told.told("mail with a file" if has_file else "mail", str(written["Message-ID"]))

    def problem_of(self, message_id: str) -> int:
        """Where a mail was put, once somebody can be asked."""
        found: list[int] = []

        def attempt() -> bool:
            try:
                rows = self.site.ask(
                    "SELECT problem_id FROM mail_rawmail WHERE message_id = %s",
                    message_id.strip("<>"),
                )
            except psycopg.Error:
                return False
            found.extend(row[0] for row in rows)
            return bool(rows)

        self.told.patiently("the database", attempt)
        return found[0]

    def page_of(self, address: str, saying: str) -> str:
        """The way to a customer's page, from a letter to them."""
        found: list[str] = []

        def attempt() -> bool:
            try:
                link = self.site.link(address, saying)
            except psycopg.Error:
                return False
            if link:
                found.append(urlsplit(link).path)
            return bool(found)

        self.told.patiently(f"letter “{saying}” to {address}", attempt)
        return found[0]


# -- pages -----------------------------------------------------------------------------------------


class Somebody:
    """A person with a browser: opens a page and presses a button until they are answered."""

    def __init__(self, outside: Outside, signed_in_as: str = "") -> None:
        self.outside, self.told = outside, outside.told
        self.browser = Browser(outside.site.web())
        if signed_in_as:
            outside.site.sign_in(self, signed_in_as)

    def open(self, path: str) -> Page:
        found: list[Page] = []

        def attempt() -> bool:
            self.browser.base = self.outside.site.web()
            try:
                page = self.browser.open(path)
            except (StoryBroken, HTTPException):
                return False
            if page.status < 500:
                found.append(page)
            return bool(found)

        self.told.patiently(f"page {path}", attempt)
        return found[0]

    def press(self, path: str, label: str, *, to: str, **typed: str) -> Page:
        """The button of a page, pressed until it is answered: the same form, as it was sent first.

        A refusal counts as an answer where an earlier try may have been heard; else it is one too, and
        whoever looks at the outcome will see it.
        """
        page = replace(self.open(path), url=path)  # wherever it was that answered
        form, button = page.form_with(label, to=to)
        sent = {**form.fields, **typed, **({button.name: button.value} if button.name else {})}
        found: list[Page] = []

        def attempt() -> bool:
            self.browser.base = self.outside.site.web()
            try:
                after = self.browser.send(page, form, sent)
            except (StoryBroken, HTTPException):
                return False
            if after.status < 500:
                found.append(after)
            return bool(found)

        self.told.patiently(f"{label} on {path}", attempt)
        return found[0]

    def can_choose(self, path: str, label: str, name: str, choice: str) -> str:
        form, _ = self.open(path).form_with(label)
        return form.choice(name, choice)


# -- what they do ----------------------------------------------------------------------------------


class Handoff:
    """One customer's whole story: Bea helps, Tom picks up, the customer says yes, and that it is solved."""

    def __init__(self, outside: Outside, desks: Mapping[str, Somebody], number: str) -> None:
        self.outside, self.told, self.number = outside, outside.told, number
        self.bea, self.tom = desks["Bea"], desks["Tom"]
        self.address = f"c{number}@customers.example"

    def play(self) -> None:
        written = mail(self.number, "billing", f"It is cold here, {self.number}.")
        self.outside.send(written)
        self.problem = self.outside.problem_of(str(written["Message-ID"]))
        self._we("bea", "I will help you", to="/ringing/", what="met", words="")
        said = f"I am with you, {self.number}."
        self._we("bea", "Send", to="/words/", what="word", words=said)
        self._offer()
        self._we("tom", "Pick up", to="/offer/pick-up/", what="picked up", words="")
        self._we("bea", "Ask Customer", to="/offer/question/", what="asked", words="")
        page = self.outside.page_of(self.address, "takes it from here?")
        self._they(page, "Yes", to="/questions/", what="consent")
        self._they(page, "", to="/satisfied/", what="satisfied")

    def _path(self) -> str:
        return f"/problems/{self.problem}/"

    def _we(self, who: str, label: str, *, to: str, what: str, words: str) -> None:
        """A colleague's act on the problem's page, unless it was done by a try that nobody answered."""
        desk = self.bea if who == "bea" else self.tom
        typed = {"words": words} if words else {}
        page = desk.open(self._path())
        if not page.can_press(label, to=to):
            raise StoryBroken(f"{who} cannot press {label} on {page.url} ({page.status}).")
        after = desk.press(self._path(), label, to=to, **typed)
        self._answered(after, what, words)

    def _offer(self) -> None:
        path = f"{self._path()}bring/?verb=offer"
        brief = f"Needed: warmth, {self.number}."
        who = self.bea.can_choose(path, "Ask them", "who", "Tom Okafor")
        after = self.bea.press(path, "Ask them", to="", who=who, verb="offer", brief=brief)
        self._answered(after, "offer", brief)

    def _they(self, page: str, label: str, *, to: str, what: str) -> None:
        customer = Somebody(self.outside)
        shown = customer.open(page)
        form = next(one for one in shown.forms if to in one.action)
        label = label or form.buttons[0].label
        after = customer.press(page, label, to=to)
        self._answered(after, what, "")

    def _answered(self, after: Page, what: str, words: str) -> None:
        if after.status == 200:
            self.told.told(what, words, self.problem)
        elif after.status != 409:  # refused: it had been heard before
            raise StoryBroken(f"{after.url} answered {after.status}: {after.refusal}")


# -- all at once -----------------------------------------------------------------------------------


@dataclass
class Traffic:
    """Threads of people; begun, and stopped."""

    outside: Outside
    threads: list[threading.Thread] = field(default_factory=list)

    @property
    def told(self) -> Told:
        return self.outside.told

    def begin(self, *, handoffs: int = 2) -> None:
        for number in range(handoffs):
            self._thread(f"desk-{number}", partial(self._hand_over, f"h{number}"))
        self._thread("support", lambda: self._write("s", "support", 0.4))
        self._thread("files", lambda: self._write("f", "support", 1.5, with_a_file))
        self._thread("sales", lambda: self._write("q", "sales", 15))
        self._thread("pages", self._look)

    def stop(self) -> None:
        self.told.stopping.set()
        for thread in self.threads:
            thread.join(SECONDS_PATIENCE)

    def _thread(self, name: str, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Stopping:
                return

        thread = threading.Thread(target=run, name=name, daemon=True)
        thread.start()
        self.threads.append(thread)

    def _hand_over(self, who: str) -> None:
        desks = {name: Somebody(self.outside, name) for name in ("Bea", "Tom")}
        for each in range(10_000):
            if self.told.stopping.is_set():
                return
            try:
                Handoff(self.outside, desks, f"{who}x{each}").play()
            except (GivenUp, StoryBroken) as error:
                self.told.given_up.append(f"{who}x{each}: {error}")
                if self.told.stopping.wait(SECONDS_BETWEEN_TRIES):
                    return

    def _write(
        self,
        who: str,
        door: str,
        pause: float,
        and_more: Callable[[EmailMessage], EmailMessage] = lambda written: written,
    ) -> None:
        for each in range(10_000):
            number = f"{who}x{each}"
            try:
                self.outside.send(and_more(mail(number, door, f"Hello, {number}.")))
            except GivenUp as error:
                self.told.given_up.append(f"{number}: {error}")
            if self.told.stopping.wait(pause):
                return

    def _look(self) -> None:
        """Somebody who looks at a page five times a second: what a visitor has of it."""
        somebody = Somebody(self.outside)
        while not self.told.stopping.wait(0.2):
            try:
                page = somebody.open("/accounts/login/")
            except GivenUp as error:
                self.told.given_up.append(str(error))
                continue
            self.told.told("page", str(page.status))
