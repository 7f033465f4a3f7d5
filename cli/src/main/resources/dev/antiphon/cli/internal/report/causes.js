// The causes of steps, with their counts, their states and their last occurrence.

const MOST_CAUSES = 200;

function createCauses(model, choice, clock) {
  const body = document.getElementById("causes");
  const heads = [...document.querySelectorAll("th[data-key]")];
  let scope = "trouble";
  let order = { key: "count", up: false };
  let found = [];

  const VALUES = {
    cause: (one, other) => one.cause.localeCompare(other.cause, "en"),
    count: (one, other) => one.count - other.count,
    states: (one, other) => one.states.size - other.states.size,
    last: (one, other) => one.last - other.last,
  };

  function gather() {
    const causes = new Map();
    for (const step of choice.steps()) {
      if (scope === "all" || (scope === "changes" && step.changes) || step.trouble) {
        const name = step.cause ?? "no cause recorded";
        const cause = causes.get(name) ?? { cause: name, count: 0, states: new Map(), last: 0 };
        causes.set(name, cause);
        cause.count++;
        cause.states.set(step.from, (cause.states.get(step.from) ?? 0) + 1);
        cause.last = Math.max(cause.last, step.at);
      }
    }
    found = [...causes.values()];
    show();
  }

  function show() {
    const compare = VALUES[order.key];
    found.sort((one, other) => (order.up ? 1 : -1) * compare(one, other) || other.count - one.count);
    heads.forEach((head) => {
      if (head.dataset.key === order.key) {
        head.setAttribute("aria-sort", order.up ? "ascending" : "descending");
      } else {
        head.removeAttribute("aria-sort");
      }
    });
    const most = found.reduce((highest, cause) => Math.max(highest, cause.count), 1);
    body.replaceChildren(...found.slice(0, MOST_CAUSES).map((cause) => row(cause, most)));
    if (found.length === 0) {
      body.append(element("tr", {}, element("td", { colspan: 4, class: "muted" }, "There are no such steps.")));
    }
    const more = document.getElementById("causes-more");
    more.hidden = found.length <= MOST_CAUSES;
    more.textContent = `The table shows ${MOST_CAUSES} of ${count(found.length)} causes.`;
    const { lane } = choice.get();
    document.getElementById("causes-of").textContent = lane === null ? "of all connections" : `of connection ${model.lanes[lane].id}`;
  }

  function row(cause, most) {
    const { filter } = choice.get();
    const chosen = Boolean(filter) && filter.cause === cause.cause;
    const meter = element("i", { class: "meter", "aria-hidden": "true" });
    meter.style.width = `${(4 * cause.count) / most}rem`;
    const states = [...cause.states].sort((one, other) => other[1] - one[1])
      .map(([state, times]) => element("li", { class: "chip", "data-state": state }, model.states[state], " ", element("b", {}, count(times))));
    return element("tr", chosen ? { class: "chosen" } : {},
      element("td", { class: "cause" }, element("button", { type: "button", "aria-pressed": String(chosen), onclick: () => toggle(cause.cause) }, cause.cause)),
      element("td", {}, count(cause.count), meter),
      element("td", {}, element("ul", { class: "chips" }, ...states)),
      element("td", {}, clock.milli(cause.last)));
  }

  function toggle(cause) {
    const { filter } = choice.get();
    const again = filter && filter.cause === cause;
    choice.set({ filter: again ? null : { kind: "Cause", cause, label: cause, passes: (step) => (step.cause ?? "no cause recorded") === cause } });
    const pressed = [...body.querySelectorAll("button")].find((button) => button.textContent === cause);
    pressed?.focus();
  }

  heads.forEach((head) => head.firstElementChild.addEventListener("click", () => {
    const { key } = head.dataset;
    order = { key, up: order.key === key ? !order.up : key === "cause" };
    show();
  }));
  document.querySelectorAll("input[name=scope]").forEach((input) => input.addEventListener("change", () => {
    scope = input.value;
    gather();
  }));
  choice.onChange((now, before) => {
    if (now.lane !== before.lane) {
      gather();
    } else if (now.filter !== before.filter || now.zone !== before.zone) {
      show();
    }
  });
  gather();
}
