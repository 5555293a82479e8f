"""Who plays: customers, who have mail and their own page; colleagues, who have the desk."""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr

from stayline.stories.broken import StoryBroken
from stayline.stories.browser import Browser
from stayline.stories.page import Page
from stayline.stories.postbox import Letter
from stayline.stories.stage import Stage

SECONDS_PATIENCE = 20.0


# -- mail ----------------------------------------------------------------------------------------


def new_mail(sender: str, to: str, subject: str, words: str) -> EmailMessage:
    """A mail as an ordinary program writes it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].partition("@")[2])
    mail.set_content(words)
    return mail


def answer_to(letter: Letter, sender: str, words: str) -> EmailMessage:
    """A reply, with the mail it answers quoted below, as programs do."""
    subject = letter.subject
    subject = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    above = f"On {letter.mail['Date']}, {letter.sender} wrote:"
    mail = new_mail(sender, letter.reply_to, subject, f"{words}\n\n{above}\n{quoted}\n")
    mail["In-Reply-To"] = mail["References"] = letter.message_id
    return mail


def send(stage: Stage, mail: EmailMessage) -> None:
    """Hand a mail over to the instance. Raises StoryBroken when it is not taken."""
    sender, to = parseaddr(mail["From"])[1], parseaddr(mail["To"])[1]
    where = stage.instance
    try:
        with smtplib.SMTP(where.smtp_host, where.smtp_port, timeout=SECONDS_PATIENCE) as server:
            server.send_message(mail, sender, [to])
    except (OSError, smtplib.SMTPException) as error:
        raise StoryBroken(f"{sender}'s mail to {to} was not taken: {error}") from error


# -- customers -----------------------------------------------------------------------------------


@dataclass
class Customer:
    """Somebody outside, who knows a mail address of the company and nothing else of it."""

    stage: Stage
    name: str
    address: str
    _browser: Browser | None = field(default=None, repr=False)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    def writes(self, door: str, subject: str, words: str) -> None:
        """A first mail, to a door."""
        self.stage.transcript.step(f"{self.first_name} writes to {door}: “{subject}”")
        self.stage.transcript.quote(words.splitlines())
        send(self.stage, new_mail(f"{self.name} <{self.address}>", door, subject, words))

    def replies(self, letter: Letter, words: str) -> None:
        """An answer to a mail."""
        self.stage.transcript.step(f"{self.first_name} replies:")
        self.stage.transcript.quote(words.splitlines())
        send(self.stage, answer_to(letter, f"{self.name} <{self.address}>", words))

    def reads(self, saying: str = "") -> Letter:
        """The next mail to them that says this; shown as they read it."""
        letter = self.stage.letter(self.address, saying)
        self.stage.transcript.step(f"{self.first_name} reads “{letter.subject}”:")
        self.stage.transcript.quote(_shown(letter))
        return letter

    def opens(self, letter: Letter) -> Page:
        """Their own page, by the link in a mail. Opening it changes nothing."""
        page = self._page(letter.page)
        self.stage.transcript.step(
            f"{self.first_name} opens their page: “{'” · “'.join(page.headings[:2])}”"
        )
        return page

    def presses(self, page: Page, label: str, *, to: str = "", **typed: str) -> Page:
        """A button on their page."""
        said = f", and adds “{typed['words']}”" if typed.get("words") else ""
        self.stage.transcript.step(f"{self.first_name} presses “{label}”{said}.")
        after = self._own_browser().press(page, label, to=to, **typed)
        if after.status >= 500:
            raise StoryBroken(f"{after.url} answered {after.status}.")
        return after

    def looks_again(self, page: Page) -> Page:
        return self._page(page.url)

    def _page(self, address: str) -> Page:
        page = self._own_browser().open(address)
        if page.status != 200:
            raise StoryBroken(f"{self.first_name}'s page answered {page.status}.")
        return page

    def _own_browser(self) -> Browser:
        self._browser = self._browser or self.stage.browser()
        return self._browser


def _shown(letter: Letter) -> list[str]:
    """A mail's words, with the secret part of its links left out."""
    text = re.sub(r"(/with/)[a-z2-7]+/", r"\1…/", letter.text)
    return [line for line in text.splitlines() if line.strip()]


# -- colleagues ----------------------------------------------------------------------------------


@dataclass
class Colleague:
    """Somebody who works there, at their desk."""

    stage: Stage
    name: str
    title: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def address(self) -> str:
        return f"{self.first_name.lower()}@fernwood.example"

    @property
    def _browser(self) -> Browser:
        return self.stage.desk_of(self.first_name)

    def _does(self, words: str) -> None:
        self.stage.transcript.step(f"{self.first_name} ({self.title}) {words}")

    def home(self) -> Page:
        return self._browser.open("/")

    def sees(self, words: str) -> None:
        """Something on their home page, which appears by itself."""
        self.stage.wait_until(f"{self.first_name} sees “{words}”", lambda: self.home().says(words))

    def problem_of(self, customer: Customer) -> int:
        """The number of a customer's problem, from their home page."""
        for label, href in self.home().links:
            if customer.name in label and (found := re.fullmatch(r"/problems/(\d+)/", href)):
                return int(found[1])
        raise StoryBroken(f"{customer.name} is not on {self.first_name}'s home page.")

    def page(self, problem: int) -> Page:
        page = self._browser.open(f"/problems/{problem}/")
        if page.status != 200:
            raise StoryBroken(f"{self.first_name} cannot open problem {problem}: {page.status}.")
        return page

    # -- what they do ----------------------------------------------------------------------------

    def says_i_will_help(self, customer: Customer) -> int:
        """Answers the ringing on their home page. Gives the problem's number."""
        self.sees(f"{customer.name} just arrived")
        home = self.home()
        ringing = self._ringing(home, customer)
        self._does(f"says to {customer.first_name}: I will help you.")
        self._done(self._browser.press(home, "I will help you", to=f"/problems/{ringing}/"))
        return ringing

    def _ringing(self, home: Page, customer: Customer) -> int:
        """The number of the problem whose card on the home page carries this name."""
        for form in home.forms:
            found = re.fullmatch(r"/problems/(\d+)/ringing/", form.action)
            if found and self.page(int(found[1])).says(customer.name):
                return int(found[1])
        raise StoryBroken(f"Nobody called {customer.name} is ringing.")

    def writes(self, problem: int, words: str, *, by: str = "") -> None:
        """A reply with a promise; `by` chooses one by its place: "latest", else the default."""
        page = self.page(problem)
        form, _ = page.form_with("Send")
        due = _latest(list(form.options["due"].values())) if by == "latest" else form.fields["due"]
        self._does("writes:")
        self.stage.transcript.quote(words.splitlines())
        self._done(self._browser.press(page, "Send", to="/words/", words=words, due=due))

    def notes(self, problem: int, words: str) -> None:
        self._does(f"notes for colleagues: “{words}”")
        self._done(self._browser.press(self.page(problem), "Keep note", words=words))

    def offers_to(self, receiver: Colleague, problem: int, brief: str) -> Page:
        """Brings somebody in, to take over, with a brief. Gives the page that came back."""
        page = self._browser.open(f"/problems/{problem}/bring/?verb=offer")
        form, _ = page.form_with("Ask them")
        who = form.choice("who", receiver.name)
        self._does(f"offers to {receiver.name} to take over, and stays. The brief:")
        self.stage.transcript.quote(brief.splitlines())
        return self._browser.press(page, "Ask them", who=who, verb="offer", brief=brief)

    def cannot_offer_to(self, receiver: Colleague, problem: int) -> None:
        """Whom the customer has refused stands there with the reason, and cannot be chosen."""
        page = self._browser.open(f"/problems/{problem}/bring/?verb=offer")
        form, _ = page.form_with("Ask them")
        can = any(receiver.name in label for label in form.options.get("who", {}))
        self.stage.holds(
            f"{self.first_name} cannot offer to {receiver.first_name} again: the customer would"
            " rather not",
            page.says("would rather not") and not can,
        )

    def picks_up(self, problem: int) -> None:
        """By a click, from their home page, where the brief stands."""
        home = self.home()
        self._does("reads the brief and picks up.")
        self._done(self._browser.press(home, "Pick up", to=f"/problems/{problem}/"))

    def replies(self, letter: Letter, words: str, *, proven: bool) -> None:
        """An answer by mail. `proven`: the company's own mail server says that it is theirs."""
        how = "by mail" if proven else "by mail that nothing proves to be hers"
        self._does(f"replies {how}: “{words}”")
        mail = answer_to(letter, f"{self.name} <{self.address}>", words)
        if proven:
            domain = self.address.partition("@")[2]
            server = self.stage.instance.trusted
            mail["Authentication-Results"] = f"{server}; dmarc=pass header.from={domain}"
        send(self.stage, mail)

    def asks(self, customer: Customer, problem: int) -> None:
        label = f"Ask {customer.first_name}"
        self._does(f"presses “{label}”.")
        self._done(self._browser.press(self.page(problem), label))

    def proposes(self, problem: int, words: str) -> None:
        """A solution, with the question whether it is one."""
        self._does("proposes a solution and asks whether it is solved:")
        self.stage.transcript.quote(words.splitlines())
        page = self.page(problem)
        self._done(self._browser.press(page, "Send, ask if solved", words=words))

    def met(self, customer: Customer, words: str, *, should_know: Colleague | None = None) -> int:
        """ "I met a customer". Gives the problem's number."""
        page = self._browser.open("/encounters/new/")
        form, _ = page.form_with("They are with me")
        asked = form.choice("should_know", should_know.name) if should_know else ""
        told = f"; {should_know.name} should know" if should_know else ""
        self._does(f"met {customer.name} ({customer.address}){told}:")
        self.stage.transcript.quote(words.splitlines())
        after = self._done(
            self._browser.press(
                page, "They are with me", name=customer.name, reach=customer.address, words=words,
                should_know=asked,
            )
        )  # fmt: skip
        found = re.search(r"/problems/(\d+)/", after.url)
        if found is None:
            raise StoryBroken(f"{after.url} is not the problem of {customer.name}.")
        return int(found[1])

    def has_again(self, customer: Customer, problem: int) -> None:
        """A word came, and what rested is open again."""
        self.stage.wait_until(
            f"{customer.first_name}'s problem is open again, with {self.first_name}",
            lambda: self.page(problem).can_press("Send, ask if solved"),
        )

    def reads(self, problem: int, words: str) -> None:
        """A word stands in the conversation, whoever it is from."""
        self.stage.wait_until(
            f"{self.first_name} reads “{words}” in the conversation",
            lambda: words in self.page(problem).lines,
        )

    def lets_go(self, leaver: Colleague) -> None:
        """As administrator: somebody leaves the company."""
        people = self._browser.open("/people/")
        links = [href for label, href in people.links if leaver.name in label]
        if not links:
            raise StoryBroken(f"{leaver.name} is not among the people.")
        page = self._browser.open(f"{links[0]}departure/")
        self._does(f"records that {leaver.name} leaves the company.")
        self._done(self._browser.press(page, f"{leaver.first_name} leaves now"))

    def _done(self, page: Page) -> Page:
        """What they did was taken. Raises StoryBroken with what the page says instead."""
        if page.status != 200:
            said = " ".join(page.lines)[:600]
            raise StoryBroken(f"{page.url} answered {page.status} to {self.first_name}: {said}")
        return page


def _latest(moments: list[str]) -> str:
    """The latest of the ready-made promises; the last choice is "another time"."""
    return max(one for one in moments if one[:1].isdigit())
