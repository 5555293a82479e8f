/* Promises count down: the words, their colour, and the ring around the face. */
const words = document.querySelector("[data-countdown-words]")?.dataset ?? {};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/* A demo's clock may be ahead of the browser's. */
const ahead = 1000 * Number(document.documentElement.dataset.clockAhead ?? 0);

function left(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  let text;
  if (minutes < 60) text = fill(words.min, { n: minutes });
  else if (minutes < 2880) {
    const h = Math.floor(minutes / 60), m = minutes % 60;
    text = h > 5 || m < 5 ? fill(words.hour, { n: h }) : fill(words.hourMin, { h, m });
  } else {
    const n = Math.floor(minutes / 1440);
    text = fill(n === 1 ? words.day : words.days, { n });
  }
  return milliseconds < 0 ? fill(words.late, { time: text }) : text;
}

function state(due, since, now) {
  const rest = due - now;
  if (rest < 0) return "late";
  return rest < 1_800_000 || rest < (due - since) / 4 ? "soon" : "calm";
}

function tick() {
  if (!words.min) return;
  const now = Date.now() + ahead;
  for (const element of document.querySelectorAll("[data-countdown], [data-ring]")) {
    const due = Date.parse(element.dataset.due), since = Date.parse(element.dataset.since);
    element.dataset.state = state(due, since, now);
    const text = element.querySelector(".promise__left");
    if (text) text.textContent = left(due - now);
    const ring = element.querySelector(".face__ring-left");
    if (ring) ring.setAttribute("stroke-dasharray", `${Math.max(0, Math.min(100, Math.round(100 * (due - now) / (due - since))))} 200`);
  }
}

tick();
setInterval(tick, 15_000);
document.addEventListener("htmx:load", tick);
document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
