"""Our own Asterisk: what is locked, what is written for it, and what is said where it goes wrong."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import pytest

from stayline.channels.phone.exchange import archive, configuration, lockfile, programs, prompts
from stayline.channels.phone.exchange.checking import faults_of, is_new_enough
from stayline.channels.phone.exchange.instance import Instance, copy_sample
from stayline.channels.phone.exchange.lines import Line, LineKind
from stayline.channels.phone.exchange.lockfile import Lock, Package
from stayline.channels.phone.exchange.places import MACHINES, ExchangeError, Machine
from stayline.channels.phone.telephony import Words

AMD64 = MACHINES["x86_64"]
DEB = b"a package"
ASTERISK = Package(
    "asterisk", "1:22.10.1+dfsg-1", "amd64", len(DEB), hashlib.sha256(DEB).hexdigest()
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STAYLINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    return Instance(tmp_path / "data")


def _silent(_: str) -> None:
    pass


# -- the lock ------------------------------------------------------------------------------------


@pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda machine: machine.arch)
def test_the_shipped_lock_names_every_package_by_version_and_checksum(machine: Machine) -> None:
    lock = lockfile.read(lockfile.shipped(machine.arch))
    assert lock is not None
    names = {one.name for one in lock.packages}
    assert {"asterisk", "asterisk-modules", "libc6", "espeak-ng", "sox"} <= names
    assert not names & set(archive.LEFT_OUT.split())
    assert all(len(one.sha256) == 64 and one.version and one.size for one in lock.packages)
    assert is_new_enough(lock.asterisk)


def test_a_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    lock = lockfile.lock_of([ASTERISK])
    lockfile.write(tmp_path / "lock", "amd64", lock)
    assert lockfile.read(tmp_path / "lock") == lock
    assert lock.asterisk == "22.10.1"


def test_what_moved_between_two_locks_is_said() -> None:
    old = lockfile.lock_of([ASTERISK, Package("libold", "1", "amd64", 1, "0" * 64)])
    new = lockfile.lock_of([Package("asterisk", "1:22.11.0-1", "amd64", 1, "1" * 64)])
    assert lockfile.differences(old, new) == [
        "asterisk 1:22.10.1+dfsg-1 → 1:22.11.0-1",
        "libold is no longer needed",
    ]


def test_apts_own_line_becomes_a_package() -> None:
    line = f"'http://mirror/pool/a.deb' asterisk_1%3a22.10.1-1_amd64.deb 12 SHA256:{'a' * 64}"
    assert archive._package_of(line) == Package("asterisk", "1:22.10.1-1", "amd64", 12, "a" * 64)


# -- fetching ------------------------------------------------------------------------------------


class _Gone(archive.Archive):
    """An archive that has moved on."""

    def _bring(self, packages: object) -> None:
        raise archive.ArchiveMovedOn("Version '1:22.10.1' for 'asterisk' was not found")

    def resolve(self) -> Lock:
        return lockfile.lock_of([Package("asterisk", "1:23.0.0-1", "amd64", 1, "1" * 64)])


def test_an_archive_that_moved_on_stops_us_and_says_what_to_do(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lockfile.write(lockfile.renewed("amd64"), "amd64", lockfile.lock_of([ASTERISK]))
    monkeypatch.setattr(programs, "Archive", _Gone)
    monkeypatch.setattr(programs, "this_machine", lambda: AMD64)
    with pytest.raises(archive.ArchiveMovedOn, match=r"→ 1:23\.0\.0-1.*--update"):
        programs.obtain(_silent)


def test_what_is_in_the_cache_needs_no_network(cache: Path) -> None:
    there = archive.Archive(AMD64, "", _silent)
    file = there._file(ASTERISK)
    file.parent.mkdir(parents=True)
    file.write_bytes(DEB)
    assert there.fetch(lockfile.lock_of([ASTERISK])) == [file]


def test_a_package_that_was_changed_in_the_cache_is_not_taken(cache: Path) -> None:
    there = _Gone(AMD64, "", _silent)
    file = there._file(ASTERISK)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"another one")
    with pytest.raises(archive.ArchiveMovedOn):
        there.fetch(lockfile.lock_of([ASTERISK]))


# -- what is kept --------------------------------------------------------------------------------


def test_the_remote_controls_password_is_strong_kept_and_private(instance: Instance) -> None:
    first = instance.settle(http_port=18088)
    again = instance.settle(sip_port=15060)
    assert first.ari_password == again.ari_password
    assert len(first.ari_password) >= 40
    assert (again.http_port, again.sip_port) == (18088, 15060)
    mode = (instance.folder / "exchange.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert first.ari_password not in repr(first)


def test_lines_are_kept_with_their_secrets_in_a_private_file(instance: Instance) -> None:
    kept = [Line(name="bea", language="de"), Line(name="web", kind=LineKind.BROWSER)]
    instance.keep_lines(kept)
    assert instance.lines == kept
    assert stat.S_IMODE((instance.folder / "lines.json").stat().st_mode) == 0o600
    assert json.loads((instance.folder / "lines.json").read_text())[0]["secret"] == kept[0].secret


@pytest.mark.parametrize("name", ["", "bea]\n[admin", "../x", "bea;x", "a" * 41, "bea tom"])
def test_a_lines_name_cannot_write_configuration(name: str) -> None:
    with pytest.raises(ExchangeError):
        Line(name=name)


def test_nor_can_its_secret_host_or_language() -> None:
    for wrong in (
        {"secret": "short"},
        {"secret": "x" * 20 + "\nallow_transfer=no"},
        {"language": "de\n"},
        {"kind": LineKind.TRUNK},
        {"kind": LineKind.TRUNK, "host": "a\nb"},
    ):
        with pytest.raises(ExchangeError):
            Line(name="bea", **wrong)


# -- what is written -----------------------------------------------------------------------------


def _options(text: str) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line and line[0] != ";")
    return {name.strip(): value.strip() for name, value in pairs}


@pytest.mark.parametrize("kind", LineKind)
def test_every_kind_of_line_passes_our_own_check(kind: LineKind) -> None:
    line = Line(name="bea", kind=kind, host="sip.provider.example:5070", language="de-AT")
    options = _options(configuration.lines_conf([line]))
    assert list(faults_of(options)) == []
    assert options["set_var"] == "PJSIP_TRANSFER_HANDLING()=ari-only"
    assert options["moh_suggest"] == "stay-de"
    assert options["context"] == "to-stayline"
    assert "@{" not in configuration.lines_conf([line], "127.0.0.1")


def test_the_check_says_what_is_wrong_with_a_line() -> None:
    said = " ".join(faults_of({"allow_transfer": "no", "direct_media": "yes"}))
    for word in ("allow_transfer", "moh_suggest", "rtp_timeout", "direct_media"):
        assert word in said


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("18.26.0", False),
        ("20.12.9", False),
        ("20.13.0", True),
        ("21.7.0", False),
        ("21.8.0", True),
        ("22.2.0", False),
        ("22.3.0", True),
        ("23.0.0", True),
        ("", False),
    ],
)
def test_an_asterisk_without_ari_transfers_is_too_old(version: str, enough: bool) -> None:
    assert is_new_enough(version) is enough


def test_the_dialplan_speaks_and_tries_again_while_we_are_down() -> None:
    dialplan = configuration.filled("stayline-dialplan.conf", {"app": "stayline"})
    assert "Stasis(stayline,arrived,${EXTEN:2}" in dialplan
    order = [dialplan.index(word) for word in ("(again)", "Answer()", "stay-please", "?again)")]
    assert order == sorted(order)


# -- words ---------------------------------------------------------------------------------------


def _say(folder: Path, name: str) -> None:
    file = folder / f"{name}.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def test_a_companys_own_recording_wins_over_the_synthetic_one(tmp_path: Path) -> None:
    own, synthetic = tmp_path / "own", tmp_path / "synthetic"
    _say(synthetic, "de/coming")
    _say(synthetic, "en/coming")
    found = prompts.Prompts((own, synthetic))
    assert found.find("coming", "de-AT") == synthetic / "de/coming"
    _say(own, "de/coming")
    assert found.find("coming", "de-AT") == own / "de/coming"
    assert found.find("coming", "fr") == synthetic / "en/coming"
    assert found.find("never-recorded", "de") is None


def test_a_colleague_who_recorded_no_name_is_one_of_us(tmp_path: Path) -> None:
    _say(tmp_path, "en/colleagues/any")
    _say(tmp_path, "en/is-coming")
    media = prompts.as_media(prompts.Prompts((tmp_path,)))
    said = media(Words(language="en", prompts=("colleagues/7", "is-coming")))
    assert said == [f"sound:{tmp_path}/en/colleagues/any", f"sound:{tmp_path}/en/is-coming"]


def test_every_text_is_there_in_every_language() -> None:
    for name, said in prompts.texts().items():
        if not name.startswith("halves/"):
            assert set(said) == set(prompts.LANGUAGES), name
        assert all(text.strip() for text in said.values())


def test_every_time_of_day_can_be_said() -> None:
    known = prompts.texts()
    for language in prompts.LANGUAGES:
        for minute in range(24 * 60):
            said = prompts.time_of_day(language, *divmod(minute, 60))
            assert all(language in known[name] for name in said), said
    assert prompts.time_of_day("en", 10, 30) == ("hours/10", "minutes/30", "halves/am")
    assert prompts.time_of_day("de-AT", 13, 0) == ("hours/13",)


def test_the_sample_for_another_asterisk_is_whole(instance: Instance, tmp_path: Path) -> None:
    spoken = tmp_path / "spoken"
    _say(spoken, "en/hold-words")
    settings = instance.settle()
    copy_sample(instance, settings, prompts.Prompts((spoken,)), tmp_path / "sample")
    written = {file.name for file in (tmp_path / "sample").rglob("*") if file.is_file()}
    assert written >= {"stayline-dialplan.conf", "stayline-hold.conf", "stayline-lines.conf"}
    assert written >= {"ari.conf", "http.conf", "hold-words.wav"}
    hold = (tmp_path / "sample/stayline-hold.conf").read_text()
    assert "entry = stayline/de/hold-words" in hold
