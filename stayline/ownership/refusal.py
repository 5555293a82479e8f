"""How the rule says no: one sentence, in the customer's interest, that says why and what helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stayline.ownership.ids import ColleagueId


class Refused(Exception):
    """A command that breaks the rule. Nothing has changed; `sentence` may be shown as it is.

    The sentence speaks of people through placeholders, because the core knows no names:
    `{customer}` is always the principal; every other placeholder is a colleague in `named`.
    """

    def __init__(self, sentence: str, **named: ColleagueId) -> None:
        self.sentence = sentence
        self.named: Mapping[str, ColleagueId] = named
        super().__init__(self.spoken({}))

    def spoken(
        self,
        names: Mapping[ColleagueId, str],
        customer: str = "the customer",
        say: Callable[[str], str] = str,
    ) -> str:
        """The sentence with names put in; a colleague without one is "your colleague".

        `say` turns an English sentence into one in the reader's language, placeholders kept.
        """
        nameless = say("your colleague")
        people = {who: names.get(colleague, nameless) for who, colleague in self.named.items()}
        text = say(self.sentence).format(customer=customer, **people)
        return text[:1].upper() + text[1:]
