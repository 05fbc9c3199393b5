"use strict";
(function () {
  var table = document.getElementById("practices");
  if (!table) { return; }
  var body = table.tBodies[0], heads = Array.from(table.tHead.rows[0].cells), rows = Array.from(body.rows);
  var name = document.getElementById("find-name"), state = document.getElementById("find-state");
  var count = document.getElementById("find-count");
  rows.forEach(function (row, place) { row.place = place; });

  function show() {
    var wanted = name.value.trim().toLowerCase(), shown = 0;
    rows.forEach(function (row) {
      row.hidden = !row.cells[0].dataset.k.includes(wanted) || (state.value !== "" && row.dataset.state !== state.value);
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

  function sort(place) {
    var was = heads[place].getAttribute("aria-sort");
    var now = was === "ascending" ? "descending" : was === "descending" ? null : "ascending";
    heads.forEach(function (head) { head.removeAttribute("aria-sort"); });
    if (now) { heads[place].setAttribute("aria-sort", now); }
    rows.slice().sort(function (a, b) {
      var order = now ? compared(a.cells[place].dataset.k, b.cells[place].dataset.k, now === "descending") : 0;
      return order || a.place - b.place;
    }).forEach(function (row) { body.appendChild(row); });
  }

  heads.forEach(function (head, place) {
    var button = document.createElement("button");
    button.type = "button";
    button.append.apply(button, Array.from(head.childNodes));
    button.addEventListener("click", function () { sort(place); });
    head.appendChild(button);
  });
  name.addEventListener("input", show);
  state.addEventListener("change", show);
  document.getElementById("find").hidden = false;
  show();
}());
