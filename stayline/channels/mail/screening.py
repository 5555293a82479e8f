"""Spam, screened before it rings anybody; and what people's answers to that teach.

Two things speak: the relay's own filter, by its headers, and a small classifier that learns
only from people: what two colleagues agreed to set aside as spam, and what somebody said "I will
help you" to or brought back. Whoever is known as a customer is never screened, nothing screened
is answered, and all of it stands in "set aside", where the reviewer and a second colleague look.
"""

from __future__ import annotations

from time import monotonic

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from stayline.channels.mail import routing, spam
from stayline.channels.mail.message import IncomingMail
from stayline.channels.mail.models import Placed, RawMail, SpamLesson, SpamMark
from stayline.channels.mail.parse import parse
from stayline.ownership import events as ev
from stayline.ownership.problem import Aside, SetAside
from stayline.problems import effects
from stayline.problems.effects import Happened
from stayline.problems.models import Party, Stage

SECONDS_BETWEEN_LOOKS = 60.0
"""How long a process believes that too little was learnt, so that arrivals need no query."""

_ALL = 0
_untaught_until = 0.0


def why_spam(mail: IncomingMail) -> str | None:
    """Why this mail is taken for spam, in a sentence; None when it is not, or comes from somebody
    we know."""
    why = _why(mail)
    return None if why is None or is_known(mail) else why


def _why(mail: IncomingMail) -> str | None:
    if mail.marked_as_spam:
        return _("The mail server's own filter marked this as spam.")
    likeness, sure = _likeness(mail)
    if likeness is not None and likeness > sure:
        said = _("This is like what was confirmed as spam here before (%(likeness)s).")
        return said % {"likeness": f"{likeness:.1%}"}
    return None


def is_known(mail: IncomingMail) -> bool:
    """A colleague, or a customer with a problem that is one: who was only ever set aside is not
    known by that."""
    if routing.colleague_of(mail) is not None:
        return True
    customer = routing.customer_of(mail)
    if customer is None:
        return False
    return Party.objects.filter(customer=customer).exclude(problem__stage=Stage.SET_ASIDE).exists()


def _likeness(mail: IncomingMail) -> tuple[float | None, float]:
    """How much it is like spam, if enough was learnt, and what is enough to set it aside."""
    global _untaught_until
    if monotonic() < _untaught_until:
        return None, 1.0
    lessons = SpamMark.objects.filter(mark=_ALL).values_list("spam", "ham").first() or (0, 0)
    if not spam.has_learnt(*lessons):
        _untaught_until = monotonic() + SECONDS_BETWEEN_LOOKS
        return None, 1.0
    counts = SpamMark.objects.filter(mark__in=spam.marks(mail)).values_list("spam", "ham")
    likeness = spam.likeness(list(counts), spam_lessons=lessons[0], ham_lessons=lessons[1])
    return likeness, spam.sure(*lessons)


# -- learning ------------------------------------------------------------------------------------


def register() -> None:
    """Let us hear what people make of what arrived."""
    effects.register(hear)


def hear(happened: Happened) -> None:
    """Have the mails of a problem learnt, once somebody has said what they are."""
    for _number, event in happened.events:
        match event:
            case ev.AsideConfirmed() if _is_spam(happened):
                _defer(happened.row.pk, is_spam=True)
            case ev.SaidIWillHelp() | ev.BroughtBack():
                _defer(happened.row.pk, is_spam=False)
            case _:
                pass


def _is_spam(happened: Happened) -> bool:
    stage = happened.after.stage
    return isinstance(stage, SetAside) and stage.why is Aside.SPAM


def _defer(problem: int, *, is_spam: bool) -> None:
    from stayline.channels.mail import jobs

    jobs.learn.defer(problem=problem, spam=is_spam)


def learn(problem: int, *, is_spam: bool) -> None:
    """Count the mail that opened this problem as spam or not. Done twice, it counts once; what
    was learnt as the other before is unlearnt."""
    came = RawMail.objects.filter(problem=problem).exclude(placed=Placed.MACHINE)
    first = came.order_by("id").first()
    if first is None or first.forgotten_at is not None:
        return
    with transaction.atomic():
        RawMail.objects.select_for_update().get(pk=first.pk)
        known = SpamLesson.objects.filter(mail=first).first()
        if known is not None and known.spam == is_spam:
            return
        mail = parse(first.raw, authserv_id=settings.STAYLINE_MAIL_AUTHSERV_ID)
        marks = spam.marks(mail)
        one, other = (1, 0) if known is None else (1, -1)
        _count(marks, spam=one if is_spam else other, ham=other if is_spam else one)
        SpamLesson.objects.update_or_create(mail=first, defaults={"spam": is_spam})
    global _untaught_until
    _untaught_until = 0.0


def _count(marks: list[int], *, spam: int, ham: int) -> None:
    """One statement, its rows in one order, so that two lessons never wait for each other."""
    ordered = sorted({*marks, _ALL})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mail_spammark (mark, spam, ham)"
            " SELECT one, greatest(%s, 0), greatest(%s, 0) FROM unnest(%s::bigint[]) AS one"
            " ON CONFLICT (mark) DO UPDATE SET spam = greatest(mail_spammark.spam + %s, 0),"
            " ham = greatest(mail_spammark.ham + %s, 0)",
            [spam, ham, ordered, spam, ham],
        )
