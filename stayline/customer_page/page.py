"""The customer's page, gathered and shaped: who is with me, when do I hear, what am I asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal
from uuid import uuid4

from django.utils.translation import gettext as _

from stayline.customer_page.contexts import (
    FileShown,
    Person,
    QuestionShown,
    RhythmChoice,
    Said,
    State,
    TakeBack,
    There,
    WithPage,
)
from stayline.customer_page.language import choices, language_of
from stayline.ownership.events import Settled
from stayline.ownership.ids import PartyId
from stayline.ownership.problem import (
    TAKE_BACK_WITHIN,
    About,
    JoinedTwin,
    Owned,
    Proposed,
    Resting,
    Ringing,
    Satisfied,
    SetAside,
    WaitsFor,
)
from stayline.people import presence
from stayline.people.models import Colleague
from stayline.problems import queries, rich_text, uploads
from stayline.problems.models import (
    Attachment,
    Promise,
    Tenure,
    TenureRole,
    TokenKind,
    Upload,
    Word,
    WordKind,
)
from stayline.problems.queries import CustomersPage


class Known:
    """A colleague as customers know them: by their alias, where they have one."""

    def __init__(self, colleague: Colleague) -> None:
        self.pk = colleague.pk
        self.name = colleague.known_as
        self.photo = colleague.photo

    def __repr__(self) -> str:
        return f"{self.pk} {self.name} {self.photo.name if self.photo else ''}"

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name


def with_page(found: CustomersPage, secret: str, now: datetime) -> WithPage:
    """What the customer reads now."""
    state = found.state
    people: dict[int, Person] = {pk: Known(one) for pk, one in found.people.items()}
    owner = people.get(state.owner) if found.owner_is_known else None
    promise = state.promise
    carrier = promise.carrier if promise else None
    page = WithPage(
        now=now,
        token=secret,
        company=_company(found),
        state=_state(found),
        who=owner,
        since=_since(found) if owner else None,
        title=found.row.subject,
        helpers=[people[one] for one in sorted(state.helpers & state.met) if one in people],
        cover=people.get(state.cover.colleague) if state.cover else None,
        hears_by=promise.due if promise else None,
        hears_from=people.get(carrier) if carrier in state.met else owner,
        was_late=promise is not None and _was_late(found),
        question=_question(found, people) if found.is_principal else None,
        take_back=_take_back(found, people, now) if found.is_principal else None,
        client=str(uuid4()),
        place=sha256(f"page {found.row.pk} {found.customer.pk}".encode()).hexdigest()[:12],
        said=_said(found.words, found.customer.pk, people, secret),
        rhythms=_rhythms(found),
        waits_for_them=promise is not None and promise.waits_for is WaitsFor.CUSTOMER,
        may_say_waiting=promise is not None and promise.waits_for is not WaitsFor.US,
        may_be_satisfied=found.is_principal and not isinstance(state.stage, Satisfied),
        languages=choices(language_of(found)),
    )
    return replace(page, mark=_mark(page))


def _mark(page: WithPage) -> str:
    """The same for the same things shown, whenever and by whichever process it is drawn."""
    shown = replace(
        page, now=datetime.min.replace(tzinfo=UTC), token="", client="", files=(), rhythms=()
    )
    chosen = [one.days for one in page.rhythms if one.is_chosen]
    return sha256(f"{shown!r}{chosen}".encode("utf-8", "replace")).hexdigest()[:16]


def _rhythms(found: CustomersPage) -> list[RhythmChoice]:
    """Where a promise stands, the principal may say how often they want to hear."""
    if not found.is_principal or found.state.promise is None or not found.owner_is_known:
        return []
    every = found.state.rhythm.days if found.state.rhythm else 0
    labels = {
        0: _("When there is something to say"),
        1: _("Every day"),
        2: _("Every two days"),
        7: _("Every week"),
    }
    return [RhythmChoice(days, label, days == every) for days, label in labels.items()]


def who_is_there(found: CustomersPage, at: datetime) -> There:
    """Who of those on it reads or writes to them at this moment. A note is no word to them."""
    state = found.state
    on_it = [one for one in presence.there(found.row.pk, at) if one.colleague.pk in state.ours]
    writing = [one.colleague for one in on_it if one.writes == "reply"]
    names = [Known(one).first_name for one in writing if one.pk in state.met]
    reads = [
        Known(one.colleague).first_name
        for one in on_it
        if one.is_active and one.colleague.pk in state.met
    ]
    return There(
        writes=names[0] if names else "",
        is_somebody_writing=bool(writing),
        reads=reads[0] if reads else "",
    )


def _company(found: CustomersPage) -> str:
    door = found.row.door
    return (door.brand or door.legal_entity) if door else ""


def _state(found: CustomersPage) -> State:
    match found.state.stage:
        case Ringing():
            return "ringing"
        case SetAside():
            return "aside"
        case Owned():
            return "open"
        case Proposed():
            return "proposed"
        case Satisfied():
            return "satisfied"
        case Resting():
            return "resting"
        case JoinedTwin():
            return "open"


def _since(found: CustomersPage) -> datetime | None:
    """Since when the owner has been with them, in whatever part."""
    tenures = Tenure.objects.filter(problem=found.row, colleague=found.state.owner)
    began = [one.during.lower for one in tenures if one.role != TenureRole.COVER]
    return min(began, default=None)


def _was_late(found: CustomersPage) -> bool:
    """Whether the promise before this one was broken, and nothing was said since."""
    broken = (
        Promise.objects.filter(problem=found.row, how=Settled.BROKEN.value)
        .order_by("-settled_at")
        .first()
    )
    if broken is None or broken.settled_at is None:
        return False
    spoke = found.row.we_spoke_at
    return spoke is None or spoke < broken.settled_at


_ASKED: tuple[About, ...] = (About.TAKEOVER, About.CONTRADICTION, About.SOLVED, About.SPLIT)
_ABOUT: Mapping[About, Literal["takeover", "solved", "contradiction", "split"]] = {
    About.TAKEOVER: "takeover",
    About.CONTRADICTION: "contradiction",
    About.SOLVED: "solved",
    About.SPLIT: "split",
}


def _question(found: CustomersPage, people: Mapping[int, Person]) -> QuestionShown | None:
    """One question at a time, the one about a person first."""
    for about in _ASKED:
        asked = found.state.question_about(about)
        if asked is None:
            continue
        by = people.get(asked.by) or people.get(found.state.owner)
        receiver = people.get(asked.receiver) if asked.receiver is not None else None
        if by is not None and (about is not About.TAKEOVER or receiver is not None):
            return QuestionShown(asked.number, _ABOUT[about], by, receiver)
    return None


def _take_back(
    found: CustomersPage, people: Mapping[int, Person], now: datetime
) -> TakeBack | None:
    stage, takeover = found.state.stage, found.state.takeover
    if isinstance(stage, Satisfied):
        until = stage.at + TAKE_BACK_WITHIN
        return TakeBack("satisfied", until) if now <= until else None
    if takeover is None or takeover.new_owner != found.state.owner:
        return None
    until = takeover.at + TAKE_BACK_WITHIN
    former = people.get(takeover.former_owner)
    return TakeBack("takeover", until, former) if former and now <= until else None


def _said(words: Sequence[Word], me: int, people: Mapping[int, Person], secret: str) -> list[Said]:
    said: list[Said] = []
    for word in words:
        if word.erased_at is not None or not (word.text or word.attachments.all()):
            continue
        if word.kind == WordKind.HEARD:
            mine = word.customer_id == me
            other = word.customer if not mine else None
            by: Literal["me", "them"] = "me" if mine else "them"
            said.append(Said(word.at, word.text, by, other, _files(word, secret), key=word.pk))
        elif word.colleague is not None:
            who = people.get(word.colleague.pk) or Known(word.colleague)
            pictures = f"/with/{secret}/files/"
            html = rich_text.with_pictures_from(word.html, pictures) if word.html else ""
            files = _files(word, secret)
            said.append(Said(word.at, word.text, "them", who, files, html, key=word.pk))
    return said


def _files(word: Word, secret: str) -> list[FileShown]:
    return [
        file_shown(one, f"/with/{secret}/files/{one.key}/")
        for one in word.attachments.all()
        if not one.is_inline
    ]


def file_shown(file: Attachment | Upload, path: str) -> FileShown:
    picture = f"{path}picture/" if uploads.is_picture(file.content_type) else ""
    return FileShown(file.name, path, file.size, picture, str(file.key))


def page_of(token: str, at: datetime) -> CustomersPage | None:
    """The page behind a link, while it is good and whose it is belongs to the customer's side."""
    token_ = queries.token(token, [TokenKind.PAGE], at)
    if token_ is None or token_.customer is None:
        return None
    found = queries.customers_page(token_)
    party = found.state.party(PartyId(found.customer.pk))
    return found if party is not None and not party.gone else None
