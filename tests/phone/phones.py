"""Telephones for tests: baresip, told what to do, each with a tone of its own.

What a telephone hears is kept by baresip as it arrives, so two things are measured apart: which tones are in it
(`tones`), and when sound arrived at all (`longest_gap`: no sound packets; `longest_quiet`: packets, but silence).
"""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from stayline.channels.phone.exchange.lines import Line
from tests.phone import ports

RATE = 8000
BYTES = 2
HEADER = 44
LOUD = 0.05  # of full scale; a tone that is there has ten times that, one that isn't a millionth
QUIET = 0.004  # a room's own noise is below it
SPEECH = 0.02  # of full scale, without the tones; a voice has some 0.1
LOOK_EVERY = 0.02  # seconds between looks at what has arrived

Sound = np.ndarray[Any, np.dtype[np.float64]]
"""What was heard, from -1 to 1, at 8 kHz."""

CONFIG = """\
poll_method epoll
sip_listen 127.0.0.1:{sip_port}
call_local_timeout 120
call_max_calls 4
audio_player aubridge,{name}
audio_alert aubridge,{name}-alert
audio_source ausine,{tone}
ausrc_srate 48000
ausrc_channels 2
auplay_srate 8000
auplay_channels 1
rtp_ports {rtp_first}-{rtp_last}
jitter_buffer_delay 1-2
net_interface 127.0.0.1
module_path {modules}
module g711.so
module ausine.so
module aubridge.so
module sndfile.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control_port}
snd_path {folder}
"""


def modules() -> Path:
    for folder in Path("/usr/lib").glob("**/baresip/modules"):
        return folder
    return Path("/usr/lib/baresip/modules")


def can_be_had() -> bool:
    return shutil.which("baresip") is not None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Where telephones find it."""

    host: str
    port: int


@dataclass
class Phone:
    """One telephone. Signs in as `line`; with none it calls from outside, as `number`, by a trunk."""

    name: str
    tone: int
    exchange: Exchange
    folder: Path
    line: Line | None = None
    number: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ports = ports.block(20)  # SIP, and the next for SIP over TLS
        self.control_port = self.ports + 19
        self._waiting: list[asyncio.Event] = []
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._count = 0
        self._arrivals: list[tuple[float, int]] = []  # when, and how much had arrived
        self._tasks: list[asyncio.Task[None]] = []

    # -- life ------------------------------------------------------------------------------------

    async def start(self) -> Phone:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "config").write_text(
            CONFIG.format(
                name=self.name,
                tone=self.tone,
                modules=modules(),
                folder=self.folder,
                sip_port=self.ports,
                control_port=self.control_port,
                rtp_first=self.ports + 2,
                rtp_last=self.ports + 18,
            )
        )
        (self.folder / "accounts").write_text(self._account() + "\n")
        (self.folder / "contacts").write_text("")
        self._process = await asyncio.create_subprocess_exec(
            *("baresip", "-s", "-f", str(self.folder)),
            stdout=(self.folder / "said").open("wb"),
            stderr=asyncio.subprocess.STDOUT,
            stdin=asyncio.subprocess.DEVNULL,
        )
        reader = await self._connect()
        self._tasks = [
            asyncio.create_task(self._read(reader)),
            asyncio.create_task(self._watch()),
        ]
        if self.line is not None:
            await self._signed_in()
        return self

    async def _signed_in(self) -> None:
        for _ in range(250):
            if "200 OK" in (self.folder / "said").read_text():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{self.name} did not sign in: {(self.folder / 'said').read_text()}")

    def _account(self) -> str:
        where = f"{self.exchange.host}:{self.exchange.port}"
        rest = "answermode=manual;audio_codecs=PCMU/8000/1;ptime=20"
        if self.line is None:
            return f"<sip:{self.number or self.name}@{where}>;regint=0;{rest}"
        return (
            f"<sip:{self.line.name}@{where}>;auth_user={self.line.name};auth_pass={self.line.secret};"
            f"regint=3600;{rest}"
        )

    async def _connect(self) -> asyncio.StreamReader:
        for _ in range(250):
            with suppress(OSError):
                reader, self._writer = await asyncio.open_connection("127.0.0.1", self.control_port)
                return reader
            await asyncio.sleep(0.02)
        raise AssertionError(f"{self.name}: {(self.folder / 'said').read_text()}")

    async def stop(self) -> None:
        """Switched off, it signs out.

        One that died gets its power back for that: an exchange rings what has signed in for an
        hour, and the next test's telephone of that name would be off and yet be rung.
        """
        if self._process.returncode is not None and self.line is not None:
            self._do_not_listen()
            await self.start()
        self._do_not_listen()
        if self._process.returncode is None:
            with suppress(ConnectionError):
                self._send("quit")
                await self._writer.drain()
            try:
                await asyncio.wait_for(self._process.wait(), 5)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    def _do_not_listen(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def die(self) -> None:
        """The power goes: no goodbye."""
        self._process.kill()
        await self._process.wait()

    # -- what one does with it -------------------------------------------------------------------

    async def dial(self, number: str) -> None:
        await self.command("dial", f"sip:{number}@{self.exchange.host}:{self.exchange.port}")

    async def answer(self) -> None:
        await self.saw("CALL_INCOMING")
        await self.command("accept")

    async def decline(self) -> None:
        await self.saw("CALL_INCOMING")
        await self.command("hangup")

    async def hang_up(self) -> None:
        await self.command("hangup")

    async def hold(self) -> None:
        await self.command("hold")

    async def resume(self) -> None:
        await self.command("resume")

    async def press(self, keys: str) -> None:
        for key in keys:
            await self.command("sndcode", key)
            await asyncio.sleep(0.25)  # Asterisk takes a key for 80 ms at least

    async def transfer(self, to: str) -> None:
        await self.command("transfer", f"sip:{to}@{self.exchange.host}:{self.exchange.port}")

    async def mute(self) -> None:
        await self.command("mute")

    def _send(self, command: str, parameters: str = "") -> str:
        self._count += 1
        token = str(self._count)
        said = json.dumps({"command": command, "params": parameters, "token": token}).encode()
        self._writer.write(b"%d:%b," % (len(said), said))
        return token

    async def command(self, command: str, parameters: str = "") -> dict[str, Any]:
        token = self._send(command, parameters)
        self._answers[token] = asyncio.get_running_loop().create_future()
        answer = await asyncio.wait_for(self._answers[token], 5)
        assert answer["ok"], answer
        return answer

    # -- what it tells ---------------------------------------------------------------------------

    async def _read(self, reader: asyncio.StreamReader) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                size = int((await reader.readuntil(b":"))[:-1])
                said = json.loads(await reader.readexactly(size))
                await reader.readexactly(1)
                if said.get("event"):
                    self.events.append(said)
                    for waiting in self._waiting:
                        waiting.set()
                elif said.get("token") in self._answers:
                    self._answers.pop(said["token"]).set_result(said)

    async def saw(self, kind: str, seconds: float = 5) -> dict[str, Any]:
        """Waits until it has told this, since the last `forget`."""

        def found() -> dict[str, Any] | None:
            return next((one for one in self.events if one["type"] == kind), None)

        await self._until(lambda: found() is not None, seconds, kind)
        event = found()
        assert event is not None
        return event

    async def _until(self, so: Callable[[], bool], seconds: float, what: str) -> None:
        changed = asyncio.Event()
        self._waiting.append(changed)
        try:
            async with asyncio.timeout(seconds):
                while not so():
                    changed.clear()
                    await changed.wait()
        except TimeoutError:
            told = [one["type"] for one in self.events]
            raise AssertionError(f"{self.name} never told {what}, but {told}") from None
        finally:
            self._waiting.remove(changed)

    def was_told(self, words: str) -> bool:
        """Whether these are in what was said by SIP to it, or by it."""
        return words in (self.folder / "said").read_text(errors="replace")

    def forget(self) -> None:
        self.events.clear()

    # -- what it hears ---------------------------------------------------------------------------

    def _dump(self) -> Path | None:
        found = sorted(self.folder.glob("dump-*-dec.wav"), key=lambda file: file.stat().st_mtime)
        return found[-1] if found else None

    async def _watch(self) -> None:
        while True:
            dump = self._dump()
            size = dump.stat().st_size if dump is not None else 0
            if not self._arrivals or self._arrivals[-1][1] != size:
                self._arrivals.append((time.monotonic(), size))
            await asyncio.sleep(LOOK_EVERY)

    def sound(self, seconds: float | None = None) -> Sound:
        """What it heard last, from -1 to 1."""
        dump = self._dump()
        raw = dump.read_bytes()[HEADER:] if dump is not None else b""
        samples = np.frombuffer(raw[: len(raw) // BYTES * BYTES], dtype="<i2") / 32768
        return samples if seconds is None else samples[-int(seconds * RATE) :]

    def tones(self, among: Iterable[int], seconds: float = 0.4) -> set[int]:
        """Which of these it has heard in the last so many seconds."""
        return tones_in(self.sound(seconds), among)

    async def hears(self, *tones: int, among: Iterable[int], seconds: float = 3) -> None:
        """Waits until it hears exactly these."""
        until = time.monotonic() + seconds
        heard: set[int] = set()
        while time.monotonic() < until:
            await asyncio.sleep(0.05)
            heard = self.tones(among)
            if heard == set(tones):
                return
        raise AssertionError(f"{self.name} hears {sorted(heard)} and not {sorted(tones)}")

    def hears_words(self, beside: Iterable[int] = (), seconds: float = 0.6) -> bool:
        """A voice: what is left of the sound without these tones."""
        return loudness_beside(self.sound(seconds), beside) > SPEECH

    async def hears_a_voice(self, beside: Iterable[int] = (), seconds: float = 4) -> None:
        until = time.monotonic() + seconds
        while not self.hears_words(beside):
            assert time.monotonic() < until, f"{self.name} hears no words"
            await asyncio.sleep(0.05)

    def longest_gap(self, since: float) -> float:
        """The longest time without any sound packet since then (by `time.monotonic`), in seconds."""
        times = [since, *(when for when, _ in self._arrivals if when > since), time.monotonic()]
        return max(after - before for before, after in pairwise(times))

    def longest_quiet(self, seconds: float) -> float:
        """The longest silence in what arrived in the last so many seconds."""
        return longest_quiet(self.sound(seconds))


def tones_in(sound: Sound, among: Iterable[int]) -> set[int]:
    if len(sound) < RATE // 10:
        return set()
    window = np.hanning(len(sound))
    spectrum = np.abs(np.fft.rfft(sound * window)) / window.sum() * 2
    return {tone for tone in among if _at(spectrum, tone, len(sound)) > LOUD}


def _at(spectrum: Sound, tone: int, samples: int) -> float:
    place = round(tone * samples / RATE)
    return float(spectrum[max(0, place - 2) : place + 3].max())


def loudness_beside(sound: Sound, tones: Iterable[int]) -> float:
    """How loud (RMS of full scale) the telephone band is without these tones."""
    if len(sound) < RATE // 10:
        return 0.0
    window = np.hanning(len(sound))
    spectrum = np.abs(np.fft.rfft(sound * window)) / np.sqrt((window**2).mean())
    pitch = np.fft.rfftfreq(len(sound), 1 / RATE)
    left = (pitch > 150) & (pitch < 3300)
    for tone in tones:
        left &= np.abs(pitch - tone) > 40
    return float(np.sqrt(2 * (spectrum[left] ** 2).sum()) / len(sound))


def wav(file: Path) -> Sound:
    return np.frombuffer(file.read_bytes()[HEADER:], dtype="<i2") / 32768


def how_alike(part: Sound, whole: Sound) -> float:
    """1 where the part is somewhere in the whole, or begins again in it; 0 where it has nothing of it."""
    again = np.concatenate([whole, whole])
    size = len(again) + len(part)
    found = np.fft.irfft(np.fft.rfft(again, size) * np.conj(np.fft.rfft(part, size)), size)
    found = found[: len(again) - len(part) + 1]
    sums = np.concatenate([[0.0], np.cumsum(again**2)])
    power = np.sqrt((sums[len(part) :] - sums[: -len(part)]) * (part**2).sum())
    return float((found / np.maximum(power, 1e-3)).max())


def longest_quiet(sound: Sound) -> float:
    """In seconds, by steps of 20 ms."""
    step = RATE // 50
    usable = len(sound) // step * step
    quiet = np.abs(sound[:usable].reshape(-1, step)).max(axis=1) < QUIET
    longest = run = 0
    for one in quiet:
        run = run + 1 if one else 0
        longest = max(longest, run)
    return longest / 50


@asynccontextmanager
async def ready(*phones: Phone) -> AsyncIterator[None]:
    """Switched on, and off again."""
    try:
        await asyncio.gather(*(phone.start() for phone in phones))
        yield
    finally:
        await asyncio.gather(*(phone.stop() for phone in phones))
