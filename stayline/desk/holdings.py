"""What we hold about a customer: counted for whoever decides, and packed for whoever asks for it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stayline.channels.mail.models import Outgoing, RawMail
from stayline.channels.phone.models import Call
from stayline.people.models import Address, Colleague, Customer
from stayline.problems import queries
from stayline.problems.models import Attachment, Problem, Tenure, Text, Word, WordKind


@dataclass(frozen=True)
class Held:
    """All that is kept of one person. `persons` are the rows that are them, merges included."""

    persons: tuple[int, ...]

    @property
    def problems(self) -> QuerySet[Problem]:
        """Theirs: where their yes counts. All that was said there is about them."""
        return Problem.objects.filter(principal__in=self.persons).order_by("pk")

    @property
    def words(self) -> QuerySet[Word]:
        """What was said in their problems, and what they said in others'."""
        return Word.objects.filter(
            Q(problem__in=self.problems) | Q(customer__in=self.persons), erased_at=None
        ).order_by("at", "pk")

    @property
    def files(self) -> QuerySet[Attachment]:
        return Attachment.objects.filter(word__in=self.words).order_by("pk")

    @property
    def mails_in(self) -> QuerySet[RawMail]:
        """As they came."""
        theirs = Q(problem__in=self.problems) | Q(word__customer__in=self.persons)
        wanted = RawMail.objects.filter(theirs, forgotten_at=None).values("pk")
        return RawMail.objects.filter(pk__in=wanted).order_by("pk")

    @property
    def mails_out(self) -> QuerySet[Outgoing]:
        theirs = Q(problem__in=self.problems) | Q(customer__in=self.persons)
        return Outgoing.objects.filter(theirs).exclude(recipient__startswith="erased-")

    @property
    def calls(self) -> QuerySet[Call]:
        return Call.objects.filter(problem__in=self.problems)


def held_of(customer: Customer) -> Held:
    """Of this person, and of every row that was merged with theirs."""
    found = {customer.pk}
    while True:
        same = Customer.objects.filter(
            Q(merged_into__in=found) | Q(merged_from__in=found) | Q(pk__in=found)
        )
        wider = set(same.values_list("pk", flat=True))
        if wider == found:
            return Held(tuple(sorted(found)))
        found = wider


# -- all of it, to be handed over ----------------------------------------------------------------


_BETWEEN = (WordKind.HEARD, WordKind.SPOKEN)
"""What was said between them and us; all else is among us, by a machine, or a third person's."""


class Package:
    """A ZIP: what a program reads (JSON), files as they came, and what we said among us, or others
    said, in a part of its own, since others have a right to be left out of it. Mails as they came
    are not in it: they hold the customer's own links, by which one could act for them."""

    def __init__(self, customer: Customer, reader: Colleague) -> None:
        self.customer, self.held = customer, held_of(customer)
        self.readable = queries.visible_to(reader)
        self.seen = self.readable.filter(pk__in=self.held.problems).order_by("pk")

    @cached_property
    def unseen(self) -> list[Problem]:
        """Theirs that this reader may not see, and so not hand over."""
        hidden = self.held.problems.exclude(pk__in=self.seen.values("pk"))
        return list(hidden.select_related("owner"))

    def packed(self) -> IO[bytes]:
        """On disk, at its beginning."""
        kept = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it has left
        with ZipFile(kept, "w", ZIP_DEFLATED) as whole:
            whole.writestr("customer.json", _json(self._told()))
            whole.writestr("among-us/among-us.json", _json(self._among_us()))
            whole.writestr("read-me.txt", self._read_me())
            for file in self._files():
                whole.writestr(_place(file), _bytes_of(file))
        kept.seek(0)
        return kept

    @cached_property
    def _words(self) -> list[Word]:
        elsewhere = Q(customer__in=self.held.persons, problem__in=self.readable)
        wanted = self.held.words.filter(Q(problem__in=self.seen) | elsewhere)
        return list(wanted.select_related("colleague", "customer").prefetch_related("attachments"))

    def _files(self) -> Iterator[Attachment]:
        for word in self._words:
            yield from word.attachments.all()

    def _told(self) -> dict[str, Any]:
        person = Customer.objects.select_related("organisation").get(pk=self.customer.pk)
        return {
            "name": person.name,
            "language": person.language,
            "time_zone": person.time_zone,
            "organisation": person.organisation.name if person.organisation else "",
            "addresses": [
                {"kind": one.kind, "value": one.value, "confirmed": one.verified_at}
                for one in Address.objects.filter(customer__in=self.held.persons).order_by("pk")
            ],
            "problems": [_problem(one) for one in self.seen],
            "words": [_word(one) for one in self._words if one.kind in _BETWEEN],
            "calls": list(self.held.calls.filter(problem__in=self.seen).values("number", "arrived_at", "ended_at")),
        }  # fmt: skip

    def _among_us(self) -> dict[str, Any]:
        texts = Text.objects.filter(problem__in=self.seen, erased_at=None).select_related("by")
        return {
            "notes": [_word(one) for one in self._words if one.kind not in _BETWEEN],
            "briefs_and_reasons": [
                {"problem": one.problem_id, "at": one.at, "by": one.by.name, "text": one.text}
                for one in texts.order_by("pk")
            ],
        }

    def _read_me(self) -> str:
        lines = [
            _("customer.json: who they are to us, their problems, and every word from and to them."),
            _("files: as they came."),
            _("among-us: notes and briefs among colleagues, and what others wrote. Read it before you hand it over: others are named there."),
        ]  # fmt: skip
        lines += [
            _("Not in here: a problem with %(owner)s that you may not see. %(owner)s can say more.")
            % {"owner": one.owner.name}
            for one in self.unseen
        ]
        return "\n".join(lines) + "\n"


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2, default=str)


def _problem(one: Problem) -> dict[str, Any]:
    tenures = Tenure.objects.filter(problem=one).select_related("colleague").order_by("during")
    return {
        "problem": one.pk,
        "subject": one.subject,
        "opened": one.opened_at,
        "stands": one.stage,
        "with": [
            {"name": t.colleague.name, "as": t.role, "from": t.during.lower, "to": t.during.upper}
            for t in tenures
        ],
    }


def _word(one: Word) -> dict[str, Any]:
    who = one.colleague.name if one.colleague else one.customer.name if one.customer else one.sender
    return {
        "problem": one.problem_id,
        "at": one.at,
        "kind": one.kind,
        "from": who,
        "subject": one.subject,
        "text": one.text,
        "files": [_place(file) for file in one.attachments.all()],
    }


def _place(file: Attachment) -> str:
    """Where a file lies in the package; a name from outside is no path."""
    part = "files" if file.word.kind in _BETWEEN else "among-us"
    return f"{part}/{file.pk}-{file.name.replace('/', '_').replace(chr(92), '_')}"


def _bytes_of(file: Attachment) -> bytes:
    with file.file.open("rb") as kept:
        content: bytes = kept.read()
    return content


def counted(held: Held) -> Iterable[tuple[str, int]]:
    """What there is of each kind, in words."""
    return (
        (_("Problems"), held.problems.count()),
        (_("Words, from them and to them, and notes among us"), held.words.count()),
        (_("Files"), held.files.count()),
        (_("Mails, as they came and left"), held.mails_in.count() + held.mails_out.count()),
        (_("Calls"), held.calls.count()),
    )
