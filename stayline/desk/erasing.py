"""Erasing a person: what goes is in rows that the timelines only point at, so that each still folds.

What was said in their problems goes, by whomever, with its files, mails and recordings; in others'
problems what they said themselves. What stays tells of nobody: that there was a problem, when, and
who of us was there.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from stayline.channels.mail.retention import erase_as_they_came
from stayline.channels.phone import recording
from stayline.channels.phone.exchange import recorded
from stayline.channels.phone.models import Leg, Recording, WhyGone
from stayline.desk.holdings import Held, held_of
from stayline.desk.models import Draft, Erasure, PendingSend, SavedReply
from stayline.desk.pages.prompts import own_prompts
from stayline.people.models import Address, Colleague, Customer, PresenceOutside
from stayline.problems import journal, queries, uploads
from stayline.problems.models import Attachment, Problem, Stage, Text, Token, Upload


class NotYet(Exception):
    """They cannot be erased now. Its sentences say why, and what to do first."""

    def __init__(self, reasons: Collection[str]) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)


def why_not_yet(held: Held, reader: Colleague) -> list[str]:
    """While somebody waits they have a person, and that person needs to know who they are. What only
    a few may know of is named to others by its owner alone."""
    waiting = held.problems.filter(stage__in=Stage.open()).select_related("owner")
    seen = set(queries.visible_to(reader).filter(pk__in=waiting).values_list("pk", flat=True))
    reasons = [
        _("%(owner)s is still with them: %(subject)s. Their own page has “No longer needed”; that, or a yes to “Is it solved?”, ends it.")
        % {"owner": one.owner.name, "subject": (one.subject if one.pk in seen else "") or _("Without a subject")}
        for one in waiting
    ]  # fmt: skip
    if held.problems.filter(legal_hold=True).exists():
        reasons.append(_("A legal hold keeps what was said. It must be lifted first."))
    return reasons


def erase(customer: Customer, by: Colleague, at: datetime) -> Erasure:
    """Now and for good; bytes of files go after the commit. Raises NotYet."""
    with journal.deciding():
        held = held_of(customer)
        # Nobody can write meanwhile, and so wake what is erased.
        problems = list(held.problems.select_for_update().values_list("pk", flat=True))
        if reasons := why_not_yet(held, by):
            raise NotYet(reasons)
        return _erase_all(held, customer, problems, by, at)


def _erase_all(
    held: Held, customer: Customer, problems: Collection[int], by: Colleague, at: datetime
) -> Erasure:
    for person in held.persons:
        erase_with_a_customer(person, problems)
    _erase_recordings(held, by, at)
    _erase_words(held, problems, at)
    _erase_mails(held, at)
    _erase_calls(held, at)
    _erase_who_they_are(held, at)
    return Erasure.objects.create(customer=customer, by=by, at=at, problems=len(problems))


def _erase_recordings(held: Held, by: Colleague, at: datetime) -> None:
    kept = Recording.objects.filter(call__problem__in=held.problems, gone_at=None)
    recording.give_up(
        list(kept.select_related("attachment", "call__door")), WhyGone.BY_HAND, at, by=by.pk
    )


def _erase_words(held: Held, problems: Collection[int], at: datetime) -> None:
    files = list(held.files)
    Attachment.objects.filter(pk__in=[one.pk for one in files]).delete()
    transaction.on_commit(partial(uploads.delete_files, files))
    held.words.update(text="", quoted="", html="", subject="", sender="", trouble="", erased_at=at)
    Text.objects.filter(problem__in=problems).update(text="", erased_at=at)
    Problem.objects.filter(pk__in=problems).update(subject="", topic="", fields={})


def _erase_mails(held: Held, at: datetime) -> None:
    """Nothing leaves any more either. That a mail came once is still known by its digest."""
    erase_as_they_came(held.mails_in, at)
    held.mails_out.filter(sent_at=None, failed_at=None).update(failed_at=at, told_at=at)
    held.mails_out.update(
        # One mail to several is one row each, told apart by its recipient.
        recipient=Concat(Value("erased-"), Cast("pk", CharField())),
        envelope_from="", sender="", subject="", message=b"", trouble="", provider_id="",
    )  # fmt: skip


def _erase_calls(held: Held, at: datetime) -> None:
    Leg.objects.filter(call__in=held.calls, colleague=None).update(line="")
    held.calls.update(number="")
    held.calls.filter(words_kept_at=None).update(words_kept_at=at)  # what was left is not fetched


def _erase_who_they_are(held: Held, at: datetime) -> None:
    """Their links open nothing any more, and whoever writes from their address is somebody new."""
    Token.objects.filter(customer__in=held.persons).update(expires_at=at)
    PresenceOutside.objects.filter(customer__in=held.persons).delete()
    Address.objects.filter(customer__in=held.persons).delete()
    Customer.objects.filter(pk__in=held.persons).update(
        name="", language="en", time_zone="UTC", organisation=None
    )


# -- what was never said -------------------------------------------------------------------------


@transaction.atomic
def erase_with_a_customer(customer: int, problems: Collection[int]) -> None:
    """What anybody had begun to write about these problems of theirs, and what they had put on
    their page. A file's bytes go after the commit."""
    _erase(Q(problem__in=problems))
    uploads.give_up(list(Upload.objects.filter(Q(customer=customer) | Q(problem__in=problems))))


@transaction.atomic
def erase_with_a_colleague(colleague: int) -> None:
    """What they had begun, what was about to leave, the replies that they kept for themselves, and
    their name in their voice. The company's replies are the company's."""
    own_prompts().forget(recorded.NAMES_IN, recorded.name_of(colleague))
    _erase(Q(colleague=colleague))
    SavedReply.objects.filter(owner=colleague).delete()
    uploads.give_up(list(Upload.objects.filter(colleague=colleague)))


def _erase(whose: Q) -> None:
    PendingSend.objects.filter(whose).delete()
    Draft.objects.filter(whose).delete()
