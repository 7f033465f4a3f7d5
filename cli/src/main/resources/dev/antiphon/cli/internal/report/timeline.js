// The timeline: its visible range, and its control by pointer, wheel and keys.

const SHORTEST = 200;
const ORDERS = {
  begin: (one, other) => one.index - other.index,
  trouble: (one, other) => other.troubles - one.troubles || one.index - other.index,
  steps: (one, other) => other.steps.length - one.steps.length || one.index - other.index,
};

function createTimeline(model, choice, clock) {
  const [frame, stage, canvas, names, tip] = ["lanes", "stage", "canvas", "names", "tip"].map((id) => document.getElementById(id));
  const margin = Math.max(model.last * 0.012, SHORTEST);
  const all = { begin: -margin, end: model.last + margin };
  let { begin, end } = all;
  let order = "begin";
  let lanes = model.lanes;
  let colours = readColours(model);
  let waiting = false;

  const scene = () => ({
    model, clock, colours, lanes, begin, end,
    first: model.first, gaps: model.gaps, filter: choice.get().filter, chosen: choice.get().lane, step: choice.get().step,
    scrolled: frame.scrollTop, width: stage.clientWidth, height: frame.clientHeight,
  });

  function draw() {
    waiting = false;
    paint(canvas, scene());
    showNames();
  }
  function showWindow() {
    document.getElementById("window").textContent = `${clock.second(begin)} to ${clock.second(end)} ${clock.zone()}, ${duration(end - begin)}`;
  }
  function redraw() {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(draw);
    }
  }

  function arrange() {
    const { filter } = choice.get();
    lanes = model.lanes.filter((lane) => !filter || lane.steps.some(filter.passes)).sort(ORDERS[order]);
    names.style.height = `${lanes.length * ROW}px`;
    frame.style.height = `${AXIS + Math.max(1, lanes.length) * ROW + 2}px`;
    document.getElementById("lane-count").textContent = lanes.length === model.lanes.length ? several(lanes.length, "connection") : `${count(lanes.length)} of ${count(model.lanes.length)}`;
    redraw();
  }

  function showNames() {
    const firstRow = Math.floor(frame.scrollTop / ROW);
    const rows = Math.ceil(frame.clientHeight / ROW) + 1;
    const chosen = choice.get().lane;
    names.replaceChildren(...lanes.slice(firstRow, firstRow + rows).map((lane, place) => laneName(lane, firstRow + place, chosen)));
    const shown = chosen !== null && document.getElementById(`lane-${chosen}`);
    if (shown) {
      names.setAttribute("aria-activedescendant", shown.id);
    } else {
      names.removeAttribute("aria-activedescendant");
    }
  }

  function laneName(lane, row, chosen) {
    const tally = [lane.resumes ? `${SIGNS.resume}${lane.resumes}` : "", lane.rejoins ? `${SIGNS.rejoin}${lane.rejoins}` : "", lane.violations ? `${SIGNS.violation}${lane.violations}` : ""].join(" ");
    const made = element("div", {
      class: "lane", role: "option", id: `lane-${lane.index}`, title: laneSentence(model, lane), "aria-label": laneSentence(model, lane),
      "aria-selected": String(lane.index === chosen), "aria-setsize": lanes.length, "aria-posinset": row + 1,
      onclick: () => choice.set({ lane: lane.index === chosen ? null : lane.index, step: null }),
    }, element("i", { class: "dot", "data-state": lane.state }), element("span", { class: "id mono" }, lane.id), element("span", { class: "tally", "aria-hidden": "true" }, tally));
    made.style.top = `${row * ROW}px`;
    return made;
  }

  /** Shows a time range, limited to the smallest range and to the whole time. */
  function show(from, to) {
    const length = Math.min(all.end - all.begin, Math.max(SHORTEST, to - from));
    const middle = (from + to) / 2;
    begin = Math.min(all.end - length, Math.max(all.begin, middle - length / 2));
    end = begin + length;
    showWindow();
    redraw();
  }
  function zoom(factor, at = (begin + end) / 2) {
    const length = Math.max(SHORTEST, (end - begin) * factor);
    const share = (at - begin) / (end - begin);
    show(at - length * share, at + length * (1 - share));
  }
  const pan = (share) => show(begin + (end - begin) * share, end + (end - begin) * share);

  /** Zooms around the selected step if it is visible, or else around the centre. */
  function zoomHere(factor) {
    const { step } = choice.get();
    zoom(factor, step && step.at >= begin && step.at <= end ? step.at : undefined);
  }

  function reveal({ lane, step }) {
    if (step && (step.at < begin || step.at > end)) {
      show(step.at - (end - begin) / 2, step.at + (end - begin) / 2);
    }
    const row = lanes.findIndex((shown) => shown.index === lane);
    if (row >= 0) {
      const room = frame.clientHeight - AXIS - ROW;
      frame.scrollTop = Math.min(row * ROW, Math.max(frame.scrollTop, row * ROW - room));
    }
  }

  /** Selects the connection above or below. Above the first one, all connections are selected. */
  function laneBy(by) {
    const row = lanes.findIndex((lane) => lane.index === choice.get().lane);
    const next = lanes[row + by];
    choice.set({ lane: next ? next.index : row + by < 0 ? null : choice.get().lane, step: null });
  }

  const keys = {
    "+": () => zoomHere(0.5),
    "=": () => zoomHere(0.5),
    "-": () => zoomHere(2),
    "−": () => zoomHere(2),
    ArrowLeft: (event) => (event.shiftKey ? pan(-0.2) : stepBy(choice, -1)),
    ArrowRight: (event) => (event.shiftKey ? pan(0.2) : stepBy(choice, 1)),
    ArrowUp: () => laneBy(-1),
    ArrowDown: () => laneBy(1),
    Home: () => show(all.begin, all.end),
    Escape: () => choice.set(choice.get().step ? { step: null } : choice.get().filter ? { filter: null } : { lane: null }),
  };
  function onKey(event) {
    const act = keys[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act(event);
    }
  }
  stage.addEventListener("keydown", onKey);
  names.addEventListener("keydown", onKey);

  listenToPointer({ stage, tip, model, choice, clock, scene, pan, show, zoom, window: () => ({ begin, end }) });
  frame.addEventListener("scroll", redraw, { passive: true });
  new ResizeObserver(redraw).observe(frame);
  document.getElementById("zoom-in").addEventListener("click", () => zoomHere(0.5));
  document.getElementById("zoom-out").addEventListener("click", () => zoomHere(2));
  document.getElementById("whole").addEventListener("click", () => show(all.begin, all.end));
  document.getElementById("order").addEventListener("change", (event) => {
    order = event.target.value;
    arrange();
  });
  choice.onChange((now, before) => {
    if (now.filter !== before.filter) {
      arrange();
    }
    if (now.step !== before.step || now.lane !== before.lane) {
      reveal(now);
    }
    if (now.zone !== before.zone) {
      showWindow();
    }
    redraw();
  });
  arrange();
  showWindow();
  draw();
  return {
    recolour() {
      colours = readColours(model);
      draw();
    },
  };
}

function listenToPointer({ stage, tip, model, choice, clock, scene, pan, show, zoom, window }) {
  let grip = null;
  const place = (event) => {
    const { left, top } = stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== stage) {
      return;
    }
    event.preventDefault();
    const { begin, end } = window();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      pan((event.deltaX || event.deltaY) / stage.clientWidth);
    } else {
      const [left] = place(event);
      zoom(1.0016 ** event.deltaY, begin + ((end - begin) * left) / stage.clientWidth);
    }
  }, { passive: false });

  stage.addEventListener("pointerdown", (event) => {
    if (event.button === 0) {
      grip = { from: event.clientX, ...window(), moved: false };
      stage.setPointerCapture(event.pointerId);
    }
  });
  stage.addEventListener("pointermove", (event) => {
    if (!grip) {
      hover(event);
      return;
    }
    const moved = event.clientX - grip.from;
    grip.moved ||= Math.abs(moved) > 4;
    stage.classList.toggle("dragging", grip.moved);
    if (grip.moved) {
      tip.hidden = true;
      const shift = (moved / stage.clientWidth) * (grip.end - grip.begin);
      show(grip.begin - shift, grip.end - shift);
    }
  });
  stage.addEventListener("pointerup", (event) => {
    const clicked = grip && !grip.moved;
    grip = null;
    stage.classList.remove("dragging");
    const step = clicked && stepAt(scene(), ...place(event));
    if (step) {
      choice.step(step);
    }
  });
  stage.addEventListener("pointercancel", () => {
    grip = null;
    stage.classList.remove("dragging");
  });
  stage.addEventListener("pointerleave", () => {
    tip.hidden = true;
  });

  function hover(event) {
    const [left, top] = place(event);
    const step = stepAt(scene(), left, top);
    tip.hidden = !step;
    stage.style.cursor = step ? "pointer" : "";
    if (!step) {
      return;
    }
    const ways = step.changes ? `${model.states[step.from]} → ${model.states[step.to]}` : `${model.states[step.from]}, ${step.outcome}`;
    tip.textContent = `${clock.milli(step.at)}  ${ways}\n${step.cause ?? ""}`;
    const room = stage.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(4, Math.min(room, left + 12))}px`;
    tip.style.top = `${top + 18 + tip.offsetHeight > stage.clientHeight ? top - tip.offsetHeight - 12 : top + 18}px`;
  }
}
