// Light up a run of the original together with the run of the translation that renders it.

function light(pair, on) {
  for (const run of document.querySelectorAll(`mark[data-pair="${CSS.escape(pair)}"]`)) {
    run.classList.toggle("paired", on);
  }
}

export function startPairs() {
  for (const [name, on] of [["mouseover", true], ["mouseout", false]]) {
    document.addEventListener(name, (event) => {
      const run = event.target.closest?.("mark[data-pair]");
      if (run) light(run.dataset.pair, on);
    });
  }
}
