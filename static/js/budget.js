// SPDX-FileCopyrightText: 2026 ANCI - Cittalia
// SPDX-License-Identifier: EUPL-1.2
// The table of a budget: totals that follow what is typed. The server computes them again when the form is sent, and is
// the one that is believed. Cents are counted as whole numbers, so that no total is off by one.

"use strict";

(() => {
  const form = document.querySelector("form[data-budget]");
  if (!form) return;

  // Reads what Italians type, as the server does: 1.234,56 or 1234,56 or 1234.56; a point before three figures parts
  // thousands. What makes no sense counts zero until the server says so.
  const cents = (text) => {
    let bare = text.replace(/[\s€'’]/g, "");
    if (bare.includes(",")) bare = bare.replaceAll(".", "").replace(",", ".");
    else if (/^\d{1,3}(\.\d{3})+$/.test(bare)) bare = bare.replaceAll(".", "");
    const found = /^(\d*)(?:\.(\d{0,2}))?$/.exec(bare);
    return found ? Number(found[1] || 0) * 100 + Number((found[2] || "").padEnd(2, "0")) : 0;
  };

  const written = (amount) => {
    const whole = String(Math.trunc(amount / 100)).replace(/\B(?=(\d{3})+$)/g, ".");
    return `${whole},${String(amount % 100).padStart(2, "0")}`;
  };

  const rows = [...form.querySelectorAll("tr[data-row]")];
  const byCode = new Map(rows.map((row) => [row.dataset.row, row]));

  const total = () => {
    const sums = new Map(rows.map((row) => [row, new Map()]));
    const columns = new Map();
    for (const row of rows) {
      for (const cell of row.querySelectorAll("td[data-column]")) {
        const input = cell.querySelector("input");
        if (!input) continue;
        const amount = cents(input.value);
        const column = cell.dataset.column;
        columns.set(column, (columns.get(column) || 0) + amount);
        for (let above = row; above; above = byCode.get(above.dataset.parent)) {
          const sum = sums.get(above);
          sum.set(column, (sum.get(column) || 0) + amount);
        }
      }
    }
    for (const [row, sum] of sums) {
      for (const cell of row.querySelectorAll("td[data-column]")) {
        const output = cell.querySelector("output");
        if (output) output.textContent = written(sum.get(cell.dataset.column) || 0);
      }
      row.querySelector("[data-row-total]").textContent = written([...sum.values()].reduce((a, b) => a + b, 0));
    }
    for (const output of form.querySelectorAll("[data-column-total]")) {
      output.textContent = written(columns.get(output.dataset.columnTotal) || 0);
    }
    form.querySelector("[data-grand-total]").textContent = written([...columns.values()].reduce((a, b) => a + b, 0));
  };

  form.addEventListener("input", total);

  // Enter goes down the column, as in a spreadsheet, instead of sending a form half filled.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("td[data-column] input")) return;
    event.preventDefault();
    const inputs = [...form.querySelectorAll(`td[data-column="${event.target.closest("td").dataset.column}"] input`)];
    const next = inputs[inputs.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
    if (next) {
      next.focus();
      next.select();
    }
  });

  total();
})();
