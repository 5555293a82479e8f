"""Where providers bring what came in, and tell what did not arrive: one address for each door, with a secret in it.

A call is answered 200 when its mails are committed, and not before; with anything else the
provider keeps them and calls again. What of a call cannot be read is kept as it came, and somebody
reads it.
"""

from __future__ import annotations

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stayline.channels.mail import intake, providers, tracking
from stayline.channels.mail.models import DoorService
from stayline.channels.mail.sealed import NotOurs
from stayline.problems.tokens import digest
from stayline.project.access import anyone
from stayline.project.clock import now

log = structlog.get_logger(__name__)

SECONDS_TO_COME_AGAIN = 60


@anyone(why="a provider calls it; the secret in its address says for which door")
@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def came_in(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """Take the mails of one call."""
    service = _service(provider, secret)
    if request.method == "HEAD":  # some ask whether anybody is there
        return HttpResponse()
    if not _read_body(request):
        return HttpResponse("This mail is larger than we take.", status=413)
    try:
        for raw, sender in _mails(service, request):
            intake.deliver(raw, envelope_from=sender, envelope_to=[service.door.address], at=now())
    except providers.Refused:
        return HttpResponse("This call is not signed as it should be.", status=403)
    except (OperationalError, InterfaceError, intake.NoDoor, NotOurs) as error:
        return _later(provider, error)
    return HttpResponse()


@anyone(why="a provider calls it; the secret in its address says for which door")
@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def was_told(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """Take what one call tells of mails that were sent: what did not arrive reaches its owner."""
    service = _service(provider, secret)
    if request.method == "HEAD":
        return HttpResponse()
    if not _read_body(request):
        return HttpResponse("That is more than we take at once.", status=413)
    try:
        for event in providers.news_in(service, request):
            tracking.take(service, event, now())
    except providers.Refused:
        return HttpResponse("This call is not signed as it should be.", status=403)
    except (OperationalError, InterfaceError, NotOurs) as error:
        return _later(provider, error)
    except Exception:
        log.exception("a provider's news could not be read", provider=provider)
        return HttpResponse("We cannot read this call.", status=400)
    return HttpResponse()


def _later(provider: str, error: Exception) -> HttpResponse:
    log.error("a provider's call could not be taken", provider=provider, reason=repr(error))
    later = HttpResponse("We cannot take mail at this moment. Call again.", status=503)
    later["Retry-After"] = str(SECONDS_TO_COME_AGAIN)
    return later


def _service(provider: str, secret: str) -> DoorService:
    found = (
        DoorService.objects.select_related("door")
        .filter(webhook_digest=digest(secret), provider=provider)
        .first()
    )
    if found is None or provider not in providers.PROVIDERS:
        raise Http404
    return found


def _read_body(request: HttpRequest) -> bool:
    """Take a call that is no form as a whole, up to the size of a mail in base64: Django's own
    limit is made for forms. Whether it is small enough."""
    if (request.content_type or "").startswith("multipart/"):
        return True
    most = settings.STAYLINE_MAIL_LARGEST_MB * 1024 * 1024 * 3 // 2
    body = request.read(most + 1)
    request._body = body  # noqa: SLF001  where Django keeps it
    return len(body) <= most


def _mails(service: DoorService, request: HttpRequest) -> list[tuple[bytes, str | None]]:
    """What the call brings; itself as it came, when it cannot be read."""
    try:
        return providers.mails_in(service, request)
    except (providers.Refused, NotOurs):
        raise
    except Exception:
        log.exception("a provider's call could not be read", provider=service.provider)
        body: bytes = getattr(request, "_body", b"")
        if not body:
            raise
        return [(body, None)]
