"""Anything by name: what can be done here, where one can go, and who and what is there to go to.

A verb is offered only where its page would offer it, and a problem or a customer only to who may
see them; doing it goes through the verb's own address, which asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stayline.desk.contexts import Act, Person
from stayline.desk.handoffs import acts_for, handoff_shown, menu_for
from stayline.desk.pages.customers import called
from stayline.people import queries as people_queries
from stayline.people.models import Colleague, Role
from stayline.problems import queries
from stayline.problems.models import Problem
from stayline.problems.search import folding, saved, suggesting

EACH = 5
"""How many of one kind are offered."""


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do or place to go: a page (`href`), something to post (`act`), or an act of
    the page that is open (`here`)."""

    label: str
    more: str = ""
    icon: str = "next"
    href: str = ""
    here: str = ""
    act: Act | None = None
    person: Person | None = None
    keys: str = ""
    also: str = ""  # other words for it


@dataclass(frozen=True, slots=True)
class Group:
    """Ways of one kind, under a heading."""

    name: str
    ways: Sequence[Way] = field(default_factory=tuple)


def palette(reader: Colleague, typed: str, problem: Problem | None) -> list[Group]:
    """What fits what was typed; without a word what is nearest."""
    parts = folding.words(typed)
    groups = [
        Group(pgettext("on this page", "Here"), _fitting(_here(reader, problem), parts)),
        Group(_("Go to"), _fitting(_pages(reader), parts)),
        Group(_("Searches you keep"), _fitting(_saved(reader), parts)[:EACH]),
    ]
    if parts:
        groups += [
            Group(_("Problems"), _problems(reader, typed)),
            Group(_("Customers"), _customers(reader, typed)),
            Group(_("Colleagues"), _colleagues(reader, typed)),
            Group(_("Search"), [_search(typed)]),
        ]
    return [one for one in groups if one.ways]


def _fitting(ways: Iterable[Way], parts: Sequence[str]) -> list[Way]:
    """Each part that was typed begins a word of the name, or of another name for it."""
    return [one for one in ways if _fits(folding.words(f"{one.label} {one.also}"), parts)]


def _fits(words: Sequence[str], parts: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in parts)


# -- the open problem -----------------------------------------------------------------------------


def _here(reader: Colleague, problem: Problem | None) -> Iterator[Way]:
    if problem is None:
        return
    state, customer = queries.state_of(problem), called(problem.principal).first_name
    if reader.pk in state.ours:
        yield Way(_("Reply"), icon="mail", here="reply", keys="r", also=_("write answer send"))
        yield Way(_("Change the promise"), icon="promise", here="promise", keys="p")
    yield Way(_("Note"), icon="note", here="note", keys="n", also=_("comment internal"))
    handoff = handoff_shown(state, reader.pk, {}, customer, "")
    for act in (*acts_for(state, reader.pk), *handoff.acts, *menu_for(state, reader.pk)):
        yield _doing(act)


def _also(act: Act) -> str:
    """What else an act may be looked for by."""
    last = act.path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return {
        "bring": _("transfer hand over help escalate assign"),
        "twin": _("merge duplicate"),
        "parts": _("divide separate"),
        "links": _("relate related"),
        "parties": _("cc contact participant role add"),
        "circle": _("private confidential secret need to know"),
        "rest": _("close quiet let be at odds"),
        "aside": _("spam trash other correspondence"),
        "cover": _("absence holiday away"),
        "cause": _("outage incident"),
    }.get(last, "")


def _doing(act: Act) -> Way:
    also = _also(act)
    if act.is_page:
        return Way(act.label, icon="hand", href=act.path, also=also)
    return Way(act.label, icon="hand", act=act, also=also)


# -- pages ----------------------------------------------------------------------------------------


def _pages(reader: Colleague) -> Iterator[Way]:
    yield Way(_("With you now"), icon="home", href="/", keys="g h", also=_("home inbox"))
    yield Way(_("Search"), icon="search", href="/search/", keys="/", also=_("find"))
    yield Way(_("I met a customer"), icon="met", href="/encounters/new/", keys="c", also=_("new"))
    if reader.role in (Role.LEAD, Role.ADMINISTRATOR):
        yield Way(_("With your people"), icon="people", href="/led/", also=_("team lead"))
    if reader.role == Role.ADMINISTRATOR:
        yield Way(_("Doors"), icon="door", href="/doors/", also=_("mailbox channel"))
        yield Way(_("People"), icon="people", href="/people/", also=_("colleagues"))
        yield Way(_("Teams"), icon="people", href="/teams/")
        yield Way(_("Telephones"), icon="phone", href="/telephones/")
        yield Way(_("What callers hear"), icon="mic", href="/prompts/", also=_("voice record"))
        yield Way(_("How it is set up"), icon="gear", href="/company/", also=_("settings company"))
    you = pgettext("one's own page", "You")
    yield Way(you, icon="people", href="/you/", also=_("profile name photo face"))
    yield Way(_("Your phone"), icon="phone", href="/phone/", also=_("softphone headset ring"))
    yield Way(_("Where you are"), icon="clock", href="/you/where/", also=_("away lunch keys off"))
    yield Way(_("What you have begun to write"), icon="note", href="/drafts/", also=_("drafts"))
    yield Way(_("Saved replies"), icon="mail", href="/saved-replies/", also=_("templates macros"))
    yield Way(_("Set aside"), icon="quiet", href="/aside/", also=_("spam junk"))
    yield Way(
        _("Your absence"),
        icon="leave",
        href="/you/absence/",
        also=_("holiday away vacation out of office cover"),
    )
    yield Way(_("Common causes"), icon="split", href="/causes/", also=_("outage incident"))
    yield Way(_("Password"), icon="key", href="/accounts/password/change/")
    yield Way(_("Passkeys and codes"), icon="key", href="/accounts/2fa/")
    yield Way(_("Light or dark"), icon="moon", here="theme")
    yield Way(_("All keys"), icon="info", here="keys", keys="?", also=_("shortcuts help"))
    if settings.STAYLINE_DEMO:
        yield Way(_("Every mail that left"), icon="outbox", href="/outbox/")
        yield Way(_("Be somebody else"), icon="people", href="/demo/")


# -- people and problems --------------------------------------------------------------------------


def _searching(text: str) -> str:
    return f"/search/?{urlencode({'q': text})}"


def _saved(reader: Colleague) -> Iterator[Way]:
    for one in saved.of(reader):
        yield Way(one.name, one.asked, "clock", _searching(one.asked))


def _problems(reader: Colleague, typed: str) -> list[Way]:
    return [
        Way(
            called(one.principal).name,
            one.subject,
            "next",
            f"/problems/{one.pk}/",
            person=called(one.principal),
        )
        for one in suggesting.problems(reader, typed, EACH)
    ]


def _customers(reader: Colleague, typed: str) -> list[Way]:
    return [
        Way(one.label, one.more, "heart", _searching(f'from:"{one.text}"'))
        for one in suggesting.customers(reader, typed)
    ]


def _colleagues(reader: Colleague, typed: str) -> list[Way]:
    """An administrator goes to their page, everybody else to who is with them."""
    is_administrator = reader.role == Role.ADMINISTRATOR
    return [
        Way(
            one.name,
            one.title,
            "people",
            f"/people/{one.pk}/" if is_administrator else _searching(f'with:"{one.name}"'),
            person=one,
        )
        for one in people_queries.find_colleagues(typed)[:EACH]
    ]


def _search(typed: str) -> Way:
    return Way(
        _("Search for “%(words)s”") % {"words": typed.strip()},
        icon="search",
        href=_searching(typed),
    )
