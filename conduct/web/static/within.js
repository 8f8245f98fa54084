// What is asked for within a page (by htmx): an answer that does not hold what would be put in its place, such as a fault's page or
// a proxy's, is gone to as a whole page, and stands there as it is. A page of progress asks again by itself.
"use strict";
(() => {
  function whole(ctx) {
    if (ctx.sourceElement.tagName === "FORM") location.assign(ctx.request.action);
  }

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (new DOMParser().parseFromString(ctx.text, "text/html").querySelector(ctx.select)) return;
    event.preventDefault();
    whole(ctx);
  });

  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx) whole(event.detail.ctx);
  });
})();
