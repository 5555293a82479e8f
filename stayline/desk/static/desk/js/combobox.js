/* A field with a list of ways to go on, by the keyboard and for screen readers as ARIA's combobox
   says: the field keeps the focus, the list is walked by aria-activedescendant.
   data-combobox on what holds both; data-source is asked with ?q=. With data-first the first
   way is chosen from the start. An option is a page (data-href), a text for the field (data-fill),
   an act (data-act, told as an event), or holds a form. */
const parts = (place) => ({ field: place.querySelector("[role=combobox]"), list: place.querySelector("[role=listbox]") });
const options = (list) => [...list.querySelectorAll("[role=option]")];
const chosen = (list) => list.querySelector("[aria-selected=true]");

function choose(place, option) {
  const { field, list } = parts(place);
  chosen(list)?.setAttribute("aria-selected", "false");
  if (!option) { field.removeAttribute("aria-activedescendant"); return; }
  option.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function show(place, isShown) {
  const { field, list } = parts(place);
  const is = isShown && list.childElementCount > 0;
  list.hidden = !is;
  field.setAttribute("aria-expanded", String(is));
  choose(place, is && "first" in place.dataset ? options(list)[0] : null);
}

const asking = new WeakMap();
async function ask(place) {
  const { field, list } = parts(place);
  asking.get(place)?.abort();
  const ended = new AbortController();
  asking.set(place, ended);
  const source = new URL(place.dataset.source, location.href);
  const typed = field.value;
  source.searchParams.set("q", typed);
  try {
    const answer = await fetch(source, { signal: ended.signal, headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const ways = await answer.text();
    if (field.value !== typed) return; // what comes next is what was meant
    list.innerHTML = ways;
    delete place.dataset.asking;
    show(place, document.activeElement === field);
    if (place.dataset.entered) { delete place.dataset.entered; const first = chosen(list); if (first) take(place, first); }
    const told = place.querySelector("[data-count]");
    if (told) told.textContent = options(list).length ? told.dataset.count.replace("0", options(list).length) : told.dataset.none;
  } catch { /* somebody typed on, or the line is gone: the next letter asks again */ }
}

function take(place, option) {
  const { field } = parts(place);
  show(place, false);
  if (option.dataset.href) {
    const way = new CustomEvent("stayline:go", { detail: option.dataset.href, cancelable: true });
    if (document.dispatchEvent(way)) location.href = option.dataset.href;
  }
  else if (option.dataset.act) document.dispatchEvent(new CustomEvent("stayline:act", { detail: option.dataset.act }));
  else if (option.dataset.fill !== undefined) {
    field.value = option.dataset.fill;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else option.querySelector("form")?.requestSubmit();
}

document.addEventListener("stayline:ask", (event) => ask(event.target));

const placeOf = (target) => target instanceof Element && target.closest("[data-combobox]");
const waiting = new WeakMap();
document.addEventListener("input", (event) => {
  const place = placeOf(event.target);
  if (!place || event.target.getAttribute("role") !== "combobox") return;
  clearTimeout(waiting.get(place));
  place.dataset.asking = "yes";
  delete place.dataset.entered;
  waiting.set(place, setTimeout(ask, 90, place));
});

document.addEventListener("keydown", (event) => {
  const place = placeOf(event.target);
  if (!place || event.isComposing || event.target.getAttribute("role") !== "combobox") return;
  const { list } = parts(place);
  const all = options(list), at = all.indexOf(chosen(list));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) { if (all.length) show(place, true); else ask(place); return; }
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(place, all[(at + step + all.length + (at === -1 && step === -1 ? 1 : 0)) % all.length]);
  } else if (event.key === "Enter" && "first" in place.dataset && place.dataset.asking) {
    event.preventDefault(); // what is shown is not yet what was typed: the first of what comes is meant
    place.dataset.entered = "yes";
  } else if (event.key === "Enter" && at !== -1 && !list.hidden) {
    event.preventDefault();
    take(place, all[at]);
  } else if (event.key === "Escape" && !list.hidden && !("first" in place.dataset)) {
    event.preventDefault();
    event.stopPropagation();
    show(place, false);
  } else if (event.key === "Tab" && !("first" in place.dataset)) show(place, false);
  else if (event.key === "Enter") { clearTimeout(waiting.get(place)); asking.get(place)?.abort(); show(place, false); }
}, true);

/* A press on an option takes it before the field loses the focus. */
document.addEventListener("mousedown", (event) => {
  if (placeOf(event.target) && event.target.closest("[role=option]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const place = placeOf(event.target), option = place && event.target.closest("[role=option]");
  if (option) take(place, option);
  for (const other of document.querySelectorAll("[data-combobox]:not([data-first])")) if (other !== place) show(other, false);
});
document.addEventListener("focusout", (event) => {
  const place = placeOf(event.target);
  if (place && !("first" in place.dataset) && !place.contains(event.relatedTarget)) show(place, false);
});
