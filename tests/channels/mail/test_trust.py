"""Whom we believe: our own server's word, exact answers, and nobody's HTML."""

from __future__ import annotations

import json
from time import process_time

import pytest

from stayline.channels.mail.answers import Said, said
from stayline.channels.mail.html_text import html_to_text
from stayline.channels.mail.nesting import shallow
from stayline.channels.mail.parse import parse
from stayline.channels.mail.sanitise import sanitised
from stayline.problems import tokens
from tests.channels.mail import corpora
from tests.channels.mail.letters import letter

BEA = "Bea <bea@fernwood.example>"


def _proven(*headers: str, trusted: str = "mx.fernwood.example", sender: str = BEA) -> bool:
    raw = letter(
        sender=sender, headers="".join(f"Authentication-Results: {one}\r\n" for one in headers)
    )
    return parse(raw, authserv_id=trusted).authentication.from_is_proven


def test_our_own_servers_pass_proves_the_sender() -> None:
    assert _proven("mx.fernwood.example; dkim=pass header.d=fernwood.example")
    assert _proven("mx.fernwood.example; dmarc=pass (p=reject) header.from=fernwood.example")


@pytest.mark.parametrize(
    "header",
    [
        "mx.evil.example; dmarc=pass header.from=fernwood.example",
        "mx.fernwood.example.evil.example; dmarc=pass header.from=fernwood.example",
        "mx.fernwood.example; dkim=pass header.d=evil.example",
        "mx.fernwood.example; spf=pass smtp.mailfrom=fernwood.example",
        "mx.fernwood.example; dmarc=fail header.from=fernwood.example; dkim=pass header.d=fernwood.example",
        "mx.fernwood.example; dkim=none",
        "mx.fernwood.example (mx.fernwood.example; dmarc=pass header.from=fernwood.example); none",
    ],
)
def test_nothing_else_proves_the_sender(header: str) -> None:
    """THREATS 1: a colleague's address alone is nobody's proof."""
    assert not _proven(header)


def test_only_the_topmost_of_our_own_results_counts() -> None:
    assert not _proven(
        "mx.fernwood.example; dmarc=fail header.from=fernwood.example",
        "mx.fernwood.example; dmarc=pass header.from=fernwood.example",
    )


def test_without_a_server_to_trust_nobody_is_proven() -> None:
    assert not _proven("mx.fernwood.example; dmarc=pass header.from=fernwood.example", trusted="")


@pytest.mark.parametrize(
    "words",
    ["Yes", "yes!", "Yes, please.", "Hi Bea,\n\nYes.\n\nBest regards\nCarol", "Ja, gerne", "ok"],
)
def test_a_listed_yes_is_a_yes(words: str) -> None:
    assert said(words) is Said.YES


@pytest.mark.parametrize("words", ["No", "no, thanks", "Nein, danke.", "Not yet", "Noch nicht"])
def test_a_listed_no_is_a_no(words: str) -> None:
    assert said(words) is Said.NO


@pytest.mark.parametrize("words", ["Thanks", "Vielen Dank!", "Hallo Bea, danke"])
def test_a_thank_you_answers_no_question(words: str) -> None:
    assert said(words) is Said.THANKS


@pytest.mark.parametrize(
    "words",
    ["Yes, but only Tom", "Yes?", "Is that a yes", "No problem, go ahead", "yes no", "", "Not yes",
     "I say yes when it works", "Yes\nOne more thing: the invoice is still wrong"],
)  # fmt: skip
def test_anything_more_is_left_to_the_owner(words: str) -> None:
    assert said(words) is None


def test_tokens_are_random_and_only_their_digest_is_kept() -> None:
    """THREATS 5."""
    some = {tokens.new_token() for _ in range(2_000)}
    assert len(some) == 2_000
    assert all(tokens.looks_like_token(one) and one == one.lower() for one in some)
    first = some.pop()
    assert tokens.digest(first) == tokens.digest(first.upper())
    assert first not in tokens.digest(first)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "<svg><animate onbegin=alert(1)>",
        "<form action=//evil><button formaction=//evil>x</button></form>",
        '<style>@import "//evil"</style><link rel=stylesheet href=//evil>',
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<div style='background:url(//evil)'>x</div>",
        "<base href=//evil><meta http-equiv=refresh content='0;//evil'>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(html: str) -> None:
    """THREATS 13 and 15."""
    clean = sanitised(html).lower()
    for danger in ("<script", "onerror", "onbegin", "javascript:", "<svg", "<form", "<style", "<link",
                   "<iframe", "url(", "<base", "<meta", "formaction"):  # fmt: skip
        assert danger not in clean


def test_remote_pictures_wait_until_they_are_asked_for() -> None:
    clean = sanitised('<img src="https://track.example/1.gif" alt="logo"><img src="cid:a">')
    assert ' src="https' not in clean
    assert 'data-remote="https://track.example/1.gif"' in clean
    assert 'src="cid:a"' in clean


def test_the_known_vectors_leave_nothing_that_runs() -> None:
    vectors = json.loads((corpora.folder("h5sc") / "vectors.json").read_text(encoding="utf-8"))
    texts = [one["data"] if isinstance(one, dict) else str(one) for one in
             (vectors.values() if isinstance(vectors, dict) else vectors)]  # fmt: skip
    for text in texts:
        clean = sanitised(str(text)).lower()
        assert "<script" not in clean
        assert " on" not in "".join(part for part in clean.split("<")[1:] if "=" in part.split(">")[0]
                                    and part.split(">")[0].split()[1:2]
                                    and part.split(">")[0].split()[1].startswith("on"))  # fmt: skip


@pytest.mark.parametrize(
    "html",
    ["<div>" * 200_000, "<div/>" * 40_000, "<div></span>" * 40_000, "<blockquote>" * 40_000,
     "<span><div></span>" * 40_000, "<b><i><p>" * 20_000, '<a href="http://x.example/">x</a>' * 20_000,
     "<" * 500_000, "<!--" * 200_000, "<p " + "a=b " * 200_000 + ">", "&" * 1_000_000, "&#" * 500_000,
     "&amp;" * 200_000, "&copy;&lt;" * 100_000],
)  # fmt: skip
def test_no_html_makes_it_slow(html: str) -> None:
    """THREATS 20."""
    started = process_time()
    html_to_text(html)
    sanitised(html)
    assert process_time() - started < 2


def test_signs_are_what_was_meant_however_many_there_are() -> None:
    assert html_to_text("a &amp; b &lt;c&gt; &copy;") == "a & b <c> ©"
    links = "<p>" + "a &copy;&nbsp;b " * 20_000 + '<a href="http://x.example/?a&amp;b">here</a>'
    assert 'href="http://x.example/?a&amp;b"' in sanitised(links)
    many = html_to_text("<p>" + "a &amp; b &copy; &lt; &nosuch; & " * 50_000)
    assert many.startswith("a ＆ b © ＜ ＆nosuch; ＆ a")
    assert "<script" not in sanitised("&lt;script&gt;" * 60_000)


def test_what_people_nest_is_left_as_it_is() -> None:
    html = "<div><blockquote>" * 60 + "words" + "</blockquote></div>" * 60
    assert shallow(html * 20) == html * 20
