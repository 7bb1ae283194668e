// SPDX-FileCopyrightText: 2026 ANCI - Cittalia
// SPDX-License-Identifier: EUPL-1.2
// A day that does not exist, or half typed, leaves the browser as an empty field: what was typed would be lost without a
// word. So it is told beside the field, as the server tells the rest, and the form is not sent.

"use strict";

(() => {
  const WORDS = {
    date: "Scrivere una data che esiste, per esempio 17/02/2026.",
    number: "Scrivere un numero.",
    time: "Scrivere un'ora che esiste, per esempio 9:30.",
  };
  const isUnread = (input) => input.type in WORDS && input.validity.badInput;

  const describe = (input, ids) => {
    const described = ids.filter(Boolean).join(" ");
    if (described) input.setAttribute("aria-describedby", described);
    else input.removeAttribute("aria-describedby");
  };

  const quiet = (input) => {
    const told = document.getElementById(`${input.id}_unread`);
    if (!told) return;
    told.remove();
    input.closest(".field")?.classList.remove("field-wrong");
    input.removeAttribute("aria-invalid");
    describe(input, (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== told.id));
  };

  const tell = (input) => {
    quiet(input);
    const told = document.createElement("p");
    told.id = `${input.id}_unread`;
    told.className = "field-error";
    told.textContent = WORDS[input.type];
    input.before(told);
    input.closest(".field")?.classList.add("field-wrong");
    input.setAttribute("aria-invalid", "true");
    describe(input, [told.id, input.getAttribute("aria-describedby")]);
  };

  document.addEventListener("submit", (event) => {
    const unread = [...event.target.elements].filter(isUnread);
    if (!unread.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    unread.forEach(tell);
    unread[0].focus();
  }, true);
  document.addEventListener("input", (event) => { if (!isUnread(event.target)) quiet(event.target); });
})();
