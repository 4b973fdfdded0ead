// Passkeys. A form marked data-passkey asks for a challenge at its data-challenge, lets the browser answer it, and takes the
// answer along in its field "credential". Forms are hidden until it is known that this browser can do that.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const create = async (options) => {
  options.challenge = toBytes(options.challenge);
  options.user.id = toBytes(options.user.id);
  for (const held of options.excludeCredentials || []) {
    held.id = toBytes(held.id);
  }
  const made = await navigator.credentials.create({ publicKey: options });
  const transports = made.response.getTransports ? made.response.getTransports() : [];
  return [made, {
    attestationObject: toText(made.response.attestationObject),
    clientDataJSON: toText(made.response.clientDataJSON),
    transports,
  }];
};

const use = async (options) => {
  options.challenge = toBytes(options.challenge);
  const found = await navigator.credentials.get({ publicKey: options });
  const { authenticatorData, clientDataJSON, signature, userHandle } = found.response;
  return [found, {
    authenticatorData: toText(authenticatorData),
    clientDataJSON: toText(clientDataJSON),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  }];
};

const prepare = (form) => {
  const failed = form.querySelector("[data-passkey-failed]");
  form.addEventListener("submit", async (event) => {
    // Whoever changes the language needs no key, and one made before its name is there would be of no use.
    const isWhole = [...form.querySelectorAll("[aria-required=true]")].every((part) => part.value.trim());
    if (!isWhole || (event.submitter && event.submitter.name === "switch_language")) {
      return;
    }
    event.preventDefault();
    failed.hidden = true;
    try {
      const answer = await fetch(form.dataset.challenge, {
        method: "POST",
        headers: { "X-CSRFToken": form.elements.csrf_token.value },
      });
      const [key, response] = await (form.dataset.passkey === "add" ? create : use)(await answer.json());
      form.elements.credential.value = JSON.stringify({ id: key.id, rawId: toText(key.rawId), type: key.type, response });
      form.submit();
    } catch {
      // Stopped by the person, timed out, no such key, or no line to us: the same sentence helps.
      failed.hidden = false;
    }
  });
  form.hidden = false;
};

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelectorAll("form[data-passkey]").forEach(prepare);
  document.querySelectorAll("[data-passkey-shown]").forEach((part) => {
    part.hidden = false;
  });
  document.querySelectorAll("[data-passkey-missing]").forEach((part) => {
    part.hidden = true;
  });
}
