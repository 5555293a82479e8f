/* A little shape for words: buttons and chords put the marks, the server makes them clean HTML. */
const marks = { bold: "**", italic: "*" };
const before = { list: "- ", quote: "> " };

/* As if typed, so that Ctrl+Z takes it back and the draft hears of it. */
function insert(field, text, start = field.selectionStart, end = field.selectionEnd) {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("stayline:insert", ({ detail }) => insert(detail.field, detail.text, detail.start, detail.end));

function around(field, mark) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const isMarked = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (isMarked) {
    insert(field, chosen, start - mark.length, end + mark.length);
    field.setSelectionRange(start - mark.length, end - mark.length);
  } else {
    insert(field, mark + chosen + mark, start, end);
    field.setSelectionRange(start + mark.length, end + mark.length);
  }
}

function lines(field, mark) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const chosen = value.slice(from, end).split("\n");
  const isMarked = chosen.every((line) => line.startsWith(mark));
  const made = chosen.map((line) => (isMarked ? line.slice(mark.length) : mark + line)).join("\n");
  const gap = !isMarked && from > 1 && value[from - 2] !== "\n" && mark === "- " ? "\n" : "";
  insert(field, gap + made, from, end);
}

function link(field) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end), isAddress = /^https?:\/\/\S+$/.test(chosen);
  insert(field, isAddress ? `[](${chosen})` : `[${chosen}](https://)`, start, end);
  const caret = isAddress ? start + 1 : start + chosen.length + 3 + "https://".length;
  field.setSelectionRange(caret, caret);
}

function shape(field, how) {
  if (how === "link") link(field);
  else if (marks[how]) around(field, marks[how]);
  else lines(field, before[how]);
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-format]");
  if (button) shape(button.closest("form").querySelector("textarea"), button.dataset.format);
});

const chords = { b: "bold", i: "italic" };
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || !field.matches("[data-writer] textarea")) return;
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const how = event.shiftKey ? { k: "link" }[event.key.toLowerCase()] : chords[event.key.toLowerCase()];
  if (how) { event.preventDefault(); shape(field, how); }
});

/* One tab stop for the toolbar; the arrows move within. */
document.addEventListener("keydown", (event) => {
  const bar = event.target instanceof Element && event.target.closest("[role=toolbar]");
  if (!bar || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
  const all = [...bar.querySelectorAll("button")];
  const next = all[(all.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : all.length - 1)) % all.length];
  for (const one of all) one.tabIndex = one === next ? 0 : -1;
  next.focus();
});
for (const bar of document.querySelectorAll("[role=toolbar]")) for (const one of [...bar.querySelectorAll("button")].slice(1)) one.tabIndex = -1;
