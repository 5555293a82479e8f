"""A customer with a technical problem reaches billing, and nobody sends them anywhere else."""

from __future__ import annotations

from stayline.stories.stage import Stage
from stayline.stories.telling import DAY, Telling

DOOR = "billing@fernwood.example"
WORDS = (
    "Hello,\n"
    "the display of my heat pump has shown E17 since last night and it is getting cold here.\n"
    "This is the address on my bill, so I write to you."
)
HELP = (
    "I will help you. I am Bea, from billing. Heat pumps are not what I know best, so I am getting"
    " somebody in who does, and I stay with you."
)
BRIEF = (
    "Needed: E17 on the display since last night; the house is getting cold.\n"
    "Tried: nothing yet.\n"
    "Promised: a word from us today."
)
SOLUTION = (
    "E17 means that the outside fan is blocked. Please switch the pump off at the wall for a minute,"
    " clear the grille, and switch it on again."
)


class BillingCall(Telling):
    """It begins with a mail to the only address the customer knows."""

    def arrives(self, promise: str = "") -> None:
        """Bea owns it from that instant, says so to a person, and promises the next word."""
        self.customer.writes(DOOR, "My heat pump shows E17", WORDS)
        received = self.customer.reads("A person will answer you by")
        self.stage.holds("it names nobody who could still change", "Bea" not in received.text)
        self.problem = self.bea.says_i_will_help(self.customer)
        self.stays()
        self.bea.writes(self.problem, HELP, by=promise)
        self.customer.reads("You hear from me again by")


def by_a_button(stage: Stage) -> None:
    """Bea brings Tom in, waits until he is there, asks, and leaves on the customer's yes."""
    told = BillingCall(stage, "Carol Reyes")
    told.arrives()
    told.offered_to(told.tom, BRIEF)
    told.picked_up_by(told.tom)
    told.presses_yes(told.asked())
    told.released_to(told.tom)
    told.solved_with(SOLUTION, words="Warm again. Thank you both!")


def by_mail(stage: Stage) -> None:
    """The same with a customer who answers mails and opens no pages."""
    told = BillingCall(stage, "Cem Aydin")
    told.arrives()
    told.offered_to(told.tom, BRIEF)
    told.picked_up_by(told.tom)
    told.customer.replies(told.asked(), "yes")
    told.released_to(told.tom)
    told.tom.proposes(told.problem, SOLUTION)
    question = told.customer.reads("Is it solved for you?")
    told.customer.replies(question, "Yes")
    told.satisfied(told.customer.opens(question).says("It is solved."))


def nobody_picks_up(stage: Stage) -> None:
    """The offer lapses. Bea has never left, and finds somebody else."""
    told = BillingCall(stage, "Clara Moss")
    told.arrives()
    told.offered_to(told.tom, BRIEF)
    told.lapsed(told.tom)
    told.offered_to(told.tomas, BRIEF)
    told.picked_up_by(told.tomas)
    told.presses_yes(told.asked())
    told.released_to(told.tomas)
    told.solved_with(SOLUTION)


def the_customer_says_no(stage: Stage) -> None:
    """A no is as easy as a yes: Bea stays, Tom helps from the side."""
    told = BillingCall(stage, "Colin Ward")
    told.arrives()
    told.offered_to(told.tom, BRIEF)
    told.picked_up_by(told.tom)
    page = told.customer.opens(told.asked())
    after = told.customer.presses(page, "No", to="/questions/")
    stage.holds("Bea is still the one on Colin's page", after.says("Bea is with you"))
    told.stays()
    told.bea.cannot_offer_to(told.tom, told.problem)
    told.tom.notes(told.problem, "E17 is the outside fan: off for a minute, clear the grille.")
    told.solved_with(SOLUTION)


def the_customer_says_nothing(stage: Stage) -> None:
    """Silence is not a yes, and not "solved" either; and one word wakes everything."""
    told = BillingCall(stage, "Cora Bell")
    told.arrives(promise="latest")
    told.offered_to(told.tom, BRIEF)
    told.picked_up_by(told.tom)
    question = told.asked()
    told.silent_for(question)
    told.bea.proposes(told.problem, SOLUTION)
    told.customer.reads("Is it solved for you?")
    for days in (2, 3, 5):
        stage.let_pass(days * DAY, f"{days} days without an answer")
        told.customer.reads("May I ask once more")
    stage.let_pass(2 * DAY, "2 days without an answer")
    told.bea.sees("any word wakes them")
    told.stays()
    told.customer.replies(question, "Sorry, I was away. The grille is clear and it still says E17.")
    told.bea.has_again(told.customer, told.problem)
    told.stays()
    told.solved_with("The fan has to be changed. Tom was there this morning and has done it.")


def the_owner_leaves(stage: Stage) -> None:
    """Bea leaves the company in the middle. Who has picked up is with the customer at once."""
    told = BillingCall(stage, "Carl Jensen")
    told.arrives()
    told.offered_to(told.tom, BRIEF)
    told.picked_up_by(told.tom)
    question = told.asked()
    told.mara.lets_go(told.bea)
    told.is_now_with(told.tom)
    told.customer.reads("can no longer be with you")
    page = told.customer.opens(question)
    stage.holds("what Bea asked is over", not page.can_press("Yes", to="/questions/"))
    stage.holds("Tom is the one on Carl's page", page.says("Tom is with you"))
    told.tom.writes(told.problem, "I am Tom. I was here already and have read everything.")
    told.customer.reads("I was here already")
    told.solved_with(SOLUTION)
