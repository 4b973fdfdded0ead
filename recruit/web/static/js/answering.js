// A survey on a phone whose connection comes and goes. Each answer is sent without leaving the page; what does not arrive is held,
// and the next question is shown from those that were fetched before. On a device that its reader has called their own, what is
// held outlasts the page (for two weeks, under the name of this one survey); elsewhere it lives as long as the page does.
// Nothing is replaced in silence: the server says when another device has answered meanwhile. Without this script every button
// works as it is.
const place = document.querySelector("[data-kept-here]");
const form = document.querySelector("form[data-screen]");
const KEEPS_FOR = 14 * 24 * 60 * 60 * 1000;
const WAITS_FOR = 10000;
const AGAIN_AFTER = 5000;
const UNTYPED = ["csrf_token", "act", "asked", "switch_language"];
const ref = place.dataset.keptHere;
const PLACE = `answers:${ref}`;
// Under this one survey: which questions there are, and what is told beside them, depends on who is asked.
const OWN_QUESTIONS = `questions:${ref}:`;
const QUESTIONS = `${OWN_QUESTIONS}${place.dataset.version}:${document.documentElement.lang}`;

// Some browsers give no storage at all; then everything lives as long as the page.
const stored = (where, name) => {
  try {
    return JSON.parse(where.getItem(name) || "null");
  } catch {
    return null;
  }
};
const store = (where, name, value) => {
  try {
    if (value === null) {
      where.removeItem(name);
    } else {
      where.setItem(name, JSON.stringify(value));
    }
  } catch {
    // It is held in this page all the same.
  }
};

const storage = (kind) => {
  try {
    return window[kind];
  } catch {
    return null;
  }
};
const device = storage("localStorage");
const tab = storage("sessionStorage");

for (const name of Object.keys(device || {})) {
  if (name.startsWith("answers:") && !((stored(device, name) || {}).until > Date.now())) {
    store(device, name, null);
  }
}
const forgetQuestions = (goes) => {
  for (const name of Object.keys(tab || {})) {
    if (name.startsWith("questions:") && goes(name)) {
      store(tab, name, null);
    }
  }
};
// Whoever used this tab before was asked something else.
forgetQuestions((name) => !name.startsWith(OWN_QUESTIONS));
const found = stored(device, PLACE) || {};
let isOwn = Boolean(found.isOwn);
let held = found.held || [];
let isLost = false;

const keep = () =>
  store(device, PLACE, isOwn ? { isOwn, until: Date.now() + KEEPS_FOR, held } : null);

const tell = (...names) => {
  for (const note of place.querySelectorAll("[data-note]")) {
    note.hidden = !names.includes(note.dataset.note);
  }
};
// What else is said while there is no network: that this was the last question, or that the page cannot go on.
let besides = "";
const tellLost = () => {
  tell(isOwn ? "kept" : "lost", besides);
  const box = document.querySelector("[data-own-choice]");
  if (box) {
    // Now it matters whose device this is.
    place.append(box);
  }
};

const urlOf = (screen) => place.dataset.question.replace("ITEM", screen);
const token = () => (document.querySelector("input[name=csrf_token]") || {}).value || "";
const typedIn = () => [...new FormData(form)].filter(([name]) => !UNTYPED.includes(name));

// Gives what became of it: the status, and where it goes on. 0 stands for "did not arrive".
const send = async (screen, pairs, more) => {
  if (navigator.onLine === false) {
    return { status: 0 };
  }
  const body = new URLSearchParams([...marked(screen, pairs), ...more, ["csrf_token", token()]]);
  try {
    const reply = await fetch(urlOf(screen), {
      method: "POST",
      body,
      headers: { "X-Answered-Here": "1" },
      redirect: "manual",
      signal: AbortSignal.timeout(WAITS_FOR),
    });
    if (reply.type === "opaqueredirect") {
      return { status: 403 };
    }
    const seen = reply.headers.get("X-Seen");
    if (seen) {
      marks[screen] = JSON.parse(seen);
    }
    return { status: reply.status >= 500 || reply.status === 429 ? 0 : reply.status, next: reply.headers.get("X-Next") };
  } catch {
    return { status: 0 };
  }
};

// What the server has said that it holds of a screen since this page was drawn: the marks of what is sent next.
const marks = {};
const marked = (screen, pairs) => pairs.map(([name, value]) => [name, (marks[screen] || {})[name] ?? value]);

const hold = (screen, pairs) => {
  const before = held.find((one) => one.screen === screen);
  if (before) {
    // What the page had shown at first is what the server still has.
    const seen = before.pairs.filter(([name]) => name.startsWith("seen"));
    before.pairs = [...seen, ...pairs.filter(([name]) => !name.startsWith("seen"))];
  } else {
    held.push({ screen, pairs });
  }
  keep();
};

// ------------------------------------------------------------------ sending what is held

let isSending = false;
const drop = (one) => {
  held = held.filter((other) => other !== one);
  keep();
};

const sendHeld = async () => {
  if (isSending || !held.length) {
    return;
  }
  isSending = true;
  let sent = 0;
  let status = 204;
  while (held.length && status === 204) {
    const [first] = held;
    const { pairs } = first;
    ({ status } = await send(first.screen, pairs, [["asked", first.screen], ["act", "next"]]));
    // Who has changed the answer while it was on its way has it sent once more.
    if (status === 204 && first.pairs === pairs) {
      sent += 1;
      drop(first);
    }
  }
  isSending = false;
  if (status === 410 || status === 404) {
    held = [];
    keep();
    tell("over");
  } else if (status === 409 || status === 422) {
    isLost = false;
    tell(status === 409 ? "elsewhere" : "refused");
  } else if (status === 0) {
    isLost = true;
    tellLost();
  } else if (status !== 204) {
    tell("barred");
  } else if (sent) {
    const wasLost = isLost;
    isLost = false;
    tell("sent");
    if (form && form.hidden) {
      location.assign(place.dataset.check);
    } else if (!wasLost && place.dataset.showsAnswers) {
      // The page was drawn before these answers had arrived.
      location.reload();
    }
  }
};

// Both answers are shown by the page that the server makes of this one.
place.addEventListener("click", (event) => {
  if (!event.target.matches("[data-look]") || !held.length) {
    return;
  }
  const [first] = held;
  const both = document.createElement("form");
  both.method = "post";
  both.action = urlOf(first.screen);
  for (const [name, value] of [...first.pairs, ["csrf_token", token()]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    both.append(field);
  }
  document.body.append(both);
  both.submit();
});

// ------------------------------------------------------------------ going on without network

let questions = stored(tab, QUESTIONS);
const fetchQuestions = async () => {
  try {
    const reply = await fetch(form.dataset.questions, { redirect: "manual" });
    if (reply.ok) {
      questions = await reply.json();
      store(tab, QUESTIONS, questions);
    }
  } catch {
    // There is no network already; then the page waits where it is.
  }
};

const answers = form ? JSON.parse(form.dataset.known) : {};
const note = (screen, pairs) => {
  const asked = questions.screens.find((one) => one.name === screen);
  for (const item of asked ? asked.items : []) {
    const names = ["answer", "reserved", `answer-${item}`, `reserved-${item}`];
    const values = pairs
      .filter(([name, value]) => value && names.includes(name))
      .map(([, value]) => value);
    answers[item] = values.join(" ");
  }
};

const shown = () => {
  const seen = new Set();
  return questions.screens.filter((screen) => {
    const isAsked = screen.showIf.every(
      (met) => seen.has(met.item) && (answers[met.item] || "").split(" ").some((value) => met.is.includes(value)),
    );
    screen.items.forEach((item) => isAsked && seen.add(item));
    return isAsked;
  });
};

const putBack = (pairs) => {
  for (const control of form.elements) {
    const values = pairs.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = values.includes(control.value);
    } else if (values.length && control.type !== "hidden") {
      control.value = values[0];
    }
  }
};

const show = (screen, walked) => {
  // A piece of our own page, every word of it escaped on the server.
  form.querySelector("[data-fields]").innerHTML = screen.html;
  document.querySelector("#readers").innerHTML = questions.readers[screen.reads];
  form.action = urlOf(screen.name);
  form.dataset.screen = screen.name;
  const before = held.find((one) => one.screen === screen.name);
  if (before) {
    putBack(before.pairs);
  }
  const now = walked.indexOf(screen) + 1;
  const words = document.querySelector(".progress-words span");
  words.textContent = form.dataset.progress.replace("{now}", now).replace("{of}", walked.length);
  document.querySelectorAll(".scale-bar rect").forEach((block, index) => {
    block.setAttribute("class", index + 1 < now ? "is-done" : index + 1 === now ? "is-here" : "");
  });
  for (const gone of document.querySelectorAll("[data-of-one-question]")) {
    gone.remove();
  }
  const title = form.querySelector("h1, legend");
  title.tabIndex = -1;
  title.focus();
};

// One screen on, or back. At the end there is nothing to do but to wait.
const walk = (step) => {
  if (!questions) {
    besides = "waits";
    tellLost();
    return;
  }
  const walked = shown();
  const index = walked.findIndex((one) => one.name === form.dataset.screen) + step;
  if (index >= walked.length) {
    form.hidden = true;
    besides = "end";
    tellLost();
  } else if (index >= 0) {
    show(walked[index], walked);
    besides = "";
    tellLost();
  }
};

if (form) {
  let isPlain = false;
  const plainly = (button) => {
    isPlain = true;
    form.requestSubmit(button);
  };
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (isPlain || (button && button.name === "switch_language")) {
      return;
    }
    event.preventDefault();
    if (form.ariaBusy === "true") {
      return;
    }
    const { screen } = form.dataset;
    const pairs = typedIn();
    const act = (button && button.value) || "next";
    form.ariaBusy = "true";
    const asked = form.elements.namedItem("asked");
    await sendHeld();
    const more = [["act", act], ...(asked ? [["asked", asked.value]] : [])];
    const reply = held.length ? { status: 0 } : await send(screen, pairs, more);
    form.ariaBusy = "false";
    if (reply.status === 204) {
      location.assign(reply.next);
    } else if (reply.status !== 0) {
      plainly(button);
    } else {
      isLost = true;
      hold(screen, pairs);
      if (act === "stop") {
        besides = "waits";
        tellLost();
      } else {
        if (questions) {
          note(screen, pairs);
        }
        walk(1);
      }
      sendHeld();
    }
  });
  form.addEventListener("click", (event) => {
    if (isLost && event.target.closest("[data-back]") && questions) {
      event.preventDefault();
      walk(-1);
    }
  });
  // This page shows already what was held for its question: it came as the answer to it.
  if (form.dataset.fromHere) {
    held = held.filter((one) => one.screen !== form.dataset.screen);
    keep();
  }
  if (!questions) {
    fetchQuestions();
  }
}

const choice = document.querySelector("[data-own]");
if (choice) {
  choice.closest("[data-own-choice]").hidden = false;
  choice.checked = isOwn;
  choice.addEventListener("change", () => {
    isOwn = choice.checked;
    keep();
    if (isLost) {
      tellLost();
    }
  });
}

if ("over" in place.dataset) {
  // Handed in, or closed: nothing of it stays on this device, and what did not get there is said.
  if (held.length) {
    tell("over");
  }
  store(device, PLACE, null);
  forgetQuestions(() => true);
  held = [];
}
sendHeld();
window.addEventListener("online", sendHeld);
setInterval(sendHeld, AGAIN_AFTER);
