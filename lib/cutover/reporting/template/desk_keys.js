// Lumino, which JupyterLab is made of, looks for no shortcut of its own where an element has this attribute.
(() => {
  const wanted = "select, [role=slider], input[type=checkbox], input[type=radio], input[type=date]";
  if (window.cutoverKeys) return;
  window.cutoverKeys = true;
  document.addEventListener("focusin", event => {
    const one = event.target;
    if (one.matches?.(wanted) && one.closest(".jupyter-widgets")) {
      one.setAttribute("data-lm-suppress-shortcuts", "true");
    }
  }, true);
})();
