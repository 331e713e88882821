// Words selected in a text: offer to add them as a mark, or put them into a field of a form.
// Offsets are Unicode code points of the stored text, which JavaScript does not count in.

const GAP = 8; // px between the selected words and the offer
const KINDS = [
  ["Person", "Person"],
  ["Organization", "Organisation"],
  ["Place", "Place"],
  ["Weapon", "Weapon"],
  ["Date", "Date"],
];

function points(text) {
  return [...text].length;
}

function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const from = range.startContainer.parentElement?.closest("[data-start]");
  if (!from || from !== range.endContainer.parentElement?.closest("[data-start]")) return null;
  const before = document.createRange();
  before.selectNodeContents(from);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const start = Number(from.dataset.start) + points(before.toString());
  const lead = points(words) - points(words.trimStart());
  const trimmed = words.trim();
  if (!trimmed) return null;
  return { words: trimmed, start: start + lead, end: start + lead + points(trimmed), range };
}

// ---------------------------------------------------------------- a post's own page

function link(post, found, name, query) {
  const a = document.createElement("a");
  const at = new URLSearchParams({ ...query, start: found.start, end: found.end });
  a.href = `/posts/${encodeURIComponent(post)}/correct?${at}`;
  a.textContent = name;
  return a;
}

function offer(post) {
  document.querySelector(".offer")?.remove();
  const found = selected();
  if (!found) return;
  const box = document.createElement("div");
  box.className = "offer";
  box.setAttribute("role", "toolbar");
  box.setAttribute("aria-label", "Add the selected words as");
  box.append("Add as");
  for (const [kind, name] of KINDS) box.append(link(post, found, name, { add: "mention", kind }));
  box.append(link(post, found, "Statement", { add: "statement" }));
  document.body.append(box);
  const at = found.range.getBoundingClientRect();
  const most = document.documentElement.clientWidth - box.offsetWidth - 12;
  box.style.left = `${Math.max(12, Math.min(at.left, most)) + scrollX}px`;
  box.style.top = `${at.bottom + GAP + scrollY}px`;
}

// ---------------------------------------------------------------- the form

function say(words) {
  document.getElementById("said").textContent = words;
}

let last = null; // a press on a button may end the selection before it counts

function take(button) {
  const found = selected() ?? last;
  if (!found) {
    say("Select words in the text first.");
    return;
  }
  const field = document.getElementById(`f-${button.dataset.slot}`);
  field.value = found.words;
  field.form.elements[`${button.dataset.slot}_at`].value = found.start;
  say(`${field.labels[0].firstElementChild?.textContent ?? "The field"} is set.`);
}

export function startSelecting() {
  document.documentElement.classList.add("scripting");
  const post = document.querySelector("[data-post]")?.dataset.post;
  if (post) {
    document.addEventListener("pointerup", () => setTimeout(offer, 0, post));
    document.addEventListener("keyup", (event) => event.shiftKey && offer(post));
  }
  const form = document.querySelector("form.correction");
  if (!form) return;
  document.addEventListener("selectionchange", () => { last = selected() ?? last; });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button.take");
    if (button) take(button);
  });
  for (const field of form.querySelectorAll(".entry textarea")) {
    field.addEventListener("input", () => { form.elements[`${field.name}_at`].value = ""; });
  }
  document.getElementById("problems")?.focus();
}
