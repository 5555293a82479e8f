"""As one types: which sentences send the customer away, why, and what would help them."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from stayline.desk import brush_offs
from stayline.desk.forms import LONGEST_WORD
from stayline.project.access import colleague_only


@colleague_only
@require_POST
def checked(request: HttpRequest) -> HttpResponse:
    """POST, because an address is written into logs and words must not be; nothing is kept."""
    text = request.POST.get("text", "")[:LONGEST_WORD].replace("\x00", " ")
    is_checked, found = brush_offs.found_in(text)
    return JsonResponse({"checked": is_checked, "found": [asdict(one) for one in found]})
