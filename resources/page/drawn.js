/* Drawings of the moment: perimeters, lines and notes with their labels, on one canvas. */
(() => {
  const { data } = wangge;
  const WIDTH = 2.6;
  const FILL = 0.14;
  const SIGN = 11; // half the side of a note's sign
  const DASHES = { closed_road: [9, 5], search_area: [10, 4, 2, 4], other: [2, 4] };
  const NAMED_FROM_PX = 28; // a smaller drawing bears no label
  const SIGNS_NAMED_TO = 14; // metres a pixel

  const drawings = data.drawings.map((one) => ({ ...one, ...wangge.shapeOf(one.line) }));
  const stands = (one) => one.since <= wangge.moment && wangge.moment < one.until;
  wangge.drawingsNow = () => drawings.filter(stands);

  const traced = (ctx, one, view) => {
    ctx.beginPath();
    for (let i = 0; i < one.xy.length; i += 2) {
      const x = one.xy[i] * view.side - view.left;
      const y = one.xy[i + 1] * view.side - view.top;
      if (i) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
    }
    if (one.area) ctx.closePath();
  };

  const shape = (ctx, one, view, colour) => {
    traced(ctx, one, view);
    if (one.area) {
      ctx.globalAlpha = FILL;
      ctx.fillStyle = colour;
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    ctx.lineJoin = "round";
    ctx.strokeStyle = wangge.colour("halo");
    ctx.lineWidth = WIDTH + 3;
    ctx.globalAlpha = 0.75;
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.setLineDash(DASHES[one.kind] || []);
    ctx.strokeStyle = colour;
    ctx.lineWidth = WIDTH;
    ctx.stroke();
    ctx.setLineDash([]);
  };

  /* A sheet of paper for a note, a square for a place to gather, else a diamond. */
  const sign = (ctx, one, x, y, colour) => {
    ctx.beginPath();
    if (one.kind === "note" || one.kind === "assembly_point") {
      const across = one.kind === "note" ? SIGN - 2 : SIGN;
      ctx.rect(x - across, y - SIGN, 2 * across, 2 * SIGN);
    } else {
      [[0, -SIGN], [SIGN, 0], [0, SIGN], [-SIGN, 0]].forEach(([dx, dy]) => ctx.lineTo(x + dx, y + dy));
      ctx.closePath();
    }
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.strokeStyle = wangge.colour("halo");
    ctx.lineWidth = 2;
    ctx.stroke();
    if (one.kind !== "note") return;
    ctx.beginPath();
    for (const [dy, reach] of [[-4.5, 5], [0, 5], [4.5, 1]]) {
      ctx.moveTo(x - 5, y + dy);
      ctx.lineTo(x + reach, y + dy);
    }
    ctx.stroke();
  };

  /* The label above its drawing, but on the screen with it; a label that would lie on another
     keeps away. */
  const label = (ctx, one, view, colour, taken) => {
    const isSign = one.xy.length === 2;
    const [west, north, east, south] = one.box.map((part, i) =>
      part * view.side - (i % 2 ? view.top : view.left));
    if (isSign ? view.mPerPx > SIGNS_NAMED_TO : Math.max(east - west, south - north) < NAMED_FROM_PX) return;
    const width = Math.min(ctx.measureText(one.text).width, 260) + 20;
    const height = 22;
    const middle = one.area || isSign ? (west + east) / 2 : one.xy[2 * Math.floor(one.xy.length / 4)] * view.side - view.left;
    const above = one.area || isSign ? north : one.xy[2 * Math.floor(one.xy.length / 4) + 1] * view.side - view.top;
    const left = Math.min(Math.max(middle - width / 2, 4), Math.max(4, view.size.x - width - 4));
    const top = Math.min(Math.max(above - height - (isSign ? SIGN + 3 : 6), 4), Math.max(4, view.size.y - height - 4));
    if (taken.some(([l, t, w]) => left < l + w + 3 && l < left + width + 3 && Math.abs(top - t) < height + 3)) return;
    taken.push([left, top, width]);
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.fillStyle = wangge.colour("card");
    ctx.fill();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.2;
    ctx.stroke();
    ctx.fillStyle = colour;
    ctx.fillRect(left, top, 4, height);
    ctx.fillStyle = wangge.colour("text");
    ctx.fillText(one.text, left + 11, top + height / 2 + 1, 260);
  };

  wangge.drawingsOf = (map) => new wangge.Sheet({
    pane: "drawings",
    draw(ctx, view) {
      if (!wangge.isOn("drawings")) return;
      const seen = drawings.filter((one) => stands(one) && wangge.isIn(one.box, view));
      for (const one of seen) {
        const colour = wangge.colour(`drawing-${one.tone}`);
        if (one.xy.length > 2) shape(ctx, one, view, colour);
        else sign(ctx, one, one.xy[0] * view.side - view.left, one.xy[1] * view.side - view.top, colour);
      }
      ctx.font = `600 13px ${getComputedStyle(document.body).fontFamily}`;
      ctx.textBaseline = "middle";
      const taken = [];
      for (const one of [...seen].reverse()) {
        if (one.text) label(ctx, one, view, wangge.colour(`drawing-${one.tone}`), taken);
      }
    },
  });
})();
