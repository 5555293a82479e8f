"""A colleague's browser: the desk's web process, and a Chromium whose microphone hears one tone."""

from __future__ import annotations

import asyncio
import os
import sys
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from django.db import connection
from playwright.async_api import Page, async_playwright, expect

from tests.browser.conftest import find_chromium
from tests.installation import free_port
from tests.phone.phones import LOUD
from tests.phone.real.conftest import Asterisk
from tests.phone.real.telephone import database_url

RATE = 48_000

_KEEPS_WHAT_COMES = """
window.heard = window.socket = null;
window.WebSocket = class extends WebSocket {
  constructor(...given) { super(...given); window.socket = this; }
};
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) {
    super(...given);
    this.addEventListener("track", ({ track }) => { window.heard = new MediaStream([track]); });
  }
};
"""

_TAKES_A_TONE_FOR_A_VOICE = """
const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
const asItIs = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
if (ask) navigator.mediaDevices.getUserMedia = ({ audio }) => ask({ audio: { ...audio, ...asItIs } });
"""
"""A steady tone is noise to a browser: after ten seconds a tenth of it is left. A person is not one."""

_HOW_LOUD = """async (tones) => {
  if (!window.heard) return tones.map(() => 0);
  const context = new AudioContext(), hearer = context.createAnalyser();
  hearer.fftSize = 16384;
  hearer.smoothingTimeConstant = 0;
  context.createMediaStreamSource(window.heard).connect(hearer);
  await new Promise((done) => setTimeout(done, 450));
  const found = new Float32Array(hearer.frequencyBinCount);
  hearer.getFloatFrequencyData(found);
  const each = context.sampleRate / hearer.fftSize;
  await context.close();
  return tones.map((tone) => 10 ** (Math.max(...found.slice(Math.floor(tone / each) - 2, Math.ceil(tone / each) + 3)) / 20));
}"""


@asynccontextmanager
async def desk(asterisk: Asterisk) -> AsyncIterator[str]:
    """The web process beside the tests' exchange, on the tests' database; its address."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(connection.settings_dict),
        "STAYLINE_DATA": str(asterisk.data),
        "STAYLINE_WEB_PORT": str(port),
        "STAYLINE_PHONE_TRUNK": "trunk",
        "STAYLINE_DEMO": "yes",
        "STAYLINE_DEBUG": "yes",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "stayline.project.web"), env=environment
    )
    try:
        await _until_it_listens(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def _until_it_listens(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


@asynccontextmanager
async def phone_in_a_browser(url: str, who: str, tone: int, folder: Path) -> AsyncIterator[Page]:
    """The window of somebody's phone, switched on."""
    microphone = folder / f"{tone}.wav"
    _sing(microphone, tone)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=find_chromium(),
            args=[
                "--no-sandbox",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={microphone}",
                "--autoplay-policy=no-user-gesture-required",
            ],
        )
        context = await chromium.new_context(base_url=url, viewport={"width": 400, "height": 680})
        page = await context.new_page()
        await page.add_init_script(_KEEPS_WHAT_COMES + _TAKES_A_TONE_FOR_A_VOICE)
        await page.goto("/demo/")
        await page.get_by_role("button", name=f"{who} ").first.click()
        await page.goto("/phone/")
        await page.get_by_role("button", name="Take calls in this browser").click()
        await is_(page, "ready")
        try:
            yield page
        finally:
            await chromium.close()


def _sing(to: Path, tone: int) -> None:
    sound = np.sin(2 * np.pi * tone * np.arange(10 * RATE) / RATE) * 12_000
    with wave.open(str(to), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(sound.astype("<i2").tobytes())


async def is_(page: Page, state: str, seconds: float = 15) -> None:
    where = page.locator("[data-phone]")
    await expect(where).to_have_attribute("data-state", state, timeout=seconds * 1000)


async def hears(page: Page, *tones: int, among: tuple[int, ...], seconds: float = 8) -> None:
    """Waits until the browser hears exactly these of the tones."""
    loud: dict[int, float] = {}
    try:
        async with asyncio.timeout(seconds):
            while {tone for tone, how in loud.items() if how > LOUD / 10} != set(tones):
                loud = dict(zip(among, await page.evaluate(_HOW_LOUD, among), strict=True))
    except TimeoutError:
        raise AssertionError(f"the browser hears {loud}, not {tones}") from None
