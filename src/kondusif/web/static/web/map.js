// Maps: one stop for Tab, arrows from area to area, a card that follows, Backspace or u one level up. The list beside a map
// says the same without any of it.
(() => {
  "use strict";
  const start = (figure) => {
    const svg = figure.querySelector("svg.map");
    const card = figure.querySelector("[data-map-card]");
    const links = svg ? [...svg.querySelectorAll("a[data-code]")] : [];
    if (!links.length || figure.dataset.started) return;
    figure.dataset.started = "1";
    const said = new Map();
    for (const link of links) {
      const title = link.querySelector("title");
      said.set(link, title.textContent);
      link.setAttribute("aria-label", title.textContent.replace("\n", ": "));
      title.remove(); // the card shows it; two would cover each other
      link.setAttribute("tabindex", "-1");
    }
    // Whoever came from another map goes on where they are: "#35.04" on the way up, "#peta" on the way down.
    const here = location.hash.slice(1);
    const from = links.find((link) => link.dataset.code === here);
    const first = from || links[0];
    first.setAttribute("tabindex", "0");
    if (from || (here && here === figure.id)) setTimeout(() => first.focus({ preventScroll: true }));

    const middle = (link) => {
      const box = link.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    };
    const twin = (link) => document.querySelector(`[data-row="${CSS.escape(link.dataset.code)}"]`);
    const show = (link) => {
      const [name, words] = said.get(link).split("\n");
      const bold = document.createElement("b");
      bold.textContent = name;
      card.replaceChildren(bold, words);
      card.hidden = false;
      const stage = card.parentElement.getBoundingClientRect();
      const box = link.getBoundingClientRect();
      const left = Math.min(Math.max(box.left + box.width / 2 - stage.left - card.offsetWidth / 2, 0), stage.width - card.offsetWidth);
      const below = box.bottom - stage.top + 8;
      const bar = document.querySelector(".rail");  // fixed below on a phone
      const room = bar && getComputedStyle(bar).position === "fixed" ? innerHeight - bar.offsetHeight : innerHeight;
      const fits = box.bottom + card.offsetHeight + 16 < room;
      card.style.left = `${left}px`;
      card.style.top = `${fits ? below : Math.max(0, box.top - stage.top - card.offsetHeight - 8)}px`;
      for (const on of svg.querySelectorAll("a.on")) on.classList.remove("on");
      link.classList.add("on");
      for (const row of document.querySelectorAll("[data-row].lit")) row.classList.remove("lit");
      twin(link)?.classList.add("lit");
    };
    const hide = () => {
      const focused = links.find((link) => link === document.activeElement);
      if (focused) { show(focused); return; }
      card.hidden = true;
      for (const on of svg.querySelectorAll("a.on")) on.classList.remove("on");
      for (const row of document.querySelectorAll("[data-row].lit")) row.classList.remove("lit");
    };
    svg.addEventListener("pointerover", (event) => { const link = event.target.closest("a[data-code]"); if (link) show(link); });
    svg.addEventListener("pointerout", hide);
    svg.addEventListener("focusin", (event) => { const link = event.target.closest("a[data-code]"); if (link) show(link); });
    svg.addEventListener("focusout", () => setTimeout(hide));

    // The nearest area in the direction of the arrow; what lies aside counts double.
    const next = (from, dx, dy) => {
      const [x, y] = middle(from);
      let best = null, least = Infinity;
      for (const link of links) {
        if (link === from) continue;
        const [tx, ty] = middle(link);
        const along = (tx - x) * dx + (ty - y) * dy, aside = Math.abs((tx - x) * dy) + Math.abs((ty - y) * dx);
        if (along <= 0.5 || aside > along * 2.5) continue;
        const far = along + 2 * aside;
        if (far < least) { least = far; best = link; }
      }
      return best;
    };
    const go = (link) => {
      for (const each of links) each.setAttribute("tabindex", each === link ? "0" : "-1");
      link.focus();
    };
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    svg.addEventListener("keydown", (event) => {
      const from = event.target.closest("a[data-code]");
      if (!from || event.ctrlKey || event.metaKey || event.altKey) return;
      const way = ways[event.key];
      const link = way ? next(from, ...way) : event.key === "Home" ? links[0] : event.key === "End" ? links.at(-1) : null;
      if (way || link) event.preventDefault();
      if (link) go(link);
    });
    // From a row of the list to its area, without moving the focus.
    document.addEventListener("pointerover", (event) => {
      const row = event.target.closest("[data-row]");
      const link = row && links.find((each) => each.dataset.code === row.dataset.row);
      for (const on of svg.querySelectorAll("a.on")) on.classList.remove("on");
      if (link) link.classList.add("on");
    });
  };
  const startAll = () => { for (const figure of document.querySelectorAll("[data-map]")) start(figure); };
  document.addEventListener("DOMContentLoaded", startAll);
  document.addEventListener("htmx:afterSettle", startAll);
  if (document.readyState !== "loading") startAll();

  // One level up.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key !== "Backspace" && event.key !== "u") return;
    const up = document.querySelector("a[data-map-up]");
    if (!up) return;
    event.preventDefault();
    location.assign(up.href);
  });
})();
