/* Nothing typed is ever lost: each writing place is kept in this browser as one types, and is
   forgotten when it was sent. */
const keyOf = (field) => {
  const place = field.closest("[data-draft-key], [data-draft-form]");
  const name = place?.dataset.draftKey ?? place?.dataset.draftForm;
  return name ? `draft:${name}:${field.dataset.draft}` : null;
};
const store = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* full or private */ } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* private */ } },
};

for (const field of document.querySelectorAll("[data-draft]")) {
  const key = keyOf(field), kept = key && store.get(key);
  if (kept && !field.value) field.value = kept;
}

const waiting = new Map();
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || !field.dataset.draft) return;
  const key = keyOf(field);
  if (!key) return;
  clearTimeout(waiting.get(key));
  waiting.set(key, setTimeout(() => {
    if (field.value) store.set(key, field.value); else store.drop(key);
    const told = field.closest("[data-draft-key]")?.querySelector("[data-draft-saved]");
    if (told) told.hidden = !field.value;
  }, 400));
});

/* Sent is not yet kept by the server: the draft goes only once the next page says so. */
document.addEventListener("submit", (event) => {
  for (const field of event.target.querySelectorAll("[data-draft]")) {
    const key = keyOf(field);
    clearTimeout(waiting.get(key));
    if (key) { store.set(key, field.value); sessionStorage.setItem(`sent:${key}`, field.value); }
  }
});
if (!document.querySelector(".banner--refusal[role=alert]:not([hidden])")) {
  for (const sent of Object.keys(sessionStorage).filter((name) => name.startsWith("sent:"))) {
    const key = sent.slice(5);
    if (store.get(key) === sessionStorage.getItem(sent)) {
      const field = [...document.querySelectorAll("[data-draft]")].find((one) => keyOf(one) === key);
      if (field && field.value === store.get(key)) field.value = field.defaultValue;
      store.drop(key);
    }
    sessionStorage.removeItem(sent);
  }
}
