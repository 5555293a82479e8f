/* What takes longer than a moment says so; what failed says so, and that nothing is lost. */
const bar = document.querySelector("[data-waiting]");
const words = bar?.dataset ?? {};
const voice = document.querySelector("[data-voice]");
const MOMENT = 400, LONG = 8_000, LONGEST = 45_000;

let said = 0;
function say(text) {
  if (!voice || !text) return;
  voice.textContent = text;
  clearTimeout(said);
  said = setTimeout(() => { voice.textContent = ""; }, 6_000); // told; not to be found again further down
}
document.addEventListener("stayline:say", (event) => say(event.detail));
const toast = (text) => document.dispatchEvent(new CustomEvent("stayline:toast", { detail: text ?? "" }));

let timers = [];
function begin() {
  if (!bar || timers.length) return;
  timers = [
    setTimeout(() => { bar.hidden = false; say(words.working); }, MOMENT),
    setTimeout(() => { bar.dataset.isSlow = ""; say(words.slow); }, LONG),
    setTimeout(end, LONGEST),
  ];
}
function end() {
  for (const timer of timers) clearTimeout(timer);
  timers = [];
  if (bar) { bar.hidden = true; delete bar.dataset.isSlow; }
  for (const form of document.querySelectorAll("form[data-busy]")) {
    delete form.dataset.busy;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}

/* On window, so that whoever takes a form over has done so; a second press sends nothing twice. */
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.busy !== undefined) { event.preventDefault(); return; }
  if (form.method === "post") form.dataset.busy = "";
  event.submitter?.setAttribute("aria-busy", "true");
  begin();
});
const isElsewhere = (event) => event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[href]");
  if (!link || isElsewhere(event) || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  const isDownload = link.pathname.includes("/files/") || /\.\w+$/.test(link.pathname);
  if (!isDownload && link.pathname + link.search !== location.pathname + location.search) begin();
});
addEventListener("pageshow", end);

/* -- fragments ----------------------------------------------------------------------------------- */
const isBackground = (element) => element?.dataset?.live !== undefined;
document.addEventListener("htmx:beforeRequest", (event) => { if (!isBackground(event.detail.elt)) begin(); });
document.addEventListener("htmx:afterRequest", (event) => { if (!isBackground(event.detail.elt)) end(); });
document.addEventListener("htmx:sendError", (event) => { if (!isBackground(event.detail.elt)) toast(words.unreached); });
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) document.dispatchEvent(new CustomEvent("stayline:signed-out"));
  else if (!isBackground(event.detail.elt)) toast(words.failed);
});

/* -- signed out, perhaps in the middle of a sentence ------------------------------------------- */
document.addEventListener("stayline:signed-out", () => {
  const notice = document.querySelector("[data-signed-out]");
  if (!notice?.hidden) return;
  const link = notice.querySelector("a");
  link.href = `${link.pathname}?next=${encodeURIComponent(location.pathname + location.search)}`;
  notice.hidden = false;
});
