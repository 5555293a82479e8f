"""Letting go whom a note has named: they need not read the problem any more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from stayline.desk.pages.problem import sentence
from stayline.desk.views.answers import reader
from stayline.desk.views.problems import refused_on, the_problem
from stayline.ownership import Refused
from stayline.problems import mentioning, queries
from stayline.project.access import colleague_only


@colleague_only
@require_POST
def let_go(request: HttpRequest, problem_id: int, colleague_id: int) -> HttpResponse:
    """By the owner, or by whoever was named: who let themselves go reads it no more."""
    found, me = the_problem(request, problem_id), reader(request)
    try:
        mentioning.let_go(found, me.pk, colleague_id)
    except Refused as refusal:
        return refused_on(request, found, sentence(refusal, found))
    still = queries.visible_to(me).filter(pk=problem_id).exists()
    return redirect(f"/problems/{problem_id}/" if still else "/")
