"""Mails from the real world: none crashes, none is slow, and what they say is read."""

from __future__ import annotations

import json
import re
from time import perf_counter

from stayline.channels.mail.html_text import html_to_text
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
    say(_figure("all of them", f"read, slowest {slowest:.2f} s", count, count))
    assert slowest < 2


def _say(corpus: str, table: dict[str, list[int]]) -> None:
    for what, (right, all_) in table.items():
        say(_figure(corpus, what, right, all_))


def _figure(corpus: str, what: str, right: int, all_: int) -> str:
    return f"{corpus:<20} {what:<24} {right:>4}/{all_:<4} {right / all_:>6.1%}"


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
    _say("zammad_mail", table)
    assert all(right / all_ >= 0.97 for right, all_ in table.values() if all_ > 30)
    assert all(right / all_ >= 0.85 for right, all_ in table.values())


#: Reports about other things than a mail of ours that did not arrive.
_NO_BOUNCE = {"feedback", "vacation"}


def test_bounces_are_recognised_and_what_they_say_is_read() -> None:
    expected = corpora.bounces()
    table = {what: [0, 0] for what in ("machine", "bounce", "address", "status", "reason", "hard")}

    def count(what: str, *, right: bool) -> None:
        table[what][0] += right
        table[what][1] += 1

    for path in corpora.files("sisimai", "*.eml"):
        mail, rows = parse(path.read_bytes()), expected.get(path.name, [])
        count("machine", right=mail.machine is not None)
        if not rows or {row["reason"] for row in rows} & _NO_BOUNCE:
            continue
        count("bounce", right=mail.bounce is not None)
        bounce = mail.bounce
        count("address", right=bounce is not None and "@" in bounce.address)
        # A status that ends in .9xx is nobody's: that library made it up, where none was told.
        told = {row["dsn"] for row in rows if not re.search(r"\.9\d\d$", row["dsn"])}
        if told:
            count("status", right=bounce is not None and bounce.status in told)
        count("reason", right=bounce is not None and bounce.reason in {r["reason"] for r in rows})
        hard = {row["hardbounce"] == "1" for row in rows}
        count("hard", right=bounce is not None and bounce.hard in hard)
    _say("sisimai", table)
    shares = {what: right / all_ for what, (right, all_) in table.items()}
    assert shares["machine"] >= 0.99
    assert shares["bounce"] >= 0.98
    assert min(shares["status"], shares["hard"]) >= 0.95
    assert shares["reason"] >= 0.8


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
    say(_figure(name, "exactly what is new", exact, len(cases)))
    say(_figure(name, "no new word hidden", len(cases) - lost, len(cases)))
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


_WRITTEN = ["Hi.", "I", "am", "fine.", "Thanks,", "Alex"]


def test_replies_of_the_usual_mail_programs_are_read() -> None:
    fixtures = corpora.folder("talon") / "tests" / "fixtures"
    exact = lost = 0
    plain = sorted((fixtures / "standard_replies").glob("*.eml"))
    for path in plain:
        beside = path.with_name(f"{path.stem}_reply_text")
        wanted = beside.read_text(encoding="utf-8") if beside.exists() else "Hello"
        mail = parse(path.read_bytes())
        shown = f"{mail.new_text}\n{mail.signature}"
        exact += shown.split() == wanted.split()
        lost += any(word not in shown for word in re.findall(r"\w+", wanted))
    rich = sorted((fixtures / "html_replies").glob("*.html"))
    for path in rich:
        split = split_text(html_to_text(path.read_text(encoding="utf-8", errors="replace")))
        exact += split.new.split() == _WRITTEN
        lost += any(word not in split.new for word in _WRITTEN)
    many = len(plain) + len(rich)
    say(_figure("talon", "exactly what is new", exact, many))
    say(_figure("talon", "no new word hidden", many - lost, many))
    assert lost == 0
    assert exact / many >= 0.95
