/* Push in this browser: one's own choice, and it ends with signing out. A line that is open is told
   again with each visit: the server forgets it with the sign-in that opened it. */
const place = document.querySelector("[data-push]");
const button = place?.querySelector("[data-push-switch]");
const said = place?.querySelector("[data-push-said]");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const post = (path, told) => fetch(path, { method: "POST", body: new URLSearchParams({ ...told, csrfmiddlewaretoken: token() }) });
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const bytes = (code) => Uint8Array.from(atob(code.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

async function line() {
  const { pushManager } = await navigator.serviceWorker.ready;
  return pushManager.getSubscription();
}
async function tell(opened) {
  const told = { endpoint: opened.endpoint, public_key: text(opened.getKey("p256dh")), auth: text(opened.getKey("auth")) };
  return post(place.dataset.pushOpen, told);
}
async function show() {
  button.textContent = await line() ? button.dataset.off : button.dataset.on;
  button.hidden = false;
}
async function switchOn() {
  const { pushManager } = await navigator.serviceWorker.ready;
  const opened = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(place.dataset.pushKey) });
  const answer = await tell(opened);
  if (answer.status === 204) return "";
  await opened.unsubscribe();
  return (await answer.json()).why;
}
async function switchOff(opened) {
  await post(place.dataset.pushClose, { endpoint: opened.endpoint });
  await opened.unsubscribe();
}
button?.addEventListener("click", async () => {
  said.textContent = "";
  try {
    const opened = await line();
    if (opened) await switchOff(opened); else said.textContent = await switchOn();
  } catch {
    said.textContent = Notification.permission === "denied" ? said.dataset.denied : said.dataset.failed;
  }
  await show();
});
if (button && "PushManager" in window && "serviceWorker" in navigator && place.dataset.pushKey) show().then(line).then((opened) => opened && tell(opened)).catch(() => { /* without a worker there is no push */ });
