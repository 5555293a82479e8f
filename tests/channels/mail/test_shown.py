"""Nobody who works here reads a link of the customer's: not in words, not in files, not in the raw."""

from __future__ import annotations

import re
from base64 import encodebytes
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

import stayline
from stayline.people.demo import DemoCompany
from stayline.problems.models import Attachment, Word
from tests.channels.mail.conftest import got, later, receive
from tests.channels.mail.letters import letter

pytestmark = pytest.mark.django_db

FORMS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "a text": ("mail.txt", str.encode),
    "a mail": ("mail.eml", lambda link: b"Subject: Re\r\n\r\nSee " + link.encode()),
    "a mail in base64": (
        "mail.eml",
        lambda link: (
            b"Subject: Re\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + encodebytes(b"See " + link.encode())
        ),
    ),
    "a mail saved by Outlook": (
        "mail.msg",
        lambda link: b"\xd0\xcf\x11\xe0\x00\x00" + f"See {link} ".encode("utf-16-le"),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_the_customer_sends_back_holds_no_link(
    fernwood: DemoCompany, form: str
) -> None:
    receive(letter())
    link = got("acknowledgement").page
    secret = link.rstrip("/").rpartition("/")[2]
    name, written = FORMS[form]
    mail = EmailMessage()
    mail["From"], mail["To"] = "carol@reed.example", "billing@fernwood.example"
    mail["Message-ID"], mail["Subject"] = "<back@reed.example>", "What you sent"
    mail.set_content(f"See the file. {link}")
    mail.add_attachment(written(link), maintype="application", subtype="x-any", filename=name)
    receive(mail.as_bytes(), at=later(hours=1))
    kept = Attachment.objects.get().file.read()
    assert len(kept) > 30
    assert secret not in Word.objects.latest("id").text
    for encoding in ("ascii", "utf-16-le"):
        assert secret.encode(encoding) not in kept
    assert encodebytes(b"See " + link.encode()) not in kept


def test_the_raw_mail_is_read_by_the_mail_alone() -> None:
    """It holds reply addresses and links in the clear, so that no page and no export shows it."""
    root = Path(stayline.__file__).parent
    asks_for_it = re.compile(r"\.raw\b(?!_)|\bcompressed\b|raw_mails")
    elsewhere = [
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if not path.is_relative_to(root / "channels" / "mail")
        and asks_for_it.search(path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []
