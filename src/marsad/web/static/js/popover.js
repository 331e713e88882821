// Show an endnote beside its number, or the reason of a mark beside the mark.
// WCAG 1.4.13: Esc closes it, the pointer may move into it, it stays until then.

const CLOSE_AFTER = 250; // ms: time to move the pointer from a number into its note
const GAP = 6; // px between the number and its note

let shown = null;
let closing = 0;

function content(target) {
  if (target.dataset.why) {
    return { nodes: [document.createTextNode(target.dataset.why)], small: true };
  }
  const note = document.getElementById(target.dataset.pop)?.querySelector(".note");
  return note ? { nodes: [...note.cloneNode(true).childNodes], small: false } : null;
}

function place(box, target) {
  const at = target.getClientRects()[0] ?? target.getBoundingClientRect();
  const page = document.documentElement;
  const left = Math.min(at.left - 12, page.clientWidth - box.offsetWidth - 12);
  const below = at.bottom + GAP + box.offsetHeight <= window.innerHeight;
  const top = below || at.top < box.offsetHeight + GAP ? at.bottom + GAP : at.top - GAP - box.offsetHeight;
  box.style.left = `${Math.max(12, left) + window.scrollX}px`;
  box.style.top = `${top + window.scrollY}px`;
}

function show(target) {
  clearTimeout(closing);
  if (shown?.target === target) return;
  hide();
  const found = content(target);
  if (!found) return;
  const box = document.createElement("div");
  box.className = found.small ? "popover small" : "popover";
  box.id = "popover";
  box.setAttribute("role", "tooltip");
  box.append(...found.nodes);
  box.addEventListener("mouseenter", () => clearTimeout(closing));
  box.addEventListener("mouseleave", hideSoon);
  document.body.append(box);
  target.setAttribute("aria-describedby", "popover");
  place(box, target);
  shown = { target, box };
}

function hide() {
  clearTimeout(closing);
  shown?.box.remove();
  shown?.target.removeAttribute("aria-describedby");
  shown = null;
}

function hideSoon() {
  clearTimeout(closing);
  closing = setTimeout(hide, CLOSE_AFTER);
}

const SELECTOR = "[data-pop], [data-why]";

export function startPopovers() {
  for (const mark of document.querySelectorAll("mark[title], .flagged[title]")) {
    mark.dataset.why = mark.title;
    mark.removeAttribute("title");
  }
  document.addEventListener("mouseover", (event) => {
    const target = event.target.closest?.(SELECTOR);
    if (target) show(target);
  });
  document.addEventListener("mouseout", (event) => {
    if (shown && shown.target === event.target.closest?.(SELECTOR)) hideSoon();
  });
  document.addEventListener("focusin", (event) => {
    const target = event.target.closest?.(SELECTOR);
    if (target) show(target);
    else if (shown && !shown.box.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}
