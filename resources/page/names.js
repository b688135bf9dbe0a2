/* Names of cells, where they have room and cover no other name; and what lies under the mouse. */
(() => {
  const { escaped } = wangge;

  /* A level is named while its cells are wide enough for a name and do not fill the map. */
  const isNamed = (level, zoom) => zoom >= level.name_zoom && zoom < level.name_zoom + 3.2;

  const nameMarker = (cell, px) => L.marker(cell.label, {
    interactive: false, keyboard: false, pane: "names",
    icon: L.divIcon({ className: "cell-name", iconSize: null,
      html: `<span style="font-size:${px}px">${escaped(cell.name)}</span>` }),
  });

  const widthOf = (text, px) =>
    [...text].reduce((sum, letter) => sum + (letter > "\u2e7f" ? px : px * 0.6), 0);

  wangge.drawNames = (map, names) => {
    names.clearLayers();
    const taken = [];
    const view = map.getBounds();
    const zoom = map.getZoom();
    for (const level of wangge.levelsIn(map).filter((one) => isNamed(one, zoom))) {
      const px = level.name_px;
      for (const cell of level.cells) {
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

  /* One tip for all: a mark's own words while the mouse is on it, else the finest cell's. */
  wangge.tips = (map) => {
    const tip = L.tooltip({ direction: "right", offset: [14, 0], className: "tip" });
    let isOnMark = false;
    const put = (latlng, title, small) => {
      tip.setContent(`${escaped(title)}<small>${escaped(small)}</small>`);
      tip.setLatLng(latlng).addTo(map);
    };
    map.on("mousemove", (event) => {
      if (isOnMark) return;
      const finest = wangge.levelsIn(map).at(-1);
      const cell = finest && finest.hit(event.latlng);
      if (cell) put(event.latlng, cell.name, [finest.label, cell.code].filter(Boolean).join(" · "));
      else tip.remove();
    });
    map.on("mouseout", () => tip.remove());
    return {
      show(latlng, title, small) {
        isOnMark = true;
        put(latlng, title, small);
      },
      hide() {
        isOnMark = false;
        tip.remove();
      },
    };
  };
})();
