// Comments on words of the transcript: made, changed, deleted, listed below the turn they are about.

let removed = null;
const LONGEST = { name: 200, comment: 10000, summary: 20000 };

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

const inOrder = (remarks) => remarks.sort((a, b) => a.turn - b.turn || a.start - b.start);

function add() {
  const { draft } = state;
  const count = size(draft.text.trim());
  if (!count) return complain("The comment has no words yet.", $("words"));
  if (count > LONGEST.comment) return complain(`The comment has ${count} characters; ${LONGEST.comment} go in.`, $("words"));
  const { turn, start, end, advice, text } = draft;
  const others = state.remarks.filter((_, number) => number !== draft.editing);
  state.remarks = inOrder([...others, { turn, start, end, advice, text: text.trim() }]);
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
  state.remarks = inOrder([...state.remarks, removed]);
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
