"""One of each, to oneself: does it really reach me?"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from stayline.desk.models import NoticeTest
from stayline.desk.notices import mails, pushing, telling
from stayline.people.models import Colleague


def ask(colleague: Colleague, now: datetime) -> None:
    """The worker sends them; whoever presses twice gets them twice."""
    from stayline.desk.jobs import try_notices  # the jobs use what is here

    NoticeTest.objects.update_or_create(
        colleague=colleague,
        defaults={"asked_at": now, "mail_said": "", "push_said": "", "done_at": None},
    )
    try_notices.defer(colleague=colleague.pk)


def latest(colleague: Colleague) -> NoticeTest | None:
    return NoticeTest.objects.filter(colleague=colleague).first()


def send_one_of_each(colleague: int, now: datetime) -> None:
    """Say by each way what became of it."""
    test = NoticeTest.objects.select_related("colleague").get(colleague=colleague)
    if test.done_at is not None:
        return
    with telling.as_they_read(test.colleague):
        test.mail_said = _by_mail(test.colleague, now)
        test.push_said = pushing.try_lines(test.colleague, now)
    test.done_at = now
    test.save(update_fields=["mail_said", "push_said", "done_at"])


def _by_mail(to: Colleague, now: datetime) -> str:
    if settings.STAYLINE_MAIL_OUTBOX_ONLY:
        return _("This demo sends no mail; it would go to %(address)s.") % {"address": to.email}
    words = _("Hello %(name)s,\n\nthis is how you hear of something by mail.") % {
        "name": to.first_name
    }
    number = f"test-{to.pk}-{int(now.timestamp())}"
    try:
        mails.letter(to, _("It works"), words, number).send()
    except OSError as error:
        return _("The mail server did not take it: %(why)s") % {"why": str(error)[:300]}
    return _("Sent to %(address)s; it may take a moment.") % {"address": to.email}
