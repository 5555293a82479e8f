"""The customer's own page. Opening it changes nothing; every button is a POST with CSRF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NoReturn
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stayline.channels.mail import proving, renewing
from stayline.customer_page import uploads
from stayline.customer_page.language import language_of, spoken_by_whose_it_was, spoken_with
from stayline.customer_page.limits import too_often, works_here
from stayline.customer_page.page import page_of, with_page
from stayline.customer_page.refusals import refusal_in_words
from stayline.ownership import Refused
from stayline.ownership import events as ev
from stayline.people import customers, presence_outside
from stayline.people import queries as people
from stayline.problems import by_customers, queries, served, tokens
from stayline.problems.journal import UsedForSomethingElse
from stayline.problems.live_line import tell_who_is_there
from stayline.problems.models import Attachment
from stayline.problems.queries import CustomersPage
from stayline.project.access import customer_with_token
from stayline.project.clock import now

Act = Callable[[int, int, datetime], object]
LONGEST_WORD = 100_000
MOST_IN_A_MINUTE = 30
"""More than anybody can type."""
RHYTHMS = {"0", "1", "2", "7"}
"""In days, as a page may choose them; 0: when there is something to say."""


def _render(
    request: HttpRequest, found: CustomersPage, token: str, *, status: int = 200, **changes: Any
) -> HttpResponse:
    """In the customer's language, and in their zone until their browser knows better."""
    with spoken_with(found):
        page = replace(with_page(found, token, now()), **changes)
        page = replace(page, files=uploads.waiting(found, token))
        shown = "_parts" if _is_open_already(request) else "with"
        answer = render(request, f"customer_page/{shown}.html", {"page": page}, status=status)
    answer["Content-Language"] = language_of(found)
    return answer


def _is_open_already(request: HttpRequest) -> bool:
    """Whether a page that is open asks: it wants its parts alone, and keeps what is typed."""
    return request.headers.get("Stayline-Parts") == "yes"


def _gone() -> NoReturn:
    """The same answer for a link that never was and one that is no more."""
    raise Http404


def _found(token: str) -> CustomersPage | None:
    return page_of(token, now()) if tokens.looks_like_token(token) else None


@customer_with_token
@never_cache
@require_safe
def with_you(request: HttpRequest, token: str) -> HttpResponse:
    """Who is with me, by when do I hear, and what am I asked."""
    found = _found(token)
    return _render(request, found, token) if found else _no_way_in(request, token)


def _no_way_in(request: HttpRequest, token: str, *, is_sent: bool = False) -> HttpResponse:
    """The same for a link that never was and one that is no more, and a way on; in the language
    of whose link it was, else as their browser says."""
    shown = {"token": token, "write_to": people.address_for_strangers(), "is_sent": is_sent}
    with spoken_by_whose_it_was(token):
        return render(request, "customer_page/renew.html", shown, status=200 if is_sent else 404)


@customer_with_token
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """A new link by mail, to the address we know. Whoever asks is told the same in any case."""
    if tokens.looks_like_token(token) and not works_here(request):
        renewing.renew(token, now(), ends_others=request.POST.get("ends") == "yes")
    return _no_way_in(request, token, is_sent=True)


def _attachment(token: str, key: UUID) -> Attachment:
    """A file of the conversation this page shows; any other does not exist."""
    found = _found(token)
    shown = [one for word in found.words for one in word.attachments.all()] if found else []
    for attachment in shown:
        if attachment.key == key:
            return attachment
    _gone()


@customer_with_token
@never_cache
@require_safe
def file(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """The bytes, whatever they call themselves, for saving."""
    return served.as_download(_attachment(token, key))


@customer_with_token
@require_safe
def picture(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """The same as a picture of ours."""
    return served.as_picture(_attachment(token, key))


def _act(request: HttpRequest, token: str, act: Act) -> HttpResponse:
    """Do it and show the page anew; or say why not, and keep what was typed."""
    found = _found(token)
    if found is None:
        return _no_way_in(request, token)
    with spoken_with(found):
        return _acted(request, token, found, act)


def _acted(request: HttpRequest, token: str, found: CustomersPage, act: Act) -> HttpResponse:
    typed = request.POST.get("words", "")[:LONGEST_WORD]
    if works_here(request):
        sentence = _("You are signed in at the desk, and nobody here can answer for a customer.")
        return _render(request, found, token, status=403, refusal=sentence, typed=typed)
    if too_often(f"{found.row.pk}-{found.customer.pk}", MOST_IN_A_MINUTE):
        sentence = _("That was a lot at once. Wait a minute, please; your words are still here.")
        return _render(request, found, token, status=429, refusal=sentence, typed=typed)
    try:
        act(found.row.pk, found.customer.pk, now())
    except Refused as refused:
        sentence = refusal_in_words(refused, found)
        return _render(request, found, token, status=409, refusal=sentence, typed=typed)
    except UsedForSomethingElse:
        sentence = _("That form was sent before. Your words are still here: send them once more.")
        return _render(request, found, token, status=409, refusal=sentence, typed=typed)
    proving.acted_by_link(token, now())
    return redirect(f"/with/{token}/")


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "").strip()[:LONGEST_WORD]


def _key(request: HttpRequest) -> str:
    return request.POST.get("client", "")[:80]


@customer_with_token
@require_POST
def words(request: HttpRequest, token: str) -> HttpResponse:
    """A word of theirs; never refused."""
    text, key = _words(request), _key(request)
    if not text and not uploads.has_files(request):
        return redirect(f"/with/{token}/")
    return _act(
        request,
        token,
        lambda p, c, at: by_customers.write_on_page(
            p, c, text, at, files=uploads.keys_in(request, p, c), key=key
        ),
    )


@customer_with_token
@require_POST
def answer(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Yes or no to one question. Anything but the two buttons answers nothing."""
    pressed = request.POST.get("reply")
    if pressed not in ("yes", "no"):
        return redirect(f"/with/{token}/")
    reply, said = ev.Reply(pressed), _words(request)
    return _act(
        request,
        token,
        lambda p, c, at: by_customers.answer_on_page(
            p, c, number, reply, at, words=said, key=_key(request)
        ),
    )


@customer_with_token
@require_POST
def satisfied(request: HttpRequest, token: str) -> HttpResponse:
    """It is solved, asked or not."""
    said, key = _words(request), _key(request)

    return _act(
        request, token, lambda p, c, at: by_customers.say_satisfied(p, c, at, words=said, key=key)
    )


@customer_with_token
@require_POST
def takeover_taken_back(request: HttpRequest, token: str) -> HttpResponse:
    what = ev.TakenBackWhat.TAKEOVER
    return _act(request, token, lambda p, c, at: by_customers.take_back(p, c, what, at))


@customer_with_token
@require_POST
def satisfied_taken_back(request: HttpRequest, token: str) -> HttpResponse:
    what = ev.TakenBackWhat.SATISFIED
    return _act(request, token, lambda p, c, at: by_customers.take_back(p, c, what, at))


@customer_with_token
@require_POST
def no_longer_needed(request: HttpRequest, token: str) -> HttpResponse:
    """Let it be, and stop asking."""
    return _act(request, token, by_customers.let_be)


@customer_with_token
@require_POST
def i_am_a_customer(request: HttpRequest, token: str) -> HttpResponse:
    """We took them for something else; now somebody comes."""
    return _act(
        request,
        token,
        lambda p, c, at: by_customers.say_i_am_a_customer(p, c, at, key=_key(request)),
    )


# -- how often they hear --------------------------------------------------------------------------


@customer_with_token
@require_POST
def rhythm(request: HttpRequest, token: str) -> HttpResponse:
    """How long they want to go without a word from us, at most."""
    days = request.POST.get("every", "")
    if days not in RHYTHMS:
        return redirect(f"/with/{token}/")
    every = timedelta(days=int(days)) if int(days) else None
    return _act(
        request,
        token,
        lambda p, c, at: by_customers.choose_rhythm(p, c, every, at, key=_key(request)),
    )


@customer_with_token
@require_POST
def waiting_for_you(request: HttpRequest, token: str) -> HttpResponse:
    """ "I am waiting for you": we thought that we wait for them."""
    return _act(
        request,
        token,
        lambda p, c, at: by_customers.say_waiting_for_you(p, c, at, key=_key(request)),
    )


# -- who is there ---------------------------------------------------------------------------------


@customer_with_token
@require_POST
def here(request: HttpRequest, token: str) -> HttpResponse:
    """Their page is before them, and they write, or not. It tells them that we see it."""
    found, sent = _found(token), request.POST
    if found is None:
        return HttpResponse(status=404)
    try:
        page = UUID(sent.get("page", ""))
    except ValueError:
        return HttpResponse(status=204)
    if not works_here(request) and _tell(found, page, sent, now()):
        tell_who_is_there(found.row.pk, *sorted(queries.ours(found.row.pk)))
    return HttpResponse(status=204)


def _tell(found: CustomersPage, page: UUID, sent: QueryDict, at: datetime) -> bool:
    """True where colleagues would see a difference."""
    customer = found.customer
    if sent.get("gone"):
        return presence_outside.leave(page, customer, at)
    is_news = customers.learn_zone(customer, sent.get("zone", ""))
    writes = sent.get("writes") == "yes"
    return presence_outside.tell(page, customer, found.row.pk, at, writes=writes) or is_news


@customer_with_token
@require_POST
def language(request: HttpRequest, token: str) -> HttpResponse:
    """The language they would rather read: on this page, and in every mail from now on."""
    chosen = request.POST.get("language", "")
    return _act(request, token, lambda _problem, customer, _at: customers.speak(customer, chosen))
