"""One's own absence, planned on one page; and being asked to stand in for somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk import absences
from stayline.desk.acts.rehearsal import Letter, rehearse
from stayline.desk.acts.standing_in import Near, nearest
from stayline.desk.contexts import Person
from stayline.desk.forms import MomentField
from stayline.desk.models import Absence, StandIn
from stayline.desk.pages.customers import called
from stayline.desk.pages.problem import sentence
from stayline.desk.views.answers import numbers, reader, show, typed
from stayline.people.models import Colleague
from stayline.problems import by_colleagues
from stayline.problems.models import Problem
from stayline.project.access import colleague_only
from stayline.project.clock import now

# -- one's own -----------------------------------------------------------------------------------


class AbsenceForm(forms.Form):
    """From when to when."""

    starts = MomentField(
        label=gettext_lazy("You leave"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    ends = MomentField(
        label=gettext_lazy("You are back"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def clean_ends(self) -> datetime:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data["ends"]
        if starts and ends <= starts:
            raise forms.ValidationError(_("You are back after you leave."))
        if ends <= now():
            raise forms.ValidationError(_("That moment has passed."))
        return ends  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Looked:
    """One customer, who is asked to stand in, and what they have said."""

    problem: int
    customer: Person
    subject: str
    due: datetime | None
    whom: int
    said: str = ""
    is_settled: bool = False
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """The plan: days, customers, and the letter the first of them will read."""

    now: datetime
    form: AbsenceForm
    people: Sequence[Near]
    looked_after: Sequence[Looked]
    planned: Absence | None = None
    manager: str = ""
    letter: Letter | None = None
    why_no_letter: str = ""
    is_unseen: bool = False
    refusal: str = ""
    errors: Sequence[str] = field(default_factory=tuple)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Plan it, look at what was answered, ask somebody else."""
    me, at = reader(request), now()
    planned = absences.planned(me)
    form = AbsenceForm(typed(request), initial=_days(planned, at))
    looks = "look" in request.POST
    if request.method == "POST" and not looks and form.is_valid():
        return _ask(request, me, form, at)
    page = _page(me, planned, form, at, request.POST)
    if looks:
        form.errors.clear()
    return show(request, "desk/absence.html", page, status=422 if form.errors else 200)


def _days(planned: Absence | None, at: datetime) -> dict[str, str]:
    tomorrow = localtime(at).replace(hour=0, minute=0) + timedelta(days=1)
    starts, ends = tomorrow, tomorrow + timedelta(days=7, hours=9)
    if planned is not None:
        starts, ends = localtime(planned.starts), localtime(planned.ends)
    return {"starts": f"{starts:%Y-%m-%dT%H:%M}", "ends": f"{ends:%Y-%m-%dT%H:%M}"}


def _ask(request: HttpRequest, me: Colleague, form: AbsenceForm, at: datetime) -> HttpResponse:
    able = {one.person.pk for one in nearest(me)}
    wanted = {
        one.pk: whom
        for one in absences.to_be_looked_after(me)
        for whom in numbers([request.POST.get(f"whom-{one.pk}", "")])
        if whom in able
    }
    absences.plan(me, form.cleaned_data["starts"], form.cleaned_data["ends"], wanted, at)
    absences.begin_due(at) if not wanted else None
    many = len(set(wanted.values()))
    said = ngettext("%(n)d colleague is asked.", "%(n)d colleagues are asked.", many)
    messages.success(request, said % {"n": many} if many else _("Planned. Nobody is asked."))
    return redirect("absence")


def _page(
    me: Colleague, planned: Absence | None, form: AbsenceForm, at: datetime, sent: QueryDict
) -> AbsencePage:
    people = nearest(me)
    first = people[0].person.pk if people else 0
    asked = (
        {one.problem_id: one for one in planned.stand_ins.select_related("whom")} if planned else {}
    )
    found = list(absences.to_be_looked_after(me))
    rows = [_looked(one, asked.get(one.pk), 0 if planned else first, sent) for one in found]
    answers_for = me.manager or me.deputy
    letter, why_not = _letter(me, found, rows, _until(form, at), at) if sent else (None, "")
    return AbsencePage(
        now=at,
        form=form,
        people=people,
        looked_after=rows,
        planned=planned,
        manager=answers_for.first_name if answers_for else "",
        letter=letter,
        why_no_letter=why_not,
        is_unseen=not sent,
    )


def _looked(problem: Problem, asked: StandIn | None, otherwise: int, sent: QueryDict) -> Looked:
    chosen = numbers([sent.get(f"whom-{problem.pk}", "")])
    whom = chosen[0] if chosen else asked.whom_id if asked else otherwise
    said, is_settled, is_bad = _said(asked)
    return Looked(
        problem=problem.pk,
        customer=called(problem.principal),
        subject=problem.subject or _("Without a subject"),
        due=problem.promise_due,
        whom=whom,
        said=said,
        is_settled=is_settled,
        is_bad=is_bad,
    )


def _said(asked: StandIn | None) -> tuple[str, bool, bool]:
    """In words; whether it can no longer change here; whether somebody has to do something."""
    if asked is None:
        return "", False, False
    name = {"name": asked.whom.first_name}
    if asked.trouble:
        return asked.trouble, False, True
    if asked.declined_at:
        return _("%(name)s can't: ask somebody else.") % name, False, True
    if asked.accepted_at and asked.begun_at:
        return _("%(name)s stands in.") % name, True, False
    if asked.accepted_at:
        return _("%(name)s has said yes.") % name, False, False
    return _("%(name)s has not answered yet.") % name, False, asked.begun_at is not None


def _until(form: AbsenceForm, at: datetime) -> datetime:
    """The end that was typed, where it is one."""
    ends = form.cleaned_data.get("ends") if form.is_bound and form.is_valid() else None
    return ends if ends is not None else at + timedelta(days=7)


def _letter(
    me: Colleague, found: Sequence[Problem], rows: Sequence[Looked], until: datetime, at: datetime
) -> tuple[Letter | None, str]:
    """What the first of these customers reads on the day, as if it were today."""
    for problem, row in zip(found, rows, strict=True):
        if not row.whom or row.is_settled:
            continue
        seen = rehearse(
            problem,
            partial(by_colleagues.start_cover, problem.pk, me.pk, row.whom, until, at),
        )
        why_not = sentence(seen.refused, problem) if seen.refused else ""
        return next(iter(seen.letters), None), why_not
    return None, ""


@colleague_only
@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """Back, or not gone at all: everything is one's own again."""
    absences.back(reader(request), now())
    messages.success(request, _("You are back: everybody is with you again."))
    return redirect("absence")


# -- being asked ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AskedPage:
    """Who is away from when to when, and with whom one would be."""

    now: datetime
    absence: Absence
    who: Colleague
    asked: Sequence[StandIn]
    customers: Sequence[tuple[int, Person, str, datetime | None]]


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Yes for all, for some, or for none; nothing is sent before the day."""
    me, at = reader(request), now()
    found = list(absences.asked_of(me).filter(absence=absence_id))
    if not found:
        raise Http404
    if request.method == "POST":
        mine = [one.problem_id for one in found]
        yes = numbers(request.POST.getlist("problem")) if "some" in request.POST else mine
        if request.POST.get("reply") == "no":
            yes = []
        absences.answer(me, absence_id, yes, at)
        messages.success(request, _answered(found[0].absence.colleague, set(yes) & set(mine)))
        return redirect("/")
    page = AskedPage(
        now=at,
        absence=found[0].absence,
        who=found[0].absence.colleague,
        asked=found,
        customers=[
            (
                one.problem_id,
                called(one.problem.principal),
                one.problem.subject,
                one.problem.promise_due,
            )
            for one in found
        ],
    )
    return show(request, "desk/asked_to_stand_in.html", page)


def _answered(who: Colleague, yes: set[int]) -> str:
    if not yes:
        return _("%(name)s sees that you can't, and asks somebody else.") % {"name": who.first_name}
    said = ngettext(
        "You stand in for %(name)s with %(n)d customer.",
        "You stand in for %(name)s with %(n)d customers.",
        len(yes),
    )
    return said % {"name": who.first_name, "n": len(yes)}
