"""The telephone at the desk: who is on the line, and what a colleague does there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from stayline.channels.phone import calling, recording, taking_part
from stayline.desk.forms import EndCallForm
from stayline.desk.pages.calls import calls_page, contact_of
from stayline.desk.views.answers import numbers, reader, show
from stayline.desk.views.problems import act_on
from stayline.ownership import Refused
from stayline.ownership import events as ev
from stayline.ownership.problem import LiveContact
from stayline.problems import by_colleagues, queries
from stayline.problems.models import Problem
from stayline.project.access import colleague_only
from stayline.project.clock import now


@colleague_only
@require_safe
def on_the_line(request: HttpRequest) -> HttpResponse:
    """The calls I am in or rung for: a part of every page."""
    return show(request, "desk/_on_the_line.html", calls_page(reader(request), now()))


@colleague_only
@require_POST
def call(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Call the customer: my telephone rings first."""
    me = reader(request)

    def act(found: Problem, at: datetime) -> None:
        calling.call_customer(found.pk, me.pk, at)

    return act_on(request, problem_id, act)


@colleague_only
@require_POST
def come_in(request: HttpRequest, problem_id: int) -> HttpResponse:
    me = reader(request)
    return _in_the_call(
        request, problem_id, lambda p, c, at: taking_part.come_in(p, c.id, me.pk, at)
    )


@colleague_only
@require_POST
def step_out(request: HttpRequest, problem_id: int) -> HttpResponse:
    me = reader(request)
    return _in_the_call(
        request, problem_id, lambda p, c, at: taking_part.step_out(p, c.id, me.pk, at)
    )


@colleague_only
@require_POST
def who_it_is(request: HttpRequest, problem_id: int) -> HttpResponse:
    """I hear who is on the line, and say so."""
    me = reader(request)
    chosen = numbers([request.POST.get("party", "")])

    def act(problem: int, contact: LiveContact, at: datetime) -> None:
        for party in chosen:
            taking_part.say_who_it_is(problem, contact.id, party, me.pk, at)

    return _in_the_call(request, problem_id, act)


@colleague_only
@require_POST
def said(request: HttpRequest, problem_id: int) -> HttpResponse:
    """The customer said yes or no aloud; the owner writes it down."""
    me = reader(request)
    pressed = request.POST.get("reply")
    asked = numbers([request.POST.get("question", "")])

    def act(problem: int, contact: LiveContact, at: datetime) -> None:
        for question in asked if pressed in ("yes", "no") else ():
            reply = ev.Reply(pressed)
            by_colleagues.record_spoken(problem, me.pk, question, contact.id, reply, at)

    return _in_the_call(request, problem_id, act)


@colleague_only
@require_POST
def recorded(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Record the call, stop it, or let nothing be kept because the customer does not want it."""
    me, wish = reader(request).pk, request.POST.get("do")

    def act(problem: int, contact: LiveContact, at: datetime) -> None:
        if wish == "start":
            recording.start(problem, contact.id, me, at)
        elif wish in ("stop", "refused"):
            recording.stop(problem, contact.id, me, at, refused=wish == "refused")

    return _in_the_call(request, problem_id, act)


@colleague_only
@require_POST
def end(request: HttpRequest, problem_id: int) -> HttpResponse:
    """End the call for an announced silence, or after a warning, with written words."""
    me, form = reader(request), EndCallForm(request.POST)

    def act(problem: int, contact: LiveContact, at: datetime) -> None:
        if not form.is_valid():
            raise Refused("Write {customer} why it ends, and what happens next.")
        how = ev.LiveEnds[form.cleaned_data["why"]]
        taking_part.end(problem, contact.id, me.pk, how, form.cleaned_data["text"], at)

    return _in_the_call(request, problem_id, act)


_InTheCall = Callable[[int, LiveContact, datetime], object]


def _in_the_call(request: HttpRequest, problem_id: int, do: _InTheCall) -> HttpResponse:
    """Do it in the call that goes on; where it is over meanwhile, the page shows that."""

    def act(found: Problem, at: datetime) -> None:
        state = queries.state_of(found)
        if not state.live:
            raise Http404
        do(found.pk, contact_of(state, reader(request).pk), at)

    return act_on(request, problem_id, act)
