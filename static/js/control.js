// SPDX-FileCopyrightText: 2026 ANCI - Cittalia
// SPDX-License-Identifier: EUPL-1.2
// Deciding expenses from the keyboard: j and k walk through them, a, r and e choose, Ctrl+Enter saves and goes on.
// Off with the other shortcuts of the platform, and while one is typing.
(() => {
  const CHOICES = { a: "admitted", r: "reduced", e: "excluded" };
  const areOff = () => {
    try { return localStorage.getItem("incas-shortcuts-off") === "1"; } catch { return false; }
  };
  const isTyping = (target) => target.closest("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");

  document.addEventListener("keydown", (event) => {
    const form = document.querySelector("form:has([name=decision])");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (areOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const link = document.querySelector(`a[data-press="${CSS.escape(event.key)}"]`);
    if (link) {
      link.click();
      return;
    }
    const choice = form?.querySelector(`[name=decision][value="${CHOICES[event.key] || ""}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    const field = { r: "[name=admitted]", e: "[name=reason]" }[event.key];
    if (field) form.querySelector(field)?.focus();
  });
})();
