"""What must hold before anything starts, as Django system checks."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import ProgrammingError, connections
from django.urls import URLPattern, URLResolver, get_resolver

from stayline.project import env
from stayline.project.access import THIRD_PARTY, policy_of

OLDEST_POSTGRESQL = 15
SETTINGS_PAGE = Path(__file__).resolve().parents[2] / "docs" / "running" / "settings.md"

Apps = Sequence[AppConfig] | None


@register
def assertions_are_on(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """Assertions state what must always hold; -O would strip them."""
    if sys.flags.optimize:
        return [
            Error(
                "Python runs with -O, which strips the assertions that guard the rule.",
                id="stayline.E001",
            )
        ]
    return []


def addresses(
    patterns: Sequence[URLPattern | URLResolver] | None = None, prefix: str = "/"
) -> Iterator[tuple[str, Callable[..., Any], str | None]]:
    """Every address there is: its pattern, its view, its name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, where)
        elif pattern.callback is not None:
            yield where, pattern.callback, pattern.name


@register(Tags.urls)
def every_address_has_an_access_policy(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{where} says not who may open it.",
            hint="Put one of the decorators of stayline.project.access on the view.",
            id="stayline.E002",
        )
        for where, view, name in addresses()
        if policy_of(view, name) is None
    ]


@register(Tags.urls)
def no_foreign_policy_is_for_nothing(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """A name in the list that is no address any more would one day open another's view."""
    ours = [name for _, view, name in addresses() if name in THIRD_PARTY and _is_ours(view)]
    return [
        Error(f"Our own view {name} bears a foreign view's name.", id="stayline.E003")
        for name in ours
    ]


def _is_ours(view: Callable[..., Any]) -> bool:
    return view.__module__.startswith("stayline.")


@register(Tags.database)
def the_database_is_new_enough(
    app_configs: Apps, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
        if version < OLDEST_POSTGRESQL * 10000:
            found.append(
                Error(
                    f"PostgreSQL {version // 10000} is too old; {OLDEST_POSTGRESQL} or newer is needed.",
                    id="stayline.E004",
                )
            )
    return found


@register(Tags.database)
def every_door_has_a_person(
    app_configs: Apps, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    if not databases or "people_door" not in connections["default"].introspection.table_names():
        return []
    from stayline.people.queries import doors_without_a_person

    try:
        found = list(doors_without_a_person())
    except ProgrammingError:
        return []  # the tables are an earlier release's, and `migrate` asks before it changes them
    return [
        Error(
            f"The door {door.name} ({door.address}) has no person who works here behind it.",
            hint="Name an active colleague as its fallback.",
            id="stayline.E005",
        )
        for door in found
    ]


@register
def every_setting_is_documented(app_configs: Apps, **_: Any) -> list[CheckMessage]:
    """From a checkout only; an installed package has no docs beside it."""
    if not SETTINGS_PAGE.exists():
        return []
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", SETTINGS_PAGE.read_text(encoding="utf-8")))
    secrets = {name.removesuffix("_FILE") for name in env.NAMES if name.endswith("_FILE")}
    asked = {
        name for name in env.NAMES if name.removesuffix("_FILE") not in secrets or name in secrets
    }
    return [
        Error(
            f"The setting {name} is not explained in docs/running/settings.md.", id="stayline.E006"
        )
        for name in sorted(asked - documented)
    ]
