/* The window of one's own phone: it holds the call, while the desk's pages come and go. Other pages of
   this browser hear how it is, and may ask it to do what its own buttons do. */
const root = document.querySelector("[data-phone]");
const say = root.dataset;
const { Line } = await import(say.line);
const sound = await import(say.sound);

const id = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const others = new BroadcastChannel("stayline-phone");
const ear = new Audio();
const bell = new sound.Bell();
const part = (name) => root.querySelector(`[data-${name}]`);
const now = () => document.getElementById("phone-now");
const CALLED_FOR = 20_000, SILENT_FOR = 5_000, TOLD_WITHIN = 1_500;

let state = "off", talkingSince = 0, notice = null;
let called = { problem: "", at: 0 }; // whom one calls from a page

/* -- what is shown and told ------------------------------------------------------------------------ */
const TALKS = ["talking", "interrupted"];
const caller = () => now().querySelector("[data-caller]")?.dataset.caller ?? "";

function become(next, sentence = "", urgent = false) {
  state = next;
  root.dataset.state = next;
  for (const one of root.querySelectorAll("[data-when]")) one.hidden = !one.dataset.when.split(" ").includes(next);
  part("switch").disabled = next !== "off";
  tell(sentence, urgent);
  draw();
  window.htmx.trigger(now(), "live"); // a line that rings may be heard before the desk hears of it
}
function tell(sentence, urgent = false) {
  part("told").textContent = urgent ? "" : sentence;
  part("trouble").textContent = urgent ? sentence : "";
}
function draw() {
  part("state").textContent = part("state").dataset[state] ?? "";
  part("mute").setAttribute("aria-pressed", String(line.isMuted));
  part("hold").setAttribute("aria-pressed", String(line.isHolding));
  document.title = (state === "ringing" ? say.titleRinging : TALKS.includes(state) ? say.titleTalking : say.title).replace("{who}", caller());
  spread();
}
function spread(asksFirst = "") {
  const problem = now().querySelector("[data-problem]")?.dataset.problem ?? "";
  others.postMessage({ state, who: caller(), problem, isMuted: line.isMuted, isHolding: line.isHolding, asksFirst });
}

/* What the desk knows at this moment: what is shown may be a moment old. Nothing, where it is not told in time. */
async function asked() {
  try {
    const answer = await fetch(now().getAttribute("hx-get"), { signal: AbortSignal.timeout(TOLD_WITHIN) });
    if (!answer.ok || answer.redirected) return null;
    return [...new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll(".phone-call")];
  } catch { return null; }
}

/* -- the line --------------------------------------------------------------------------------------- */
const post = (path, more = {}) => fetch(path, { method: "POST", body: new URLSearchParams({ window: id, ...more }), headers: { "X-CSRFToken": token, "HX-Request": "true" } });

async function signIn(take) {
  const answer = await post(say.on, { take: take ? "yes" : "" });
  if (answer.ok) return answer.json();
  if (answer.status === 409) { const { why, elsewhere } = await answer.json(); throw Object.assign(new Error(why), { elsewhere }); }
  if (answer.status === 401 || answer.status === 403) { document.dispatchEvent(new CustomEvent("stayline:signed-out")); throw new Error(say.signedOut); }
  throw new Error(say.failed);
}

const line = new Line({
  address: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${say.ws}`,
  signIn,
  microphone: sound.microphone,
});
line.addEventListener("ready", () => become(line.isTalking ? "talking" : line.isRinging ? "ringing" : "ready", line.isTalking ? say.healed : ""));
line.addEventListener("lost", () => become(line.isTalking ? "interrupted" : "lost", line.isTalking ? say.interrupted : say.lost, true));
line.addEventListener("refused", ({ detail }) => { if (!line.isTalking) become("off", detail.error.message, true); });
line.addEventListener("off", () => { if (state !== "off") become("off"); });
document.addEventListener("stayline:signed-out", () => { if (state !== "off" && !line.isTalking) { line.switchOff(); become("off", say.signedOut, true); } });
line.addEventListener("changed", () => { tell(line.isHolding ? say.holding : line.isMuted ? say.muted : say.talking); draw(); });
line.addEventListener("unplugged", async () => {
  try { await line.useMicrophone(); tell(say.replaced, true); } catch { tell(say.unplugged, true); }
  listDevices();
});
line.addEventListener("heard", async ({ detail }) => {
  ear.srcObject = detail.stream;
  await sound.through(ear, "speaker");
  ear.play().catch(() => tell(say.press, true));
});
line.addEventListener("ringing", async () => {
  if (await isMyCall()) { called.at = 0; answer(); return; }
  if (!line.isRinging) return;
  become("ringing", "", true);
  bell.ring();
  part("answer").focus();
  ringOutside();
});

/* Whoever calls, or comes in, from a page is rung here and need not pick up; any other call rings. */
async function isMyCall() {
  if (Date.now() - called.at > CALLED_FOR) return false;
  const calls = await asked();
  return line.isRinging && Boolean(calls?.length) && calls.every(({ dataset }) => (dataset.problem ?? dataset.called) === called.problem);
}

line.addEventListener("talking", () => {
  quiet();
  talkingSince = soundAt = Date.now();
  become("talking", say.talking);
  part("mute").focus();
});
line.addEventListener("ended", ({ detail }) => {
  quiet();
  ear.srcObject = null;
  part("ending").close();
  if (state === "lost" || state === "off") return;
  become("ready", detail.wasTalking ? say.over : detail.isTheirs ? say.elsewhere : "");
});

function quiet() { bell.hush(); notice?.close(); notice = null; }

/* Told outside the window too, where it may: others see the name only once they are here. */
function ringOutside() {
  if (document.hasFocus() || !("Notification" in window) || Notification.permission !== "granted") return;
  try {
    notice = new Notification(caller() ? say.titleRinging.replace("{who}", caller()) : say.ringing, { tag: "stayline-phone", requireInteraction: true, icon: "/icon-192.png" });
    notice.addEventListener("click", () => { window.focus(); notice?.close(); });
  } catch { /* a phone's browser leaves that to its service worker; push tells there */ }
}

/* -- what one does ---------------------------------------------------------------------------------- */
const WHY = { NotAllowedError: "refused", NotFoundError: "none", NotReadableError: "busy" };

async function switchOn() {
  become("connecting");
  try {
    const heard = await sound.microphone(); // asked now, not when somebody waits
    for (const track of heard.getTracks()) track.stop();
    if ("Notification" in window && Notification.permission === "default") Notification.requestPermission();
    listDevices();
    await line.switchOn();
  } catch (error) { become("off", say[WHY[error.name]] ?? (error instanceof TypeError ? say.failed : error.message), true); }
}
function switchOff() {
  line.switchOff();
  post(say.off);
  become("off");
}
async function answer() {
  bell.hush();
  try { await line.answer(); } catch (error) {
    become("ringing", say[WHY[error.name]] ?? say.failed, true);
    bell.ring();
  }
}
/* Somebody who would be left alone is spoken of first: in this window, or on the page that asked. */
async function hangUp(page = "") {
  if (!line.isTalking) { line.hangUp(); return; }
  const since = talkingSince, calls = await asked();
  if (!line.isTalking || since !== talkingSince) return;
  if (calls && !calls.some(({ dataset }) => "alone" in dataset)) line.hangUp();
  else if (page) spread(page);
  else if (!part("ending").open) part("ending").showModal();
}
const acts = {
  on: switchOn, off: switchOff, answer, decline: () => line.hangUp(), "hang-up": () => hangUp(), "hang-up-anyway": () => line.hangUp(),
  mute: () => line.mute(!line.isMuted), hold: () => line.hold(!line.isHolding),
  hear: async (button) => {
    button.disabled = true;
    tell(say.speak);
    try { await sound.hearOneself((loud) => { part("level").value = loud; }); tell(say.heard); } catch (error) { tell(say[WHY[error.name]] ?? say.failed, true); }
    button.disabled = false;
  },
  bell: () => { bell.ring(); setTimeout(() => { if (state !== "ringing") bell.hush(); }, 1_500); },
};
root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.act) acts[button.dataset.act](button);
  if (button?.dataset.key) press(button.dataset.key);
});
function press(key) {
  line.press(key);
  part("pressed").textContent += key;
}
root.addEventListener("keydown", (event) => {
  if (part("keys").open && TALKS.includes(state) && /^[0-9*#]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) press(event.key);
});
others.addEventListener("message", ({ data }) => {
  if (data.asks === "how") spread();
  else if (data.asks === "called") called = { problem: data.problem, at: Date.now() };
  else if (data.asks === "hang-up") hangUp(data.page);
  else if (["answer", "decline", "hang-up-anyway", "mute", "hold"].includes(data.asks)) acts[data.asks]();
});

/* -- devices ---------------------------------------------------------------------------------------- */
async function listDevices() {
  const found = await sound.devices();
  for (const list of root.querySelectorAll("select[data-device]")) {
    const there = found[list.dataset.device].filter((one) => one.deviceId !== "default");
    const options = there.map((one) => new Option(one.label, one.deviceId));
    list.replaceChildren(new Option(list.dataset.usual, ""), ...options);
    list.value = there.some((one) => one.deviceId === sound.choice(list.dataset.device)) ? sound.choice(list.dataset.device) : "";
    list.closest(".field").hidden = !there.length;
  }
}
root.addEventListener("change", async ({ target }) => {
  const kind = target.dataset?.device;
  if (!kind) return;
  sound.choose(kind, target.value);
  if (kind === "microphone" && line.isTalking) await line.useMicrophone().catch(() => tell(say.unplugged, true));
  if (kind === "speaker") await sound.through(ear, kind);
});
navigator.mediaDevices?.addEventListener("devicechange", listDevices);

/* -- what the desk knows ---------------------------------------------------------------------------- */
document.addEventListener("htmx:afterSettle", draw);

/* A goodbye may not reach this window. A call is over only where no sound comes any more and the timeline,
   asked anew, knows of no call; never while somebody is heard. */
let sounds = 0, soundAt = 0;
async function listen() {
  const came = await line.received().catch(() => 0);
  if (came !== sounds) { sounds = came; soundAt = Date.now(); }
  if (Date.now() - soundAt < SILENT_FOR) return;
  soundAt = Date.now(); // asked again after as long
  const since = talkingSince, calls = await asked();
  if (calls?.length === 0 && since === talkingSince && await line.received().catch(() => 0) === sounds) line.hangUp();
}
setInterval(() => {
  if (!TALKS.includes(state)) return;
  const long = Date.now() - talkingSince;
  part("since").textContent = new Date(long).toISOString().slice(long < 3_600_000 ? 14 : 11, 19);
  if (line.isTalking) listen();
}, 1_000);

/* -- goodbye ----------------------------------------------------------------------------------------- */
addEventListener("beforeunload", (event) => { if (line.isTalking) event.preventDefault(); });
addEventListener("pagehide", () => {
  if (state === "off") return;
  const goodbye = new FormData();
  goodbye.set("window", id);
  goodbye.set("csrfmiddlewaretoken", token);
  navigator.sendBeacon(say.off, goodbye);
  line.switchOff();
  others.postMessage({ state: "off" });
});

/* One window of a browser is the phone: a second one says so, and leaves the first alone. */
navigator.locks.request("stayline-phone", { ifAvailable: true }, async (lock) => {
  if (!lock) { become("second"); return; }
  become("off");
  listDevices();
  const allowed = await navigator.permissions?.query({ name: "microphone" }).catch(() => null);
  if (allowed?.state === "granted" && location.hash === "#on") switchOn();
  await new Promise(() => { /* held until this window is gone */ });
});
