"""Prompts that people have recorded: kept as the telephone speaks them, with whose voice it is.

They are files of the data folder, where the exchange finds them at once; one that was put there by hand is a
person's as well. What stood there before is kept beside it, so that a recording can be taken back.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from django.utils.translation import gettext as _

from stayline.channels.phone.exchange.prompts import Prompts, synthetic_folder, texts
from stayline.problems import sounds
from stayline.problems.sounds import Sound

RATE = 8_000
LONGEST = 30.0
LONGEST_NAME = 4.0
SHORTEST = 0.3
"""Seconds."""

LARGEST_BYTES = 1024 * 1024
QUIETEST = 0.03
"""Of full scale: what never gets louder is a room, or a microphone that is off."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_TOLD, _BEFORE = ".told", ".before"
"""Folders beside the prompts: who recorded them and when, and what was there before."""


class NotAPrompt(ValueError):
    """A recording that no telephone should speak; the sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose voice speaks a prompt. `by` is a colleague's id; None where a file was put there by hand."""

    by: int | None
    at: datetime | None


def name_of(colleague: int) -> str:
    """The prompt in which somebody says their own name: in one language, spoken in all."""
    return f"colleagues/{colleague}"


NAMES_IN = "en"
"""The last language that is looked in, whatever the door's: a name sounds the same in all."""


class Recorded:
    """The company's own prompts, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def voice(self, language: str, name: str) -> Voice | None:
        """Who speaks it; None where no person does."""
        if not self._file(language, name).is_file():
            return None
        try:
            told = json.loads(self._told(language, name).read_text())
            return Voice(int(told["by"]), datetime.fromisoformat(told["at"]))
        except (OSError, ValueError, KeyError):
            return Voice(None, None)

    def sound(self, language: str, name: str) -> bytes | None:
        """What is spoken, a person's or else the synthetic voice's; None where there is nothing yet."""
        file = self.spoken(language, name)
        return file.read_bytes() if file is not None else None

    def spoken(self, language: str, name: str) -> Path | None:
        """The file of it."""
        found = Prompts((self.folder, synthetic_folder())).find_in(name, language)
        return found.with_suffix(".wav") if found is not None else None

    def keep(self, language: str, name: str, content: bytes, by: int, at: datetime) -> None:
        """Speak this from now on. Raises NotAPrompt."""
        longest = LONGEST_NAME if name.startswith("colleagues/") else LONGEST
        spoken = _fit(content, longest).as_wav()
        file = self._file(language, name)
        if file.is_file():
            _write(self._before(language, name), file.read_bytes())
            told = self._told(language, name)
            if told.is_file():
                _write(self._before(language, name).with_suffix(".json"), told.read_bytes())
        _write(self._told(language, name), json.dumps({"by": by, "at": at.isoformat()}).encode())
        _write(file, spoken)

    def take_back(self, language: str, name: str) -> None:
        """What was there before is spoken again: an earlier recording, else the synthetic voice."""
        file, told = self._file(language, name), self._told(language, name)
        before = self._before(language, name)
        for one, earlier in ((told, before.with_suffix(".json")), (file, before)):
            if earlier.is_file():
                earlier.replace(one)
            else:
                one.unlink(missing_ok=True)

    def forget(self, language: str, name: str) -> None:
        """Nothing of it is kept, as when somebody's data is erased."""
        for one in (
            self._file(language, name),
            self._told(language, name),
            self._before(language, name),
            self._before(language, name).with_suffix(".json"),
        ):
            one.unlink(missing_ok=True)

    def _file(self, language: str, name: str) -> Path:
        return self._in(self.folder, language, name).with_suffix(".wav")

    def _told(self, language: str, name: str) -> Path:
        return self._in(self.folder / _TOLD, language, name).with_suffix(".json")

    def _before(self, language: str, name: str) -> Path:
        return self._in(self.folder / _BEFORE, language, name).with_suffix(".wav")

    def _in(self, folder: Path, language: str, name: str) -> Path:
        """Names and languages go into a path: nothing in them may lead elsewhere."""
        if not is_known(language, name):
            raise ValueError(f"{language}/{name} is no prompt")
        return folder / language / name


def is_known(language: str, name: str) -> bool:
    """Whether there is such a prompt: one of ours, or a colleague's name."""
    is_name = re.fullmatch(r"colleagues/[1-9][0-9]{0,15}", name) is not None
    return bool(_LANGUAGE.fullmatch(language)) and (is_name or name in texts())


def text_of(language: str, name: str) -> str:
    """What is to be said, in this language or else in English."""
    said = texts()[name]
    return said.get(language) or said.get("en", "")


def _fit(content: bytes, longest: float) -> Sound:
    """As a telephone speaks it: no silence around it, and as loud as the others."""
    try:
        heard = sounds.read(content)
    except sounds.NotASound:
        raise NotAPrompt(
            _("That is no sound we can read. Record it here, or choose a WAV file.")
        ) from None
    if (heard.rate, heard.channels) != (RATE, 1):
        raise NotAPrompt(
            _("A telephone speaks WAV with 8 kHz, mono and 16 bit; this file differs.")
        )
    if heard.loudest < QUIETEST:
        raise NotAPrompt(_("We hear next to nothing in it. Is the microphone on?"))
    said = heard.trimmed(quiet=QUIETEST, margin=0.1)
    if said.seconds < SHORTEST:
        raise NotAPrompt(_("That was very short. Press record, speak, then stop."))
    if said.seconds > longest:
        raise NotAPrompt(
            _("That takes %(seconds)d seconds, and %(most)d are enough. Say it more briefly.")
            % {"seconds": round(said.seconds), "most": round(longest)}
        )
    return said.levelled(0.5)


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all: the exchange may read it in this instant."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{token_hex(4)}.new")  # another may write it, too
    fresh.write_bytes(content)
    fresh.replace(file)
