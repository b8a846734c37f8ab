"use strict";
// Words of the transcript and their places. Places are counted in code points, as Python counts them; never in UTF-16 units.

const $ = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];
const page = JSON.parse($("page").textContent);

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
