"""Where a story plays: the instance, everybody's letterbox, and the transcript."""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from stayline.stories.broken import StoryBroken
from stayline.stories.browser import Browser
from stayline.stories.instance import Instance
from stayline.stories.page import Page
from stayline.stories.postbox import Letter, Postbox

WIDTH = 96
SECONDS_PATIENCE = 15.0
SECONDS_BETWEEN_LOOKS = 0.1


@dataclass
class Transcript:
    """What happened, told so that somebody can read it."""

    say: Callable[[str], None]
    steps: int = 0

    def title(self, words: str, about: str) -> None:
        self.say(f"\n{words}\n{'=' * len(words)}")
        self.say(textwrap.fill(about, WIDTH) + "\n")

    def step(self, words: str) -> None:
        """Somebody does something."""
        self.steps += 1
        self.say(textwrap.fill(words, WIDTH, initial_indent="▸ ", subsequent_indent="  "))

    def quote(self, lines: Iterable[str]) -> None:
        """What somebody wrote or reads."""
        for line in lines:
            folded = textwrap.fill(
                line, WIDTH, initial_indent="    │ ", subsequent_indent="    │ ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
            self.say(folded)

    def holds(self, words: str) -> None:
        """Something the story relies on is so."""
        self.say(f"  ✓ {words}")


@dataclass
class Stage:
    """One instance and all that a story needs to play on it."""

    instance: Instance
    postbox: Postbox
    transcript: Transcript
    _desks: dict[str, Browser] = field(default_factory=dict)

    def browser(self) -> Browser:
        """A browser in which nobody is signed in."""
        return Browser(self.instance.url)

    def desk_of(self, first_name: str) -> Browser:
        """A colleague's browser, signed in by one click on the demo's page."""
        if first_name not in self._desks:
            browser = self.browser()
            cast = browser.open("/demo/")
            button = _button_of(cast, first_name)
            browser.press(cast, button)
            self._desks[first_name] = browser
        return self._desks[first_name]

    def letter(self, address: str, saying: str = "") -> Letter:
        """The next letter to somebody, which left in an SMTP transaction of its own."""
        letter = self.postbox.next_for(address, saying)
        if len(letter.envelope_to) != 1:
            raise StoryBroken(f"“{letter.subject}” went to several at once.")
        return letter

    def let_pass(self, minutes: int, told: str) -> None:
        """Put the demo's clock ahead."""
        self.transcript.step(f"{told} pass.")
        browser = self.browser()
        page = browser.open("/demo/")
        form, button = page.form_with("a day", to="/demo/clock/")
        assert button.name == "minutes"
        browser.send(page, form, {**form.fields, "minutes": str(minutes)})

    def holds(self, words: str, is_so: bool) -> None:
        """State what must be so at this point of the story."""
        if not is_so:
            raise StoryBroken(f"It does not hold that {words}.")
        self.transcript.holds(words)

    def wait_until(self, words: str, look: Callable[[], bool]) -> None:
        """The same, for what a job of the instance does in a moment."""
        until = time.monotonic() + SECONDS_PATIENCE
        while not (is_so := look()) and time.monotonic() < until:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        self.holds(words, is_so)

    def owner(self, customer: str, problem: int) -> str:
        """Who is with the customer now, as everybody in the company can read it."""
        page = self.desk_of("Mara").open(f"/problems/{problem}/")
        for line in page.lines:
            if found := re.fullmatch(rf"(You are|(\w+) is) with {customer}", line):
                return found[2] or "Mara"
        raise StoryBroken(f"{page.url} does not say who is with {customer}.")

    def is_with(self, owner: str, customer: str, problem: int) -> None:
        """State whose the customer is, as the whole company reads it."""
        found = self.owner(customer, problem)
        if found != owner:
            raise StoryBroken(f"{customer} should be with {owner} and is with {found}.")
        self.transcript.holds(f"{owner} is with {customer}")


def _button_of(cast: Page, first_name: str) -> str:
    for form in cast.forms:
        for button in form.buttons:
            if button.label.split()[:1] and first_name in button.label.split():
                return button.label
    raise StoryBroken(f"Nobody here is called {first_name}.")
