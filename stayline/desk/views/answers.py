"""How views answer: who asks, a page, a redirect, a refusal's own sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from stayline.people.models import Colleague


def reader(request: HttpRequest) -> Colleague:
    """The colleague who asks. Access was checked before the view: there is one."""
    assert isinstance(request.user, Colleague)
    return request.user


def typed(request: HttpRequest) -> QueryDict | None:
    """What a form holds: what was sent, also when that is nothing; None before it was sent."""
    return request.POST if request.method == "POST" else None


def show(
    request: HttpRequest, template: str, page: Any, *, nav: str = "home", status: int = 200
) -> HttpResponse:
    """A page of the desk. A refusal is shown with 409, an invalid form with 422."""
    return render(request, template, {"page": page, "nav": nav}, status=status)


def numbers(sent: Iterable[str]) -> list[int]:
    """What is a number as our forms write it: "²" is none, nor is what no column holds."""
    return [int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 19]
