/* A chosen picture is sent at once; without this, a button sends it. */
for (const form of document.querySelectorAll("[data-face-form]")) {
  const send = form.querySelector("[data-face-send]");
  send.hidden = true;
  form.addEventListener("change", () => {
    send.hidden = false;
    form.requestSubmit(send);
  });
}
