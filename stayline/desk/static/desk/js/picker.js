/* What one may insert while writing. "/" as the first key of a reply, or its button, finds a saved
   reply; "@" in a note names a colleague. Arrows move, Enter takes, Esc leaves. */
const insert = (field, text, start, end) => document.dispatchEvent(new CustomEvent("stayline:insert", { detail: { field, text, start, end } }));

const pickerOf = (kind) => document.querySelector(`[data-picker="${kind}"]`);
const foundIn = (picker) => picker.querySelector("[data-picker-found]");
const isOpen = (picker) => Boolean(picker && !picker.hidden);
const folded = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

const known = new Map();
async function offered(picker) {
  if (!known.has(picker)) {
    const answer = await fetch(picker.dataset.from, { headers: { Accept: "application/json" } });
    if (!answer.ok) return [];
    const read = await answer.json();
    known.set(picker, read.replies ?? read.colleagues);
  }
  return known.get(picker);
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function option(item, id, more) {
  const one = element("li", "picker__one");
  one.id = id;
  one.setAttribute("role", "option");
  one.append(element("span", "picker__name", item.name), element("span", "picker__more", more));
  one.item = item;
  return one;
}

function draw(picker, field, items, more) {
  const list = foundIn(picker);
  list.replaceChildren(...items.map((item, at) => option(item, `${list.id}-${at}`, more(item, list))));
  if (!items.length && list.dataset.none) {
    const none = element("li", "picker__none", list.dataset.none);
    none.setAttribute("role", "option");
    none.setAttribute("aria-disabled", "true");
    list.append(none);
  }
  select(picker, field, 0);
}

function select(picker, field, at) {
  const all = [...foundIn(picker).querySelectorAll("[role=option]:not([aria-disabled])")];
  if (!all.length) { field.removeAttribute("aria-activedescendant"); return; }
  const chosen = all[(at + all.length) % all.length];
  for (const one of all) one.setAttribute("aria-selected", String(one === chosen));
  field.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}
const selected = (picker) => foundIn(picker).querySelector("[aria-selected=true]");

function move(picker, field, step) {
  const all = [...foundIn(picker).querySelectorAll("[role=option]:not([aria-disabled])")];
  select(picker, field, all.indexOf(selected(picker)) + step);
}

/* -- saved replies ----------------------------------------------------------------------------- */
const words = () => document.querySelector("textarea[data-offers=replies]");
const asked = (picker) => picker.querySelector("[data-picker-asked]");

async function search(picker) {
  const parts = folded(asked(picker).value).split(/\s+/).filter(Boolean);
  const all = await offered(picker);
  const fits = all.filter((one) => parts.every((part) => folded(`${one.name} ${one.text}`).includes(part)));
  const named = (one) => Number(!folded(one.name).includes(parts[0] ?? ""));
  draw(picker, asked(picker), fits.sort((a, b) => named(a) - named(b)).slice(0, 50), (one, list) => (one.whose === "company" ? `${list.dataset.company} · ${one.text}` : one.text));
}

function openReplies() {
  const picker = pickerOf("replies");
  if (!picker || !words()) return;
  picker.hidden = false;
  asked(picker).value = "";
  asked(picker).focus();
  search(picker);
}

function close(picker, field) {
  picker.hidden = true;
  field?.removeAttribute("aria-activedescendant");
}

function take(picker, item) {
  const field = words();
  close(picker);
  const before = field.value.slice(0, field.selectionStart);
  insert(field, (before && !/\s$/.test(before) ? " " : "") + item.text);
}

/* -- colleagues -------------------------------------------------------------------------------- */
const begun = /(?:^|[\s(])@([\p{L}\p{N}.'’-]*(?: [\p{L}\p{N}.'’-]*)?)$/u;
function beingNamed(field) {
  return field.selectionStart === field.selectionEnd ? begun.exec(field.value.slice(0, field.selectionStart)) : null;
}

async function suggest(field) {
  const picker = pickerOf("people"), naming = beingNamed(field);
  if (!picker) return;
  if (!naming) { close(picker, field); return; }
  const all = await offered(picker);
  const part = folded(beingNamed(field)?.[1] ?? "");
  const fits = all.filter((one) => folded(one.name).startsWith(part) || folded(one.name).split(" ").some((name) => name.startsWith(part))).slice(0, 6);
  const isWritten = fits.length === 1 && folded(fits[0].says) === part;
  picker.hidden = !fits.length || isWritten;
  if (!picker.hidden) draw(picker, field, fits, (one) => one.title);
  else close(picker, field);
}

function name(picker, field, item) {
  const naming = beingNamed(field);
  close(picker, field);
  if (naming) insert(field, `${item.says} `, field.selectionStart - naming[1].length, field.selectionStart);
}

/* -- hands ------------------------------------------------------------------------------------- */
document.addEventListener("input", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.matches("[data-picker-asked]")) search(event.target.closest("[data-picker]"));
  if (event.target.matches("textarea[data-offers=people]")) suggest(event.target);
});

function onKey(event) {
  const field = event.target;
  if (!(field instanceof Element) || event.isComposing) return;
  if (field.matches("textarea[data-offers=replies]") && event.key === "/" && !field.value && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    openReplies();
    return;
  }
  const isAsking = field.matches("[data-picker-asked]");
  const picker = isAsking ? field.closest("[data-picker]") : field.matches("textarea[data-offers=people]") ? pickerOf("people") : null;
  if (!isOpen(picker)) return;
  const acts = {
    ArrowDown: () => move(picker, field, 1),
    ArrowUp: () => move(picker, field, -1),
    Enter: () => { const one = selected(picker)?.item; if (one) (isAsking ? take(picker, one) : name(picker, field, one)); },
    Escape: () => { close(picker, field); if (isAsking) words()?.focus(); },
  };
  if (!isAsking) acts.Tab = acts.Enter;
  if (isAsking && event.key === "/" && !field.value) acts["/"] = () => take(picker, { text: "/" });
  const act = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey && event.key !== "/" ? null : acts[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}
addEventListener("keydown", onKey, true); // before the keys that send and go back

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element)) return;
  if (target.closest("[data-opens-picker]")) { openReplies(); return; }
  const naming = target.closest("[data-names]");
  if (naming) {
    const field = naming.closest("form").querySelector("textarea"), before = field.value.slice(0, field.selectionStart);
    insert(field, before && !/\s$/.test(before) ? " @" : "@");
    return;
  }
  const one = target.closest(".picker__one");
  if (one) {
    const picker = one.closest("[data-picker]");
    if (picker.dataset.picker === "replies") take(picker, one.item);
    else name(picker, document.querySelector("textarea[data-offers=people]"), one.item);
    return;
  }
  for (const picker of document.querySelectorAll("[data-picker]:not([hidden])")) if (!picker.contains(target)) close(picker);
});
