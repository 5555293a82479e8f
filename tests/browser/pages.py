"""Every page there is, by who looks at it: for the journeys that walk them, and for their pictures.

`tests/desk/test_pages.py` says which address stands in no list.
"""

from __future__ import annotations

from playwright.sync_api import Page

Pages = dict[str, str]
"""A picture's name, and an address with gaps: {problem}, {customer} and so on are addresses too."""

COLLEAGUES: Pages = {
    "home": "/",
    "problem": "{problem}",
    "bring": "{problem}bring/",
    "snooze": "{problem}snooze/",
    "search": "/search/?q=meter",
    "search-misspelled": "/search/?q=meter onwer:bea",
    "drafts": "/drafts/",
    "saved-replies": "/saved-replies/",
    "saved-reply-new": "/saved-replies/new/",
    "causes": "/causes/",
    "set-aside": "/aside/",
    "met": "/encounters/new/",
    "you": "/you/",
    "where": "/you/where/",
    "absence": "/you/absence/",
    "phone": "/phone/",
}
ACTS: Pages = {
    "act-parties": "{problem}parties/",
    "act-circle": "{problem}circle/",
    "act-join": "{problem}twin/",
    "act-split": "{problem}parts/",
    "act-link": "{problem}links/",
    "act-common-cause": "{problem}cause/",
    "act-cover": "{problem}cover/",
    "act-carrier": "{problem}carrier/",
    "act-rest": "{problem}rest/",
    "act-final-no": "{problem}final-no/",
    "act-aside": "{problem}aside/",
}
"""The rarer acts, each a page and a sheet of one shape."""

ASKED: Pages = {
    "asked-to-stand-in": "{absence}",
    "declined-offer": "{problem}offer/decline/",
    "declined-help": "{problem}help/decline/",
}
"""For whoever was asked something by a colleague."""

MADE: Pages = {"cause": "{cause}", "saved-reply": "{reply}"}
"""Of what somebody made before."""

LEADS: Pages = {"led": "/led/", "act-relief": "{problem}relief/"}
ADMINISTRATORS: Pages = {
    "doors": "/doors/",
    "door": "/doors/1/",
    "door-new": "/doors/new/",
    "people": "/people/",
    "colleague": "/people/1/",
    "colleague-new": "/people/new/",
    "departure": "/people/3/departure/",
    "teams": "/teams/",
    "team": "/teams/1/",
    "team-new": "/teams/new/",
    "telephones": "/telephones/",
    "telephone-new": "/telephones/new/",
    "company": "/company/",
    "held": "/customers/1/",
    "prompts": "/prompts/en/",
}
SPOKEN: Pages = {"prompt": "/prompts/en/coming/"}
"""What callers hear, in the language it is said in."""

NOBODY: Pages = {
    "sign-in": "/accounts/login/",
    "password-forgotten": "/accounts/password/reset/",
    "demo": "/demo/",
    "offline": "/offline/",
    "link-over": "/with/" + "a" * 26 + "/",
}
"""Before signing in."""

OF_A_DEMO: Pages = {"outbox": "/outbox/"}
"""Where the mails are that left, each in its reader's language."""

CUSTOMERS: Pages = {"customer": "{customer}"}

EVERY = (COLLEAGUES, ACTS, ASKED, MADE, LEADS, ADMINISTRATORS, SPOKEN, NOBODY, OF_A_DEMO, CUSTOMERS)

NO_PAGE = {
    "health": "says in a word that all is well",
    "manifest": "for the browser",
    "icon": "a picture",
    "service-worker": "a program",
    "face": "a picture",
    "calendar": "for a calendar",
    "file": "a file",
    "everything-held": "a file",
    "file-picture": "a picture",
    "file-sound": "a sound",
    "prompt-sound": "a sound",
    "own-name-sound": "a sound",
    "prompts": "leads to those of a language",
    "phone-now": "a part of the telephone's page",
    "upload": "a file",
    "upload-picture": "a picture",
    "customers-file": "a file",
    "customers-picture": "a picture",
    "customers-upload": "a file",
    "customers-upload-picture": "a picture",
    "live": "news",
    "customers-live": "news",
    "presence-on": "a part of the problem's page",
    "on-the-line": "a part of the home page",
    "palette": "a part of every page",
    "suggestions": "a part of the search",
    "offered-replies": "a part of the writer",
    "mentionable": "a part of the writer",
    "notices-tested": "a part of one's own page",
    "cause-reach": "a part of a common cause's page",
    "telephone": "the form of a new one, filled in",
    "demo-clock": "only asks the demo's clock on",
    "styleguide": "the components, for who makes pages",
    "sample-page": "as the page it is a sample of",
    "sample-customer-page": "as the page it is a sample of",
}
"""What answers to being read and is looked at by nobody, or elsewhere: and why."""


def filled(pages: Pages, **gaps: str) -> dict[str, str]:
    """With real addresses in the gaps."""
    return {name: path.format(**gaps) for name, path in pages.items()}


def made(bea: Page, tom: Page, problem: str) -> dict[str, str]:
    """Bea keeps a reply, says what a problem is part of, and asks Tom to stand in for her: the
    addresses of all three."""
    bea.goto("/saved-replies/new/")
    bea.get_by_label("Its name").fill("Deposit")
    bea.get_by_label("The words").fill(
        "Hello {{first name}}, your deposit comes with the last invoice."
    )
    bea.locator("main form [type=submit]").first.click()
    reply = bea.get_by_role("link", name="Deposit").first.get_attribute("href") or ""
    bea.goto(f"{problem}cause/")
    bea.get_by_label("What they have in common").fill("Radio modules of May")
    bea.get_by_role("button", name="It is part of it").click()
    bea.goto("/causes/")
    cause = bea.get_by_role("link", name="Radio modules of May").first.get_attribute("href") or ""
    bea.goto("/you/absence/")
    for one in bea.locator("select[name^=whom-]").all():
        him = one.locator("option", has_text="Tom Okafor").get_attribute("value")
        one.select_option(him)
    bea.get_by_role("button", name="Plan it and ask them").click()
    tom.goto("/")
    call = tom.locator(".call", has_text="Bea asks you to stand in")
    absence = call.get_by_role("link", name="Read first").get_attribute("href") or ""
    return {"reply": reply, "cause": cause, "absence": absence, "problem": problem}
