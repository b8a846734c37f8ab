// What the mentor says, and how it outlives a reload.

const KEY = `mock-interview review ${page.session} ${page.transcript}${page.blind ? " blind" : ""}`;
const ADVICE = { keep: "Keep", change: "Change", try: "Try" };
let state = { name: "", level: null, verdicts: {}, remarks: [], summary: "", revealed: false, draft: null };

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
