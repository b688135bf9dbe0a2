"use strict";
/* An exported map page. Plain data comes in the element `wangge-data` (see maps/export/page_data.py);
   each of the files that follow adds its part to `wangge`, and start.js puts them together. */
const wangge = (() => {
  const data = JSON.parse(document.getElementById("wangge-data").textContent);
  const root = document.documentElement;
  const heard = {};

  // A page that fails says so where a test, or a person with the source before them, can see it.
  window.addEventListener("error", (event) => { document.body.dataset.error = event.message; });

  const escaped = (text) => {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  };

  /* Instants are those of the district, wherever the page is read. */
  const clock = new Intl.DateTimeFormat("sv-SE", {
    timeZone: data.zone, year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const instant = (seconds) => clock.format(new Date(seconds * 1000));
  const offset = (seconds) => {
    const there = Date.parse(`${instant(seconds).replace(" ", "T")}:00Z`);
    const minutes = Math.round((there - seconds * 1000) / 60000);
    const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
    return `${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`;
  };

  /* Flat steps, each from the one before, as flat degrees: lat, lon, lat, lon, … */
  const unpacked = (flat) => {
    const degrees = new Float64Array(flat.length);
    let lat = 0;
    let lon = 0;
    for (let i = 0; i < flat.length; i += 2) {
      lat += flat[i];
      lon += flat[i + 1];
      degrees[i] = lat / data.steps;
      degrees[i + 1] = lon / data.steps;
    }
    return degrees;
  };

  return {
    data,
    escaped,
    instant,
    offset,
    unpacked,
    moment: data.at.length - 1,
    isOnPaper: false,
    byId: (id) => document.getElementById(id),
    say: (name) => data.words[name],
    on: (what, hear) => { (heard[what] ||= []).push(hear); },
    tell: (what) => { for (const hear of heard[what] || []) hear(); },
    theme: () => root.dataset.theme,
    colour: (name) => data.palettes[wangge.isOnPaper ? "day" : root.dataset.theme][name],
  };
})();
