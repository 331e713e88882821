// Keys: j and k move, n and p go from mark to mark, a, r, c and u decide, m marks as seen, Enter or
// o opens, / searches, g and a letter goes, ? explains.
import { shownCard } from "./popover.js";

const GO = { o: "/", a: "/alerts", p: "/posts", s: "/statements", t: "/stories", e: "/entities", r: "/reports" };
const GO_WITHIN = 1200; // ms between g and the letter

let leading = 0;

function items() {
  return [...document.querySelectorAll(".item")];
}

function current() {
  return document.querySelector(".item.current");
}

function select(item) {
  current()?.classList.remove("current");
  item.classList.add("current");
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = items();
  const next = all[all.indexOf(current()) + step] ?? (current() ? null : all[0]);
  if (next) select(next);
}

function open() {
  current()?.querySelector("a.open")?.click();
}

// ---------------------------------------------------------------- marks

function marks() {
  return [...document.querySelectorAll("mark[data-begins]")].filter((m) => m.checkVisibility());
}

function step(by) {
  const all = marks();
  const at = all.indexOf(document.activeElement);
  const next = at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by];
  next?.scrollIntoView({ block: "nearest" });
  next?.focus();
}

// Press what decides on the mark whose card is shown, else on the current item.
function decide(selector) {
  (shownCard() ?? current())?.querySelector(selector)?.click();
}

function named() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name.startsWith("at-")) return name ? document.getElementById(name) : null;
  const id = name.slice(3);
  const mark = document.querySelector(`mark[data-begins~="${CSS.escape(id)}"]`);
  return mark ?? document.getElementById(id) ?? document.getElementById(`lost-${id}`);
}

function arrive() {
  const target = named();
  if (!target) return;
  target.closest("details")?.setAttribute("open", "");
  if (target.matches(".item")) select(target);
  else if (target.matches("mark")) {
    target.scrollIntoView({ block: "center" });
    target.focus();
  }
}

function toggleHelp() {
  const help = document.getElementById("help");
  if (help.open) help.close();
  else help.showModal();
}

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  n: () => step(1),
  p: () => step(-1),
  a: () => decide("button[value=accept]"),
  r: () => decide("button[value=reject]"),
  c: () => decide("a.correct"),
  u: () => decide("button[value=undecided]"),
  m: () => (current()?.querySelector("button.seen") ?? document.querySelector(".outcome button.seen"))?.click(),
  o: open,
  "/": () => document.querySelector("main .box input, .top .search input").select(),
  "?": toggleHelp,
};

function typing(target) {
  return target.matches?.("input:not([type=checkbox]), select, textarea");
}

function handle(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const went = Date.now() - leading < GO_WITHIN && GO[event.key];
  leading = event.key === "g" ? Date.now() : 0;
  if (went) {
    location.assign(went);
  } else if (event.key === "Enter" && event.target.matches(".item")) {
    open();
  } else if (ACTIONS[event.key]) {
    ACTIONS[event.key]();
  } else {
    return;
  }
  event.preventDefault();
}

export function startKeys() {
  document.addEventListener("keydown", handle);
  document.querySelector("a.help").addEventListener("click", (event) => {
    event.preventDefault();
    toggleHelp();
  });
  arrive();
}
