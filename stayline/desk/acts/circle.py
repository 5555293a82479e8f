"""Who may know of it: for a salary, an illness, a quarrel, only a few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from stayline.desk.acts.page import Data, Verb, Where, Words, answer
from stayline.desk.forms import AboutProblem
from stayline.people import queries
from stayline.people.models import Colleague
from stayline.problems import by_colleagues, circle
from stayline.project.access import colleague_only

USUAL, FEW = "usual", "few"


class CircleForm(AboutProblem):
    """Whoever usually may, or those with the customer and a few more."""

    how = forms.ChoiceField(
        label=gettext_lazy("Who may know of it"),
        choices=[(USUAL, gettext_lazy("Whoever usually may")), (FEW, gettext_lazy("Only a few"))],
    )
    who = forms.ModelMultipleChoiceField(
        queryset=Colleague.objects.none(), required=False, label=gettext_lazy("Who else")
    )

    def prepare(self) -> None:
        there = [self.problem.owner_id, *self.problem.involved]
        self.choose_from("who", queries.active_colleagues().exclude(pk__in=there))
        known = self.problem.need_to_know
        self.initial.setdefault("how", FEW if known else USUAL)
        self.initial.setdefault("who", known)


@dataclass(frozen=True, slots=True)
class Circle:
    """Who knows in any case, and who else could be named."""

    there: Sequence[Colleague]
    others: Sequence[tuple[Colleague, bool]]
    is_few: bool


def _circle(here: Where, form: forms.Form) -> Circle:
    assert isinstance(form, CircleForm)
    there = [here.problem.owner_id, *here.problem.involved]
    field = form.fields["who"]
    assert isinstance(field, forms.ModelMultipleChoiceField)
    chosen = {str(one) for one in form["who"].value() or ()}
    return Circle(
        there=list(Colleague.objects.filter(pk__in=there).order_by("name")),
        others=[(one, str(one.pk) in chosen) for one in field.queryset or ()],
        is_few=form["how"].value() == FEW,
    )


def _words(here: Where) -> Words:
    name = {"name": here.first_name}
    return Words(
        heading=_("Who may know of it"),
        happens=_("Whoever is with %(name)s knows in any case. For everybody else named here it is as for you: in lists, search and notices; for anybody else it is not there, leads and administrators included.") % name,
        save=_("So be it"),
        silent=_("Nothing is sent to %(name)s.") % name,
        done=_("Said so, and noted."),
    )  # fmt: skip


def _draw(here: Where, data: Data, key: str) -> None:
    problem, me = here.problem.pk, here.me.pk
    if data["how"] == FEW:
        named = list(data["who"])
        circle.draw(problem, me, [one.pk for one in named])
        told = _("From now on only those who are here know of this.")
        if named:
            names = {"names": ", ".join(one.name for one in named)}
            told = _("From now on only those who are here know of this, and %(names)s.") % names
    elif not here.problem.need_to_know:
        return
    else:
        circle.open_again(problem, me)
        told = _("From now on whoever usually may know of this may again.")
    by_colleagues.note(problem, me, told, here.at, key=key)


CIRCLE = Verb(CircleForm, _words, _draw, "desk/acts/_circle.html", _circle)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def who_may_know(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, CIRCLE)
