"""A moment as a person would say it: "tomorrow by 10:00"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stayline.hours.stretches import aware

_MINUTE = timedelta(minutes=1)
#: Within so many days a date needs no year to be understood.
_YEAR_GOES_WITHOUT_SAYING = 180


@dataclass(frozen=True)
class Phrases:
    """How one language says a day and a time."""

    near_days: dict[int, str]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    weekday: str
    full_date: str
    full_date_and_year: str
    by: str
    midnight: str
    your_time: str


ENGLISH = Phrases(
    near_days={-1: "yesterday", 0: "today", 1: "tomorrow"},
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June", "July",
        "August", "September", "October", "November", "December",
    ),
    weekday="{weekday}",
    full_date="{weekday} {day} {month}",
    full_date_and_year="{weekday} {day} {month} {year}",
    by="by {time}",
    midnight="by midnight",
    your_time="(your time)",
)  # fmt: skip
GERMAN = Phrases(
    near_days={-1: "gestern", 0: "heute", 1: "morgen"},
    weekdays=(
        "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
    ),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
        "August", "September", "Oktober", "November", "Dezember",
    ),
    weekday="am {weekday}",
    full_date="am {weekday}, {day}. {month},",
    full_date_and_year="am {weekday}, {day}. {month} {year},",
    by="bis {time} Uhr",
    midnight="bis Mitternacht",
    your_time="(Ihre Zeit)",
)  # fmt: skip
LANGUAGES = {"en": ENGLISH, "de": GERMAN}


def in_words(due: datetime, at: datetime, zone: str, language: str, *, home: str = "") -> str:
    """When `due` is, as seen at `at` by a reader in `zone`: "today by 14:30", "tomorrow by
    10:00", "Tuesday by 10:00", and from a week on "Tuesday 1 December by 10:00".

    `language` is a BCP 47 tag; where we have no words for it, the answer is English. With the
    promise giver's zone as `home`, "(your time)" follows where the two clocks differ then.
    Seconds are rounded up: the customer never reads an earlier moment than the one we keep.
    """
    phrases = LANGUAGES.get(language.split("-")[0].lower(), ENGLISH)
    reader = ZoneInfo(zone)
    moment = _whole_minute(aware(due)).astimezone(reader)
    parts = [*_day_and_time(moment, aware(at).astimezone(reader).date(), phrases)]
    if home and moment.utcoffset() != moment.astimezone(ZoneInfo(home)).utcoffset():
        parts.append(phrases.your_time)
    return " ".join(parts)


def _whole_minute(moment: datetime) -> datetime:
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + _MINUTE


def _day_and_time(moment: datetime, today: date, phrases: Phrases) -> tuple[str, str]:
    # Nobody says "by 00:00": the end of a day is that day's midnight.
    if (moment.hour, moment.minute) == (0, 0):
        return _day(moment.date() - timedelta(days=1), today, phrases), phrases.midnight
    return _day(moment.date(), today, phrases), phrases.by.format(time=f"{moment:%H:%M}")


def _day(day: date, today: date, phrases: Phrases) -> str:
    distance = (day - today).days
    if distance in phrases.near_days:
        return phrases.near_days[distance]
    return _form(distance, phrases).format(
        weekday=phrases.weekdays[day.weekday()],
        day=day.day,
        month=phrases.months[day.month - 1],
        year=day.year,
    )


def _form(distance: int, phrases: Phrases) -> str:
    """How much of a date must be said, so many days away, for it to mean one day only."""
    if 0 < distance < 7:
        return phrases.weekday
    return (
        phrases.full_date
        if abs(distance) < _YEAR_GOES_WITHOUT_SAYING
        else (phrases.full_date_and_year)
    )
