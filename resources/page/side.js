/* What stands beside the map: counts, the list of incidents, and the search. */
(() => {
  const { data, byId, escaped, instant, say } = wangge;
  const MOST_FOUND = 12;

  const openNow = () => wangge.incidents
    .filter((incident) => incident.isOpen)
    .sort((a, b) => b.urgency - a.urgency || a.reported - b.reported || (a.number < b.number ? -1 : 1));

  wangge.count = () => {
    const counts = {
      incidents: 0, late: 0, "all-members": 0, members: 0, "off-duty": 0,
      "urgency-0": 0, "urgency-1": 0, "urgency-2": 0,
    };
    for (const incident of wangge.incidents) {
      if (!incident.isOpen) continue;
      counts.incidents += 1;
      counts.late += incident.isLate;
      counts[incident.layer] += 1;
    }
    for (const member of wangge.members) {
      if (!member.isThere) continue;
      counts["all-members"] += 1;
      counts[member.layer] += 1;
    }
    for (const place of document.querySelectorAll("[data-count]")) {
      place.textContent = counts[place.dataset.count];
    }
    return counts;
  };

  const row = (incident) => {
    const nowhere = incident.place ? "" : `<br>(${escaped(say("no_place"))})`;
    const late = incident.isLate ? ` <span class="overdue">${escaped(say("overdue"))}</span>` : "";
    const due = incident.due === null ? "–" : instant(incident.due).replace(" ", "<br>");
    const cells = [
      escaped(incident.number) + nowhere, escaped(incident.class), escaped(incident.state),
      escaped(data.urgencies[incident.urgency]), due + late,
    ];
    const kind = `u${incident.urgency}${incident.place ? "" : " no-place"}`;
    return `<tr id="incident-${incident.row}" class="${kind}" tabindex="0">${
      cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  };

  wangge.list = () => {
    const table = byId("incidents");
    if (!table) return;
    const open = openNow();
    const most = Number(table.dataset.most);
    table.tBodies[0].innerHTML = open.slice(0, most).map(row).join("");
    byId("more").textContent = open.length > most ? say("more").replace("{n}", open.length - most)
      : open.length ? "" : say("none_open");
  };

  wangge.obeyTheList = (marks) => {
    const table = byId("incidents");
    if (!table) return;
    const visit = (event) => {
      const found = event.target.closest("tr[id]");
      const incident = found && wangge.incidents[Number(found.id.split("-")[1])];
      if (incident && incident.isThere) marks.visit(incident);
    };
    table.addEventListener("click", visit);
    table.addEventListener("keydown", (event) => { if (event.key === "Enter") visit(event); });
  };

  const matches = (text) => {
    const sought = text.trim().toLowerCase();
    if (!sought) return [];
    const has = (...texts) => texts.some((one) => one && one.toLowerCase().includes(sought));
    const incidents = wangge.incidents.filter((one) => one.isOpen && has(one.number, one.class));
    const members = wangge.members.filter((one) => one.isThere && has(one.label));
    const cells = wangge.levels.flatMap((level) => level.cells
      .filter((cell) => has(cell.name, cell.code))
      .map((cell) => ({ kind: "cell", label: cell.name, note: `${level.label} ${cell.code}`, cell })));
    return [
      ...incidents.map((one) => ({ kind: "incident", label: one.number, note: one.class, subject: one })),
      ...members.map((one) => ({ kind: "member", label: one.label, note: one.state, subject: one })),
      ...cells,
    ];
  };

  wangge.search = (map, marks) => {
    const [field, list] = [byId("sought"), byId("found")];
    let found = [];
    let chosen = 0;
    const show = () => {
      list.hidden = !field.value.trim();
      list.innerHTML = found.length ? found.map(({ label, note }, i) =>
        `<li role="option" data-i="${i}" aria-selected="${i === chosen}">${escaped(label)}<small>${escaped(note)}</small></li>`).join("")
        : `<li class="none">${escaped(say("nothing"))}</li>`;
    };
    const go = ({ subject, cell }) => {
      list.hidden = true;
      if (cell) {
        const [west, north, east, south] = cell.box;
        const place = (x, y) => [Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI, x * 360 - 180];
        map.fitBounds([place(west, south), place(east, north)], { animate: false });
      } else if (subject.isThere) {
        marks.visit(subject);
      }
    };
    field.addEventListener("input", () => {
      found = matches(field.value).slice(0, MOST_FOUND);
      chosen = 0;
      show();
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") list.hidden = true;
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + found.length) % (found.length || 1);
      show();
    });
    byId("find").addEventListener("submit", (event) => {
      event.preventDefault();
      if (found[chosen]) go(found[chosen]);
    });
    list.addEventListener("mousedown", (event) => {
      const at = event.target.closest("li[data-i]");
      if (at) go(found[Number(at.dataset.i)]);
    });
    field.addEventListener("blur", () => { list.hidden = true; });
  };
})();
