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
  const menu = openMenus()[0], place = menu?.closest("[id]");
  was = place && { place: place.id, at: menu.contains(document.activeElement) && document.activeElement.getAttribute("href") };
});
document.addEventListener("htmx:afterSettle", () => {
  const menu = was && document.getElementById(was.place)?.querySelector("details[data-menu]");
  if (menu && !menu.open) {
    menu.open = true;
    if (was.at) menu.querySelector(`[href="${was.at}"]`)?.focus();
  }
  was = undefined;
});
