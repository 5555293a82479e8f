"""What a voice says on the telephone, and whose voice it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from stayline.channels.phone.exchange import recorded
from stayline.channels.phone.exchange.instance import Instance
from stayline.channels.phone.exchange.prompts import LANGUAGES, synthetic_folder, texts
from stayline.channels.phone.exchange.recorded import Recorded
from stayline.people.models import Colleague, Door, DoorKind


@dataclass(frozen=True, slots=True)
class PromptShown:
    """One prompt: what is said, and by whom."""

    name: str
    text: str
    path: str
    by: Colleague | None = None
    at: datetime | None = None
    is_recorded: bool = False
    sound: str = ""  # where it can be listened to; "" where nobody has spoken it yet


@dataclass(frozen=True, slots=True)
class PromptGroup:
    heading: str
    lead: str
    prompts: Sequence[PromptShown]
    is_open: bool

    @property
    def recorded(self) -> int:
        return sum(one.is_recorded for one in self.prompts)


@dataclass(frozen=True, slots=True)
class PromptsPage:
    """Every prompt of a language."""

    now: datetime
    language: str
    language_name: str
    languages: Sequence[tuple[str, str, bool]]
    groups: Sequence[PromptGroup]
    is_elsewhere: bool  # the exchange is a company's own, and has to be brought its words
    tabs: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class PromptPage:
    """One prompt, to be heard and recorded."""

    now: datetime
    language: str
    language_name: str
    prompt: PromptShown
    is_translated: bool  # what is to be said stands there in this language
    next_path: str = ""
    longest: int = round(recorded.LONGEST)
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class OwnName:
    """How somebody's name sounds when a voice says that they are coming."""

    sound: str = ""
    at: datetime | None = None
    longest: int = round(recorded.LONGEST_NAME)
    refusal: str = ""


def own_prompts() -> Recorded:
    """The company's own recordings."""
    return Recorded(Instance(settings.DATA_DIR).own_prompts)


def speak_anew() -> None:
    """What the exchange says by itself is in the new voice from now on."""
    Instance(settings.DATA_DIR).speak_anew(synthetic_folder())


def languages() -> list[str]:
    """Of the doors for calls, the first door's first; English where there is none."""
    of_doors = Door.objects.filter(kind=DoorKind.PHONE).order_by("-is_open", "pk")
    spoken = [one.partition("-")[0] for one in of_doors.values_list("language", flat=True)]
    return list(dict.fromkeys([*spoken, *LANGUAGES]))


def prompts_page(
    language: str, now: datetime, tabs: Sequence[tuple[str, str, bool]]
) -> PromptsPage:
    kept = own_prompts()
    shown = [_shown(kept, language, name) for name in _in_order()]
    people = Colleague.objects.in_bulk([one.by for _, one in shown if one is not None and one.by])
    prompts = [_named(prompt, voice, people) for prompt, voice in shown]
    here = languages()
    return PromptsPage(
        now,
        language,
        _language_name(language),
        [(_language_name(one), f"/prompts/{one}/", one == language) for one in here],
        _groups(prompts),
        bool(settings.STAYLINE_PHONE_URL),
        tabs,
    )


def prompt_page(language: str, name: str, now: datetime, *, refusal: str = "") -> PromptPage:
    """Raises KeyError where there is no such prompt."""
    kept, order = own_prompts(), _in_order()
    prompt, voice = _shown(kept, language, name)
    people = Colleague.objects.in_bulk([voice.by] if voice is not None and voice.by else [])
    following = order[order.index(name) + 1 :][:1]
    return PromptPage(
        now,
        language,
        _language_name(language),
        _named(prompt, voice, people),
        language in texts()[name],
        next_path=_path(language, following[0]) if following else "",
        refusal=refusal,
    )


def a_voice_may_say_names() -> bool:
    """Whether anybody calls here at all."""
    return settings.STAYLINE_HAS_TELEPHONE or Door.objects.filter(kind=DoorKind.PHONE).exists()


def own_name(colleague: int, *, refusal: str = "") -> OwnName:
    name = recorded.name_of(colleague)
    voice = own_prompts().voice(recorded.NAMES_IN, name)
    if voice is None:
        return OwnName(refusal=refusal)
    return OwnName("/you/name/sound/", voice.at, refusal=refusal)


_Shown = tuple[PromptShown, recorded.Voice | None]


def _shown(kept: Recorded, language: str, name: str) -> _Shown:
    path, voice = _path(language, name), kept.voice(language, name)
    sound = f"{path}sound/" if voice or kept.spoken(language, name) else ""
    text = recorded.text_of(language, name)
    return PromptShown(name, text, path, is_recorded=voice is not None, sound=sound), voice


def _named(
    prompt: PromptShown, voice: recorded.Voice | None, people: dict[int, Colleague]
) -> PromptShown:
    if voice is None:
        return prompt
    by = people.get(voice.by) if voice.by is not None else None
    return replace(prompt, by=by, at=voice.at)


def _path(language: str, name: str) -> str:
    return f"/prompts/{language}/{name}/"


_NUMBERS = ("hours", "halves", "minutes", "digits")


def _group_of(name: str) -> int:
    """Whole sentences, days, and numbers."""
    stem = name.rpartition("/")[0]
    return 2 if stem in _NUMBERS else int(stem == "days")


def _in_order() -> list[str]:
    """As a call goes: the order of texts.toml, sentences first, numbers last."""
    ours = (name for name in texts() if not name.startswith("try/"))
    return sorted(ours, key=_group_of)


def _groups(prompts: Sequence[PromptShown]) -> list[PromptGroup]:
    of_group: dict[int, list[PromptShown]] = {0: [], 1: [], 2: []}
    for one in prompts:
        of_group[_group_of(one.name)].append(one)
    return [
        PromptGroup(_("Sentences"), _("What every caller may hear."), of_group[0], is_open=True),
        PromptGroup(_("Days"), _("By when we call back."), of_group[1], is_open=False),
        PromptGroup(_("Times of day"), _("Said one after the other."), of_group[2], is_open=False),
    ]


def _language_name(language: str) -> str:
    try:
        return str(get_language_info(language)["name_translated"])
    except KeyError:
        return language
