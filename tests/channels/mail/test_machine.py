"""Machines are recognised, lists are not machines, and neither is answered."""

from __future__ import annotations

import pytest

from stayline.channels.mail.machine import OUR_MARK
from stayline.channels.mail.parse import parse
from tests.channels.mail.letters import letter


@pytest.mark.parametrize(
    ("headers", "machine"),
    [
        ("Auto-Submitted: auto-replied\r\n", "vacation"),
        ("Auto-Submitted: auto-generated\r\n", "automatic"),
        ("X-Autoreply: yes\r\n", "vacation"),
        ("Precedence: auto_reply\r\n", "vacation"),
        (f"{OUR_MARK}: 1\r\n", "our own"),
    ],
)
def test_a_machine_that_says_so_is_believed(headers: str, machine: str) -> None:
    mail = parse(letter(headers=headers))
    assert mail.machine == machine
    assert mail.never_answer


@pytest.mark.parametrize(
    "headers",
    [
        "List-Id: <friends.example>\r\n",
        "Precedence: bulk\r\n",
        "X-Auto-Response-Suppress: All\r\n",
        "Return-Path: <>\r\n",
        "X-Spam-Flag: YES\r\n",
    ],
)
def test_a_persons_mail_may_still_not_be_answered_automatically(headers: str) -> None:
    mail = parse(letter(headers=headers))
    assert mail.machine is None
    assert mail.never_answer


def test_auto_submitted_no_means_a_person() -> None:
    mail = parse(letter(headers="Auto-Submitted: no\r\n"))
    assert mail.machine is None
    assert mail.never_answer is None


def test_who_forwards_a_bounce_has_written_a_mail() -> None:
    mail = parse(letter("I got this: 550 5.1.1 user unknown", subject="Fwd: Undelivered Mail"))
    assert mail.machine is None
    assert mail.bounce is None


BOUNCE = b"""From: MAILER-DAEMON@mx.example\r
To: billing@fernwood.example\r
Subject: Undelivered Mail Returned to Sender\r
Auto-Submitted: auto-replied\r
Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
\r
--b\r
\r
I'm sorry.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example\r
\r
Final-Recipient: rfc822; carol@reed.example\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 no such user\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: <ours@fernwood.example>\r
--b--\r
"""


def test_a_bounce_says_whom_it_did_not_reach_and_why() -> None:
    bounce = parse(BOUNCE).bounce
    assert bounce is not None
    assert bounce.address == "carol@reed.example"
    assert bounce.status == "5.1.1"
    assert bounce.hard
    assert bounce.message_id == "ours@fernwood.example"
    assert bounce.sentence == "Your mail did not reach carol@reed.example: there is no such mailbox"


def test_a_delay_is_a_soft_bounce() -> None:
    bounce = parse(
        BOUNCE.replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.4.1")
    ).bounce
    assert bounce is not None
    assert not bounce.hard


def test_a_report_of_success_is_no_bounce() -> None:
    mail = parse(BOUNCE.replace(b"Action: failed", b"Action: delivered"))
    assert mail.bounce is None
    assert mail.machine == "bounce"
