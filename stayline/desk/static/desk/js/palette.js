/* Ctrl+K or Cmd+K: anything by name. A modal dialog, so that the focus stays in it and goes back. */
const palette = document.getElementById("palette");
const place = palette?.querySelector("[data-combobox]");
const field = palette?.querySelector("[role=combobox]");

function open() {
  if (!palette || palette.open) return;
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  field.value = "";
  palette.showModal();
  field.focus();
  place.dispatchEvent(new CustomEvent("stayline:ask", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (palette?.open) palette.close(); else open();
});
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-opens-palette]")) open();
});

/* Acts of the page itself. */
document.addEventListener("stayline:act", (event) => {
  palette?.close();
  const act = event.detail;
  if (act === "theme") document.querySelector("[data-theme-switch]")?.click();
  else if (act === "keys") document.getElementById("keys")?.showModal();
  else document.dispatchEvent(new CustomEvent("stayline:write", { detail: act }));
});
