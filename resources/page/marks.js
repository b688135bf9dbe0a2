/* Members and incidents: where they are at the moment, in clusters; their cards and links. */
(() => {
  const { data, escaped, instant, say } = wangge;
  const FIELDS = 5; // numbers a change of a member is written in: maps/export/whereabouts.py
  const OVER = -1; // the state of an incident that is not open: maps/export/cases.py
  const MEMBER_CLUSTER_PX = 56;
  const INCIDENT_CLUSTER_PX = 34;
  const WHOLE_FROM_ZOOM = 16;
  const MOST_LINKS = 400;

  const iconOf = (svg, side) => L.divIcon({
    className: "mark", html: svg, iconSize: [side, side], iconAnchor: [side / 2, side / 2],
  });
  const memberIcons = data.member_marks.map((both) => both.map((svg) => iconOf(svg, data.member_px)));
  const incidentIcons = data.incident_marks.map((stages) => stages.map((both) =>
    both.map((svg) => iconOf(svg, data.incident_px))));

  /* A member's changes, read forwards; another moment before the last read begins again. */
  class Member {
    constructor([number, surname, changes], row) {
      Object.assign(this, { kind: "member", row, number, surname, changes, label: `${number} ${surname}`.trim() });
      this.rewind();
    }

    rewind() {
      Object.assign(this, { at: 0, since: 0, lat: 0, lon: 0, code: -1, age: -1 });
    }

    /* Stand at a moment; whether the mark differs from before. */
    seek(moment) {
      const { changes } = this;
      const before = [this.lat, this.lon, this.code];
      if (moment < this.since) this.rewind();
      while (this.at < changes.length && this.since + changes[this.at] <= moment) {
        this.since += changes[this.at];
        this.lat += changes[this.at + 1];
        this.lon += changes[this.at + 2];
        this.code = changes[this.at + 3];
        this.age = changes[this.at + 4];
        this.at += FIELDS;
      }
      return before[0] !== this.lat || before[1] !== this.lon || before[2] !== this.code;
    }

    get look() { return this.code >> 1; }
    get isStale() { return this.code & 1; }
    get isThere() { return this.code >= 0; }
    get layer() { return this.look === data.off_duty ? "off-duty" : "members"; }
    get latlng() { return L.latLng(this.lat / data.steps, this.lon / data.steps); }
    get icon() { return memberIcons[this.look][this.isStale]; }
    get state() { return data.looks[this.look]; }

    about() {
      const lines = [[say("state"), this.state]];
      // Between two changes newer positions came in at the same place: only this one is known.
      if (this.age < 0) lines.push([say("fix"), say("no_fix")]);
      else {
        const old = this.isStale ? ` (${say("old_fix")})` : "";
        lines.push([say("fix"), instant(data.at[this.since] - this.age) + old]);
      }
      return lines;
    }
  }

  class Incident {
    constructor([number, place, reported, looks], row) {
      Object.assign(this, { kind: "incident", row, number, place, reported, looks, label: number });
      this.look = null;
      this.isLate = 0;
    }

    seek(moment) {
      const { look, isLate } = this;
      const last = this.looks.findLast((one) => one[0] <= moment);
      this.look = last && last[1] !== OVER ? last : null;
      this.isLate = Number(Boolean(this.look) && this.due !== null && this.due < data.at[moment]);
      return look !== this.look || isLate !== this.isLate;
    }

    get isOpen() { return this.look !== null; }
    get isThere() { return this.isOpen && this.place !== null; }
    get urgency() { return this.look[2]; }
    get stage() { return data.stages[this.look[1]]; }
    get state() { return data.states[this.look[1]]; }
    get class() { return data.classes[this.look[3]]; }
    get due() { return this.look[4]; }
    get members() { return this.look.slice(5).map((row) => wangge.members[row]).filter(Boolean); }
    get layer() { return `urgency-${this.urgency}`; }
    get latlng() { return L.latLng(this.place[0] / data.steps, this.place[1] / data.steps); }
    get icon() { return incidentIcons[this.urgency][this.stage][this.isLate]; }

    about() {
      const lines = [
        [say("class"), this.class], [say("state"), this.state],
        [say("urgency"), data.urgencies[this.urgency]], [say("reported"), instant(this.reported)],
      ];
      if (this.due !== null) {
        lines.push([say("due"), instant(this.due) + (this.isLate ? ` ${say("overdue")}` : ""), this.isLate]);
      }
      const with_ = this.members.map((member) => member.label);
      if (with_.length) lines.push([say("on_it"), with_.join(", ")]);
      return lines;
    }
  }

  wangge.members = data.members.map((row, i) => new Member(row, i));
  wangge.incidents = data.incidents.map((row, i) => new Incident(row, i));

  const bubble = (kind, count) => {
    const side = count < 10 ? 30 : count < 100 ? 36 : count < 1000 ? 44 : 52;
    return L.divIcon({
      className: `bubble ${kind}`, html: `<span>${count}</span>`, iconSize: [side, side],
    });
  };
  const memberBubble = (cluster) => bubble("members", cluster.getChildCount());
  const incidentBubble = (cluster) => {
    const all = cluster.getAllChildMarkers().map((marker) => marker.subject);
    const worst = Math.max(...all.map((incident) => incident.urgency));
    const late = all.some((incident) => incident.isLate) ? " late" : "";
    return bubble(`incidents u${worst}${late}`, cluster.getChildCount());
  };

  const cluster = (pane, radius, iconCreateFunction) => L.markerClusterGroup({
    clusterPane: pane, maxClusterRadius: radius, iconCreateFunction,
    disableClusteringAtZoom: WHOLE_FROM_ZOOM, showCoverageOnHover: false, animate: false,
    spiderfyOnMaxZoom: true, chunkedLoading: false,
  });

  /* Subjects as marks in one cluster; only those that changed are put there anew. */
  class Flock {
    constructor(subjects, pane, group) {
      Object.assign(this, { subjects, pane, group, shown: new Set() });
    }

    markerOf(subject) {
      if (!subject.marker) {
        subject.marker = L.marker(subject.latlng, {
          pane: this.pane, icon: subject.icon, alt: subject.label, riseOnHover: true,
        });
        subject.marker.subject = subject;
      }
      return subject.marker;
    }

    update(moment, isOn) {
      const [gone, came] = [[], []];
      for (const subject of this.subjects) {
        const isChanged = subject.seek(moment);
        const isWanted = subject.isThere && isOn(subject.layer);
        const isShown = this.shown.has(subject);
        if (isShown && (isChanged || !isWanted)) gone.push(subject);
        if (isWanted && (isChanged || !isShown)) came.push(subject);
      }
      for (const subject of gone) this.shown.delete(subject);
      // Taking many out one by one costs more than building the whole cluster again.
      const isMany = gone.length > 50 && gone.length > this.shown.size / 4;
      if (isMany) this.group.clearLayers();
      else this.group.removeLayers(gone.map((subject) => subject.marker));
      for (const subject of came) this.dress(subject);
      const back = isMany ? [...this.shown] : [];
      this.group.addLayers([...back, ...came].map((subject) => subject.marker));
      for (const subject of came) this.shown.add(subject);
      return gone.length + came.length > 0;
    }

    dress(subject) {
      const marker = this.markerOf(subject);
      marker.setLatLng(subject.latlng);
      marker.setIcon(subject.icon);
      marker.setZIndexOffset(subject.kind === "incident" ? subject.urgency * 1000 : 0);
    }
  }

  /* The one card of the map; it follows its subject through time and goes with it. */
  const cardOf = (map) => {
    const popup = L.popup({ autoPan: true, maxWidth: 360, offset: [0, -6] });
    let subject = null;
    const say_ = () => {
      const lines = subject.about().map(([head, text, isBad]) =>
        `<tr><th>${escaped(head)}</th><td${isBad ? ' class="overdue"' : ""}>${escaped(text)}</td></tr>`);
      popup.setContent(`<table class="about"><caption>${escaped(subject.label)}</caption>${lines.join("")}</table>`);
      popup.setLatLng(subject.latlng);
    };
    popup.on("remove", () => { subject = null; });
    wangge.on("moment", () => {
      if (!subject) return;
      popup.options.autoPan = false;
      if (subject.isThere) say_();
      else popup.remove();
      popup.options.autoPan = true;
    });
    return (chosen) => {
      popup.remove();
      subject = chosen;
      say_();
      popup.openOn(map);
    };
  };

  const linksOf = (map) => new wangge.Sheet({
    pane: "links",
    draw(ctx, view) {
      if (!wangge.groups.links || !map.hasLayer(wangge.groups.links)) return;
      const placed = ({ lat, lng }) => [
        wangge.acrossOf(lng) * view.side - view.left, wangge.downOf(lat) * view.side - view.top];
      const isSeen = ([x, y]) => x >= 0 && y >= 0 && x <= view.size.x && y <= view.size.y;
      const pairs = [];
      for (const incident of wangge.incidents) {
        if (!incident.isThere || !wangge.isOn(incident.layer)) continue;
        const from = placed(incident.latlng);
        for (const member of incident.members) {
          if (!member.isThere || !wangge.isOn(member.layer)) continue;
          const to = placed(member.latlng);
          if (isSeen(from) || isSeen(to)) pairs.push([from, to]);
        }
      }
      if (pairs.length > MOST_LINKS) return; // a tangle says nothing
      ctx.beginPath();
      for (const [from, to] of pairs) {
        ctx.moveTo(...from);
        ctx.lineTo(...to);
      }
      ctx.strokeStyle = wangge.colour("selection");
      ctx.globalAlpha = 0.55;
      ctx.lineWidth = 1.4;
      ctx.stroke();
      ctx.globalAlpha = 1;
    },
  });

  const HEAT_PX = 46;
  const heatOf = (map) => new wangge.Sheet({
    pane: "heat", scale: 0.5,
    draw(ctx, view) {
      if (!wangge.groups.heat || !map.hasLayer(wangge.groups.heat)) return;
      for (const incident of wangge.incidents) {
        if (!incident.isThere || !wangge.isOn(incident.layer)) continue;
        const { lat, lng } = incident.latlng;
        const x = wangge.acrossOf(lng) * view.side - view.left;
        const y = wangge.downOf(lat) * view.side - view.top;
        const blot = ctx.createRadialGradient(x, y, 0, x, y, HEAT_PX);
        blot.addColorStop(0, `rgba(0,0,0,${0.22 + 0.1 * incident.urgency})`);
        blot.addColorStop(1, "rgba(0,0,0,0)");
        ctx.fillStyle = blot;
        ctx.fillRect(x - HEAT_PX, y - HEAT_PX, 2 * HEAT_PX, 2 * HEAT_PX);
      }
      colourHeat(ctx);
    },
  });

  /* From how dark a pixel is to the colours of urgency, from the least to the most. */
  const colourHeat = (ctx) => {
    const { width, height } = ctx.canvas;
    if (!width || !height) return;
    const image = ctx.getImageData(0, 0, width, height);
    const ramp = ["i-general-fill", "i-urgent-fill", "i-emergency-fill"].map((name) =>
      wangge.colour(name).match(/[0-9a-f]{2}/gi).map((two) => parseInt(two, 16)));
    const { data: px } = image;
    for (let i = 3; i < px.length; i += 4) {
      if (!px[i]) continue;
      const hot = Math.min(1.999, px[i] / 255 * 2.4);
      const [cool, warm] = [ramp[Math.floor(hot)], ramp[Math.floor(hot) + 1]];
      const share = hot % 1;
      for (let c = 0; c < 3; c++) px[i - 3 + c] = cool[c] + (warm[c] - cool[c]) * share;
      px[i] = Math.min(200, px[i] * 2.2);
    }
    ctx.putImageData(image, 0, 0);
  };

  wangge.marks = (map) => {
    const people = new Flock(wangge.members, "members", cluster("members", MEMBER_CLUSTER_PX, memberBubble));
    const cases = new Flock(wangge.incidents, "incidents", cluster("incidents", INCIDENT_CLUSTER_PX, incidentBubble));
    const sheets = [heatOf(map), wangge.drawingsOf(map), linksOf(map)];
    const tips = wangge.tips(map);
    const openCard = cardOf(map);
    for (const { group } of [people, cases]) {
      group.addTo(map);
      group.on("mouseover", ({ layer }) => layer.subject
        && tips.show(layer.getLatLng(), layer.subject.label, layer.subject.class || layer.subject.state));
      group.on("mouseout", () => tips.hide());
      group.on("click", ({ layer }) => layer.subject && openCard(layer.subject));
    }
    for (const sheet of sheets) sheet.addTo(map);
    return {
      sheets,
      update() {
        people.update(wangge.moment, wangge.isOn);
        cases.update(wangge.moment, wangge.isOn);
        for (const sheet of sheets) sheet.redraw();
      },
      redraw() {
        for (const sheet of sheets) sheet.redraw();
      },
      /* Show a subject close by, its card open. */
      visit(subject) {
        const group = wangge.groups[subject.layer];
        if (!map.hasLayer(group)) map.addLayer(group);
        // From this zoom on nothing is clustered, so the mark itself is there to be seen.
        map.setView(subject.latlng, Math.max(map.getZoom(), WHOLE_FROM_ZOOM), { animate: false });
        openCard(subject);
      },
    };
  };
})();
