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

  // Cells by row and column, for moving and pasting as in a spreadsheet. Rows that only sum have none.
  const grid = rows
    .map((row) => [...row.querySelectorAll("td[data-column] input")])
    .filter((inputs) => inputs.length);
  const placeOf = (input) => {
    const line = grid.findIndex((inputs) => inputs.includes(input));
    return [line, line < 0 ? -1 : grid[line].indexOf(input)];
  };

  // Enter and the arrows go up and down the column; Enter does not send a form half filled.
  const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };
  form.addEventListener("keydown", (event) => {
    const [line, column] = placeOf(event.target);
    const step = STEPS[event.key];
    if (line < 0 || !step) return;
    event.preventDefault();
    const next = grid[line + (event.shiftKey ? -step : step)];
    if (next) {
      next[column].focus();
      next[column].select();
    }
  });

  // What is copied from a spreadsheet fills the cells from this one on, to the right and downwards.
  form.addEventListener("paste", (event) => {
    const [line, column] = placeOf(event.target);
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (line < 0 || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((pasted, down) => {
      pasted.split("\t").forEach((value, across) => {
        const input = grid[line + down] && grid[line + down][column + across];
        if (input) input.value = value.trim();
      });
    });
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  total();
})();
