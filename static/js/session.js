// SPDX-FileCopyrightText: 2026 ANCI - Cittalia
// SPDX-License-Identifier: EUPL-1.2
// Warns ten minutes before the session ends, and lets the person stay. The server is asked first: another tab may have
// asked to stay already.

"use strict";

(() => {
  const banner = document.getElementById("session-end");
  if (!banner) return;
  const WARNED = Number(banner.dataset.warned);
  const text = banner.querySelector("[data-session-text]");
  const stay = banner.querySelector("button");
  let waiting = 0;
  let lastAsked = Date.now();

  const said = (seconds) => {
    const minutes = Math.max(1, Math.ceil(seconds / 60));
    return minutes === 1 ? "Fra un minuto la sessione finisce." : `Fra ${minutes} minuti la sessione finisce.`;
  };

  const ended = () => {
    text.textContent = "La sessione è finita. Quello che è scritto in questa pagina non è perso: accedere in un'altra scheda e tornare qui.";
    stay.hidden = true;
    banner.hidden = false;
  };

  const show = (seconds) => {
    clearTimeout(waiting);
    if (seconds <= 0) { ended(); return; }
    const isNear = seconds <= WARNED;
    stay.hidden = false;
    if (isNear) text.textContent = said(seconds);
    banner.hidden = !isNear;
    const next = isNear ? Math.min(60, seconds) : seconds - WARNED;
    waiting = setTimeout(ask, Math.min(next, 86400) * 1000);
  };

  const ask = async (method) => {
    const isPost = method === "POST";
    lastAsked = Date.now();
    try {
      const answer = await fetch(banner.dataset.url, {
        method: isPost ? "POST" : "GET",
        redirect: "manual",
        headers: isPost ? { "X-CSRFToken": banner.querySelector("input").value } : {},
      });
      show(answer.ok ? (await answer.json()).seconds : 0);
    } catch {
      waiting = setTimeout(ask, 60000); // no network: ask again
    }
  };

  banner.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask("POST");
  });
  // A sleeping computer stops the clock: look again when the page is looked at.
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - lastAsked > 60000) ask(); });
  show(Number(banner.dataset.seconds));
})();
