"""The customer's page in every state, with made-up people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from stayline.customer_page.contexts import QuestionShown, Said, TakeBack, WithPage


@dataclass(frozen=True, slots=True)
class Somebody:
    """A face without a row in any table."""

    pk: int
    name: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


BEA = Somebody(1, "Bea Lindner")
TOM = Somebody(2, "Tomas Okafor")


def _said(now: datetime) -> tuple[Said, ...]:
    hour = timedelta(hours=1)
    return (
        Said(
            now - 26 * hour,
            "Hello, since the update I can't sign in on the tablet. The desktop works.",
            "me",
        ),
        Said(
            now - 25 * hour,
            "Hello Carol,\n\nI will help you. I am asking a colleague who knows the tablets, and I stay with you until it works.\n\nBea",
            "them",
            BEA,
        ),
        Said(now - 22 * hour, "Tomas is here and helps", "line"),
        Said(
            now - 22 * hour,
            "Hello Carol, this is Tomas, I know the tablets. Could you open Settings → About and tell me the number in the last line?",
            "them",
            TOM,
        ),
        Said(now - 2 * hour, "It is 4.1.0-rc2.", "me"),
    )


def open_page(now: datetime) -> WithPage:
    return WithPage(
        now=now,
        token="sample",  # noqa: S106 - made up
        company="Fernwood Networks",
        state="open",
        who=BEA,
        since=now - timedelta(days=1),
        helpers=(TOM,),
        hears_by=now + timedelta(hours=4),
        hears_from=BEA,
        said=_said(now),
        title="Can't sign in on the tablet",
    )


def asked(now: datetime) -> WithPage:
    return replace(open_page(now), question=QuestionShown(7, "takeover", BEA, TOM))


def proposed(now: datetime) -> WithPage:
    return replace(open_page(now), state="proposed", question=QuestionShown(8, "solved", BEA))


def ringing(now: datetime) -> WithPage:
    return replace(
        open_page(now),
        state="ringing",
        who=None,
        since=None,
        helpers=(),
        hears_from=None,
        said=_said(now)[:1],
    )


def aside(now: datetime) -> WithPage:
    return replace(ringing(now), state="aside", hears_by=None)


def satisfied(now: datetime) -> WithPage:
    return replace(
        open_page(now),
        state="satisfied",
        helpers=(),
        hears_by=None,
        may_be_satisfied=False,
        take_back=TakeBack("satisfied", now + timedelta(days=13)),
    )


SAMPLES = {
    "open": open_page,
    "asked": asked,
    "proposed": proposed,
    "ringing": ringing,
    "aside": aside,
    "satisfied": satisfied,
}
