/* Short words that something was done. They leave by themselves, later when one points at them. */
const place = document.querySelector("[data-toasts]");

function leave(toast) {
  if (toast.matches(":hover, :focus-within")) { setTimeout(() => leave(toast), 2_000); return; }
  toast.dataset.leaving = "";
  setTimeout(() => toast.remove(), 400);
}
for (const toast of document.querySelectorAll("[data-toast]")) setTimeout(() => leave(toast), 5_000);

function say(words) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = words;
  place?.append(toast);
  setTimeout(() => leave(toast), 5_000);
}
document.addEventListener("stayline:toast", (event) => say(event.detail.value ?? event.detail));
