// Remember which kinds of mark are switched off; the sheet alone does the switching.

const KEY = "marsad-hidden-marks";

function read() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
  } catch {
    return new Set(); // storage is off, or holds what is not ours
  }
}

function write(hidden) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...hidden]));
  } catch {
    // storage is off: the choice holds for this page
  }
}

export function startLegend() {
  const hidden = read();
  for (const box of document.querySelectorAll(".legend input")) {
    box.checked = !hidden.has(box.id);
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(box.id);
      else hidden.add(box.id);
      write(hidden);
    });
  }
}
