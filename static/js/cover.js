// SPDX-FileCopyrightText: 2026 ANCI - Cittalia
// SPDX-License-Identifier: EUPL-1.2
// Covers a page about people in danger: after minutes without activity, at Esc pressed twice, when the page is left.
// What is covered is neither seen nor read aloud nor printed; any key brings it back, if the session is still there.

"use strict";

(() => {
  const cover = document.getElementById("cover");
  if (!cover) return;
  const MINUTES = Number(cover.dataset.minutes);
  const TWICE_WITHIN = 600;
  const DEAF_FOR = 500; // a third Esc, a key still held: they do not bring the page back
  const button = cover.querySelector("button");
  const note = cover.querySelector("[data-cover-note]");
  const title = document.title;
  let lastActivity = Date.now();
  let lastEscape = 0;
  let coveredAt = 0;
  let hidden = [];
  let focused = null;
  let isAsking = false;

  const put = () => {
    if (coveredAt) return;
    coveredAt = Date.now();
    focused = document.activeElement;
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    hidden = [...document.body.children].filter((part) => part !== cover && !part.hidden);
    for (const part of hidden) part.hidden = true;
    document.documentElement.classList.add("is-covered");
    document.title = "InCaS plus";
    note.textContent = "";
    cover.hidden = false;
    button.focus();
  };

  const take = () => {
    for (const part of hidden) part.hidden = false;
    document.documentElement.classList.remove("is-covered");
    document.title = title;
    cover.hidden = true;
    coveredAt = 0;
    lastActivity = Date.now();
    if (focused && focused.isConnected) focused.focus();
  };

  const askBack = async () => {
    if (isAsking || Date.now() - coveredAt < DEAF_FOR) return;
    isAsking = true;
    try {
      const answer = await fetch(document.getElementById("session-end").dataset.url, { redirect: "manual" });
      if (answer.ok && (await answer.json()).seconds > 0) take();
      else location.reload(); // the session is over: the server asks to sign in
    } catch {
      note.textContent = "La rete non risponde: riprovare fra poco.";
    } finally {
      isAsking = false;
    }
  };

  addEventListener("keydown", (event) => {
    if (coveredAt) {
      if (["Shift", "Control", "Alt", "Meta", "Tab"].includes(event.key) || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!event.repeat) askBack();
      return;
    }
    lastActivity = Date.now();
    if (event.key !== "Escape" || event.repeat) return;
    if (Date.now() - lastEscape < TWICE_WITHIN) { lastEscape = 0; put(); } else lastEscape = Date.now();
  }, true);
  button.addEventListener("click", askBack);

  for (const name of ["pointerdown", "pointermove", "wheel", "input"]) {
    addEventListener(name, () => { if (!coveredAt) lastActivity = Date.now(); }, { capture: true, passive: true });
  }
  const look = () => { if (Date.now() - lastActivity >= MINUTES * 60000) put(); };
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look); // a sleeping computer stops the clock

  // Back by the browser's history: what it kept is covered, and the server is asked again.
  addEventListener("pagehide", put);
  addEventListener("pageshow", (event) => { if (event.persisted) { put(); location.reload(); } });
})();
