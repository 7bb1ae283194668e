// SPDX-FileCopyrightText: 2026 ANCI - Cittalia
// SPDX-License-Identifier: EUPL-1.2
// What a browser with scripts adds to lists: ticking a whole page, and focus that is not lost when a list is redrawn.

"use strict";

(() => {
  const ticksOf = (form) => [...form.querySelectorAll("input[name=selected]")];

  const prepare = (root) => {
    for (const head of root.querySelectorAll(".list-form th.list-tick")) {
      const form = head.closest("form");
      if (head.querySelector("input") || !ticksOf(form).length) continue;
      const all = document.createElement("input");
      all.type = "checkbox";
      all.setAttribute("aria-label", head.textContent.trim());
      all.addEventListener("change", () => { for (const tick of ticksOf(form)) tick.checked = all.checked; });
      form.addEventListener("change", () => { all.checked = ticksOf(form).every((tick) => tick.checked); });
      head.replaceChildren(all);
    }
  };

  prepare(document);
  document.addEventListener("htmx:afterSettle", (event) => {
    prepare(document);
    const list = event.target.closest?.("[data-list]");
    if (list && document.activeElement === document.body) list.querySelector(".list-count")?.focus({ preventScroll: true });
  });
})();
