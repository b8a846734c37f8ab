// The review as a whole: the level, what is shown only after it, the file that is sent back, and what happens when.

function reveal() {
  for (const sealed of all("template[data-for]")) {
    $(sealed.dataset.for).replaceChildren(sealed.content);
    sealed.remove();
  }
  for (const radio of all("[name=level]")) radio.disabled = true;
  $("reveal").parentElement.hidden = true;
}

function giveLevel() {
  if (!state.level) return complain("Choose a level first.", document.querySelector("[name=level]"));
  state.revealed = true;
  reveal();
  changed(`Your level is ${state.level}. What the tool says is shown now.`);
  $("h-tool").focus();
}

function complain(words, where) {
  say(words);
  where.focus();
}

function review() {
  return {
    format: 1,
    session: page.session,
    transcript: page.transcript,
    reviewer: state.name.trim(),
    at: new Date().toISOString(),
    blind: page.blind && state.level !== null,
    level: state.level,
    verdicts: state.verdicts,
    remarks: state.remarks.map(({ turn, start, end, advice, text }) => ({
      quote: { turn, start, end, text: cut(turn, start, end) },
      advice,
      text,
    })),
    summary: state.summary.trim(),
  };
}

function download() {
  const made = review();
  if (!made.reviewer) return complain("Give your name first.", $("name"));
  if (size(made.reviewer) > LONGEST.name) return complain(`A name has up to ${LONGEST.name} characters.`, $("name"));
  if (size(made.summary) > LONGEST.summary) return complain(`A summary has up to ${LONGEST.summary} characters.`, $("summary"));
  if (state.draft?.text.trim()) return complain("A comment is not added yet: add it, or empty it.", reopen());
  const file = new Blob([JSON.stringify(made, null, 2) + "\n"], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `review-${page.session}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
  say(`Downloaded as ${link.download}. Send that file back.`);
}

function fillPrint() {
  const { name, level, summary, verdicts } = state;
  const found = (finding) => page.criteria.flatMap((id, at) => (verdicts[id] === finding ? [at + 1] : [])).join(", ");
  const lines = { By: name, Level: level, Shown: found("met"), "Not shown": found("unmet") };
  const said = Object.entries(lines).flatMap(([label, words]) => (words ? [`${label}: ${words}`] : []));
  $("printed").textContent = [...said, ...(summary ? [summary] : [])].join("\n");
}

function render() {
  $("name").value = state.name;
  $("summary").value = state.summary;
  for (const radio of all("[name=level]")) radio.checked = radio.value === state.level;
  for (const radio of all("[data-criterion]")) radio.checked = radio.value === (state.verdicts[radio.dataset.criterion] ?? "");
  $("undo").hidden = !removed;
  list();
  draw();
}

// What happens when

const on = (id, event, action) => $(id)?.addEventListener(event, action);
on("name", "input", () => ((state.name = $("name").value), save()));
on("summary", "input", () => ((state.summary = $("summary").value), save()));
on("words", "input", () => ((state.draft.text = $("words").value), save()));
on("which", "change", () => {
  const [start, end] = $("which").value.split(" ").map(Number);
  comment({ start, end });
});
on("add", "click", add);
on("close", "click", () => {
  const { turn } = state.draft;
  if (state.draft.text.trim()) state.draft.open = false;
  else state.draft = null;
  changed(state.draft ? "Closed. What you have typed is kept." : "Closed.");
  document.querySelector(`[data-comment="${turn}"]`).focus();
});
on("undo", "click", takeBack);
on("reveal", "click", giveLevel);
on("download", "click", download);
// A finger's tap, and in some browsers a click, takes the selection away before the click is told.
let chosen = null;
on("selected", "pointerdown", () => (chosen = selection()));
on("selected", "click", () => {
  const place = selection() ?? chosen;
  chosen = null;
  if (!place) return say("Select words of one turn first.");
  comment(place);
  $("words").focus();
});
document.addEventListener("change", ({ target }) => {
  if (target.name === "advice") comment({ advice: target.value });
  if (target.name === "level") {
    state.level = target.value;
    save();
  }
  if (target.dataset.criterion) {
    const { [target.dataset.criterion]: _, ...others } = state.verdicts;
    state.verdicts = target.value ? { ...others, [target.dataset.criterion]: target.value } : others;
    save();
  }
});
document.addEventListener("click", ({ target }) => {
  const { go: key, comment: turn } = target.closest?.("button")?.dataset ?? {};
  if (key) go(key);
  if (turn) {
    const first = sentences(Number(turn))[0];
    if (!first) return say("There is nothing said in this turn.");
    comment(first);
    $("which").focus();
  }
});
// Another window with the same page: both go on from what was typed last.
window.addEventListener("storage", ({ key, newValue }) => {
  if (key === KEY && newValue) begin();
});

function begin() {
  restore();
  if (page.blind && state.revealed) reveal();
  render();
}

begin();
save();
document.documentElement.dataset.ready = "";
