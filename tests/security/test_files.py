"""Files: whose they are, where they are kept, and that no browser opens them in our name.

THREATS 8, 12 and 19.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.test import Client

from stayline.people.customers import customer_for_address
from stayline.people.models import Colleague, Customer, Door
from stayline.problems import by_colleagues, company
from stayline.problems.models import Problem, Word
from stayline.project.clock import now
from tests.customer_page.conftest import link_for
from tests.desk.conftest import SignIn, write_in
from tests.security.places import SVG, Places, keep_file

DANGEROUS = [
    ("x.svg", "image/svg+xml", SVG),
    ("x.html", "text/html", b"<script>alert(1)</script>"),
    ("x.xhtml", "application/xhtml+xml", b"<html xmlns='http://www.w3.org/1999/xhtml'><script/></html>"),
    ("x.xml", "text/xml", b"<?xml-stylesheet href='javascript:alert(1)'?><x/>"),
    ("x.pht", "application/x-httpd-php", b"<?php system($_GET[0]); ?>"),
    ("x.js", "text/javascript", b"alert(1)"),
    ("x.pdf", "application/pdf", b"%PDF-1.4"),
    ("x.eml", "message/rfc822", b"Subject: x\r\n\r\nx"),
    ("x.png", "image/png\r\nSet-Cookie: a=b", b"\x89PNG"),
]  # fmt: skip


def test_a_file_is_saved_and_never_opened(places: Places, sign_in: SignIn, bea: Colleague) -> None:
    """THREATS 12: whatever it is and calls itself, at the desk and on the customer's page."""
    word, hers, theirs = Word.objects.get(pk=places.word), sign_in(bea), Client()
    for name, kind, content in DANGEROUS:
        file = keep_file(word, name, content, kind)
        _is_only_saved(hers.get(f"/files/{file.key}/"), content)
        _is_only_saved(theirs.get(f"/with/{places.token}/files/{file.key}/"), content)


def _is_only_saved(answer: Any, content: bytes) -> None:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert answer.content == content


NAMES = (
    "../../etc/passwd",
    "a\r\nSet-Cookie: x=y",
    'a";filename="evil.html',
    "\u202egpj.exe",
    "ä ö.svg",
    "x" * 250,
)


def test_a_files_name_is_only_a_name(places: Places, sign_in: SignIn, bea: Colleague) -> None:
    """THREATS 16 and 19."""
    word, client = Word.objects.get(pk=places.word), sign_in(bea)
    for name in NAMES:
        file = keep_file(word, name, b"x")
        answer = client.get(f"/files/{file.key}/")
        given = answer.headers["Content-Disposition"]
        assert "\r" not in given
        assert "\n" not in given
        assert "Set-Cookie" not in answer.headers
        assert re.fullmatch(r"attachments/[0-9a-f]{32}", str(file.file.name))


def test_a_file_has_a_random_address(places: Places) -> None:
    word = Word.objects.get(pk=places.word)
    keys = {keep_file(word, f"{n}", b"x").key for n in range(50)}
    assert len(keys) == 50
    assert all(key.version == 4 for key in keys)


def test_a_file_is_for_who_may_see_its_problem(
    places: Places, sign_in: SignIn, erik: Colleague, lena: Colleague, bea: Colleague
) -> None:
    """THREATS 8: as another, as nobody, and by guessing."""
    where = f"/files/{places.file}/"
    assert sign_in(bea).get(where).status_code == 200
    for client in (sign_in(erik), sign_in(lena)):
        assert client.get(where).status_code == 404
    assert Client().get(where).status_code == 302
    assert sign_in(bea).get(f"/files/{uuid4()}/").status_code == 404


def test_a_file_is_gone_with_whoever_leaves_or_steps_back(
    places: Places, sign_in: SignIn, tom: Colleague
) -> None:
    client, where = sign_in(tom), f"/files/{places.file}/"
    assert client.get(where).status_code == 200
    by_colleagues.step_back(places.problem.pk, tom.pk, now())
    assert client.get(where).status_code == 404
    company.leave(tom, now())
    assert client.get(where).status_code == 302


def test_a_customers_link_opens_only_the_files_of_their_own_page(
    places: Places, client: Client, door: Door, carol: Customer, bea: Colleague
) -> None:
    other = write_in(door, carol, "Another thing.")
    foreign = keep_file(Word.objects.filter(problem=other)[0], "other.txt", b"x")
    note = _note(places.problem, bea)
    for file in (foreign, keep_file(note, "inside.txt", b"for colleagues")):
        assert client.get(f"/with/{places.token}/files/{file.key}/").status_code == 404
    assert client.get(f"/with/{places.token}/files/{places.file}/").status_code == 200
    eve = customer_for_address("mail", "eve@evil.example", "Eve")
    assert client.get(f"{link_for(other, eve)}files/{foreign.key}/").status_code == 404


def _note(problem: Problem, by: Colleague) -> Word:
    by_colleagues.note(problem.pk, by.pk, "Only for us.", now())
    return Word.objects.filter(problem=problem, kind="note").latest("id")
