"""What the customer's page shows. Filled by its views, read by its templates.

It speaks of people, never of teams, departments or numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol


class Person(Protocol):
    """Whoever has a face."""

    @property
    def pk(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def first_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """What the customer is asked, with a yes and a no that weigh the same."""

    number: int
    about: Literal["takeover", "solved", "contradiction", "split"]
    by: Person
    receiver: Person | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A yes that may still be taken back, and until when."""

    what: Literal["takeover", "satisfied"]
    until: datetime
    to: Person | None = None


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file that came or went with a word."""

    name: str
    path: str
    size: int = 0  # bytes
    picture: str = ""  # where it is shown as we drew it; none where it is no picture
    key: str = ""

    @property
    def url(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class Said:
    """One word of the conversation, or a quiet line of what happened."""

    at: datetime
    text: str
    by: Literal["me", "them", "line"]
    who: Person | None = None
    files: Sequence[FileShown] = ()
    html: str = ""  # a colleague's words in their shape, made safe
    key: int = 0  # the word's number: a page that is open knows by it what is new


@dataclass(frozen=True, slots=True)
class RhythmChoice:
    """How often somebody may choose to hear; 0 days: when there is something to say."""

    days: int
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language this page can be read in, by its own name."""

    code: str
    name: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class There:
    """Who of us has this customer's page's problem before them now, by first name.

    Only people whom the customer has met are named; somebody else who writes is "somebody".
    """

    writes: str = ""
    is_somebody_writing: bool = False
    reads: str = ""


State = Literal["ringing", "open", "proposed", "satisfied", "resting", "aside"]


@dataclass(frozen=True, slots=True)
class WithPage:
    """Who is with me, when do I hear next, is it all right, am I satisfied."""

    now: datetime
    token: str
    company: str
    state: State
    who: Person | None = None  # nobody is named while that could still change
    since: datetime | None = None
    title: str = ""
    helpers: Sequence[Person] = ()
    cover: Person | None = None
    hears_by: datetime | None = None
    hears_from: Person | None = None
    was_late: bool = False
    question: QuestionShown | None = None
    take_back: TakeBack | None = None
    said: Sequence[Said] = ()
    refusal: str = ""
    typed: str = ""
    files: Sequence[FileShown] = ()  # what waits with their answer
    client: str = ""  # makes the same form count once, however often it is sent
    thanks: str = ""
    rhythms: Sequence[RhythmChoice] = ()  # empty where they may not choose
    waits_for_them: bool = False  # we wait for a word of theirs, as we see it
    may_say_waiting: bool = False  # they may say that it is they who wait
    may_be_satisfied: bool = True
    languages: Sequence[LanguageChoice] = ()  # empty where there is no choice
    place: str = ""  # under which a browser keeps what is typed here and nowhere else
    mark: str = ""  # changes with anything that the page shows
