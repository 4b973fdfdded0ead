// A form marked data-saves is saved a moment after each change, without leaving the page. Without this script, and whenever
// it fails, the button saves as before: nothing here is needed.
// A form with a field named "seen" learns after each saving what it has seen. A form marked data-keeps holds what is not
// saved yet in this tab, and puts it back when the page comes again, as after signing in anew. What was sent is forgotten
// where it came: on the page that answers it (data-answers), or on another one (page.js).
const PAUSE = 1500;
// Whoever presses the button waits for a saving that is under way, but not for one that hangs.
const WAITS_FOR = 10000;
const UNTYPED = ["csrf_token", "seen", "act", "switch_language"];

const typedIn = (form) =>
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !UNTYPED.includes(name));

const putBack = (form, pairs) => {
  for (const control of form.elements) {
    if (!control.name || UNTYPED.includes(control.name) || control.type === "hidden" || control.tagName === "BUTTON") {
      continue;
    }
    const values = pairs.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = values.includes(control.value);
    } else if (values.length) {
      control.value = values[0];
    }
  }
};

for (const form of document.querySelectorAll("form[data-saves]")) {
  const told = form.querySelector("[data-saved]");
  const seen = form.elements.namedItem("seen");
  // The language of the address says nothing about what is typed.
  const place = `typed:${new URL(form.action).pathname.replace(/^\/[^/]+/, "")}`;
  const keeps = "keeps" in form.dataset;
  let waiting = null;
  let sending = null;
  let isPressed = false;
  let count = 0;

  const forget = () => keeps && sessionStorage.removeItem(place);
  const keep = (isSent) =>
    sessionStorage.setItem(place, JSON.stringify({ pairs: typedIn(form), seen: seen && seen.value, isSent }));

  const send = async () => {
    const before = count;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Saved-By-Itself": "1" },
        redirect: "manual",
        signal: AbortSignal.timeout(WAITS_FOR),
      });
      const isSaved = answer.status === 204 || answer.status === 202;
      const mark = answer.headers.get("X-Seen");
      if (mark && seen) {
        seen.value = mark;
      }
      if (isSaved && before === count) {
        forget();
      }
      told.textContent =
        answer.status === 204
          ? form.dataset.savedWords
          : (answer.status === 202 && form.dataset.faultyWords) || form.dataset.notSavedWords;
    } catch {
      told.textContent = "";
    }
  };

  const save = async () => {
    waiting = null;
    if (sending) {
      waiting = setTimeout(save, PAUSE);
      return;
    }
    sending = send();
    await sending;
    sending = null;
  };

  const changed = () => {
    count += 1;
    told.textContent = "";
    if (keeps) {
      keep(false);
    }
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  };

  form.addEventListener("input", changed);
  form.addEventListener("submit", async (event) => {
    clearTimeout(waiting);
    if (keeps && sessionStorage.getItem(place)) {
      keep(true);
    }
    if (sending && seen) {
      // What is on its way to be saved must not look like somebody else's change.
      event.preventDefault();
      if (isPressed) {
        return;
      }
      isPressed = true;
      await sending;
      isPressed = false;
      form.requestSubmit(event.submitter);
    }
  });

  if (keeps) {
    const kept = JSON.parse(sessionStorage.getItem(place) || "null");
    const isSame = kept && JSON.stringify(kept.pairs) === JSON.stringify(typedIn(form));
    if (!kept || isSame || "answers" in form.dataset) {
      forget();
    } else if (!seen || kept.seen === seen.value) {
      putBack(form, kept.pairs);
      told.textContent = form.dataset.keptWords;
      waiting = setTimeout(save, PAUSE);
    } else {
      // The page says something else by now: whoever sits here decides.
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link-button";
      button.textContent = form.dataset.putBackWords;
      button.addEventListener("click", () => {
        putBack(form, kept.pairs);
        changed();
      });
      told.append(form.dataset.otherWords, " ", button);
    }
  }
}
