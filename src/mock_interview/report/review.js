"use strict";
// Reviewing a session in the page: what the mentor says is kept in `state` and in the browser, and becomes a file.
// Places in a turn are counted in code points, as Python counts them; never in JavaScript's UTF-16 units.

const $ = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];
const page = JSON.parse($("page").textContent);
const KEY = `mock-interview review ${page.session} ${page.transcript}${page.blind ? " blind" : ""}`;
const LONGEST = { name: 200, comment: 10000, summary: 20000 };
const ADVICE = { keep: "Keep", change: "Change", try: "Try" };
let state = { name: "", level: null, verdicts: {}, remarks: [], summary: "", revealed: false, draft: null };
let removed = null;

// Text and places

const points = (text) => Array.from(text);
const size = (text) => points(text).length;
const said = (turn) => $(`said-${turn}`);
const letters = new Map();
// What was said, and the same place as it is shown: control characters as marks.
const cut = (turn, start, end) => lettersOf(turn).original.slice(start, end).join("");
const seen = ({ turn, start, end }) => lettersOf(turn).shown.slice(start, end).join("");

function lettersOf(turn) {
  if (!letters.has(turn)) {
    const shown = points(said(turn).textContent);
    letters.set(turn, { shown, original: turn in page.texts ? points(page.texts[turn]) : shown });
  }
  return letters.get(turn);
}

function sentences(turn) {
  let at = 0;
  return [...said(turn).children]
    .map((span) => {
      const start = at;
      at += size(span.textContent);
      return trimmed(turn, start, at);
    })
    .filter((place) => place.start < place.end);
}

function trimmed(turn, start, end) {
  const words = cut(turn, start, end);
  start += size(words) - size(words.trimStart());
  return { turn, start, end: Math.max(start, end - size(words) + size(words.trimEnd())) };
}

function selection() {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const where = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".said");
  // A double or triple click may end the selection at the very beginning of what comes next.
  const box = where(range.startContainer) ?? where(range.endContainer);
  if (!box || (where(range.endContainer) !== box && range.endOffset !== 0)) return null;
  const inside = document.createRange();
  inside.selectNodeContents(box);
  if (where(range.startContainer) === box) inside.setStart(range.startContainer, range.startOffset);
  if (where(range.endContainer) === box) inside.setEnd(range.endContainer, range.endOffset);
  const before = document.createRange();
  before.selectNodeContents(box);
  before.setEnd(inside.startContainer, inside.startOffset);
  const start = size(before.toString());
  const place = trimmed(Number(box.dataset.turn), start, start + size(inside.toString()));
  return place.start < place.end ? place : null;
}

function rangeOf({ turn, start, end }) {
  const range = document.createRange();
  const walker = document.createTreeWalker(said(turn), NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node && at < end; node = walker.nextNode()) {
    const inNode = points(node.data);
    const units = (count) => inNode.slice(0, count).join("").length;
    if (start >= at && start < at + inNode.length) range.setStart(node, units(start - at));
    if (end <= at + inNode.length) range.setEnd(node, units(end - at));
    at += inNode.length;
  }
  return range;
}

function paint(name, places) {
  if (typeof Highlight === "function") CSS.highlights.set(name, new Highlight(...places.map(rangeOf)));
}

// Keeping what is typed

function save() {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    refuse();
  }
  $("text").value = JSON.stringify(review(), null, 2);
  fillPrint();
}

function refuse() {
  $("refused").hidden = false;
  window.onbeforeunload = (event) => event.preventDefault();
}

// Another file of this browser may have written here: only what fits this transcript is taken.
function restore() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const fits = ({ turn, start, end, advice, text }) =>
      said(turn) && cut(turn, start, end) && ADVICE[advice] && typeof text === "string";
    const text = (value) => (typeof value === "string" ? value : "");
    const known = ([criterion, found]) => page.criteria.includes(criterion) && ["met", "unmet"].includes(found);
    state = {
      name: text(kept.name),
      level: all("[name=level]").some((radio) => radio.value === kept.level) ? kept.level : null,
      verdicts: Object.fromEntries(Object.entries(kept.verdicts ?? {}).filter(known)),
      remarks: (kept.remarks ?? []).filter(fits),
      summary: text(kept.summary),
      revealed: Boolean(kept.revealed && kept.level),
      draft: kept.draft && fits(kept.draft) ? kept.draft : null,
    };
  } catch (error) {
    if (error instanceof DOMException) refuse();
  }
}

const say = (words) => ($("status").textContent = words);

// Evidence: a criterion lights up its words, words light up their criteria

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

// Comments

function choices(turn, chosen) {
  const places = sentences(turn);
  const whole = { ...trimmed(turn, 0, lettersOf(turn).shown.length), label: "the whole turn" };
  const same = (one) => one.start === chosen?.start && one.end === chosen?.end;
  const own = chosen && !places.some(same) && !same(whole) ? [{ ...chosen, label: "the selected words" }] : [];
  return [...own, ...places, whole];
}

function offer(place) {
  const { turn } = place;
  const value = `${place.start} ${place.end}`;
  const there = [...$("which").options].some((option) => option.value === value);
  // Choices that stay as they are can be gone through by typing.
  if ($("which").dataset.turn === `${turn}` && there) return ($("which").value = value);
  $("which").dataset.turn = turn;
  $("which").replaceChildren(
    ...choices(turn, place).map(({ start, end, label }) => {
      const words = seen({ turn, start, end }).replace(/\s+/g, " ");
      const option = new Option(label ?? (words.length > 80 ? `${points(words).slice(0, 80).join("")}…` : words));
      option.value = `${start} ${end}`;
      return option;
    }),
  );
  $("which").value = value;
}

function draw() {
  const { draft } = state;
  $("comment").hidden = !draft?.open;
  paint("chosen", draft?.open ? [draft] : []);
  if (!draft) return;
  // The place of comments in the page: below the turn they are about.
  if ($("comment").previousElementSibling !== $(`remarks-${draft.turn}`)) $(`remarks-${draft.turn}`).after($("comment"));
  offer(draft);
  $("quoted").textContent = seen(draft);
  $("words").value = draft.text;
  for (const radio of all("[name=advice]")) radio.checked = radio.value === draft.advice;
  $("h-comment").textContent = draft.editing === null ? "Comment" : "Change a comment";
}

// What is typed already goes along to the new place.
function comment(changes) {
  state.draft = { text: "", advice: "keep", editing: null, ...state.draft, ...changes, open: true };
  draw();
  save();
}

function add() {
  const { draft } = state;
  const count = size(draft.text.trim());
  if (!count) return complain("The comment has no words yet.", $("words"));
  if (count > LONGEST.comment) return complain(`The comment has ${count} characters; ${LONGEST.comment} go in.`, $("words"));
  const { turn, start, end, advice, text } = draft;
  const others = state.remarks.filter((_, number) => number !== draft.editing);
  state.remarks = [...others, { turn, start, end, advice, text: text.trim() }].sort((a, b) => a.turn - b.turn || a.start - b.start);
  state.draft = null;
  changed(`Comment ${draft.editing === null ? "added" : "changed"} at turn ${turn + 1}.`);
  document.querySelector(`[data-comment="${turn}"]`).focus();
}

function edit(number) {
  if (state.draft?.text.trim()) return complain("Add or empty the comment you are writing first.", reopen());
  comment({ ...state.remarks[number], editing: number });
  $("words").focus();
}

function remove(number) {
  removed = state.remarks[number];
  state.remarks = state.remarks.filter((_, other) => other !== number);
  const { draft } = state;
  if (draft && draft.editing !== null) draft.editing = draft.editing === number ? null : draft.editing - (draft.editing > number);
  changed("Comment removed.");
  $("undo").focus();
}

function takeBack() {
  state.remarks = [...state.remarks, removed].sort((a, b) => a.turn - b.turn || a.start - b.start);
  if (state.draft) state.draft.editing = null;
  removed = null;
  changed("The comment is back.");
  $("selected").focus();
}

function reopen() {
  state.draft.open = true;
  draw();
  return $("words");
}

function changed(words) {
  save();
  render();
  say(words);
}

function element(name, text, more = {}) {
  return Object.assign(document.createElement(name), { textContent: text, dir: "auto", ...more });
}

function button(text, label, onclick) {
  return Object.assign(element("button", text), { type: "button", className: "controls", ariaLabel: label, onclick });
}

function list() {
  for (const each of all(".turn .remarks")) {
    each.replaceChildren();
    each.hidden = true;
  }
  state.remarks.forEach((remark, number) => {
    const item = document.createElement("li");
    const name = `comment ${number + 1}`;
    item.append(
      element("b", `${ADVICE[remark.advice]}: `),
      element("span", remark.text, { className: "pre" }),
      element("blockquote", seen(remark)),
      button("Edit", `Edit ${name}`, () => edit(number)),
      " ",
      button("Delete", `Delete ${name}`, () => remove(number)),
    );
    $(`remarks-${remark.turn}`).append(item);
    $(`remarks-${remark.turn}`).hidden = false;
  });
  paint("remark", state.remarks);
}

// Level, reveal, download

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
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: `review-${page.session}.json` });
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
