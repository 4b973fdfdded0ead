// On every page: after a form came back with faults, the summary of them takes the focus.
const summary = document.querySelector("[data-takes-focus]");
if (summary) {
  summary.focus();
}
// A form that sends a file says so while it does; without this script it is sent all the same.
for (const form of document.querySelectorAll("form[data-sending]")) {
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  form.append(words);
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]");
    if (file && file.files.length && !(event.submitter && event.submitter.name === "switch_language")) {
      words.textContent = form.dataset.sending;
      form.setAttribute("aria-busy", "true");
    }
  });
}
// What a form kept in this tab until it was sent has arrived, unless the way led to signing in (saving.js).
for (const place of Object.keys(sessionStorage)) {
  const path = location.pathname.replace(/^\/[^/]+/, "");
  if (place.startsWith("typed:") && place !== `typed:${path}` && !path.startsWith("/account/")) {
    if (JSON.parse(sessionStorage.getItem(place)).isSent) {
      sessionStorage.removeItem(place);
    }
  }
}
