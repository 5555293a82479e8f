"""Common causes: one lead, one text per language, one promise; each customer keeps their person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stayline.desk.acts.page import Data, Verb, Where, Words, plain
from stayline.desk.acts.page import answer as answered
from stayline.desk.contexts import Listed, ListPage
from stayline.desk.forms import LONGEST_WORD, MomentField
from stayline.desk.pages.causes import announced, cause_page
from stayline.desk.pages.refusals import in_words
from stayline.desk.views.answers import reader, show, typed
from stayline.ownership import Refused
from stayline.people import queries as people
from stayline.people.models import Colleague, Role
from stayline.problems import by_colleagues, promising
from stayline.problems import causes as common
from stayline.problems.models import Cause, Problem
from stayline.project.access import colleague_only
from stayline.project.clock import now


class AnnouncementForm(forms.Form):
    """One text for each language that is spoken among them, and by when they hear next."""

    due = MomentField(
        label=gettext_lazy("They hear from you again by"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, languages: dict[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        due = self.fields.pop("due")
        for number, (code, many) in enumerate(languages.items()):
            self.fields[f"text_{code}"] = forms.CharField(
                label=_in(code, many),
                required=number == 0,
                max_length=LONGEST_WORD,
                widget=forms.Textarea(attrs={"rows": 6, "lang": code}),
            )
        self.fields["due"] = due

    def texts(self) -> dict[str, str]:
        found = self.cleaned_data.items()
        return {
            name.removeprefix("text_"): said for name, said in found if name.startswith("text_")
        }


def _in(code: str, many: int) -> str:
    try:
        language = str(get_language_info(code)["name_translated"])
    except KeyError:
        language = code
    return ngettext("%(language)s, for %(many)d customer", "%(language)s, for %(many)d customers", many) % {
        "language": language, "many": many,
    }  # fmt: skip


@colleague_only
@require_safe
def causes(request: HttpRequest) -> HttpResponse:
    """What many customers have in common, what goes on first."""
    items = [
        Listed(
            path=f"/causes/{one.pk}/",
            name=one.title,
            more=_("%(lead)s speaks for all") % {"lead": one.lead.name},
            end=_waiting_in_words(one.open_problems),  # type: ignore[attr-defined]
            is_off=one.ended_at is not None,
        )
        for one in common.causes()
    ]
    page = ListPage(
        heading=_("Common causes"),
        lead=_("One outage, many customers: one lead writes once for all, and each hears it from their own person."),
        items=items,
        empty=_("None now. It begins at a problem: “Part of something common”, behind the three dots."),
    )  # fmt: skip
    return show(request, "desk/list.html", page, nav="causes")


def _waiting_in_words(many: int) -> str:
    return ngettext("%(n)d customer", "%(n)d customers", many) % {"n": many} if many else ""


def _existing(cause_id: int) -> Cause:
    try:
        return Cause.objects.select_related("lead").get(pk=cause_id)
    except Cause.DoesNotExist as error:
        raise Http404 from error


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def cause(request: HttpRequest, cause_id: int) -> HttpResponse:
    """One of them: who waits, what was said; its lead writes here to everybody."""
    found, me, at, refusal = _existing(cause_id), reader(request), now(), ""
    languages = common.languages_of(found)
    form = None
    if found.lead_id == me.pk and found.ended_at is None and languages:
        first = {"due": _local(promising.default_due(me.pk, None, at))}
        form = AnnouncementForm(typed(request), languages=languages, initial=first)
    if request.method == "POST":
        refusal = _announce(found, form, me, at)
        if not refusal and form is not None and form.is_valid():
            return redirect(f"/causes/{found.pk}/")
    page = cause_page(found, me, sum(languages.values()), form, refusal)
    status = 409 if refusal else 422 if form is not None and form.errors else 200
    return show(request, "desk/cause.html", page, nav="causes", status=status)


def _local(moment: datetime) -> str:
    return localtime(moment).strftime("%Y-%m-%dT%H:%M")


def _announce(found: Cause, form: AnnouncementForm | None, me: Colleague, at: datetime) -> str:
    """Say it; or why not, as one sentence."""
    if form is not None and not form.is_valid():
        return ""
    # Without a form there is nothing to say, and it is refused with the reason.
    texts, due = (form.texts(), form.cleaned_data["due"]) if form is not None else ({}, at)
    undo_for = timedelta(seconds=settings.STAYLINE_UNDO_SEND_SECONDS)
    return _refused(lambda: common.announce(found.pk, me.pk, texts, due, at, undo_for=undo_for))


def _refused(act: Any) -> str:
    try:
        act()
    except Refused as refused:
        return in_words(refused)
    return ""


@colleague_only
@require_safe
def reach(request: HttpRequest, cause_id: int) -> HttpResponse:
    """How far what was said has come; asked for again and again while it goes out."""
    shown = {"announced": announced(_existing(cause_id), reader(request))}
    return render(request, "desk/_announcements.html", shown)


@colleague_only
@require_POST
def taken_back(request: HttpRequest, cause_id: int, announcement_id: int) -> HttpResponse:
    """Undo, before anybody was told."""
    return _done(
        request, cause_id, lambda me: common.take_back(_existing(cause_id), announcement_id, me.pk)
    )


@colleague_only
@require_POST
def ended(request: HttpRequest, cause_id: int) -> HttpResponse:
    """It is over for us; each customer still says so themselves."""
    return _done(request, cause_id, lambda me: common.end(cause_id, me.pk, now()))


def _done(request: HttpRequest, cause_id: int, act: Any) -> HttpResponse:
    found, me = _existing(cause_id), reader(request)
    refusal = _refused(lambda: act(me))
    if not refusal:
        return redirect(f"/causes/{cause_id}/")
    waiting = sum(common.languages_of(found).values())
    page = cause_page(found, me, waiting, refusal=refusal)
    return show(request, "desk/cause.html", page, nav="causes", status=409)


# -- at a problem --------------------------------------------------------------------------------


class LinkForm(forms.Form):
    """Which of those that go on; or a new one, and who speaks for it."""

    cause = forms.ModelChoiceField(
        queryset=Cause.objects.none(),
        required=False,
        label=gettext_lazy("Which one"),
        empty_label=gettext_lazy("a new one"),
    )
    title = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("What they have in common"),
        help_text=gettext_lazy("Colleagues read it; customers do not."),
    )
    lead = forms.ModelChoiceField(
        queryset=Colleague.objects.none(),
        required=False,
        label=gettext_lazy("Who speaks to all of them"),
    )

    def __init__(self, *args: Any, problem: Problem, me: Colleague, **options: Any) -> None:
        leads = people.active_colleagues().exclude(role=Role.COLLEAGUE)
        first = next((one.pk for one in leads if one.pk in (me.pk, me.manager_id)), None)
        options["initial"] = {"lead": first, "title": problem.subject[:200]}
        super().__init__(*args, **options)
        for name, found in (("cause", common.open_causes()), ("lead", leads)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found
        if not common.open_causes().exists():
            del self.fields["cause"]
            self.fields["title"].required = self.fields["lead"].required = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, wanted in (
            ("title", _("Say in a few words what they have in common.")),
            ("lead", _("Choose who speaks to all of them.")),
        ):
            if not data.get("cause") and not data.get(name) and name not in self.errors:
                self.add_error(name, wanted)
        return data


def _link(here: Where, data: Data, key: str) -> None:
    chosen = data["cause"].pk if data.get("cause") else (data["title"], data["lead"].pk)
    common.link(here.problem.pk, here.me.pk, chosen, here.at, key=key)


def _words(here: Where) -> Words:
    name = {"name": here.first_name}
    return Words(
        heading=_("Part of something common"),
        happens=_("%(name)s keeps you, and only %(name)s says that it is solved. One lead writes once to everybody whom it concerns; %(name)s reads it in your name.") % name,
        save=_("It is part of it"),
        silent=_("Nothing is sent to %(name)s now.") % name,
        done=_("Part of something common."),
        undo="cause/unlinked/",
    )  # fmt: skip


LINK = Verb(LinkForm, _words, _link)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def linked(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answered(request, problem_id, LINK)


@colleague_only
@require_POST
def unlinked(request: HttpRequest, problem_id: int) -> HttpResponse:
    return plain(
        request,
        problem_id,
        lambda here, key: by_colleagues.unlink_cause(problem_id, here.me.pk, here.at, key=key),
    )
