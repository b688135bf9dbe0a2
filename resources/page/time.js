/* The bar that moves through a period: by hand, by keys, by itself. */
(() => {
  const { data, byId, instant, say } = wangge;
  const HOURS = [0.25, 0.5, 1, 2, 3, 6, 12, 24];
  const MOST_TICKS = 9;

  const go = (moment) => {
    const wanted = Math.min(Math.max(moment, 0), data.at.length - 1);
    if (wanted === wangge.moment) return;
    wangge.moment = wanted;
    wangge.tell("moment");
  };

  const ticks = () => {
    const [first, last] = [data.at[0], data.at.at(-1)];
    const step = 3600 * (HOURS.find((hours) => (last - first) / (hours * 3600) < MOST_TICKS) || 168);
    const shift = (Date.parse(`${instant(first).replace(" ", "T")}:00Z`) / 1000) - first;
    const marks = [];
    for (let at = Math.ceil((first + shift) / step) * step - shift; at <= last; at += step) {
      const left = (at - first) / (last - first) * 100;
      const [day, hour] = instant(at).split(" ");
      marks.push(`<span style="left:${left.toFixed(2)}%">${hour === "00:00" ? day.slice(5) : hour}</span>`);
    }
    byId("ticks").innerHTML = marks.join("");
  };

  /* How many incidents were open, and how many of them overdue, as a hill behind the slider. */
  const course = () => {
    const open = data.at.map(() => 0);
    const late = data.at.map(() => 0);
    for (const incident of wangge.incidents) {
      data.at.forEach((_, moment) => {
        incident.seek(moment);
        open[moment] += incident.isOpen;
        late[moment] += incident.isLate;
      });
      incident.seek(wangge.moment);
    }
    const [first, last] = [data.at[0], data.at.at(-1)];
    const most = Math.max(...open, 1);
    const hill = (counts) => `M0 100${counts.map((n, i) =>
      `L${((data.at[i] - first) / (last - first) * 1000).toFixed(1)} ${(100 - n / most * 92).toFixed(1)}`).join("")}L1000 100z`;
    byId("course").setAttribute("viewBox", "0 0 1000 100");
    byId("course").innerHTML = `<path class="open" d="${hill(open)}"/><path class="late" d="${hill(late)}"/>`;
  };

  wangge.timeline = () => {
    const bar = byId("timeline");
    if (!bar) return;
    const [slider, play, speed] = [byId("moment"), byId("play"), byId("speed")];
    let timer = 0;
    const pause = () => {
      clearTimeout(timer);
      timer = 0;
      say_();
    };
    const step = () => {
      go(wangge.moment + 1);
      if (wangge.moment === data.at.length - 1) pause();
      else timer = setTimeout(step, 1000 / Number(speed.value));
    };
    const toggle = () => {
      if (timer) {
        pause();
        return;
      }
      if (wangge.moment === data.at.length - 1) go(0);
      timer = setTimeout(step, 1000 / Number(speed.value));
      say_();
    };
    const say_ = () => {
      bar.classList.toggle("playing", Boolean(timer));
      play.title = say(timer ? "pause" : "play");
      play.setAttribute("aria-label", play.title);
    };
    const faster = (by) => {
      speed.selectedIndex = Math.min(Math.max(speed.selectedIndex + by, 0), speed.length - 1);
    };
    const keys = {
      " ": toggle,
      ",": () => go(wangge.moment - 1),
      ".": () => go(wangge.moment + 1),
      "+": () => faster(1),
      "-": () => faster(-1),
    };
    slider.addEventListener("input", () => go(Number(slider.value)));
    play.addEventListener("click", toggle);
    byId("back").addEventListener("click", keys[","]);
    byId("on").addEventListener("click", keys["."]);
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.matches("input[type=search], select");
      const isPressing = event.key === " " && event.target.closest("button, [role=button], a, tr");
      const isZooming = "+-".includes(event.key) && event.target.closest(".leaflet-container");
      if (isTyping || isPressing || isZooming || event.ctrlKey || event.altKey || event.metaKey) return;
      if (keys[event.key]) {
        event.preventDefault();
        keys[event.key]();
      }
    });
    wangge.on("moment", () => {
      const at = data.at[wangge.moment];
      slider.value = wangge.moment;
      slider.setAttribute("aria-valuetext", instant(at));
      byId("clock").textContent = instant(at);
      byId("now").textContent = instant(at) + wangge.offset(at);
    });
    ticks();
    course();
    slider.focus({ preventScroll: true }); // arrow keys, Home and End move it from the start
  };
})();
