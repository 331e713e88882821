// Words selected in a text: offer to add them as a mark, or put them into a field of a form.
// Offsets are Unicode code points of the stored text, which JavaScript does not count in.

const GAP = 8; // px between the selected words and the offer

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

function offer(ready) {
  document.querySelector(".offer")?.remove();
  const found = selected();
  if (!found) return;
  const box = document.importNode(ready.content.firstElementChild, true);
  for (const a of box.querySelectorAll("a")) a.search += `&start=${found.start}&end=${found.end}`;
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
  say(`${field.labels[0].firstChild.textContent.trim()} is set.`);
}

export function startSelecting() {
  document.documentElement.classList.add("scripting");
  const ready = document.getElementById("offer");
  if (ready) {
    document.addEventListener("pointerup", () => setTimeout(offer, 0, ready));
    document.addEventListener("keyup", (event) => event.shiftKey && offer(ready));
  }
  const form = document.querySelector("form.correction");
  if (!form) return;
  document.addEventListener("selectionchange", () => { last = selected() ?? last; });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button.take");
    if (button) take(button);
  });
  document.getElementById("problems")?.focus();
}
