/* The customer's page is alive: words, questions and promises appear by themselves, a form is sent
   without a reload, and nothing typed is lost. Without this script every form works as a form. */
const root = document.querySelector("[data-with]");
const say = root?.dataset ?? {};
const EVERY = 25_000, WRITING = 8_000, PATIENCE = 20_000, AGAIN = 5_000, HIDDEN_FOR = 600_000;
const path = say.path;
let mark = say.mark;

const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const fill = (text, name) => text.replace("{name}", name);
const aloud = (text) => { const voice = root.querySelector("[data-said-aloud]"); if (voice) voice.textContent = text; };

/* -- parts --------------------------------------------------------------------------------------- */
/* What a part says, whatever this browser has done to it: hidden fields and spoken times aside. */
function essence(part) {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll("input[type=hidden]")) one.remove();
  for (const one of copy.querySelectorAll("time, [data-left]")) { one.textContent = ""; one.removeAttribute("title"); }
  for (const one of copy.querySelectorAll("details")) one.removeAttribute("open");
  for (const one of copy.querySelectorAll("[data-busy], [aria-busy], .said--new")) { one.removeAttribute("data-busy"); one.removeAttribute("aria-busy"); one.classList.remove("said--new"); }
  return copy.innerHTML.replace(/\s+/g, " ").replace(/ class=""/g, "");
}

function keepTyped(old, fresh) {
  for (const field of old.querySelectorAll("textarea")) {
    if (!field.value || field.value === field.defaultValue) continue;
    const next = field.id && fresh.querySelector(`#${CSS.escape(field.id)}`);
    if (next) { next.value = field.value; continue; }
    const words = document.getElementById("words"); // its question is over: the words are not
    if (words && !words.value.includes(field.value)) words.value = [words.value, field.value].filter(Boolean).join("\n\n");
    words?.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const one of old.querySelectorAll("details[data-keep][open]")) fresh.querySelector(`details[data-keep="${CSS.escape(one.dataset.keep)}"]`)?.setAttribute("open", "");
}

function swap(old, fresh) {
  if (essence(old) === essence(fresh)) return false;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const at = focused?.id && "selectionStart" in focused ? [focused.id, focused.selectionStart, focused.selectionEnd] : null;
  keepTyped(old, fresh);
  old.replaceChildren(...fresh.childNodes);
  const again = at && document.getElementById(at[0]);
  if (again) { again.focus({ preventScroll: true }); again.setSelectionRange(at[1], at[2]); }
  return true;
}

/* Words that are there stay where they are; only what is new comes in. The latest of ours is told. */
function converse(old, fresh) {
  const list = old.querySelector(".talk"), next = fresh.querySelector(".talk");
  if (!list || !next) { swap(old, fresh); return null; }
  const known = new Map([...list.children].map((one) => [one.id, one]));
  const isFirst = !list.children.length;
  const news = [];
  const items = [...next.children].map((one) => {
    const there = known.get(one.id);
    if (there && essence(there) === essence(one)) return there;
    if (!there && !isFirst) { one.classList.add("said--new"); news.push(one); }
    return one;
  });
  list.replaceChildren(...items);
  return news.filter((one) => one.classList.contains("said--them")).at(-1) ?? null;
}

const title = () => document.title.replace(/^● .*? · /, "");
function tellOf(item, mayMove) {
  const who = item.querySelector(".said__who strong")?.textContent ?? "";
  aloud(`${fill(say.new, who)}: ${item.querySelector(".said__words")?.textContent ?? ""}`);
  if (document.hidden) document.title = `● ${fill(say.new, who)} · ${title()}`;
  else if (mayMove) item.scrollIntoView({ block: "nearest" });
}

function show(html, isOwnAct = false) {
  const page = new DOMParser().parseFromString(html, "text/html").querySelector("[data-mark]");
  if (!page) return null;
  mark = page.dataset.mark;
  document.title = page.dataset.title?.trim() || document.title;
  const changed = {};
  for (const fresh of page.querySelectorAll("[data-part]")) {
    const name = fresh.dataset.part, old = root.querySelector(`[data-part="${name}"]`);
    if (old) changed[name] = name === "talk" ? converse(old, fresh) : swap(old, fresh) && old;
  }
  if (changed.talk) tellOf(changed.talk, !changed.asked);
  if (changed.asked) noticeQuestion(changed.asked, isOwnAct);
  document.dispatchEvent(new CustomEvent("stayline:parts"));
  countDown();
  return page;
}

function noticeQuestion(part, isOwnAct) {
  const question = part.querySelector(".question h1");
  if (!question) return;
  aloud(question.textContent);
  if (document.hidden) document.title = `● ${say.news} · ${title()}`;
  else if (isOwnAct || !isTyping()) question.scrollIntoView({ block: "center" });
}
const isTyping = () => Date.now() - wroteAt < WRITING;

let asking = null;
async function refresh() {
  asking?.abort();
  const mine = asking = new AbortController();
  try {
    const answer = await fetch(path, { headers: { "Stayline-Parts": "yes" }, signal: mine.signal });
    if (answer.status === 404) location.reload(); // the link has ended: it says what to do
    else if (answer.ok) show(await answer.text());
  } catch { /* the line tells us again */ } finally { if (asking === mine) asking = null; }
}

/* -- the line ------------------------------------------------------------------------------------- */
let stream = null, lost = 0, again = 0, wait = 1_000;
function connect() {
  clearTimeout(again);
  stream?.close();
  stream = new EventSource(`${path}live/?page=${id}&seen=${encodeURIComponent(mark)}`);
  stream.addEventListener("open", () => { wait = 1_000; clearTimeout(lost); isLost(false); if (!document.hidden) here(); });
  stream.addEventListener("shows", (event) => { if (event.data !== mark) refresh(); });
  stream.addEventListener("there", (event) => there(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    clearTimeout(lost);
    there({});
    lost = setTimeout(() => isLost(!navigator.onLine || stream?.readyState !== EventSource.CLOSED), 4_000);
    if (stream.readyState !== EventSource.CLOSED) return;
    again = setTimeout(connect, wait); // refused: there may be many pages, or a restart
    wait = Math.min(wait * 2, 60_000);
  });
}
function isLost(is) { const notice = root.querySelector("[data-lost]"); if (notice) notice.hidden = !is; }

function there(who) {
  const line = root.querySelector("[data-there]");
  const text = who.writes ? fill(say.writing, who.writes) : who.is_somebody_writing ? say.somebody : who.reads ? fill(say.reading, who.reads) : "";
  line.hidden = !text;
  line.classList.toggle("with__there--writes", Boolean(who.is_somebody_writing));
  line.querySelector(".with__there-words").textContent = text;
}

/* -- she is here, and writes: what colleagues see, and this page says that they do ---------------- */
const id = random();
let wroteAt = 0, toldWriting = 0, stops = 0;
function here(more = {}) {
  const body = new URLSearchParams({ page: id, writes: Date.now() - wroteAt < WRITING ? "yes" : "", zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "", ...more });
  fetch(`${path}here/`, { method: "POST", body, keepalive: Boolean(more.gone), headers: { "X-CSRFToken": token() } }).catch(() => { /* the next beat says it */ });
}
function writes() {
  wroteAt = Date.now();
  clearTimeout(stops);
  stops = setTimeout(() => { toldWriting = 0; here(); }, WRITING + 200);
  if (Date.now() - toldWriting > WRITING) { toldWriting = Date.now(); here(); }
}
const writesNoMore = () => { clearTimeout(stops); wroteAt = toldWriting = 0; };

let resting = 0;
function comesAndGoes() {
  clearTimeout(resting);
  if (document.hidden) { here({ gone: "yes" }); resting = setTimeout(() => stream?.close(), HIDDEN_FOR); return; }
  document.title = title();
  here();
  if (!stream || stream.readyState === EventSource.CLOSED) connect();
  refresh();
}

/* -- sending -------------------------------------------------------------------------------------- */
const state = (form, text = "") => { const line = form.querySelector("[data-state]") ?? root.querySelector("[data-state]"); if (line) line.textContent = text; };
const busy = (form, is) => { for (const button of form.querySelectorAll("button")) button.toggleAttribute("disabled", is); };

const waiting = new Set();
async function act(form, body) {
  busy(form, true);
  state(form);
  waiting.delete(form);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "Stayline-Parts": "yes" }, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 404) { location.reload(); return; }
    if (answer.ok) emptied(form, body);
    const page = show(await answer.text(), true);
    if (!page) throw new Error(String(answer.status));
    if (form.elements.client) form.elements.client.value = random();
    if (!answer.ok) root.querySelector('[data-part="told"]')?.scrollIntoView({ block: "center" });
  } catch (error) {
    const isOff = error instanceof TypeError || error.name === "TimeoutError";
    state(form, isOff ? say.unsent : say.failed);
    form.elements.words?.dispatchEvent(new Event("input", { bubbles: true })); // it has not left: its draft stays
    if (isOff) { waiting.add(form); setTimeout(() => { if (waiting.has(form)) retry(form, body); }, AGAIN); }
  } finally { busy(form, false); }
}
/* The same form with the same id counts once, however often it arrives. */
function retry(form, body) { if (form.isConnected && (form.elements.words?.value ?? "") === (body.get("words") ?? "")) act(form, body); else waiting.delete(form); }

/* What she went on typing while it was on its way stays. */
function emptied(form, body) {
  const field = form.elements.words;
  writesNoMore();
  form.dispatchEvent(new CustomEvent("stayline:files-sent", { bubbles: true }));
  if (!field) return;
  const sent = String(body.get("words") ?? "");
  field.value = field.value.startsWith(sent) ? field.value.slice(sent.length).trimStart() : field.value;
  field.defaultValue = "";
  field.dispatchEvent(new Event("input", { bubbles: true })); // its draft is over
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-with] form[data-parts]")) return;
  event.preventDefault();
  act(form, new URLSearchParams(new FormData(form, event.submitter)));
});

/* -- by when, as one would say it ------------------------------------------------------------------ */
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "auto" });
const ahead = 1000 * Number(document.documentElement.dataset.clockAhead ?? 0);
function countDown() {
  for (const one of document.querySelectorAll("[data-left]")) {
    const minutes = Math.round((Date.parse(one.dataset.left) - Date.now() - ahead) / 60_000);
    const text = minutes < 1 ? "" : minutes < 60 ? relative.format(minutes, "minute") : minutes < 36 * 60 ? relative.format(Math.round(minutes / 60), "hour") : relative.format(Math.round(minutes / 1440), "day");
    if (one.textContent !== text) one.textContent = text;
  }
}

if (root) {
  countDown();
  setInterval(countDown, 20_000);
  connect();
  setInterval(() => { if (!document.hidden) here(); }, EVERY);
  document.addEventListener("visibilitychange", comesAndGoes);
  document.addEventListener("input", (event) => { if (event.isTrusted && event.target.closest?.("[data-writes], .question")) writes(); });
  addEventListener("online", () => { connect(); for (const form of waiting) form.requestSubmit(); });
  addEventListener("pagehide", () => { here({ gone: "yes" }); stream?.close(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { here(); connect(); } });
}
