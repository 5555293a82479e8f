"""A page as somebody reads it: its words, its links, its forms. By the standard library alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from stayline.stories.broken import StoryBroken

_UNSEEN = {"script", "style", "template", "svg", "head", "noscript"}
_BLOCKS = re.compile(r"h[1-6]|p|div|li|tr|section|article|form|label|summary|dt|dd|header|button|a")
_VOID = {"input", "br", "img", "meta", "link", "hr", "use"}


@dataclass(frozen=True, slots=True)
class Button:
    """What can be pressed, with what it sends."""

    label: str
    name: str = ""
    value: str = ""


@dataclass(slots=True)
class Form:
    """Where it goes, what it would send untouched, and its buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    """What can be chosen in a list or by boxes: the label to the value, by the field's name."""

    def choice(self, name: str, label: str) -> str:
        """The value of the choice whose label says so."""
        for shown, value in self.options.get(name, {}).items():
            if label in shown:
                return value
        raise StoryBroken(f"“{label}” cannot be chosen in {self.action}.")


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    url: str
    status: int
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    forms: tuple[Form, ...]
    refusal: str = ""
    """Why something was not done, in the rule's own sentence."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def says(self, words: str) -> bool:
        """Whether these words stand there, whatever line they are broken over."""
        return " ".join(words.split()) in " ".join(self.text.split())

    def form_with(self, label: str, *, to: str = "") -> tuple[Form, Button]:
        """The first form with a button of this label, going to an address with `to` in it."""
        for form, button in self._buttons():
            if button.label == label and to in form.action:
                return form, button
        found = sorted({button.label for _, button in self._buttons()})
        raise StoryBroken(f"{self.url} has no button “{label}”; it has {', '.join(found)}.")

    def can_press(self, label: str, *, to: str = "") -> bool:
        return any(one.label == label and to in form.action for form, one in self._buttons())

    def _buttons(self) -> Iterator[tuple[Form, Button]]:
        for form in self.forms:
            for button in form.buttons:
                yield form, button


def read(url: str, status: int, html: str) -> Page:
    """Read a page's HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(
        url,
        status,
        tuple(line for line in (" ".join(one.split()) for one in reader.lines) if line),
        tuple(" ".join(one.split()) for one in reader.headings),
        tuple((" ".join(label.split()), href) for label, href in reader.links),
        tuple(reader.forms),
        " ".join(reader.alert.split()),
    )


class _Reader(HTMLParser):
    """Collects while the parser walks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.headings: list[str] = []
        self.links: list[list[str]] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._open: list[str] = []
        self._unseen = 0  # how many elements were open when something unseen began
        self._gathers: list[list[str]] = []  # texts being gathered: of a button, a link, a heading
        self._boxes: list[tuple[str, str, list[str]]] = []  # of the label we are in
        self._select: tuple[str, str, list[str]] | None = None
        self._list = ""
        self.alert = ""
        self._in_alert = 0  # how many elements were open when the alert began

    # -- tags ------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
            if told.get("role") == "alert" and "hidden" not in told and not self._in_alert:
                self._in_alert = len(self._open)
            if not self._unseen and (tag in _UNSEEN or told.get("aria-hidden") == "true"):
                self._unseen = len(self._open)
        self._space()
        if _BLOCKS.fullmatch(tag) or tag == "br":
            self.lines.append("")
        begin = getattr(self, f"_begin_{tag}", None)
        if begin is not None:
            begin(told)
        elif re.fullmatch("h[1-6]", tag):
            self._gather("heading")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if len(self._open) < self._in_alert:
            self._in_alert = 0
        if len(self._open) < self._unseen:
            self._unseen = 0
        self._space()
        if _BLOCKS.fullmatch(tag):
            self.lines.append("")
        end = getattr(self, f"_end_{tag}", None)
        if end is not None:
            end()
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append(self._gathered("heading"))

    def _space(self) -> None:
        """Labels side by side are words apart, however close their elements stand."""
        for gather in self._gathers:
            if not gather[0].startswith("textarea"):
                gather[1] += " "
        for _, _, label in self._boxes:
            label[0] += " "

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        for gather in self._gathers:
            gather[1] += data
        for _, _, label in self._boxes:
            label[0] += data
        if self._select is not None:
            self._select[2][0] += data
        if self._in_alert:
            self.alert += data
        if self._open[-1:] != ["textarea"] and not self._list:
            self.lines[-1] += data

    def _gather(self, kind: str) -> None:
        self._gathers.append([kind, ""])

    def _gathered(self, kind: str) -> str:
        for gather in reversed(self._gathers):
            if gather[0] == kind:
                self._gathers.remove(gather)
                return " ".join(gather[1].split())
        return ""

    # -- forms -----------------------------------------------------------------------------------

    def _begin_form(self, told: dict[str, str]) -> None:
        self._form = Form(told.get("action", ""), told.get("method", "get").lower())
        self.forms.append(self._form)

    def _end_form(self) -> None:
        self._form = None

    def _begin_input(self, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "text")
        if self._form is None or not name or "disabled" in told:
            return
        if kind in ("checkbox", "radio"):
            value = told.get("value", "on")
            self._boxes.append((name, value, [""]))
            if "checked" in told:
                self._form.fields[name] = value
        elif kind not in ("submit", "button", "image", "file"):
            self._form.fields[name] = told.get("value", "")

    def _end_label(self) -> None:
        for name, value, label in self._boxes:
            if self._form is not None:
                shown = " ".join(label[0].split())
                self._form.options.setdefault(name, {})[shown] = value
        self._boxes.clear()

    def _begin_textarea(self, told: dict[str, str]) -> None:
        self._gather(f"textarea {told.get('name', '')}")

    def _end_textarea(self) -> None:
        for gather in list(self._gathers):
            if gather[0].startswith("textarea "):
                self._gathers.remove(gather)
                name = gather[0].removeprefix("textarea ")
                if self._form is not None and name:
                    self._form.fields[name] = gather[1].removeprefix("\n")

    def _begin_select(self, told: dict[str, str]) -> None:
        self._list = told.get("name", "")

    def _end_select(self) -> None:
        self._list = ""

    def _begin_option(self, told: dict[str, str]) -> None:
        self._select = (self._list, told.get("value", ""), [""])
        form = self._form
        if (
            form is not None
            and self._list
            and ("selected" in told or self._list not in form.fields)
        ):
            form.fields[self._list] = told.get("value", "")

    def _end_option(self) -> None:
        if self._select is not None and self._form is not None:
            name, value, label = self._select
            self._form.options.setdefault(name, {})[" ".join(label[0].split())] = value
        self._select = None

    def _begin_button(self, told: dict[str, str]) -> None:
        self._gather("button")
        if self._form is not None and told.get("type", "submit") == "submit":
            self._form.buttons.append(Button("", told.get("name", ""), told.get("value", "")))

    def _end_button(self) -> None:
        label = self._gathered("button")
        form = self._form
        if form is not None and form.buttons and not form.buttons[-1].label:
            last = form.buttons[-1]
            form.buttons[-1] = Button(label, last.name, last.value)

    # -- links -----------------------------------------------------------------------------------

    def _begin_a(self, told: dict[str, str]) -> None:
        self._gather("a")
        self.links.append(["", told.get("href", "")])

    def _end_a(self) -> None:
        if self.links:
            self.links[-1][0] = self._gathered("a")
