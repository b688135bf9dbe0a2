"use strict";
/* How an exported map page behaves: it draws the cells of the levels that fit the zoom, names
   them, and says what lies under the mouse. The page hands over plain data; see
   maps/export/outlines.py for how outlines are packed. */
const wangge = (() => {
  const data = JSON.parse(document.getElementById("wangge-data").textContent);
  const byId = (id) => document.getElementById(id);
  // A page that fails says so where a test, or a person with the source before them, can see it.
  window.addEventListener("error", (event) => { document.body.dataset.error = event.message; });
  const escaped = (text) => {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  };

  const ring = (flat) => {
    const points = [];
    let lat = 0;
    let lon = 0;
    for (let i = 0; i < flat.length; i += 2) {
      lat += flat[i];
      lon += flat[i + 1];
      points.push([lat / data.steps, lon / data.steps]);
    }
    return points;
  };

  class LevelLayer {
    constructor(group, level) {
      this.group = group;
      this.level = level;
      this.cells = level.cells.map(([name, code, label, polygons]) => {
        const rings = polygons.map((polygon) => polygon.map(ring));
        return { name, code, label, rings, bounds: L.latLngBounds(rings.flat(2)) };
      });
      this.ink = L.layerGroup(this.cells.map((cell) => L.polygon(cell.rings, {
        color: level.line, weight: level.width, fill: false, interactive: false,
      })));
    }

    isDrawn(map) {
      return map.hasLayer(this.group);
    }

    fits(zoom) {
      return zoom >= this.level.draw_zoom;
    }

    hit(point) {
      return this.cells.find((cell) => cell.bounds.contains(point) && isInside(cell, point));
    }
  }

  const isInside = (cell, point) => {
    let inside = false;
    for (const one of cell.rings.flat()) {
      for (let i = 0, j = one.length - 1; i < one.length; j = i++) {
        const [a, b] = [one[i], one[j]];
        if ((a[0] > point.lat) !== (b[0] > point.lat)
            && point.lng < (b[1] - a[1]) * (point.lat - a[0]) / (b[0] - a[0]) + a[1]) {
          inside = !inside;
        }
      }
    }
    return inside;
  };

  const levels = [];

  const drawLevel = (group, index) => {
    levels.push(new LevelLayer(group, data.levels[index]));
  };

  const drawn = (map) => levels.filter((one, i) => one.isDrawn(map)
    && (i === 0 || one.fits(map.getZoom())));

  const drawLines = (map, ground) => {
    const shown = new Set(drawn(map));
    for (const one of levels) one.group.clearLayers();
    ground.remove().addTo(map);
    // Finest first: what is drawn later lies on top, and there the wide borders belong.
    for (const one of [...levels].reverse()) {
      if (shown.has(one)) one.group.addLayer(one.ink);
    }
  };

  /* A level is named while its cells are wide enough for a name and do not fill the map. */
  const isNamed = (one, zoom) => zoom >= one.level.name_zoom && zoom < one.level.name_zoom + 3.2;

  const nameMarker = (cell, px) => L.marker(cell.label, {
    interactive: false, keyboard: false, pane: "names",
    icon: L.divIcon({ className: "cell-name", iconSize: null,
      html: `<span style="font-size:${px}px">${escaped(cell.name)}</span>` }),
  });

  const widthOf = (text, px) =>
    [...text].reduce((sum, letter) => sum + (letter > "\u2e7f" ? px : px * 0.6), 0);

  const drawNames = (map, names) => {
    names.clearLayers();
    const taken = [];
    const view = map.getBounds();
    for (const one of drawn(map).filter((level) => isNamed(level, map.getZoom()))) {
      const px = one.level.name_px;
      for (const cell of one.cells) {
        if (!cell.name || !view.contains(cell.label)) continue;
        const at = map.latLngToContainerPoint(cell.label);
        const half = L.point(widthOf(cell.name, px) / 2 + 5, px / 2 + 5);
        const box = L.bounds(at.subtract(half), at.add(half));
        if (taken.some((other) => other.intersects(box))) continue;
        taken.push(box);
        names.addLayer(nameMarker(cell, px));
      }
    }
  };

  const sayWhatLiesUnderTheMouse = (map) => {
    const tip = L.tooltip({ direction: "right", offset: [14, 0], className: "cell-tip" });
    map.on("mousemove", (event) => {
      const finest = drawn(map).at(-1);
      const cell = finest && finest.hit(event.latlng);
      if (!cell) {
        tip.remove();
        return;
      }
      const code = cell.code ? ` · ${escaped(cell.code)}` : "";
      tip.setContent(`${escaped(cell.name)}<small>${escaped(finest.level.label)}${code}</small>`);
      tip.setLatLng(event.latlng).addTo(map);
    });
    map.on("mouseout", () => tip.remove());
  };

  const icon = (svg, side) => L.divIcon({
    className: "mark", html: svg, iconSize: [side, side], iconAnchor: [side / 2, side / 2],
  });

  const memberMark = ([lat, lon, look, stale, number, surname, fixed]) => {
    const marker = L.marker([lat, lon], {
      icon: icon(data.member_marks[look][stale], data.member_px), title: `${number} ${surname}`,
      pane: "members",
    });
    const about = [data.looks[look], fixed || data.no_fix];
    if (stale && fixed) about.push(data.old_fix);
    marker.look = look;
    return marker.bindPopup(
      `<b>${escaped(number)} ${escaped(surname)}</b><br>${about.map(escaped).join("<br>")}`);
  };

  const incidentMarks = new Map();

  const incidentMark = ([lat, lon, row, urgency, stage, overdue]) => {
    const marker = L.marker([lat, lon], {
      icon: icon(data.incident_marks[urgency][stage][overdue], data.incident_px),
      zIndexOffset: urgency * 1000, pane: "incidents",
    });
    marker.urgency = urgency;
    incidentMarks.set(row, marker);
    return marker.bindPopup(() => about(row));
  };

  const about = (row) => {
    const heads = [...document.querySelectorAll("#incidents thead th")];
    const cells = [...byId(`incident-${row}`).cells];
    const lines = cells.map((cell, i) =>
      `<tr><th>${escaped(heads[i].textContent)}</th><td>${cell.innerHTML}</td></tr>`);
    return `<table class="about">${lines.join("")}</table>`;
  };

  const bubble = (kind, count) => {
    const side = count < 10 ? 30 : count < 100 ? 36 : 44;
    return L.divIcon({
      className: `bubble ${kind}`, html: `<span>${count}</span>`, iconSize: [side, side],
    });
  };
  const memberCluster = (cluster) => bubble("members", cluster.getChildCount());
  const incidentCluster = (cluster) => {
    const worst = Math.max(...cluster.getAllChildMarkers().map((marker) => marker.urgency));
    return bubble(`incidents u${worst}`, cluster.getChildCount());
  };

  const PANES = { names: 450, members: 610, incidents: 620 };

  const prepare = (map) => {
    for (const [name, z] of Object.entries(PANES)) map.createPane(name).style.zIndex = z;
    map.getPane("names").style.pointerEvents = "none";
    map.attributionControl.setPrefix("Leaflet");
    L.control.scale({ imperial: false }).addTo(map);
  };

  const groundOf = (level) => L.layerGroup(level.cells.map((cell) => L.polygon(cell.rings, {
    stroke: false, fillColor: data.ground, fillOpacity: 1, interactive: false,
  })));

  const obeyTheList = (map, cluster) => {
    byId("incidents").addEventListener("click", (event) => {
      const row = event.target.closest("tr[id]");
      const marker = row && incidentMarks.get(Number(row.id.split("-")[1]));
      if (!marker) return;
      map.addLayer(cluster);
      // From this zoom on nothing is clustered, so the mark itself is there to be opened.
      const zoom = Math.max(map.getZoom(), cluster.options.disableClusteringAtZoom);
      map.setView(marker.getLatLng(), zoom, { animate: false });
      marker.openPopup();
    });
  };

  const fitPaper = (map) => {
    let seen = null;
    const container = map.getContainer();
    window.addEventListener("beforeprint", () => {
      seen = map.getBounds();
      container.classList.add("on-paper");
      map.invalidateSize({ animate: false });
      map.fitBounds(seen, { animate: false });
    });
    window.addEventListener("afterprint", () => {
      container.classList.remove("on-paper");
      map.invalidateSize({ animate: false });
      if (seen) map.fitBounds(seen, { animate: false });
    });
  };

  const start = (map, incidents, offDuty) => {
    map.removeLayer(offDuty);
    const names = L.layerGroup().addTo(map);
    const ground = levels.length ? groundOf(levels[0]) : L.layerGroup();
    drawLines(map, ground);
    drawNames(map, names);
    map.on("zoomend overlayadd overlayremove", () => drawLines(map, ground));
    map.on("moveend overlayadd overlayremove", () => drawNames(map, names));
    sayWhatLiesUnderTheMouse(map);
    obeyTheList(map, incidents);
    fitPaper(map);
    document.body.dataset.ready = "yes";
  };

  return {
    prepare, drawLevel, memberMark, incidentMark, memberCluster, incidentCluster, start,
  };
})();
