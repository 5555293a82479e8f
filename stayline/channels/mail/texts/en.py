"""What customers read, in English."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from stayline.channels.mail.texts.letter import Button, Letter, Quiet, Words, place_of

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def moment(at: datetime, zone: str) -> str:
    there = at.astimezone(ZoneInfo(zone))
    month = _MONTHS[there.month - 1]
    return f"{_DAYS[there.weekday()]}, {there.day} {month}, {there:%H:%M} ({clock_of(zone)})"


def clock_of(zone: str) -> str:
    place = place_of(zone)
    return f"time in {place}" if place else zone


def _hello(customer: str) -> str:
    return f"Hello {customer}," if customer else "Hello,"


def _see(page: str) -> tuple[Quiet, ...]:
    if not page:
        return ()
    return (Quiet("See who is with you and when you hear next:", page),)


def acknowledgement(*, by: str, page: str, brand: str) -> Letter:
    return Letter(
        "We have your message",
        (
            "Hello,",
            f"Thank you for writing. A person will answer you by {by}.",
            "You can simply reply to this mail if there is anything to add.",
            f"Warm regards\n{brand}",
            *_see(page),
        ),
    )


def word(*, text: str, name: str, brand: str, by: str, page: str) -> Letter:
    again = (f"You hear from me again by {by}.",) if by else ()
    signed = f"{name}\n{brand}" if brand else name
    return Letter("", (Words(text), *again, signed, *_see(page)))


def introduction(*, owner: str, receiver: str, customer: str, page: str) -> Letter:
    return Letter(
        f"{receiver} is here too",
        (
            _hello(customer),
            (
                f"{receiver} has joined us and has read everything so far, so you need not tell it "
                f"twice. {owner} stays with you; we are now both here for you."
            ),
            f"{receiver} and {owner}",
            *_see(page),
        ),
    )


def takeover_question(*, owner: str, receiver: str, customer: str, words: str, page: str) -> Letter:
    return Letter(
        f"Is it all right if {receiver} takes it from here?",
        (
            _hello(customer),
            *((Words(words),) if words else ()),
            (
                f"{receiver} can help you best with this and has everything needed. Is it all right "
                f"with you if {receiver} takes it from here? {owner} stays until you say so, and a no "
                "is just as welcome as a yes."
            ),
            Button("Yes or no", page),
            "You can also reply to this mail with just yes or no.",
            owner,
        ),
    )


def _read_as(quoting: str, answer: str) -> tuple[str | Words, ...]:
    return (f"We read this reply of yours as {answer}:", Words(quoting)) if quoting else ()


def takeover_receipt(*, former: str, owner: str, customer: str, quoting: str, page: str) -> Letter:
    return Letter(
        f"{owner} is with you now",
        (
            _hello(customer),
            *_read_as(quoting, "your yes"),
            (
                f"Thank you. As you agreed, {owner} is with you from now on. {former} could not have "
                "handed you over without your yes."
            ),
            f"Not what you meant? Within 14 days one tap brings {former} back.",
            Button(f"Look, or bring {former} back", page),
            owner,
        ),
    )


def back_receipt(*, owner: str, customer: str, page: str) -> Letter:
    return Letter(
        f"{owner} is back with you",
        (
            _hello(customer),
            f"As you wished, {owner} is with you again.",
            owner,
            *_see(page),
        ),
    )


def stays_receipt(*, owner: str, customer: str, page: str) -> Letter:
    return Letter(
        f"{owner} stays with you",
        (
            _hello(customer),
            f"Thank you for saying so. Nothing changes: {owner} stays with you.",
            owner,
            *_see(page),
        ),
    )


def solved_question(*, owner: str, customer: str, words: str, again: bool, page: str) -> Letter:
    asked = "May I ask once more: is it solved for you?" if again else "Is it solved for you?"
    return Letter(
        "Is it solved for you?",
        (
            *((Words(words),) if words else (_hello(customer),)),
            f"{asked} Only you can say so. If anything is left, I am still here.",
            Button("Yes, or not yet", page),
            owner,
        ),
    )


def split_question(*, owner: str, customer: str, things: tuple[str, ...], page: str) -> Letter:
    return Letter(
        "Did I understand you right: these are several things?",
        (
            _hello(customer),
            (
                "You wrote about more than one thing, and none should get lost. I keep each in a "
                "conversation of its own, and stay with you for all of them:"
            ),
            "\n".join(f"• {one}" for one in things),
            Button("That is right, or no: it is one", page),
            owner,
        ),
    )


def contradiction(*, owner: str, customer: str, words: str, page: str) -> Letter:
    return Letter(
        "Is it solved, or not yet?",
        (
            *((Words(words),) if words else (_hello(customer),)),
            (
                "What you wrote and what you pressed seem to differ, and I want to get it right: is it "
                "solved for you, or not yet?"
            ),
            Button("Solved, or not yet", page),
            owner,
        ),
    )


def satisfied_receipt(*, owner: str, customer: str, quoting: str, page: str) -> Letter:
    return Letter(
        "Thank you for telling us",
        (
            _hello(customer),
            *_read_as(quoting, "your yes"),
            (
                f"You said that it is solved. {owner} is glad, and it rests there. If it comes back, "
                "or if you did not mean it, write to us or take it back within 14 days: "
                f"{owner} is with you again at once."
            ),
            Button("Look, or take it back", page),
            owner,
        ),
    )


def promise_broken(*, giver: str, owner: str, customer: str, by: str, page: str) -> Letter:
    told = f" {owner} has been told, and so has whoever {owner} answers to." if owner else ""
    return Letter(
        "We did not keep our word",
        (
            _hello(customer),
            f"You should have heard from {giver or 'us'} by now, and you did not. We are sorry.{told}",
            f"You hear from {owner or 'a person'} by {by}.",
            *_see(page),
        ),
    )


def person_changed(*, former: str, owner: str, customer: str, by: str, page: str) -> Letter:
    return Letter(
        f"{owner} is with you now",
        (
            _hello(customer),
            (
                f"{former} can no longer be with you here. {owner} has taken over everything, with all "
                "that was said and promised; you need not tell it twice."
            ),
            f"{owner} writes to you by {by}.",
            *_see(page),
        ),
    )


def cover(*, owner: str, cover: str, customer: str, until: str, page: str) -> Letter:
    return Letter(
        f"{cover} stands in for {owner}",
        (
            _hello(customer),
            (
                f"{owner} is away until {until}. {cover} stands in, knows everything so far and writes to "
                f"you meanwhile. {owner} stays your person and is back after that."
            ),
            cover,
            *_see(page),
        ),
    )


def new_link(*, page: str, brand: str) -> Letter:
    return Letter(
        "Your new link",
        (
            "Hello,",
            "Here is the new link to your page: who is with you, when you hear next, and all we have said.",
            Button("To your page", page),
            "If you did not ask for it, nothing has changed and there is nothing to do.",
            f"Warm regards\n{brand}",
        ),
    )


def encounter(
    *, colleague: str, head: str, customer: str, said: str, link: str, to_head: bool
) -> Letter:
    last = Button("Open it at the desk", link) if to_head else Quiet("See who is with you:", link)
    return Letter(
        f"{customer} and {head}",
        (
            f"Hello {head}, hello {customer},",
            f"{head}, I met {customer}, who told me this:",
            Words(said),
            (
                f"{head}, I have asked you to look after it. {customer}, {head} has been asked, and as "
                f"soon as {head} is there we ask you whether that is all right. Until you say yes I "
                "stay with you myself; just reply to this mail."
            ),
            colleague,
            last,
        ),
    )
