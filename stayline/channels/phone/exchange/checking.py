"""What is missing at an exchange: tried, not believed, and told in plain words. Nothing is changed."""

from __future__ import annotations

import re
import socket
import urllib.error
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from stayline.channels.phone.exchange import programs, prompts
from stayline.channels.phone.exchange.instance import Instance
from stayline.channels.phone.exchange.places import ExchangeError
from stayline.channels.phone.exchange.remote import Remote

# Since these, a Transfer key's wish can be left to us (ChannelTransfer, transfer_progress).
NEWEST_NEEDED = {20: (20, 13), 21: (21, 8), 22: (22, 3)}
LONGEST_RTP_TIMEOUT = 60
SHORTEST_PASSWORD = 20

MODULES = {
    "app_stasis": "calls cannot be given to Stayline",
    "res_ari_applications": "Stayline cannot listen",
    "res_ari_bridges": "nobody can be brought together",
    "res_ari_channels": "nobody can be rung",
    "res_ari_events": "Stayline hears nothing",
    "res_ari_playbacks": "no words can be spoken",
    "res_ari_recordings": "nobody can leave words",
    "res_stasis_answer": "no call can be answered",
    "res_stasis_playback": "no words can be spoken",
    "res_stasis_recording": "nobody can leave words",
    "res_stasis_snoop": "nobody can be whispered to",
    "res_pjsip_refer": "the Transfer key does nothing",
    "chan_pjsip": "there is no telephone",
    "bridge_simple": "two cannot talk",
    "bridge_softmix": "three cannot talk",
    "res_musiconhold": "who is held hears silence",
    "app_playback": "nothing is said while Stayline is down",
    "func_channel": "lines are not told apart",
    "format_wav": "prompts cannot be played",
    "res_rtp_asterisk": "there is no sound",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried. Not `wrong` is what is well, or (`aside`) only worth knowing."""

    about: str
    sentence: str
    wrong: bool = False
    aside: bool = False

    @property
    def sign(self) -> str:
        return "✗" if self.wrong else "·" if self.aside else "✓"


def check(
    instance: Instance, elsewhere: Remote | None, languages: Sequence[str] = prompts.LANGUAGES
) -> Iterator[Finding]:
    """Our own exchange, or the one `elsewhere`, whose doors speak these `languages`."""
    remote = elsewhere or _our_own(instance)
    if remote is None:
        yield Finding(
            "exchange", "There is none: start one by stayline phone up, or name yours.", True
        )
        return
    yield from _password(remote)
    yield from _exposure(remote)
    version = _version(remote)
    yield version
    if version.wrong:
        return
    yield from _modules(remote)
    yield _app(remote)
    yield from _lines(remote)
    yield from _words_while_we_are_down(instance, is_ours=elsewhere is None)
    yield from _prompts(instance, languages)


def _our_own(instance: Instance) -> Remote | None:
    return instance.settings.remote if instance.settings else None


def _password(remote: Remote) -> Iterator[Finding]:
    is_weak = (
        len(remote.password) < SHORTEST_PASSWORD
        or len(set(remote.password)) < SHORTEST_PASSWORD / 2
        or remote.user in remote.password
    )
    yield Finding(
        "password",
        f"The remote control's password is weak; whoever guesses it may do anything. Take {SHORTEST_PASSWORD} random"
        " characters or more."
        if is_weak
        else "The remote control's password is strong.",
        is_weak,
    )


def _exposure(remote: Remote) -> Iterator[Finding]:
    address = urlsplit(remote.url)
    host, port = address.hostname or "", address.port or 8088
    if not _is_loopback(host):
        clear = address.scheme != "https"
        yield Finding(
            "remote control",
            f"The password travels to {host} in clear: use https, or bind it to this machine."
            if clear
            else f"It is reached at {host} with TLS.",
            clear,
        )
        return
    outside = next((one for one in _own_addresses() if _listens(one, port)), None)
    yield Finding(
        "remote control",
        f"It can be reached from outside, at {outside}:{port} and without TLS: bindaddr = 127.0.0.1 in http.conf."
        if outside
        else "It can be reached from this machine alone.",
        outside is not None,
    )


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _own_addresses() -> list[str]:
    """This machine's addresses that others can reach."""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        return []
    return sorted(one for one in found if not _is_loopback(one) and not one.startswith("fe80"))


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False


def _version(remote: Remote) -> Finding:
    about = "Asterisk"
    try:
        version = remote.version()
    except urllib.error.HTTPError as error:
        return Finding(
            about,
            "It refuses our name or password (ari.conf)."
            if error.code in (401, 403)
            else f"Its remote control answers {error.code} {error.reason}.",
            True,
        )
    except OSError as error:
        return Finding(about, f"It does not answer at {remote.url}: {error}.", True)
    if not is_new_enough(version):
        return Finding(
            about,
            f"{version or 'This one'} is too old: the Transfer key would move customers without us. It must be"
            " 20.13, 21.8, 22.3 or newer.",
            True,
        )
    return Finding(about, f"{version} answers.")


def is_new_enough(version: str) -> bool:
    numbers = tuple(int(one) for one in re.findall(r"\d+", version)[:2])
    if len(numbers) < 2:
        return False
    return numbers >= NEWEST_NEEDED.get(numbers[0], (22, 3))


def _modules(remote: Remote) -> Iterator[Finding]:
    there = {
        str(one["name"]).removesuffix(".so")
        for one in remote.ask("/asterisk/modules") or ()
        if one["status"] == "Running"
    }
    missing = [name for name in MODULES if name not in there]
    for name in missing:
        yield Finding("modules", f"{name} is not loaded: {MODULES[name]}.", True)
    if not missing:
        yield Finding("modules", "All that we need are loaded.")


def _app(remote: Remote) -> Finding:
    if remote.ask(f"/applications/{remote.app}") is None:
        return Finding(
            "Stayline",
            "It does not listen: callers hear a voice that asks them to stay. Start it with stayline serve.",
            aside=True,
        )
    return Finding("Stayline", "It has listened since this Asterisk started.")


# -- lines -----------------------------------------------------------------------------------------


def _lines(remote: Remote) -> Iterator[Finding]:
    names = sorted(str(one["resource"]) for one in remote.ask("/endpoints/PJSIP") or ())
    lines = {name: _options(remote, name) for name in names}
    lines = {name: options for name, options in lines.items() if options}  # else it was removed
    if not lines:
        yield Finding(
            "lines", "There is no telephone and no trunk yet: stayline phone lines add.", aside=True
        )
    for line, options in lines.items():
        faults = list(faults_of(options))
        for fault in faults:
            yield Finding(line, fault, True)
        if not faults:
            yield Finding(line, "Its Transfer and Hold keys are ours, and its death is noticed.")


def _options(remote: Remote, line: str) -> dict[str, str]:
    said: list[dict[str, Any]] = (
        remote.ask(f"/asterisk/config/dynamic/res_pjsip/endpoint/{line}") or []
    )
    return {str(one["attribute"]): str(one["value"]) for one in said}


def faults_of(options: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with an endpoint, in sentences."""
    if options.get("allow_transfer") not in ("yes", "true"):
        yield "allow_transfer = no refuses the Transfer key; with yes, Stayline rings the other in."
    if not options.get("moh_suggest", "").startswith("stay"):
        yield "moh_suggest is not stay-en or stay-de: who is held hears music, or nothing."
    timeout = int(options.get("rtp_timeout") or 0)
    if not 0 < timeout <= LONGEST_RTP_TIMEOUT:
        yield "rtp_timeout is not set: a telephone that dies is never noticed. Take 8 for telephones."
    if options.get("direct_media") in ("yes", "true"):
        yield "direct_media = yes takes the sound away from us: nothing can be said or recorded."


# -- words -----------------------------------------------------------------------------------------


def _words_while_we_are_down(instance: Instance, *, is_ours: bool) -> Iterator[Finding]:
    if not is_ours:
        yield Finding(
            "dialplan",
            "It cannot be seen from here. On its console, `dialplan show stayline-door` and `moh show classes` (stay-en,"
            " stay-de) must show what we ship.",
            aside=True,
        )
        return
    try:
        console: Callable[[str], str] = partial(instance.console, programs.obtain(lambda _: None))
    except ExchangeError as error:
        yield Finding("dialplan", str(error), True)
        return
    speaks = "stay-please" in console("dialplan show stayline-door")
    yield Finding(
        "dialplan",
        "A voice speaks to callers while Stayline is down, and tries again."
        if speaks
        else "Nothing is said to callers while Stayline is down (stayline-dialplan.conf).",
        not speaks,
    )
    held = console("moh show classes")
    missing = [one for one in prompts.LANGUAGES if f"stay-{one}" not in held]
    yield Finding(
        "holding",
        f"There are no words for who is held in: {', '.join(missing)}."
        if missing
        else "Who is held hears a person's words.",
        bool(missing),
    )


def _prompts(instance: Instance, languages: Sequence[str]) -> Iterator[Finding]:
    """Of each language that a door speaks: whose voice it is."""
    own = prompts.Prompts((instance.own_prompts,))
    names = [name for name in prompts.texts() if "/" not in name]
    for language in languages:
        missing = sum(own.find_in(name, language) is None for name in names)
        yield _whose_voice(language, missing, len(names))


def _whose_voice(language: str, missing: int, of: int) -> Finding:
    about = f"words in {language}"
    if not missing:
        return Finding(about, "People speak all of them.")
    whose = "A synthetic voice speaks" if language in prompts.LANGUAGES else "In English are said"
    return Finding(
        about,
        f"{whose} {missing} of {of} until one of you records them: People, What callers hear.",
        aside=True,
    )
