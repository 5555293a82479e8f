"""An engineer meets an unhappy customer at a conference, and does not say "not my department"."""

from __future__ import annotations

from stayline.stories.postbox import Letter
from stayline.stories.stage import Stage
from stayline.stories.telling import Telling

WORDS = (
    "Three heat pumps were promised for May, and nobody has said since when they come.\n"
    "Two of our tenants ask every week."
)
BRIEF = f"{WORDS}\nErik met them at the conference; nothing was tried yet."
PLAN = "All three leave on Thursday, and the driver calls you the day before. I see to it myself."


class Conference(Telling):
    """It begins with a complaint that somebody hears who could shrug."""

    def __init__(self, stage: Stage, customer: str) -> None:
        super().__init__(stage, customer)
        self.owner = self.erik

    def recorded(self) -> None:
        """Erik writes it down; one mail brings the customer and the right head together."""
        self.problem = self.erik.met(self.customer, WORDS, should_know=self.sally)
        self.stays()
        to_customer = self.customer.reads("Sally has been asked")
        self.asked_head = self.stage.letter(self.sally.address, "Sally has been asked")
        self.is_one_mail(self.asked_head, to_customer)
        self.was_asked_nothing()
        self.sally.sees(f"Erik asks you to take over for {self.customer.name}")
        self.stays()

    def is_one_mail(self, to_head: Letter, to_customer: Letter) -> None:
        """Sally in To, the customer in Cc, the same mail; and a way back of its own in each copy."""
        for copy in (to_head, to_customer):
            self.stage.holds(
                f"the copy for {copy.to} has Sally in To and {self.customer.first_name} in Cc",
                self.sally.address in str(copy.mail["To"])
                and self.customer.address in str(copy.mail["Cc"]),
            )
        same = to_head.message_id == to_customer.message_id
        self.stage.holds("both copies are one mail", same)
        own = to_head.reply_to != to_customer.reply_to
        self.stage.holds("each copy has a reply address of its own", own)


def the_head_picks_up(stage: Stage) -> None:
    """Sally picks up by a click, Nora agrees, and only then is Erik free."""
    told = Conference(stage, "Nora Ridge")
    told.recorded()
    told.picked_up_by(told.sally)
    told.presses_yes(told.asked())
    told.released_to(told.sally)
    told.solved_with(PLAN, words="That is all I wanted to hear.")


def the_head_replies(stage: Stage) -> None:
    """Sally's own reply is a pick-up as good as a click; one that only carries her name is none."""
    told = Conference(stage, "Nell Brook")
    told.recorded()
    told.sally.replies(told.asked_head, "I am on it.", proven=False)
    told.erik.reads(told.problem, "I am on it.")
    told.sally.sees("Erik asks you to take over for Nell Brook")
    told.sally.replies(told.asked_head, "I am on it, Nell.", proven=True)
    told.customer.reads("Sally has joined us")
    told.stays()
    told.presses_yes(told.asked())
    told.released_to(told.sally)
    told.solved_with(PLAN)


def nobody_picks_up(stage: Stage) -> None:
    """Sally does not answer. Nina was told that Sally was asked, and Erik has never left."""
    told = Conference(stage, "Nina Holt")
    told.recorded()
    told.lapsed(told.sally)
    told.offered_to(told.lena, BRIEF)
    told.picked_up_by(told.lena)
    told.presses_yes(told.asked())
    told.released_to(told.lena)
    told.solved_with(PLAN)


def the_customer_says_no(stage: Stage) -> None:
    """Nadia would rather stay with the one she has met."""
    told = Conference(stage, "Nadia Frost")
    told.recorded()
    told.picked_up_by(told.sally)
    told.customer.replies(told.asked(), "No")
    told.customer.reads("Erik stays with you")
    told.stays()
    told.solved_with(PLAN)


def the_customer_says_nothing(stage: Stage) -> None:
    """Silence is not a yes, and a late yes answers no question any more."""
    told = Conference(stage, "Nick Stone")
    told.recorded()
    told.erik.writes(told.problem, "It was good to meet you. I am on it.", by="latest")
    told.customer.reads("It was good to meet you")
    told.picked_up_by(told.sally)
    question = told.asked()
    told.silent_for(question)
    told.customer.replies(question, "yes")
    told.erik.reads(told.problem, "yes")
    told.stays()
    told.solved_with(PLAN)


def the_owner_leaves(stage: Stage) -> None:
    """Erik leaves before anybody has picked up: his successor is with Noah at once."""
    told = Conference(stage, "Noah Lake")
    told.recorded()
    told.mara.lets_go(told.erik)
    told.is_now_with(told.jonas)
    told.customer.reads("can no longer be with you")
    told.was_asked_nothing()
    told.jonas.writes(told.problem, "I am Jonas. I know all that you told Erik; I stay with you.")
    told.customer.reads("I know all that you told Erik")
    told.solved_with(PLAN)
