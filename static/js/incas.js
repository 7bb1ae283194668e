// SPDX-FileCopyrightText: 2026 ANCI - Cittalia
// SPDX-License-Identifier: EUPL-1.2
// What a browser with scripts adds to pages that work without: fresh tokens, menus that close, shortcuts, choosing by
// typing, dropping files. Nothing here decides anything: the server does.

"use strict";

(() => {
  const cookie = (name) => {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  };

  const announce = (text) => {
    const region = document.getElementById("notices");
    if (region) {
      const line = document.createElement("p");
      line.className = "visually-hidden";
      line.textContent = text;
      region.append(line);
      setTimeout(() => line.remove(), 4000);
    }
  };

  // A page left open over a sign-in in another tab holds an old token: the cookie has the good one.
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
    const token = cookie("csrftoken");
    if (field && token) field.value = token;
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    const token = cookie("csrftoken");
    if (token) event.detail.headers["X-CSRFToken"] = token;
    if (token && "csrfmiddlewaretoken" in event.detail.parameters) event.detail.parameters.csrfmiddlewaretoken = token;
  });

  // A second press while the first is on its way sends nothing: the answer shown is that of the first. Forms that stay on
  // their page (what they ask for is downloaded) may be sent again after a moment.
  const ON_ITS_WAY = 3000;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.isOnItsWay) {
      event.preventDefault();
      return;
    }
    form.dataset.isOnItsWay = "1";
    setTimeout(() => delete form.dataset.isOnItsWay, ON_ITS_WAY);
  });

  // A form that is answered with a file stays where it is: what was wrong with it before is no longer so.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("givesFile" in form.dataset) || event.defaultPrevented) return;
    for (const told of form.querySelectorAll(".error-summary, .field-error")) told.remove();
    for (const field of form.querySelectorAll(".field-wrong")) field.classList.remove("field-wrong");
    for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    announce("Il file si scarica");
  });

  // Menus close with Escape, or when something else is pressed.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus) menu.querySelector("summary").focus();
    }
  });

  // Shortcuts: single keys outside fields, which the person may switch off on this device.
  const OFF = "incas-shortcuts-off";
  const areOff = () => {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  };
  let waitsForSecond = 0;
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");
  document.addEventListener("keydown", (event) => {
    if (areOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "?") {
      const dialog = document.getElementById("shortcuts");
      if (dialog) { event.preventDefault(); dialog.showModal(); }
    } else if (event.key === "/") {
      const search = document.querySelector("main input[type=search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "g") {
      waitsForSecond = Date.now();
    } else if (Date.now() - waitsForSecond < 1500) {
      const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
      waitsForSecond = 0;
      if (link) { event.preventDefault(); link.click(); }
    }
  });

  const prepareSwitch = (root) => {
    const holder = root.querySelector("[data-shortcuts-switch]");
    if (!holder || holder.dataset.isReady) return;
    holder.dataset.isReady = "1";
    const button = holder.querySelector("button");
    const show = () => button.setAttribute("aria-pressed", areOff() ? "false" : "true");
    holder.hidden = false;
    show();
    button.addEventListener("click", () => {
      try { if (areOff()) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); } catch { /* not kept */ }
      show();
    });
  };

  // Choosing by typing: the server sends the options, the arrows walk them, Enter takes one.
  const prepareSearch = (root) => {
    for (const field of root.querySelectorAll("[data-search-field]")) {
      if (field.dataset.isReady) continue;
      field.dataset.isReady = "1";
      const text = field.querySelector("input[type=text]");
      const value = field.querySelector("input[type=hidden]");
      const list = field.querySelector("[role=listbox]");
      const options = () => [...list.querySelectorAll("[role=option]")];
      const active = () => list.querySelector("[aria-selected=true]");
      const close = () => {
        list.replaceChildren();
        text.setAttribute("aria-expanded", "false");
        text.removeAttribute("aria-activedescendant");
      };
      const mark = (option) => {
        active()?.setAttribute("aria-selected", "false");
        if (!option) { text.removeAttribute("aria-activedescendant"); return; }
        option.setAttribute("aria-selected", "true");
        text.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      };
      const take = (option) => {
        value.value = option.dataset.value;
        text.value = option.dataset.label;
        close();
        value.dispatchEvent(new Event("change", { bubbles: true }));
      };
      text.setAttribute("role", "combobox");
      text.setAttribute("aria-autocomplete", "list");
      text.setAttribute("aria-controls", list.id);
      text.setAttribute("aria-expanded", "false");
      text.addEventListener("input", () => { value.value = ""; if (!text.value.trim()) close(); });
      text.addEventListener("blur", () => setTimeout(close, 150));
      text.addEventListener("keydown", (event) => {
        const all = options();
        if (event.key === "Escape") { close(); return; }
        if (!all.length) return;
        const at = all.indexOf(active());
        if (event.key === "ArrowDown") { event.preventDefault(); mark(all[(at + 1) % all.length]); }
        if (event.key === "ArrowUp") { event.preventDefault(); mark(all[(at - 1 + all.length) % all.length]); }
        if (event.key === "Enter" && active()) { event.preventDefault(); take(active()); }
      });
      list.addEventListener("mousedown", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) { event.preventDefault(); take(option); }
      });
      list.addEventListener("htmx:afterSwap", () => {
        const found = options().length;
        text.setAttribute("aria-expanded", found ? "true" : "false");
        announce(found === 0 ? "Nessun risultato" : found === 1 ? "Un risultato" : `${found} risultati`);
      });
    }
  };

  // Files: drop them, see each, follow the sending.
  const MOST_LINES = 60;
  const written = (bytes) => {
    const units = ["byte", "kB", "MB", "GB"];
    let at = 0;
    let size = bytes;
    while (size >= 1000 && at < units.length - 1) { size /= 1000; at += 1; }
    return `${size.toLocaleString("it", { maximumFractionDigits: at ? 1 : 0 })}\u00a0${units[at]}`;
  };
  const prepareDrop = (root) => {
    for (const zone of root.querySelectorAll("[data-drop]")) {
      if (zone.dataset.isReady) continue;
      zone.dataset.isReady = "1";
      zone.classList.add("is-live");
      const input = zone.querySelector("input[type=file]");
      const list = zone.querySelector(".drop-files");
      const show = () => {
        const files = [...input.files];
        const lines = files.slice(0, MOST_LINES).map((file) => {
          const line = document.createElement("li");
          line.className = "drop-file";
          const name = document.createElement("span");
          const size = document.createElement("small");
          const state = document.createElement("small");
          name.textContent = file.name;
          size.textContent = written(file.size);
          state.dataset.state = "";
          line.append(name, size, state);
          return line;
        });
        if (files.length > MOST_LINES) {
          const more = document.createElement("li");
          more.className = "drop-file";
          more.textContent = `e altri ${(files.length - MOST_LINES).toLocaleString("it")} file`;
          lines.push(more);
        }
        list.replaceChildren(...lines);
        if (files.length) {
          const total = files.reduce((sum, file) => sum + file.size, 0);
          announce(`${files.length === 1 ? "Un file scelto" : `${files.length} file scelti`}, ${written(total)}`);
        }
      };
      input.addEventListener("change", show);
      for (const name of ["dragenter", "dragover"]) {
        zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
      }
      for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
      zone.addEventListener("drop", (event) => {
        event.preventDefault();
        const chosen = new DataTransfer();
        const dropped = [...event.dataTransfer.files];
        for (const file of input.multiple ? [...input.files, ...dropped] : dropped.slice(0, 1)) chosen.items.add(file);
        input.files = chosen.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      zone.closest("form")?.addEventListener("htmx:xhr:progress", (event) => {
        let sent = event.detail.loaded ?? 0;
        [...input.files].slice(0, MOST_LINES).forEach((file, at) => {
          const state = list.children[at]?.querySelector("[data-state]");
          if (state) state.textContent = sent >= file.size ? "inviato" : sent > 0 ? "in invio" : "in attesa";
          sent -= file.size;
        });
        const bar = zone.querySelector("progress");
        if (bar && event.detail.total) {
          bar.hidden = false;
          bar.value = Math.round(100 * event.detail.loaded / event.detail.total);
        }
      });
    }
  };

  // What the server refused: a whole page is shown as it is, a fragment leaves its page and says so on top.
  const complain = (text) => {
    const region = document.getElementById("notices");
    if (!region) return;
    const note = document.createElement("p");
    note.className = "notice note note-danger";
    note.setAttribute("role", "alert");
    note.textContent = text;
    region.replaceChildren(note);
    note.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.boosted && event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    complain(event.detail.xhr.status === 413
      ? "I file sono troppo grandi per essere inviati insieme: provare con meno file."
      : "La richiesta non è riuscita: nulla è cambiato. Riprovare fra poco.");
  });
  document.addEventListener("htmx:sendError", () => {
    complain("Connessione assente: nulla è stato inviato. Quello che è scritto in questa pagina resta.");
  });

  // A drawing wider than its place starts at what it is about; tabs that do not fit show the one that is open.
  const prepareScroll = (root) => {
    for (const open of root.querySelectorAll(".tabs [aria-current]")) {
      const row = open.closest("ul");
      row.scrollLeft = open.offsetLeft - (row.clientWidth - open.clientWidth) / 2;
    }
    for (const region of root.querySelectorAll("[data-centre]")) {
      region.scrollLeft = Number(region.dataset.centre) - region.clientWidth / 2;
    }
  };

  const prepare = (root) => {
    prepareScroll(root);
    prepareSwitch(root);
    prepareSearch(root);
    prepareDrop(root);
    const summary = root.querySelector("[data-focus]");
    if (summary && !summary.contains(document.activeElement)) summary.focus();
  };
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => prepare(document));
  else prepare(document);
})();
