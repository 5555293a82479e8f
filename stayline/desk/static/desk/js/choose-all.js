/* One box that chooses all of its form's; shown only where this runs. */
for (const label of document.querySelectorAll(".choose-all")) label.hidden = false;

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== "checkbox" || !box.form) return;
  const all = box.form.querySelector("[data-choose-all]");
  const boxes = [...box.form.querySelectorAll("[name=problem]")];
  if (!all) return;
  if (box === all) for (const one of boxes) one.checked = all.checked;
  const chosen = boxes.filter((one) => one.checked).length;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  for (const count of box.form.querySelectorAll("[data-chosen-count]")) count.textContent = chosen ? ` (${chosen})` : "";
});
