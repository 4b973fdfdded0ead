// On every page: after a form came back with faults, the summary of them takes the focus.
const summary = document.querySelector("[data-takes-focus]");
if (summary) {
  summary.focus();
}
