"""Prompts that people record: fit for a telephone, heard at once, and taken back."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from stayline.channels.phone.exchange import checking, recorded
from stayline.channels.phone.exchange.instance import Instance
from stayline.channels.phone.exchange.prompts import Prompts, texts
from stayline.channels.phone.exchange.recorded import NotAPrompt, Recorded
from stayline.desk.erasing import erase_with_a_colleague
from stayline.people.demo import DemoCompany
from stayline.people.models import Colleague, Door, Role
from stayline.problems import sounds
from stayline.problems.sounds import Sound
from tests.phone.conftest import NOON

SILENCE = array("h", [0] * 4000)


def _spoken(seconds: float, loud: int = 6000, rate: int = 8000) -> bytes:
    """Half a second of silence, a tone, and silence again."""
    tone = array("h", [0, loud, 0, -loud] * int(seconds * rate / 4))
    return Sound(rate, 1, SILENCE + tone + SILENCE).as_wav()


@pytest.fixture
def own(tmp_path: Path) -> Recorded:
    return Recorded(tmp_path / "prompts")


def test_what_somebody_says_is_spoken_at_once_without_the_silence_around_it(own: Recorded) -> None:
    own.keep("en", "coming", _spoken(2), 7, NOON)
    found = Prompts((own.folder,)).find("coming", "en")
    assert found is not None
    heard = sounds.read(found.with_suffix(".wav").read_bytes())
    assert (heard.rate, heard.channels) == (8000, 1)
    assert heard.seconds == pytest.approx(2.2, abs=0.01)
    assert heard.loudest == pytest.approx(0.5, abs=0.01)
    voice = own.voice("en", "coming")
    assert voice == recorded.Voice(7, NOON)


def test_taking_back_brings_what_was_there_before(own: Recorded) -> None:
    own.keep("en", "coming", _spoken(1), 7, NOON)
    first = own.sound("en", "coming")
    own.keep("en", "coming", _spoken(2), 8, NOON)
    own.take_back("en", "coming")
    assert own.sound("en", "coming") == first
    assert own.voice("en", "coming") == recorded.Voice(7, NOON)
    own.take_back("en", "coming")
    assert own.voice("en", "coming") is None


def test_a_file_that_was_put_there_by_hand_is_a_persons(own: Recorded) -> None:
    (own.folder / "de").mkdir(parents=True)
    (own.folder / "de/coming.wav").write_bytes(_spoken(1))
    assert own.voice("de", "coming") == recorded.Voice(None, None)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MZ is no sound", "no sound we can read"),
        (_spoken(1, loud=100), "next to nothing"),
        (_spoken(0.01), "very short"),
        (_spoken(31), "30 are enough"),
        (_spoken(1, rate=44100), "8 kHz"),
        (Sound(8000, 2, SILENCE).as_wav(), "mono"),
    ],
    ids=["no sound", "silence", "a click", "too long", "another rate", "two channels"],
)
def test_what_no_telephone_should_speak_is_refused_kindly(
    own: Recorded, content: bytes, why: str
) -> None:
    with pytest.raises(NotAPrompt, match=why):
        own.keep("en", "coming", content, 7, NOON)
    assert own.voice("en", "coming") is None


def test_a_name_is_short(own: Recorded) -> None:
    with pytest.raises(NotAPrompt, match="4 are enough"):
        own.keep("en", recorded.name_of(7), _spoken(6), 7, NOON)


@pytest.mark.parametrize("name", ["../../evil", "colleagues/../../evil", "nothing-of-ours"])
def test_no_name_leads_out_of_the_folder(own: Recorded, name: str) -> None:
    with pytest.raises(ValueError, match="is no prompt"):
        own.keep("en", name, _spoken(1), 7, NOON)


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF", b"RIFF\0\0\0\0WAVEdata\4\0\0\0\1\2\3\4", _spoken(1)[:30], _spoken(1)[:44]],
    ids=["nothing", "a word of it", "no shape", "cut in its shape", "no samples"],
)
def test_what_only_begins_like_a_sound_is_none(content: bytes) -> None:
    with pytest.raises(sounds.NotASound):
        sounds.read(content)


def test_a_recording_that_was_never_closed_is_read_to_its_end() -> None:
    whole = _spoken(1)
    cut = whole[:40] + b"\0\0\0\0" + whole[44:]
    assert sounds.read(cut).samples == sounds.read(whole).samples


def test_only_samples_of_a_file_leave_again() -> None:
    whole = _spoken(1)
    hidden = whole[:36] + b"LIST\x14\0\0\0<script>evil</script" + whole[36:]
    assert sounds.read(hidden).as_wav() == whole


def test_the_check_counts_for_each_language_what_no_person_speaks(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    Recorded(instance.own_prompts).keep("de", "coming", _spoken(1), 7, NOON)
    german, french = checking._prompts(instance, ["de", "fr"])
    of = sum("/" not in name for name in texts())
    assert f"A synthetic voice speaks {of - 1} of {of}" in german.sentence
    assert f"In English are said {of} of {of}" in french.sentence
    assert german.aside
    assert not german.wrong
    for name in texts():
        if "/" not in name:
            Recorded(instance.own_prompts).keep("de", name, _spoken(1), 7, NOON)
    (german,) = checking._prompts(instance, ["de"])
    assert german.sentence == "People speak all of them."


# -- at the desk ---------------------------------------------------------------------------------


@pytest.fixture
def desk(fernwood: DemoCompany, settings: Settings, tmp_path: Path) -> Client:
    """An administrator, in a company whose recordings are its own."""
    settings.DATA_DIR = tmp_path
    administrator = Colleague.objects.filter(role=Role.ADMINISTRATOR).first()
    assert administrator is not None
    client = Client()
    client.force_login(administrator)
    return client


def _file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("recording.wav", content, "audio/wav")


def test_an_administrator_records_a_sentence_hears_it_and_takes_it_back(desk: Client) -> None:
    page = desk.get("/prompts/en/coming/").content.decode()
    assert "Somebody is coming back to you right now." in page
    assert "A synthetic voice" in page
    kept = desk.post("/prompts/en/coming/", {"sound": _file(_spoken(2))}, follow=True)
    assert "Callers hear this from now on." in kept.content.decode()
    assert "A synthetic voice" not in kept.content.decode()
    heard = desk.get("/prompts/en/coming/sound/")
    assert sounds.read(heard.content).seconds == pytest.approx(2.2, abs=0.01)
    assert "1 of " in desk.get("/prompts/en/").content.decode()
    back = desk.post("/prompts/en/coming/taken-back/", follow=True).content.decode()
    assert "A synthetic voice" in back


def test_what_cannot_be_spoken_says_why(desk: Client) -> None:
    answer = desk.post("/prompts/en/coming/", {"sound": _file(b"MZ")})
    assert answer.status_code == 422
    assert "no sound we can read" in answer.content.decode()
    assert desk.post("/prompts/en/coming/").status_code == 422


def test_a_doors_language_is_there_even_where_we_have_no_words_in_it(desk: Client) -> None:
    Door.objects.filter(kind="phone").update(language="fr-CH")
    assert desk.get("/prompts/", follow=True).redirect_chain[-1][0] == "/prompts/fr/"
    page = desk.get("/prompts/fr/coming/").content.decode()
    assert "We have no words in" in page
    assert "Somebody is coming back" in page


def test_nobody_else_records_what_callers_hear(desk: Client, tom: Colleague) -> None:
    desk.force_login(tom)
    assert desk.get("/prompts/en/").status_code == 403
    assert desk.post("/prompts/en/coming/", {"sound": _file(_spoken(1))}).status_code == 403


def test_a_colleague_records_their_own_name(desk: Client, tom: Colleague, tmp_path: Path) -> None:
    desk.force_login(tom)
    assert "Your name, in your voice" in desk.get("/you/").content.decode()
    assert desk.get("/you/name/sound/").status_code == 404
    page = desk.post("/you/name/", {"sound": _file(_spoken(1))}, follow=True).content.decode()
    assert "How your name sounds" in page
    assert desk.get("/you/name/sound/").status_code == 200
    own = Prompts((tmp_path / "phone/prompts",))
    for language in ("en", "de", "fr"):
        assert own.find(recorded.name_of(tom.pk), language) is not None
    desk.post("/you/name/taken-back/")
    assert own.find(recorded.name_of(tom.pk), "en") is None


def test_a_name_that_is_no_name_says_why_on_the_same_page(desk: Client, tom: Colleague) -> None:
    desk.force_login(tom)
    answer = desk.post("/you/name/", {"sound": _file(_spoken(1, loud=100))})
    assert answer.status_code == 422
    assert "Is the microphone on?" in answer.content.decode()


def test_a_colleagues_voice_goes_with_their_data(desk: Client, tom: Colleague) -> None:
    desk.force_login(tom)
    for seconds in (1, 2):
        desk.post("/you/name/", {"sound": _file(_spoken(seconds))})
    erase_with_a_colleague(tom.pk)
    assert desk.get("/you/name/sound/").status_code == 404
    desk.post("/you/name/taken-back/")
    assert desk.get("/you/name/sound/").status_code == 404


def test_two_who_record_the_same_at_once_each_leave_a_whole_file(
    own: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, others = Path.replace, [_spoken(3)]

    def slowly(fresh: Path, file: Path) -> Path:
        if others:
            own.keep("en", "coming", others.pop(), 8, NOON)
        return replace(fresh, file)

    monkeypatch.setattr(Path, "replace", slowly)
    own.keep("en", "coming", _spoken(2), 7, NOON)
    kept = own.sound("en", "coming")
    assert kept is not None
    assert round(sounds.read(kept).seconds) == 2
    assert not [file for file in own.folder.rglob("*") if file.suffix == ".new"]
