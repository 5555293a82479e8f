/* What one hears and is heard by: the devices chosen in this browser, the bell, a level, and a try. */
const KEPT = "stayline-phone-sound";
const RINGS = [[0, 0.4], [0.6, 0.4]], PAUSE = 3; // seconds: two strokes, then quiet
const TONES = [523.25, 659.25]; // Hz
const TRIED = 3_000;

const chosen = () => { try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; } };
export const choice = (kind) => chosen()[kind] ?? "";
export function choose(kind, device) {
  try { localStorage.setItem(KEPT, JSON.stringify({ ...chosen(), [kind]: device })); } catch { /* until the window closes, then */ }
}

/* Raises NotAllowedError where the browser or a person says no, NotFoundError where there is none. */
export async function microphone() {
  const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const device = choice("microphone");
  if (!navigator.mediaDevices) throw new DOMException("no secure page", "NotAllowedError");
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: device ? { ...wanted, deviceId: { exact: device } } : wanted });
  } catch (error) {
    if (error.name !== "OverconstrainedError") throw error; // the chosen one is not plugged in today
    return navigator.mediaDevices.getUserMedia({ audio: wanted });
  }
}

export async function devices() {
  const all = await navigator.mediaDevices?.enumerateDevices() ?? [];
  const of = (kind) => all.filter((one) => one.kind === kind && one.deviceId);
  return { microphone: of("audioinput"), speaker: of("audiooutput"), bell: of("audiooutput") };
}

let context = null;
const running = () => { context ??= new AudioContext(); context.resume().catch(() => { /* after the first press */ }); return context; };

/* An element that plays through the device chosen for `kind`. */
export async function through(element, kind) {
  if (!element.setSinkId) return;
  try { await element.setSinkId(choice(kind)); } catch { await element.setSinkId("").catch(() => { /* the only one there is */ }); }
}

async function outlet(kind) {
  const way = running().createMediaStreamDestination(), element = new Audio();
  element.srcObject = way.stream;
  await through(element, kind);
  element.play().catch(() => { /* silent until the first press: the bell is seen, and told */ });
  return { way, close: () => { element.pause(); element.srcObject = null; } };
}

export class Bell {
  #timer = 0;
  #outlet = null;
  #wanted = false;

  async ring() {
    this.#wanted = true;
    const there = await outlet("bell");
    if (!this.#wanted || this.#outlet) { there.close(); return; }
    this.#outlet = there;
    const stroke = () => { for (const [at, long] of RINGS) for (const tone of TONES) this.#strike(tone, at, long); };
    stroke();
    this.#timer = setInterval(stroke, 1_000 * PAUSE);
    navigator.vibrate?.([400, 200, 400]);
  }

  #strike(tone, at, long) {
    const sound = context.createOscillator(), loud = context.createGain(), from = context.currentTime + at;
    sound.frequency.value = tone;
    loud.gain.setValueAtTime(0, from);
    loud.gain.linearRampToValueAtTime(0.2, from + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.001, from + long);
    sound.connect(loud).connect(this.#outlet.way);
    sound.start(from);
    sound.stop(from + long);
  }

  hush() {
    this.#wanted = false;
    clearInterval(this.#timer);
    this.#outlet?.close();
    this.#outlet = null;
  }
}

/* How loud a stream is, from 0 to 1, told ten times a second until `stop` is called. */
export function level(stream, tell) {
  const hearer = running().createAnalyser(), source = context.createMediaStreamSource(stream);
  const heard = new Float32Array(hearer.fftSize);
  source.connect(hearer);
  const timer = setInterval(() => {
    hearer.getFloatTimeDomainData(heard);
    tell(Math.min(1, 3 * Math.sqrt(heard.reduce((sum, one) => sum + one * one, 0) / heard.length)));
  }, 100);
  return () => { clearInterval(timer); source.disconnect(); tell(0); };
}

/* Three seconds of oneself, and then heard back: what the customer would hear. */
export async function hearOneself(tell) {
  const stream = await microphone();
  const stop = level(stream, tell);
  const pieces = [], recorder = new MediaRecorder(stream);
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  const done = new Promise((resolve) => { recorder.addEventListener("stop", resolve, { once: true }); });
  recorder.start();
  setTimeout(() => recorder.stop(), TRIED);
  await done;
  stop();
  for (const track of stream.getTracks()) track.stop();
  const said = context.createBufferSource(), { way, close } = await outlet("speaker");
  said.buffer = await context.decodeAudioData(await new Blob(pieces).arrayBuffer());
  said.connect(way);
  said.addEventListener("ended", close);
  said.start();
}
