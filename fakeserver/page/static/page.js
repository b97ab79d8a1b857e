// Puts what the server sends in its place, and makes details, filters and copying work.
"use strict";

const KEPT = 300; // requests on the page, beside orders and whatever is open
const base = document.body.dataset.base;
const live = document.getElementById("live");
const said = document.getElementById("said");
let life = "";

const source = new EventSource(`${base}/events`);
source.onopen = () => { live.textContent = "live"; live.classList.add("on"); };
source.onerror = () => { live.textContent = "the server is gone; trying again …"; live.classList.remove("on"); };
source.addEventListener("life", (message) => { // which server, and which of its lives: another one knows nothing of the last
  if (life && life !== message.data) {
    for (const old of document.querySelectorAll("[data-into]")) old.remove();
    knobsFollow = true;
  }
  life = message.data;
});
source.onmessage = (message) => {
  const parcel = document.createElement("template");
  parcel.innerHTML = message.data;
  for (const fresh of [...parcel.content.children]) place(fresh);
  const rows = [...document.querySelectorAll(".requests > tbody[data-into]")];
  for (const row of rows.slice(KEPT)) {
    const open = row.querySelector("[aria-expanded=true]");
    if (!("matters" in row.dataset) && !open) row.remove();
  }
  showFound();
  showEmpty();
};

// What has the id of something on the page takes its place, anything else goes to the top of its list. A request never
// changes: the row that is there stays, with whatever is open in it.
let knobsFollow = false;
function place(fresh) {
  const old = document.getElementById(fresh.id);
  if (old && fresh.dataset.into === "requests-begin") return;
  for (const kept of fresh.querySelectorAll("[data-keep]")) {
    const playing = document.getElementById(kept.id);
    if (playing) kept.replaceWith(playing);
  }
  if (old) {
    for (const details of old.querySelectorAll("details[open][id]")) {
      fresh.querySelector(`#${CSS.escape(details.id)}`)?.setAttribute("open", "");
    }
    old.replaceWith(fresh);
  } else if (fresh.dataset.into) {
    document.getElementById(fresh.dataset.into).after(fresh);
    if (fresh.dataset.call) sift(fresh);
  }
  htmx.process(fresh);
  if (fresh.dataset.news) document.getElementById("news").textContent = fresh.dataset.news;
  if (fresh.id === "summary" && knobsFollow) { // the knobs were turned back: their fields say so, too
    knobsFollow = false;
    for (const name of ["speed", "points", "strict"]) document.querySelector(`#knobs [name=${name}]`).value = fresh.dataset[name];
  }
}

// Search and filters: a row is shown if it fits all of them.
const filters = document.getElementById("filters");
const search = document.getElementById("search");
const onlyCall = document.getElementById("only-call");
const onlyKind = document.getElementById("only-kind");
function sift(row) {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${row.dataset.find} ${row.textContent}`.toLowerCase();
  const kind = onlyKind.value;
  const fits = (!onlyCall.value || row.dataset.call === onlyCall.value)
    && (!kind || (kind === "fault" ? "faults" in row.dataset : row.dataset.kind === kind))
    && words.every((word) => text.includes(word));
  row.classList.toggle("sifted", !fits);
}
function showEmpty() { // what the server knew when the page came stands until the first news
  for (const [id, one] of [["requests", "tbody[data-into]"], ["tasks", "article"]]) {
    const section = document.getElementById(id);
    section.classList.toggle("some", section.querySelector(one) !== null);
  }
}
function showFound() {
  const rows = [...document.querySelectorAll(".requests > tbody[data-into]")];
  const sifting = search.value || onlyCall.value || onlyKind.value;
  document.getElementById("found").textContent = sifting
    ? `${rows.filter((row) => !row.classList.contains("sifted")).length} of ${rows.length}` : "";
}
filters.addEventListener("submit", (event) => event.preventDefault());
for (const name of ["input", "change"]) {
  filters.addEventListener(name, () => {
    for (const row of document.querySelectorAll(".requests > tbody[data-into]")) sift(row);
    showFound();
  });
}

document.addEventListener("click", (event) => {
  const more = event.target.closest("[aria-controls]");
  if (more) {
    const opened = more.getAttribute("aria-expanded") === "true";
    more.setAttribute("aria-expanded", String(!opened));
    document.getElementById(more.getAttribute("aria-controls")).hidden = opened;
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) copyFrom(document.getElementById(copy.dataset.copy), copy);
  const link = event.target.closest("a[href^='#request-']");
  if (link) document.querySelector(link.getAttribute("href"))?.classList.remove("sifted"); // a link shows what it leads to
  if (event.target === said) said.textContent = "";
});

async function copyFrom(text, button) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = "Copied";
  } catch { // no leave to write there: show it, selected
    text.closest("details").open = true;
    getSelection().selectAllChildren(text);
    button.textContent = "Press Ctrl+C to copy";
  }
}
