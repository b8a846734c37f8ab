// Evidence: a criterion lights up its words, words light up their criteria.

function light(source) {
  const keys = source ? source.dataset.k.split(" ") : [];
  for (const lit of all(".lit")) lit.classList.remove("lit");
  for (const key of keys) for (const one of all(`[data-k~="${key}"]`)) one.classList.add("lit");
  const told = source?.matches("mark") ? keys.map((key) => `${key.replace("c", "")}. ${$(key).textContent}`) : [];
  $("strip").textContent = told.join("\n");
  $("strip").hidden = !told.length;
}

const marked = (target) => target?.closest?.("[data-k]") ?? null;
const relight = (event) => light(marked(event.target) ?? marked(document.activeElement));
document.addEventListener("mouseover", relight);
document.addEventListener("focusin", relight);
document.addEventListener("focusout", () => light(null));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("mark")) return;
  event.preventDefault(); // the button that gets the focus is not to be pressed at once
  document.querySelector(`[data-go="${event.target.dataset.k.split(" ")[0]}"]`)?.focus();
});

function go(key) {
  const words = document.querySelector(`mark[data-k~="${key}"]`);
  words?.scrollIntoView({ block: "center" });
  words?.focus({ preventScroll: true });
}
