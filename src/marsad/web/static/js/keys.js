// Keys: j and k move, Enter or o opens, / searches, g and a letter goes, ? explains.

const GO = { o: "/", p: "/posts", s: "/statements", t: "/stories", r: "/reports" };
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

function toggleHelp() {
  const help = document.getElementById("help");
  if (help.open) help.close();
  else help.showModal();
}

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  o: open,
  "/": () => document.querySelector(".top .search input").select(),
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
  const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (named && named.matches(".item")) select(named);
}
