"""The server fetches nothing that somebody outside names.

THREATS 15: there is no code that could; whoever writes some decides here how it is bounded.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import stayline

HOUSE = Path(stayline.__file__).parent
CLIENTS = {
    "urllib.request",
    "http.client",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "urllib3",
    "pycurl",
    "smtplib",
}
#: Who may speak to others, and to whom.
ALLOWED = {
    # the relay, which the settings or an administrator name
    "channels/mail/send.py": {"smtplib"},
    "channels/mail/relay.py": {"smtplib"},
    "channels/mail/checking.py": {"smtplib"},
    # the two providers of mailboxes, by https, at an address that an administrator named
    "channels/mail/oauth.py": {"urllib.request"},
    # the company's own exchange, which the settings name
    "channels/phone/ari_rest.py": {"httpx"},
    "channels/phone/exchange/remote.py": {"urllib.request"},
    # the push services that the settings name, whichever of them a browser calls its own
    "desk/notices/push.py": {"http.client"},
}
PLAYED_FROM_OUTSIDE = ("stories/", "simulation/", "cli.py")


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_nothing_here_fetches_anything() -> None:
    for file in HOUSE.rglob("*.py"):
        where = file.relative_to(HOUSE).as_posix()
        if where.startswith(PLAYED_FROM_OUTSIDE):
            continue
        found = CLIENTS.intersection(_imports(file))
        assert found <= ALLOWED.get(where, set()), where


def test_no_page_of_ours_names_another_site() -> None:
    """Neither a font nor a script nor a picture comes from elsewhere."""
    files = [*HOUSE.rglob("*.html"), *HOUSE.rglob("*.css"), *HOUSE.rglob("static/**/*.js")]
    assert len(files) > 40
    for file in files:
        text = file.read_text(encoding="utf-8")
        for mark in ('src="http', "src='http", "url(http", 'url("http', "//cdn", 'import("http'):
            assert mark not in text, (file.name, mark)
