// SPDX-FileCopyrightText: 2026 ANCI - Cittalia
// SPDX-License-Identifier: EUPL-1.2
// Keeps what is typed in a form: on the server after two seconds of quiet, in this tab while the connection is away.
// Without it a form works all the same, and loses only what was never sent.

"use strict";

(() => {
  const QUIET = 2000;
  const RETRY = 10000;
  const LEFT_OUT = "input[type=password], input[type=file], input[name=csrfmiddlewaretoken]";

  const prepare = (form) => {
    const status = form.querySelector("[data-autosave-status]");
    const place = `incas-draft:${form.dataset.autosave}`;
    const { keepUrl: url, away, ended } = status.dataset;
    let timer = 0;
    let isSent = false;
    let kept = "";

    const say = (text) => { if (status.textContent !== text) status.textContent = text; };

    const typed = () => {
      const data = new FormData(form);
      for (const field of form.querySelectorAll(LEFT_OUT)) if (field.name) data.delete(field.name);
      return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
    };

    const aside = (text) => {
      try {
        if (text === null) sessionStorage.removeItem(place);
        else sessionStorage.setItem(place, text);
      } catch { /* no room, or not allowed: the page itself still holds it */ }
    };

    const later = (delay) => {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    };

    const send = (text) => {
      const token = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="))?.slice(10) || form.elements.csrfmiddlewaretoken.value;
      return fetch(url, {
        method: "POST",
        body: new URLSearchParams(text),
        headers: { "X-CSRFToken": decodeURIComponent(token), "HX-Request": "true" },
        redirect: "error",
      });
    };

    const save = async () => {
      const text = typed().toString();
      if (isSent || text === kept) return;
      aside(text);
      try {
        const answer = await send(text);
        if (isSent) return;
        if (answer.status === 401 || answer.status === 403) { say(ended); later(RETRY); return; }
        if (answer.status === 409 || answer.status === 413) { say((await answer.json()).message); return; }
        if (!answer.ok) throw new Error(answer.statusText);
        kept = text;
        aside(null);
        if (answer.status !== 204) say((await answer.json()).message);
        if (typed().toString() !== kept) later(QUIET);
      } catch {
        if (isSent) return;
        say(away);
        later(RETRY);
      }
    };

    // What this tab held when the connection was away goes to the server first; the page then offers it as a draft.
    const recover = async () => {
      let left = null;
      try { left = sessionStorage.getItem(place); } catch { return; }
      if (left === null) return;
      try {
        const answer = await send(left);
        if (!answer.ok) return;
        aside(null);
        if (answer.status === 200) location.assign(status.dataset.resumeUrl);
      } catch { /* still away: it stays in this tab */ }
    };

    kept = typed().toString();
    form.addEventListener("input", () => later(QUIET));
    form.addEventListener("change", () => later(QUIET));
    form.addEventListener("submit", (event) => {
      isSent = true;
      clearTimeout(timer);
      // Throwing another draft away keeps what is typed here; sending the form, or throwing away this very draft, does not.
      const isAnother = event.submitter?.hasAttribute("formaction") && !("isResumed" in status.dataset);
      aside(isAnother && typed().toString() !== kept ? typed().toString() : null);
    });
    addEventListener("online", () => later(0));
    addEventListener("pageshow", (event) => { if (event.persisted) isSent = false; });
    recover();
  };

  for (const form of document.querySelectorAll("form[data-autosave]")) prepare(form);
})();
