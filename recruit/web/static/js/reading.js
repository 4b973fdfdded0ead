// Below the title of a chapter: that it has changed since this browser last showed it. What was read is kept in this browser
// alone, for a year after the chapter was last opened; where it keeps nothing, nothing is said.
const KEEPS_FOR = 365 * 24 * 60 * 60 * 1000;
const chapter = document.querySelector("[data-chapter]");
const told = document.getElementById("changed-since");
const place = `read:${chapter.dataset.chapter}`;
try {
  const before = JSON.parse(localStorage.getItem(place) || "null");
  const edition = Number(chapter.dataset.edition);
  if (told && before && before.edition < edition) {
    const day = new Date(before.at).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    const link = told.querySelector("a");
    link.href += `?from=${before.edition}`;
    link.before(told.dataset.words.replace("{day}", day), " ");
    told.hidden = false;
  }
  localStorage.setItem(place, JSON.stringify({ edition, at: Date.now() }));
  for (const other of Object.keys(localStorage).filter((name) => name.startsWith("read:"))) {
    if (!(JSON.parse(localStorage.getItem(other)).at > Date.now() - KEEPS_FOR)) {
      localStorage.removeItem(other);
    }
  }
} catch {
  // A browser that keeps nothing, or kept something else.
}

// The meaning of a term beside it, taken from the list of words below the text, to which its link leads without this script.
const meaning = Object.assign(document.createElement("span"), { className: "term-meaning", id: "term-meaning", hidden: true });
let shown = null;
const putAway = () => {
  shown?.setAttribute("aria-expanded", "false");
  shown = null;
  meaning.hidden = true;
};
for (const term of document.querySelectorAll("a.term")) {
  const entry = document.querySelector(term.hash);
  if (!entry) {
    continue;
  }
  term.setAttribute("role", "button");
  term.setAttribute("aria-expanded", "false");
  term.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const isShown = shown === term;
    putAway();
    if (isShown) {
      return;
    }
    shown = term;
    term.setAttribute("aria-expanded", "true");
    const word = document.createElement("strong");
    word.textContent = entry.querySelector("dt").textContent;
    meaning.replaceChildren(word, entry.querySelector("dd").textContent);
    meaning.hidden = false;
    // Whoever listens hears it next.
    term.after(meaning);
  });
  term.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      term.click();
    }
  });
  term.addEventListener("blur", (event) => event.relatedTarget && putAway());
}
document.addEventListener("click", (event) => meaning.contains(event.target) || putAway());
document.addEventListener("keydown", (event) => event.key === "Escape" && putAway());
