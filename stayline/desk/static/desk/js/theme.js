/* Light or dark, close or wide: applied before the first paint, switched by a button. */
(() => {
  const root = document.documentElement;
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window: only this page */ } };
  const apply = (name, value) => { if (value) root.dataset[name] = value; else delete root.dataset[name]; };
  apply("theme", kept("theme"));
  apply("density", kept("density"));

  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-theme-switch]")) {
      const next = isDark() ? "light" : "dark";
      keep("theme", next);
      apply("theme", next);
    } else if (event.target.closest("[data-density-switch]")) {
      const next = root.dataset.density === "close" ? "wide" : "close";
      keep("density", next);
      apply("density", next);
    }
  });
})();
