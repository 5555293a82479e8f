/* The rarer acts upon a problem. A link to one opens it as a sheet over the page; what would come of it is
   shown while it is filled in; what was typed is kept when it is put away. Without this each is a page. */
const SHEETS = /\/problems\/\d+\/(rest|final-no|relief|cover|carrier|twin|parts|links|parties|circle|aside|cause)\/(\?.*)?$/;
const kept = new Map();
let sheet, opener, looking, asked = 0;

const act = () => document.getElementById("act");
const path = () => act()?.querySelector("[data-act-form]")?.getAttribute("action");

function made() {
  if (sheet) return sheet;
  sheet = document.createElement("dialog");
  sheet.className = "dialog dialog--act";
  sheet.setAttribute("aria-labelledby", "act-heading");
  document.body.append(sheet);
  sheet.addEventListener("close", put);
  return sheet;
}

/* Closed by Esc, by a press beside it, or by going back: what was typed waits for the next time. */
function put() {
  const form = sheet.querySelector("[data-act-form]");
  if (form) kept.set(form.getAttribute("action"), new FormData(form));
  sheet.replaceChildren();
  if (history.state?.sheet) history.back();
  (opener?.isConnected ? opener : document.querySelector("#problem-head summary") ?? document.querySelector("main"))?.focus();
}
addEventListener("popstate", () => { if (sheet?.open) sheet.close(); });

function fill(form, data) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    const values = data.getAll(field.name);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

async function open(link) {
  const from = link.closest("details")?.querySelector("summary") ?? link;
  let answer;
  try { answer = await fetch(link.href, { headers: { "X-Sheet": "1" } }); } catch { location.assign(link.href); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("act");
  if (!answer.ok || !page) { location.assign(link.href); return; }
  if (!sheet?.open) opener = from;
  link.closest("details")?.removeAttribute("open");
  made().replaceChildren(document.adoptNode(page));
  const before = kept.get(path());
  if (before && !link.search) fill(act().querySelector("form"), before);
  if (!sheet.open) {
    sheet.showModal();
    history.pushState({ sheet: true }, "");
  }
  sheet.scrollTop = 0;
  begin();
}

function begin() {
  for (const shown of act()?.querySelectorAll("[data-mark]") ?? []) shown.hidden = false;
  if (act()?.querySelector("[data-unseen]")) { act().querySelector("[data-unseen]").hidden = true; look(); }
  if (sheet?.open) (act().querySelector("[autofocus]") ?? act().querySelector("h1"))?.focus();
}

/* -- what would come of it -- */
const CHANGES = ["foreseen", "act-acts", "compare", "swap", "found"];

async function look(how = "now") {
  const form = act()?.querySelector("[data-act-form]");
  if (!form) return false;
  const mine = ++asked, sent = new FormData(form);
  sent.set("look", how);
  const headers = sheet?.open ? { "X-Sheet": "1" } : {};
  let answer, text;
  try { answer = await fetch(form.action, { method: "POST", body: sent, headers }); text = await answer.text(); } catch { return true; }
  if (mine !== asked || !form.isConnected) return false;
  const page = new DOMParser().parseFromString(text, "text/html").getElementById("act");
  if (!page) return true;
  if (how === "pressed" && !answer.ok) {
    act().replaceWith(document.adoptNode(page));
    begin();
    (act().querySelector(".field__errors ~ *, [aria-invalid=true], #cannot") ?? act()).focus();
    return false;
  }
  const chosen = new FormData(form);
  for (const id of CHANGES) {
    const old = document.getElementById(id), fresh = page.querySelector(`#${id}`);
    const has = old?.contains(document.activeElement) ? document.activeElement : null;
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    else if (old && !fresh) old.replaceChildren();
    else if (fresh) document.getElementById("compare")?.after(document.adoptNode(fresh));
    if (has?.name) act().querySelector(`[name="${has.name}"][value="${CSS.escape(has.value)}"]`)?.focus();
    else if (has?.type === "submit") act().querySelector("[type=submit].button--primary")?.focus();
  }
  for (const [name, value] of chosen) {
    const same = [...form.querySelectorAll(`[name="${name}"][type=radio]`)].find((one) => one.value === value);
    if (same) same.checked = true; // chosen while this was on its way
  }
  return true;
}
const soon = () => { clearTimeout(looking); looking = setTimeout(look, 350); };

document.addEventListener("input", (event) => { if (event.target.closest?.("[data-act-form]")) soon(); });
document.addEventListener("change", (event) => {
  if (event.target.name === "piece") point(event.target);
  if (event.target.closest?.("[data-act-form]")) soon();
});

/* In a sheet a refusal is said there; only what will be done leaves the page. */
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!sheet?.open || !form.matches("[data-act-form]") || event.submitter?.hasAttribute("data-goes-on")) return;
  event.preventDefault();
  clearTimeout(looking);
  if (await look("pressed")) { kept.delete(form.getAttribute("action")); act().querySelector("[data-act-form]").submit(); }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-sheet], .act a");
  if (event.target.closest?.(".dialog--act [data-closes]")) { event.preventDefault(); return; }
  if (event.target.closest?.("[data-mark]")) mark();
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || link.target) return;
  if (!SHEETS.test(link.href) || !document.querySelector("[data-problem]")) return;
  event.preventDefault();
  open(link);
});

/* Chosen in the palette, it is the same sheet. */
document.addEventListener("stayline:go", (event) => {
  if (!SHEETS.test(event.detail) || !document.querySelector("[data-problem]")) return;
  event.preventDefault();
  document.getElementById("palette")?.close();
  const link = document.createElement("a");
  link.href = event.detail;
  open(link);
});

/* -- several things in one: what is pointed at becomes a line -- */
const lines = () => act()?.querySelector("[data-parts]");
const said = () => lines().value.split("\n").map((one) => one.trim()).filter(Boolean);
function say(all) {
  lines().value = all.join("\n");
  lines().dispatchEvent(new Event("input", { bubbles: true }));
}
function point(box) {
  const rest = said().filter((one) => one !== box.value);
  say(box.checked ? [...rest, box.value] : rest);
}
function mark() {
  const chosen = getSelection(), text = chosen.toString().replace(/\s+/g, " ").trim().slice(0, 120);
  const inside = chosen.anchorNode && act()?.querySelector("[data-pieces]")?.contains(chosen.anchorNode);
  if (inside && text) say([...said(), text]);
  else lines()?.focus();
}

begin();
