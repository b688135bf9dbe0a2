/* Puts the parts together, once folium has made the map and its layers. */
(() => {
  const { say } = wangge;
  const PANES = { ground: 390, heat: 420, links: 430, names: 450, drawings: 455, members: 610, incidents: 620 };

  const themeControl = () => {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const box = L.DomUtil.create("div", "leaflet-bar");
      const button = L.DomUtil.create("a", "theme", box);
      Object.assign(button, { href: "#", role: "button", title: say("theme"), id: "theme" });
      button.setAttribute("aria-label", say("theme"));
      button.innerHTML = '<svg viewBox="0 0 16 16"><circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z"/></svg>';
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.on(button, "click", (event) => {
        L.DomEvent.preventDefault(event);
        document.documentElement.dataset.theme = wangge.theme() === "day" ? "night" : "day";
        wangge.tell("theme");
      });
      return box;
    };
    return control;
  };

  /* On paper: by day, sharp, and the same piece of the map in the shape of the sheet. */
  const fitPaper = (map, redraw) => {
    let seen = null;
    const turn = (isOnPaper) => {
      wangge.isOnPaper = isOnPaper;
      map.getContainer().classList.toggle("on-paper", isOnPaper);
      map.invalidateSize({ animate: false });
      map.fitBounds(seen, { animate: false });
      redraw();
    };
    window.addEventListener("beforeprint", () => {
      seen = map.getBounds().pad(-0.02);
      turn(true);
    });
    window.addEventListener("afterprint", () => {
      if (seen) turn(false);
    });
  };

  wangge.start = (map, groups) => {
    wangge.groups = groups;
    wangge.map = map;
    wangge.isOn = (layer) => Boolean(groups[layer]) && map.hasLayer(groups[layer]);
    for (const [name, z] of Object.entries(PANES)) map.createPane(name).style.zIndex = z;
    for (const name of ["names", "drawings"]) map.getPane(name).style.pointerEvents = "none";
    map.attributionControl.setPrefix("Leaflet");
    if (wangge.data.bounds) map.fitBounds(wangge.data.bounds, { padding: [16, 16], animate: false });
    L.control.scale({ imperial: false }).addTo(map);
    themeControl().addTo(map);
    const names = L.layerGroup().addTo(map);
    const marks = wangge.marks(map);
    const ground = wangge.ground(map, marks.sheets).addTo(map);
    const atMoment = () => {
      marks.update();
      wangge.count();
    };
    const redraw = () => {
      ground.redraw();
      marks.redraw();
    };
    map.on("moveend", () => wangge.drawNames(map, names));
    map.on("overlayadd overlayremove", () => {
      redraw();
      marks.update();
      wangge.drawNames(map, names);
    });
    wangge.on("theme", redraw);
    wangge.on("moment", () => {
      atMoment();
      wangge.list();
    });
    atMoment();
    wangge.list();
    wangge.drawNames(map, names);
    wangge.obeyTheList(marks);
    wangge.search(map, marks);
    wangge.timeline();
    fitPaper(map, redraw);
    document.body.dataset.ready = "yes";
  };
})();
