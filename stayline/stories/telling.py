"""One telling of a story: its cast, and the parts that most tellings share."""

from __future__ import annotations

from stayline.stories.people import Colleague, Customer
from stayline.stories.postbox import Letter
from stayline.stories.stage import Stage

DAY = 24 * 60
"""Minutes."""

OFFER_MINUTES = 30
"""How long the demo's doors wait for a pick-up; its people are at work around the clock."""

QUESTION_DAYS = 2
"""How long a question waits for its answer."""


class Telling:
    """A customer of its own, so that many tellings can play on one stage; and Fernwood's people."""

    def __init__(self, stage: Stage, customer: str) -> None:
        self.stage = stage
        first, last = customer.lower().split()
        self.customer = Customer(stage, customer, f"{first}@{last}.example")
        self.bea = Colleague(stage, "Bea Lindqvist", "billing")
        self.tom = Colleague(stage, "Tom Okafor", "technical support")
        self.tomas = Colleague(stage, "Tomas Varga", "technical support")
        self.erik = Colleague(stage, "Erik Sund", "field engineer")
        self.sally = Colleague(stage, "Sally Meyer", "head of sales support")
        self.lena = Colleague(stage, "Lena Fischer", "sales support")
        self.jonas = Colleague(stage, "Jonas Weber", "warehouse")
        self.mara = Colleague(stage, "Mara Klein", "managing director")
        self.problem = 0
        self.owner = self.bea

    # -- what must hold --------------------------------------------------------------------------

    def stays(self) -> None:
        """Whoever was with the customer still is."""
        self.stage.is_with(self.owner.first_name, self.customer.first_name, self.problem)

    def is_now_with(self, colleague: Colleague) -> None:
        self.owner = colleague
        self.stays()

    def was_asked_nothing(self) -> None:
        unread = self.stage.postbox.unread_for(self.customer.address, "takes it from here?")
        self.stage.holds(f"{self.customer.first_name} was asked nothing", not unread)

    # -- the four steps --------------------------------------------------------------------------

    def offered_to(self, receiver: Colleague, brief: str) -> None:
        self.owner.offers_to(receiver, self.problem, brief)
        receiver.sees(f"{self.owner.first_name} asks you to take over for {self.customer.name}")
        self.was_asked_nothing()
        self.stays()

    def lapsed(self, receiver: Colleague) -> None:
        """Nobody picks up in time; the owner is told, and the customer has lost nobody."""
        minutes = OFFER_MINUTES + 5
        self.stage.let_pass(minutes, f"{minutes} minutes without an answer from {receiver.name}")
        asked = f"asks you to take over for {self.customer.name}"
        self.stage.wait_until(
            f"{receiver.first_name} is asked no longer", lambda: not receiver.home().says(asked)
        )
        self.was_asked_nothing()
        self.stays()

    def picked_up_by(self, receiver: Colleague) -> None:
        receiver.picks_up(self.problem)
        self.customer.reads(f"{receiver.first_name} has joined us")
        self.stays()

    def asked(self) -> Letter:
        self.owner.asks(self.customer, self.problem)
        question = self.customer.reads("takes it from here?")
        self.stays()
        return question

    def presses_yes(self, question: Letter) -> None:
        """On their own page. Opening it says nothing: programs that check mails open links too."""
        page = self.customer.opens(question)
        self.stays()
        self.customer.presses(page, "Yes", to="/questions/")

    def released_to(self, receiver: Colleague) -> None:
        """Only now; and the customer has it in writing, with the way back."""
        self.customer.reads(f"{receiver.first_name} is with you from now on")
        self.is_now_with(receiver)

    def silent_for(self, question: Letter) -> None:
        """The customer does not answer, and the question lapses: silence is not a yes."""
        self.stage.let_pass(QUESTION_DAYS * DAY + 1, f"{QUESTION_DAYS} days without an answer")
        page = self.customer.opens(question)
        self.stage.wait_until(
            "the question is over",
            lambda: not self.customer.looks_again(page).can_press("Yes", to="/questions/"),
        )
        self.stays()

    # -- the end ---------------------------------------------------------------------------------

    def solved_with(self, solution: str, *, words: str = "") -> None:
        """The owner asks; only the customer says so."""
        self.owner.proposes(self.problem, solution)
        question = self.customer.reads("Is it solved for you?")
        self.stays()
        page = self.customer.opens(question)
        after = self.customer.presses(page, "Yes", to="/questions/", words=words)
        self.satisfied(after.says("It is solved."))

    def satisfied(self, shown: bool) -> None:
        self.stage.holds(f"{self.customer.first_name}'s own page says that it is solved", shown)
        self.customer.reads("You said that it is solved")
