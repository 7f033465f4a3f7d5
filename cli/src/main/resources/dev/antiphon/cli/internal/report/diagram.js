// The diagram: states at fixed positions, and the transitions of the table between them. Transitions that did not occur are faint.

const HEIGHT = 64;
/** Centre and width of each state. The states of a join are at the top, reconnects below, and final states at the bottom. */
const PLACES = [
  [43, 140, 70], [199, 140, 170], [379, 140, 118], [995, 292, 118], [533, 140, 118], [687, 140, 118],
  [841, 140, 118], [995, 140, 118], [289, 292, 118], [764, 432, 130], [533, 432, 118],
];
const SHORT = new Intl.NumberFormat("en", { notation: "compact" });
const TIER = PLACES.map(([, y]) => (y < 200 ? 0 : y < 350 ? 1 : 2));

function createDiagram(model, choice) {
  const ways = new Map();
  const nodes = [];
  const drawing = shape("svg", { viewBox: "0 -14 1062 486", role: "group", "aria-label": "State diagram" });
  const layers = { lines: shape("g"), numbers: shape("g", { class: "numbers" }) };
  drawing.append(layers.lines, layers.numbers);
  for (const [from, to] of model.ways) {
    ways.set(from * 100 + to, createWay(layers, from, to));
  }
  document.getElementById("picture").append(drawing);
  model.states.forEach((title, state) => nodes.push(createNode(drawing, title, state, () => toggle(state))));

  function toggle(state) {
    const chosen = choice.get().filter;
    choice.set({ filter: chosen && chosen.state === state ? null : { kind: "State", state, label: model.states[state], passes: (step) => step.changes ? step.from === state || step.to === state : step.from === state } });
  }

  function tally() {
    const taken = new Map();
    const entered = model.states.map(() => 0);
    for (const step of choice.steps()) {
      if (step.changes) {
        const key = step.from * 100 + step.to;
        taken.set(key, (taken.get(key) ?? 0) + 1);
        entered[step.to]++;
      }
    }
    const spent = model.states.map(() => 0);
    const lanes = choice.get().lane === null ? model.lanes : [model.lanes[choice.get().lane]];
    lanes.forEach((lane) => lane.spans.forEach((span) => { if (!span.missing) spent[span.state] += span.to - span.from; }));
    return { taken, entered, spent };
  }

  function showCounts() {
    const { taken, entered, spent } = tally();
    for (const key of taken.keys()) {
      if (!ways.has(key)) {
        ways.set(key, createWay(layers, Math.floor(key / 100), key % 100));
      }
    }
    const most = Math.max(1, ...taken.values());
    ways.forEach((way, key) => way.show(taken.get(key) ?? 0, most));
    layers.lines.append(...[...ways.values()].sort((one, other) => one.times - other.times).map((way) => way.group));
    nodes.forEach((node, state) => node.show(entered[state], spent[state]));
    const { lane } = choice.get();
    document.getElementById("diagram-of").textContent = lane === null ? `of ${several(model.lanes.length, "connection")}` : `of connection ${model.lanes[lane].id}`;
  }

  function showChoice({ step, filter }) {
    const lit = step && step.changes ? step.from * 100 + step.to : -1;
    ways.forEach((way, key) => way.light(key === lit));
    if (ways.has(lit)) {
      layers.lines.append(ways.get(lit).group);
    }
    nodes.forEach((node, state) => {
      node.group.classList.toggle("here", Boolean(step) && step.to === state);
      node.group.setAttribute("aria-pressed", String(Boolean(filter) && filter.state === state));
    });
  }

  choice.onChange((now, before) => {
    if (now.lane !== before.lane) {
      showCounts();
    }
    if (now.step !== before.step || now.filter !== before.filter || now.lane !== before.lane) {
      showChoice(now);
    }
  });
  showCounts();
  showChoice(choice.get());
}

function createNode(drawing, title, state, onChoose) {
  const [x, y, width] = PLACES[state];
  const line = (name, shift) => shape("text", { class: name, x: x - width / 2 + 15, y: y + shift });
  const [name, times, time] = [line("name", -11), line("count", 7), line("count", 23)];
  name.textContent = title;
  const group = shape("g", { class: "node", tabindex: "0", role: "button", "aria-pressed": "false", "data-state": state },
    shape("rect", { class: "box", x: x - width / 2, y: y - HEIGHT / 2, width, height: HEIGHT, rx: 10 }),
    shape("rect", { class: "band", x: x - width / 2 + 5, y: y - HEIGHT / 2 + 9, width: 4, height: HEIGHT - 18, rx: 2 }),
    name, times, time);
  group.addEventListener("click", onChoose);
  group.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onChoose();
    }
  });
  drawing.append(group);
  fit(name, width - 22);
  return {
    group,
    show(entered, spent) {
      const visited = entered > 0 || spent > 0;
      group.classList.toggle("unvisited", !visited);
      times.textContent = visited ? `${count(entered)} ×` : "–";
      time.textContent = spent > 0 ? duration(spent) : "";
      group.setAttribute("aria-label", `${title}, ${visited ? `entered ${several(entered, "time")}, ${duration(spent)} in total` : "not entered"}`);
    },
  };
}

/** Compresses a title that is wider than its state, because fonts differ. */
function fit(text, room) {
  if (text.getComputedTextLength() > room) {
    fill(text, { textLength: room, lengthAdjust: "spacingAndGlyphs" });
  }
}

/** Creates an arrow with a count. An arrow with the count 0 is faint. */
function createWay({ lines, numbers }, from, to) {
  const curve = from === to ? loop(from) : route(from, to);
  const path = shape("path", { d: `M${curve[0]}C${curve[1]} ${curve[2]} ${curve[3]}` });
  const head = shape("path", { class: "head" });
  const label = shape("text", {});
  const group = shape("g", { class: "way never" }, path, head);
  lines.append(group);
  numbers.append(label);
  return {
    group,
    times: 0,
    light(lit) {
      group.classList.toggle("lit", lit);
      label.classList.toggle("lit", lit);
    },
    show(times, most) {
      this.times = times;
      const width = times === 0 ? 1 : 1.4 + 4.6 * Math.sqrt(times / most);
      group.setAttribute("class", times === 0 ? "way never" : "way taken");
      path.setAttribute("stroke-width", width);
      head.setAttribute("d", arrow(curve, 5 + width * 0.9));
      const [x, y] = point(curve, labelAt(from, to));
      label.setAttribute("x", x);
      label.setAttribute("y", TIER[from] === 0 && TIER[to] === 0 ? y - (from === to ? 0 : 13) : y);
      label.textContent = times === 0 ? "" : SHORT.format(times);
      label.classList.toggle("long", label.textContent.length > 3);
    },
  };
}

/** The position of the count on the line, at a place where lines with the same target do not overlap. */
function labelAt(from, to) {
  if (from === to || TIER[from] + TIER[to] === 0) {
    return 0.5;
  }
  const near = Math.abs(PLACES[from][0] - PLACES[to][0]) < 200;
  return Math.abs(TIER[from] - TIER[to]) === 2 ? 0.24 : TIER[from] === TIER[to] || near ? 0.42 : 0.34;
}

const within = (value, limit) => Math.max(-limit, Math.min(limit, value));

/** The curve of a transition: start, two control points, end. */
function route(from, to) {
  if (TIER[from] === TIER[to]) {
    return TIER[from] === 0 ? alongTheTop(from, to) : beneath(from, to);
  }
  const [x, y] = PLACES[from];
  const [u, v, wide] = PLACES[to];
  const apart = u - x;
  if (to === STATE.BACKOFF && apart < -200) {
    const end = [u + wide / 2 + 7, v - 18 + (x - 533) * 0.024];
    return [[x - 30, y + HEIGHT / 2], [x - 40, end[1] + 4], [end[0] + 90, end[1]], end];
  }
  const side = TIER[to] > TIER[from] ? 1 : -1;
  const [leaves, arrives] = TIER[from] + TIER[to] === 1 && Math.abs(apart) < 200
    ? neighbours(x, u, side)
    : [x + within(apart * 0.3, 46), u + within(-apart * 0.12, 50)];
  const bend = Math.abs(v - y) * 0.42;
  const edge = HEIGHT / 2;
  return [[leaves, y + side * edge], [leaves, y + side * (edge + bend)], [arrives, v - side * (edge + bend)], [arrives, v - side * (edge + 6)]];
}

/** Draws both directions between neighbours side by side: downwards outside, upwards inside. */
function neighbours(x, u, side) {
  const out = u === x ? -1 : Math.sign(x - u) * side;
  return side > 0 ? [x + out * 24, u + out * 44] : [x - out * (u === x ? 24 : -14), u - out * (u === x ? 24 : 14)];
}

function alongTheTop(from, to) {
  const [x, y, width] = PLACES[from];
  const [u, , wide] = PLACES[to];
  const far = Math.abs(u - x);
  if (u > x && far < 220) {
    return [[x + width / 2, y], [x + width / 2 + 12, y], [u - wide / 2 - 20, y], [u - wide / 2 - 7, y]];
  }
  const rise = Math.min(122, 22 + far * 0.125);
  const out = u > x ? 22 : -22;
  const top = y - HEIGHT / 2;
  return [[x + out, top], [x + out, top - rise], [u - out * 1.4, top - rise], [u - out * 1.4, top - 6]];
}

function beneath(from, to) {
  const [x, y, width] = PLACES[from];
  const [u, , wide] = PLACES[to];
  const way = Math.sign(u - x);
  const shift = way > 0 ? 20 : 9;
  return [[x + (way * width) / 2, y + shift], [x + way * width, y + shift], [u - way * wide, y + shift], [u - way * (wide / 2 + 7), y + shift]];
}

function loop(state) {
  const [x, y] = PLACES[state];
  const side = TIER[state] === 0 ? -1 : 1;
  const edge = y + (side * HEIGHT) / 2;
  return [[x + 18 * side, edge], [x + 14 * side, edge + 44 * side], [x + 62 * side, edge + 44 * side], [x + 56 * side, edge + 6 * side]];
}

function point([a, b, c, d], t) {
  const s = 1 - t;
  return [0, 1].map((axis) => s ** 3 * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t ** 3 * d[axis]);
}

function arrow(curve, size) {
  const [x, y] = curve[3];
  const [u, v] = point(curve, 0.94);
  const length = Math.hypot(x - u, y - v) || 1;
  const dx = (x - u) / length;
  const dy = (y - v) / length;
  const tip = [x + dx * 5, y + dy * 5];
  const corner = (side) => [tip[0] - dx * size * 1.5 - dy * size * 0.62 * side, tip[1] - dy * size * 1.5 + dx * size * 0.62 * side];
  return `M${tip}L${corner(1)}L${corner(-1)}Z`;
}
