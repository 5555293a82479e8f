"""Bring somebody in: ask them to help, or offer to take over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stayline.desk.contexts import BringPage, Candidate
from stayline.desk.pages.customers import called
from stayline.desk.pages.problem import sentence
from stayline.desk.presence import where_are
from stayline.desk.templatetags.desk import spoken_left, spoken_time
from stayline.desk.views.answers import numbers, reader, show
from stayline.desk.views.problems import the_problem
from stayline.ownership import Problem as State
from stayline.ownership import Refused
from stayline.people import queries as people
from stayline.people.models import Colleague
from stayline.problems import by_colleagues, queries
from stayline.problems.models import Problem, WordKind
from stayline.problems.search.who_knows import Solved, pick_up_times, who_solved_like
from stayline.project.access import colleague_only
from stayline.project.clock import now

#: How many colleagues are shown before anything was typed.
SHOWN = 12


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Who could help, and the brief; the owner stays in both cases."""
    found = the_problem(request, problem_id)
    if request.method == "POST":
        return _ask(request, found)
    sent = request.GET
    page = _page(
        found,
        now(),
        need=sent.get("need", "")[:200],
        brief=sent.get("brief") or _prefilled(found),
        verb=sent.get("verb", "help"),
        chosen=set(numbers(sent.getlist("who"))),
        me=reader(request),
    )
    return show(request, "desk/bring.html", page)


def _ask(request: HttpRequest, problem: Problem) -> HttpResponse:
    sent = request.POST
    chosen = people.active_colleagues().filter(pk__in=numbers(sent.getlist("who")))
    whom = list(chosen.values_list("pk", flat=True))
    brief, me, key = sent.get("brief", "").strip(), reader(request), sent.get("client", "")[:80]
    refusal = ""
    if not whom:
        refusal = _("Choose at least one colleague.")
    elif not brief:
        refusal = _("Say what is needed, so that the customer does not have to tell it again.")
    else:
        try:
            if sent.get("verb") == "offer":
                by_colleagues.offer(
                    problem.pk, me.pk, whom, brief, now(),
                    owner_unreachable=me.pk != problem.owner_id, key=key,
                )  # fmt: skip
            else:
                by_colleagues.ask_to_help(problem.pk, me.pk, whom, brief, now(), key=key)
        except Refused as refused:
            refusal = sentence(refused, problem)
        else:
            return redirect(f"/problems/{problem.pk}/")
    page = _page(
        problem, now(), need=sent.get("need", ""), brief=brief,
        verb=sent.get("verb", "help"), chosen=set(whom), me=me,
    )  # fmt: skip
    return show(request, "desk/bring.html", replace(page, refusal=refusal), status=409)


def _page(
    problem: Problem,
    at: datetime,
    *,
    need: str,
    brief: str,
    verb: str,
    chosen: set[int],
    me: Colleague,
) -> BringPage:
    state = queries.state_of(problem)
    candidates, is_found = _candidates(problem, me, at, need, chosen)
    may_offer = me.pk == problem.owner_id or me.pk in state.ours
    return BringPage(
        now=at,
        problem=problem.pk,
        customer=called(problem.principal),
        need=need,
        brief=brief,
        verb="offer" if verb == "offer" and may_offer else "help",
        may_offer=may_offer,
        why_not="" if may_offer else _("Only who is with them hands over."),
        candidates=candidates,
        is_found=is_found,
        client=str(uuid4()),
    )


def _candidates(
    problem: Problem, reader: Colleague, at: datetime, need: str, chosen: set[int]
) -> tuple[list[Candidate], bool]:
    """Who could help, the best first; and whether somebody fits what was typed at all."""
    state = queries.state_of(problem)
    able = queries.who_can_help(problem, or_take_over=True)
    ids = [one.colleague.pk for one in able]
    named = _named(need) if need.strip() else set()
    solved = who_solved_like(reader, need.strip() or _about(problem), problem.pk, ids, at)
    fits = {one for one in named | (set(solved) if need.strip() else set()) if one in ids}
    if fits:
        able = [one for one in able if one.colleague.pk in fits | chosen]
    where = where_are([one.colleague for one in able], at)
    picks_up = pick_up_times([one.colleague.pk for one in able], at)

    def rank(one: queries.Candidate) -> tuple[object, ...]:
        pk = one.colleague.pk
        known = solved[pk].count if pk in solved else 0
        near = _NEAREST.index(where[pk].here)
        return (pk in state.refused, pk not in chosen, pk not in named, -known, near, one.owned)

    customer = called(problem.principal).first_name
    found = [
        Candidate(
            person=one.colleague,
            title=one.colleague.title,
            why=_why(one.colleague.pk, state, solved, at),
            here=where[one.colleague.pk].here,
            where=where[one.colleague.pk].words,
            load=one.owned,
            picks_up_in=_picks_up_in(picks_up.get(one.colleague.pk)),
            cannot=_("%(customer)s would rather not") % {"customer": customer}
            if one.colleague.pk in state.refused
            else "",
            is_chosen=one.colleague.pk in chosen,
        )
        for one in sorted(able, key=rank)[:SHOWN]
    ]
    return found, bool(fits) or not need.strip()


_NEAREST = ["here", "call", "away", "off"]


def _why(pk: int, state: State, solved: Mapping[int, Solved], at: datetime) -> str:
    """In a few words, why it could be them."""
    if pk in state.helpers:
        return _("is helping already")
    if pk not in solved:
        return ""
    found = solved[pk]
    said = ngettext("solved %(n)d like this", "solved %(n)d like this", found.count)
    words = said % {"n": found.count}
    if found.count == 1 or found.since > at - timedelta(days=31):
        return words
    since = date_format(timezone.localtime(found.since), "F")
    return _("%(solved)s since %(month)s") % {"solved": words, "month": since}


def _picks_up_in(usual: timedelta | None) -> str:
    return _("picks up in about %(time)s") % {"time": spoken_left(usual)} if usual else ""


def _about(problem: Problem) -> str:
    """What it is about, in the customer's words."""
    told = queries.timeline(problem)
    theirs = (one.word.text for one in told if one.word and one.word.kind == WordKind.HEARD)
    return f"{problem.subject} {next(theirs, '')}"[:600]


def _named(need: str) -> set[int]:
    """Whoever fits any of the words; all of them first, then one."""
    found = set(people.find_colleagues(need).values_list("pk", flat=True))
    if not found:
        for word in need.split():
            if len(word) > 3:
                found |= set(people.find_colleagues(word).values_list("pk", flat=True))
    return found


def _prefilled(problem: Problem) -> str:
    """A brief from the conversation: to be read, not retyped."""
    told = list(queries.timeline(problem))
    theirs = [one.word.text.strip() for one in told if one.word and one.word.kind == WordKind.HEARD]
    ours = [one.word.text.strip() for one in told if one.word and one.word.kind == WordKind.SPOKEN]
    parts = [
        _("Needed: %(words)s") % {"words": _short(theirs[0] if theirs else problem.subject)},
        *([_("They last wrote: %(words)s") % {"words": _short(theirs[-1])}] if theirs[1:] else []),
        _("Tried: %(words)s") % {"words": _short(ours[-1]) if ours else _("nothing yet")},
    ]
    if problem.promise_due:
        by = spoken_time(problem.promise_due, now())
        parts.append(_("Promised: they hear from us by %(time)s.") % {"time": by})
    return "\n\n".join(parts)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 400 else words[:399] + "…"
