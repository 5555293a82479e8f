/* "I met a customer" without signal: kept in this browser, sent by itself, counted once. Each form
   has an id of its own, and the server does for one id what it does once, however often it comes. */
const { who } = document.body.dataset;
const key = `met:${who}`;
const AGAIN = 30_000, PATIENCE = 10_000;
const fields = ["client", "name", "reach", "words", "should_know"];

const files = globalThis.keptFiles;
const draft = `${key}:draft`, placeOf = (entry) => `${key}:${entry.client}`;
const filesOf = (entry) => files.of(placeOf(entry));
const dropFiles = async (entry) => { for (const { id } of await filesOf(entry)) await files.drop(id); };

const all = () => { try { return JSON.parse(localStorage.getItem(key) ?? "[]"); } catch { return []; } };
const save = (kept) => { try { localStorage.setItem(key, JSON.stringify(kept)); return true; } catch { return false; } };
const drop = (client) => { save(all().filter((one) => one.client !== client)); show(); };

/* The photos first, each under its own id; then whom one met, with their keys. */
async function send(entry, token, going) {
  const body = new URLSearchParams({ ...entry, csrfmiddlewaretoken: token });
  for (const [place, { id, file }] of (await filesOf(entry)).entries()) {
    const { status, told } = await files.send("/encounters/uploads/", token, id, file, { going: (part) => going?.(place, part) });
    if (status === 422 && told?.why) return Response.json({ refusal: told.why }, { status: 409 });
    if (status !== 200 || !told?.key) throw new Error(String(status));
    body.append("file", told.key);
  }
  return fetch("/encounters/new/", { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
}

/* -- the form ---------------------------------------------------------------------------------- */
const form = document.querySelector("[data-met-form]");
const say = (words) => {
  const banner = document.querySelector("[data-met-said]");
  if (!banner) return;
  banner.querySelector("p").textContent = words;
  banner.hidden = !words;
  if (words) banner.scrollIntoView({ block: "nearest" });
};

form?.addEventListener("submit", async (event) => {
  const entry = Object.fromEntries(fields.map((name) => [name, form.elements[name]?.value ?? ""]));
  entry.met_at = form.dataset.metAt || new Date().toISOString(); // whenever it is sent, this is when they met
  if (!who || !save([...all().filter((one) => one.client !== entry.client), entry])) return; // as any form
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  await files.move(draft, placeOf(entry));
  try {
    const answer = await send(entry, form.elements.csrfmiddlewaretoken.value, onItsWay);
    const told = await answer.json();
    drop(entry.client);
    if (told.path) { await dropFiles(entry); location.assign(told.path); }
    else {
      say(told.refusal);
      await files.move(placeOf(entry), draft);
      if (told.client) form.elements.client.value = told.client;
    }
  } catch {
    form.reset();
    form.dispatchEvent(new CustomEvent("stayline:files-sent", { bubbles: true }));
    form.elements.client.value = files.newId();
    say(form.dataset.keptWords);
    show();
  } finally {
    button.disabled = false;
  }
});

function onItsWay(place, part) {
  const progress = form.querySelectorAll("[data-upload]:not([data-state=removed]) [data-upload-progress]")[place];
  if (progress) { progress.hidden = false; progress.value = part * 100; }
}

/* -- what is kept ------------------------------------------------------------------------------ */
function show() {
  const list = document.querySelector("[data-met-kept]");
  if (!list) return;
  const kept = all();
  list.hidden = !kept.length;
  list.querySelector("ul").replaceChildren(...kept.map((one) => {
    const item = document.createElement("li");
    item.className = "met__kept";
    const name = document.createElement("strong"), words = document.createElement("span");
    name.textContent = one.name;
    words.textContent = one.refusal || one.words;
    item.append(name, words);
    filesOf(one).then((found) => {
      if (!found.length) return;
      const names = document.createElement("span");
      names.className = "soft small";
      names.textContent = found.map(({ file }) => file.name).join(", ");
      words.after(names);
    });
    if (one.refusal) {
      const again = document.createElement("button");
      again.type = "button"; again.className = "button button--small"; again.textContent = list.dataset.mend;
      again.addEventListener("click", () => mend(one));
      item.append(again);
    }
    return item;
  }));
}
async function mend(entry) {
  await files.move(placeOf(entry), draft);
  form.querySelector("[data-uploads]").dispatchEvent(new CustomEvent("stayline:files-kept", { bubbles: true }));
  for (const name of fields) if (form.elements[name]) form.elements[name].value = entry[name];
  form.dataset.metAt = entry.met_at ?? "";
  drop(entry.client);
  say(entry.refusal);
}

/* Only as the person who wrote it down, with a token of the session there is now. */
async function present() {
  const answer = await fetch("/encounters/new/", { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.body.dataset.who === who ? page.querySelector("[name=csrfmiddlewaretoken]")?.value : null;
}

async function flush() {
  const waiting = all().filter((one) => !one.refusal);
  if (!who || !waiting.length || form?.querySelector("[type=submit]").disabled) return;
  const token = await present();
  for (const entry of token ? waiting : []) {
    const answer = await send(entry, token);
    if (answer.status !== 200 && answer.status !== 409) return;
    const told = await answer.json();
    if (told.refusal) save(all().map((one) => (one.client === entry.client ? { ...one, refusal: told.refusal } : one)));
    else { drop(entry.client); await dropFiles(entry); }
    if (told.path) document.dispatchEvent(new CustomEvent("stayline:toast", { detail: told.said }));
  }
  show();
}
/* One page at a time, and each in its turn: the page before this one may still be on its way out. */
let isTrying = false;
async function trying() {
  if (isTrying) return;
  isTrying = true;
  try { await (navigator.locks ? navigator.locks.request("met", flush) : flush()); } catch { /* no signal yet */ }
  isTrying = false;
}
show();
trying();
addEventListener("online", trying);
setInterval(() => { if (all().length) trying(); }, AGAIN);
