"""What happens to words before they are said: kept as a draft, taken back, let go early."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stayline.desk import drafts, sending
from stayline.desk.contexts import DraftShown, DraftsPage
from stayline.desk.forms import DraftForm
from stayline.desk.models import Draft, WritingKind
from stayline.desk.pages.customers import called
from stayline.desk.views.answers import reader, show
from stayline.desk.views.problems import the_problem
from stayline.project.access import colleague_only
from stayline.project.clock import now


@colleague_only
@require_POST
def draft(request: HttpRequest, problem_id: int, kind: str) -> HttpResponse:
    """Keep what was typed. Answers with what stands now, and what was written elsewhere."""
    the_problem(request, problem_id)
    if kind not in WritingKind.values:
        raise Http404
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"why": form.errors.as_text()}, status=422)
    data = form.cleaned_data
    kept = drafts.keep(
        reader(request),
        problem_id,
        WritingKind(kind),
        data["text"],
        base=data["base"],
        typed_at=now() - min(timedelta(milliseconds=data["age"] or 0), drafts.LONGEST_AGE),
    )
    return JsonResponse({"text": kept.text, "stamp": kept.stamp, "other": kept.other})


@colleague_only
@require_POST
def taken_back(request: HttpRequest, problem_id: int, pending_id: int) -> HttpResponse:
    """Undo: the words are in the writer again."""
    the_problem(request, problem_id)
    if not sending.take_back(pending_id, reader(request), now()):
        messages.info(request, _("It had left already."))
    return redirect(f"/problems/{problem_id}/#write")


@colleague_only
@require_POST
def let_go(request: HttpRequest, problem_id: int, pending_id: int) -> HttpResponse:
    """Send now: whoever is sure need not wait."""
    the_problem(request, problem_id)
    sending.let_go(pending_id, reader(request), now())
    return redirect(f"/problems/{problem_id}/")


@colleague_only
@require_safe
def drafts_begun(request: HttpRequest) -> HttpResponse:
    """What one has begun to write, also where one is no longer with the customer."""
    page = DraftsPage(now(), [_shown(*one) for one in drafts.begun_by(reader(request))])
    return show(request, "desk/drafts.html", page, nav="drafts")


def _shown(one: Draft, is_visible: bool) -> DraftShown:
    return DraftShown(
        pk=one.pk,
        text=one.text,
        at=one.typed_at,
        is_note=one.kind == WritingKind.NOTE,
        why_back=one.why_back,
        problem=one.problem_id if is_visible else 0,
        to=called(one.problem.principal) if is_visible else None,
        about=one.problem.subject if is_visible else "",
        files=[file.name for file in drafts.files_with(one)],
    )


@colleague_only
@require_POST
def discarded(request: HttpRequest, draft_id: int) -> HttpResponse:
    """These words are not needed any more."""
    for one in Draft.objects.filter(pk=draft_id, colleague=reader(request)):
        drafts.throw_away(one, now())
    return redirect("/drafts/")
