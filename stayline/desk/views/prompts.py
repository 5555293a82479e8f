"""What a voice says on the telephone: heard, recorded in the browser, taken back. And one's own name."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stayline.channels.phone.exchange import recorded
from stayline.channels.phone.exchange.prompts import texts
from stayline.channels.phone.exchange.recorded import NotAPrompt
from stayline.desk.pages.profile import ProfileForm, profile_page
from stayline.desk.pages.prompts import (
    languages,
    own_prompts,
    prompt_page,
    prompts_page,
    speak_anew,
)
from stayline.desk.views.answers import reader, show
from stayline.desk.views.people import tabs
from stayline.problems import served
from stayline.project.access import administrator_only, colleague_only
from stayline.project.clock import now


@administrator_only
@require_safe
def first_language(request: HttpRequest) -> HttpResponse:
    """Of the first door for calls."""
    return redirect(f"/prompts/{languages()[0]}/")


@administrator_only
@require_safe
def prompts(request: HttpRequest, language: str) -> HttpResponse:
    """Every prompt of a language, and whose voice it is."""
    if language not in languages():
        raise Http404
    page = prompts_page(language, now(), tabs("prompts"))
    return show(request, "desk/prompts.html", page, nav="people")


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def prompt(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """One prompt; a recording of it, or a file, is spoken from now on."""
    _require_prompt(language, name)
    if request.method != "POST":
        return show(request, "desk/prompt.html", prompt_page(language, name, now()), nav="people")
    try:
        own_prompts().keep(language, name, _sent(request), reader(request).pk, now())
    except NotAPrompt as error:
        page = prompt_page(language, name, now(), refusal=str(error))
        return show(request, "desk/prompt.html", page, nav="people", status=422)
    speak_anew()
    messages.success(request, _("Callers hear this from now on."))
    return redirect(request.path)


@administrator_only
@require_POST
def prompt_taken_back(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """What was there before is spoken again."""
    _require_prompt(language, name)
    own_prompts().take_back(language, name)
    speak_anew()
    messages.success(request, _("It is as it was before."))
    return redirect(f"/prompts/{language}/{name}/")


@administrator_only
@require_safe
def prompt_sound(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """How it sounds now."""
    _require_prompt(language, name)
    return _sound(request, language, name)


@colleague_only
@require_POST
def own_name(request: HttpRequest) -> HttpResponse:
    """How my name sounds when a voice says that I am coming."""
    me = reader(request)
    try:
        name = recorded.name_of(me.pk)
        own_prompts().keep(recorded.NAMES_IN, name, _sent(request), me.pk, now())
    except NotAPrompt as error:
        form = ProfileForm(instance=me)
        page = profile_page(me, form, now(), name_refusal=str(error))
        return show(request, "desk/you.html", page, nav="you", status=422)
    messages.success(request, _("Callers hear your own voice from now on."))
    return redirect("/you/#your-name")


@colleague_only
@require_POST
def own_name_taken_back(request: HttpRequest) -> HttpResponse:
    """The recording before this one, else "one of us"."""
    own_prompts().take_back(recorded.NAMES_IN, recorded.name_of(reader(request).pk))
    messages.success(request, _("It is as it was before."))
    return redirect("/you/#your-name")


@colleague_only
@require_safe
def own_name_sound(request: HttpRequest) -> HttpResponse:
    return _sound(request, recorded.NAMES_IN, recorded.name_of(reader(request).pk))


def _require_prompt(language: str, name: str) -> None:
    if language not in languages() or name not in texts() or name.startswith("try/"):
        raise Http404


def _sound(request: HttpRequest, language: str, name: str) -> HttpResponse:
    found = own_prompts().sound(language, name)
    if found is None:
        raise Http404
    return served.sound_answer(found, request.headers.get("Range", ""))


def _sent(request: HttpRequest) -> bytes:
    """Raises NotAPrompt where nothing came, or too much."""
    file = request.FILES.get("sound")
    if file is None:
        raise NotAPrompt(_("Record it first, or choose a file."))
    content: bytes = file.read(recorded.LARGEST_BYTES + 1)
    if len(content) > recorded.LARGEST_BYTES:
        raise NotAPrompt(_("That file is too large for a few words."))
    return content
