// Comfort only: every page works without this file.
"use strict";

// A form is sent once; the button is freed when the reader comes back or htmx has its answer.
const release = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("button[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  form.dataset.sent = "1";
  form.querySelectorAll("button[type=submit]").forEach((b) => b.setAttribute("aria-disabled", "true"));
}, true);
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form[data-sent]");
  if (form) release(form);
});

// What only works with scripts is shown only then.
document.documentElement.classList.add("has-scripts");
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// Menus close on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-closes][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details[data-closes][open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// Errors are read first: on a full page and after htmx put a form back.
const focusErrors = (root) => {
  const summary = root.querySelector("[data-error-summary]");
  if (summary) summary.focus();
};
document.addEventListener("DOMContentLoaded", () => focusErrors(document));
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));

// A request that failed says so instead of doing nothing.
document.addEventListener("htmx:responseError", () => {
  const place = document.querySelector(".notices");
  const source = document.querySelector("[data-failure]");
  if (!place || !source) return;
  place.replaceChildren(source.content.cloneNode(true));
  place.scrollIntoView({ block: "nearest" });
});
