/* A form that comes back begins at what is not right yet; each line of it leads to its field. */
const mistakes = document.querySelector("[data-mistakes]");
if (mistakes) {
  mistakes.focus();
  mistakes.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    (field.matches("input, select, textarea, button") ? field : field.querySelector("input, select, textarea"))?.focus();
  });
}
