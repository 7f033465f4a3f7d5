"use strict";
// The model of the page: the steps of each connection, and the time spans in each state.

const problems = document.getElementById("problems");
addEventListener("error", (event) => {
  problems.hidden = false;
  problems.append(`A script of this page failed: ${event.message} `);
});

const STATE = { IDLE: 0, WAITING: 1, IDENTIFYING: 2, RESUMING: 3, ESTABLISHED: 7, BACKOFF: 8, DISCONNECTED: 9, FAILED: 10 };
const isEnd = (state) => state === STATE.DISCONNECTED || state === STATE.FAILED;

function readModel() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const lanes = data.lanes.map((lane, index) => ({ ...lane, index, steps: [], spans: [], resumes: 0, rejoins: 0, violations: 0, troubles: 0 }));
  const steps = data.taken.map((row) => readStep(data, row));
  for (const step of steps) {
    lanes[step.lane].steps.push(step);
  }
  lanes.forEach((lane) => follow(lane, data));
  return { ...data, lanes, taken: steps };
}

function readStep(data, row) {
  const step = {};
  let at = 0;
  for (const name of data.numbers) {
    step[name] = row[at++];
  }
  for (const name of data.texts) {
    const word = row[at++];
    step[name] = word === null ? null : data.words[word];
  }
  step.effects = row.slice(at).map((word) => data.words[word]);
  step.changes = step.outcome === "transition";
  step.violation = step.outcome === "violation";
  step.trouble = isTrouble(step);
  return step;
}

/** Whether the step is a problem: a violation, a refusal, or a lost session. */
function isTrouble(step) {
  if (step.violation || step.outcome === "refused") {
    return true;
  }
  if (!step.changes) {
    return false;
  }
  const wasOrderly = step.from === STATE.IDLE || step.from === STATE.BACKOFF;
  switch (step.to) {
    case STATE.RESUMING:
      return step.from !== STATE.BACKOFF;
    case STATE.DISCONNECTED:
      return step.reason !== "Requested" && step.reason !== "Closed";
    case STATE.BACKOFF:
    case STATE.FAILED:
      return true;
    case STATE.WAITING:
      return !wasOrderly;
    case STATE.IDENTIFYING:
      return !wasOrderly && step.from !== STATE.WAITING;
    default:
      return false;
  }
}

/** Computes the time spans, the reconnects and the end of a connection from its steps. */
function follow(lane, data) {
  let established = false;
  let open = null;
  lane.steps.forEach((step, place) => {
    step.place = place;
    const before = lane.steps[place - 1];
    const missing = before ? step.sequence !== before.sequence + 1 : step.sequence > 1;
    if (!before || missing) {
      open = closeSpan(lane, open, before ? before.at : step.at, step);
      const known = step.at - (step.in_from_ms ?? 0) * 1000;
      const from = before ? before.at : Math.max(0, known);
      open = { from, state: step.from, entry: step, missing: missing && Boolean(before) };
    }
    if (step.changes) {
      if (open.state !== STATE.IDLE || open.missing) {
        closeSpan(lane, open, step.at);
      }
      open = { from: step.at, state: step.to, entry: step, missing: false };
      if (step.to === STATE.ESTABLISHED) {
        step.back = step.from === STATE.RESUMING ? "resume" : established ? "rejoin" : null;
        established = true;
      }
    }
    lane.resumes += step.back === "resume" ? 1 : 0;
    lane.rejoins += step.back === "rejoin" ? 1 : 0;
    lane.violations += step.violation ? 1 : 0;
    lane.troubles += step.trouble ? 1 : 0;
  });
  lane.state = open.state;
  lane.end = lane.steps[lane.steps.length - 1].at;
  if (!isEnd(open.state)) {
    closeSpan(lane, open, data.last);
  }
}

function closeSpan(lane, span, at) {
  if (span && !isEnd(span.state)) {
    lane.spans.push({ ...span, to: Math.max(at, span.from) });
  }
  return null;
}

/** The current selection. Listeners are notified of every change. */
function createChoice(model) {
  const listeners = [];
  const choice = { lane: null, step: null, filter: null, zone: "local" };
  return {
    get: () => choice,
    onChange: (listener) => listeners.push(listener),
    set(change) {
      const before = { ...choice };
      Object.assign(choice, change);
      listeners.forEach((listener) => listener(choice, before));
    },
    /** Selects a step and its connection. */
    step(step) {
      this.set({ step, lane: step ? step.lane : choice.lane });
    },
    /** The steps of the selected connection, or of all connections. */
    steps: () => (choice.lane === null ? model.taken : model.lanes[choice.lane].steps),
    passes: (step) => !choice.filter || choice.filter.passes(step),
  };
}

/** The first index of a sorted list at which the value is greater than the limit. */
function placeAfter(list, limit, value) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(list[middle]) <= limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
