/* The keys of SCREENS: they rest while one types, and can be switched off in the profile. */
const isTyping = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
const handle = (row) => row.querySelector(".row__name, summary, .button");
const isOff = () => document.body.dataset.keys === "off";

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.max(0, Math.min(all.length - 1, at === -1 ? (step > 0 ? 0 : all.length - 1) : at + step))];
  handle(next)?.focus();
  next.scrollIntoView({ block: "nearest" });
}

const problem = () => document.querySelector("[data-problem]")?.dataset.problem;
const write = (kind) => document.dispatchEvent(new CustomEvent("stayline:write", { detail: kind }));
const open = (id) => document.getElementById(id)?.showModal();
const go = (path) => { location.href = path; };

const keys = {
  j: () => move(1),
  k: () => move(-1),
  r: () => write("reply"),
  n: () => write("note"),
  p: () => write("promise"),
  h: () => { if (problem()) go(`/problems/${problem()}/bring/`); },
  c: () => go("/encounters/new/"),
  z: () => [...document.querySelectorAll("[data-undo]")].at(-1)?.click(),
  "/": () => go("/search/"),
  "?": () => open("keys"),
};

let afterG = 0;
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target)) { event.target.blur(); return; }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (isOff() || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") { const back = document.querySelector("[data-back]"); if (back) go(back.href); return; }
  if (Date.now() - afterG < 1_200 && event.key === "h") { afterG = 0; go("/"); return; }
  if (event.key === "g") { afterG = Date.now(); return; }
  const act = keys[event.key];
  if (act) { event.preventDefault(); act(); }
});

const toggle = document.querySelector("[data-keys-switch]");
const label = () => { if (toggle) toggle.textContent = isOff() ? toggle.dataset.on : toggle.dataset.off; };
toggle?.addEventListener("click", async () => {
  document.body.dataset.keys = isOff() ? "on" : "off";
  label();
  await window.htmx?.ajax("POST", toggle.dataset.keysSwitch, { swap: "none", values: { keys: document.body.dataset.keys } });
});
