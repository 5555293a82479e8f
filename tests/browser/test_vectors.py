"""Every vector of two collections, by mail and by hand, before a real browser: nothing runs, nothing
is fetched, nothing is even tried.

THREATS 12 to 14.
"""

from __future__ import annotations

import json
import re
import smtplib
from base64 import b64encode
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Dialog, Page, Request

from tests.browser.conftest import Opens, Signs
from tests.channels.mail import corpora
from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

A_MAIL = 12
"""Vectors in one mail."""

#: What a page may hold that was not written by us: words. Says what is more than that.
FOREIGN = """() => {
  const odd = [];
  for (const element of document.querySelectorAll("*")) {
    for (const { name } of element.attributes) if (/^on/i.test(name)) odd.push(`${element.tagName} ${name}`);
    for (const name of ["href", "src", "action", "formaction", "data", "xlink:href"]) {
      const value = element.getAttribute(name);
      if (value && !/^(https?:|mailto:|\\/|#|\\?|data:image\\/(svg|png))/i.test(value)) odd.push(`${element.tagName} ${name}=${value}`);
    }
  }
  for (const name of ["iframe", "object", "embed", "base", "meta[http-equiv=refresh]", "style", "script:not([src])", "frame", "applet"])
    for (const element of document.querySelectorAll(name)) if (element.type !== "application/json") odd.push(element.outerHTML.slice(0, 80));
  return odd;
}"""


def _vectors() -> list[str]:
    h5sc = json.loads((corpora.folder("h5sc") / "vectors.json").read_text(encoding="utf-8"))
    bleach = [path.read_text(encoding="utf-8", errors="replace").partition("\n--\n")[0]
              for path in corpora.files("bleach", "tests/data/*.test")]  # fmt: skip
    return [*(str(one["data"]) for one in h5sc), *bleach]


def _word(text: str) -> str:
    """An encoded word, so that a header may hold anything."""
    line = re.sub(r"[\r\n]+", " ", text)[:150]
    return f"=?utf-8?b?{b64encode(line.encode()).decode()}?="


def _mail(number: int, vectors: Sequence[str]) -> bytes:
    name, subject, file = vectors[0], vectors[1 % len(vectors)], vectors[2 % len(vectors)]
    words = "\n\n".join(vectors)
    parts = (
        ("text/plain; charset=utf-8", f"mail {number}\n\n{words}", ""),
        ("text/html; charset=utf-8", f"<p>mail {number}</p>{words}", ""),
        (
            "image/svg+xml",
            words,
            f"Content-Disposition: attachment; filename*=utf-8''{_percent(file)}\r\n",
        ),
    )
    body = "".join(
        f"--b\r\nContent-Type: {kind}\r\n{more}Content-Transfer-Encoding: base64\r\n\r\n"
        f"{b64encode(text.encode()).decode()}\r\n"
        for kind, text, more in parts
    )
    return (
        f"From: {_word(name)} <v{number}@outside.example>\r\nTo: billing@fernwood.example\r\n"
        f"Subject: {_word(subject)}\r\nMessage-ID: <v{number}@outside.example>\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/mixed; boundary="b"\r\n\r\n{body}--b--\r\n'
    ).encode()


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode()[:120])


@pytest.fixture
def written(demo: Installation) -> list[str]:
    """Every vector has come in, as body, subject, name and file name."""
    vectors = _vectors()
    with smtplib.SMTP("127.0.0.1", demo.mail_port, timeout=20) as line:
        for number, first in enumerate(range(0, len(vectors), A_MAIL)):
            mail = _mail(number, vectors[first : first + A_MAIL])
            line.sendmail(f"v{number}@outside.example", ["billing@fernwood.example"], mail)
    return vectors


def _watched(page: Page) -> list[str]:
    """Whatever a page does that it should not."""
    seen: list[str] = []
    host = urlsplit(page.url).netloc

    def dialog(shown: Dialog) -> None:
        seen.append(f"dialog: {shown.message}")
        shown.dismiss()

    def request(made: Request) -> None:
        if urlsplit(made.url).netloc not in {host, ""}:
            seen.append(f"request: {made.url}")

    page.on("dialog", dialog)
    page.on("request", request)
    page.on("popup", lambda popup: seen.append(f"popup: {popup.url}"))
    return seen


def _look(page: Page, path: str, seen: list[str]) -> None:
    page.goto(path, wait_until="load")
    assert page.evaluate(FOREIGN) == [], path
    assert seen == [], path
    assert urlsplit(page.url).path == urlsplit(path).path


def test_no_vector_runs_at_the_desk_or_on_the_customers_page(
    written: list[str],
    as_: Signs,
    opens: Opens,
) -> None:
    desk = as_("Mara")
    seen = _watched(desk)
    desk.goto("/search/?q=mail")
    found = desk.eval_on_selector_all(
        'a[href^="/problems/"]', "all => all.map((one) => one.getAttribute('href'))"
    )
    problems = sorted(set(found))
    assert len(problems) >= len(written) // A_MAIL
    for path in (
        "/",
        "/led/",
        "/search/?q=mail",
        "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/outbox/",
        *problems,
    ):
        _look(desk, path, seen)
    _look(
        desk,
        f"{problems[0]}bring/?need=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E&brief=%3Cscript%3Ealert(1)",
        seen,
    )

    desk.goto("/outbox/")
    links = desk.eval_on_selector_all(
        'a[href^="/with/"]', "all => all.map((one) => one.getAttribute('href'))"
    )
    assert len(links) > 5
    customer = opens(phone=True)
    customer.goto("/accounts/login/")
    theirs = _watched(customer)
    for link in links:
        _look(customer, link, theirs)


def test_no_vector_runs_that_is_typed_on_the_customers_page(
    written: list[str],
    as_: Signs,
    opens: Opens,
) -> None:
    desk = as_("Mara")
    desk.goto("/outbox/")
    link = desk.eval_on_selector_all(
        'a[href^="/with/"]', "all => all.map((one) => one.getAttribute('href'))"
    )[0]
    customer = opens()
    customer.goto(link)
    seen = _watched(customer)
    for first in range(0, len(written), 60):
        customer.get_by_label("Write to").fill("\n\n".join(written[first : first + 60]))
        customer.get_by_role("button", name="Send").click()
        customer.wait_for_load_state()
        _look(customer, link, seen)
