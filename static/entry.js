// Typing sheets: digits choose, Enter goes on, Backspace goes back. The sheet being typed is kept in
// this browser until it is saved, so that a lost connection takes no answer away.
"use strict";

const DRAFT = "wenze-entry:";
const DAY = 24 * 3600 * 1000;

// One draft a sheet, under its batch and number. The page of a later sheet of the batch is the proof
// that the earlier one was saved: its draft goes, and nothing of it is put into the next.
function keepDraft(entry, form) {
  const name = DRAFT + entry.dataset.draft;
  const batch = name.slice(0, name.lastIndexOf(":") + 1);
  const fields = () => Array.from(form.querySelectorAll(
    "[data-question] input, [data-question] textarea, select"));
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(DRAFT) || key === name) continue;
    const kept = read(key);
    const isOfBatch = key.startsWith(batch) && !key.slice(batch.length).includes(":");
    if (isOfBatch || !kept || Date.now() - kept.at > DAY) localStorage.removeItem(key);
  }
  const kept = read(name);
  if (kept && Date.now() - kept.at <= DAY && !entry.querySelector("[data-error-summary]")) {
    for (const field of fields()) {
      const value = kept.typed[field.name];
      if (value === undefined) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = value.includes(field.value);
      else field.value = value[0];
    }
    entry.querySelector("[data-draft-restored]").hidden = false;
  }
  const save = () => {
    const typed = {};
    for (const field of fields()) {
      const isOff = (field.type === "radio" || field.type === "checkbox") && !field.checked;
      typed[field.name] = (typed[field.name] || []).concat(isOff ? [] : [field.value]);
    }
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), typed }));
  };
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  form.addEventListener("entry", save);
  // A browser that knows it is cut off does not leave the page.
  form.addEventListener("submit", (event) => {
    save();
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    release(form); // wenze.js took it for sent
    entry.querySelector("[data-draft-offline]").hidden = false;
  }, true);
  window.addEventListener("online", () => {
    entry.querySelector("[data-draft-offline]").hidden = true;
  });
}

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
      form.dispatchEvent(new Event("entry"));
      if (box.type === "radio") show(at + 1);
    }
  });
  show(0);
  keepDraft(entry, form);
}
