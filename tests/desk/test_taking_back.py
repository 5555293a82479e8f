"""Sending with time to take it back: what leaves, what comes back, and that it happens once."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.test import Client

from stayline.channels.mail.models import Outgoing
from stayline.desk import sending
from stayline.desk.models import Draft, PendingSend
from stayline.people.models import Colleague, Customer
from stayline.problems import by_colleagues, by_customers, company
from stayline.problems.models import Notice, Problem, Word, WordKind
from stayline.project.clock import now
from tests.desk.conftest import SignIn, in_hours, offer_of

WORDS = "Hello Carol, I have looked it up."


@pytest.fixture(autouse=True)
def _fifteen_seconds(settings: Any) -> None:
    settings.STAYLINE_UNDO_SEND_SECONDS = 15


@pytest.fixture
def desk(bea: Colleague, sign_in: SignIn) -> Client:
    return sign_in(bea)


def send(desk: Client, problem: Problem, text: str = WORDS, **more: object) -> Any:
    problem.refresh_from_db()
    sent = {"words": text, "due": in_hours(2), "seen": problem.version, "client": "one", **more}
    return desk.post(f"/problems/{problem.pk}/words/", sent)


def in_seconds(seconds: int) -> datetime:
    return now() + timedelta(seconds=seconds)


def said() -> list[str]:
    return list(Word.objects.filter(kind=WordKind.SPOKEN).values_list("text", flat=True))


def test_nothing_leaves_before_its_seconds_are_over(owned: Problem, desk: Client) -> None:
    assert send(desk, owned).status_code == 302
    assert sending.leave_when_due(in_seconds(13)) == 0
    assert said() == []
    assert sending.leave_when_due(in_seconds(16)) == 1
    assert said() == [WORDS]
    assert Outgoing.objects.filter(word__text=WORDS).count() == 1


def test_it_leaves_once(owned: Problem, desk: Client) -> None:
    send(desk, owned)
    send(desk, owned)
    assert PendingSend.objects.count() == 1
    sending.leave_when_due(in_seconds(16))
    sending.leave_when_due(in_seconds(17))
    send(desk, owned, seen=owned.version)
    sending.leave_when_due(in_seconds(40))
    assert said() == [WORDS]


def test_undo_puts_the_words_and_their_promise_back(owned: Problem, desk: Client) -> None:
    due = in_hours(3)
    send(desk, owned, due=due, waits_for="customer")
    pending = PendingSend.objects.get()
    desk.post(f"/problems/{owned.pk}/leaving/{pending.pk}/back/")
    assert sending.leave_when_due(in_seconds(60)) == 0
    draft = Draft.objects.get()
    assert (draft.text, draft.why_back, draft.waits_for) == (WORDS, "", "customer")
    assert draft.due is not None
    assert draft.due.isoformat() == due
    page = desk.get(f"/problems/{owned.pk}/").content.decode()
    assert WORDS in page
    assert f'<option value="{due}" data-local-option selected>' in page


def test_undo_after_it_left_says_so(owned: Problem, desk: Client) -> None:
    send(desk, owned)
    pending = PendingSend.objects.get()
    sending.leave_when_due(in_seconds(16))
    answer = desk.post(f"/problems/{owned.pk}/leaving/{pending.pk}/back/", follow=True)
    assert "It had left already." in answer.content.decode()
    assert said() == [WORDS]


def test_nobody_takes_back_what_another_sends(
    owned: Problem, desk: Client, sally: Colleague, sign_in: SignIn
) -> None:
    send(desk, owned)
    pending = PendingSend.objects.get()
    for path in ("back", "now"):
        sign_in(sally).post(f"/problems/{owned.pk}/leaving/{pending.pk}/{path}/")
    assert PendingSend.objects.get() == pending
    assert said() == []


def test_who_is_sure_need_not_wait(owned: Problem, desk: Client) -> None:
    send(desk, owned)
    desk.post(f"/problems/{owned.pk}/leaving/{PendingSend.objects.get().pk}/now/")
    assert said() == [WORDS]


def test_the_writer_sees_it_on_every_page_and_others_see_who_is_sending(
    owned: Problem, desk: Client, sally: Colleague, sign_in: SignIn
) -> None:
    send(desk, owned)
    assert "data-undo" in desk.get("/search/").content.decode()
    theirs = sign_in(sally).get(f"/problems/{owned.pk}/").content.decode()
    assert "Bea is sending…" in theirs
    assert WORDS not in theirs
    assert "data-undo" not in theirs


def test_what_the_rule_refuses_is_refused_when_send_is_pressed(
    owned: Problem, desk: Client
) -> None:
    answer = send(desk, owned, due=in_hours(24 * 30))
    assert answer.status_code == 409
    assert not PendingSend.objects.exists()
    assert said() == []


# -- what no longer fits when its seconds are over -----------------------------------------------


def comes_back(problem: Problem, desk: Client, why: str) -> None:
    """Not said, not lost: a draft with the sentence why, and a notice."""
    assert sending.leave_when_due(in_seconds(16)) == 1
    assert WORDS not in said()
    assert not PendingSend.objects.exists()
    draft = Draft.objects.get()
    assert draft.text == WORDS
    assert why in draft.why_back
    notice = Notice.objects.get(kind=sending.CAME_BACK)
    assert (notice.to, notice.problem) == (draft.colleague, problem)


def test_the_customer_wrote_meanwhile(owned: Problem, desk: Client, carol: Customer) -> None:
    send(desk, owned)
    by_customers.hear(owned.pk, carol.pk, "It works again!", now())
    comes_back(owned, desk, "Carol wrote before your words had left")
    page = desk.get(f"/problems/{owned.pk}/").content.decode()
    assert WORDS in page
    assert "Carol wrote before your words had left" in page
    assert "Your words could not leave" in desk.get("/").content.decode()


def test_a_colleague_wrote_meanwhile(picked_up: Problem, desk: Client, tom: Colleague) -> None:
    send(desk, picked_up)
    by_colleagues.write(picked_up.pk, tom.pk, "Tom here.", now(), keeps_promise=True)
    comes_back(picked_up, desk, "Tom wrote before your words had left")


def test_the_promise_is_judged_when_it_leaves(owned: Problem, desk: Client) -> None:
    send(desk, owned, due=(now() + timedelta(seconds=10)).isoformat())
    comes_back(owned, desk, "")


def test_who_is_no_longer_with_the_customer_says_nothing(
    picked_up: Problem, tom: Colleague, sign_in: SignIn
) -> None:
    desk = sign_in(tom)
    send(desk, picked_up)
    by_colleagues.withdraw(picked_up.pk, picked_up.owner_id, offer_of(picked_up), now())
    by_colleagues.step_back(picked_up.pk, tom.pk, now())
    comes_back(picked_up, desk, "You are not with Carol any more")
    home = desk.get("/").content.decode()
    assert 'href="/drafts/"' in home.split("To know")[1].split("</section>")[0]
    assert WORDS in desk.get("/drafts/").content.decode()


def test_who_has_left_the_company_says_nothing(
    owned: Problem, desk: Client, bea: Colleague, sally: Colleague
) -> None:
    send(desk, owned)
    company.leave(bea, now())
    comes_back(owned, desk, "")


def test_what_was_begun_meanwhile_is_kept_beside_it(
    owned: Problem, desk: Client, carol: Customer
) -> None:
    send(desk, owned)
    begun = {"text": "And another thing", "base": "", "age": 0}
    desk.post(f"/problems/{owned.pk}/drafts/reply/", begun)
    by_customers.hear(owned.pk, carol.pk, "It works again!", now())
    sending.leave_when_due(in_seconds(16))
    draft = Draft.objects.get()
    assert (draft.text, draft.other) == (WORDS, "And another thing")


def test_several_that_come_back_are_all_kept(owned: Problem, desk: Client, carol: Customer) -> None:
    for number in "123":
        send(desk, owned, f"Reply {number}.", client=number)
    by_customers.hear(owned.pk, carol.pk, "It works again!", now())
    assert sending.leave_when_due(in_seconds(16)) == 3
    draft = Draft.objects.get()
    kept = f"{draft.text} {draft.other}"
    assert all(f"Reply {number}." in kept for number in "123")


def test_what_fails_is_tried_again_and_comes_back_after_a_minute(
    owned: Problem, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(desk, owned)
    monkeypatch.setattr(sending, "_say", _fails)
    assert sending.leave_when_due(in_seconds(16)) == 0
    assert PendingSend.objects.count() == 1
    assert sending.leave_when_due(in_seconds(80)) == 1
    assert Draft.objects.get().text == WORDS


def _fails(*_: object) -> None:
    raise OSError("the disk is full")


def test_a_crash_between_saying_and_forgetting_has_said_nothing(
    owned: Problem, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(desk, owned)
    with monkeypatch.context() as broken:
        broken.setattr(PendingSend, "delete", _fails)
        assert sending.leave_when_due(in_seconds(16)) == 0
    assert said() == []
    assert not Outgoing.objects.filter(word__text=WORDS).exists()
    assert sending.leave_when_due(in_seconds(17)) == 1
    assert said() == [WORDS]


# -- words of others that came first -------------------------------------------------------------


def test_a_stale_reply_stops_and_shows_what_is_new(
    owned: Problem, desk: Client, carol: Customer
) -> None:
    seen = owned.version
    by_customers.hear(owned.pk, carol.pk, "Wait, it works again!", now())
    answer = send(desk, owned, seen=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Wait, it works again!" in page.split("data-newer")[1].split("</form>")[0]
    assert "Send anyway" in page
    assert WORDS in page
    assert not PendingSend.objects.exists()


def test_a_colleagues_note_stops_a_reply_too(
    owned: Problem, desk: Client, sally: Colleague
) -> None:
    seen = owned.version
    by_colleagues.note(owned.pk, sally.pk, "Do not promise a refund.", now())
    assert "Do not promise a refund." in send(desk, owned, seen=seen).content.decode()


def test_ones_own_words_stop_nothing(owned: Problem, desk: Client, bea: Colleague) -> None:
    seen = owned.version
    by_colleagues.note(owned.pk, bea.pk, "Looked it up.", now())
    assert send(desk, owned, seen=seen).status_code == 302


def test_whoever_has_read_it_sends_anyway(owned: Problem, desk: Client, carol: Customer) -> None:
    by_customers.hear(owned.pk, carol.pk, "Wait, it works again!", now())
    assert send(desk, owned).status_code == 302
    sending.leave_when_due(in_seconds(16))
    assert said() == [WORDS]


def test_words_with_some_shape_leave_as_html_and_as_plain_text(
    owned: Problem, desk: Client, carol: Customer
) -> None:
    send(desk, owned, "It is **solved**:\n\n- restart\n- wait")
    sending.leave_when_due(in_seconds(16))
    mail = message_from_bytes(bytes(Outgoing.objects.get(kind="word").message), policy=default)
    text, html = (part.get_content() for part in mail.iter_parts())
    assert "It is solved:\n\n- restart\n- wait\n" in text.replace("\r\n", "\n")
    assert "<p>It is <strong>solved</strong>:</p><ul><li>restart</li>" in html
    page = desk.get(f"/problems/{owned.pk}/").content.decode()
    assert "<strong>solved</strong>" in page


def test_a_note_is_in_no_mail(owned: Problem, desk: Client, carol: Customer) -> None:
    """Not by itself, and not with anything that leaves after it."""
    note = "She sounds annoyed, and owes us money."
    desk.post(f"/problems/{owned.pk}/notes/", {"words": note, "client": "one-note"})
    send(desk, owned)
    sending.leave_when_due(in_seconds(16))
    by_customers.hear(owned.pk, carol.pk, "Thank you.", now())
    send(desk, owned, "Is it solved?", proposes="yes", client="two")
    sending.leave_when_due(in_seconds(32))
    left = list(Outgoing.objects.all())
    assert len(left) >= 2
    for one in left:
        mail = message_from_bytes(bytes(one.message), policy=default)
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        assert not any("annoyed" in part or "owes us" in part for part in parts)
    assert not Outgoing.objects.filter(word__kind=WordKind.NOTE).exists()


def test_a_notes_form_sent_to_the_wrong_address_is_no_reply(owned: Problem, desk: Client) -> None:
    """The two forms have no field in common that would make one the other."""
    desk.post(f"/problems/{owned.pk}/notes/", {"words": "Only us.", "due": in_hours(2), "seen": 1})
    assert said() == []
