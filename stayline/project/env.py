"""Settings from the environment. What is wrong is said at the start, by name, not at three in the morning.

Every helper remembers the name it was asked for, so that a check can compare `NAMES` with the documentation.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

NAMES: set[str] = set()


class SettingError(Exception):
    """A setting that cannot be used; the sentence names it and says what is expected."""


def env_str(name: str, default: str = "") -> str:
    NAMES.add(name)
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    value = env_str(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name} is {value!r}; it can be yes or no.")


def env_int(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    value = env_str(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise SettingError(f"{name} is {value!r}; it must be a whole number.") from None
    if not least <= number <= most:
        raise SettingError(f"{name} is {number}; it must be from {least} to {most}.")
    return number


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = env_str(name, default)
    if value not in choices:
        raise SettingError(f"{name} is {value!r}; it can be {' or '.join(choices)}.")
    return value


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Words separated by commas."""
    words = [word.strip() for word in env_str(name).split(",")]
    return [word for word in words if word] or list(default)


def env_secret(name: str) -> str:
    """A secret from `NAME`, or from the file that `NAME_FILE` names; never from both."""
    NAMES.add(f"{name}_FILE")
    value, file = env_str(name), os.environ.get(f"{name}_FILE", "").strip()
    if value and file:
        raise SettingError(f"{name} and {name}_FILE are both set; keep one.")
    if not file:
        return value
    try:
        secret = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{name}_FILE names {file}, which cannot be read: {error}.") from None
    if not secret:
        raise SettingError(f"{name}_FILE names {file}, which is empty.")
    return secret


def env_url(name: str, default: str, schemes: tuple[str, ...]) -> SplitResult:
    """An address with a scheme from `schemes` and a host."""
    return parse_url(name, env_str(name, default), schemes)


def parse_url(name: str, value: str, schemes: tuple[str, ...]) -> SplitResult:
    try:
        url = urlsplit(value)
        _ = url.port
    except ValueError as error:
        raise SettingError(f"{name} is not an address: {error}.") from None
    if url.scheme not in schemes or not url.hostname:
        expected = " or ".join(f"{scheme}://" for scheme in schemes)
        raise SettingError(f"{name} must be an address that begins with {expected}.")
    return url
