// Draws the timeline on a canvas from a scene (the visible range and its data), and finds the step at a point.

const ROW = 30;
const AXIS = 30;
const BAND = { top: 12, height: 13 };
const SIGNS = { violation: "◆", closed: "▼", resume: "↻", rejoin: "⟲" };

/** Reads the colours of the theme for the canvas. */
function readColours(model) {
  const probe = element("i", { hidden: true });
  document.body.append(probe);
  const colour = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const names = ["card", "sunk", "line", "strong-line", "ink", "muted", "accent", "accent-soft", "on-state", "violation", "closed", "resumed", "rejoined", "bad"];
  const colours = Object.fromEntries(names.map((name) => [name, colour(name)]));
  colours.states = model.states.map((_, state) => colour(`state-${state}`));
  probe.remove();
  return colours;
}

const STEPS_OF_TIME = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((micros) => micros),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((millis) => millis * 1e3),
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200].map((seconds) => seconds * 1e6),
  ...[1, 2, 7, 14, 30, 91, 365, 3650].map((days) => days * 864e8),
];

/** Paints the axis and the visible connections. */
function paint(canvas, scene) {
  const ratio = devicePixelRatio || 1;
  const { width, height, colours } = scene;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.fillStyle = colours.card;
  pen.fillRect(0, 0, width, height);
  const x = (at) => ((at - scene.begin) / (scene.end - scene.begin)) * width;
  const ticks = axisTicks(scene);
  pen.fillStyle = colours.line;
  ticks.forEach((tick) => pen.fillRect(Math.round(x(tick.at)), AXIS, 1, height - AXIS));
  const firstRow = Math.floor(scene.scrolled / ROW);
  const lastRow = Math.min(scene.lanes.length - 1, Math.floor((scene.scrolled + height - AXIS) / ROW));
  for (let row = firstRow; row <= lastRow; row++) {
    paintLane(pen, scene, x, scene.lanes[row], AXIS + row * ROW - scene.scrolled);
  }
  paintGaps(pen, scene, x);
  paintAxis(pen, scene, x, ticks);
}

function axisTicks({ begin, end, width, clock, first }) {
  const room = (end - begin) / Math.max(1, width / 105);
  const every = STEPS_OF_TIME.find((step) => step >= room) ?? STEPS_OF_TIME[STEPS_OF_TIME.length - 1];
  const shift = (first * 1000 + clock.offset() * 6e7) % every;
  const ticks = [];
  for (let at = Math.ceil((begin + shift) / every) * every - shift; at <= end; at += every) {
    const text = every < 1e3 ? clock.micro(at) : every < 1e6 ? clock.milli(at) : every < 6e7 ? clock.second(at) : every < 864e8 ? clock.minute(at) : clock.day(at);
    ticks.push({ at, text });
  }
  return ticks;
}

function paintAxis(pen, { width, colours }, x, ticks) {
  pen.fillStyle = colours.sunk;
  pen.fillRect(0, 0, width, AXIS);
  pen.fillStyle = colours.line;
  pen.fillRect(0, AXIS - 1, width, 1);
  pen.font = "12px system-ui, sans-serif";
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (const { at, text } of ticks) {
    const left = Math.round(x(at));
    pen.fillStyle = colours["strong-line"];
    pen.fillRect(left, AXIS - 7, 1, 6);
    pen.fillStyle = colours.muted;
    if (left + pen.measureText(text).width + 4 < width) {
      pen.fillText(text, left + 4, AXIS / 2 - 1);
    }
  }
}

function paintLane(pen, scene, x, lane, top) {
  const { width, colours, chosen, step } = scene;
  if (lane.index === chosen) {
    pen.globalAlpha = 0.6;
    pen.fillStyle = colours["accent-soft"];
    pen.fillRect(0, top, width, ROW);
    pen.globalAlpha = 1;
  }
  pen.fillStyle = colours.line;
  pen.fillRect(0, top + ROW - 1, width, 1);
  paintSpans(pen, scene, x, lane, top);
  if (isEnd(lane.state) && x(lane.end) < width) {
    paintEnd(pen, scene, x, lane, top);
  }
  paintSteps(pen, scene, x, lane, top);
  if (step && step.lane === lane.index) {
    const at = x(step.at);
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 2;
    pen.strokeRect(at - 4.5, top + BAND.top - 4, 9, BAND.height + 8);
  }
}

function paintSpans(pen, scene, x, lane, top) {
  const { width, colours, begin, end, filter, model } = scene;
  const y = top + BAND.top;
  let covered = -1;
  pen.font = "600 10.5px system-ui, sans-serif";
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (let place = placeAfter(lane.spans, begin, (span) => span.to); place < lane.spans.length; place++) {
    const span = lane.spans[place];
    if (span.from > end) {
      break;
    }
    const left = Math.max(-2, x(span.from));
    const right = Math.min(width + 2, Math.max(x(span.to), left + 1.2));
    if (right <= covered) {
      continue;
    }
    covered = right;
    const fits = !filter || filter.state === span.state || (!("state" in filter) && filter.passes(span.entry));
    pen.globalAlpha = fits ? 1 : 0.22;
    pen.fillStyle = span.missing ? colours.line : colours.states[span.state];
    pen.beginPath();
    pen.roundRect(left, y, right - left, BAND.height, Math.min(3, (right - left) / 3));
    pen.fill();
    const title = span.missing ? "not recorded" : model.states[span.state];
    const text = Math.max(0, left) + 6;
    if (right - text > 34 && right - text > pen.measureText(title).width + 6) {
      pen.fillStyle = span.missing ? colours.muted : colours["on-state"];
      pen.fillText(title, text, y + BAND.height / 2 + 0.5);
    }
  }
  pen.globalAlpha = 1;
}

function paintEnd(pen, { colours, filter }, x, lane, top) {
  const at = x(lane.spans.length ? lane.spans[lane.spans.length - 1].to : lane.end);
  pen.globalAlpha = filter && filter.state !== lane.state ? 0.4 : 1;
  pen.fillStyle = colours.states[lane.state];
  pen.beginPath();
  pen.roundRect(at + 1, top + BAND.top - 2, 4, BAND.height + 4, 2);
  pen.fill();
  pen.globalAlpha = 1;
}

/** Paints steps as small ticks under the bar, and important steps as signs above it. */
function paintSteps(pen, scene, x, lane, top) {
  const { begin, end, colours, filter } = scene;
  const foot = top + BAND.top + BAND.height;
  const signs = [];
  let lastTick = -9;
  for (let place = placeAfter(lane.steps, begin - (end - begin) * 0.02, (step) => step.at); place < lane.steps.length; place++) {
    const step = lane.steps[place];
    const at = x(step.at);
    if (step.at > end + (end - begin) * 0.02) {
      break;
    }
    const passes = !filter || filter.passes(step);
    if (filter && passes) {
      pen.fillStyle = colours.accent;
      pen.fillRect(at - 1, top + 3, 2, ROW - 5);
    } else if (at - lastTick >= 3) {
      pen.fillStyle = colours["strong-line"];
      pen.fillRect(at, foot + 1, 1, 3);
      lastTick = at;
    }
    const sign = passes && signOf(step, colours);
    if (sign && !(signs.length && at - signs[signs.length - 1].at < 8)) {
      signs.push({ ...sign, at });
    }
  }
  signs.forEach((sign, place) => {
    const room = (signs[place + 1]?.at ?? Infinity) - sign.at;
    paintSign(pen, sign, top + 6, room > 38);
  });
}

function signOf(step, colours) {
  if (step.violation) {
    return { text: SIGNS.violation, colour: colours.violation };
  }
  if (step.back) {
    return step.back === "resume" ? { text: SIGNS.resume, colour: colours.resumed } : { text: SIGNS.rejoin, colour: colours.rejoined };
  }
  return step.close_code !== null && step.changes ? { text: SIGNS.closed, colour: colours.closed, label: String(step.close_code) } : null;
}

function paintSign(pen, { text, colour, label, at }, y, hasRoom) {
  pen.font = "700 10px system-ui, sans-serif";
  pen.textBaseline = "middle";
  pen.fillStyle = colour;
  pen.textAlign = "center";
  pen.fillText(text, at, y);
  if (label && hasRoom) {
    pen.textAlign = "left";
    pen.font = "600 9.5px system-ui, sans-serif";
    pen.fillText(label, at + 6, y);
  }
}

function paintGaps(pen, { gaps, colours, height, begin, end }, x) {
  pen.fillStyle = colours.bad;
  gaps.filter((gap) => gap.at >= begin && gap.at <= end).forEach((gap) => {
    for (let y = AXIS; y < height; y += 8) {
      pen.fillRect(x(gap.at) - 1, y, 2, 5);
    }
  });
}

/** The step near this point, or else the step that entered the state at this point. */
function stepAt(scene, left, top) {
  const row = Math.floor((top - AXIS + scene.scrolled) / ROW);
  const lane = top < AXIS ? undefined : scene.lanes[row];
  if (!lane) {
    return null;
  }
  const perPixel = (scene.end - scene.begin) / scene.width;
  const at = scene.begin + left * perPixel;
  const near = 5 * perPixel;
  const passing = (step) => !scene.filter || scene.filter.passes(step);
  let best = null;
  for (let place = placeAfter(lane.steps, at - near, (step) => step.at); place < lane.steps.length && lane.steps[place].at <= at + near; place++) {
    const step = lane.steps[place];
    const weight = Math.abs(step.at - at) / near + (step.trouble || step.back ? 0 : step.changes ? 0.5 : 1) + (passing(step) ? 0 : 3);
    best = !best || weight < best.weight ? { step, weight } : best;
  }
  return best ? best.step : lane.spans.find((span) => span.from <= at && at <= span.to)?.entry ?? null;
}
