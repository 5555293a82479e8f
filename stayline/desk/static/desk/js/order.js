/* People in an order: a list with "earlier" and "not any more" in place of a long select. Without
   this script the select itself is sent, in the order of its options. */
const button = (label, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small button--quiet";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
};

function enhance(select) {
  const words = document.querySelector("[data-order-words]")?.dataset ?? {};
  const place = document.createElement("div");
  place.className = "order";
  const list = document.createElement("ol");
  list.className = "order__list";
  const more = document.createElement("select");
  more.className = "input";
  more.setAttribute("aria-label", words.add ?? "Add");
  place.append(list, more);
  select.hidden = true;
  select.after(place);
  document.querySelector(`label[for="${select.id}"]`)?.removeAttribute("for");

  const draw = () => {
    const chosen = [...select.options].filter((option) => option.selected);
    list.replaceChildren(...chosen.map((option, at) => {
      const row = document.createElement("li");
      row.className = "order__one";
      const earlier = button(words.earlier ?? "Earlier", () => { select.insertBefore(option, chosen[at - 1]); draw(); });
      earlier.disabled = at === 0;
      row.append(option.textContent, earlier, button(words.remove ?? "Remove", () => { option.selected = false; draw(); }));
      return row;
    }));
    const first = new Option(words.add ?? "Add…", "");
    more.replaceChildren(first, ...[...select.options].filter((option) => !option.selected).map((option) => new Option(option.textContent, option.value)));
  };
  more.addEventListener("change", () => {
    const option = [...select.options].find((one) => one.value === more.value);
    if (!option) return;
    option.selected = true;
    select.append(option);
    draw();
  });
  draw();
}
for (const select of document.querySelectorAll("select[multiple]")) enhance(select);
