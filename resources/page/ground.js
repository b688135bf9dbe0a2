/* The ground: cells and ways on a canvas of our own. Leaflet's polygons are objects each, and
   every one of them is projected at every zoom; here only what is in view is touched. */
(() => {
  const { data, unpacked } = wangge;
  const PLANE_M = 40075016.685578488; // around the equator in EPSG:3857

  /* A canvas that moves with the map; `options.draw(ctx, place, view)` fills it. `place(x, y)` of
     a point of the unit square of the world gives canvas pixels through `place.x` and `place.y`. */
  wangge.Sheet = L.Renderer.extend({
    options: { padding: 0.2, scale: 1, carries: [] },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.style.pointerEvents = "none";
      const { scale, isOpaque } = this.options;
      this._ctx = this._container.getContext("2d", { alpha: !isOpaque, willReadFrequently: scale < 1 });
    },
    _destroyContainer() {
      this._container.remove();
      delete this._ctx;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      const sharp = wangge.isOnPaper ? 3 : window.devicePixelRatio || 1;
      const ratio = Math.max(this.options.scale * sharp, this.options.scale);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, min);
      canvas.width = Math.ceil(size.x * ratio);
      canvas.height = Math.ceil(size.y * ratio);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      if (wangge.isOnPaper) this._paintAsPicture(min, size, ratio);
      else this._paint(this._ctx, min, size, ratio);
    },
    /* Chromium prints a canvas by its strokes and loses some of ours, and a clear canvas over
       another as white: so on paper there is one, and it is one picture. */
    _paintAsPicture(min, size, ratio) {
      const { width, height } = this._container;
      for (const sheet of [this, ...this.options.carries]) {
        const picture = Object.assign(document.createElement("canvas"), { width, height });
        sheet._paint(picture.getContext("2d"), min, size, ratio);
        this._ctx.drawImage(picture, 0, 0);
      }
    },
    _paint(ctx, min, size, ratio) {
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      const zoom = this._map.getZoom();
      const side = 256 * 2 ** zoom;
      const from = this._map.getPixelOrigin().add(min);
      const view = {
        zoom, side, size, left: from.x, top: from.y, mPerPx: PLANE_M / side,
        west: from.x / side, north: from.y / side,
        east: (from.x + size.x) / side, south: (from.y + size.y) / side,
      };
      this.options.draw(ctx, view);
    },
    redraw() {
      if (this._map) this._update();
    },
  });

  const RADIAN = Math.PI / 180;
  const acrossOf = (lon) => (lon + 180) / 360;
  const downOf = (lat) => 0.5 - Math.asinh(Math.tan(lat * RADIAN)) / (2 * Math.PI);
  wangge.acrossOf = acrossOf;
  wangge.downOf = downOf;

  /* Points on the unit square of the world, with the box around them. */
  const shapeOf = (flat) => {
    const xy = unpacked(flat);
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < xy.length; i += 2) {
      const x = acrossOf(xy[i + 1]);
      const y = downOf(xy[i]);
      xy[i] = x;
      xy[i + 1] = y;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return { xy, box };
  };

  const isIn = (box, view) =>
    box[0] <= view.east && box[2] >= view.west && box[1] <= view.south && box[3] >= view.north;

  const trace = (ctx, xy, view, isClosed) => {
    const { side, left, top } = view;
    let lastX = xy[0] * side - left;
    let lastY = xy[1] * side - top;
    ctx.moveTo(lastX, lastY);
    for (let i = 2; i < xy.length; i += 2) {
      const x = xy[i] * side - left;
      const y = xy[i + 1] * side - top;
      if (Math.abs(x - lastX) + Math.abs(y - lastY) < 0.8 && i < xy.length - 2) continue;
      ctx.lineTo(x, y);
      lastX = x;
      lastY = y;
    }
    if (isClosed) ctx.closePath();
  };

  /* Stroked as one, ten thousand cells take thirty times as long as in parts of 64. */
  const AT_ONCE = 64;
  const strokeInParts = (ctx, things, traceOne) => {
    for (let first = 0; first < things.length; first += AT_ONCE) {
      ctx.beginPath();
      things.slice(first, first + AT_ONCE).forEach(traceOne);
      ctx.stroke();
    }
  };

  const bytes = (colour) => colour.match(/[0-9a-f]{2}/gi).map((two) => parseInt(two, 16));
  const mixed = (over, under, share) => {
    const [a, b] = [bytes(over), bytes(under)];
    return `rgb(${a.map((part, i) => Math.round(part * share + b[i] * (1 - share))).join()})`;
  };

  const TINTS = Object.keys(data.palettes.day).filter((name) => name.startsWith("tint-"));

  class CellLevel {
    constructor(level) {
      Object.assign(this, level);
      this.cells = level.cells.map(([name, code, label, polygons]) => {
        const rings = polygons.flat().map(shapeOf);
        const box = rings.reduce((all, { box: b }) => [
          Math.min(all[0], b[0]), Math.min(all[1], b[1]),
          Math.max(all[2], b[2]), Math.max(all[3], b[3]),
        ], [Infinity, Infinity, -Infinity, -Infinity]);
        return { name, code, label, rings, box };
      });
    }

    fits(zoom) {
      return zoom >= this.draw_zoom;
    }

    /* Fainter while its cells are small, as on the desk. */
    clearness(zoom) {
      const wide = 12 * 2 ** (zoom - this.draw_zoom);
      return Math.min(1, Math.max(0.35, (wide - 12) / 28));
    }

    fill(ctx, view) {
      TINTS.forEach((tint, number) => {
        ctx.beginPath();
        for (let i = number; i < this.cells.length; i += TINTS.length) {
          const { rings, box } = this.cells[i];
          if (isIn(box, view)) for (const { xy } of rings) trace(ctx, xy, view, true);
        }
        ctx.fillStyle = wangge.colour(tint);
        ctx.fill("evenodd");
      });
    }

    outline(ctx, view, isOuter) {
      const line = wangge.colour(`level-${this.level}`);
      // Mixed and not clear, or a border would be darker where two strokes meet.
      ctx.strokeStyle = isOuter ? line : mixed(line, wangge.colour("tint-0"), this.clearness(view.zoom));
      ctx.lineWidth = this.width;
      const seen = this.cells.filter(({ box }) => isIn(box, view));
      strokeInParts(ctx, seen, ({ rings }) => { for (const { xy } of rings) trace(ctx, xy, view, true); });
    }

    hit(latlng) {
      const x = acrossOf(latlng.lng);
      const y = downOf(latlng.lat);
      return this.cells.find(({ box, rings }) =>
        box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3] && isInside(rings, x, y));
    }
  }

  const isInside = (rings, x, y) => {
    let inside = false;
    for (const { xy } of rings) {
      for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
        if ((xy[i + 1] > y) !== (xy[j + 1] > y)
            && x < (xy[j] - xy[i]) * (y - xy[i + 1]) / (xy[j + 1] - xy[i + 1]) + xy[i]) {
          inside = !inside;
        }
      }
    }
    return inside;
  };

  Object.assign(wangge, { shapeOf, isIn });
  wangge.levels = data.levels.map((level) => new CellLevel(level));
  const ways = data.ways.map((kind) => ({ ...kind, lines: kind.lines.map(shapeOf) }));

  const drawWays = (ctx, view) => {
    for (const kind of ways) {
      if (view.mPerPx > kind.from_m_per_px) continue;
      const seen = kind.lines.filter(({ box }) => isIn(box, view));
      const colour = wangge.colour(`way-${kind.kind}`);
      if (kind.area) {
        ctx.beginPath();
        for (const { xy } of seen) trace(ctx, xy, view, true);
        ctx.fillStyle = colour;
        ctx.fill("evenodd");
      } else {
        ctx.strokeStyle = colour;
        ctx.lineWidth = Math.max(kind.least_px, kind.width_m / view.mPerPx);
        strokeInParts(ctx, seen, ({ xy }) => trace(ctx, xy, view, false));
      }
    }
  };

  /* The levels switched on that fit a zoom, coarsest first; the coarsest always fits. */
  wangge.levelsIn = (map, zoom = map.getZoom()) => wangge.levels.filter((level, number) =>
    map.hasLayer(wangge.groups[`level-${level.level}`]) && (number === 0 || level.fits(zoom)));

  wangge.ground = (map, sheets) => new wangge.Sheet({
    pane: "ground", isOpaque: true, carries: sheets,
    draw(ctx, view) {
      ctx.fillStyle = wangge.colour("background");
      ctx.fillRect(0, 0, view.size.x, view.size.y);
      ctx.lineJoin = ctx.lineCap = "round";
      const shown = wangge.levelsIn(map, view.zoom);
      // As on the desk, the level above the finest is tinted: more tints would be noise.
      if (shown.length) shown[Math.max(0, shown.length - 2)].fill(ctx, view);
      if (wangge.groups.ways && map.hasLayer(wangge.groups.ways)) drawWays(ctx, view);
      // Finest first: what is drawn later lies on top, and there the wide borders belong.
      for (const level of [...shown].reverse()) level.outline(ctx, view, level === shown[0]);
    },
  });
})();
