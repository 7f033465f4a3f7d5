// Creates all parts of the page.

function showLegend(model) {
  const signs = [["violation", SIGNS.violation, "violation"], ["closed", SIGNS.closed, "closed by the server, with the close code"], ["resumed", SIGNS.resume, "resumed"], ["rejoined", SIGNS.rejoin, "rejoined"]];
  const states = model.states.map((title, state) => element("li", {}, element("i", { "data-state": state }), title));
  document.getElementById("legend").append(...states, ...signs.map(([colour, sign, meaning]) => {
    const mark = element("i", { class: "sign" }, sign);
    mark.style.setProperty("--sign", `var(--${colour})`);
    return element("li", {}, mark, meaning);
  }));
}

function showFilter(model, choice) {
  const host = document.getElementById("filter");
  choice.onChange(({ filter }, before) => {
    if (filter === before.filter) {
      return;
    }
    host.hidden = !filter;
    if (filter) {
      const matching = model.taken.filter(filter.passes);
      const lanes = new Set(matching.map((step) => step.lane)).size;
      host.replaceChildren(
        element("span", {}, `${filter.kind}: `, element("strong", {}, filter.label), ` · ${several(matching.length, "step")} in ${several(lanes, "connection")}`),
        element("button", { type: "button", onclick: () => choice.set({ filter: null }) }, "Show all"));
    }
  });
}

/** Prints with light colours. A canvas does not change its colours automatically for printing. */
function printInLight(timeline) {
  const { dataset } = document.documentElement;
  let theme;
  addEventListener("beforeprint", () => {
    theme = dataset.theme ?? "auto";
    dataset.theme = "light";
    timeline.recolour();
  });
  addEventListener("afterprint", () => {
    dataset.theme = theme;
    timeline.recolour();
  });
}

function begin() {
  const model = readModel();
  const choice = createChoice(model);
  const clock = createClock(model, choice);
  showSummary(model, choice, clock);
  showLegend(model);
  showFilter(model, choice);
  if (model.lanes.length === 1) {
    choice.set({ lane: 0 });
  }
  createDiagram(model, choice);
  createDetails(model, choice, clock);
  createCauses(model, choice, clock);
  const timeline = createTimeline(model, choice, clock);
  document.querySelectorAll("input[name=zone]").forEach((input) => input.addEventListener("change", () => choice.set({ zone: input.value })));
  document.querySelectorAll("input[name=theme]").forEach((input) => input.addEventListener("change", () => {
    document.documentElement.dataset.theme = input.value;
    timeline.recolour();
  }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => timeline.recolour());
  printInLight(timeline);
}

begin();
