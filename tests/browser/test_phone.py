"""The window of one's own phone, before a line that is played: what is said when something is amiss, and the keyboard.

Real calls in a real browser are made in tests/phone/real/test_in_the_browser.py.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.accessibility import cut_off_when_narrow_and_spaced, violations
from tests.browser.conftest import Signs

LINE = """
class Told {
  #hears = {};
  on(kind, act) { (this.#hears[kind] ??= []).push(act); }
  tell(kind, what = {}) { for (const act of this.#hears[kind] ?? []) act(what); }
}
class Session extends Told {
  connection = {
    getSenders: () => [],
    getStats: async () => new Map([["in", { type: "inbound-rtp", packetsReceived: window.silent ? 0 : ++window.packets }]]),
  };
  is = { established: false, ended: false, muted: false, held: false };
  isEstablished() { return this.is.established; }
  isEnded() { return this.is.ended; }
  isMuted() { return { audio: this.is.muted }; }
  isOnHold() { return { local: this.is.held }; }
  answer() { this.is.established = true; this.tell("confirmed"); }
  mute() { this.is.muted = true; }
  unmute() { this.is.muted = false; }
  hold() { this.is.held = true; this.tell("hold"); }
  unhold() { this.is.held = false; this.tell("unhold"); }
  sendDTMF(key) { window.pressed = (window.pressed ?? "") + key; }
  renegotiate() {}
  terminate() { this.ends("local"); }
  ends(originator) { this.is.ended = true; this.tell(this.is.established ? "ended" : "failed", { originator }); }
}
window.JsSIP = {
  WebSocketInterface: class {},
  UA: class extends Told {
    start() { window.line = this; setTimeout(() => this.tell("registered")); }
    stop() {}
    isConnected() { return !window.lost; }
    set() {}
    register() { setTimeout(() => this.tell("registered")); }
  },
};
window.rings = () => { window.call = new Session(); window.line.tell("newRTCSession", { originator: "remote", session: window.call }); };
"""

MICROPHONE = """
window.packets = window.opened = 0;
navigator.mediaDevices.getUserMedia = async () => {
  if (window.refusal) throw new DOMException("", window.refusal);
  window.opened++;
  return new AudioContext().createMediaStreamDestination().stream;
};
"""


def _with_a_line(context: BrowserContext) -> None:
    context.add_init_script(MICROPHONE)
    context.route(
        "**/vendor/jssip*.js",
        lambda route: route.fulfill(body=LINE, content_type="text/javascript"),
    )
    context.route("**/phone/on/", lambda route: route.fulfill(json={"name": "x", "password": "x"}))


@pytest.fixture
def phone(as_: Signs) -> Page:
    """Bea's, and still off."""
    page = as_("Bea ")
    _with_a_line(page.context)
    page.goto("/phone/")
    return page


def switched_on(page: Page) -> None:
    page.get_by_role("button", name="Take calls in this browser").click()
    expect(page.get_by_text("on, calls ring here")).to_be_visible()


def the_desk_knows_of(page: Page, marks: str) -> None:
    """From now on its answer is one call that bears these."""
    call = f'<article class="phone-call" {marks} data-caller="Carol"></article>' if marks else ""
    page.context.route(
        "**/phone/now/", lambda route: route.fulfill(body=call, content_type="text/html")
    )


def in_a_call(page: Page) -> None:
    page.evaluate("rings()")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("You are in the call.")).to_be_visible()


REFUSALS = {
    "NotAllowedError": "Allow it beside the address above",
    "NotFoundError": "No microphone was found",
    "NotReadableError": "Another program holds the microphone",
}


def test_without_a_microphone_the_reason_and_a_way_on_are_told(phone: Page) -> None:
    for refusal, sentence in REFUSALS.items():
        phone.evaluate("name => { window.refusal = name; }", refusal)
        phone.get_by_role("button", name="Take calls in this browser").click()
        expect(phone.get_by_role("alert").filter(has_text=sentence)).to_be_visible()
    phone.evaluate("window.refusal = ''")
    switched_on(phone)


def test_a_call_is_taken_by_the_keyboard_alone(phone: Page) -> None:
    switched_on(phone)
    phone.evaluate("rings()")
    expect(phone.get_by_role("button", name="Answer")).to_be_focused()
    phone.keyboard.press("Enter")
    mute = phone.get_by_role("button", name="Mute")
    expect(mute).to_be_focused()
    phone.keyboard.press("Enter")
    expect(mute).to_have_attribute("aria-pressed", "true")
    expect(phone.get_by_text("You are muted")).to_be_visible()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("On hold: they hear")).to_be_visible()
    phone.get_by_text("Keys", exact=True).click()
    phone.keyboard.press("4")
    assert phone.evaluate("window.pressed") == "4"
    assert not violations(phone)
    assert not cut_off_when_narrow_and_spaced(phone)
    phone.get_by_role("button", name="Hang up").click()
    expect(phone.get_by_text("The call is over.")).to_be_visible()


def test_a_page_of_the_desk_hears_of_the_call_and_a_second_window_leaves_it_alone(
    phone: Page,
) -> None:
    switched_on(phone)
    second = phone.context.new_page()
    second.goto("/phone/")
    expect(second.get_by_text("open in another window of this browser already")).to_be_visible()
    phone.evaluate("rings()")
    phone.evaluate("call.ends('remote')")
    expect(phone.get_by_text("somebody answered elsewhere")).to_be_visible()
    phone.evaluate("line.tell('disconnected')")
    expect(phone.get_by_role("alert").filter(has_text="No connection")).to_be_visible()
    phone.evaluate("line.tell('registered')")
    expect(phone.get_by_text("on, calls ring here")).to_be_visible()


def test_a_window_whose_calls_were_taken_elsewhere_says_so(phone: Page) -> None:
    switched_on(phone)
    phone.context.route(
        "**/phone/on/",
        lambda route: route.fulfill(
            status=409,
            json={"why": "Your calls are taken in another window now.", "elsewhere": True},
        ),
    )
    phone.evaluate("line.tell('registrationFailed', { response: { status_code: 401 } })")
    expect(phone.get_by_role("alert").filter(has_text="in another window now")).to_be_visible()
    expect(phone.get_by_role("button", name="Take calls in this browser")).to_be_enabled()


def test_a_window_whose_desk_knows_of_no_call_leaves_a_customer_who_is_heard(phone: Page) -> None:
    phone.clock.install()
    phone.reload()
    the_desk_knows_of(phone, "")
    switched_on(phone)
    in_a_call(phone)
    for _second in range(12):
        phone.clock.run_for(1_000)
    expect(phone.locator("[data-phone]")).to_have_attribute("data-state", "talking")

    the_desk_knows_of(phone, 'data-problem="7"')
    phone.evaluate("window.silent = true")
    for _second in range(12):
        phone.clock.run_for(1_000)
    expect(phone.locator("[data-phone]")).to_have_attribute("data-state", "talking")

    the_desk_knows_of(phone, "")
    for _second in range(12):
        phone.clock.run_for(1_000)
    expect(phone.get_by_text("The call is over.")).to_be_visible()


def test_who_calls_from_a_page_need_not_pick_up_and_any_other_call_rings(phone: Page) -> None:
    switched_on(phone)
    desk = phone.context.new_page()
    desk.goto("/phone/")
    desk.evaluate(
        "new BroadcastChannel('stayline-phone').postMessage({ asks: 'called', problem: '7' })"
    )
    for other in ("", 'data-problem="8"', 'data-called="8"'):
        the_desk_knows_of(phone, other)
        phone.evaluate("rings()")
        expect(phone.get_by_role("button", name="Answer")).to_be_visible()
        phone.evaluate("call.ends('remote')")
    the_desk_knows_of(phone, 'data-called="7"')
    phone.evaluate("rings()")
    expect(phone.get_by_text("You are in the call.")).to_be_visible()


def test_hold_waits_until_the_exchange_can_be_told(phone: Page) -> None:
    switched_on(phone)
    in_a_call(phone)
    phone.evaluate("window.lost = true; line.tell('disconnected')")
    hold = phone.get_by_role("button", name="Hold", exact=True)
    hold.click()
    assert phone.evaluate("call.is.held") is False
    phone.evaluate("window.lost = false; line.tell('registered')")
    hold.click()
    assert phone.evaluate("call.is.held") is True


def test_two_presses_open_one_microphone(phone: Page) -> None:
    switched_on(phone)
    before = phone.evaluate("window.opened")
    phone.evaluate("rings()")
    answer = phone.get_by_role("button", name="Answer")
    expect(answer).to_be_visible()
    answer.evaluate("button => { button.click(); button.click(); }")
    expect(phone.get_by_text("You are in the call.")).to_be_visible()
    assert phone.evaluate("window.opened") == before + 1


def test_who_would_leave_a_customer_alone_is_asked_also_before_the_page_has_heard(
    phone: Page,
) -> None:
    switched_on(phone)
    in_a_call(phone)
    the_desk_knows_of(phone, 'data-problem="7" data-alone')
    phone.get_by_role("button", name="Hang up").click()
    expect(phone.get_by_text("Somebody would be left on the line")).to_be_visible()
    phone.get_by_role("button", name="Stay").click()
    expect(phone.locator("[data-phone]")).to_have_attribute("data-state", "talking")
