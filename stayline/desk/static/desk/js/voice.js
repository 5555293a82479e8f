/* What appears by itself is told to who cannot see it appear: who arrived, who wrote, what happened. */
const say = (text) => { if (text) document.dispatchEvent(new CustomEvent("stayline:say", { detail: text })); };
const LONGEST = 140;
const plain = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";
const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function told(entry) {
  const name = plain(entry.querySelector(".entry__name"));
  return name ? short(`${name}: ${plain(entry.querySelector(".entry__words"))}`) : plain(entry.querySelector("p"));
}

const calls = () => [...document.querySelectorAll(".call__title")].map(plain);
let known = new Set(calls()), seen = new Set();

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "home") return;
  const now = calls(), fresh = now.filter((one) => !known.has(one));
  known = new Set(now);
  say(fresh.join(". "));
});
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target?.id === "timeline") seen = new Set([...document.querySelectorAll(".entry")].map((one) => one.id));
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id !== "timeline") return;
  say([...document.querySelectorAll(".entry")].filter((one) => !seen.has(one.id)).map(told).join(". "));
});
