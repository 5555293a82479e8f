"""What the desk forgets when a person is erased: words that were never said, and their files.

The erasure of a person calls these in its own transaction, beside whatever else it forgets. Only
what was not said is here; what was said is words of a problem.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from stayline.desk.models import Draft, PendingSend, SavedReply
from stayline.problems import uploads
from stayline.problems.models import Upload


@transaction.atomic
def erase_with_a_customer(customer: int, problems: Collection[int]) -> None:
    """What anybody had begun to write about these problems of theirs, and what they had put on
    their page. A file's bytes go after the commit."""
    _erase(Q(problem__in=problems))
    uploads.give_up(list(Upload.objects.filter(Q(customer=customer) | Q(problem__in=problems))))


@transaction.atomic
def erase_with_a_colleague(colleague: int) -> None:
    """What they had begun, what was about to leave, and the replies that they kept for themselves.
    The company's replies are the company's."""
    _erase(Q(colleague=colleague))
    SavedReply.objects.filter(owner=colleague).delete()
    uploads.give_up(list(Upload.objects.filter(colleague=colleague)))


def _erase(whose: Q) -> None:
    PendingSend.objects.filter(whose).delete()
    Draft.objects.filter(whose).delete()
