"""One running exchange of a data folder: its settings, its lines, its start and its end."""

from __future__ import annotations

import json
import os
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from stayline.channels.phone.exchange import configuration, lines
from stayline.channels.phone.exchange.lines import Line, LineKind
from stayline.channels.phone.exchange.places import SETTINGS, ExchangeError, folder_of
from stayline.channels.phone.exchange.programs import Programs
from stayline.channels.phone.exchange.prompts import LANGUAGES, Prompts
from stayline.channels.phone.exchange.remote import Remote

SECONDS_TO_START = 20
SECONDS_TO_END = 5
LONGEST_SOCKET = 107
"""Bytes a socket's path may have; Asterisk has one in the instance's folder."""

FOLDERS = ("etc", "run", "log", "db", "spool/recording", "spool/tmp", "keys/keys", "share/sounds")

BY_ITSELF = ("stay-please", "call-again", "hold-words", "try/caller")
"""Prompts that Asterisk says without us: while we are down, to who is held, and as a made-up caller."""

EMPTY = """\
stasis features cel confbridge ccss udptl acl manager codecs dnsmgr extconfig pjproject pjsip_notify
pjsip_wizard res_parking enum dsp websocket_client chan_websocket res_curl cli aeap res_http_media_cache
"""
"""Files Asterisk would complain about if they were missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Kept in the instance's folder, readable by its owner alone."""

    http_port: int = 8088
    sip_host: str = "127.0.0.1"
    sip_port: int = 5060
    rtp_first: int = 10000
    rtp_last: int = 10199
    app: str = "stayline"
    ari_user: str = "stayline"
    ari_password: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def remote(self) -> Remote:
        url = f"http://127.0.0.1:{self.http_port}/ari"
        return Remote(url=url, user=self.ari_user, password=self.ari_password, app=self.app)


class Instance:
    """The exchange of one data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = folder_of(data.resolve())
        self.own_prompts = data.resolve() / "phone" / "prompts"

    # -- what is kept ----------------------------------------------------------------------------

    @property
    def settings(self) -> Settings | None:
        file = self.folder / SETTINGS
        return Settings(**json.loads(file.read_text())) if file.exists() else None

    def settle(self, **given: str | int | None) -> Settings:
        """The settings kept before, with what is given now; a new password at the first time."""
        told = {name: value for name, value in given.items() if value is not None}
        settings = replace(self.settings or Settings(), **told)  # type: ignore[arg-type]  # typer checked
        self._make_folder()
        _write_private(self.folder / SETTINGS, json.dumps(asdict(settings), indent=1) + "\n")
        return settings

    @property
    def lines(self) -> list[Line]:
        return lines.read(self.folder / "lines.json")

    def keep_lines(self, kept: Iterable[Line]) -> None:
        """Writes the lines, and has a running exchange take them at once; calls go on."""
        self._make_folder()
        _write_private(self.folder / "lines.json", lines.as_json(kept))

    def prompts(self, synthetic: Path) -> Prompts:
        return Prompts((self.own_prompts, synthetic))

    def speak_anew(self, synthetic: Path) -> None:
        """Somebody recorded a prompt: what Asterisk says by itself is theirs from now on."""
        if (self.folder / "share/sounds").is_dir():
            share_words(self.folder / "share", self.prompts(synthetic))

    def _make_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    # -- starting --------------------------------------------------------------------------------

    @property
    def pid(self) -> int | None:
        """The running exchange's process; None where there is none."""
        try:
            pid = int((self.folder / "run/asterisk.pid").read_text())
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except (OSError, ValueError):
            return None
        return pid if f"{self.folder}/etc/asterisk.conf" in command else None

    def start(self, programs: Programs, prompts: Prompts, settings: Settings) -> None:
        """Starts it and returns when it takes calls. Raises ExchangeError."""
        self.configure(programs, prompts, settings)
        _check_ports(settings)
        log = self.folder / "log/console.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                programs.command("sbin/asterisk", "-C", f"{self.folder}/etc/asterisk.conf", "-f"),
                cwd=self.folder,
                env=programs.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_limits,
            )
        until = time.monotonic() + SECONDS_TO_START
        while not answers(settings):
            if process.poll() is not None or time.monotonic() > until:
                raise ExchangeError(f"Asterisk did not start. {self._last_words()}")
            time.sleep(0.02)
        self.console(programs, "core waitfullybooted")

    def stop(self) -> bool:
        """Ends it and every call in it; False where it was not running."""
        pid = self.pid
        if pid is None:
            return False
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + SECONDS_TO_END
        while self.pid is not None and not _is_dead(pid):
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
                break
            time.sleep(0.02)
        return True

    def console(self, programs: Programs, command: str) -> str:
        """One command on Asterisk's own console."""
        done = programs.run(
            "sbin/asterisk", "-C", f"{self.folder}/etc/asterisk.conf", "-rx", command
        )
        return done.stdout.decode(errors="replace").strip()

    def _last_words(self) -> str:
        for name in ("messages.log", "console.log"):
            file = self.folder / "log" / name
            said = file.read_text(errors="replace").splitlines() if file.exists() else []
            wrong = [line for line in said if "ERROR" in line] or said
            if wrong:
                return f"It said: {wrong[-1].strip()} (more in {file})"
        return "It said nothing."

    # -- its files -------------------------------------------------------------------------------

    def configure(self, programs: Programs, prompts: Prompts, settings: Settings) -> None:
        """Writes every file Asterisk reads, from the samples."""
        if len(f"{self.folder}/run/asterisk.ctl") > LONGEST_SOCKET:
            raise ExchangeError(f"{self.folder} is too long a name for Asterisk's socket.")
        self._make_folder()
        for part in FOLDERS:
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        _share(self.folder / "share", programs, prompts)
        etc = self.folder / "etc"
        values = {
            **{name: str(value) for name, value in asdict(settings).items()},
            "instance": str(self.folder),
            "modules": str(programs.modules),
            "programs": str(programs.tree),
            "dialplan": f"{etc}/stayline-dialplan.conf",
            "hold": f"{etc}/stayline-hold.conf",
            "lines": f"{etc}/stayline-lines.conf",
            "sorcery": f"{etc}/stayline-sorcery.conf",
        }
        for sample in configuration.SAMPLE.glob("*.conf"):
            _write_private(etc / sample.name, configuration.filled(sample.name, values))
        with (etc / "modules.conf").open("a") as file:
            file.write(configuration.noload_lines(configuration.left_out(), programs.modules))
        with (etc / "stayline-hold.conf").open("a") as file:
            file.write(_hold(self.folder / "share"))
        self.write_lines(settings)
        for name in EMPTY.split():
            (etc / f"{name}.conf").touch()

    def write_lines(self, settings: Settings) -> None:
        text = configuration.lines_conf(self.lines, settings.sip_host)
        _write_private(self.folder / "etc/stayline-lines.conf", text)


def _hold(shared: Path) -> str:
    """By the name that is shared: whose voice is behind it may change while somebody holds."""
    words = {one: shared / "sounds/stayline" / one / "hold-words" for one in LANGUAGES}
    return configuration.hold_classes(words, words)


def _share(folder: Path, programs: Programs, prompts: Prompts) -> None:
    """What Asterisk reads: its own documents (it refuses to open its remote control without them), and words."""
    for name in ("documentation", "rest-api", "firmware", "static-http"):
        _link(folder / name, programs.shared / name)
    beep = programs.shared / "sounds/en_US_f_Allison/beep.wav"
    _link(folder / "sounds/beep.wav", beep)
    share_words(folder, prompts)


def share_words(folder: Path, prompts: Prompts) -> None:
    """What Asterisk says by itself, by names that stay: a new voice is heard at the next time."""
    for language in LANGUAGES:
        words = folder / "sounds/stayline" / language
        words.mkdir(parents=True, exist_ok=True)
        for name in BY_ITSELF:
            found = prompts.find(name, language)
            if found is not None:
                _link(words / f"{name}.wav", found.with_suffix(".wav"))


def _link(name: Path, to: Path) -> None:
    name.parent.mkdir(parents=True, exist_ok=True)
    fresh = name.with_name(f"{name.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(to)
    fresh.replace(name)


def _write_private(file: Path, text: str) -> None:
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    fresh.replace(file)


def _limits() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _is_dead(pid: int) -> bool:
    """Also where nobody has waited for it yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _check_ports(settings: Settings) -> None:
    """In a sentence, what Asterisk would say in its log while it goes on without that port."""
    for kind, host, port, option in (
        (socket.SOCK_STREAM, "127.0.0.1", settings.http_port, "--http-port"),
        (socket.SOCK_STREAM, settings.sip_host, settings.sip_port, "--sip-port"),
        (socket.SOCK_DGRAM, settings.sip_host, settings.sip_port, "--sip-port"),
    ):
        with socket.socket(socket.AF_INET, kind) as probe:
            probe.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, int(kind == socket.SOCK_STREAM)
            )
            try:
                probe.bind((host, port))
            except OSError as error:
                raise ExchangeError(
                    f"Port {port} on {host} cannot be had ({error.strerror}); name another with {option}."
                ) from None


def answers(settings: Settings) -> bool:
    """Whether its remote control answers."""
    try:
        settings.remote.version()
    except OSError:
        return False
    return True


SAMPLES = (
    *("stayline-dialplan.conf", "stayline-hold.conf", "stayline-sorcery.conf"),
    *("ari.conf", "http.conf", "rtp.conf"),
)
"""What an Asterisk that is already there needs of ours."""


def copy_sample(instance: Instance, settings: Settings, prompts: Prompts, to: Path) -> None:
    """The files for an Asterisk that is already there: its configuration, and our words as `sounds/stayline`.

    `settings` name the remote control's user and password there.
    """
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    values = {name: str(value) for name, value in asdict(settings).items()}
    for name in SAMPLES:
        _write_private(to / name, configuration.filled(name, values))
    with (to / "stayline-hold.conf").open("a") as file:
        words = {one: Path(f"stayline/{one}/hold-words") for one in LANGUAGES}
        file.write(configuration.hold_classes(words, words))
    examples = instance.lines or [
        Line(name="bea"),
        Line(name="bea-browser", kind=LineKind.BROWSER),
        Line(name="trunk", kind=LineKind.TRUNK, host="sip.provider.example"),
    ]
    _write_private(to / "stayline-lines.conf", configuration.lines_conf(examples))
    for folder in reversed(prompts.folders):  # the company's own over the synthetic ones
        if folder.is_dir():
            spoken = to / "sounds" / "stayline"
            hidden = shutil.ignore_patterns(".*")  # who recorded what, and what was there before
            shutil.copytree(folder, spoken, dirs_exist_ok=True, ignore=hidden)
