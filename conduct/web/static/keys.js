// Keys for who would rather not reach for the mouse: j and k move in the list, Enter opens, x chooses, / searches, s saves,
// n begins a new case, ? shows the keys, Escape closes them. Pages work without this.
"use strict";
(() => {
  const rows = () => Array.from(document.querySelectorAll("main tbody tr, main .tiles li")).filter((row) => row.querySelector("a"));
  const help = document.getElementById("keys-help");
  let at = -1;

  function move(by) {
    const found = rows();
    if (!found.length) return;
    at = Math.min(Math.max(at + by, 0), found.length - 1);
    found.forEach((row, n) => row.classList.toggle("at", n === at));
    found[at].querySelector("a").focus();
    found[at].scrollIntoView({ block: "nearest" });
  }

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const box = at >= 0 ? rows()[at].querySelector("input[type=checkbox]") : null;
      if (box) box.checked = !box.checked;
    },
    "/": () => {
      const field = document.querySelector("main input[type=search], main .filter input, main .filter select");
      if (field) field.focus();
      else document.querySelector("header a[href$='/cases']")?.click();
    },
    s: () => document.querySelector("main form[method=post] button:not(.plain)")?.click(),
    n: () => document.querySelector("header a[href$='/new']")?.click(),
    "?": () => { if (help) help.hidden = !help.hidden; },
    Escape: () => { if (help) help.hidden = true; },
  };

  document.addEventListener("keydown", (event) => {
    const inField = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.ctrlKey && event.key === "Enter" && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (inField && event.key === "Escape") event.target.blur();
    if (inField || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const does = keys[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });
})();
