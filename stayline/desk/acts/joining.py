"""Join: the same thing told twice is looked after once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from stayline.desk.acts.likely import Seen, by_likeness, seen
from stayline.desk.acts.page import Data, Verb, Where, Words, answer
from stayline.desk.forms import AboutProblem
from stayline.problems import by_colleagues
from stayline.problems.models import Problem, Stage
from stayline.problems.queries import visible_to
from stayline.project.access import colleague_only

_OFFERED = 12


class TwinForm(AboutProblem):
    """Which other problem is the same thing: the customer's own alone can be."""

    twin = forms.ModelChoiceField(
        queryset=Problem.objects.none(), label=gettext_lazy("The other one"), empty_label=None
    )
    likely: Sequence[Seen] = ()

    def prepare(self) -> None:
        others = visible_to(self.me).filter(stage__in=Stage.open()).exclude(pk=self.problem.pk)
        same = others.filter(principal=self.problem.principal_id, principal__isnull=False)
        found = same.select_related("principal", "owner").order_by("-opened_at")
        self.choose_from("twin", found)
        self.likely = by_likeness(found[:_OFFERED], self.problem)
        self.is_empty = not self.likely
        if self.likely:
            self.initial.setdefault("twin", self.likely[0].problem)


@dataclass(frozen=True, slots=True)
class Compared:
    """This one, and the one that was chosen."""

    this: Seen
    others: Sequence[Seen]
    chosen: Seen | None


def _compared(here: Where, form: forms.Form) -> Compared:
    assert isinstance(form, TwinForm)
    value = str(form["twin"].value() or "")
    chosen = next((one for one in form.likely if str(one.problem) == value), None)
    return Compared(seen(here.problem), form.likely, chosen)


def _words(here: Where) -> Words:
    name = {"name": here.first_name}
    return Words(
        heading=_("The same thing, told twice?"),
        happens=_("%(name)s keeps one conversation and one person. Whatever %(name)s writes from now on, to either, arrives in the one that stays; when that is solved, both are.") % name,
        save=_("Join them"),
        silent=_("Nothing is sent to %(name)s.") % name,
        done=_("Joined: %(name)s's words arrive here from now on.") % name,
    )  # fmt: skip


def _join(here: Where, data: Data, _key: str) -> None:
    by_colleagues.join_twin(here.problem.pk, data["twin"].pk, here.me.pk, here.at)


JOIN = Verb(TwinForm, _words, _join, "desk/acts/_join.html", _compared)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def twin(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Joined, the reader goes on at the one that stays."""
    return answer(request, problem_id, JOIN)
