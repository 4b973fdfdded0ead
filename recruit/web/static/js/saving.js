// A form marked data-saves is saved a moment after each change, without leaving the page. Without this script, and whenever
// it fails, the button saves as before: nothing here is needed.
const PAUSE = 1500;

for (const form of document.querySelectorAll("form[data-saves]")) {
  const told = form.querySelector("[data-saved]");
  let waiting = null;
  let isSending = false;

  const save = async () => {
    waiting = null;
    if (isSending) {
      waiting = setTimeout(save, PAUSE);
      return;
    }
    isSending = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Saved-By-Itself": "1" },
        redirect: "manual",
      });
      told.textContent = answer.status === 204 ? form.dataset.savedWords : form.dataset.notSavedWords;
    } catch {
      told.textContent = "";
    }
    isSending = false;
  };

  form.addEventListener("input", () => {
    told.textContent = "";
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
