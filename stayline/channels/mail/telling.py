"""What customers are told by mail of what was decided. Hears every decision, in its transaction.

One decision is read as a whole: a solution with its question is one mail, and what a colleague
has said in a call is not repeated in writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from stayline.channels.mail.compose import File
from stayline.channels.mail.models import MailKind
from stayline.channels.mail.outbox import Reader, Sending, Writes, brand_of, reader_of, write
from stayline.channels.mail.texts import Letter
from stayline.ownership import Problem
from stayline.ownership import events as ev
from stayline.ownership.evidence import Evidence, ListedReply, MarkedReply
from stayline.ownership.ids import ColleagueId, Number, WordId
from stayline.ownership.problem import About, Nature
from stayline.people.models import Colleague, Customer
from stayline.problems import effects, rich_text
from stayline.problems.effects import Happened
from stayline.problems.models import Attachment, Word
from stayline.problems.models import Problem as ProblemRow


def tell(happened: Happened) -> None:
    """Write the mails that a decision calls for."""
    if happened.after.nature is Nature.INTERNAL or happened.after.principal is None:
        return
    decision = _Decision(happened)
    for number, event in happened.events:
        decision.tell(number, event)


def register() -> None:
    """Let us hear of every decision from now on."""
    effects.register(tell)


@dataclass
class _Decision:
    """One decision, while its mails are being written."""

    happened: Happened
    read: dict[int, Word] = field(default_factory=dict)

    @property
    def after(self) -> Problem:
        return self.happened.after

    def tell(self, number: Number, event: ev.Event) -> None:
        match event:
            case ev.WordSpoken(by=by, word=word):
                self._word(by, word)
            case ev.CauseSpoken(owner=owner, word=word):
                self._word(owner, word)
            case ev.PickedUp(receiver=receiver) if receiver in self.after.helpers:
                self._introduction(receiver)
            case ev.Asked():
                self._question(number, event)
            case ev.AskedAgain(question=question):
                self._solved(question, self.after.owner, None, again=True)
            case ev.Answered():
                self._answered(event)
            case ev.SaidSatisfied(evidence=evidence):
                self._satisfied(evidence)
            case ev.PromiseSettled(how=ev.Settled.BROKEN, promise=promise):
                self._broken(promise)
            case ev.OwnerChanged():
                self._owner_changed(event)
            case ev.CoverStarted(cover=cover):
                self._cover(cover, event)
            case _:
                pass

    # -- who --------------------------------------------------------------------------------------

    def _principal(self) -> list[Reader]:
        principal = self.after.principal
        return self._readers([principal.id]) if principal and not principal.gone else []

    def _everybody(self) -> list[Reader]:
        return self._readers([party.id for party in self.after.parties if not party.gone])

    def _readers(self, parties: Sequence[int]) -> list[Reader]:
        customers = Customer.objects.in_bulk(list(parties))
        row = self.happened.row
        found = (reader_of(row, customers[one]) for one in parties if one in customers)
        return [reader for reader in found if reader is not None]

    def _known_as(self, colleague: ColleagueId) -> str:
        return Colleague.objects.get(pk=colleague).known_as

    def _first(self, colleague: ColleagueId) -> str:
        """How a customer calls a colleague: the alias's or the name's first word."""
        return self._known_as(colleague).split()[0]

    def _has_met(self, colleague: ColleagueId) -> bool:
        return colleague in self.after.met

    def _send(
        self,
        kind: MailKind,
        readers: Sequence[Reader],
        sender: ColleagueId | None,
        letter: Writes,
        *,
        word: WordId | None = None,
        question: Number | None = None,
        automatic: bool = False,
        files: Sequence[File] = (),
    ) -> None:
        row = self.happened.row
        brand = brand_of(row.door if row.door_id else None)
        name = self._known_as(sender) if sender is not None else brand
        sending = Sending(
            problem=row,
            kind=kind,
            at=self.happened.at,
            sender_name=name,
            word=word,
            question=question,
            automatic=automatic,
            files=files,
        )
        write(sending, readers, self._in_shape(letter, word))

    def _in_shape(self, letter: Writes, word: WordId | None) -> Writes:
        """The same letter, where its words have a shape with that too."""
        said = self._read(word) if word is not None else None
        if said is None or not said.html:
            return letter
        return lambda reader, page: letter(reader, page).in_shape(said.text, said.html)

    def _read(self, word: WordId) -> Word:
        if word not in self.read:
            self.read[word] = Word.objects.get(pk=word)
        return self.read[word]

    def _text(self, word: WordId | None) -> str:
        return self._read(word).text if word is not None else ""

    # -- what -------------------------------------------------------------------------------------

    def _word(self, by: ColleagueId, word: WordId) -> None:
        """A colleague's word, to everybody on the customer's side; a proposal is sent as its question."""
        if any(
            isinstance(e, ev.SolutionProposed) and e.word == word for _, e in self.happened.events
        ):
            return
        row, promise = self.happened.row, self.after.promise
        text = self._text(word)
        due = promise.due if promise is not None and promise.giver == by else None
        name, brand = self._known_as(by), brand_of(row.door if row.door_id else None)

        def letter(reader: Reader, page: str) -> Letter:
            again = reader.moment(due) if due else ""
            return reader.texts.word(text=text, name=name, brand=brand, by=again, page=page)

        self._send(MailKind.WORD, self._everybody(), by, letter, word=word, files=_files(word))

    def _introduction(self, receiver: ColleagueId) -> None:
        if self.after.live:
            return  # they hear each other
        owner, name = self._first(self.after.owner), self._first(receiver)

        def letter(reader: Reader, page: str) -> Letter:
            return reader.texts.introduction(
                owner=owner, receiver=name, customer=reader.first_name, page=page
            )

        self._send(MailKind.INTRODUCTION, self._everybody(), self.after.owner, letter)

    def _question(self, number: Number, event: ev.Asked) -> None:
        match event.about:
            case About.TAKEOVER if event.receiver is not None:
                self._takeover_question(number, event, event.receiver)
            case About.SOLVED:
                self._solved(number, event.by, event.word, again=False)
            case About.CONTRADICTION:
                self._contradiction(number, event)
            case About.SPLIT:
                self._split_question(number, event)
            case _:
                pass

    def _takeover_question(self, number: Number, event: ev.Asked, receiver: ColleagueId) -> None:
        owner, name = self._first(self.after.owner), self._first(receiver)
        words = self._text(event.word)

        def letter(reader: Reader, page: str) -> Letter:
            return reader.texts.takeover_question(
                owner=owner, receiver=name, customer=reader.first_name, words=words, page=page
            )

        self._ask(number, event.by, letter, event.word)

    def _solved(self, number: Number, by: ColleagueId, word: WordId | None, *, again: bool) -> None:
        owner, words = self._first(by), self._text(word)

        def letter(reader: Reader, page: str) -> Letter:
            return reader.texts.solved_question(
                owner=owner, customer=reader.first_name, words=words, again=again, page=page
            )

        self._ask(number, by, letter, word, automatic=again)

    def _contradiction(self, number: Number, event: ev.Asked) -> None:
        owner, words = self._first(event.by), self._text(event.word)

        def letter(reader: Reader, page: str) -> Letter:
            return reader.texts.contradiction(
                owner=owner, customer=reader.first_name, words=words, page=page
            )

        self._ask(number, event.by, letter, event.word)

    def _split_question(self, number: Number, event: ev.Asked) -> None:
        parts = [
            part
            for _, one in self.happened.events
            if isinstance(one, ev.SplitOff)
            for part in one.problems
        ]
        named = ProblemRow.objects.filter(pk__in=parts).order_by("pk")
        subjects = [self.happened.row.subject, *named.values_list("subject", flat=True)]
        things, owner = tuple(one for one in subjects if one), self._first(event.by)

        def letter(reader: Reader, page: str) -> Letter:
            return reader.texts.split_question(
                owner=owner, customer=reader.first_name, things=things, page=page
            )

        self._ask(number, event.by, letter, event.word)

    def _ask(
        self,
        number: Number,
        by: ColleagueId,
        letter: Writes,
        word: WordId | None,
        *,
        automatic: bool = False,
    ) -> None:
        self._send(
            MailKind.QUESTION,
            self._principal(),
            by,
            letter,
            word=word,
            question=number,
            automatic=automatic,
            files=_files(word) if word is not None else (),
        )

    def _answered(self, event: ev.Answered) -> None:
        """A no by mail gets a word that it was understood; a yes has its receipt elsewhere."""
        if event.about is not About.TAKEOVER or event.reply is not ev.Reply.NO:
            return
        if isinstance(event.evidence, ListedReply | MarkedReply):
            owner = self._first(self.after.owner)
            self._receipt(
                lambda reader, page: reader.texts.stays_receipt(
                    owner=owner, customer=reader.first_name, page=page
                )
            )

    def _satisfied(self, evidence: Evidence) -> None:
        owner, quoting = self._first(self.after.owner), _quoting(evidence)
        self._receipt(
            lambda reader, page: reader.texts.satisfied_receipt(
                owner=owner, customer=reader.first_name, quoting=quoting, page=page
            )
        )

    def _receipt(self, letter: Writes) -> None:
        self._send(MailKind.RECEIPT, self._principal(), self.after.owner, letter)

    def _broken(self, promise: Number) -> None:
        """Nobody is named who was not met: while it rings that could still change."""
        given, next_one = self._promised(promise), self.after.promise
        if next_one is None:
            return
        owner = self.after.owner
        named = self._first(owner) if self._has_met(owner) else ""
        giver = self._first(given) if given is not None and self._has_met(given) else ""
        self._send(
            MailKind.BROKEN,
            self._principal(),
            owner if named else None,
            lambda reader, page: reader.texts.promise_broken(
                giver=giver,
                owner=named,
                customer=reader.first_name if named else "",
                by=reader.moment(next_one.due),
                page=page,
            ),
            automatic=True,
        )

    def _promised(self, promise: Number) -> ColleagueId | None:
        before = self.happened.before
        if before is not None and before.promise is not None and before.promise.number == promise:
            return before.promise.giver
        return None

    def _owner_changed(self, event: ev.OwnerChanged) -> None:
        former, owner = self._first(event.former), self._first(event.owner)
        match event.why:
            case ev.OwnerChange.HANDOFF:
                quoting = self._quoted_yes()
                self._receipt(
                    lambda reader, page: reader.texts.takeover_receipt(
                        former=former,
                        owner=owner,
                        customer=reader.first_name,
                        quoting=quoting,
                        page=page,
                    )
                )
            case ev.OwnerChange.TAKEN_BACK:
                self._receipt(
                    lambda reader, page: reader.texts.back_receipt(
                        owner=owner, customer=reader.first_name, page=page
                    )
                )
            case ev.OwnerChange.SUCCESSION | ev.OwnerChange.RELIEF if self._has_met(event.former):
                self._person_changed(former, owner)
            case _:
                pass

    def _person_changed(self, former: str, owner: str) -> None:
        promise = self.after.promise
        if promise is None:
            return  # it rests, or is solved: nothing is owed, and their page tells
        self._send(
            MailKind.CHANGED,
            self._everybody(),
            self.after.owner,
            lambda reader, page: reader.texts.person_changed(
                former=former,
                owner=owner,
                customer=reader.first_name,
                by=reader.moment(promise.due),
                page=page,
            ),
            automatic=True,
        )

    def _quoted_yes(self) -> str:
        answers = (e for _, e in self.happened.events if isinstance(e, ev.Answered))
        return next((_quoting(one.evidence) for one in answers), "")

    def _cover(self, cover: ColleagueId, event: ev.CoverStarted) -> None:
        owner, name = self._first(self.after.owner), self._first(cover)
        if not self._has_met(self.after.owner) or not self.after.is_open:
            return
        self._send(
            MailKind.CHANGED,
            self._everybody(),
            cover,
            lambda reader, page: reader.texts.cover(
                owner=owner,
                cover=name,
                customer=reader.first_name,
                until=reader.moment(event.until),
                page=page,
            ),
            automatic=True,
        )


def _quoting(evidence: Evidence) -> str:
    """The reply that a colleague read as the answer: the receipt quotes it."""
    if not isinstance(evidence, MarkedReply):
        return ""
    return Word.objects.get(pk=evidence.word).text[:500]


def _files(word: WordId) -> list[File]:
    files = []
    for attachment in Attachment.objects.filter(word=word).order_by("id"):
        with attachment.file.open("rb") as content:
            files.append(
                File(
                    name=attachment.name,
                    type=attachment.content_type,
                    content=content.read(),
                    content_id=rich_text.content_id(attachment.key) if attachment.is_inline else "",
                )
            )
    return files
