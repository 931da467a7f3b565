// A time line: drag over days, or hold Shift on a second one, to choose all between; arrows move from day to day.
(() => {
  "use strict";
  let from = null;
  let moved = false;
  let anchor = null;

  const slotAt = (event) => event.target.closest?.("[data-brush] a.slot");
  const under = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-brush] a.slot");
  const slots = (svg) => [...svg.querySelectorAll("a.slot")];

  function between(one, other) {
    const all = slots(one.ownerSVGElement);
    const [low, high] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
    return all.slice(low, high + 1);
  }

  function mark(chosen, svg) {
    for (const slot of slots(svg)) slot.classList.toggle("brushed", chosen.includes(slot));
  }

  function go(chosen) {
    const address = new URL(chosen[0].getAttribute("href"), document.baseURI);
    address.searchParams.set("sejak", chosen[0].dataset.first);
    address.searchParams.set("hingga", chosen[chosen.length - 1].dataset.last);
    location.assign(address);
  }

  document.addEventListener("pointerdown", (event) => {
    const slot = slotAt(event);
    if (!slot || event.button || event.pointerType === "touch") return;
    from = slot;
    moved = false;
  });
  document.addEventListener("pointermove", (event) => {
    if (!from) return;
    const slot = under(event);
    if (!slot || slot.ownerSVGElement !== from.ownerSVGElement) return;
    moved ||= slot !== from;
    if (moved) mark(between(from, slot), from.ownerSVGElement);
  });
  document.addEventListener("pointerup", (event) => {
    const begun = from;
    from = null;
    if (!begun || !moved) return;
    const slot = under(event);
    if (slot && slot.ownerSVGElement === begun.ownerSVGElement) go(between(begun, slot));
    else mark([], begun.ownerSVGElement);
  });
  document.addEventListener("dragstart", (event) => { if (slotAt(event)) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const slot = slotAt(event);
    if (!slot) return;
    if (moved) { event.preventDefault(); moved = false; return; }
    if (!event.shiftKey) return;
    event.preventDefault();
    if (anchor?.isConnected && anchor.ownerSVGElement === slot.ownerSVGElement) go(between(anchor, slot));
    else { anchor = slot; mark([slot], slot.ownerSVGElement); }
  });
  document.addEventListener("keydown", (event) => {
    const slot = slotAt(event);
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!slot || !step) return;
    const all = slots(slot.ownerSVGElement);
    const next = all[Math.min(Math.max(all.indexOf(slot) + step, 0), all.length - 1)];
    slot.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  });
})();
