// Keys, lit words, the ten seconds of undo. Every page works without any of it.
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const visible = (element) => element.getClientRects().length > 0;

  // Rows: j and k move, Enter opens (the link itself does that).
  function move(step) {
    const links = [...document.querySelectorAll(".lines .line h2 a")];
    if (!links.length) return false;
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1)];
    next.focus();
    next.closest(".line").scrollIntoView({ block: "nearest" });
    return true;
  }

  function press(key) {
    const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(visible);
    if (!target) return false;
    if (target.matches("summary")) {
      const details = target.parentElement;
      details.open = true;
      details.querySelector("input:not([type=hidden]), select, textarea").focus({ preventScroll: true });
      details.scrollIntoView({ block: "nearest" });
    } else if (target.matches("input")) {
      target.focus();
      target.select();
    } else {
      target.click();
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = typing(event.target);
    if (event.key === "Escape") {
      const open = event.target.closest("details[open]") || document.querySelector(".drop[open], .menu[open], .ruling[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); } else if (field) field.blur();
      return;
    }
    if (field) {
      if (event.key === "Enter" && !event.shiftKey && field.matches("[data-enter]")) { event.preventDefault(); field.form.requestSubmit(); }
      return;
    }
    const done = event.key === "j" ? move(1) : event.key === "k" ? move(-1) : /^[a-z/]$/.test(event.key) && press(event.key);
    if (done) event.preventDefault();
  });

  // One open menu at a time; a click elsewhere closes it.
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".drop[open], .menu[open]")) if (!open.contains(event.target)) open.open = false;
  });

  // A conclusion and its words light up together.
  const light = (name, on) => {
    for (const element of document.querySelectorAll(`[data-of~="${CSS.escape(name)}"]`)) element.classList.toggle("lit", on);
  };
  for (const [begin, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    const change = (on) => (event) => {
      const part = event.target.closest?.("[data-of]");
      if (part) for (const name of part.dataset.of.split(" ")) light(name, on);
    };
    document.addEventListener(begin, change(true));
    document.addEventListener(end, change(false));
  }

  // Undo is offered for ten seconds; afterwards the trail still can.
  function count(form) {
    const left = form.querySelector(".left");
    let seconds = Number(form.dataset.undo);
    const tick = () => {
      left.textContent = `${seconds} s`;
      if (seconds-- <= 0 || !form.isConnected) { clearInterval(timer); form.remove(); }
    };
    const timer = setInterval(tick, 1000);
    tick();
  }
  function countAll() {
    for (const form of document.querySelectorAll("form[data-undo]:not([data-counted])")) { form.dataset.counted = ""; count(form); }
  }
  document.addEventListener("DOMContentLoaded", countAll);
  document.addEventListener("htmx:load", countAll);

  // A form is sent once, however often Enter is hit.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });
})();
