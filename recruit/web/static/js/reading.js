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

// Old telephones know no popovers: there the meaning of a word is shown and put away here. All words stand below the text too.
if (!("popover" in HTMLElement.prototype)) {
  const putAway = () => document.querySelectorAll(".term-meaning.is-shown").forEach((one) => one.classList.remove("is-shown"));
  document.addEventListener("click", (event) => {
    const term = event.target.closest("button.term");
    const meaning = term && document.getElementById(term.getAttribute("popovertarget"));
    const wasShown = meaning?.classList.contains("is-shown");
    putAway();
    if (meaning && !wasShown) {
      meaning.classList.add("is-shown");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      putAway();
    }
  });
}
