"""Every read, scoped to who asks: a problem somebody may not see is one that does not exist.

Nothing here changes anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from stayline.ownership import Problem as State
from stayline.ownership.events import Event
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import JoinedTwin
from stayline.people.models import Colleague, Customer, DutyTurn, Role
from stayline.problems import codec, statements, tokens
from stayline.problems import models as m

# -- who may see what ----------------------------------------------------------------------------


def visible_to(colleague: Colleague, *, known: bool = False) -> QuerySet[m.Problem]:
    """The problems a colleague may see.

    Theirs, those they help in, are asked, offered or, until it is over, mentioned in; those that
    ring at a door where they have a turn, and what was set aside there and waits for a second colleague; a lead's
    people's; an administrator's all. A need-to-know circle narrows it to those on the problem and
    those in the circle. Nobody sees from our side a problem in which they are on the customer's.

    With `known` their doors are looked up first: one query more, after which the database finds
    their problems among very many by its indexes alone.
    """
    me = colleague.pk
    if not colleague.is_active:
        return m.Problem.objects.none()
    on_it = Q(owner=me) | Q(involved__contains=[me])
    asked_in_a_note = Q(mentioned__contains=[me]) & ~Q(stage__in=m.Stage.over())
    mine = on_it | Q(need_to_know__contains=[me]) | asked_in_a_note
    if colleague.role == Role.ADMINISTRATOR:
        wider = Q()
    else:
        doors = _doors_of(colleague)
        wider = (Q(stage=m.Stage.RINGING) | UNCONFIRMED) & Q(
            door__in=list(doors) if known else doors
        )
        if colleague.role == Role.LEAD:
            wider |= Q(owner__in=people_of(colleague))
    theirs = m.Party.objects.filter(problem=OuterRef("pk"), colleague=me)
    return m.Problem.objects.filter(mine | (Q(need_to_know=[]) & wider)).exclude(Exists(theirs))


UNCONFIRMED = m.UNCONFIRMED
"""Set aside, and no second colleague has confirmed it."""


def _doors_of(colleague: Colleague) -> QuerySet[DutyTurn, int]:
    turns = DutyTurn.objects.filter(colleague=colleague).order_by()
    return turns.values_list("duty_list__door_id", flat=True)


_BELOW = """
WITH RECURSIVE below AS (
    SELECT id FROM people_colleague WHERE manager_id = %s
    UNION
    SELECT one.id FROM people_colleague AS one JOIN below ON one.manager_id = below.id
)
SELECT id FROM below
"""


def people_of(lead: Colleague) -> list[int]:
    """Everybody a lead answers for, through however many managers."""
    (found,) = statements.ask((_BELOW, [lead.pk]))
    return [who for (who,) in found]


def problem_for(colleague: Colleague, problem: int) -> m.Problem:
    """One problem. Raises Problem.DoesNotExist also where it may not be seen."""
    return (
        visible_to(colleague)
        .defer(*_NOT_READ)
        .select_related("principal__organisation", "door")
        .prefetch_related("principal__addresses")
        .get(pk=problem)
    )


_NOT_READ = ("fields", "timers", "topic")
"""Columns that no page shows."""


def state_of(problem: m.Problem) -> State:
    """The problem as the rule sees it."""
    return codec.problem_from_json(problem.state)


# -- home ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Home:
    """What a colleague sees first. Each list is ordered; nobody else's burden is in it."""

    ringing: list[m.Problem]
    offers: list[m.Offer]
    help_asked: list[m.Problem]
    with_you: list[m.Problem]
    helping: list[m.Problem]
    waiting_for_customer: list[m.Problem]
    resting: list[m.Problem]
    to_confirm: list[m.Problem]
    to_sign: list[m.Problem]
    notices: list[m.Notice]


_SHOWN = 200
"""How many rows of one list a page shows; the rest is found by search."""


def as_rows(problems: QuerySet[m.Problem]) -> QuerySet[m.Problem]:
    """With what a row of a list shows of them, and no more."""
    return problems.select_related("principal__organisation").only(
        "owner", "stage", "detail", "door", "state", "opened_at", "subject", "promise_due",
        "waits_for", "customer_spoke_at", "we_spoke_at", "unsigned_by",
        "principal__name", "principal__time_zone", "principal__organisation__name",
    )  # fmt: skip


def home(colleague: Colleague) -> Home:
    """ "With you now"."""
    me = colleague.pk
    mine = list(_open(m.Problem.objects.filter(owner=me))[:_SHOWN])
    met = [one for one in mine if one.stage != m.Stage.RINGING]
    involved = list(_involving(me)[:_SHOWN])
    seconds = list(_for_a_second(colleague)[:_SHOWN])
    resting = as_rows(m.Problem.objects.filter(owner=me, stage=m.Stage.RESTING))
    return Home(
        ringing=[one for one in mine if one.stage == m.Stage.RINGING],
        offers=_offers_to(me, involved),
        help_asked=[one for one in involved if one.is_open and me in one.state["asked_to_help"]],
        with_you=[one for one in met if one.waits_for != "customer"],
        helping=[one for one in involved if one.is_open and _helps(one, me)],
        waiting_for_customer=[one for one in met if one.waits_for == "customer"],
        resting=list(resting.order_by("-opened_at")[:_SHOWN]),
        to_confirm=[one for one in seconds if one.unsigned_by_id is None],
        to_sign=[one for one in seconds if one.unsigned_by_id is not None],
        notices=list(
            m.Notice.objects.filter(to=me, seen_at__isnull=True)
            .select_related("problem__principal")
            .only("kind", "at", "problem__principal__name")
            .order_by("-at")[:20]
        ),
    )


def _open(problems: QuerySet[m.Problem]) -> QuerySet[m.Problem]:
    """Those with which a customer waits, in the order in which they hear."""
    return as_rows(problems.filter(stage__in=m.Stage.open())).order_by("promise_due", "id")


def open_with_people(reader: Colleague, people: Collection[int]) -> list[m.Problem]:
    """What these colleagues own while a customer waits, as far as the reader may see it."""
    return list(_open(visible_to(reader).filter(owner__in=people)))


def _involving(me: int) -> QuerySet[m.Problem]:
    """Where a colleague has something to do beside the owner; also what was set aside, since
    other correspondence may be offered to them."""
    stages = [*m.Stage.open(), m.Stage.SET_ASIDE]
    found = m.Problem.objects.filter(involved__contains=[me], stage__in=stages)
    return as_rows(found).order_by("promise_due", "id")


def _helps(problem: m.Problem, me: int) -> bool:
    cover = problem.state["cover"]
    return me in problem.state["helpers"] or (cover is not None and cover["colleague"] == me)


def _offers_to(me: int, involved: Iterable[m.Problem]) -> list[m.Offer]:
    """The offers that this colleague has yet to answer."""
    problems = {one.pk: one for one in involved if _is_offered(one, me)}
    if not problems:
        return []
    found = m.Offer.objects.filter(problem__in=problems, ended_at__isnull=True)
    offers = list(found.select_related("by", "brief").order_by("lapses", "id"))
    for one in offers:
        one.problem = problems[one.problem_id]
    return offers


def _is_offered(problem: m.Problem, me: int) -> bool:
    offer = problem.state["offer"]
    if offer is None or offer["receiver"] is not None:
        return False
    return me in offer["receivers"] and me not in offer["declined"]


def _for_a_second(colleague: Colleague) -> QuerySet[m.Problem]:
    """What waits for this colleague as a second: first what they may sign, then what was set
    aside and needs their confirmation. A problem is never both."""
    me = colleague.pk
    # Looked up first: how few they are the planner cannot guess, and it would read all that was
    # ever set aside.
    waiting = m.Problem.objects.filter(Q(unsigned_by__isnull=False) | UNCONFIRMED)
    to_sign = Q(unsigned_by__isnull=False) & ~Q(unsigned_by=me)
    found = visible_to(colleague).filter(to_sign | _not_confirmed_and_not_by(me))
    found = found.filter(pk__in=list(waiting.order_by().values_list("pk", flat=True)))
    return as_rows(found).order_by(IsNull(F("unsigned_by"), True), "opened_at")


def _not_confirmed_and_not_by(colleague: int) -> Q:
    return UNCONFIRMED & ~Q(state__stage__by=colleague)


def set_aside_for(colleague: Colleague) -> QuerySet[m.Problem]:
    """What was set aside and waits for this colleague's word, the oldest first."""
    found = visible_to(colleague).filter(_not_confirmed_and_not_by(colleague.pk))
    return found.order_by("opened_at", "pk")


def set_aside_by(colleague: Colleague) -> QuerySet[m.Problem]:
    """What this colleague set aside and a second one has yet to look at, the oldest first."""
    found = visible_to(colleague).filter(UNCONFIRMED, state__stage__by=colleague.pk)
    return found.order_by("opened_at", "pk")


# -- a problem -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One event with what it refers to, ready to be read."""

    number: int
    event: Event
    word: m.Word | None = None
    text: m.Text | None = None


@dataclass(frozen=True)
class Page:
    """One problem, whole."""

    row: m.Problem
    state: State
    told: list[Told]
    people: dict[int, Colleague]
    customers: dict[int, Customer]
    parties: list[m.Party]
    earlier: list[m.Problem] = field(default_factory=list)


def page(colleague: Colleague, problem: int) -> Page:
    """Everything about one problem. Raises Problem.DoesNotExist where it may not be seen."""
    row = problem_for(colleague, problem)
    told = list(timeline(row))
    parties = list(
        m.Party.objects.filter(problem=row).select_related("customer__organisation").order_by("id")
    )
    return Page(
        row=row,
        state=state_of(row),
        told=told,
        people=_colleagues(row, told),
        customers={party.customer_id: party.customer for party in parties},
        parties=parties,
        earlier=list(earlier(colleague, row)),
    )


def timeline(row: m.Problem) -> Iterator[Told]:
    """A problem's events, oldest first, with the words and texts they refer to."""
    stored = list(m.TimelineEvent.objects.filter(problem=row).order_by("number"))
    events = [codec.event_from_json(one.kind, one.at, one.body) for one in stored]
    words = _words(events)
    texts = m.Text.objects.in_bulk([ref for event in events for ref in _refs(event, _TEXTS)])
    for one, event in zip(stored, events, strict=True):
        word = next(iter(_refs(event, ("word",))), None)
        text = next(iter(_refs(event, _TEXTS)), None)
        yield Told(
            number=one.number,
            event=event,
            word=words.get(word) if word is not None else None,
            text=texts.get(text) if text is not None else None,
        )


_TEXTS = ("brief", "reason", "text", "reference")


def _words(events: Iterable[Event]) -> dict[int, m.Word]:
    wanted = [ref for event in events for ref in _refs(event, ("word",))]
    words = m.Word.objects.select_related("colleague", "customer", "contact").prefetch_related(
        "attachments"
    )
    return words.in_bulk(wanted)


def _refs(event: Event, names: Sequence[str]) -> Iterator[int]:
    for name in names:
        value = getattr(event, name, None)
        if isinstance(value, int):
            yield value


def _colleagues(row: m.Problem, told: Iterable[Told]) -> dict[int, Colleague]:
    """Every colleague the page may have to name."""
    ids = {row.owner_id, *row.involved}
    for one in told:
        for name in _COLLEAGUES:
            value = getattr(one.event, name, None)
            if isinstance(value, int):
                ids.add(value)
            elif isinstance(value, tuple):
                ids.update(who for who in value if isinstance(who, int))
        ids.update(_witnesses(one.event))
    return Colleague.objects.in_bulk(ids)


_COLLEAGUES = (
    "by",
    "owner",
    "former",
    "host",
    "helper",
    "whom",
    "who",
    "cover",
    "receiver",
    "receivers",
    "giver",
    "carrier",
    "lead",
    "better",
    "reviewer",
    "to",
    "next_hosts",
)


def _witnesses(event: Event) -> Iterator[int]:
    evidence = getattr(event, "evidence", None)
    by = getattr(evidence, "by", None)
    if isinstance(by, int):
        yield by
    what = getattr(event, "what", None)
    signer = getattr(what, "by", None)
    if isinstance(signer, int):
        yield signer


def earlier(colleague: Colleague, row: m.Problem) -> QuerySet[m.Problem]:
    """The customer's other problems, as far as the reader may see them."""
    if row.principal_id is None:
        return m.Problem.objects.none()
    return (
        visible_to(colleague)
        .filter(principal=row.principal_id)
        .exclude(pk=row.pk)
        .only("subject", "stage", "detail")
        .order_by("-opened_at")[:20]
    )


def related_to(colleague: Colleague, state: State) -> QuerySet[m.Problem]:
    """What a problem is linked to, its twin, and what was joined to it, as far as the reader may
    see them; the twin first."""
    twin = state.stage.twin if isinstance(state.stage, JoinedTwin) else 0
    near = Q(pk__in=[*state.links, twin]) | Q(twin=state.id)
    found = visible_to(colleague).filter(near).select_related("principal", "owner")
    return found.order_by(
        Case(When(pk=twin, then=0), When(twin=state.id, then=1), default=2), "-pk"
    )


# -- who can help --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """A colleague who could be brought in."""

    colleague: Colleague
    owned: int
    last_solved: datetime | None


def who_can_help(problem: m.Problem, *, or_take_over: bool = False) -> list[Candidate]:
    """Active colleagues who are not on this problem, the least burdened first.

    With `or_take_over` also those who help in it: who is there already can best take over.
    """
    state = state_of(problem)
    there = {state.owner} if or_take_over else state.ours
    left_out = {*there, *(party.colleague for party in state.parties if party.colleague)}
    owned = m.Problem.objects.filter(owner=OuterRef("pk")).order_by("-opened_at")
    many = owned.filter(stage__in=m.Stage.open()).order_by().values("owner").annotate(n=Count("id"))
    people = (
        Colleague.objects.filter(is_active=True)
        .exclude(pk__in=left_out)
        .annotate(
            owned=Coalesce(Subquery(many.values("n")), 0),
            last_solved=Subquery(owned.filter(stage=m.Stage.SATISFIED).values("opened_at")[:1]),
        )
        .order_by("owned", "name")
    )
    return [
        Candidate(
            colleague=one,
            owned=getattr(one, "owned", 0),
            last_solved=getattr(one, "last_solved", None),
        )
        for one in people
    ]


# -- the customer's own page ---------------------------------------------------------------------


@dataclass(frozen=True)
class CustomersPage:
    """What a customer may see: themselves, the people who have met them, words to and from."""

    row: m.Problem
    state: State
    customer: Customer
    is_principal: bool
    words: list[m.Word]
    people: dict[int, Colleague]
    owner_is_known: bool
    questions: list[m.Question]


def token(secret: str, kinds: Sequence[m.TokenKind], at: datetime) -> m.Token | None:
    """The token of this secret, while it is good."""
    return (
        m.Token.objects.filter(digest=tokens.digest(secret), kind__in=kinds)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))
        .select_related("problem__door", "customer", "colleague")
        .first()
    )


def token_ever(secret: str, kind: m.TokenKind) -> m.Token | None:
    """The token of this secret, also when it is good no more: it opens nothing, and tells whose
    it was."""
    found = m.Token.objects.filter(digest=tokens.digest(secret), kind=kind)
    return found.select_related("problem__door", "customer").first()


def ours(problem: int) -> set[int]:
    """Every colleague who is with a problem's customer now."""
    row = m.Problem.objects.only("owner", "involved").get(pk=problem)
    return {row.owner_id, *row.involved}


def customers_page(found: m.Token) -> CustomersPage:
    """The page behind a customer's token; their problem's twin's, where it was joined to one."""
    assert found.customer is not None
    row = found.problem
    while row.twin_id is not None:
        row = m.Problem.objects.select_related("door").get(pk=row.twin_id)
    state = state_of(row)
    words = m.Word.objects.filter(
        problem__in=[row.pk, found.problem_id],
        kind__in=[m.WordKind.HEARD, m.WordKind.SPOKEN],
        pk__in=_spoken_or_heard(row.pk, found.problem_id),
    )
    principal = state.principal
    return CustomersPage(
        row=row,
        state=state,
        customer=found.customer,
        is_principal=principal is not None and principal.id == found.customer.pk,
        words=list(
            words.select_related("colleague", "customer")
            .prefetch_related("attachments")
            .order_by("at", "id")
        ),
        people=Colleague.objects.in_bulk([*state.met, state.owner, *state.helpers]),
        owner_is_known=ColleagueId(state.owner) in state.met,
        questions=list(
            m.Question.objects.filter(problem=row, ended_at__isnull=True)
            .select_related("receiver", "by")
            .order_by("number")
        ),
    )


def _spoken_or_heard(*problems: int) -> list[int]:
    """Words that were really said: a final no that nobody signed yet is not among them."""
    bodies = m.TimelineEvent.objects.filter(
        problem_id__in=problems, kind__in=["WordHeard", "WordSpoken", "CauseSpoken"]
    ).values_list("body", flat=True)
    return [body["word"] for body in bodies]
