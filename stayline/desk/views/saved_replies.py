"""Saved replies: the list, a form for one, and what the writer offers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stayline.desk import saved_replies as kept
from stayline.desk.contexts import Act, FormPage, SavedRepliesPage
from stayline.desk.forms import SavedReplyForm
from stayline.desk.models import SavedReply
from stayline.desk.views.answers import reader, show, typed
from stayline.desk.views.problems import the_problem
from stayline.people import queries as people
from stayline.project.access import colleague_only
from stayline.project.clock import now

_LIST = "/saved-replies/"


@colleague_only
@require_safe
def saved_replies(request: HttpRequest) -> HttpResponse:
    """One's own, and the company's."""
    me = reader(request)
    found = list(kept.readable(me))
    page = SavedRepliesPage(
        yours=[one for one in found if one.owner_id],
        companys=[one for one in found if not one.owner_id],
        keeps_the_companys=kept.keeps_the_companys(me),
    )
    return show(request, "desk/saved_replies.html", page, nav="saved-replies")


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    me = reader(request)
    return _form(request, SavedReply(owner=me), _("A reply worth keeping"))


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, reply_id: int) -> HttpResponse:
    found = _found(request, reply_id)
    return _form(request, found, found.name)


@colleague_only
@require_POST
def removed(request: HttpRequest, reply_id: int) -> HttpResponse:
    _found(request, reply_id).delete()
    return redirect(_LIST)


def _found(request: HttpRequest, reply_id: int) -> SavedReply:
    """One that the reader may change. Another's own does not exist; the company's is refused."""
    me = reader(request)
    found = kept.readable(me).filter(pk=reply_id).first()
    if found is None:
        raise Http404
    if not kept.may_change(me, found):
        raise PermissionDenied(_("Only a lead keeps the company's replies."))
    return found


def _form(request: HttpRequest, reply: SavedReply, heading: str) -> HttpResponse:
    me = reader(request)
    form = SavedReplyForm(typed(request), instance=reply, me=me)
    if request.method == "POST" and form.is_valid():
        form.save_for(me, now())
        return redirect(_LIST)
    page = FormPage(
        heading=heading,
        lead=_("In the writer, press / or the button to insert it."),
        form=form,
        back_path=_LIST,
        back_label=_("Saved replies"),
        acts=(Act(_("Remove it"), f"{request.path}removed/"),) if reply.pk else (),
    )
    status = 422 if form.errors else 200
    return show(request, "desk/form.html", page, nav="saved-replies", status=status)


@colleague_only
@require_safe
def offered(request: HttpRequest, problem_id: int) -> HttpResponse:
    """All of them, with the fields of this problem filled in."""
    problem = the_problem(request, problem_id)
    return JsonResponse({"replies": kept.filled(problem, reader(request))})


@colleague_only
@require_safe
def mentionable(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Colleagues one might mention in a note, with the words that name each of them alone."""
    problem, me = the_problem(request, problem_id), reader(request)
    theirs = problem.parties.filter(colleague__isnull=False).values("colleague")
    found = list(people.active_colleagues().exclude(pk=me.pk).exclude(pk__in=theirs))
    names = [one.name for one in found]
    listed = [
        {
            "name": one.name,
            "title": one.title,
            "says": one.name if names.count(one.name) == 1 and one.name != me.name else one.email,
        }
        for one in found
    ]
    return JsonResponse({"colleagues": listed})
