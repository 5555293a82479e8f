/* The page without a connection: what was read is kept by the service worker; this asks it to, says
   so when one looks at a kept page, and leaves nothing behind for the next person at this device. */
const root = document.documentElement, { who, worker } = document.body.dataset;
const keptAt = Number(root.dataset.keptAt ?? 0);
const store = { get(key) { try { return localStorage.getItem(key); } catch { return null; } }, set(key, value) { try { localStorage.setItem(key, value); } catch { /* private window */ } } };

/* -- nothing for the next person --------------------------------------------------------------- */
function dropDrafts() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("draft:") && !key.startsWith("draft:with:")) localStorage.removeItem(key);
    indexedDB.deleteDatabase("files-desk");
  } catch { /* nothing is kept there */ }
}
async function dropPages() {
  for (const name of await (globalThis.caches?.keys() ?? [])) if (name.startsWith("pages-")) await caches.delete(name);
}
if (who && store.get("who") && store.get("who") !== who) { dropDrafts(); dropPages(); }
if (who) store.set("who", who);

document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action, location).pathname.startsWith("/accounts/logout/")) return;
  const waiting = JSON.parse(store.get(`met:${who}`) ?? "[]").length;
  const words = document.querySelector("[data-leave-words]")?.dataset.leaveWords;
  if (waiting && words && !confirm(words)) { event.preventDefault(); return; }
  try { localStorage.removeItem(`met:${who}`); localStorage.removeItem("who"); } catch { /* nothing is kept there */ }
  dropDrafts();
  dropPages();
});

/* -- a kept page says so ----------------------------------------------------------------------- */
if (keptAt) {
  const banner = document.querySelector("[data-offline]");
  const time = banner?.querySelector("time");
  if (time) {
    time.dateTime = new Date(keptAt).toISOString();
    const isToday = new Date(keptAt).toDateString() === new Date().toDateString();
    const day = isToday ? {} : { weekday: "long" };
    time.textContent = new Intl.DateTimeFormat(root.lang || undefined, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(keptAt);
  }
  if (banner) banner.hidden = false;
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-works-offline]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.dispatchEvent(new CustomEvent("stayline:toast", { detail: banner?.dataset.offline ?? "" }));
  }, true);
  const hasTyped = () => [...document.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);
  /* A browser says "online" also where nothing answers, and while one is on the way elsewhere. */
  let leaves = false;
  addEventListener("beforeunload", () => { leaves = true; });
  addEventListener("pageshow", () => { leaves = false; });
  addEventListener("online", async () => {
    const answer = await fetch("/health/", { cache: "no-store" }).catch(() => null);
    if (answer?.ok && !leaves && !hasTyped()) location.reload();
  });
}

/* -- keeping ----------------------------------------------------------------------------------- */
async function keep() {
  const registered = await navigator.serviceWorker.register(worker, { scope: "/" });
  await navigator.serviceWorker.ready;
  if (keptAt || !who) return;
  const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
  const drawn = performance.getEntriesByType("resource").map((one) => one.name);
  const pages = navigator.serviceWorker.controller ? [] : [location.pathname];
  /* Where one may soon have no signal, what is open comes along. */
  if (document.getElementById("home") && (navigator.maxTouchPoints || matchMedia("(display-mode: standalone)").matches) && !navigator.connection?.saveData) {
    const rows = [...document.querySelectorAll(".row__name[href^='/problems/']")].slice(0, 25);
    pages.push("/encounters/new/", ...rows.map((row) => row.getAttribute("href")));
  }
  registered.active?.postMessage({ files: [...new Set([...files, ...drawn])], pages: [...new Set(pages)] });
}
if (worker && "serviceWorker" in navigator) {
  const start = () => (globalThis.requestIdleCallback ?? setTimeout)(() => keep().catch(() => { /* the desk works without */ }));
  if (document.readyState === "complete") start(); else addEventListener("load", start);
}
