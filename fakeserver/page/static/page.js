// Puts what the server sends in its place, and makes the buttons for details and for copying work.
"use strict";

const KEPT = 300; // requests on the page
const live = document.getElementById("live");

const source = new EventSource("/_fake/events");
let opened = false;
source.onopen = () => {
  if (opened) location.reload(); // what is shown may be of a server that ended
  opened = true;
  live.textContent = "live";
  live.classList.add("on");
};
source.onerror = () => { live.textContent = "the server is gone; trying again …"; live.classList.remove("on"); };
source.addEventListener("reset", () => location.reload());
source.onmessage = (message) => {
  const parcel = document.createElement("template");
  parcel.innerHTML = message.data;
  for (const fresh of [...parcel.content.children]) place(fresh);
  const rows = document.querySelectorAll(".requests > tbody[data-into]");
  for (const row of [...rows].slice(KEPT)) row.remove();
};

// What has the id of something on the page takes its place, anything else goes to the top of its list.
function place(fresh) {
  const old = document.getElementById(fresh.id);
  for (const kept of fresh.querySelectorAll("[data-keep]")) {
    const playing = document.getElementById(kept.id);
    if (playing) kept.replaceWith(playing);
  }
  if (old) {
    for (const details of old.querySelectorAll("details[open]")) {
      fresh.querySelector(`#${CSS.escape(details.id)}`)?.setAttribute("open", "");
    }
    old.replaceWith(fresh);
  } else if (fresh.dataset.into) {
    document.getElementById(fresh.dataset.into).after(fresh);
  }
  htmx.process(fresh);
  if (fresh.dataset.news) document.getElementById("news").textContent = fresh.dataset.news;
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
