/* Files on their way: kept in this browser until they are where they belong, and sent with a word of
   how far they are. Other modules use it as `keptFiles`. */
const PATIENCE = 120_000;
const name = document.body.dataset.who ? "files-desk" : "files-with";

let opened = null;
function store(mode) {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files", { keyPath: "id" }).createIndex("place", "place");
    asked.onsuccess = () => { asked.result.onversionchange = () => { asked.result.close(); opened = null; }; done(asked.result); };
    asked.onerror = () => fail(asked.error);
  });
  return opened.then((base) => base.transaction("files", mode).objectStore("files"));
}
const settled = (asked) => new Promise((done, fail) => { asked.onsuccess = () => done(asked.result); asked.onerror = () => fail(asked.error); });

/* A private window may keep nothing: then a file lives as long as its page. */
async function keep(id, place, file) {
  try { await settled((await store("readwrite")).put({ id, place, file, name: file.name })); return true; } catch { return false; }
}
async function of(place) {
  try {
    const found = await settled((await store("readonly")).index("place").getAll(place));
    return found.map((one) => ({ id: one.id, file: new File([one.file], one.name, { type: one.file.type }) }));
  } catch { return []; }
}
async function drop(id) { try { await settled((await store("readwrite")).delete(id)); } catch { /* was not kept */ } }
async function move(from, to) {
  for (const { id, file } of await of(from)) await keep(id, to, file);
}

/* What the server says: its status, and its words where it has any. Status 0: it was not reached. */
function send(url, token, id, file, { going = () => {}, signal = null } = {}) {
  return new Promise((done) => {
    const request = new XMLHttpRequest(), body = new FormData();
    for (const [key, value] of [["csrfmiddlewaretoken", token], ["client", id]]) body.append(key, value);
    body.append("file", file, file.name);
    const end = () => {
      let told = null;
      try { told = JSON.parse(request.responseText); } catch { /* no words of ours */ }
      done({ status: request.status, told });
    };
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.timeout = PATIENCE + file.size / 10;
    request.upload.onprogress = (event) => { if (event.lengthComputable) going(event.loaded / event.total); };
    request.onload = end;
    request.onerror = request.ontimeout = request.onabort = () => done({ status: 0, told: null });
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

globalThis.keptFiles = { keep, of, drop, move, send, newId };
