"""What colleagues do, one command after another, beside writing the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.floor import Floor, our_backend
from bench.mails import START
from bench.measuring import Figure, in_turns, pace, ratios


class Desk:
    """Somebody who works on one problem after another."""

    def __init__(self) -> None:
        from stayline.people.models import Colleague, Door
        from stayline.people.queries import customer_for_address
        from stayline.problems import intake

        self.people = list(Colleague.objects.order_by("id").values_list("pk", flat=True))
        owner = Colleague.objects.get(pk=self.people[0])
        door = Door.objects.select_related("fallback").get(address="billing@fernwood.example")
        self.problems = []
        for number in range(20):
            customer = customer_for_address("mail", f"desk{number}@example.com", "Carol")
            opened = intake.encounter(owner, customer, START, door=door)
            self.problems.append(opened.problem.id)

    def act(self, number: int) -> None:
        """In turn: a note, a word to the customer, somebody asked to help, and their answer."""
        from stayline.problems import by_colleagues

        problem = self.problems[number // 4 % len(self.problems)]
        me, other = self.people[0], self.people[1]
        match number % 4:
            case 0:
                by_colleagues.note(problem, me, f"Note {number}", START)
            case 1:
                by_colleagues.write(problem, me, f"Word {number}", START)
            case 2:
                by_colleagues.ask_to_help(problem, me, [other], f"Help {number}", START)
            case _:
                by_colleagues.decline_help(problem, other, "Not now.", START)


def figures(url: str, many: int) -> Iterator[Figure]:
    floor, desk = Floor(url), Desk()
    try:
        for number in range(8):
            desk.act(number)
        rows = [floor.rows_of(partial(desk.act, number)) for number in range(8, 12)]

        def write(number: int) -> None:
            floor.write(rows[number % 4])

        pace(write, range(8))
        ours, bare = in_turns(
            desk.act,
            write,
            range(12, 12 + many),
            each=max(many // 16, 1) * 4,
            backends=(our_backend(), floor.backend),
        )
    finally:
        floor.close()
    beside = {**ratios(ours, bare), "rows": sum(map(len, rows)) / 4}
    yield Figure("commands a second, one process", ours.per_second, "/s", beside=beside)
