// The door: tickets are sent without leaving the page, read by the camera (by a reader of ours where the browser has none), and
// kept on this device while there is no network. Every showing has a mark made here, so that what is sent twice counts once. Without this script the
// form and the search work as they are.
const form = document.querySelector("form[data-door]");
const answer = document.querySelector("#door-answer");
const figures = document.querySelector("[data-figures-shown]");
const PLACE = form ? `door:${new URL(form.action).pathname.replace(/^\/[^/]+/, "")}` : "";
const SAME_TICKET = 4000;
const FIGURES_EVERY = 15000;
// A request that hangs in a hall full of phones must not hold up the queue: it is sent again under the same mark.
const WAITS_FOR = 10000;

const kept = () => JSON.parse(localStorage.getItem(PLACE) || "[]");
const mark = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

// Of the tickets kept here, the last one that is not taken back already.
const lastToTakeBack = () => {
  const taken = new Set(kept().filter((one) => one.why).map((one) => one.code));
  return kept().findLast((one) => !one.why && one.code && !taken.has(one.code));
};

const tellWaiting = () => {
  const told = document.querySelector("[data-waiting]");
  const tickets = kept().filter((one) => !one.why).map((one) => one.code);
  // What is taken back before it was sent is no ticket any more that somebody has to think of.
  const number = tickets.length - kept().filter((one) => one.why && tickets.includes(one.code)).length;
  told.hidden = kept().length === 0;
  told.textContent = kept().length ? told.dataset.words.replace("{number}", number) : "";
  document.querySelector("[data-take-last]").hidden = !lastToTakeBack();
};

const keep = (showings) => {
  if (showings.length) {
    localStorage.setItem(PLACE, JSON.stringify(showings));
  } else {
    localStorage.removeItem(PLACE);
  }
  tellWaiting();
};

const putFigures = (html) => {
  figures.innerHTML = html;
};

// What the server answered is a piece of our own page, every word of it escaped there.
const show = (html) => {
  const piece = document.createElement("template");
  piece.innerHTML = html;
  const fresh = piece.content.querySelector("[data-new-figures]");
  if (fresh) {
    putFigures(fresh.innerHTML);
    fresh.remove();
  }
  answer.replaceChildren(piece.content);
};

// Gives whether it arrived. A refusal is an answer too: sending it again would change nothing.
const send = async (showing) => {
  const body = new FormData();
  body.set("csrf_token", form.elements.namedItem("csrf_token").value);
  body.set("code", showing.code);
  body.set("device", showing.device);
  body.set("scan_id", showing.mark);
  if (showing.why) {
    body.set("why", showing.why);
    body.set("ticket", showing.ticket);
  }
  let reply;
  try {
    reply = await fetch(showing.why ? form.dataset.back : form.action, {
      method: "POST",
      body,
      headers: { "X-Door": "1" },
      redirect: "manual",
      signal: AbortSignal.timeout(WAITS_FOR),
    });
    if (reply.status === 200 || reply.status === 422) {
      show(await reply.text());
      return true;
    }
  } catch {
    return false;
  }
  document.querySelector("[data-sign-in]").hidden = reply.type !== "opaqueredirect" && reply.status !== 403;
  return false;
};

let sending = false;
const sendKept = async () => {
  if (sending) {
    return;
  }
  sending = true;
  try {
    for (let [first] = kept(); first; [first] = kept()) {
      if (!(await send(first))) {
        break;
      }
      // Others may have been added in the meantime.
      keep(kept().filter((one) => one.mark !== first.mark));
    }
  } finally {
    sending = false;
  }
};

const take = (code) => {
  const device = form.elements.namedItem("device").value;
  keep([...kept(), { code, device, mark: mark() }]);
  return sendKept();
};

// Taking back waits in the same line behind what it takes back, so that it works without network, too.
const takeBack = ({ code = "", ticket = "", why = "by_mistake" }) => {
  const device = form.elements.namedItem("device").value;
  keep([...kept(), { code, ticket, why, device, mark: mark() }]);
  return sendKept();
};

const readerFor = async (button) => {
  const known = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats() : [];
  const Reader = known.includes("qr_code") ? BarcodeDetector : (await import(button.dataset.reader)).BarcodeDetector;
  return new Reader({ formats: ["qr_code"] });
};

const watch = async (button) => {
  const picture = document.querySelector("[data-picture]");
  const reader = await readerFor(button);
  picture.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  picture.hidden = false;
  button.hidden = true;
  await picture.play();
  // On a phone the picture and the answer below it are then on one screen.
  picture.scrollIntoView({ block: "start" });
  let last = "";
  let until = 0;
  const look = async () => {
    const [found] = await reader.detect(picture).catch(() => []);
    if (found && (found.rawValue !== last || Date.now() > until)) {
      last = found.rawValue;
      if (navigator.vibrate) {
        navigator.vibrate(80);
      }
      await take(last);
    }
    if (found) {
      until = Date.now() + SAME_TICKET;
    }
    setTimeout(look, 200);
  };
  look();
};

if (form) {
  tellWaiting();
  sendKept();
  window.addEventListener("online", sendKept);
  setInterval(sendKept, FIGURES_EVERY);
  setInterval(async () => {
    try {
      const reply = await fetch(form.dataset.figures, { redirect: "manual", signal: AbortSignal.timeout(WAITS_FOR) });
      if (reply.status === 200) {
        putFigures(await reply.text());
      }
    } catch {
      // Without network the figures stay as they were.
    }
  }, FIGURES_EVERY);
  form.addEventListener("submit", (event) => {
    const typed = form.elements.namedItem("code");
    if ((event.submitter && event.submitter.name) || !typed.value.trim()) {
      return;
    }
    event.preventDefault();
    take(typed.value);
    typed.value = "";
    typed.focus();
  });
  answer.addEventListener("submit", (event) => {
    if (event.target.matches("[data-take-back]")) {
      event.preventDefault();
      takeBack(Object.fromEntries(new FormData(event.target)));
    }
  });
  document.querySelector("[data-take-last] button").addEventListener("click", () => {
    const last = lastToTakeBack();
    if (last) {
      takeBack({ code: last.code });
    }
  });
  const button = form.querySelector("[data-camera]");
  // Browsers give no camera to a page that came without encryption.
  if (navigator.mediaDevices) {
    button.hidden = false;
    button.addEventListener("click", () =>
      watch(button).catch(() => {
        document.querySelector("[data-no-camera]").hidden = false;
      }),
    );
  }
}
