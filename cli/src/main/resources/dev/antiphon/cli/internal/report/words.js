// Formats times and numbers, and creates elements. Texts are always added as text, never as markup.

/** Creates an element with attributes and content. */
function element(name, settings = {}, ...content) {
  const made = document.createElement(name);
  fill(made, settings);
  made.append(...content.filter((part) => part !== null && part !== undefined));
  return made;
}

/** Creates an SVG element with attributes and content. */
function shape(name, settings = {}, ...content) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  fill(made, settings);
  made.append(...content);
  return made;
}

function fill(made, settings) {
  for (const [name, value] of Object.entries(settings)) {
    if (name === "onclick") {
      made.addEventListener("click", value);
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
}

const count = (number) => number.toLocaleString("en");
const several = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** Formats microseconds for people. */
function duration(micros) {
  const millis = Math.abs(micros) / 1000;
  if (millis < 1) {
    return `${Math.round(millis * 1000)} µs`;
  }
  if (millis < 1000) {
    return `${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms`;
  }
  const seconds = millis / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  }
  const whole = Math.round(seconds);
  const parts = [[Math.floor(whole / 86400), "d"], [Math.floor(whole / 3600) % 24, "h"], [Math.floor(whole / 60) % 60, "min"], [whole % 60, "s"]];
  const first = parts.findIndex(([number]) => number > 0);
  return parts.slice(first, first + 2).map(([number, unit]) => `${number} ${unit}`).join(" ");
}

/** Formats times in the selected time zone. Times are microseconds since the first line. */
function createClock(model, choice) {
  const two = (number) => String(number).padStart(2, "0");
  const three = (number) => String(number).padStart(3, "0");
  function parts(at) {
    const date = new Date(model.first + Math.floor(at / 1000));
    return choice.get().zone === "utc"
      ? { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(), milli: date.getUTCMilliseconds() }
      : { year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), hour: date.getHours(), minute: date.getMinutes(), second: date.getSeconds(), milli: date.getMilliseconds() };
  }
  const day = (at) => {
    const { year, month, day } = parts(at);
    return `${year}-${two(month + 1)}-${two(day)}`;
  };
  const minute = (at) => `${two(parts(at).hour)}:${two(parts(at).minute)}`;
  const second = (at) => `${minute(at)}:${two(parts(at).second)}`;
  const milli = (at) => `${second(at)}.${three(parts(at).milli)}`;
  const micro = (at) => milli(at) + three(((Math.floor(at) % 1000) + 1000) % 1000);
  return {
    day,
    minute,
    second,
    milli,
    micro,
    whole: (at) => `${day(at)} ${milli(at)}`,
    /** Minutes east of Greenwich. */
    offset: () => (choice.get().zone === "utc" ? 0 : -new Date(model.first).getTimezoneOffset()),
    zone() {
      const east = this.offset();
      return east === 0 ? "UTC" : `UTC${east < 0 ? "−" : "+"}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
    },
  };
}

/** A coloured label with the name of a state. */
function stateChip(model, state, ...more) {
  return element("span", { class: "chip", "data-state": state }, model.states[state], ...more);
}

/** A description of a connection, for screen readers. */
function laneSentence(model, lane) {
  return [
    `Connection ${lane.id}`,
    `guild ${lane.guild}`,
    several(lane.steps.length, "step"),
    lane.resumes ? several(lane.resumes, "resume") : null,
    lane.rejoins ? several(lane.rejoins, "rejoin") : null,
    lane.violations ? several(lane.violations, "violation") : null,
    isEnd(lane.state) ? `ended ${model.states[lane.state]}` : `last state ${model.states[lane.state]}`,
  ].filter(Boolean).join(", ");
}
