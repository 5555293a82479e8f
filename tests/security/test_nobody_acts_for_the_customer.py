"""Nobody inside creates consent or satisfaction: by no page, no mail, no API.

THREATS 1 to 6 and 25; the protocol's P3 and P4.
"""

from __future__ import annotations

import re
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from stayline.people.customers import customer_for_address
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues, by_customers, company, queries, tokens
from stayline.problems.models import Attachment, Problem, Question, Token, TokenKind, Word
from stayline.project.access import Who
from stayline.project.clock import now
from tests.customer_page.conftest import link_for
from tests.desk.conftest import SignIn, offer_of, write_in
from tests.security.places import Places, everything


def _question(problem: Problem) -> int:
    return Question.objects.get(problem=problem, ended_at__isnull=True).number


def _yes(client: Client, link: str, problem: Problem) -> int:
    return client.post(f"{link}questions/{_question(problem)}/", {"reply": "yes"}).status_code


def _owner(problem: Problem) -> int:
    problem.refresh_from_db()
    return problem.owner_id


# -- tokens --------------------------------------------------------------------------------------


def test_a_token_has_128_random_bits() -> None:
    """THREATS 5: no letter is likelier than another, and none says anything of the next."""
    many = [tokens.new_token() for _ in range(20_000)]
    assert len(set(many)) == len(many)
    for place in range(tokens.LENGTH - 1):
        counts: dict[str, int] = {}
        for one in many:
            counts[one[place]] = counts.get(one[place], 0) + 1
        expected = len(many) / 32
        chi_square = sum((count - expected) ** 2 / expected for count in counts.values())
        assert len(counts) == 32
        assert chi_square < 80, place  # 31 degrees of freedom: 80 is one in four hundred thousand


def test_the_database_alone_opens_no_page(link: str, client: Client) -> None:
    """What is stored is a digest; who reads every row still has no link."""
    for stored in Token.objects.values_list("digest", flat=True):
        assert client.get(f"/with/{stored}/").status_code == 404
        assert client.get(f"/with/{stored[:26]}/").status_code == 404
    secret = link.split("/")[2]
    assert not Token.objects.filter(digest=secret).exists()


def test_the_secret_key_alone_forges_no_token(settings: Any, link: str, client: Client) -> None:
    settings.SECRET_KEY = "known to everybody"
    assert client.get(link).status_code == 200


def _said(answer: Any, token: str) -> str:
    """A page without what its reader brought, and without the form's secret of this one answer."""
    page = answer.content.decode().replace(token, "the link")
    return re.sub(r'(csrfmiddlewaretoken" value=)"[^"]+"', r"\1", page)


@pytest.mark.parametrize("wrong", ["expired", "another kind", "nobody's", "too short", "too long"])
def test_a_link_that_is_not_good_says_nothing(
    answered: Problem, carol: Customer, client: Client, wrong: str
) -> None:
    """THREATS 2 and 6: every one of them gets the same answer as a link that never was."""
    secret = link_for(answered, carol).split("/")[2]
    row = Token.objects.get(digest=tokens.digest(secret))
    if wrong == "expired":
        row.expires_at = now() - timedelta(seconds=1)
    if wrong == "another kind":
        row.kind = TokenKind.REPLY
    row.save()
    if wrong == "nobody's":
        secret = tokens.new_token()
    secret = {"too short": secret[:-1], "too long": secret + "a"}.get(wrong, secret)
    nobodys = tokens.new_token()
    never = _said(client.get(f"/with/{nobodys}/"), nobodys)
    for answer in (
        client.get(f"/with/{secret}/"),
        client.post(f"/with/{secret}/satisfied/"),
        client.post(f"/with/{secret}/words/", {"words": "x"}),
        client.post(f"/with/{secret}/questions/1/", {"reply": "yes"}),
    ):
        assert answer.status_code == 404
        assert _said(answer, secret) == never
    answered.refresh_from_db()
    assert answered.stage == "owned"


def test_a_question_is_answered_once(
    asked: Problem, carol: Customer, client: Client, tom: Colleague, bea: Colleague
) -> None:
    """One answer belongs to one question: pressed again, or after the takeover, it does nothing."""
    link, question = link_for(asked, carol), _question(asked)
    assert client.post(f"{link}questions/{question}/", {"reply": "yes"}).status_code == 302
    assert _owner(asked) == tom.pk
    version = asked.version
    client.post(f"{link}questions/{question}/", {"reply": "yes"})
    assert _owner(asked) == tom.pk
    assert asked.version == version


def test_an_old_question_is_answered_by_nobody(
    asked: Problem, carol: Customer, client: Client, bea: Colleague
) -> None:
    link, question = link_for(asked, carol), _question(asked)
    by_colleagues.withdraw(asked.pk, bea.pk, offer_of(asked), now())
    assert client.post(f"{link}questions/{question}/", {"reply": "yes"}).status_code == 409
    assert _owner(asked) == bea.pk


def test_another_problems_link_answers_nothing_here(
    asked: Problem, carol: Customer, client: Client, bea: Colleague, door: Any
) -> None:
    other = write_in(door, carol, "Another thing entirely.")
    link, question = link_for(other, carol), _question(asked)
    client.post(f"{link}questions/{question}/", {"reply": "yes"})
    client.post(f"{link}satisfied/")
    assert _owner(asked) == bea.pk
    assert asked.stage == "owned"
    assert Question.objects.get(problem=asked, number=question).ended_at is None


@pytest.mark.parametrize("role", ["copied", "affected", "representative"])
def test_only_the_principals_page_answers(
    asked: Problem, client: Client, bea: Colleague, role: str
) -> None:
    """Somebody else on the customer's side reads along; the yes is not theirs."""
    dan = customer_for_address("mail", "dan@whitfield.example", "Dan Whitfield")
    by_colleagues.add_party(asked.pk, bea.pk, dan, _role(role), now())
    link = link_for(asked, dan)
    shown = client.get(link).content.decode()
    assert "Is it all right if" not in shown
    assert "It is solved for me" not in shown
    assert _yes(client, link, asked) == 409
    assert client.post(f"{link}satisfied/").status_code == 409
    assert client.post(f"{link}no-longer-needed/").status_code == 409
    assert client.post(f"{link}takeover/taken-back/").status_code == 409
    assert _owner(asked) == bea.pk
    assert asked.stage == "owned"


def _role(name: str) -> Any:
    from stayline.ownership.problem import Role

    return Role(name)


def test_who_is_no_longer_on_their_side_reads_nothing_more(
    asked: Problem, carol: Customer, client: Client, bea: Colleague
) -> None:
    """Somebody left the customer's company; their next one reads what follows, they do not."""
    link, question = link_for(asked, carol), _question(asked)
    by_colleagues.report_gone(asked.pk, bea.pk, carol.pk, now())
    shown = client.get(link)
    assert shown.status_code == 404
    assert "answer the last mail" in shown.content.decode()
    answer = client.post(f"{link}questions/{question}/", {"reply": "yes"})
    assert answer.status_code == 404
    assert _owner(asked) == bea.pk


def test_a_link_for_somebody_who_is_no_party_opens_nothing(asked: Problem, client: Client) -> None:
    eve = customer_for_address("mail", "eve@evil.example", "Eve")
    assert client.get(link_for(asked, eve)).status_code == 404


def test_a_get_is_never_a_yes(
    asked: Problem, carol: Customer, client: Client, bea: Colleague
) -> None:
    """Mail scanners open every link, and follow what they find."""
    link = link_for(asked, carol)
    for path in ("", f"questions/{_question(asked)}/?reply=yes", "satisfied/", "no-longer-needed/"):
        for method in (client.get, client.head, client.options):
            assert method(f"{link}{path}").status_code in {200, 405}
    assert _owner(asked) == bea.pk
    assert asked.stage == "owned"


# -- colleagues ----------------------------------------------------------------------------------


def test_a_browser_signed_in_at_the_desk_cannot_press_the_customers_buttons(
    asked: Problem,
    carol: Customer,
    sign_in: SignIn,
    bea: Colleague,
    tom: Colleague,
    mara: Colleague,
) -> None:
    link = link_for(asked, carol)
    before = everything(but=("django_session", "people_colleague"))
    for who in (bea, tom, mara):
        client = sign_in(who)
        for path in (f"questions/{_question(asked)}/", "satisfied/", "no-longer-needed/", "words/",
                     "takeover/taken-back/", "satisfied/taken-back/"):  # fmt: skip
            answer = client.post(f"{link}{path}", {"reply": "yes", "words": "I agree"})
            assert answer.status_code == 403, (who.name, path)
            assert "nobody here can answer for a customer" in answer.content.decode()
    assert everything(but=("django_session", "people_colleague")) == before


def test_in_a_demo_one_person_plays_everybody(
    asked: Problem, carol: Customer, sign_in: SignIn, tom: Colleague, settings: Any
) -> None:
    settings.STAYLINE_DEMO = True
    assert _yes(sign_in(tom), link_for(asked, carol), asked) == 302


def test_no_act_of_the_desk_is_the_customers_yes(
    places: Places,
    sign_in: SignIn,
    bea: Colleague,
    tom: Colleague,
    mara: Colleague,
    sally: Colleague,
) -> None:
    """Every address of the desk, by everybody on the problem, with everything a form could send:
    the question is still open, nobody is satisfied, and Bea is with Carol."""
    question = _question(places.problem)
    sent = {"reply": "yes", "words": "yes", "question": question, "evidence": "page", "party": "1",
            "customer": "1", "stage": "satisfied", "owner": tom.pk}  # fmt: skip
    skipped = {"offer-withdrawn", "offer-declined", "stepped-back", "aside"}
    for who in (tom, mara, sally, bea):
        client = sign_in(who)
        for place in places.of(Who.COLLEAGUE, Who.LEAD):
            if place.is_about_a_problem and place.name not in skipped:
                client.post(place.path, sent)
    assert _owner(places.problem) == bea.pk
    asked = Question.objects.get(problem=places.problem, number=question)
    assert (asked.reply, asked.evidence) == ("", None)
    assert not Question.objects.filter(problem=places.problem, evidence__isnull=False).exists()
    assert queries.state_of(places.problem).takeover is None
    assert places.problem.stage not in {"satisfied", "resting"}


def test_words_that_a_colleague_wrote_down_are_no_answer(
    asked: Problem, sign_in: SignIn, bea: Colleague, carol: Customer
) -> None:
    """What somebody says they heard is not the customer's reply to the question."""
    by_customers.hear(asked.pk, carol.pk, "Yes, Tom is fine.", now(), written_down_by=bea.pk)
    word = Word.objects.filter(problem=asked).latest("id")
    sign_in(bea).post(reverse("marked-answer", args=[asked.pk, word.pk]), {"reply": "yes"})
    assert _owner(asked) == bea.pk
    assert Question.objects.get(problem=asked, number=_question(asked)).reply == ""


def test_the_receiver_cannot_read_a_reply_as_the_yes_that_makes_them_owner(
    asked: Problem,
    sign_in: SignIn,
    bea: Colleague,
    tom: Colleague,
    mara: Colleague,
    carol: Customer,
) -> None:
    by_customers.hear(asked.pk, carol.pk, "I suppose that is fine.", now())
    word = Word.objects.filter(problem=asked).latest("id")
    for who in (tom, mara):
        sign_in(who).post(reverse("marked-answer", args=[asked.pk, word.pk]), {"reply": "yes"})
        assert _owner(asked) == bea.pk


def test_the_customers_link_is_nowhere_at_the_desk(
    asked: Problem, carol: Customer, sign_in: SignIn, bea: Colleague, client: Client
) -> None:
    """Whoever answers quotes our mail, with their own link in it; so does a mail that returns.
    Who reads that at the desk must not be able to press the customer's button."""
    secret = link_for(asked, carol).split("/")[2]
    in_every_way = (
        f"https://desk.fernwood.example/with/{secret}/",
        f"billing+{secret}@fernwood.example",
        f"<a href='https://safe.example/?url=https%3A%2F%2Fdesk%2Fwith%2F{secret}%2F'>",
        secret.upper(),
        secret,
    )
    for words in in_every_way:
        by_customers.hear(asked.pk, carol.pk, f"See {words}", now(), quoted=f"> {words}", subject=words,
                          html=f"<p>{words}</p>")  # fmt: skip
        by_customers.hear_machine(asked.pk, f"Returned: {words}", words, now(), bounced=True)
        by_customers.hear_stranger(asked.pk, words, words, now(), quoted=words)
    shown = sign_in(bea).get(f"/problems/{asked.pk}/").content.decode()
    assert secret not in shown.lower()
    for word in Word.objects.filter(problem=asked):
        stored = " ".join((word.text, word.quoted, word.html, word.subject, word.sender))
        assert secret not in stored.lower()
    assert client.get(f"/with/{secret}/").status_code == 200


def test_what_only_looks_like_a_link_stays_as_it_was_written(
    asked: Problem, carol: Customer
) -> None:
    words = "Order abcdefghijklmnopqrstuvwxyz and key MFRGGZDFMZTWQ2LKNNWG23TPOB"
    by_customers.hear(asked.pk, carol.pk, words, now())
    assert Word.objects.filter(problem=asked).latest("id").text == words


@pytest.mark.parametrize(
    "text",
    ["+" + "a" * 26, "/" + "b" * 26 + " ", "a" * 26 + " ", "%2F" * 9 + "c" * 26, "abcdefgh234567" * 9],
)  # fmt: skip
def test_looking_for_links_takes_no_time(asked: Problem, carol: Customer, text: str) -> None:
    """THREATS 20: a text made of what looks like links costs no more than another."""
    began = perf_counter()
    by_customers.hear(asked.pk, carol.pk, text * (1_500_000 // len(text)), now())
    assert perf_counter() - began < 2


def test_the_log_and_the_jobs_hold_no_link(asked: Problem, carol: Customer) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    for job in ProcrastinateJob.objects.all():
        assert not tokens.looking_like_tokens(str(job.args))


# -- alias ---------------------------------------------------------------------------------------


def test_a_refusal_on_the_customers_page_uses_the_name_they_know(
    asked: Problem, carol: Customer, client: Client, bea: Colleague, tom: Colleague
) -> None:
    """Where somebody's own name must not be seen, it is in no sentence either."""
    Colleague.objects.filter(pk=bea.pk).update(alias="Robin Fields")
    Colleague.objects.filter(pk=tom.pk).update(alias="Kim Rivers")
    link = link_for(asked, carol)
    tried = ("takeover/taken-back/", "satisfied/taken-back/", "questions/999/")
    pages = [
        client.get(link),
        *(client.post(f"{link}{path}", {"reply": "yes"}) for path in tried),
        client.post(f"{link}questions/{_question(asked)}/", {"reply": "no"}, follow=True),
    ]
    for page in pages:
        shown = page.content.decode()
        for name in ("Bea", "Lindqvist", "Tom", "Okafor"):
            assert not re.search(rf"\b{name}\b", shown), name


# -- too often -----------------------------------------------------------------------------------


def test_the_customers_page_takes_no_flood_and_keeps_what_was_typed(
    answered: Problem, carol: Customer, client: Client
) -> None:
    link = link_for(answered, carol)
    with time_machine.travel(now(), tick=False):
        answers = [client.post(f"{link}words/", {"words": f"word {n}"}) for n in range(40)]
        # Another link of the same person is no way around, and nobody else waits for it.
        other = client.post(f"{link_for(answered, carol)}words/", {"words": "x"})
    assert other.status_code == 429
    codes = [answer.status_code for answer in answers]
    assert codes[:25] == [302] * 25
    assert 429 in codes
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert "your words are still here" in refused.content.decode()
    assert re.search(r">word \d+</textarea>", refused.content.decode())


# -- a colleague who leaves ----------------------------------------------------------------------


def test_who_left_is_out_at_once(
    asked: Problem, sign_in: SignIn, tom: Colleague, bea: Colleague
) -> None:
    """THREATS 3 and 8: with the same browser, in the same minute."""
    client = sign_in(tom)
    assert client.get(f"/problems/{asked.pk}/").status_code == 200
    company.leave(tom, now())
    for path in ("/", f"/problems/{asked.pk}/", "/search/?q=tablet", "/live/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")
    before = everything(but=("django_session",))
    assert client.post(f"/problems/{asked.pk}/notes/", {"words": "x"}).status_code == 401
    assert everything(but=("django_session",)) == before


def test_a_returned_mail_kept_as_a_file_holds_no_link(asked: Problem, carol: Customer) -> None:
    from stayline.problems.intake import file_without_tokens

    secret = link_for(asked, carol).split("/")[2]
    broken = f"{secret[:9]}=\r\n{secret[9:]}"
    mail = f"Reply-To: billing+{secret}@fernwood.example\r\n\r\nhttps://x/with/{broken}/".encode()
    kept = file_without_tokens(mail).decode()
    assert secret not in kept
    assert broken not in kept
    picture = b"\x89PNG\x00" + bytes(range(256)) * 9
    assert file_without_tokens(picture) == picture
    assert not Attachment.objects.exists()
