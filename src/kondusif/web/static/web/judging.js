// Judging by keyboard, claims, rows that are ticked. Every page works without any of it.
(() => {
  "use strict";
  const visible = (element) => element.getClientRects().length > 0;
  const writing = (target) => target.closest?.("textarea, input[type=text], input[type=search], input[type=date], [contenteditable]");
  const queue = () => document.getElementById("antrean");
  const openRuling = () => [...document.querySelectorAll(".ruling[open]")].find(visible);
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  function take(event) { event.preventDefault(); event.stopPropagation(); }

  // Where one begins in an open ruling: at the value that it asks for, else at the reasons.
  function begin(ruling) {
    const first = ruling.querySelector("form input:not([type=hidden]):not([type=radio]), form select") || ruling.querySelector(".quick button") || ruling.querySelector("textarea");
    (ruling.matches(".r-merge") ? ruling.querySelector(".quick button") : first)?.focus({ preventScroll: true });
    ruling.scrollIntoView({ block: "nearest" });
  }

  function open(key) {
    const summary = [...document.querySelectorAll(`.ruling > summary[data-key="${CSS.escape(key)}"]`)].find(visible);
    if (!summary) return false;
    for (const other of document.querySelectorAll(".ruling[open]")) if (other !== summary.parentElement) other.open = false;
    summary.parentElement.open = true;
    begin(summary.parentElement);
    return true;
  }

  function inRuling(event, ruling) {
    const target = event.target, field = writing(target);
    if (/^[1-9]$/.test(event.key) && !field) {
      const reason = ruling.querySelector(`[data-digit="${event.key}"]`);
      if (reason) { take(event); reason.click(); }
    } else if (event.key === "Enter" && target.matches("input[type=date], select")) {
      take(event);
      if (target.value) ruling.querySelector(".quick button")?.focus();
    } else if (/^[\p{L}]$/u.test(event.key) && !field && !target.matches("select")) {
      // A letter begins a reason of one's own: it lands in the field that has the focus by then.
      event.stopPropagation();
      const text = ruling.querySelector("textarea");
      text.focus();
      text.setSelectionRange(text.value.length, text.value.length);
    }
  }

  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const ruling = openRuling();
    if (ruling && ruling.contains(event.target) && event.key !== "Escape") { inRuling(event, ruling); return; }
    if (writing(event.target) || event.target.matches?.("select") || event.key === "Escape") return;
    if (queue() && ["j", "k"].includes(event.key)) {
      const step = [...document.querySelectorAll(`.steps [data-key="${event.key}"]`)].find(visible);
      take(event);
      step?.click();
    } else if (event.key === "?") {
      const help = document.querySelector(".help");
      if (help) { take(event); help.open = !help.open; }
    } else if (event.key === "x" && document.getElementById("massal")) {
      const box = document.activeElement.closest?.(".line")?.querySelector(".pick input");
      if (box) { take(event); box.click(); }
    } else if (/^[a-z]$/.test(event.key) && open(event.key)) {
      take(event);
    }
  }, true);

  // The next area of a combobox's choice is the reason.
  document.addEventListener("change", (event) => {
    const form = event.target.closest(".ruling form");
    if (form && event.target.name === "nilai" && event.target.type === "hidden") form.querySelector(".quick button")?.focus();
  });

  // Claims: taken when a ruling is opened, kept while somebody is at work, given back on leaving.
  const RENEW = 60000;
  let active = false, held = "";
  const claimed = () => document.querySelector("[data-claim]");

  async function hold(place) {
    const answer = await fetch(place.dataset.claim, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
    if (!answer || !place.isConnected) return;
    if (answer.ok) { held = place.dataset.free; return; }
    if (answer.status !== 409) return;
    const words = document.createElement("p");
    words.className = "claimed";
    words.setAttribute("role", "status");
    words.textContent = (await answer.json()).words;
    place.querySelector(".claimed")?.remove();
    place.prepend(words);
  }

  function giveBack() {
    if (!held) return;
    const form = new FormData();
    form.append("csrfmiddlewaretoken", token());
    navigator.sendBeacon(held, form);
    held = "";
  }

  function begun() { const place = claimed(); held = place && "taken" in place.dataset ? place.dataset.free : ""; }

  document.addEventListener("toggle", (event) => {
    const place = claimed();
    if (event.target.matches?.(".ruling") && event.target.open && place && !held) hold(place);
  }, true);
  for (const sign of ["keydown", "pointerdown", "scroll"]) document.addEventListener(sign, () => { active = true; }, { passive: true });
  setInterval(() => { if (active && held && claimed()) hold(claimed()); active = false; }, RENEW);
  window.addEventListener("pagehide", giveBack);
  window.addEventListener("pageshow", (event) => { if (event.persisted && claimed() && "taken" in claimed().dataset) location.reload(); });

  // A refused form comes back with what was typed; an ended session goes through the door with it; a lost line loses nothing.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status === 409 || xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
    if (xhr.status === 401 && requestConfig?.elt?.matches("form, button")) {
      const form = requestConfig.elt.closest("form"), picked = requestConfig.parameters.cepat;
      if (picked) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "cepat", value: picked }));
      held = "";
      form.submit();
    }
  });
  document.addEventListener("htmx:sendError", (event) => {
    const form = event.target.closest?.("form");
    if (!form) return;
    delete form.dataset.sent;
    const words = form.querySelector(".problem") || form.insertBefore(Object.assign(document.createElement("p"), { className: "problem" }), form.firstChild);
    words.setAttribute("role", "alert");
    words.textContent = document.documentElement.lang === "en" ? "Not sent: no connection. Your words are still here." : "Tidak terkirim: sambungan terputus. Yang Anda tulis masih ada di sini.";
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "antrean" && !queue()?.contains(event.target)) return;
    begun();
    if (document.activeElement?.closest(".ruling[open]")) return; // quick fingers are ahead of the page
    const problem = document.querySelector("#antrean .ruling[open] textarea");
    if (problem) { problem.focus(); return; }
    document.getElementById("t-item")?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  });

  // Rows of the list that are ticked.
  function count() {
    const bar = document.getElementById("massal");
    if (!bar) return;
    const picked = document.querySelectorAll(".pick input:checked").length;
    bar.querySelector("[data-picked]").textContent = picked;
    bar.classList.toggle("none", picked === 0);
    bar.querySelector("[data-bulk-category]").hidden = bar.querySelector("[data-bulk-ruling]").value !== "wrong_category";
    for (const line of document.querySelectorAll(".line")) line.classList.toggle("picked", Boolean(line.querySelector(".pick input:checked")));
  }
  document.addEventListener("change", (event) => { if (event.target.closest(".pick, #massal")) count(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-pick-all]")) return;
    const boxes = [...document.querySelectorAll(".pick input")], all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    count();
  });
  document.addEventListener("htmx:afterSettle", count);
  document.addEventListener("DOMContentLoaded", () => { begun(); count(); });
})();
