"use strict";
// Sort the tables by a column, and show only the rows that hold some words. The page says all of it without this.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim();
      const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
      const rows = [...body.rows].map((row) => [key(row), row]);
      rows.sort((a, b) => (up ? 1 : -1) * order.compare(a[0], b[0]));
      body.append(...rows.map((pair) => pair[1]));
    });
  });
}
const box = document.getElementById("filter");
const said = document.getElementById("found");
const rows = [...document.querySelectorAll("table.filtered tbody tr")];
const texts = rows.map((row) => row.textContent.toLowerCase());
box.parentElement.hidden = false;
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  rows.forEach((row, number) => {
    row.hidden = !words.every((word) => texts[number].includes(word));
    if (!row.hidden) shown += 1;
  });
  said.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
});
