"""A browser for one person: cookies, redirects, and buttons that are pressed by what they say."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from stayline.stories.broken import StoryBroken
from stayline.stories.page import Form, Page, read

REDIRECTS_MAX = 5
SECONDS_PATIENCE = 20.0


class Browser:
    """Opens pages of one instance, which answers at `base` (`http://127.0.0.1:8000`)."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self._cookies: dict[str, str] = {}

    def open(self, address: str) -> Page:
        """A page by its address. Raises StoryBroken when the instance does not answer."""
        return self._follow("GET", address, None)

    def press(self, page: Page, label: str, *, to: str = "", **typed: str) -> Page:
        """Press a button of a page, with what was typed into its form before."""
        form, button = page.form_with(label, to=to)
        unknown = set(typed) - set(form.fields) - set(form.options)
        if unknown:
            raise StoryBroken(f"{form.action} has no place for {', '.join(sorted(unknown))}.")
        sent = {**form.fields, **typed}
        if button.name:
            sent[button.name] = button.value
        return self.send(page, form, sent)

    def send(self, page: Page, form: Form, sent: Mapping[str, str]) -> Page:
        """Send a form as it is."""
        return self._follow("POST", urljoin(page.url, form.action), urlencode(sent))

    def _follow(self, method: str, address: str, body: str | None) -> Page:
        url = urljoin(f"{self.base}/", address)
        for _ in range(REDIRECTS_MAX):
            answer, html = self._ask(method, url, body)
            location = answer.headers.get("Location")
            if location is None:
                return read(url, answer.status, html)
            method, body, url = "GET", None, urljoin(url, location)
        raise StoryBroken(f"{url} leads around in a circle.")

    def _ask(self, method: str, url: str, body: str | None) -> tuple[HTTPResponse, str]:
        where = urlsplit(url)
        connection = HTTPConnection(where.netloc, timeout=SECONDS_PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        path = where.path + (f"?{where.query}" if where.query else "")
        try:
            connection.request(method, path or "/", body, headers)
            answer = connection.getresponse()
            html = answer.read().decode("utf-8", "replace")
        except OSError as error:
            raise StoryBroken(f"{method} {url} was not answered: {error}.") from error
        finally:
            connection.close()
        self._keep_cookies(answer)
        return answer, html

    def _keep_cookies(self, answer: HTTPResponse) -> None:
        for header in answer.headers.get_all("Set-Cookie") or ():
            for name, cookie in SimpleCookie(header).items():
                self._cookies[name] = cookie.value
