"""How this installation is set up, for administrators: what is true now, and what is missing."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stayline import __version__
from stayline.desk.contexts import CompanyPage, Fact
from stayline.desk.pages.company import to_put_right
from stayline.desk.views.answers import reader, show
from stayline.people import queries
from stayline.project.access import administrator_only
from stayline.project.clock import now


@administrator_only
@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """Settings come from the environment; they are shown here, and changed there."""
    doors = list(queries.doors())
    page = CompanyPage(
        facts=[
            Fact(_("Company"), settings.STAYLINE_COMPANY or _("not named yet")),
            Fact(_("Found at"), settings.STAYLINE_PUBLIC_URL),
            Fact(_("Mail comes in at"), _mail_in()),
            Fact(_("Mail leaves through"), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"),
            Fact(_("Mail leaves as"), settings.DEFAULT_FROM_EMAIL),
            Fact(_("People at work here"), str(queries.active_colleagues().count())),
            Fact(_("Doors"), str(len(doors))),
            Fact(_("Version"), __version__),
        ],
        missing=to_put_right(reader(request), now()),
    )
    return show(request, "desk/company.html", page, nav="company")


def _mail_in() -> str:
    where = f"{settings.STAYLINE_MAIL_HOST}:{settings.STAYLINE_MAIL_PORT}"
    return f"{where} ({settings.STAYLINE_MAIL_PROTOCOL.upper()})"
