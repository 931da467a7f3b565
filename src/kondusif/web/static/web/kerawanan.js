// Sliders beside number fields: each follows the other. The form works without any of it.
(() => {
  "use strict";
  const pair = (slide) => document.getElementById(slide.dataset.ofWeight);
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches("[data-of-weight]")) {
      const number = pair(field);
      if (number) number.value = field.value;
      return;
    }
    const slide = document.querySelector(`[data-of-weight="${CSS.escape(field.id || "-")}"]`);
    if (slide) slide.value = field.value;
  }, true); // before htmx hears of it
})();
