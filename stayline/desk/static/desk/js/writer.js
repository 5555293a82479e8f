/* The writer: reply and note are two forms with a chord of their own, so that neither is the other
   by mistake: Ctrl+Enter sends, Alt+Enter keeps a note. The promise opens a free choice; a word of
   theirs meanwhile stops a stale reply. */
const writer = () => document.querySelector("[data-writer]");

function choose(kind) {
  const place = writer();
  if (!place) return;
  for (const tab of place.querySelectorAll("[role=tab]")) tab.setAttribute("aria-selected", String(tab.dataset.kind === kind));
  for (const pane of place.querySelectorAll("[data-pane]")) pane.hidden = pane.dataset.pane !== kind;
}

function focusWords(kind) {
  choose(kind);
  writer()?.querySelector(`[data-pane="${kind}"] textarea`)?.focus();
}

document.addEventListener("stayline:write", (event) => {
  if (event.detail === "promise") { choose("reply"); writer()?.querySelector("[data-promise]")?.focus(); }
  else focusWords(event.detail);
});

document.addEventListener("click", (event) => {
  const tab = event.target instanceof Element && event.target.closest("[data-writer] [role=tab]");
  if (tab) focusWords(tab.dataset.kind);
});

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (!(target instanceof Element)) return;
  if (target.matches("[role=tab]") && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    const tabs = [...target.parentElement.querySelectorAll("[role=tab]")];
    const other = tabs[(tabs.indexOf(target) + 1) % tabs.length];
    choose(other.dataset.kind);
    other.focus();
  }
  const field = target.closest("textarea, input"), form = field?.form;
  if (!form || event.key !== "Enter" || event.isComposing) return;
  const isNote = Boolean(form.closest("[data-pane=note]"));
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    if (isNote) form.querySelector("[data-note-chord]").hidden = false;
    else form.requestSubmit((event.shiftKey && form.querySelector("[data-send-asking]")) || form.querySelector("[data-send]") || undefined);
  } else if (event.altKey && form.closest("[data-writer]")) {
    event.preventDefault();
    if (isNote) form.requestSubmit();
  }
});

document.addEventListener("change", (event) => {
  if (!(event.target instanceof HTMLSelectElement) || !event.target.matches("[data-promise]")) return;
  const other = event.target.form.querySelector("[data-promise-other]");
  const isOther = event.target.value === "other";
  other.hidden = !isOther;
  other.required = isOther;
  if (isOther) other.focus();
});

/* The free choice is typed in the reader's zone; the server is told the moment itself. */
document.addEventListener("formdata", (event) => {
  const typed = event.formData.get("due_other");
  if (!typed) return;
  const moment = new Date(typed);
  if (!Number.isNaN(moment.valueOf())) event.formData.set("due_other", moment.toISOString());
});

/* A long conversation opens at its end, where there is room to see who is with them beside it;
   whoever is at its end stays there when something is added. */
const end = () => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
const isAtEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 80;
if (writer() && !/^#(?!sent-)/.test(location.hash) && !document.querySelector("#problem-head .banner") && matchMedia("(width >= 60rem)").matches) end();

let stays = false;
let seenEntries = new Set();
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target?.id !== "timeline") return;
  stays = isAtEnd();
  seenEntries = new Set([...document.querySelectorAll(".entry")].map((entry) => entry.id));
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id !== "timeline") return;
  for (const entry of document.querySelectorAll(".entry")) if (!seenEntries.has(entry.id)) entry.classList.add("entry--new");
  if (stays) end();
});

const begun = { "#write": "reply", "#note": "note" }[location.hash]; // go on where you were
if (begun) {
  history.replaceState(history.state, "", location.pathname);
  focusWords(begun);
}

/* While one writes, a new word of theirs is announced; the server checks again on Send. */
document.addEventListener("htmx:load", () => {
  const banner = document.querySelector("[data-stale-banner]");
  const seen = Number(writer()?.querySelector("[name=seen]")?.value ?? 0);
  const words = writer()?.querySelector("[data-pane=reply] textarea")?.value.trim();
  if (!banner || !words) return;
  const newest = Math.max(0, ...[...document.querySelectorAll(".entry--theirs")].map((entry) => Number(entry.id.replace("entry-", ""))));
  banner.hidden = newest <= seen;
});
