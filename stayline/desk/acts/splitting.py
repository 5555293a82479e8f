"""Split: a mail that brings several things gets a conversation for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from stayline.desk.acts.page import Data, Verb, Where, Words, answer
from stayline.desk.forms import MOST_PARTS, AboutProblem
from stayline.problems import by_colleagues
from stayline.problems.models import Word, WordKind
from stayline.project.access import colleague_only

_LONGEST_SUBJECT = 120
_SHOWN_WORDS = 5
_FEWEST = 3
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


class SplitForm(AboutProblem):
    """The other things, one a line: pointed at in their words, or said in ours."""

    subjects = forms.CharField(
        required=False,
        label=gettext_lazy("The other things, one a line"),
        help_text=gettext_lazy("Each line becomes a conversation of its own. What you leave out stays in this one."),
        widget=forms.Textarea(attrs={"rows": 3, "data-parts": ""}),
        max_length=5_000,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Without scripts the pieces that were ticked come by themselves."""
        data: dict[str, Any] = super().clean() or {}
        lines = str(data.get("subjects", "")).splitlines()
        found = [" ".join(one.split())[:500] for one in [*lines, *_pointed_at(self)]]
        subjects = list(dict.fromkeys(one for one in found if one))
        if not subjects or len(subjects) > MOST_PARTS:
            most = {"most": MOST_PARTS}
            self.add_error("subjects", _("Name one to %(most)d other things.") % most)
        data["subjects"] = subjects
        return data


def _pointed_at(form: SplitForm) -> list[str]:
    sent = form.data
    return sent.getlist("piece") if hasattr(sent, "getlist") else []


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of theirs; what is no greeting may be another thing, and has a short name."""

    text: str
    short: str = ""


def _pieces(here: Where, _form: forms.Form) -> Sequence[Sequence[Sequence[Piece]]]:
    """What they wrote, latest last, each word of theirs by paragraphs and sentences."""
    heard = Word.objects.filter(
        problem=here.problem, kind=WordKind.HEARD, erased_at__isnull=True
    ).order_by("-pk")[:_SHOWN_WORDS]
    return [_in_pieces(one.text) for one in reversed(heard) if one.text.strip()]


def _in_pieces(text: str) -> list[list[Piece]]:
    paragraphs = (_SENTENCES.split(one) for one in _PARAGRAPHS.split(text.strip()))
    return [[_piece(" ".join(one.split())) for one in sentences] for sentences in paragraphs]


def _piece(text: str) -> Piece:
    return Piece(text, _short(text) if len(text.split()) >= _FEWEST else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SUBJECT else text[: _LONGEST_SUBJECT - 1] + "…"


def _words(here: Where) -> Words:
    name = {"name": here.first_name}
    return Words(
        heading=_("Several things in one"),
        happens=_("%(name)s keeps you for each of them. %(name)s is asked once whether that is right, and says of each by itself that it is solved.") % name,
        save=_("Split them"),
        silent=_("Nobody on their side can be asked, so nothing is sent."),
        done=_("Split: each thing is with you, and linked to this one."),
    )  # fmt: skip


def _split(here: Where, data: Data, key: str) -> None:
    by_colleagues.split(here.problem.pk, here.me.pk, data["subjects"], here.at, key=key)


SPLIT = Verb(SplitForm, _words, _split, "desk/acts/_split.html", _pieces)


@colleague_only
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, problem_id: int) -> HttpResponse:
    return answer(request, problem_id, SPLIT)
