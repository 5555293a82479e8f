/* A menu closes on Esc, on a press elsewhere, and gives the focus back. */
const openMenus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.removeAttribute("open");
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    event.preventDefault();
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  }
}, true);

/* A part of the page that is drawn anew leaves a menu open that was open, and the focus where it was. */
let was;
document.addEventListener("htmx:beforeSwap", () => {
  const at = document.activeElement, menu = openMenus()[0] ?? at?.closest("details[data-menu]");
  const place = menu?.parentElement.closest("[id]");
  was = place && { place: place.id, open: menu.open, at: menu.contains(at) && (at.getAttribute("href") ?? "summary") };
});
function put() {
  const menu = was && document.getElementById(was.place)?.querySelector("details[data-menu]");
  if (!menu || menu.open === was.open && menu.contains(document.activeElement)) return;
  menu.open = was.open;
  if (was.at) menu.querySelector(was.at === "summary" ? "summary" : `[href="${was.at}"]`)?.focus();
}
document.addEventListener("htmx:oobAfterSwap", put);
document.addEventListener("htmx:afterSettle", () => { put(); was = undefined; });
