/* This page is open, and its reader is here, or writes: said every half minute, at once when
   something changes, and never for each key. What others do comes back as a fragment. */
const EVERY = 25_000, WRITING = 8_000, IDLE = 5 * 60_000;
const problem = document.querySelector("[data-problem]")?.dataset.problem;
const place = () => document.getElementById("presence");
const path = problem ? `/problems/${problem}/presence/` : "/presence/";

const bytes = crypto.getRandomValues(new Uint8Array(16));
const id = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
let activeAt = Date.now(), wroteAt = 0, wrote = "reply", toldWriting = 0, wasActive = true;

const token = () => { try { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch { return ""; } };
const isWriting = () => Date.now() - wroteAt < WRITING;
const isActive = () => Date.now() - activeAt < IDLE;

async function tell(more = {}) {
  wasActive = isActive();
  const body = new URLSearchParams({ page: id, writes: isWriting() ? wrote : "", active: wasActive ? "yes" : "no", ...more });
  try {
    const answer = await fetch(path, { method: "POST", body, keepalive: Boolean(more.gone), headers: { "X-CSRFToken": token(), "HX-Request": "true" } });
    if (answer.status === 401 || answer.status === 403) document.dispatchEvent(new CustomEvent("stayline:signed-out"));
    if (problem && answer.ok && !more.gone) show(await answer.text());
  } catch { /* the line is gone: the next beat says it */ }
}

function show(html) {
  const old = place();
  if (!old) return;
  old.outerHTML = html;
  window.htmx?.process(place());
  say();
}

/* Told to screen readers: who begins to write, at once; who comes, unless something was just told;
   who goes or goes on is not. */
let known = new Set(), saidAt = 0;
function say() {
  const voice = document.querySelector("[data-presence-said]");
  if (!voice) return;
  const lines = [...document.querySelectorAll("#presence [data-said]")];
  const fresh = lines.filter((one) => !known.has(one.textContent));
  known = new Set(lines.map((one) => one.textContent));
  const told = fresh.filter((one) => one.dataset.said === "writes" || Date.now() - saidAt > 10_000);
  if (!told.length) return;
  saidAt = Date.now();
  voice.textContent = told.map((one) => one.textContent).join(". ");
}
document.addEventListener("htmx:afterSwap", (event) => { if (event.target?.id === "presence" || event.detail?.elt?.id === "presence") say(); });

for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => {
  activeAt = Date.now();
  if (!wasActive) tell();
}, { passive: true, capture: true });

let stops = 0;
document.addEventListener("input", (event) => {
  if (!problem || !(event.target instanceof Element) || !event.target.closest("[data-writer]")) return;
  const now = event.target.closest("[data-pane]")?.dataset.pane ?? "reply";
  if (now !== wrote) toldWriting = 0;
  wrote = now;
  wroteAt = Date.now();
  clearTimeout(stops);
  stops = setTimeout(() => { toldWriting = 0; tell(); }, WRITING + 200);
  if (Date.now() - toldWriting > WRITING) { toldWriting = Date.now(); tell(); }
});

/* Whoever begins to write has read what stands above: a conversation that goes to and fro at once is
   not stopped at every word. What comes while one writes still is. */
document.addEventListener("beforeinput", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || field.value || !field.matches("[data-writer] [data-draft=reply]")) return;
  const seen = field.form.querySelector("[name=seen]"), shown = document.getElementById("timeline")?.dataset.version ?? "0";
  if (Number(shown) > Number(seen.value)) seen.value = shown;
  const stale = document.querySelector("[data-stale-banner]");
  if (stale) stale.hidden = true;
});

const csrf = token();
if (csrf) {
  if (!document.hidden && !document.prerendering) tell(); // a tab in the background is no reader
  document.addEventListener("prerenderingchange", () => tell(), { once: true });
  setInterval(() => { if (!document.hidden) tell(); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (document.hidden) tell({ gone: "yes" }); else { activeAt = Date.now(); tell(); } });
  addEventListener("pagehide", () => tell({ gone: "yes" }));
}
