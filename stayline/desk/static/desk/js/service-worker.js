/* What was read stays readable without a connection; nothing is kept that the next person at this
   device could read. Pages are kept for one colleague at a time, for a working day at most, and all
   of them go when somebody signs out, when a session is over, or when somebody else signs in. */
const SHELL = "shell";
const OFFLINE = "/offline/";
const OLDEST = 16 * 3_600_000;
const FRESH = 15 * 60_000;
const MOST_PAGES = 60, MOST_FILES = 300;

const isKeepable = ({ pathname }) => pathname === "/" || pathname === "/encounters/new/" || /^\/problems\/\d+\/$/.test(pathname);
const isHashed = ({ pathname }) => /^\/static\/.*\.[0-9a-f]{12}\.\w+$/.test(pathname);
const isOurs = (name) => name.startsWith("pages-");

addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(SHELL);
  const answer = await fetch(OFFLINE, { cache: "reload" });
  const files = [...(await answer.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((one) => one[1]);
  await cache.addAll([...new Set(files)]);
  await cache.put(OFFLINE, answer);
  await skipWaiting();
})()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  await registration.navigationPreload?.enable();
  await clients.claim();
})()));

/* -- pages ------------------------------------------------------------------------------------- */
/* What was on its way when all was forgotten is not kept after all. */
let forgotten = 0;

async function forget(but = "") {
  if (!but) forgotten += 1;
  for (const name of await caches.keys()) if (isOurs(name) && name !== but) await caches.delete(name);
}

async function keep(path, answer, began) {
  const text = await answer.text();
  const who = /\bdata-who="(\d+)"/.exec(text)?.[1];
  if (!who || began !== forgotten) return;
  const name = `pages-${who}`;
  await forget(name);
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.set("x-kept-at", String(Date.now()));
  const cache = await caches.open(name);
  await cache.delete(path);
  await cache.put(path, new Response(text.replace("<html ", `<html data-kept-at="${Date.now()}" `), { headers }));
  for (const old of (await cache.keys()).slice(0, -MOST_PAGES)) await cache.delete(old);
  if (began !== forgotten) await caches.delete(name);
}

async function kept(path) {
  for (const name of (await caches.keys()).filter(isOurs)) {
    const found = await (await caches.open(name)).match(path);
    if (found && Date.now() - Number(found.headers.get("x-kept-at")) < OLDEST) return found;
  }
  return undefined;
}

async function ask(event, url) {
  const began = forgotten;
  let answer;
  try {
    answer = (await event.preloadResponse) ?? await fetch(event.request);
  } catch {
    return (isKeepable(url) && await kept(url.pathname)) || (await caches.match(OFFLINE)) || Response.error();
  }
  if (isKeepable(url)) event.waitUntil(learn(url.pathname, answer.clone(), began));
  return answer;
}

/* A page is kept; one that sends elsewhere says that nobody is signed in; a refused one is gone. */
async function learn(path, answer, began) {
  if (answer.type === "opaqueredirect" || answer.redirected || answer.status === 401) await forget();
  else if (answer.ok) await keep(path, answer, began);
  else if (answer.status === 403 || answer.status === 404) for (const name of (await caches.keys()).filter(isOurs)) await (await caches.open(name)).delete(path);
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && ["/accounts/logout/", "/demo/"].includes(url.pathname)) event.waitUntil(forget());
  else if (request.method === "GET" && request.mode === "navigate") event.respondWith(ask(event, url));
  else if (request.method === "GET" && isHashed(url)) event.respondWith(file(request));
});

/* -- what a page asks for ---------------------------------------------------------------------- */
async function keepFiles(paths) {
  const cache = await caches.open(SHELL);
  for (const path of paths) if (isHashed(new URL(path, location)) && !await cache.match(path)) await cache.add(path);
  const all = await cache.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST_FILES))) if (new URL(old.url).pathname !== OFFLINE) await cache.delete(old);
}

async function keepPages(paths, began) {
  for (const path of paths) {
    if (!isKeepable(new URL(path, location))) continue;
    if (began !== forgotten) return;
    const has = await kept(path);
    if (has && Date.now() - Number(has.headers.get("x-kept-at")) < FRESH) continue;
    const answer = await fetch(path, { redirect: "manual" });
    await learn(path, answer, began);
    if (!answer.ok && answer.status !== 404) return;
  }
}

addEventListener("message", (event) => {
  const { forget: all, files = [], pages = [] } = event.data ?? {};
  const began = forgotten;
  const done = all ? forget() : keepFiles(files).then(() => keepPages(pages, began));
  event.waitUntil(done.then(() => event.ports[0]?.postMessage("done"), () => event.ports[0]?.postMessage("failed")));
});

/* -- push -------------------------------------------------------------------------------------- */
addEventListener("push", (event) => {
  const { title = "Stayline", body = "", url = "/", tag = "" } = event.data?.json() ?? {};
  event.waitUntil(registration.showNotification(title, { body, tag, data: url, icon: "/icon-192.png", badge: "/icon-192.png" }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data ?? "/", location);
  if (url.origin !== location.origin) return;
  event.waitUntil((async () => {
    const open = await clients.matchAll({ type: "window" });
    const there = open.find((one) => new URL(one.url).pathname === url.pathname);
    await (there ? there.focus() : clients.openWindow(url));
  })());
});
