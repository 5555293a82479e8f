/* A reply about to leave: seconds to take it back. The server keeps the time; this only shows it. */
const began = performance.now();

function count(toast) {
  const left = Math.max(0, Math.round(Number(toast.dataset.seconds) - (performance.now() - began) / 1_000));
  toast.querySelector("[data-seconds-left]").textContent = String(left);
  if (left > 0) return;
  toast.dataset.leaving = "";
  setTimeout(() => toast.remove(), 400);
}
const toasts = () => document.querySelectorAll("[data-leaves]:not([data-leaving])");
const ticking = toasts().length ? setInterval(() => {
  for (const toast of toasts()) count(toast);
  if (!toasts().length) clearInterval(ticking);
}, 500) : 0;

/* Words that could not leave while their page is open: they are in the writer again, and why. */
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id !== "leaving") return;
  const back = document.querySelector("[data-came-back]");
  const banner = document.querySelector("[data-came-back-banner]");
  if (!back || !banner || banner.dataset.stamp === back.dataset.stamp) return;
  const field = document.querySelector("textarea[data-draft=reply]");
  if (!field || field.dataset.draftStamp === back.dataset.stamp) return;
  banner.dataset.stamp = back.dataset.stamp;
  banner.querySelector("p").textContent = back.dataset.why;
  banner.hidden = false;
  document.querySelector("[data-stale-banner]").hidden = true; // it says the same
  field.form.querySelector("[name=seen]").value = back.dataset.seen;
  document.dispatchEvent(new CustomEvent("stayline:came-back", { detail: back.dataset }));
});
