"""What a mail to a customer is made of: a subject, paragraphs, and at most one button each.

A letter knows nothing of mail. `compose` turns it into plain text and simple HTML.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Button:
    """A link that asks for attention. It opens a page; it never does anything by itself."""

    words: str
    link: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """A line below the letter, in small grey letters."""

    words: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A colleague's own words, with the line breaks they made; with a shape also as HTML."""

    text: str
    html: str = ""


Paragraph = str | Button | Quiet | Words


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail's content. An empty subject means: as the thread is called."""

    subject: str
    body: tuple[Paragraph, ...]

    def in_shape(self, text: str, html: str) -> Letter:
        """This letter, in which these words have their shape in HTML too."""
        words, shaped = Words(text), Words(text, html)
        return replace(self, body=tuple(shaped if one == words else one for one in self.body))


def place_of(zone: str) -> str:
    """Whose clock a time zone is, as people name it: "Berlin", "New York"; empty for "UTC"."""
    continent, _, city = zone.partition("/")
    return "" if continent in ("Etc", "US") else city.rpartition("/")[2].replace("_", " ")


class Language(Protocol):
    """What every language can say. One module each; the type checker compares them with this."""

    def moment(self, at: datetime, zone: str) -> str:
        """A moment as a person writes it, in a time zone."""

    def acknowledgement(self, *, by: str, page: str, brand: str) -> Letter:
        """We have it, and by when a person writes. Names nobody, and repeats nothing."""

    def word(self, *, text: str, name: str, brand: str, by: str, page: str) -> Letter:
        """A colleague's own words. `by`: when the customer hears next, or empty."""

    def introduction(self, *, owner: str, receiver: str, customer: str, page: str) -> Letter:
        """The receiver is there too, by name; the owner stays."""

    def takeover_question(
        self, *, owner: str, receiver: str, customer: str, words: str, page: str
    ) -> Letter:
        """May the receiver take it from here?"""

    def takeover_receipt(
        self, *, former: str, owner: str, customer: str, quoting: str, page: str
    ) -> Letter:
        """Who is with them from now on, and how to take it back. `quoting`: the reply that a
        colleague read as the yes."""

    def back_receipt(self, *, owner: str, customer: str, page: str) -> Letter:
        """They took a takeover back: their former person is with them again."""

    def stays_receipt(self, *, owner: str, customer: str, page: str) -> Letter:
        """They said no: nothing changes, and that is fine."""

    def solved_question(
        self, *, owner: str, customer: str, words: str, again: bool, page: str
    ) -> Letter:
        """Is it solved? `words` is the owner's own message; empty when asked again."""

    def split_question(
        self, *, owner: str, customer: str, things: tuple[str, ...], page: str
    ) -> Letter:
        """Is it right that these are several things?"""

    def contradiction(self, *, owner: str, customer: str, words: str, page: str) -> Letter:
        """Their words and their button differ: which is it?"""

    def satisfied_receipt(self, *, owner: str, customer: str, quoting: str, page: str) -> Letter:
        """They said that it is solved."""

    def promise_broken(
        self, *, giver: str, owner: str, customer: str, by: str, page: str
    ) -> Letter:
        """We promised to write and did not. `giver` and `owner` are empty while nobody was met."""

    def person_changed(
        self, *, former: str, owner: str, customer: str, by: str, page: str
    ) -> Letter:
        """Their person is no longer there; who is now, and by when they write."""

    def cover(self, *, owner: str, cover: str, customer: str, until: str, page: str) -> Letter:
        """Their person is away until then, and who stands in."""

    def new_link(self, *, page: str, brand: str) -> Letter:
        """A new link to their own page, which they asked for. Names nobody."""

    def encounter(
        self, *, colleague: str, head: str, customer: str, said: str, link: str, to_head: bool
    ) -> Letter:
        """One mail to both: the head has been asked, the colleague stays until they agree."""
