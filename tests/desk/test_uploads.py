"""Files with what colleagues write: they wait with the draft, leave once, and come back with undo."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from stayline.channels.mail.models import Outgoing
from stayline.desk import drafts, sending
from stayline.desk import uploads as desk_uploads
from stayline.desk.models import Draft, PendingSend
from stayline.people.models import Colleague
from stayline.problems import company, uploads
from stayline.problems.models import Attachment, Problem, Upload, UploadPlace, Word
from stayline.project.clock import now
from tests.desk.conftest import SignIn, in_hours


def a_picture(side: int = 40, kind: str = "PNG") -> bytes:
    made = BytesIO()
    Image.new("RGB", (side, side), "teal").save(made, kind)
    return made.getvalue()


@pytest.fixture(autouse=True)
def _fifteen_seconds(settings: Any) -> None:
    settings.STAYLINE_UNDO_SEND_SECONDS = 15


@pytest.fixture
def desk(bea: Colleague, sign_in: SignIn) -> Client:
    return sign_in(bea)


def put(
    desk: Client,
    problem: Problem,
    name: str = "plan.pdf",
    content: bytes = b"%PDF plan",
    *,
    kind: str = "reply",
    type_: str = "application/pdf",
    client: str = "",
) -> Any:
    file = SimpleUploadedFile(name, content, type_)
    sent = {"file": file, "client": client or str(uuid4())}
    return desk.post(f"/problems/{problem.pk}/drafts/{kind}/uploads/", sent)


def send(desk: Client, problem: Problem, *keys: str, text: str = "Hello Carol, here it is.") -> Any:
    problem.refresh_from_db()
    sent = {"words": text, "due": in_hours(2), "seen": problem.version, "client": "one"}
    return desk.post(f"/problems/{problem.pk}/words/", {**sent, "file": list(keys)})


def kept_bytes() -> set[str]:
    return set(default_storage.listdir("attachments")[1])


def let_it_leave() -> int:
    return sending.leave_when_due(now() + timedelta(seconds=16))


def the_mail(about: str) -> EmailMessage:
    sent = Outgoing.objects.get(word__text=about)
    return message_from_bytes(bytes(sent.message), policy=default)


def test_a_file_leaves_with_the_reply_under_its_own_name(owned: Problem, desk: Client) -> None:
    key = put(desk, owned, "Übersicht März.pdf").json()["key"]
    assert send(desk, owned, key).status_code == 302
    let_it_leave()
    (file,) = the_mail("Hello Carol, here it is.").iter_attachments()
    assert file.get_content() == b"%PDF plan"
    assert b"filename*=utf-8''%C3%9Cbersicht%20M%C3%A4rz.pdf" in bytes(file)
    assert file.get_content_disposition() == "attachment"
    kept = Attachment.objects.get()
    assert (str(kept.key), kept.word.text) == (key, "Hello Carol, here it is.")
    assert not Upload.objects.exists()


def test_it_waits_with_the_draft_on_every_device(
    owned: Problem, desk: Client, bea: Colleague, sign_in: SignIn
) -> None:
    key = put(desk, owned).json()["key"]
    elsewhere = sign_in(bea).get(f"/problems/{owned.pk}/")
    assert [one.key for one in elsewhere.context["page"].writer.reply.files] == [key]
    assert "plan.pdf" in sign_in(bea).get("/drafts/").content.decode()


def test_the_same_file_sent_again_is_the_one_that_is_there(owned: Problem, desk: Client) -> None:
    first = put(desk, owned, client="c1").json()["key"]
    assert put(desk, owned, client="c1").json()["key"] == first
    assert put(desk, owned, client="c2").json()["key"] == first
    assert Upload.objects.count() == 1


def test_undo_brings_the_files_back_too(owned: Problem, desk: Client) -> None:
    key = put(desk, owned).json()["key"]
    send(desk, owned, key)
    assert desk.get(f"/problems/{owned.pk}/").context["page"].writer.reply.files == ()
    pending = PendingSend.objects.get()
    desk.post(f"/problems/{owned.pk}/leaving/{pending.pk}/back/")
    page = desk.get(f"/problems/{owned.pk}/").context["page"]
    assert [one.key for one in page.writer.reply.files] == [key]
    assert let_it_leave() == 0
    send(desk, owned, key)
    let_it_leave()
    assert str(Attachment.objects.get().key) == key


def test_what_could_not_leave_comes_back_with_its_files(
    owned: Problem, desk: Client, tom: Colleague
) -> None:
    key = put(desk, owned).json()["key"]
    send(desk, owned, key)
    Upload.objects.update(removed_at=now())
    let_it_leave()
    draft = Draft.objects.get(kind="reply")
    assert "taken away meanwhile" in draft.why_back
    assert not Word.objects.filter(kind="spoken").exists()
    desk.post(f"/uploads/{key}/back/")
    assert [str(one.key) for one in drafts.files_with(draft)] == [key]


def test_a_form_sent_twice_sends_its_files_once(owned: Problem, desk: Client) -> None:
    key = put(desk, owned).json()["key"]
    send(desk, owned, key)
    send(desk, owned, key)
    let_it_leave()
    send(desk, owned, key)
    let_it_leave()
    assert Attachment.objects.count() == 1
    assert Word.objects.filter(kind="spoken").count() == 1


def test_only_what_the_form_names_leaves(owned: Problem, desk: Client) -> None:
    here = put(desk, owned).json()["key"]
    put(desk, owned, "later.pdf", b"from another device")
    send(desk, owned, here)
    let_it_leave()
    assert [one.name for one in Attachment.objects.all()] == ["plan.pdf"]
    assert [one.name for one in drafts.files_with(Draft.objects.get())] == ["later.pdf"]


def test_a_pasted_picture_stands_among_the_words(owned: Problem, desk: Client) -> None:
    key = put(desk, owned, "screenshot.png", a_picture(), type_="image/png").json()["key"]
    send(desk, owned, key, text="Press here:\n![screenshot.png]\nThen wait.")
    let_it_leave()
    mail = the_mail("Press here:\n[screenshot.png]\nThen wait.")
    html = mail.get_body(("html",))
    assert html is not None
    assert f'src="cid:{key}@picture"' in html.get_content()
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert picture["Content-ID"] == f"<{key}@picture>"
    assert picture.get_content_disposition() == "inline"
    page = desk.get(f"/problems/{owned.pk}/").content.decode()
    shown = f'<img src="/files/{key}/picture/" alt="screenshot.png" width="40" height="40">'
    assert shown in page


def test_a_note_keeps_its_files_among_colleagues(owned: Problem, desk: Client) -> None:
    key = put(desk, owned, kind="note").json()["key"]
    desk.post(f"/problems/{owned.pk}/notes/", {"words": "Her plan.", "client": "n", "file": [key]})
    assert Attachment.objects.get().word.kind == "note"
    assert desk.get(f"/files/{key}/").content == b"%PDF plan"


# -- too much ------------------------------------------------------------------------------------


def test_what_no_mail_takes_is_said_at_once_with_what_to_do(
    owned: Problem, desk: Client, settings: Any
) -> None:
    settings.STAYLINE_FILES_TOGETHER_MB = 1
    before = kept_bytes()
    large = put(desk, owned, "film.mp4", b"x" * 1_200_000, type_="video/mp4")
    assert large.status_code == 422
    assert "a link to where it lies" in large.json()["why"]
    put(desk, owned, "one.bin", b"1" * 700_000)
    together = put(desk, owned, "two.bin", b"2" * 700_000)
    assert "more than 1 MB together" in together.json()["why"]
    assert Upload.objects.count() == 1
    assert len(kept_bytes() - before) == 1


def test_more_files_than_fit_are_said(owned: Problem, desk: Client, settings: Any) -> None:
    settings.STAYLINE_FILES_AT_ONCE = 1
    put(desk, owned)
    assert "with your next words" in put(desk, owned, "b.txt", b"b").json()["why"]


def test_a_program_goes_into_no_mail_but_into_a_note(owned: Problem, desk: Client) -> None:
    assert "link" in put(desk, owned, "fix.exe", b"MZ").json()["why"]
    assert put(desk, owned, "fix.exe", b"MZ", kind="note").status_code == 200


def test_an_empty_file_is_said(owned: Problem, desk: Client) -> None:
    assert put(desk, owned, "empty.txt", b"").json()["why"] == "empty.txt is empty."


# -- taken away ----------------------------------------------------------------------------------


def test_taking_a_file_away_can_be_undone(owned: Problem, desk: Client) -> None:
    key = put(desk, owned).json()["key"]
    desk.post(f"/uploads/{key}/removed/")
    Draft.objects.all().delete()  # its words were taken away too
    assert desk.get(f"/problems/{owned.pk}/").context["page"].writer.reply.files == ()
    desk.post(f"/uploads/{key}/back/")
    assert len(desk.get(f"/problems/{owned.pk}/").context["page"].writer.reply.files) == 1


def test_what_is_without_words_is_given_up_with_its_bytes(
    owned: Problem, desk: Client, bea: Colleague
) -> None:
    put(desk, owned, "gone.png", a_picture(), type_="image/png")
    put(desk, owned, "note.png", a_picture(41), kind="note", type_="image/png")
    Draft.objects.filter(kind="note").update(text="About her plan")
    later = now() + uploads.UNSAID_FOR + timedelta(days=1)
    assert desk_uploads.forget_unsaid(later) == 1
    assert [one.name for one in Upload.objects.all()] == ["note.png"]


def test_a_draft_that_is_thrown_away_takes_its_files_with_it(
    owned: Problem, desk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    before = kept_bytes()
    put(desk, owned)
    desk.post(f"/drafts/{Draft.objects.get().pk}/discarded/")
    with django_capture_on_commit_callbacks(execute=True):
        assert desk_uploads.forget_unsaid(now() + timedelta(hours=2)) == 1
    assert kept_bytes() == before


# -- whose it is, and what it is -----------------------------------------------------------------


def test_nobody_else_has_what_has_not_been_said(
    owned: Problem, desk: Client, sally: Colleague, sign_in: SignIn
) -> None:
    key = put(desk, owned).json()["key"]
    other = sign_in(sally)
    for path in ("", "picture/"):
        assert other.get(f"/uploads/{key}/{path}").status_code == 404
    assert other.post(f"/uploads/{key}/removed/").status_code == 404
    assert Client().get(f"/uploads/{key}/").status_code == 302


def test_another_persons_file_cannot_be_sent(
    owned: Problem, desk: Client, tom: Colleague, sally: Colleague
) -> None:
    spot = uploads.Spot(place=UploadPlace.REPLY, problem=owned.pk, colleague=sally.pk)
    sent = uploads.Sent("secret.txt", "text/plain", BytesIO(b"secret"), 6, "c")
    hers = uploads.put(spot, sent, now())
    assert send(desk, owned, str(hers.key)).status_code == 409
    assert Upload.objects.get().colleague == sally


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("x.svg", "image/svg+xml", b"<svg onload=alert(1)>"),
        ("x.html", "text/html", b"<script>alert(1)</script>"),
        ("x.png", "image/png", b"<script>alert(1)</script>"),
    ],
)
def test_no_browser_opens_in_our_name_what_somebody_sent(
    owned: Problem, desk: Client, name: str, kind: str, content: bytes
) -> None:
    told = put(desk, owned, name, content, type_=kind).json()
    assert told["picture"] == ""
    answer = desk.get(told["path"])
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert desk.get(f"{told['path']}picture/").headers["Location"].endswith("no-picture.svg")


def test_a_picture_is_shown_as_we_drew_it_and_kept_as_it_came(owned: Problem, desk: Client) -> None:
    sent = a_picture(2_000, "JPEG")
    told = put(desk, owned, "card.jpg", sent, type_="image/jpeg").json()
    shown = desk.get(told["picture"])
    assert shown.headers["Content-Type"] == "image/webp"
    assert Image.open(BytesIO(shown.content)).size == (1280, 1280)
    assert desk.get(told["path"]).content == sent


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Bea\\plan.pdf", "plan.pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("a\r\nContent-Type: text/html\r\n.txt", "html .txt"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_files_name_is_only_a_name(sent: str, kept: str) -> None:
    assert uploads.clean_name(sent) == kept


# -- who has left --------------------------------------------------------------------------------


def test_what_a_leaver_had_begun_is_read_by_whoever_is_with_the_customer_now(
    owned: Problem, desk: Client, bea: Colleague, tom: Colleague, mara: Colleague, sign_in: SignIn
) -> None:
    put(desk, owned, "plan.pdf")
    draft = Draft.objects.get()
    draft.text = "Dear Carol, the part is on its way."
    draft.save()
    bea.successor = tom
    bea.save()
    company.leave(bea, now())
    page = sign_in(tom).get(f"/problems/{owned.pk}/").context["page"]
    (left,) = page.writer.left_behind
    assert (left.who, left.text) == (bea, "Dear Carol, the part is on its way.")


# -- whom one met --------------------------------------------------------------------------------


def test_a_photo_of_whom_one_met_comes_with_them_once(erik: Colleague, sign_in: SignIn) -> None:
    desk = sign_in(erik)
    photo = {"file": SimpleUploadedFile("card.png", a_picture(), "image/png"), "client": "p"}
    key = desk.post("/encounters/uploads/", photo).json()["key"]
    met = {"name": "Carol Whitfield", "reach": "carol@whitfield.example", "words": "It hums."}
    for _ in range(2):
        desk.post("/encounters/new/", {**met, "client": "one", "file": [key]})
    kept = Attachment.objects.get()
    assert (str(kept.key), kept.word.text) == (key, "It hums.")
    assert Problem.objects.count() == 1
    assert not Upload.objects.exists()
