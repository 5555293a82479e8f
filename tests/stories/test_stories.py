"""What happens when a story breaks: it says where, and ends with an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from typer.testing import CliRunner, Result

from stayline.stories import cli
from stayline.stories.cli import BILLING_CALL, CONFERENCE
from stayline.stories.postbox import free_port


def test_every_telling_has_a_title_of_its_own_and_says_what_it_shows() -> None:
    """They are played whole by a step of their own in bin/test."""
    tellings = (*BILLING_CALL, *CONFERENCE)
    assert len({told.title for told in tellings}) == len(tellings)
    assert all(told.play.__doc__ for told in tellings)


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
