"""Mails from the real world: none crashes, none is slow, and what they say is read."""

from __future__ import annotations

import json
from time import perf_counter

from stayline.channels.mail.parse import parse
from stayline.channels.mail.quoting import split_text
from tests.channels.mail import corpora
from tests.channels.mail.corpora import say


def test_every_mail_is_read_in_time() -> None:
    slowest = 0.0
    count = 0
    for name, raw in corpora.every_mail():
        started = perf_counter()
        mail = parse(raw)
        slowest = max(slowest, perf_counter() - started)
        count += 1
        assert not any(
            defect.startswith("this mail could not be read") for defect in mail.defects
        ), name
    say(f"{count} mails, the slowest in {slowest:.3f} s")
    assert slowest < 2


def _say(table: dict[str, list[int]]) -> None:
    for what, (right, all_) in table.items():
        say(f"{what:>20}: {right:>3}/{all_:<3} {right / all_:.0%}")


def test_what_the_zammad_mails_say_is_read() -> None:
    table = {
        "subject": [0, 0],
        "sender": [0, 0],
        "display name": [0, 0],
        "attachment names": [0, 0],
    }

    def count(what: str, *, right: bool) -> None:
        table[what][0] += right
        table[what][1] += 1

    for raw, expected, names in corpora.zammad_expectations():
        mail = parse(raw)
        if "subject" in expected:
            count("subject", right=expected["subject"].split() == mail.subject.split())
        if "from_email" in expected:
            count("sender", right=expected["from_email"].lower() == mail.sender.normal)
        if "from_display_name" in expected:
            shown = " ".join(mail.sender.name.split())
            count("display name", right=" ".join(expected["from_display_name"].split()) == shown)
        theirs = {name for name in names if name != "message.html"}
        if theirs:
            ours = {one.name for one in mail.attachments}
            count("attachment names", right=theirs <= ours)
    _say(table)
    assert all(right / all_ >= 0.97 for right, all_ in table.values() if all_ > 30)
    assert all(right / all_ >= 0.85 for right, all_ in table.values())


def test_bounces_are_recognised_and_never_answered() -> None:
    expected = corpora.bounces()
    machines = hard = hards = told = reports = 0
    paths = list(corpora.files("sisimai", "*.eml"))
    for path in paths:
        mail = parse(path.read_bytes())
        machines += mail.machine is not None
        if mail.bounce and path.name in expected:
            reports += 1
            told += bool(mail.bounce.address)
            hards += 1
            hard += mail.bounce.hard in {row["hardbounce"] == "1" for row in expected[path.name]}
    _say(
        {
            "machine": [machines, len(paths)],
            "address": [told, reports],
            "hard or soft": [hard, hards],
        }
    )
    assert machines / len(paths) >= 0.99
    assert told / reports >= 0.97


def test_no_human_mail_is_taken_for_a_machines() -> None:
    wrong = [
        name
        for name, raw in corpora.spamassassin("easy-ham-1", "easy-ham-2", "hard-ham-1")
        if (mail := parse(raw)).machine and "Mailer-Daemon" not in mail.sender.address
    ]
    assert wrong == []


def test_nothing_automatic_answers_a_list() -> None:
    for name, raw in corpora.spamassassin("easy-ham-1", "easy-ham-2"):
        if b"\nList-Id:" in raw or b"\nPrecedence: bulk" in raw:
            assert parse(raw).never_answer, name


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _split(name: str, cases: list[tuple[str, str]]) -> tuple[int, int]:
    exact = lost = 0
    for text, expected in cases:
        split = split_text(text)
        exact += _lines(split.new) == _lines(expected)
        lost += any(line.strip() not in split.words for line in _lines(expected))
    say(f"{name}: exact {exact}/{len(cases)}, new words lost {lost}")
    return exact, lost


def test_the_customers_own_words_are_never_hidden() -> None:
    trimmer = corpora.folder("email_reply_trimmer") / "test"
    first = [
        (
            path.read_text(encoding="utf-8"),
            (trimmer / "trimmed" / path.name).read_text(encoding="utf-8"),
        )
        for path in sorted((trimmer / "emails").glob("*.txt"))
    ]
    crisp = corpora.folder("crisp_erp")
    wanted = json.loads((crisp / "expected_first_fragment.json").read_text(encoding="utf-8"))
    second = [
        ((crisp / "test" / "fixtures" / f"{name}.txt").read_text(encoding="utf-8"), words)
        for name, words in wanted.items()
    ]
    exact_first, lost_first = _split("email_reply_trimmer", first)
    exact_second, lost_second = _split("crisp_erp", second)
    assert lost_first == lost_second == 0
    assert exact_first / len(first) >= 0.85
    assert exact_second / len(second) >= 0.85
