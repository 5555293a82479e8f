"""One problem: reading it, and every act upon it. Each act is one call inward, and one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stayline.desk import drafts, sending
from stayline.desk.contexts import FormPage
from stayline.desk.forms import LONGEST_WORD, CannotNowForm, WriteForm, keys_in
from stayline.desk.models import WritingKind
from stayline.desk.pages.problem import problem_page, sentence
from stayline.desk.pages.writer import others_words_since
from stayline.desk.uploads import pictures_of
from stayline.desk.views.answers import numbers, reader, show, typed
from stayline.ownership import Refused
from stayline.ownership import events as ev
from stayline.people import presence
from stayline.problems import by_colleagues, queries, rich_text
from stayline.problems.live_line import tell_who_is_there
from stayline.problems.mentioning import named_in, with_names_strong
from stayline.problems.models import Problem
from stayline.project.access import colleague_only
from stayline.project.clock import now

Act = Callable[[Problem, datetime], object]


def the_problem(request: HttpRequest, problem_id: int) -> Problem:
    """A problem the reader may see; any other does not exist."""
    try:
        return queries.problem_for(reader(request), problem_id)
    except Problem.DoesNotExist as error:
        raise Http404 from error


def _page(request: HttpRequest, problem: Problem, **changes: Any) -> HttpResponse:
    """The problem as it stands now; with `changes`, after a refusal."""
    writer = changes.pop("writer", {})
    page = problem_page(reader(request), problem.pk, now())
    page = replace(page, writer=replace(page.writer, **writer), **changes)
    is_refused = bool(page.refusal or page.writer.refusal or page.writer.newer)
    return show(request, "desk/problem.html", page, status=409 if is_refused else 200)


@colleague_only
@require_safe
def problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """The conversation, who is with them, and the writer; only what can change, when a page that
    is open asks again."""
    try:
        page = problem_page(reader(request), problem_id, now())
    except Problem.DoesNotExist as error:
        raise Http404 from error
    asks_again = request.headers.get("HX-Request") == "true"
    return show(request, "desk/_problem_live.html" if asks_again else "desk/problem.html", page)


def refused_on(request: HttpRequest, problem: Problem, why: str) -> HttpResponse:
    """The problem as it stands, with the sentence why something was not done."""
    return _page(request, problem, refusal=why)


def act_on(request: HttpRequest, problem_id: int, act: Act, then: str = "") -> HttpResponse:
    """Do it and go on; or show why not, in the rule's own sentence."""
    found = the_problem(request, problem_id)
    try:
        act(found, now())
    except Refused as refusal:
        return _page(request, found, refusal=sentence(refusal, found))
    return redirect(then or f"/problems/{problem_id}/")


@colleague_only
@require_POST
def ringing(request: HttpRequest, problem_id: int) -> HttpResponse:
    """ "I will help you": ringing ends for good."""
    me = reader(request)
    return act_on(request, problem_id, lambda p, at: by_colleagues.say_i_will_help(p.pk, me.pk, at))


# -- words ---------------------------------------------------------------------------------------


@colleague_only
@require_POST
def words(request: HttpRequest, problem_id: int) -> HttpResponse:
    """A reply to the customer. What was typed stays typed when it cannot leave."""
    found, me, at = the_problem(request, problem_id), reader(request), now()
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _unsent(request, found, form, refusal=form.complaint())
    reply = form.reply(found.version)
    newer = others_words_since(found, reply.seen, me.pk)
    if newer:
        return _unsent(request, found, form, newer=newer)
    try:
        sending.send(found, me, reply, at)
    except Refused as refusal:
        return _unsent(request, found, form, refusal=sentence(refusal, found))
    return _written(request, problem_id)


def _unsent(
    request: HttpRequest, problem: Problem, form: WriteForm, **changes: Any
) -> HttpResponse:
    """The page with the words that did not leave; they are the draft now, on every device."""
    typed = request.POST.get("words", "")
    if typed.strip() and len(typed) <= LONGEST_WORD:
        due, waits_for = form.chosen()
        drafts.keep_unsent(
            reader(request), problem.pk, WritingKind.REPLY, typed, now(),
            due=due, waits_for=waits_for,
        )  # fmt: skip
    return _page(request, problem, writer=changes)


def _written(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Go on; the page then tells the browser that these words arrived, and everybody else that
    nobody writes them any more."""
    if presence.wrote(reader(request), problem_id):
        tell_who_is_there(problem_id)
    client = request.POST.get("client", "")
    mark = f"#sent-{quote(client[:80])}" if client else ""
    return redirect(f"/problems/{problem_id}/{mark}")


@colleague_only
@require_POST
def notes(request: HttpRequest, problem_id: int) -> HttpResponse:
    """A note. It has no way to a customer."""
    found, me = the_problem(request, problem_id), reader(request)
    text = request.POST.get("words", "").strip()
    if not text:
        return redirect(f"/problems/{problem_id}/")
    try:
        files, key = keys_in(request.POST), request.POST.get("client", "")[:80]
        said = rich_text.read(with_names_strong(text), pictures_of(files, me.pk))
        by_colleagues.note(
            problem_id,
            me.pk,
            said.text,
            now(),
            html=said.html,
            mentions=named_in(text),
            files=files,
            key=key,
        )
    except Refused as refusal:
        drafts.keep_unsent(me, problem_id, WritingKind.NOTE, text, now())
        return _page(request, found, writer={"mode": "note", "refusal": sentence(refusal, found)})
    drafts.discard(me.pk, problem_id, WritingKind.NOTE)
    return _written(request, problem_id)


@colleague_only
@require_POST
def marked_answer(request: HttpRequest, problem_id: int, word_id: int) -> HttpResponse:
    """The owner reads a mailed reply as the customer's answer; what is neither button says nothing."""
    pressed = request.POST.get("reply")
    if pressed not in ("yes", "no"):
        return redirect(f"/problems/{problem_id}/")
    reply = ev.Reply(pressed)

    def act(found: Problem, at: datetime) -> None:
        asked = next((q for q in queries.state_of(found).questions if word_id in q.replies), None)
        if asked is None:
            raise Http404
        me = reader(request).pk
        by_colleagues.mark_reply(problem_id, me, asked.number, word_id, reply, at)

    return act_on(request, problem_id, act)


# -- help ----------------------------------------------------------------------------------------


@colleague_only
@require_POST
def help_joined(request: HttpRequest, problem_id: int) -> HttpResponse:
    return act_on(
        request, problem_id, lambda p, at: by_colleagues.join(p.pk, reader(request).pk, at)
    )


@colleague_only
@require_POST
def stepped_back(request: HttpRequest, problem_id: int) -> HttpResponse:
    return act_on(
        request,
        problem_id,
        lambda p, at: by_colleagues.step_back(p.pk, reader(request).pk, at),
        "/",
    )


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def help_declined(request: HttpRequest, problem_id: int) -> HttpResponse:
    """I can't help now: why, and who is better."""
    found = the_problem(request, problem_id)

    def act(form: CannotNowForm) -> None:
        data = form.cleaned_data
        by_colleagues.decline_help(
            problem_id, reader(request).pk, data["reason"], now(), better=form.better()
        )

    return _cannot_now(request, found, _("I can't help now"), act)


# -- handing over --------------------------------------------------------------------------------


@colleague_only
@require_POST
def picked_up(request: HttpRequest, problem_id: int) -> HttpResponse:
    """The receiver is there. What was picked up is the offer whose brief was before them."""
    me, read = reader(request), next(iter(numbers([request.POST.get("offer", "")])), None)
    if read is None:
        messages.info(request, _("Read the brief first: it says what is needed and was promised."))
        return redirect("problem", the_problem(request, problem_id).pk)
    return act_on(request, problem_id, lambda p, at: by_colleagues.pick_up(p.pk, me.pk, read, at))


@colleague_only
@require_POST
def withdrawn(request: HttpRequest, problem_id: int) -> HttpResponse:
    me = reader(request)
    return act_on(
        request, problem_id, lambda p, at: by_colleagues.withdraw(p.pk, me.pk, _offer(p), at)
    )


@colleague_only
@require_POST
def offer_question(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Ask the customer whether the receiver may take it from here."""
    me = reader(request)
    return act_on(request, problem_id, lambda p, at: by_colleagues.ask(p.pk, me.pk, _offer(p), at))


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def offer_declined(request: HttpRequest, problem_id: int) -> HttpResponse:
    """I can't take over now: why, who is better, or when."""
    found = the_problem(request, problem_id)

    def act(form: CannotNowForm) -> None:
        data = form.cleaned_data
        by_colleagues.decline(
            problem_id,
            reader(request).pk,
            _offer(found),
            data["reason"],
            now(),
            better=form.better(),
            free_at=data["free_at"],
        )

    return _cannot_now(request, found, _("I can't take over now"), act)


def _offer(problem: Problem) -> int:
    """The number of the open offer; an offer that is over has the number of none."""
    state = queries.state_of(problem)
    return state.offer.number if state.offer else 0


def _cannot_now(
    request: HttpRequest, problem: Problem, heading: str, act: Callable[[CannotNowForm], None]
) -> HttpResponse:
    form = CannotNowForm(typed(request), me=reader(request))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except Refused as refused:
            refusal = sentence(refused, problem)
        else:
            return redirect("/")
    page = FormPage(
        heading=heading,
        lead=_("A “no” that helps says why, and who is better or when you can."),
        form=form,
        back_path=f"/problems/{problem.pk}/",
        back_label=_("Back"),
        save_label=_("Say so"),
        refusal=refusal,
    )
    status = 409 if refusal else 422 if form.errors else 200
    return show(request, "desk/form.html", page, status=status)
