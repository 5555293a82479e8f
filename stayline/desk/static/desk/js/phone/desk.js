/* Every page of the desk knows of one's phone: it rings here too, and is answered here. The call itself
   is in the phone's own window, so that a page may go without it. */
const others = new BroadcastChannel("stayline-phone");
const bar = document.querySelector("[data-phone-bar]");
const part = (name) => bar.querySelector(`[data-bar-${name}]`);
const page = String(Math.random()); // this one, among those of this browser
let shown = "", isSure = false;

function show({ state, who, problem, isMuted, isHolding, asksFirst }) {
  const is = state === "ringing" ? "ringing" : ["talking", "interrupted"].includes(state) ? "talking" : "";
  if (asksFirst === page) isSure = true; // said before it is done
  if (is !== shown) { isSure = false; window.htmx?.trigger(document.querySelector(".line-bars"), "live"); }
  bar.hidden = !is;
  for (const one of bar.querySelectorAll("[data-bar-when]")) one.hidden = one.dataset.barWhen !== is;
  const words = isSure ? bar.dataset.alone : bar.dataset[is] ?? "";
  const text = words.replace("{who}", who || bar.dataset.somebody);
  if (part("words").textContent !== text) part("words").textContent = text;
  part("problem").href = problem ? `/problems/${problem}/` : "/";
  part("bring").href = `/problems/${problem}/bring/`;
  part("bring").hidden = is !== "talking" || !problem;
  part("mute").setAttribute("aria-pressed", String(Boolean(isMuted)));
  part("hold").setAttribute("aria-pressed", String(Boolean(isHolding)));
  part("end").textContent = isSure ? part("end").dataset.sure : part("end").dataset.first;
  shown = is;
}
others.addEventListener("message", ({ data }) => { if ("state" in data) show(data); });

bar?.addEventListener("click", ({ target }) => {
  const asks = target.closest("button")?.dataset.asks;
  if (!asks) return;
  others.postMessage({ asks: asks === "hang-up" && isSure ? "hang-up-anyway" : asks, page });
});

/* Whoever calls from here is rung here, and need not pick up. */
document.addEventListener("submit", ({ target }) => { if (target.matches("[data-calls]")) others.postMessage({ asks: "called", problem: target.action.match(/\/problems\/(\d+)\//)[1] }); });

/* A window that is there keeps its call: it is brought to the front, never loaded anew. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-phone-opens]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const there = window.open("", "stayline-phone", "popup,width=400,height=680");
  if (!there) { location.assign(link.href); return; } // no windows allowed: here, then
  if (there.location.href === "about:blank") there.location.assign(link.href);
  there.focus();
});
if (bar) others.postMessage({ asks: "how" });
