/* What somebody holds stays in their hand while a part of the page is drawn anew: where the focus is,
   and which details are open. */
const quoted = (text) => `"${CSS.escape(text)}"`;

function wayTo(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.matches("a[href]")) return `a[href=${quoted(element.getAttribute("href"))}]`;
  if (element.matches("details > summary")) return `${wayTo(element.parentElement)} > summary`;
  if (element.matches("details")) return element.dataset.keep ? `details[data-keep=${quoted(element.dataset.keep)}]` : `details.${element.classList[0] ?? ""}`;
  const form = element.closest("form[action]"), which = element.value && element.name ? `[name=${quoted(element.name)}][value=${quoted(element.value)}]` : "";
  return form ? `form[action=${quoted(form.getAttribute("action"))}] ${element.localName}${which}` : "";
}

const held = new Map();
function hold(target) {
  if (!target?.id) return;
  const at = document.activeElement;
  held.set(target.id, {
    open: [...target.querySelectorAll("details[open]")].map(wayTo),
    focus: at && at !== target && target.contains(at) ? wayTo(at) : "",
  });
}
function giveBack(id) {
  const was = held.get(id), now = document.getElementById(id);
  held.delete(id);
  if (!was || !now) return;
  const find = (way) => { try { return way && now.querySelector(way); } catch { return null; } };
  for (const way of was.open) find(way)?.setAttribute("open", "");
  if (was.focus && !now.contains(document.activeElement)) find(was.focus)?.focus({ preventScroll: true, focusVisible: true });
}

document.addEventListener("htmx:beforeSwap", (event) => hold(event.detail.target));
document.addEventListener("htmx:oobBeforeSwap", (event) => hold(event.detail.target));
/* In the same breath as the swap, so that no key falls into the gap. */
for (const done of ["htmx:afterSwap", "htmx:afterSettle"]) document.addEventListener(done, () => { for (const id of [...held.keys()]) giveBack(id); });
document.addEventListener("htmx:oobAfterSwap", (event) => giveBack(event.detail.target?.id));
