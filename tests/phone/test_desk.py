"""The telephone at the desk: who is on the line, and what a colleague can do about it."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from stayline.channels.phone.models import Call, Line
from stayline.channels.phone.telephony import Gone
from stayline.people.models import Colleague, Door
from stayline.problems import by_colleagues
from stayline.problems.models import Attachment
from tests.phone.conftest import NOON
from tests.phone.office import Office


def _page(who: Colleague, office: Office, **posted: str) -> str:
    return _sent(who, f"/problems/{office.call.problem_id}/", **posted)


def _sent(who: Colleague, path: str, **posted: str) -> str:
    client = _client(who)
    with time_machine.travel(NOON, tick=False):
        answer = client.post(path, posted, follow=True) if posted else client.get(path)
    return answer.content.decode()


def _client(who: Colleague) -> Client:
    client = Client()
    client.force_login(who)
    return client


def _called(office: Office, tom: Colleague) -> None:
    office.calls()
    office.picks_up(tom)


def test_the_page_says_who_is_with_the_customer(office: Office, tom: Colleague) -> None:
    office.calls()
    assert "It rings for <strong>Tom</strong>" in _page(tom, office)
    office.picks_up(tom)
    page = _page(tom, office)
    assert "<strong>Tom</strong> is with" in page
    assert "+493012345" in page


def test_who_is_rung_reads_who_it_is_before_answering(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    office.calls()
    assert "Your telephone rings" in _sent(tom, "/calls/")
    assert "on the line" not in _sent(bea, "/calls/")


def test_the_owner_writes_down_the_spoken_yes(
    office: Office, tom: Colleague, bea: Colleague
) -> None:
    _called(office, tom)
    problem = office.call.problem_id
    by_colleagues.offer(problem, tom.pk, [bea.pk], "The router is dead.", office.at)
    office.settle()
    office.picks_up(bea)
    offer = office.problem.offer
    assert offer is not None
    by_colleagues.ask(problem, tom.pk, offer.number, office.at)
    assert "said yes" not in _page(bea, office)
    page = _page(tom, office)
    assert "said yes" in page
    asked = office.problem.offer
    assert asked is not None
    _sent(tom, f"/problems/{problem}/call/said/", question=str(asked.question), reply="yes")
    assert office.problem.owner == bea.pk


def test_who_is_on_the_line_is_said_by_who_hears_them(office: Office, tom: Colleague) -> None:
    _called(office, tom)
    office.customer_drops()
    office.calls(leg=type(next(iter(office.gone)))("carols-2"))
    office.picks_up(tom)
    assert "The number is only a hint" in _page(tom, office)
    problem = office.problem
    assert problem.principal is not None
    path = f"/problems/{office.call.problem_id}/call/who/"
    _sent(tom, path, party=str(problem.principal.id))
    assert office.contact.identified


def test_the_owner_cannot_step_out(office: Office, tom: Colleague) -> None:
    _called(office, tom)
    assert "Step out of the call" not in _page(tom, office)
    page = _sent(tom, f"/problems/{office.call.problem_id}/call/step-out/", sure="1")
    assert "nobody is left on the line" in page.replace("\n", " ")
    assert tom.pk in office.contact.here


def test_a_call_is_made_from_the_problem(
    office: Office, tom: Colleague, settings: Settings
) -> None:
    settings.STAYLINE_PHONE_TRUNK = "trunk"
    _called(office, tom)
    office.customer_drops(Gone.LOST)
    assert "Call +493012345" in _page(tom, office)
    page = _sent(tom, f"/problems/{office.call.problem_id}/call/", sure="1")
    assert "The call is being made" in page
    office.settle()
    assert office.rings_for() == {"Tom"}
    assert Call.objects.count() == 2


@pytest.mark.parametrize("act", ["come-in", "step-out", "who", "said", "recording"])
def test_what_is_done_in_a_call_that_is_over_is_not_found(
    office: Office, tom: Colleague, act: str
) -> None:
    _called(office, tom)
    office.customer_drops()
    client = Client()
    client.force_login(tom)
    path = f"/problems/{office.call.problem_id}/call/{act}/"
    assert client.post(path, {"party": "1", "question": "1", "reply": "yes"}).status_code == 404


def test_an_administrator_gives_somebody_a_telephone(office: Office, mara: Colleague) -> None:
    Line.objects.filter(colleague=mara).delete()
    assert "Tom" in _sent(mara, "/telephones/")
    said = {"colleague": str(mara.pk), "kind": "desk", "is_on": "on", "extension": "7"}
    _sent(mara, "/telephones/new/", address="mara; rm", **said)
    assert not Line.objects.filter(colleague=mara).exists()
    _sent(mara, "/telephones/new/", address="mara", **said)
    assert Line.objects.get(colleague=mara).address == "PJSIP/mara"


def test_who_stays_records_stops_and_discards_at_the_desk(office: Office, tom: Colleague) -> None:
    Door.objects.filter(kind="phone").update(recording="asked")
    _called(office, tom)
    path = f"/problems/{office.call.problem_id}/call/recording/"
    assert "Ask first. A voice then says it" in _page(tom, office)
    _sent(tom, path, do="start")
    office.settle()
    assert "<strong>Recording.</strong>" in _page(tom, office)
    assert "Recording" in _sent(tom, "/calls/")
    _sent(tom, path, do="stop")
    office.settle()
    page = _page(tom, office)
    assert "Not recording." in page
    file = Attachment.objects.get()
    assert f'src="/files/{file.key}/sound/"' in page
    assert "kept until" in page
    _sent(tom, path, do="refused")
    page = _page(tom, office)
    assert "does not want a recording" in page
    assert "The recording was deleted" in page
    assert not Attachment.objects.exists()


def test_a_recording_is_heard_from_where_a_player_wants_it(office: Office, tom: Colleague) -> None:
    Door.objects.filter(kind="phone").update(recording="announced")
    _called(office, tom)
    office.customer_drops()
    path = f"/files/{Attachment.objects.get().key}/sound/"
    whole = _client(tom).get(path)
    assert whole.headers["Content-Type"] == "audio/wav"
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    part = _client(tom).get(path, headers={"range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.content)}"


def test_nothing_of_a_recording_is_offered_where_the_door_never_records(
    office: Office, tom: Colleague
) -> None:
    _called(office, tom)
    page = _page(tom, office)
    assert "call/recording/" not in page


def test_a_transfer_key_that_named_nobody_is_told_to_who_pressed_it(
    office: Office, tom: Colleague
) -> None:
    _called(office, tom)
    office.transfers(tom, "999")
    assert "The Transfer key named 999, and nobody could be asked." in _page(tom, office)


def test_a_call_is_ended_with_words_a_promise_and_a_voice(office: Office, tom: Colleague) -> None:
    _called(office, tom)
    assert "End this call" in _page(tom, office)
    path = f"/problems/{office.call.problem_id}/call/end/"
    assert "Write " in _sent(tom, path, why="SILENCE", text="")
    assert office.problem.live
    _sent(tom, path, why="SILENCE", text="I could not hear you; I write tomorrow.")
    office.settle()
    assert office.in_the_room() == {"customer"}
    assert office.spoken() == ("parting-unheard",)
    assert office.problem.promise is not None
    assert office.problem.owner == tom.pk
    office.waits(11)
    assert not office.legs
    assert "ended the conversation after an announced silence" in _page(tom, office)


def test_nobody_is_told_farewell_who_hung_up_themselves(office: Office, tom: Colleague) -> None:
    _called(office, tom)
    office.customer_drops()
    assert not office.legs
    assert "parting-unheard" not in str(office.heard)
