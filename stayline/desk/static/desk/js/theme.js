/* Light or dark, close or wide: applied before the first paint, chosen in "You", switched in the menu. */
(() => {
  const root = document.documentElement;
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { if (value) localStorage.setItem(name, value); else localStorage.removeItem(name); } catch { /* private window: only this page */ } };
  const apply = (name, value) => { if (value) root.dataset[name] = value; else delete root.dataset[name]; };
  apply("theme", kept("theme"));
  apply("density", root.dataset.density ?? kept("density")); // what they chose somewhere goes with them

  const choose = (name, value) => { keep(name, value); apply(name, value); show(); if (name === "density") tell(value); };

  /* Kept with the person; who is not signed in keeps it in this browser. */
  const tell = (density) => {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "null");
    if (headers) fetch("/you/density/", { method: "POST", headers, body: new URLSearchParams({ density }) }).catch(() => {});
  };

  /* The choices in "You" show what holds, also when the menu has changed it. */
  const show = () => {
    for (const one of document.querySelectorAll("[data-look]")) one.checked = one.value === (root.dataset[one.dataset.look] ?? (one.dataset.look === "density" ? "wide" : ""));
  };
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("change", ({ target }) => { if (target.dataset?.look) choose(target.dataset.look, target.value); });

  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-theme-switch]")) {
      choose("theme", isDark() ? "light" : "dark");
    } else if (event.target.closest("[data-density-switch]")) {
      choose("density", root.dataset.density === "close" ? "wide" : "close");
    }
  });
})();
