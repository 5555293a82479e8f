"""Writing down whom one met: the customer, what they said, and who should know.

The colleague who was met owns the problem from that instant and stays its owner. Whoever should
know is asked to take over, by an offer like any other and one mail that introduces the two: they
pick it up at the desk or by an authenticated reply, only then is the customer asked, and only the
customer's yes moves anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from stayline.channels.encounter.introducing import introduce
from stayline.people import queries as people
from stayline.people.models import AddressKind, Colleague, Customer, Door
from stayline.problems import by_colleagues, by_customers, intake, journal, queries, uploads
from stayline.problems import models as m
from stayline.problems.journal import Answer

SUBJECT_LENGTH_MAX = 80


class NotACustomer(ValueError):
    """What was given as the customer's address reaches somebody who works here."""


def capture(
    by: Colleague,
    *,
    name: str,
    reach: str,
    words: str,
    at: datetime,
    should_know: Colleague | None = None,
    door: Door | None = None,
    files: Sequence[str] = (),
    met_at: datetime | None = None,
    key: str = "",
) -> Answer:
    """A colleague met a customer; all of it is kept, or none.

    `reach` is a mail address or a phone number with its country code. `files` are keys of uploads
    of theirs: a card, a screen, a receipt. `met_at` is when they met, where that was before it
    could be sent: what was said is dated then, and the rest from now. `key` is the client's own
    id of this form: sent again it has the effect, and gets the answer, of one.

    Raises ValueError with a sentence to show for an address that is none (`NotACustomer` for a
    colleague's), `journal.UsedForSomethingElse` when the key stood for another form, and Refused.
    """
    kind = AddressKind.MAIL if "@" in reach else AddressKind.PHONE
    with transaction.atomic():
        act = f"capture:{by.pk}:{key}"
        if key and not journal.once(act, _digest(name, reach, words, should_know), None, at):
            return _as_it_stands(act)
        if kind == AddressKind.MAIL and people.colleague_by_email(reach) is not None:
            raise NotACustomer(
                _("%(address)s is a colleague's. How do you reach the customer?")
                % {"address": reach.strip()}
            )
        customer = people.customer_for_address(
            kind, reach, name, language=door.language if door else ""
        )
        answer = _opened(by, customer, words, at, door, files, met_at)
        problem = answer.problem.id
        if key:
            m.OutsideAct.objects.filter(pk=act).update(problem=problem)
        if should_know is not None and should_know != by:
            brief = _brief(customer, reach, words)
            answer = by_colleagues.offer(problem, by.pk, [should_know.pk], brief, at)
            row = m.Problem.objects.select_related("door", "principal").get(pk=problem)
            introduce(row, by, should_know, words, at)
        return answer


def _digest(name: str, reach: str, words: str, should_know: Colleague | None) -> str:
    parts = (name, reach, words, str(should_know.pk if should_know else ""))
    return sha256("\0".join(part.strip() for part in parts).encode("utf-8", "replace")).hexdigest()


def _as_it_stands(act: str) -> Answer:
    problem = journal.problem_of(act)
    assert problem is not None, "a capture and its problem are kept together"
    row = m.Problem.objects.get(pk=problem)
    return Answer(queries.state_of(row), ())


def _opened(
    by: Colleague,
    customer: Customer,
    words: str,
    at: datetime,
    door: Door | None,
    files: Sequence[str],
    met_at: datetime | None,
) -> Answer:
    """The problem, theirs at once, with what the customer said as its first word."""
    opened = intake.encounter(by, customer, at, door=door, subject=_subject(words))
    answer, word = by_customers.hear(
        opened.problem.id,
        customer.pk,
        words,
        at,
        kind=m.ContactKind.ENCOUNTER,
        door=door,
        written_down_by=by.pk,
        said_at=met_at,
    )
    uploads.attach(word, files, colleague=by.pk)
    return answer


def _subject(words: str) -> str:
    """The first line, cut at a word: how the problem is called in lists and in the mail thread."""
    line = " ".join(words.split("\n", 1)[0].split()) or _("Our meeting")
    if len(line) <= SUBJECT_LENGTH_MAX:
        return line
    return line[:SUBJECT_LENGTH_MAX].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"


def _brief(customer: Customer, reach: str, words: str) -> str:
    who = customer.first_name or customer.name
    said = _("I met %(name)s (%(reach)s), who said:") % {
        "name": customer.name, "reach": reach.strip(),
    }  # fmt: skip
    stays = _("I stay with %(who)s until %(who)s agrees to you.") % {"who": who}
    return f"{said}\n\n{words.strip()}\n\n{stays}"
