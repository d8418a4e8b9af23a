// Typing paper sheets: digits choose, Enter goes on, Backspace goes back. Comfort only.
"use strict";

const entry = document.querySelector("[data-entry]");
if (entry) {
  const questions = Array.from(entry.querySelectorAll("[data-question]"));
  const form = entry.querySelector("form");
  let at = 0;
  const show = (n) => {
    if (n >= questions.length) {
      form.requestSubmit();
      return;
    }
    at = Math.max(0, n);
    questions.forEach((q, i) => q.classList.toggle("is-current", i === at));
    (questions[at].querySelector("textarea") || questions[at]).focus({ preventScroll: true });
    questions[at].scrollIntoView({ block: "nearest" });
  };
  questions.forEach((q, i) => q.addEventListener("focusin", () => {
    at = i;
    questions.forEach((other, n) => other.classList.toggle("is-current", n === i));
  }));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const inside = event.target.closest("[data-question]");
    if (!inside && event.target.closest("select, button, a, input, textarea, summary")) return;
    const writing = event.target.matches("textarea");
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      show(at + 1);
    } else if (!writing && event.key === "Backspace") {
      event.preventDefault();
      show(at - 1);
    } else if (!writing && /^[1-9]$/.test(event.key)) {
      const box = questions[at].querySelectorAll("input")[Number(event.key) - 1];
      if (!box) return;
      event.preventDefault();
      box.checked = box.type === "checkbox" ? !box.checked : true;
      if (box.type === "radio") show(at + 1);
    }
  });
  show(0);
}
