"use strict";
const waits = document.querySelector("[data-again]");
if (waits) setTimeout(() => location.reload(), 1000 * Number(waits.dataset.again));
