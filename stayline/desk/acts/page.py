"""One act upon a problem, as a page and as a sheet: what it says, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stayline.desk.acts.rehearsal import Letter, Rehearsal, rehearse
from stayline.desk.contexts import Person
from stayline.desk.pages.customers import called
from stayline.desk.pages.problem import sentence
from stayline.desk.views.answers import reader, show, typed
from stayline.desk.views.problems import the_problem
from stayline.ownership import Problem as State
from stayline.ownership import Refused
from stayline.people.models import Colleague
from stayline.problems.models import Problem
from stayline.problems.queries import state_of
from stayline.project.clock import now

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Where:
    """The problem that something is done to, who does it, and when."""

    problem: Problem
    state: State
    me: Colleague
    at: datetime

    @property
    def customer(self) -> Person:
        return called(self.problem.principal)

    @property
    def first_name(self) -> str:
        return self.customer.first_name or self.customer.name


@dataclass(frozen=True, slots=True)
class Words:
    """What an act says of itself. `happens` is what it means for the customer."""

    heading: str
    happens: str
    save: str
    silent: str = ""  # said where the customer is written nothing
    done: str = ""  # said when it was done
    undo: str = ""  # where it is taken back, as a part of the problem's address


@dataclass(frozen=True, slots=True)
class ActPage:
    """A page or a sheet. `cannot` is why the rule would refuse what the form says now."""

    now: datetime
    problem: int
    subject: str
    customer: Person
    words: Words
    template: str
    form: Any
    is_sheet: bool = False
    refusal: str = ""
    cannot: str = ""
    is_complete: bool = False
    is_unseen: bool = False  # nobody has asked yet what would come of it
    letters: Sequence[Letter] = field(default_factory=tuple)
    more: Any = None
    client: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True, slots=True)
class Verb:
    """An act with a form. What `does` refuses, or says as a ValueError, is shown; words are kept."""

    form: type[forms.Form]
    words: Callable[[Where], Words]
    does: Callable[[Where, Data, str], object]
    template: str = "desk/acts/_fields.html"
    more: Callable[[Where, forms.Form], Any] = lambda _where, _form: None
    goes_home: bool = False


def where(request: HttpRequest, problem_id: int) -> Where:
    problem = the_problem(request, problem_id)
    return Where(problem, state_of(problem), reader(request), now())


def answer(request: HttpRequest, problem_id: int, verb: Verb) -> HttpResponse:
    """The form; sent, it is done and leads back to the problem. Sent to `look`, nothing is done:
    it is only shown what would come of it."""
    here, refusal, looks = where(request, problem_id), "", request.POST.get("look", "")
    form = _form(verb, here, typed(request))
    if request.method == "POST" and not looks and form.is_valid():
        refusal = _tried(verb, here, form.cleaned_data, request.POST.get("client", "")[:80])
        if not refusal:
            return _done(request, here, verb)
    page = _page(request, here, verb, form, refusal)
    if looks == "pressed":
        page = replace(page, refusal=page.cannot)
    elif looks:
        form.errors.clear()  # what is still being filled in has no mistakes yet
    template = "desk/acts/_act.html" if page.is_sheet else "desk/acts/page.html"
    return show(request, template, page, status=_status(page, form, looks))


def _form(verb: Verb, here: Where, data: Any) -> forms.Form:
    return verb.form(data, problem=here.problem, me=here.me)  # type: ignore[call-arg]


def _status(page: ActPage, form: forms.Form, looks: str) -> int:
    if page.refusal:
        return 409
    return 422 if form.errors and looks != "now" else 200


def _tried(verb: Verb, here: Where, data: Data, key: str) -> str:
    """Do it; or why not, as one sentence."""
    try:
        verb.does(here, data, key)
    except Refused as refused:
        return sentence(refused, here.problem)
    except ValueError as error:
        return str(error)
    return ""


def _done(request: HttpRequest, here: Where, verb: Verb) -> HttpResponse:
    words, there = verb.words(here), f"/problems/{here.problem.pk}/"
    if words.done:
        messages.success(request, words.done, extra_tags=words.undo and there + words.undo)
    return redirect("/" if verb.goes_home else there)


def _page(request: HttpRequest, here: Where, verb: Verb, form: forms.Form, refusal: str) -> ActPage:
    is_read = request.method != "POST"  # reading writes nothing, not even to undo it
    seen = None if is_read else _foreseen(verb, here, form)
    return ActPage(
        now=here.at,
        problem=here.problem.pk,
        subject=here.problem.subject or _("Without a subject"),
        customer=here.customer,
        words=verb.words(here),
        template=verb.template,
        form=form,
        is_sheet="X-Sheet" in request.headers,
        refusal=refusal,
        cannot=_why_not(seen, here),
        is_complete=seen is not None,
        is_unseen=is_read,
        letters=seen.letters if isinstance(seen, Rehearsal) else (),
        more=verb.more(here, form),
    )


def _foreseen(verb: Verb, here: Where, form: forms.Form) -> Rehearsal | str | None:
    """What would come of the form as it stands; None while it says too little."""
    if not form.is_valid():
        return None
    try:
        return rehearse(here.problem, partial(verb.does, here, form.cleaned_data, ""))
    except ValueError as error:
        return str(error)


def _why_not(seen: Rehearsal | str | None, here: Where) -> str:
    if isinstance(seen, str):
        return seen
    return sentence(seen.refused, here.problem) if seen and seen.refused else ""


def plain(
    request: HttpRequest, problem_id: int, does: Callable[[Where, str], object]
) -> HttpResponse:
    """An act without a form: done, or the reason on a page of its own."""
    return answer(request, problem_id, Verb(_Nothing, _not_now, lambda w, _data, key: does(w, key)))


def _not_now(_where: Where) -> Words:
    return Words(_("Not possible now"), "", _("Try once more"))


class _Nothing(forms.Form):
    def __init__(self, *args: Any, problem: Problem, me: Colleague, **options: Any) -> None:
        super().__init__(*args, **options)
