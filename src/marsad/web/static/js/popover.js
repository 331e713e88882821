// Show an endnote beside its number, or what is known of a mark beside the mark.
// WCAG 1.4.13: Esc closes it, the pointer may move into it, it stays until then.

const CLOSE_AFTER = 250; // ms: time to move the pointer from a number into its note
const GAP = 6; // px between the number and its note

let shown = null;
let closing = 0;

function about(ref) {
  const [id, role] = ref.split(":");
  const parts = document.getElementById(id)?.querySelectorAll("[data-card]") ?? [];
  if (!parts.length) return null;
  const box = document.createElement("div");
  box.className = "about";
  box.dataset.mark = id;
  if (role) {
    const told = document.createElement("span");
    told.className = "role-of";
    told.textContent = document.querySelector(`label:has(#show-${CSS.escape(role)})`)?.textContent.trim() ?? role;
    box.append(told);
  }
  for (const part of parts) box.append(part.cloneNode(true));
  for (const back of box.querySelectorAll("input[name=back]")) {
    back.value = `${location.pathname}#at-${id}`;
  }
  return box;
}

function cards(target) {
  const seen = new Map(); // one card a mark: its content says more than one of its parts
  for (const ref of (target.dataset.refs ?? "").split(" ").filter(Boolean)) {
    const id = ref.split(":")[0];
    if (!seen.has(id) || !ref.includes(":")) seen.set(id, ref);
  }
  return [...seen.values()].map(about).filter(Boolean);
}

function content(target) {
  const found = cards(target);
  if (found.length) return { nodes: found, kind: "card" };
  if (target.dataset.why) {
    return { nodes: [document.createTextNode(target.dataset.why)], kind: "small" };
  }
  const note = document.getElementById(target.dataset.pop)?.querySelector(".note");
  return note ? { nodes: [...note.cloneNode(true).childNodes], kind: "" } : null;
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
  box.className = `popover ${found.kind}`.trim();
  box.id = "popover";
  box.setAttribute("role", found.kind === "card" ? "group" : "tooltip");
  if (found.kind === "card") box.setAttribute("aria-label", "About this mark");
  box.append(...found.nodes);
  box.addEventListener("mouseenter", () => clearTimeout(closing));
  box.addEventListener("mouseleave", hideSoon);
  document.body.append(box);
  if (found.kind === "card") announce(target, found.nodes);
  else target.setAttribute("aria-describedby", "popover");
  place(box, target);
  shown = { target, box };
}

// A mark is no control, so its description may stay unread: say it.
function announce(target, nodes) {
  const said = document.getElementById("announced");
  if (!said || document.activeElement !== target) return;
  const decided = nodes.map((n) => n.querySelector(".verdict")?.textContent ?? "").filter(Boolean);
  said.textContent = [target.textContent, target.dataset.why, ...decided].join(". ");
}

function hide() {
  clearTimeout(closing);
  shown?.box.remove();
  shown?.target.removeAttribute("aria-describedby");
  shown = null;
}

function hideSoon() {
  clearTimeout(closing);
  if (shown?.box.contains(document.activeElement)) return; // somebody works in it
  closing = setTimeout(hide, CLOSE_AFTER);
}

// ---------------------------------------------------------------- by keyboard

const CONTROLS = "button, a[href]";

// To the first button: whoever comes by keyboard means to decide; links are a Tab away.
function enter() {
  (shown?.box.querySelector("button") ?? shown?.box.querySelector(CONTROLS))?.focus();
}

function leave() {
  const target = shown?.target;
  const inside = shown?.box.contains(document.activeElement);
  hide();
  if (inside) {
    target.focus();
    hide();
  }
}

// The box stands at the end of the page: Tab past its last control goes on after the mark.
function passOn(event) {
  const controls = [...shown.box.querySelectorAll(CONTROLS)];
  const edge = event.shiftKey ? controls[0] : controls.at(-1);
  if (document.activeElement !== edge) return;
  const { target } = shown;
  target.focus();
  if (event.shiftKey) event.preventDefault();
}

function keys(event) {
  if (event.key === "Escape") leave();
  else if (event.key === "Enter" && event.target.matches?.("mark[data-refs]")) {
    event.preventDefault();
    enter();
  } else if (event.key === "Tab" && shown?.box.contains(document.activeElement)) passOn(event);
}

// The card of the mark that is shown, for keys that act on it.
export function shownCard() {
  return shown?.box.querySelector(".about") ?? null;
}

const SELECTOR = "[data-pop], [data-why]";

export function startPopovers() {
  for (const mark of document.querySelectorAll("mark[title], .flagged[title]")) {
    mark.dataset.why = mark.title;
    mark.removeAttribute("title");
  }
  document.addEventListener("mouseover", (event) => {
    if (event.buttons) return; // words are being selected
    const target = event.target.closest?.(SELECTOR);
    if (target && !shown?.box.contains(document.activeElement)) show(target);
  });
  document.addEventListener("mouseout", (event) => {
    if (shown && shown.target === event.target.closest?.(SELECTOR)) hideSoon();
  });
  document.addEventListener("focusin", (event) => {
    const target = event.target.closest?.(SELECTOR);
    if (target) show(target);
    else if (shown && !shown.box.contains(event.target)) hide();
  });
  document.addEventListener("keydown", keys);
}
