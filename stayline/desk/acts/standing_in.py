"""Cover for one problem, and who carries its promise; both ends with the owner who stays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk.acts.page import Data, Verb, Where, Words, answer, plain
from stayline.desk.forms import AboutProblem, MomentField
from stayline.desk.presence import WhereShown, where_are
from stayline.people import queries
from stayline.people.models import Colleague, TeamMember
from stayline.problems import by_colleagues
from stayline.problems.queries import state_of
from stayline.project.access import colleague_only
from stayline.project.clock import now

_USUALLY = timedelta(days=7)
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Near:
    """A colleague, and why they are the likely one."""

    person: Colleague
    why: str = ""


def nearest(colleague: Colleague, helping: Collection[int] = ()) -> list[Near]:
    """Who could stand in for somebody: who helps already, who inherits from them, who works
    beside them, then everybody else."""
    teams = TeamMember.objects.filter(colleague=colleague).values("team")
    beside = set(TeamMember.objects.filter(team__in=teams).values_list("colleague", flat=True))
    others = queries.active_colleagues().exclude(pk=colleague.pk)
    reasons = (
        (helping, _("helps already")),
        ([colleague.successor_id], _("follows you where you leave")),
        (beside, _("works beside you")),
    )

    def place(one: Colleague) -> int:
        fits = (at for at, (who, _why) in enumerate(reasons) if one.pk in who)
        return next(fits, len(reasons))

    ranked = sorted(others, key=lambda one: (place(one), one.name))
    whys = [*(why for _who, why in reasons), ""]
    return [Near(one, whys[place(one)]) for one in ranked]


class CoverForm(AboutProblem):
    """Who stands in, until when."""

    who = forms.ModelChoiceField(
        queryset=Colleague.objects.none(), label=gettext_lazy("Who"), empty_label=None
    )
    until = MomentField(
        label=gettext_lazy("You are back"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    likely: Sequence[Near] = ()

    def prepare(self) -> None:
        self.choose_from("who", queries.active_colleagues().exclude(pk=self.problem.owner_id))
        self.likely = nearest(self.problem.owner, state_of(self.problem).helpers)
        if self.likely:
            self.initial.setdefault("who", self.likely[0].person.pk)
        self.initial.setdefault("until", _in_a_week())


def _in_a_week() -> str:
    """The likely end of an absence, in the reader's own zone, as an input holds it."""
    back = localtime(now() + _USUALLY).replace(hour=9, minute=0)
    return back.strftime("%Y-%m-%dT%H:%M")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could do it, and where they are now."""

    person: Colleague
    why: str
    there: WhereShown
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """The likely ones, and everybody else."""

    likely: Sequence[Candidate]
    others: Sequence[Candidate]


def candidates(people: Sequence[Near], chosen: str, at: datetime) -> Candidates:
    there = where_are([one.person for one in people], at)
    shown = [
        Candidate(one.person, one.why, there[one.person.pk], str(one.person.pk) == chosen)
        for one in people
    ]
    others = [one for one in shown[_SHOWN:] if not one.is_chosen]
    return Candidates([one for one in shown if one not in others], others)


def _standing_in(here: Where, form: forms.Form) -> Candidates:
    assert isinstance(form, CoverForm)
    return candidates(form.likely, str(form["who"].value() or ""), here.at)


def _cover_words(here: Where) -> Words:
    name = {"name": here.first_name}
    return Words(
        heading=_("Somebody stands in for you")
        if here.me.pk == here.problem.owner_id
        else _("Somebody stands in"),
        happens=_("%(name)s keeps you. Until you are back somebody else writes to %(name)s, in their own name, and keeps your promises; then you have all of it again.") % name,
        save=_("They stand in"),
        silent=_("Nothing is sent: %(name)s has not met you yet.") % name,
        done=_("They stand in from now on."),
        undo="cover/end/",
    )  # fmt: skip


def _start(here: Where, data: Data, key: str) -> None:
    by_colleagues.start_cover(
        here.problem.pk, here.me.pk, data["who"].pk, data["until"], here.at, key=key
    )


COVER = Verb(CoverForm, _cover_words, _start, "desk/acts/_cover.html", _standing_in)


class CarrierForm(AboutProblem):
    """Who of those with the customer carries the promise."""

    who = forms.ModelChoiceField(
        queryset=Colleague.objects.none(), label=gettext_lazy("Who"), empty_label=None
    )
    likely: Sequence[Near] = ()

    def prepare(self) -> None:
        state = state_of(self.problem)
        there = queries.active_colleagues().filter(pk__in=state.ours)
        self.choose_from("who", there)
        carrier = state.promise.carrier if state.promise else None
        self.likely = [Near(one) for one in there if one.pk != carrier]
        self.is_empty = not self.likely
        if self.likely:
            self.initial.setdefault("who", self.likely[0].person.pk)


def _carriers(here: Where, form: forms.Form) -> Candidates:
    assert isinstance(form, CarrierForm)
    return candidates(form.likely, str(form["who"].value() or ""), here.at)


def _carrier_words(here: Where) -> Words:
    name = {"name": here.first_name}
    return Words(
        heading=_("Who carries the promise"),
        happens=_("%(name)s hears by the promised moment, from whoever carries it. You stay the one who answers for it, and see it as in good hands until it is at risk.") % name,
        save=_("They carry it"),
        silent=_("Nothing is sent to %(name)s.") % name,
        done=_("In good hands."),
    )  # fmt: skip


def _carry(here: Where, data: Data, key: str) -> None:
    by_colleagues.carry_promise(here.problem.pk, here.me.pk, data["who"].pk, here.at, key=key)


CARRIER = Verb(CarrierForm, _carrier_words, _carry, "desk/acts/_who.html", _carriers)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, COVER)


@colleague_only
@require_POST
def cover_ended(request: HttpRequest, problem_id: int) -> HttpResponse:
    return plain(
        request,
        problem_id,
        lambda here, key: by_colleagues.end_cover(problem_id, here.me.pk, here.at, key=key),
    )


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def carrier(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, CARRIER)
