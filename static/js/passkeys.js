// SPDX-FileCopyrightText: 2026 ANCI - Cittalia
// SPDX-License-Identifier: EUPL-1.2
// Passkeys: a form marked data-passkey ("create", "get" or "login") asks the browser for a credential before it is sent.
// What the server offers stands in the form as JSON; for "login" it is asked for, since nobody is known yet.

"use strict";

(() => {
  const REASONS = {
    NotAllowedError: "La richiesta è stata annullata o è scaduta: riprovare.",
    InvalidStateError: "Questo dispositivo ha già una passkey per questo accesso.",
    SecurityError: "Da questo indirizzo le passkey non funzionano: servono https e un nome (su questo computer, localhost).",
    NotSupportedError: "Questo dispositivo non sa creare passkey: usare un'app di autenticazione.",
  };
  const OTHERWISE = "La passkey non è stata letta: riprovare, o usare un altro modo.";

  const offered = async (form) => {
    if (form.dataset.passkey !== "login") return JSON.parse(form.querySelector("script[type='application/json']").textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };

  const credentialFor = async (form) => {
    const data = await offered(form);
    if (form.dataset.passkey !== "create") return window.webauthnJSON.get(data.request_options);
    const options = data.creation_options;
    const isAlone = form.elements.passwordless?.checked ?? false;
    const wanted = options.publicKey.authenticatorSelection;
    wanted.residentKey = isAlone ? "required" : "discouraged";
    wanted.requireResidentKey = isAlone;
    if (isAlone) wanted.userVerification = "required";
    return window.webauthnJSON.create(options);
  };

  if (!window.PublicKeyCredential) {
    for (const text of document.querySelectorAll("[data-passkey-missing]")) text.hidden = false;
    return;
  }
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const failure = form.querySelector("[data-passkey-failure]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failure.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await credentialFor(form));
      } catch (error) {
        failure.textContent = REASONS[error.name] ?? OTHERWISE;
        failure.hidden = false;
        return;
      }
      form.submit();
    });
  }
})();
