"""The words the exchange speaks: by name, in a language, as files of telephone sound.

A company's own recordings are in a folder of theirs and win; what is missing there is spoken by a synthetic voice,
once, from `texts.toml`. Every file is 8 kHz mono 16-bit WAV, which any Asterisk plays.
"""

from __future__ import annotations

import hashlib
import shutil
import tomllib
import wave
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stayline.channels.phone.exchange.archive import Say
from stayline.channels.phone.exchange.places import ExchangeError, cache_folder, one_at_a_time
from stayline.channels.phone.exchange.programs import Programs
from stayline.channels.phone.telephony import Words

TEXTS = Path(__file__).with_name("texts.toml")
VOICES = {"en": "en-gb", "de": "de"}
LANGUAGES = tuple(VOICES)
WORDS_A_MINUTE = 150
SHAPE = ("rate", "-m", "8000", "norm", "-6", "pad", "0.05", "0.15")
"""A little room before and after, and not so loud that a telephone's coding bends it."""

LABEL = "SYNTHETIC"
"""A file that says that what lies beside it was not spoken by a person."""


@cache
def texts() -> Mapping[str, dict[str, str]]:
    """What each prompt says, by its name and then the language; with the times of day."""
    written: dict[str, dict[str, str]] = tomllib.loads(TEXTS.read_text())
    return {**written, **dict(_times())}


def _times() -> Iterator[tuple[str, dict[str, str]]]:
    for hour in range(24):
        english = f"{hour % 12 or 12}"
        yield f"hours/{hour}", {"en": english, "de": f"{'ein' if hour == 1 else hour} Uhr"}
    yield "halves/am", {"en": "A M"}
    yield "halves/pm", {"en": "P M"}
    for minute in range(1, 60):
        english = f"oh {minute}" if minute < 10 else str(minute)
        yield f"minutes/{minute}", {"en": english, "de": str(minute)}
    for digit in range(10):
        yield f"digits/{digit}", {"en": str(digit), "de": str(digit)}


def time_of_day(language: str, hour: int, minute: int) -> tuple[str, ...]:
    """The prompts that say a time, such as "ten thirty A M" or "zehn Uhr dreißig"."""
    minutes = (f"minutes/{minute}",) if minute else ()
    halves = (
        () if language.partition("-")[0] == "de" else (f"halves/{'am' if hour < 12 else 'pm'}",)
    )
    return (f"hours/{hour}", *minutes, *halves)


@dataclass(frozen=True, slots=True)
class Prompts:
    """Finds a prompt's file: the company's own first, then the synthetic one."""

    folders: tuple[Path, ...]

    def find(self, name: str, *languages: str) -> Path | None:
        """The file in the first of these languages that has it, then in English; without its ending.

        A colleague's name that is not recorded is said as `colleagues/any`.
        """
        stem, _, _ = name.rpartition("/")
        for one in (name, f"{stem}/any") if stem else (name,):
            for language in dict.fromkeys((*_shorter(languages), "en")):
                file = self.find_in(one, language)
                if file is not None:
                    return file
        return None

    def find_in(self, name: str, language: str) -> Path | None:
        """The file in this language alone; without its ending."""
        for folder in self.folders:
            file = folder / language / f"{name}.wav"
            if file.is_file():
                return file.with_suffix("")
        return None


def _shorter(languages: tuple[str, ...]) -> Iterator[str]:
    """de-AT, then de."""
    for language in languages:
        if language:
            yield language
            yield language.partition("-")[0]


def synthetic_folder() -> Path:
    """Where the synthetic voice's words are, once they were spoken."""
    digest = hashlib.sha256(f"{WORDS_A_MINUTE}{VOICES}{texts()}".encode()).hexdigest()[:16]
    return cache_folder() / "asterisk" / f"prompts-{digest}"


def synthetic(programs: Programs, say: Say) -> Path:
    """The folder with every prompt in every language, spoken by a machine; made when it is not there yet."""
    wanted, folder = texts(), synthetic_folder()
    with one_at_a_time(cache_folder() / "asterisk"):
        if not folder.exists():
            say(f"speaking {sum(map(len, wanted.values()))} prompts with a synthetic voice")
            _speak_all(programs, wanted, folder)
    return folder


def _speak_all(programs: Programs, wanted: Mapping[str, Mapping[str, str]], folder: Path) -> None:
    fresh = folder.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    spoken = cache_folder() / "asterisk" / "spoken"
    spoken.mkdir(parents=True, exist_ok=True)

    def speak(job: tuple[str, str, str]) -> None:
        name, language, text = job
        file = fresh / language / f"{name}.wav"
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_speak(programs, language, text, spoken), file)

    jobs = [(name, one, text) for name, said in wanted.items() for one, text in said.items()]
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(speak, jobs))
    (fresh / LABEL).write_text("Spoken by espeak-ng, a synthetic voice. Replace by people's own.\n")
    fresh.rename(folder)


def _speak(programs: Programs, language: str, text: str, spoken: Path) -> Path:
    """One text's file; what was spoken once is kept."""
    voice = ("-v", VOICES[language], "-s", str(WORDS_A_MINUTE))
    file = spoken / f"{hashlib.sha256(repr((voice, SHAPE, text)).encode()).hexdigest()[:24]}.wav"
    if file.exists():
        return file
    plain, fresh = file.with_suffix(".plain.wav"), file.with_suffix(".new.wav")
    for program, arguments in (
        ("bin/espeak-ng", (*voice, "-w", str(plain), text)),
        ("bin/sox", (str(plain), "-b", "16", "-c", "1", str(fresh), *SHAPE)),
    ):
        done = programs.run(program, *arguments)
        if done.returncode:
            raise ExchangeError(f"{program} could not speak: {done.stderr.decode()[-300:]}")
    plain.unlink()
    return fresh.rename(file)


def seconds_of(file: Path) -> float:
    with wave.open(str(file)) as opened:
        seconds: float = opened.getnframes() / opened.getframerate()
        return seconds


def as_media(found: Prompts) -> Callable[[Words], list[str]]:
    """For an Asterisk on this machine: each prompt by its file."""

    def media(words: Words) -> list[str]:
        files = (found.find(name, words.language) for name in words.prompts)
        return [f"sound:{file}" for file in files if file is not None]

    return media


def by_name(words: Words) -> list[str]:
    """For an Asterisk elsewhere, which has our prompts in its sounds' folder `stayline/<language>`."""
    language = words.language.partition("-")[0]
    spoken_in = language if language in LANGUAGES else "en"
    known = texts()
    found = (name if name in known else f"{name.rpartition('/')[0]}/any" for name in words.prompts)
    return [f"sound:stayline/{spoken_in}/{name}" for name in found if name in known]
