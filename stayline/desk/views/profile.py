""" "You": how one is seen, in which zone and language one reads, and what one is told where."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stayline.desk.faces import give_face, take_face_away
from stayline.desk.pages.profile import ProfileForm, profile_page
from stayline.desk.views.answers import reader, show, typed
from stayline.people.models import Colleague
from stayline.people.pictures import LARGEST_BYTES, NotAFace
from stayline.project.access import colleague_only
from stayline.project.clock import now


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def you(request: HttpRequest) -> HttpResponse:
    """What is one's own to say; the rest is shown, with who may change it."""
    me = reader(request)
    # A form that is wrong changes what it was filled into: never the reader of this request.
    form = ProfileForm(typed(request), instance=Colleague.objects.get(pk=me.pk))
    if form.is_bound and form.is_valid():
        form.keep()
        messages.success(request, _("Kept."))
        return redirect("/you/")
    status = 422 if form.is_bound else 200
    return show(request, "desk/you.html", profile_page(me, form, now()), nav="you", status=status)


@colleague_only
@require_POST
def face(request: HttpRequest) -> HttpResponse:
    """A picture of oneself."""
    me = reader(request)
    sent = request.FILES.get("face")
    try:
        if sent is None:
            raise NotAFace(_("Choose a picture first."))
        # One byte more than may be says that there is too much, without reading it all.
        give_face(me, sent.read(LARGEST_BYTES + 1))
    except NotAFace as error:
        page = profile_page(me, ProfileForm(instance=me), now(), refusal=str(error))
        return show(request, "desk/you.html", page, nav="you", status=422)
    messages.success(request, _("That is you now, here and for your customers."))
    return redirect("/you/")


@colleague_only
@require_POST
def face_removed(request: HttpRequest) -> HttpResponse:
    """Back to initials."""
    take_face_away(reader(request))
    return redirect("/you/")
