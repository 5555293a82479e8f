/* Whoever comes back to the page after a while sees it as it is now; never while they have typed. */
let left = 0;
const hasTyped = () => [...document.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) left = Date.now();
  else if (left && Date.now() - left > 20_000 && !hasTyped()) location.reload();
});
