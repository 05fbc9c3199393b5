"use strict";
(function () {
  var table = document.getElementById("practices");
  if (!table) { return; }
  var body = table.tBodies[0], heads = Array.from(table.tHead.rows[0].cells), rows = Array.from(body.rows);
  var name = document.getElementById("find-name"), state = document.getElementById("find-state");
  var column = document.getElementById("find-column"), by = document.getElementById("find-sort");
  var count = document.getElementById("find-count");
  rows.forEach(function (row, place) { row.place = place; });

  function stateOf(row) {
    return column.value === "" ? row.dataset.state : row.cells[column.value].dataset.state || "none";
  }

  function show() {
    var wanted = name.value.trim().toLowerCase(), shown = 0;
    rows.forEach(function (row) {
      row.hidden = !row.cells[0].dataset.k.includes(wanted) || (state.value !== "" && stateOf(row) !== state.value);
      shown += row.hidden ? 0 : 1;
    });
    count.textContent = shown + " of " + rows.length + " practices";
  }

  function compared(a, b, down) {
    if (a === b) { return 0; }
    if (a === "" || b === "") { return a === "" ? 1 : -1; }
    var numbers = a !== "" && b !== "" && isFinite(a) && isFinite(b);
    return (numbers ? a - b : a < b ? -1 : 1) * (down ? -1 : 1);
  }

  function next(place) {
    var was = heads[place].getAttribute("aria-sort");
    return was === "ascending" ? "descending" : was === "descending" ? null : "ascending";
  }

  function sort(place, now) {
    heads.forEach(function (head) { head.removeAttribute("aria-sort"); });
    if (now) { heads[place].setAttribute("aria-sort", now); }
    rows.slice().sort(function (a, b) {
      var order = now ? compared(a.cells[place].dataset.k, b.cells[place].dataset.k, now === "descending") : 0;
      return order || a.place - b.place;
    }).forEach(function (row) { body.appendChild(row); });
    by.value = now ? place + " " + now : "";
  }

  function choice(select, value, words) {
    var option = document.createElement("option");
    option.value = value;
    option.textContent = words;
    select.appendChild(option);
  }

  heads.forEach(function (head, place) {
    var button = document.createElement("span");  // Chromium leaves a real one off the second printed page
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.append.apply(button, Array.from(head.childNodes));
    button.addEventListener("click", function () { sort(place, next(place)); });
    button.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(place, next(place)); }
    });
    head.appendChild(button);
    var called = button.firstElementChild.textContent;
    if ("report" in head.dataset) { choice(column, place, called); }
    choice(by, place + " ascending", called + ", up");
    choice(by, place + " descending", called + ", down");
  });
  by.addEventListener("change", function () {
    var parts = by.value.split(" ");
    sort(Number(parts[0]), parts[1] || null);
  });
  column.addEventListener("change", show);
  name.addEventListener("input", show);
  state.addEventListener("change", show);
  document.getElementById("find").hidden = false;
  show();
}());
