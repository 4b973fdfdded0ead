// The preview follows what is typed; facts, terms and links go in at the cursor; a fault leads to its line.
// Without this script the button "Show the preview" does the same, and marks are copied by hand.
const PAUSE = 700;

for (const form of document.querySelectorAll("form[data-preview]")) {
  const text = form.elements.namedItem("body");
  const shown = form.querySelector("#preview");
  const search = form.querySelector("#insert-search");
  let waiting = null;
  let asked = null;

  const showButtons = () => {
    for (const button of shown.querySelectorAll("[data-goes-to-line]")) {
      button.hidden = false;
    }
  };

  const show = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new FormData(form),
        signal: asked.signal,
        redirect: "manual",
      });
      if (answer.ok) {
        shown.innerHTML = await answer.text();
        showButtons();
      }
    } catch {
      // The next key asks again; the button works in any case.
    }
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  };

  text.addEventListener("input", soon);
  showButtons();

  shown.addEventListener("click", (event) => {
    const button = event.target.closest("[data-goes-to-line]");
    if (!button) {
      return;
    }
    const lines = text.value.split("\n");
    const number = Number(button.dataset.goesToLine) - 1;
    const start = lines.slice(0, number).join("\n").length + (number ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[number] ?? "").length);
    text.scrollTop = (text.scrollHeight * number) / lines.length - text.clientHeight / 3;
  });

  if (search) {
    const rows = [...form.querySelectorAll("[data-insert]")];
    search.closest("[hidden]").hidden = false;
    search.addEventListener("input", () => {
      const words = search.value.toLowerCase().split(/\s+/);
      for (const row of rows) {
        row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
      }
    });
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
      }
    });
    for (const row of rows) {
      const mark = row.querySelector("code");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link-button";
      mark.replaceWith(button);
      button.append(mark);
      button.addEventListener("click", () => {
        text.setRangeText(row.dataset.insert, text.selectionStart, text.selectionEnd, "end");
        text.focus();
        soon();
      });
    }
  }
}
