// Type-ahead for an area. Without this script the field takes a name or a code and the server finds the area.
(() => {
  "use strict";
  let serial = 0;

  function equip(box) {
    const field = box.querySelector("input");
    const list = document.createElement("ul");
    const name = field.name;
    const code = Object.assign(document.createElement("input"), { type: "hidden", name, value: field.value });
    let timer = 0, asked = "", index = -1;
    list.id = `wilayah-${++serial}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.closest("form").querySelector(`label[for="${field.id}"]`).textContent);
    for (const [key, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) field.setAttribute(key, value);
    if (field.dataset.shown) field.value = field.dataset.shown;
    field.removeAttribute("name"); // the code is sent, the name is shown
    box.append(code, list);

    const options = () => [...list.querySelectorAll('[role="option"]')];
    const close = () => { list.hidden = true; index = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };

    function show(html) {
      list.innerHTML = html.trim() || `<li class="none muted"></li>`;
      if (!options().length) list.firstElementChild.textContent = box.dataset.none;
      options().forEach((option, at) => { option.id = `${list.id}-${at}`; option.setAttribute("aria-selected", "false"); });
      list.hidden = false;
      field.setAttribute("aria-expanded", String(options().length > 0));
      index = -1;
    }

    function point(step) {
      const all = options();
      if (!all.length) return;
      index = (index + step + all.length) % all.length;
      all.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
      field.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    }

    function take(option) {
      code.value = option.dataset.code;
      field.value = option.dataset.name;
      close();
      code.dispatchEvent(new Event("change", { bubbles: true }));
    }

    async function ask() {
      asked = field.value;
      if (asked.trim().length < 2) { close(); return; }
      const wanted = asked;
      const answer = await fetch(`${box.dataset.combobox}?q=${encodeURIComponent(wanted)}`, { headers: { Accept: "text/html" } });
      if (answer.ok && wanted === field.value && document.activeElement === field) show(await answer.text());
    }

    field.addEventListener("input", (event) => {
      event.stopPropagation();
      code.value = field.value; // what was typed is sent when nothing is chosen
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    field.addEventListener("change", (event) => { event.stopPropagation(); if (!field.value.trim()) { code.value = ""; code.dispatchEvent(new Event("change", { bubbles: true })); } });
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask(); else point(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      } else if (event.key === "Enter") {
        const all = options();
        if (!list.hidden && all.length) { event.preventDefault(); take(all[Math.max(index, 0)]); }
      }
    });
    field.addEventListener("blur", () => setTimeout(close, 120));
    list.addEventListener("mousedown", (event) => { event.preventDefault(); const option = event.target.closest('[role="option"]'); if (option) take(option); });
  }

  function equipAll(root) {
    for (const box of root.querySelectorAll("[data-combobox]:not([data-equipped])")) { box.dataset.equipped = ""; equip(box); }
  }
  document.addEventListener("DOMContentLoaded", () => equipAll(document));
  document.addEventListener("htmx:afterSettle", () => equipAll(document));
})();
