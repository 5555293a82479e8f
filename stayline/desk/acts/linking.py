"""Link: two problems that have to do with each other say so, for colleagues alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk.acts.likely import Seen, by_likeness, seen
from stayline.desk.acts.page import Data, Verb, Where, Words, answer, where
from stayline.desk.forms import AboutProblem
from stayline.desk.views.answers import numbers
from stayline.problems import by_colleagues
from stayline.problems.models import Problem
from stayline.problems.queries import state_of, visible_to
from stayline.problems.search import suggesting
from stayline.project.access import colleague_only

_OFFERED = 8


class LinkForm(AboutProblem):
    """To which other, found by words; without words, what is likely."""

    words = forms.CharField(required=False, max_length=200, label=gettext_lazy("Which one?"))
    other = forms.ModelChoiceField(
        queryset=Problem.objects.none(), label=gettext_lazy("The other one"), empty_label=None
    )
    likely: Sequence[Seen] = ()

    def prepare(self) -> None:
        may_see = _others(self)
        self.choose_from("other", may_see)
        words = str(self.data.get("words", "")).strip()
        found = _named(may_see, words, self) if words else list(_near(may_see, self.problem))
        self.likely = by_likeness(found, self.problem)[:_OFFERED]


def _others(form: LinkForm) -> QuerySet[Problem]:
    linked = state_of(form.problem).links
    found = visible_to(form.me).exclude(pk__in=[form.problem.pk, *linked])
    return found.select_related("principal", "owner")


def _near(may_see: QuerySet[Problem], problem: Problem) -> QuerySet[Problem]:
    """The customer's own, else those of the same person here."""
    mine = may_see.filter(owner=problem.owner_id)
    theirs = may_see.filter(principal=problem.principal_id, principal__isnull=False)
    return (theirs | mine).order_by("-opened_at")[:_OFFERED]


def _named(may_see: QuerySet[Problem], words: str, form: LinkForm) -> list[Problem]:
    found = suggesting.problems(form.me, words, _OFFERED)
    return list(may_see.filter(pk__in=[one.pk for one in found]))


@dataclass(frozen=True, slots=True)
class Links:
    """What it is linked to already, as far as the reader may see it; and what it could be."""

    linked: Sequence[Seen]
    others: Sequence[Seen]
    chosen: str


def linked_to(here: Where) -> list[Problem]:
    found = visible_to(here.me).filter(pk__in=here.state.links)
    return list(found.select_related("principal", "owner").order_by("-opened_at"))


def _links(here: Where, form: forms.Form) -> Links:
    assert isinstance(form, LinkForm)
    return Links(
        [seen(one) for one in linked_to(here)], form.likely, str(form["other"].value() or "")
    )


def _words(here: Where) -> Words:
    name = {"name": here.first_name}
    return Words(
        heading=_("What has to do with it"),
        happens=_("Nothing changes for %(name)s: only colleagues see the link, on both. Each keeps their person, their promise and their end.") % name,
        save=_("Link them"),
        silent=_("Nothing is sent to %(name)s.") % name,
        done=_("Linked."),
    )  # fmt: skip


def _link(here: Where, data: Data, key: str) -> None:
    by_colleagues.link(here.problem.pk, here.me.pk, data["other"].pk, here.at, key=key)


LINK = Verb(LinkForm, _words, _link, "desk/acts/_link.html", _links)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, LINK)


@colleague_only
@require_POST
def removed(request: HttpRequest, problem_id: int) -> HttpResponse:
    """A link is taken away again; said on both."""
    here = where(request, problem_id)
    others = numbers(request.POST.getlist("other"))
    other = visible_to(here.me).filter(pk__in=others).first()
    if other is None:
        raise Http404
    by_colleagues.unlink(problem_id, here.me.pk, other.pk, here.at)
    messages.success(request, _("Not linked any more."))
    return redirect(f"/problems/{problem_id}/")
