/* Files and pictures with what one writes: dropped, pasted or picked. Each is on its way at once, can
   be stopped, tried again and taken away, and waits where there is no connection. */
const AT_ONCE = 2, AGAIN = 15_000, GONE = 10_000;
const kept = globalThis.keptFiles;
const works = new WeakMap(); // what is known of a row: its file, its id, how to stop it

const placeOf = (inside) => inside.closest("form")?.querySelector("[data-uploads]");
const rows = (place) => [...place.querySelectorAll("[data-upload]")];
const goes = (row) => !row.dataset.state || row.dataset.state === "there";
const shown = () => [...document.querySelectorAll("[data-uploads]")].find((one) => one.closest("form")?.checkVisibility());
const keyOf = (place) => (place.dataset.kept ? `${place.dataset.kept}:${document.body.dataset.who}:draft` : place.dataset.url);
const fieldOf = (place) => place.closest("form").querySelector("textarea");

function say(place, key, more = {}) {
  const said = place.querySelector("[data-upload-said]");
  said.textContent = key ? (place.dataset[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => more[name] ?? "") : "";
  said.hidden = !said.textContent;
}

const weight = (bytes) => {
  const [unit, size] = bytes < 1e6 ? ["kilobyte", Math.max(1, Math.round(bytes / 1e3))] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(document.documentElement.lang || undefined, { style: "unit", unit, maximumFractionDigits: 1 }).format(size);
};

/* -- adding ------------------------------------------------------------------------------------ */
function trouble(place, file) {
  const there = rows(place).filter((row) => row.dataset.state !== "removed");
  const together = there.reduce((sum, row) => sum + (works.get(row)?.file.size ?? 0), file.size);
  const most = Number(place.dataset.bytes);
  if (!file.size) return "saysEmpty";
  if (file.size > most) return "saysLarge";
  if (there.length >= Number(place.dataset.most)) return "saysMany";
  return together > most ? "saysTogether" : "";
}

function add(place, files, { id = "" } = {}) {
  say(place, "");
  return files.flatMap((file) => {
    const why = trouble(place, file);
    if (why) { say(place, why, { name: file.name, size: weight(file.size) }); return []; }
    return [begin(place, file, id || kept.newId(), !id)];
  });
}

function begin(place, file, id, isNew) {
  const row = place.querySelector("[data-upload-one]").content.firstElementChild.cloneNode(true);
  Object.assign(row.dataset, { name: file.name, state: "waits" });
  row.querySelector("[data-upload-name]").textContent = file.name;
  row.querySelector("[data-upload-size]").textContent = weight(file.size);
  row.querySelector("[data-upload-remove]").ariaLabel = place.dataset.saysRemove.replace("{name}", file.name);
  works.set(row, { file, id, stop: null });
  place.querySelector("[data-upload-list]").append(row);
  draw(row, file);
  list(place);
  if (isNew) kept.keep(id, keyOf(place), file);
  if (place.dataset.url) next(place); else there(place, row);
  return row;
}

function list(place) {
  const all = rows(place), field = fieldOf(place);
  place.querySelector("[data-upload-list]").hidden = !all.length;
  if (place.dataset.alone && field) field.required = !all.some((row) => row.dataset.state !== "removed");
}

/* A small picture of a picture, drawn here: it is seen before it has arrived, also offline. */
async function draw(row, file) {
  if (!/^image\/(jpeg|png|webp|gif)$/.test(file.type)) return;
  try {
    const bitmap = await createImageBitmap(file, { resizeHeight: 96 });
    const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    const image = Object.assign(new Image(), { src: canvas.toDataURL("image/webp", 0.8), alt: "" });
    row.querySelector("[data-upload-sight]").replaceChildren(image);
  } catch { /* it is a file like any other */ }
}

/* -- on the way -------------------------------------------------------------------------------- */
function state(place, row, now, words = "") {
  row.dataset.state = now;
  row.querySelector("[data-upload-state]").textContent = words;
  row.querySelector("[data-upload-progress]").hidden = now !== "goes";
  row.querySelector("[data-upload-again]").hidden = now !== "failed";
  row.querySelector("[data-upload-back]").hidden = now !== "removed";
  row.querySelector("[data-upload-remove]").hidden = now === "removed";
  row.querySelector("[data-upload-key]").disabled = now !== "there" || !row.dataset.key;
}

function next(place) {
  const all = rows(place), going = all.filter((row) => row.dataset.state === "goes").length;
  for (const row of all.filter((one) => one.dataset.state === "waits").slice(0, AT_ONCE - going)) go(place, row);
}

async function go(place, row) {
  const work = works.get(row), progress = row.querySelector("[data-upload-progress]");
  work.stop = new AbortController();
  progress.removeAttribute("value");
  state(place, row, "goes");
  const token = place.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  const { status, told } = await kept.send(place.dataset.url, token, work.id, work.file, { going: (part) => { progress.value = part * 100; }, signal: work.stop.signal });
  if (work.stop.signal.aborted) { next(place); return; }
  if (status === 200 && told?.key) arrived(place, row, told);
  else if (told?.why) { kept.drop(work.id); state(place, row, "refused", told.why); }
  else state(place, row, "failed", status === 0 && !navigator.onLine ? place.dataset.saysWaits : place.dataset.saysFailed);
  next(place);
  leave(place);
}

function arrived(place, row, told) {
  kept.drop(works.get(row).id);
  const same = rows(place).find((one) => one !== row && one.dataset.key === told.key);
  if (same) { row.remove(); return; }
  Object.assign(row.dataset, { key: told.key, path: told.path });
  row.querySelector("[data-upload-key]").value = told.key;
  there(place, row);
}

function there(place, row) {
  state(place, row, "there");
  place.dispatchEvent(new CustomEvent("stayline:uploaded", { bubbles: true }));
}

function again(place) {
  for (const row of rows(place)) if (row.dataset.state === "failed") state(place, row, "waits");
  next(place);
}
addEventListener("online", () => document.querySelectorAll("[data-uploads]").forEach(again));
setInterval(() => { if (navigator.onLine) document.querySelectorAll("[data-uploads]").forEach(again); }, AGAIN);

/* -- taking away, and back --------------------------------------------------------------------- */
const tell = (place, row, what) => fetch(`${row.dataset.path}${what}/`, {
  method: "POST", headers: { Accept: "application/json" },
  body: new URLSearchParams({ csrfmiddlewaretoken: place.closest("form").querySelector("[name=csrfmiddlewaretoken]").value }),
}).then((answer) => answer.ok, () => false);

async function remove(place, row) {
  const work = works.get(row);
  unmark(place, row);
  if (!goes(row)) {
    work?.stop?.abort();
    if (work) kept.drop(work.id);
    row.remove();
    list(place);
    next(place);
    leave(place);
    return;
  }
  state(place, row, "removed", place.dataset.saysRemoved);
  row.querySelector("[data-upload-back]").focus();
  if (work && !row.dataset.key) kept.drop(work.id);
  if (row.dataset.key && !await tell(place, row, "removed")) { back(place, row); return; }
  work ?? works.set(row, { file: { size: 0 } });
  setTimeout(function gone() {
    if (row.dataset.state !== "removed") return;
    if (row.matches(":hover, :focus-within")) { setTimeout(gone, GONE / 2); return; }
    row.remove();
    list(place);
  }, GONE);
}

async function back(place, row) {
  const work = works.get(row);
  if (row.dataset.key) await tell(place, row, "back");
  else if (work) kept.keep(work.id, keyOf(place), work.file);
  state(place, row, "there");
  if (work?.mark !== undefined) mark(place, row.dataset.name, work.mark);
  row.querySelector("[data-upload-remove]").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-upload-open], [data-upload-photo], [data-upload-remove], [data-upload-again], [data-upload-back]");
  const place = button && placeOf(button);
  if (!place) return;
  const row = button.closest("[data-upload]");
  if (button.matches("[data-upload-open]")) place.querySelector("[data-upload-pick]").click();
  else if (button.matches("[data-upload-photo]")) place.querySelector("[data-upload-camera]").click();
  else if (button.matches("[data-upload-remove]")) remove(place, row);
  else if (button.matches("[data-upload-back]")) back(place, row);
  else { state(place, row, "waits"); next(place); }
});
document.addEventListener("change", (event) => {
  if (!(event.target instanceof HTMLInputElement) || event.target.type !== "file") return;
  const place = event.target.closest("[data-uploads]");
  if (!place) return;
  add(place, [...event.target.files]);
  event.target.value = "";
});

/* -- a picture among the words ----------------------------------------------------------------- */
const markOf = (name) => `![${name}]`;
function mark(place, name, at) {
  const field = fieldOf(place), before = field.value.slice(0, at);
  const gap = before && !before.endsWith("\n") ? "\n" : "";
  document.dispatchEvent(new CustomEvent("stayline:insert", { detail: { field, text: `${gap}${markOf(name)}\n`, start: at, end: at } }));
}
function unmark(place, row) {
  const field = fieldOf(place), words = markOf(row.dataset.name), at = field?.value.indexOf(words) ?? -1;
  if (!place.dataset.standing || at < 0) return;
  const end = at + words.length + (field.value[at + words.length] === "\n" ? 1 : 0);
  works.set(row, { ...(works.get(row) ?? { file: { size: 0 } }), mark: at });
  document.dispatchEvent(new CustomEvent("stayline:insert", { detail: { field, text: "", start: at, end } }));
}

/* -- pasting, dropping ------------------------------------------------------------------------- */
function named(place, file) {
  if (file.name && file.name !== "image.png") return file;
  const taken = new Set(rows(place).map((row) => row.dataset.name));
  const time = new Date().toTimeString().slice(0, 5).replace(":", "."), ending = file.type.split("/")[1] ?? "png";
  let name = `screenshot-${time}.${ending}`;
  for (let more = 2; taken.has(name); more += 1) name = `screenshot-${time}-${more}.${ending}`;
  return new File([file], name, { type: file.type });
}

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const target = event.target instanceof Element ? event.target : document.body;
  const place = placeOf(target) ?? (target.matches("input, textarea") ? null : shown());
  if (!place || !files.length || event.clipboardData.getData("text/plain")) return;
  event.preventDefault();
  for (const one of files) {
    const file = named(place, one), [row] = add(place, [file]);
    if (row && place.dataset.standing && file.type.startsWith("image/")) mark(place, file.name, fieldOf(place).selectionStart);
  }
});

const brings = (event) => event.dataTransfer?.types.includes("Files");
function offer(place) {
  for (const one of document.querySelectorAll("[data-upload-drop]")) one.hidden = !place?.contains(one);
}
document.addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault(); // a file that misses would take the page away, and the words with it
  const place = shown();
  event.dataTransfer.dropEffect = place ? "copy" : "none";
  offer(place);
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) offer(null); });
document.addEventListener("drop", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  const place = shown(), files = [...event.dataTransfer.files];
  offer(null);
  if (place) add(place, files);
});

/* -- sending ----------------------------------------------------------------------------------- */
/* Words do not leave without the files one sees beside them: they wait for those on their way. */
const waiting = new WeakMap();
document.addEventListener("submit", (event) => {
  const place = event.target.querySelector?.("[data-uploads]");
  if (!place) return;
  const unready = rows(place).filter((row) => ["waits", "goes", "failed", "refused"].includes(row.dataset.state));
  if (!unready.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const isMoving = unready.every((row) => ["waits", "goes"].includes(row.dataset.state));
  if (isMoving) waiting.set(event.target, event.submitter); else waiting.delete(event.target);
  say(place, isMoving ? "saysSoon" : "saysMend");
}, true);

function leave(place) {
  const form = place.closest("form");
  if (!waiting.has(form) || rows(place).some((row) => ["waits", "goes"].includes(row.dataset.state))) return;
  const submitter = waiting.get(form);
  waiting.delete(form);
  say(place, "");
  form.requestSubmit(submitter?.isConnected ? submitter : undefined);
}

/* -- what was there ---------------------------------------------------------------------------- */
/* Words that came back while their page is open bring their files. */
document.addEventListener("stayline:came-back", () => {
  const place = document.querySelector("[data-pane=reply] [data-uploads]"), brought = document.querySelector("[data-came-back]");
  for (const row of brought?.content.querySelectorAll("[data-upload]") ?? []) {
    if (place && !place.querySelector(`[data-key="${row.dataset.key}"]`)) place.querySelector("[data-upload-list]").append(row.cloneNode(true));
  }
  if (place) list(place);
});

/* Sent by a script, without another page: what went is no longer here. */
document.addEventListener("stayline:files-sent", (event) => {
  const place = event.target.querySelector?.("[data-uploads]");
  if (!place) return;
  for (const row of rows(place)) row.remove();
  say(place, "");
  list(place);
});

async function resume(place) {
  for (const { id, file } of await kept.of(keyOf(place))) if (!rows(place).some((row) => works.get(row)?.id === id)) add(place, [file], { id });
}
for (const place of document.querySelectorAll("[data-uploads]")) {
  const plain = place.querySelector("[data-upload-plain]");
  if (plain) { plain.hidden = true; plain.querySelector("input").removeAttribute("name"); plain.closest("form").querySelector(".upload-buttons").hidden = false; }
  list(place);
  resume(place);
}
document.addEventListener("stayline:files-kept", (event) => resume(event.target));
