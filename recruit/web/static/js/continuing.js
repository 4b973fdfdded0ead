// The first act of a book leads on to the chapter that this browser showed last (reading.js keeps which); before the first
// one it stays at the beginning.
const begin = document.querySelector("[data-continues]");
const book = begin.dataset.continues;
try {
  const read = Object.keys(localStorage)
    .filter((name) => name.startsWith(`read:${book}/`))
    .map((name) => ({ chapter: name.split("/")[1], at: JSON.parse(localStorage.getItem(name)).at }))
    .sort((one, other) => other.at - one.at);
  const links = new Map([...document.querySelectorAll("ol.chapters a")].map((one) => [one.pathname.split("/").pop(), one]));
  const last = links.get(read.find((one) => links.has(one.chapter))?.chapter);
  if (last) {
    const number = last.closest("li").value;
    begin.querySelector("a").href = last.href;
    begin.querySelector("a").firstChild.data = begin.dataset.words;
    const title = begin.querySelector("span");
    title.textContent = `${number}. ${last.textContent}`;
    title.lang = last.lang;
  }
} catch {
  // A browser that keeps nothing, or kept something else.
}
