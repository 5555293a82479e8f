"""The mails of the bench: words in plain and in HTML, as most people's programs write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
APART = timedelta(seconds=10)
"""How far apart they come: not so close that acknowledgements are held back."""

DOOR = "billing@fernwood.example"

_LINES = (
    "Dear people of Fernwood,",
    "since Tuesday our heating is cold in the morning and only gets warm at noon.",
    "Your colleague was here in spring and said that the pump was fine.",
    "The invoice of last month says 412 kWh, and the meter says 3 980.",
    "Could somebody look at both? We have a small child, and it is getting colder.",
    "My number is 0171 555 01 99; I am at home after four.",
    "Kind regards,",
)


@cache
def mail(number: int, run: str = "a") -> bytes:
    """One customer's mail, never seen before: about five kilobytes."""
    text = "\r\n\r\n".join(_LINES * 3) + f"\r\nDan {number}\r\n"
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Dan {number} <{sender(number, run)}>"
    message["To"] = DOOR
    message["Subject"] = f"The heating is cold, and the invoice is wrong ({number})"
    message["Date"] = moment(number)
    message["Message-ID"] = f"<{number}.{run}@mail.example.com>"
    message["User-Agent"] = "Mutt/2.2"
    message.set_content(text)
    paragraphs = "".join(f'<p style="margin:0">{line}</p>\r\n' for line in text.splitlines())
    message.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
    return bytes(message)


def sender(number: int, run: str = "a") -> str:
    return f"dan.{number}.{run}@example.com"


def moment(number: int) -> datetime:
    return START + APART * number
