/* What others do appears by itself. The server only says "problem 42 has moved on"; the page then
   asks for its own fragment again, through the ordinary, access-checked address. */
const notice = document.querySelector("[data-live-notice]");
const source = document.body.dataset.liveSource;

function refresh(topic) {
  for (const element of document.querySelectorAll(topic ? `[data-live="${CSS.escape(topic)}"]` : "[data-live]")) {
    /* What happens while it is being drawn is asked for when that is done: it is another element then. */
    if (element.classList.contains("htmx-request")) setTimeout(() => refresh(element.dataset.live), 300);
    else window.htmx?.trigger(element, "live");
  }
}

let lost = 0;
let wait = 1_000;
let wasConnected = false;
let stream;

function connect() {
  stream = new EventSource(source);
  stream.addEventListener("open", () => {
    clearTimeout(lost);
    if (notice && !notice.hidden) notice.hidden = true;
    if (wasConnected) refresh(); // whatever happened meanwhile
    wasConnected = true;
    wait = 1_000;
  });
  stream.addEventListener("changed", (event) => {
    const topics = event.data.split(" ");
    if (topics.includes("everything")) refresh();
    else for (const topic of topics) refresh(topic);
  });
  stream.addEventListener("error", () => {
    clearTimeout(lost);
    lost = setTimeout(() => { if (notice) notice.hidden = false; }, 3_000);
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 30_000);
    }
  });
}

if (source && document.querySelector("[data-live]")) connect();
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", (event) => { if (event.persisted && source) connect(); });

/* What one may no longer read: said once, and the page stops asking.*/
document.addEventListener("htmx:responseError", (event) => {
  const element = event.detail.elt;
  if (event.detail.xhr.status !== 404 || !element.dataset.live) return;
  const gone = document.querySelector("[data-gone]");
  if (!gone) return;
  gone.hidden = false;
  element.remove();
  document.getElementById("who")?.remove();
  document.getElementById("writer-place")?.remove();
  gone.scrollIntoView({ block: "nearest" });
});
