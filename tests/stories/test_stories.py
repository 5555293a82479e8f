"""Every story, played as `stayline story` plays it; and what happens when one breaks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner, Result

from stayline.stories import cli
from stayline.stories.cli import BILLING_CALL, CONFERENCE
from stayline.stories.postbox import free_port

ROOT = Path(__file__).resolve().parents[2]
FORGET = ("DATABASE_URL", "STAYLINE_TEST_DATABASE_URL", "STAYLINE_DATA", "STAYLINE_DEMO")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_all_stories_go_as_they_are_told() -> None:
    """One instance for all of them: each has customers of its own, and leavers come last."""
    kept = {name: value for name, value in os.environ.items() if name not in FORGET}
    played = subprocess.run(
        [sys.executable, "-m", "stayline", "story", "all"],
        env=kept | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert played.returncode == 0, played.stdout[-3000:] + played.stderr
    for told in (*BILLING_CALL, *CONFERENCE):
        assert f"\n{told.title}\n===" in played.stdout
    assert "all is well" in played.stdout
    assert "all as told" in played.stdout


def _story(url: str) -> Result:
    """A story on an instance that somebody else runs."""
    postbox = f"127.0.0.1:{free_port()}"
    smtp = f"127.0.0.1:{free_port()}"
    return CliRunner().invoke(
        cli.app, ["conference", "--url", url, "--smtp", smtp, "--postbox", postbox]
    )


def test_an_instance_that_does_not_answer_breaks_the_story() -> None:
    result = _story(f"http://127.0.0.1:{free_port()}")
    assert result.exit_code == 1
    assert "was not answered" in result.output


class _Odd(BaseHTTPRequestHandler):
    """Something answers, but it is not what the story tells of."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<h1>Who would you like to be?</h1><form><button>Nobody</button></form>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Quietly."""


@contextmanager
def _odd_instance() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Odd)
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def test_a_step_that_goes_otherwise_breaks_the_story() -> None:
    with _odd_instance() as url:
        result = _story(url)
    assert result.exit_code == 1
    assert "✗ Nobody here is called Erik." in result.output


@pytest.mark.parametrize("address", ["2525", "localhost:", "localhost:smtp"])
def test_an_address_that_is_none_is_said(address: str) -> None:
    result = CliRunner().invoke(cli.app, ["all", "--url", "http://127.0.0.1:1", "--smtp", address])
    assert result.exit_code == 1
    assert f"✗ {address} is not an address" in result.output
