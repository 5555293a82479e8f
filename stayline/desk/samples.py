"""A small made-up company, for the style guide and for looking at every page in every state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.safestring import mark_safe

from stayline.desk import contexts as c
from stayline.desk.pages.search import HitShown, SearchPage
from stayline.problems.search import Passage


@dataclass(frozen=True, slots=True)
class Somebody:
    """A face without a row in any table."""

    pk: int
    name: str
    title: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


BEA = Somebody(1, "Bea Lindner", "Billing")
TOM = Somebody(2, "Tomas Okafor", "Technical support")
SALLY = Somebody(3, "Sally Brandt", "Head of sales support")
ERIK = Somebody(4, "Erik Sørensen", "Engineer")
ANA = Somebody(5, "Ana Ferreira", "Technical support")
CAROL = Somebody(31, "Carol Whitfield")
NORA = Somebody(32, "Nora Winter")
IDRIS = Somebody(33, "Idris Bello")
MEI = Somebody(34, "Mei Tanaka")
PAUL = Somebody(35, "Paul Moreau")


def _promise(
    now: datetime, minutes: int, of: int = 240, giver: c.Person | None = None
) -> c.PromiseShown:
    due = now + timedelta(minutes=minutes)
    return c.PromiseShown(due=due, since=due - timedelta(minutes=of), giver=giver)


def home(now: datetime) -> c.HomePage:
    """A morning like many."""
    return c.HomePage(
        now=now,
        ringing=(
            c.RingingCall(
                51,
                MEI,
                "Our new access cards open nothing since this morning, and there are forty people in front of the building.",
                "reception@fernwood.example",
                now - timedelta(minutes=3),
                _promise(now, 84),
            ),
        ),
        offers=(
            c.OfferCall(
                47,
                9,
                IDRIS,
                BEA,
                c.Brief(
                    "Needed: why the line drops every evening at about eight.\nTried: new cable, restart, other socket.\nPromised: he hears by tomorrow, 10:00."
                ),
                now + timedelta(minutes=22),
                (ANA,),
            ),
        ),
        with_you=(
            c.Row(
                42,
                NORA,
                "The invoice shows two lines for March. I paid in February, please have a look, the reminder came again today.",
                "Fernwood",
                _promise(now, -12),
                (TOM,),
                customer_spoke_last=True,
            ),
            c.Row(
                43,
                CAROL,
                "Since the update I can't sign in on the tablet. The desktop works.",
                "Fernwood",
                _promise(now, 25),
                (),
                customer_spoke_last=True,
            ),
            c.Row(
                44,
                IDRIS,
                "The line drops every evening, and I work at night.",
                "",
                _promise(now, 190),
                (TOM, ANA),
            ),
            c.Row(
                45,
                PAUL,
                "Could the contract start a month later? We are still building.",
                "Moreau & Fils",
                _promise(now, 60 * 26, 60 * 30),
            ),
        ),
        helping=(
            c.Row(
                46,
                MEI,
                "Which of the two boxes do we need for the second floor?",
                "Tanaka Studio",
                _promise(now, 300, 480),
                owner=SALLY,
            ),
        ),
        waiting_for_customer=(
            c.Row(
                40,
                PAUL,
                "You asked: is it solved with the new key?",
                "Moreau & Fils",
                _promise(now, 60 * 50, 60 * 72),
            ),
        ),
        quiet=(
            c.Row(38, IDRIS, "The older invoice from last year.", "", state="quiet since Tuesday"),
        ),
    )


def empty_home(now: datetime) -> c.HomePage:
    return c.HomePage(now=now)


def steps(lit: int) -> tuple[c.Step, ...]:
    """The four steps with the first `lit` of them done."""
    names = (
        ("Offered", "to Tomas"),
        ("Picked up", "Tomas is here and helps"),
        ("Asked", "Carol was asked by mail and on her page"),
        ("Agreed", "Tomas is with Carol"),
    )
    return tuple(
        c.Step(name, "done" if i < lit else "now" if i == lit else "todo", more if i < lit else "")
        for i, (name, more) in enumerate(names)
    )


def _entries(now: datetime) -> tuple[c.Entry, ...]:
    h = timedelta(hours=1)
    return (
        c.Entry(
            1,
            "theirs",
            now - 26 * h,
            CAROL,
            text="Hello,\n\nsince the update I can't sign in on the tablet. It says “try again later”, for two days now. The desktop works.\n\nWe count the stock with it, so it is a bit urgent.\n\nCarol Whitfield",
            quoted="> Your invoice 2026-1107 is attached.\n> Fernwood Ltd",
            files=(c.FileShown("tablet.jpg", "#", 412_000),),
        ),
        c.Entry(
            2,
            "line",
            now - 26 * h,
            text="Rang Bea at billing@; Carol was told that a person writes by 11:30",
            icon="door",
        ),
        c.Entry(
            3,
            "line",
            now - 25 * h,
            html=mark_safe("<strong>Bea</strong> said “I will help you”"),
            icon="hand",
            tone="yes",
        ),
        c.Entry(
            4,
            "ours",
            now - 25 * h,
            BEA,
            to="Carol",
            text="Hello Carol,\n\nI will help you. I work in billing, so I am asking a colleague who knows the tablets, and I stay with you until it works. You hear from me by tomorrow, 10:00.\n\nBea",
        ),
        c.Entry(
            5,
            "note",
            now - 24 * h,
            BEA,
            text="Looks like the certificate thing from October. @Tomas, is it?",
        ),
        c.Entry(
            6,
            "line",
            now - 23 * h,
            html=mark_safe("<strong>Bea</strong> offered to hand over to <strong>Tomas</strong>"),
            icon="split",
        ),
        c.Entry(
            7,
            "line",
            now - 22 * h,
            html=mark_safe("<strong>Tomas</strong> picked up, and helps"),
            icon="check",
            tone="yes",
        ),
        c.Entry(
            8,
            "ours",
            now - 22 * h,
            TOM,
            to="Carol",
            text="Hello Carol, this is Tomas, I know the tablets. Could you open Settings → About and tell me the number in the last line? It takes half a minute.",
        ),
        c.Entry(
            9,
            "line",
            now - 2 * h,
            text="The promise of 10:00 was broken. Carol was told, and hears by 15:00",
            icon="clock",
            tone="late",
        ),
        c.Entry(
            10,
            "theirs",
            now - h,
            CAROL,
            text="It is 4.1.0-rc2. And yes, that would be fine.",
            quoted="> Is it all right if Tomas takes it from here?",
            word=81,
            may_be_answer=True,
        ),
    )


def problem(now: datetime) -> c.ProblemPage:
    """Bea is with Carol, Tomas has picked up, and Carol has been asked."""
    choices = tuple(c.PromiseChoice(now + timedelta(hours=n), n == 4) for n in (2, 4, 22, 46))
    return c.ProblemPage(
        now=now,
        problem=43,
        version=10,
        title="Can't sign in on the tablet",
        state="Carol wrote last, an hour ago. She is asked whether Tomas may take it from here.",
        owner=BEA,
        is_yours=True,
        promise=_promise(now, 45),
        helpers=(TOM,),
        entries=_entries(now),
        customer=c.CustomerPanel(
            CAROL,
            (c.Reach("Mail", "carol@fernwood.example", True), c.Reach("Phone", "+44 20 7946 0018")),
            "Fernwood",
            "English",
            "Europe/London",
            (
                c.Row(
                    12,
                    CAROL,
                    "The invoice of last September had the wrong address on it",
                    state="solved in October",
                ),
            ),
            ((NORA, "affected"),),
        ),
        handoff=c.HandoffShown(
            steps(3),
            (),
            "Carol's answer is missing. Until her yes you stay with her.",
            c.Brief("Carol can't sign in on her tablet since the update."),
            TOM,
        ),
        writer=c.Writer(
            43,
            CAROL,
            choices,
            (
                c.Choice("us", "for us"),
                c.Choice("customer", "for Carol"),
                c.Choice("third party", "for somebody else"),
                c.Choice("fix", "for a fix"),
            ),
            last_seen=10,
        ),
        menu=(
            c.Act("Solve as a duplicate of…", "#", True),
            c.Act("Not a customer's: set aside", "#", True),
        ),
    )


def ringing_problem(now: datetime) -> c.ProblemPage:
    base = problem(now)
    return replace(
        base,
        entries=base.entries[:2],
        helpers=(),
        is_ringing=True,
        state="Just arrived at billing@.",
        version=2,
        handoff=c.HandoffShown(),
        acts=(c.Act("I will help you", "#"),),
        writer=replace(
            base.writer, may_reply=False, why_not="Say “I will help you” first; then you write."
        ),
    )


def refused_problem(now: datetime) -> c.ProblemPage:
    base = problem(now)
    return replace(
        base,
        writer=replace(
            base.writer,
            refusal="Carol must be told by when she hears next: please promise a moment within five working days.",
            reply=c.Begun("Hello Carol, we'll see."),
        ),
    )


def stale_problem(now: datetime) -> c.ProblemPage:
    """Carol wrote while Bea was writing; a colleague sends at the same moment."""
    base = problem(now)
    newer = (Wrote("Carol Whitfield", "Wait, it works again since this morning!"),)
    words = c.Begun("Hello Carol, we send somebody.", "", "Hello Carol, when are you there?")
    return replace(
        base,
        leaving=(
            c.Leaving(1, 43, TOM, "Carol", "", False, 9),
            c.Leaving(2, 43, BEA, "Carol", "I have asked Tomas, who knows the tablets.", True, 12),
        ),
        writer=replace(base.writer, newer=newer, reply=words, signature="Bea Lindner, Fernwood"),
    )


@dataclass(frozen=True, slots=True)
class Wrote:
    """What somebody said meanwhile."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply worth keeping."""

    pk: int
    name: str
    text: str


def saved_replies(now: datetime) -> c.SavedRepliesPage:
    thanks = "Hello {{customer.first_name}}, thank you. You hear from me by {{promise}}."
    router = "Please unplug the router, wait half a minute, and plug it in again."
    return c.SavedRepliesPage((Reply(1, "Thanks", thanks),), (Reply(2, "Router", router),), True)


def drafts(now: datetime) -> c.DraftsPage:
    h = timedelta(hours=1)
    return c.DraftsPage(
        now,
        (
            c.DraftShown(1, "Hello Nora, the second", now - h, False, "", 42, NORA, "The invoice"),
            c.DraftShown(2, "Looks like the certificate thing.", now - 9 * h, True),
        ),
    )


def bring(now: datetime) -> c.BringPage:
    return c.BringPage(
        now=now,
        problem=43,
        customer=CAROL,
        need="tablet sign in after update",
        brief="Needed: Carol can sign in on her tablet again.\nTried: sign-in on the desktop works; restart did not help.\nPromised: she hears from Bea by tomorrow, 10:00.",
        candidates=(
            c.Candidate(TOM, TOM.title, "solved 7 like this since May", "here", 4),
            c.Candidate(ANA, ANA.title, "helped with 2 like this", "call", 6),
            c.Candidate(ERIK, ERIK.title, "wrote “tablet certificates”", "off", 0),
            c.Candidate(
                SALLY, SALLY.title, "", "away", 11, cannot="Carol would rather not be with Sally"
            ),
        ),
    )


def met(now: datetime) -> c.MetPage:
    return c.MetPage("00000000-0000-4000-8000-000000000000", colleagues=(SALLY, TOM, BEA))


def outbox(now: datetime) -> c.OutboxPage:
    m = timedelta(minutes=1)
    return c.OutboxPage(
        now,
        (
            c.LeftMail(
                now - m,
                "Carol Whitfield <carol@fernwood.example>",
                "Is it all right if Tomas takes it from here?",
                "Hello Carol,\n\nTomas knows the tablets. Is it all right if he takes it from here? I stay with you until you say so.\n\nBea",
                "Bea Lindner <billing@stayline.example>",
                "/with/abc/",
            ),
            c.LeftMail(
                now - 90 * m,
                "Carol Whitfield <carol@fernwood.example>",
                "Re: Can't sign in on the tablet",
                "Hello Carol,\n\nthank you for writing. A person writes to you by 11:30.",
                "billing@stayline.example",
            ),
        ),
    )


def doors(now: datetime) -> c.ListPage:
    return c.ListPage(
        "Doors",
        "Each way in, and the person behind it.",
        (
            c.Listed("#", "Billing", "billing@fernwood.example", "rings 15 min", BEA),
            c.Listed("#", "Reception", "reception@fernwood.example", "rings 15 min", SALLY),
            c.Listed("#", "Old hotline", "hotline@fernwood.example", "", TOM, True),
        ),
        "#",
        "Add a door",
    )


def search(now: datetime) -> SearchPage:
    found = home(now).with_you
    said = Passage("word", [("The ", False), ("tablet", True), (" does not let me in.", False)])
    return SearchPage(
        now,
        "tablet onwer:me",
        [
            HitShown(one, [(one.customer.name, False)], [(one.words, False)], [said])
            for one in found
        ],
        "3 problems",
        ["“onwer:” is looked for as a word. Did you mean “owner:”?"],
        fields=[("owner", "whose it is"), ("from", "a name, an address or an organisation")],
    )


def led(now: datetime) -> c.PeoplePage:
    return c.PeoplePage(now, (c.PersonsRows(BEA, home(now).with_you[:2]), c.PersonsRows(TOM)))
