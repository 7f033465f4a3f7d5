// The details of one step, and its neighbours.

const NEIGHBOURS = 3;
const TROUBLES = 10;

function createDetails(model, choice, clock) {
  const host = document.getElementById("details");
  const previous = document.getElementById("previous");
  const next = document.getElementById("next");
  previous.addEventListener("click", () => stepBy(choice, -1));
  next.addEventListener("click", () => stepBy(choice, 1));

  function show({ step }) {
    previous.disabled = next.disabled = model.taken.length === 0;
    if (!step) {
      host.replaceChildren(element("p", { class: "muted" }, "Select a step in the timeline, or use ← and →."), lastTroubles(model, choice, clock));
      return;
    }
    document.getElementById("said").textContent = sentence(model, clock, step);
    const openBefore = host.querySelector("details")?.open ?? false;
    host.replaceChildren(
      move(model, step),
      element("p", { class: "why" }, step.cause ?? "no cause recorded"),
      facts(eventFacts(model, clock, step)),
      element("details", { open: openBefore }, element("summary", {}, "Connection and position of this step"), facts(identity(model, step))),
      around(model, choice, clock, step),
    );
  }

  choice.onChange((now, before) => {
    if (now.step !== before.step || now.zone !== before.zone || (!now.step && now.lane !== before.lane)) {
      show(now);
    }
  });
  show(choice.get());
}

/** Selects the next step in this direction that matches the filter. */
function stepBy(choice, by) {
  const { step } = choice.get();
  const steps = choice.steps();
  let place = step ? step.place + by : by > 0 ? 0 : steps.length - 1;
  while (steps[place] && !choice.passes(steps[place])) {
    place += by;
  }
  if (steps[place]) {
    choice.step(steps[place]);
  }
}

/** A description of a step, for screen readers. */
function sentence(model, clock, step) {
  const way = step.changes ? `${model.states[step.from]} to ${model.states[step.to]}` : `${model.states[step.from]}, ${step.outcome}`;
  return `${clock.milli(step.at)}, ${way}: ${step.cause ?? "no cause recorded"}`;
}

function move(model, step) {
  const outcome = { transition: null, internal: "stays", ignored: "ignored", violation: "violation", refused: "refused" }[step.outcome] ?? step.outcome;
  return step.changes
    ? element("p", { class: "move" }, stateChip(model, step.from), "→", stateChip(model, step.to), step.reason)
    : element("p", { class: "move" }, stateChip(model, step.from), outcome, step.reason ? ` · ${step.reason}` : null);
}

/** A list of names and values. Missing values are not shown. */
function facts(list) {
  const known = list.filter(([, value]) => value !== null && value !== undefined);
  return element("dl", {}, ...known.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

const code = (text) => (text === null ? null : element("code", {}, text));
const written = (number) => (number === null ? null : count(number));

function eventFacts(model, clock, step) {
  return [
    ["Time", `${clock.day(step.at)} ${clock.micro(step.at)} ${clock.zone()}`],
    ["Event", step.on],
    ["Row", code(step.row)],
    ["Time in state", step.in_from_ms === null ? null : `${duration(step.in_from_ms * 1000)} in ${model.states[step.from]}`],
    ["Close code", step.close_code === null ? null : String(step.close_code)],
    ["Timer", code(step.timer)],
    ["Attempt", step.attempt ? written(step.attempt) : null],
    ["Next delay", step.delay_ms === null ? null : duration(step.delay_ms * 1000)],
    ["Payload", payload(step.payload)],
    ["Effects", step.effects.length ? element("ul", {}, ...step.effects.map((effect) => element("li", {}, effect))) : "none"],
    ["Audio", step.audio ? "can be sent" : "is not sent"],
  ];
}

function identity(model, step) {
  const lane = model.lanes[step.lane];
  return [
    ["Connection", code(lane.id)],
    ["Step", written(step.sequence)],
    ["Line", step.n === null ? null : `${count(step.n)} of the file`],
    ["Generation", written(step.generation)],
    ["Guild", code(lane.guild)],
    ["Channel", code(step.channel)],
    ["User", code(lane.user)],
    ["Endpoint", code(step.endpoint)],
  ];
}

/** The name of the event, then its data. */
function payload(text) {
  if (text === null) {
    return null;
  }
  try {
    const { type, ...rest } = JSON.parse(text);
    const parts = Object.entries(rest).map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`);
    return element("span", {}, element("code", {}, String(type ?? "")), parts.length ? ` ${parts.join(", ")}` : null);
  } catch {
    return element("code", {}, text);
  }
}

function around(model, choice, clock, step) {
  const { steps } = model.lanes[step.lane];
  const near = steps.slice(Math.max(0, step.place - NEIGHBOURS), step.place + NEIGHBOURS + 1);
  return stepList(model, choice, clock, "Steps around this one", near);
}

/** The last problems. They are shown when no step is selected. */
function lastTroubles(model, choice, clock) {
  const steps = choice.steps();
  const troubles = [];
  for (let place = steps.length - 1; place >= 0 && troubles.length < TROUBLES; place--) {
    if (steps[place].trouble) {
      troubles.push(steps[place]);
    }
  }
  return troubles.length === 0
    ? element("p", { class: "around" }, "There were no problems.")
    : stepList(model, choice, clock, "Last problems", troubles);
}

function stepWords(model, { changes, trouble, to, outcome, cause }) {
  const what = changes ? model.states[to] : trouble ? outcome : null;
  return [what, cause].filter(Boolean).join(": ");
}

function stepList(model, choice, clock, title, steps) {
  const { step } = choice.get();
  const items = steps.map((other) =>
    element("li", {}, element("button", { type: "button", "aria-current": other === step ? "step" : null, onclick: () => choice.step(other) },
      element("time", {}, clock.milli(other.at)),
      element("i", { class: "dot", "data-state": other.to }),
      element("span", {}, stepWords(model, other)))));
  return element("div", { class: "around" }, element("h3", {}, title), element("ol", {}, ...items));
}
