/* Sentences that send a customer away are underlined as one types, with the reason and a better one.
   The words go to our own server and nowhere else; nothing here stops anybody from sending. */
const WAIT = 350;
const left = new Set(); // what the writer decided to leave, for this page
let timer, asked = 0;

const field = () => document.querySelector("[data-brush-offs-of]");
const place = () => document.querySelector("[data-brush-offs]");

function underline(text, found) {
  const mirror = document.querySelector("[data-mirror]");
  if (!mirror) return;
  const parts = [];
  let at = 0;
  for (const one of found) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(one.start, one.end);
    parts.push(text.slice(at, one.start), mark);
    at = one.end;
  }
  mirror.replaceChildren(...parts, `${text.slice(at)}\n`);
  mirror.scrollTop = field().scrollTop;
}

/* The promise as the page says it; in a text of another language, as that one says it. */
function promised(language) {
  const chosen = document.querySelector("[data-promise]")?.selectedOptions[0], date = new Date(chosen?.value ?? NaN);
  if (!language || document.documentElement.lang.startsWith(language) || Number.isNaN(date.valueOf())) return chosen?.textContent.trim();
  return new Intl.DateTimeFormat(language, { weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
}

function better(one) {
  const moment = promised(one.language);
  return one.better.replaceAll("{moment}", moment || "…").replaceAll(/\{\w+\}/g, "…");
}

function row(one, text) {
  const item = place().querySelector("template").content.firstElementChild.cloneNode(true);
  const said = text.slice(one.start, one.end).trim(), suggestion = better(one);
  item.querySelector(".brush-off__said").textContent = said;
  item.querySelector(".brush-off__why").textContent = one.why;
  item.querySelector(".brush-off__better").textContent = suggestion;
  item.querySelector("[data-use]").addEventListener("click", () => {
    const words = field(), start = words.value === text ? text.indexOf(said, one.start) : words.value.indexOf(said);
    if (start < 0) return;
    words.focus();
    words.setSelectionRange(start, start + said.length);
    // As if typed, so that the browser's own undo takes it back.
    if (!document.execCommand("insertText", false, suggestion)) words.setRangeText(suggestion);
    words.dispatchEvent(new Event("input", { bubbles: true }));
    // What only the writer knows stands out, ready to be typed over.
    const blank = suggestion.indexOf("…");
    if (blank >= 0) words.setSelectionRange(start + blank, start + blank + 1);
  });
  item.querySelector("[data-leave]").addEventListener("click", () => {
    left.add(said);
    check();
    field().focus();
  });
  return item;
}

function show(text, answer) {
  const found = answer.found.filter((one) => !left.has(text.slice(one.start, one.end).trim()));
  underline(text, found);
  const list = place().querySelector("[data-brush-offs-list]");
  list.replaceChildren(...found.map((one) => row(one, text)));
  list.hidden = found.length === 0;
  const not = place().querySelector("[data-brush-offs-not]");
  not.hidden = answer.checked || text.trim().length < 40;
  not.textContent = not.hidden ? "" : place().dataset.notChecked;
}

async function check() {
  const words = field();
  if (!words || !place()) return;
  const text = words.value, number = ++asked;
  if (!text.trim()) { show("", { found: [], checked: true }); return; }
  const token = words.form.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(place().dataset.url, {
      method: "POST", body: new URLSearchParams({ text }), headers: { "X-CSRFToken": token },
    });
    if (answer.ok && number === asked) show(text, await answer.json());
  } catch { /* without a line one writes on; it is checked with the next key */ }
}

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  underline(event.target.value, []);
  clearTimeout(timer);
  timer = setTimeout(check, WAIT);
});
document.addEventListener("scroll", (event) => {
  const mirror = document.querySelector("[data-mirror]");
  if (mirror && event.target === field()) mirror.scrollTop = event.target.scrollTop;
}, true);
if (field()?.value.trim()) check();
