"""The command `bin/messages`."""

from __future__ import annotations

import sys

from stayline.project.messages import catalogues
from stayline.project.messages.extract import NotFound


def main(arguments: list[str]) -> int:
    try:
        return _check() if arguments == ["--check"] else _renew(arguments)
    except NotFound as missing:
        sys.stderr.write(f"{missing}\n")
        return 1


def _renew(arguments: list[str]) -> int:
    if arguments:
        sys.stderr.write("bin/messages, or bin/messages --check\n")
        return 2
    for path in catalogues.renew():
        sys.stdout.write(f"changed: {path}\n")
    for language in catalogues.LANGUAGES:
        for room in catalogues.ROOMS:
            missing = len(list(catalogues.faults(room, language)))
            sys.stdout.write(
                f"{language} {room}: {f'{missing} to do' if missing else 'complete'}\n"
            )
    return 0


def _check() -> int:
    faults = [fault for language in catalogues.LANGUAGES for fault in wrong(language)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def wrong(language: str) -> list[str]:
    """All that the check finds in one language."""
    rooms = [fault for room in catalogues.ROOMS for fault in catalogues.faults(room, language)]
    return [*rooms, *catalogues.said_twice(language)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
