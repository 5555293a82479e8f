/* Nothing typed is ever lost: each writing place is kept in this browser as one types, and the
   writer's on the server too, at most two seconds after a key. What two devices wrote at once is
   both kept; the server says which was later. */
const PAUSE = 1_000;     // after the last key
const LONGEST = 1_800;   // after the first that is not kept yet
const AGAIN = 5_000;     // when the server was not reached

const keyOf = (field) => {
  const place = field.closest("[data-draft-key], [data-draft-form]");
  const name = place?.dataset.draftKey ?? place?.dataset.draftForm;
  return name ? `draft:${name}:${field.dataset.draft}` : null;
};

/* In the browser: what was typed, when, and on which of the server's words it was built. */
const store = {
  get(key) {
    try {
      const kept = localStorage.getItem(key);
      if (!kept) return null;
      try { const read = JSON.parse(kept); if (typeof read?.text === "string") return read; } catch { /* typed as it is */ }
      return { text: kept, base: "", at: 0 };
    } catch { return null; }
  },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or private */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* private */ } },
};

const states = new WeakMap();
function stateOf(field) {
  if (!states.has(field)) states.set(field, { timer: 0, first: 0, at: 0, asking: null });
  return states.get(field);
}
const fields = () => document.querySelectorAll("textarea[data-draft]");

function remember(field, more = {}) {
  const key = keyOf(field);
  if (!key) return;
  const { at } = stateOf(field);
  if (field.value || field.dataset.draftStamp) store.set(key, { text: field.value, base: field.dataset.draftStamp ?? "", at, ...more });
  else store.drop(key);
}

function tell(field, how) {
  const told = field.closest("[data-writer]")?.querySelector("[data-draft-saved]");
  if (told) told.textContent = how && field.value ? told.dataset[how] : "";
}

/* -- on the server ----------------------------------------------------------------------------- */
function ask(field, text, base) {
  const { at } = stateOf(field);
  return new URLSearchParams({
    text, base, age: String(at ? Math.max(0, Date.now() - at) : 0),
    csrfmiddlewaretoken: field.form.querySelector("[name=csrfmiddlewaretoken]").value,
  });
}

async function push(field, base = field.dataset.draftStamp ?? "") {
  const state = stateOf(field), text = field.value;
  clearTimeout(state.timer);
  if (state.asking) { schedule(field); return; }
  state.first = 0;
  state.asking = new AbortController();
  try {
    const answer = await fetch(field.dataset.draftUrl, { method: "POST", body: ask(field, text, base), signal: state.asking.signal });
    if (answer.status === 401 || answer.status === 403) document.dispatchEvent(new CustomEvent("stayline:signed-out"));
    if (!answer.ok) throw new Error(String(answer.status));
    accept(field, text, await answer.json());
  } catch (error) {
    if (error.name === "AbortError") return;
    tell(field, "here");
    state.timer = setTimeout(() => push(field), AGAIN);
  } finally {
    state.asking = null;
  }
}

function accept(field, sent, kept) {
  field.dataset.draftStamp = kept.stamp;
  if (field.value === sent && kept.text !== sent) field.value = kept.text;
  if (field.value === kept.text) { store.drop(keyOf(field)); tell(field, "saved"); }
  else remember(field);
  showOther(field, kept.other);
}

function schedule(field) {
  const state = stateOf(field);
  if (!field.dataset.draftUrl) return;
  state.first ||= Date.now();
  clearTimeout(state.timer);
  state.timer = setTimeout(() => push(field), Math.max(0, Math.min(PAUSE, state.first + LONGEST - Date.now())));
}

const isWaiting = (field) => Boolean(field.dataset.draftUrl && stateOf(field).first);

/* -- what was written elsewhere ---------------------------------------------------------------- */
const otherOf = (field) => field.form?.querySelector("[data-draft-other]");
function showOther(field, words) {
  const other = otherOf(field);
  if (!other) return;
  other.hidden = !words;
  other.querySelector("[data-draft-other-words]").textContent = words ?? "";
}
document.addEventListener("click", (event) => {
  const swap = event.target instanceof Element && event.target.closest("[data-draft-swap]");
  const field = swap?.closest("form").querySelector("textarea[data-draft]");
  if (!field) return;
  field.value = otherOf(field).querySelector("[data-draft-other-words]").textContent;
  stateOf(field).at = Date.now();
  field.focus();
  push(field, "");
});

/* Words that were sent and came back while their page is open. */
document.addEventListener("stayline:came-back", ({ detail }) => {
  const field = document.querySelector("textarea[data-draft=reply]");
  if (!field || field.dataset.draftStamp === detail.stamp) return;
  if (!field.value.trim()) { field.value = detail.words; field.dataset.draftStamp = detail.stamp; }
  else push(field);
});

/* -- as one types ------------------------------------------------------------------------------ */
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || !field.dataset.draft) return;
  stateOf(field).at = Date.now();
  remember(field);
  schedule(field);
  if (!field.dataset.draftUrl) tell(field, "here");
});

addEventListener("online", () => { for (const field of fields()) if (store.get(keyOf(field)) && field.dataset.draftUrl) push(field); });
addEventListener("pagehide", () => {
  for (const field of fields()) {
    if (!isWaiting(field) || field.value.length > 20_000) continue;
    clearTimeout(stateOf(field).timer);
    navigator.sendBeacon(field.dataset.draftUrl, ask(field, field.value, field.dataset.draftStamp ?? ""));
  }
});

/* -- sent -------------------------------------------------------------------------------------- */
/* Sent is not yet arrived: the words stay here until the next page says that they did. */
document.addEventListener("submit", (event) => {
  const client = event.target.querySelector("[name=client]")?.value ?? "";
  for (const field of event.target.querySelectorAll("[data-draft]")) {
    const state = stateOf(field);
    clearTimeout(state.timer);
    state.first = 0;
    state.asking?.abort();
    remember(field, { sent: client || "yes" });
  }
});

const arrived = location.hash.startsWith("#sent-") ? decodeURIComponent(location.hash.slice(6)) : "";
if (arrived) history.replaceState(history.state, "", location.pathname + location.search);
const isRefused = Boolean(document.querySelector(".banner--refusal[role=alert]:not([hidden])"));

for (const field of fields()) {
  const key = keyOf(field), kept = key && store.get(key);
  if (!kept) continue;
  const isOver = kept.sent && (field.dataset.draftUrl ? kept.sent === arrived : !isRefused);
  if (isOver || kept.text === field.value) { store.drop(key); continue; }
  if (!field.dataset.draftUrl) { field.value ||= kept.text; continue; }
  const servers = field.value;
  stateOf(field).at = kept.at || Date.now();
  field.value = kept.text;
  if (kept.text || servers) push(field, kept.base);
}
