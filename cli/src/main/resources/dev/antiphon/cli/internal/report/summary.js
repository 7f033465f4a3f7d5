// The top of the page: the files, their integrity, and the statistics.

function showSummary(model, choice, clock) {
  const [file] = model.files;
  const title = model.files.length === 1 ? file : `${file} and ${several(model.files.length - 1, "more file")}`;
  document.getElementById("title").textContent = title;
  document.title = `${title} · Antiphon audit`;
  showVerdict(model);
  showPart(model);
  showFigures(model);
  const span = document.getElementById("span");
  const showSpan = () => {
    const sameDay = clock.day(0) === clock.day(model.last);
    span.textContent = model.steps === 0
      ? "The files contain no steps."
      : `${clock.day(0)} ${clock.second(0)} to ${sameDay ? "" : `${clock.day(model.last)} `}${clock.second(model.last)} ${clock.zone()}, ${duration(model.last)}`;
  };
  choice.onChange((now, before) => now.zone !== before.zone && showSpan());
  showSpan();
}

function showVerdict(model) {
  const { flaw, sealed, lines, head, signatures, notes, notes_left_out: more } = model.verdict;
  const openEnd = flaw && flaw.what.startsWith("open end");
  const place = flaw ? `${flaw.file}, line ${count(flaw.line)}: ${flaw.what}` : "";
  const [tone, sign, words, rest] = flaw
    ? openEnd
      ? ["warn", "!", "The end is open", `No line was changed, but a file has no seal at its end. Lines can be missing there. ${place}.`]
      : ["bad", "✕", "The chain is broken", `${place}.`]
    : ["good", "✓", "The chain is intact", `${several(lines, "line")}${sealed ? ", sealed" : ""}${signatures ? `, ${several(signatures, "signature")} (not checked here)` : ""}. No line was changed, swapped, inserted or removed.`];
  const verdict = document.getElementById("verdict");
  verdict.dataset.tone = tone;
  verdict.append(
    element("span", { class: "sign", "aria-hidden": "true" }, sign),
    element("strong", {}, words),
    element("p", {}, rest, flaw && !openEnd ? " Head before this line: " : " Head: ", element("code", {}, head)),
  );
  if (notes.length > 0) {
    const items = notes.map((note) => element("li", {}, `${note.file}, line ${count(note.line)}: ${note.what}`));
    verdict.append(element("ul", {}, ...items, more ? element("li", {}, `${count(more)} more`) : null));
  }
}

/** Reports steps and lines that are not shown. */
function showPart(model) {
  const notices = [
    model.left_out ? `The page shows the last ${count(model.taken.length)} of ${count(model.steps)} steps. The statistics below count all steps.` : null,
    model.lost ? `${several(model.lost, "step")} ${model.lost === 1 ? "is" : "are"} missing, because the audit sink was slower than the connections.` : null,
    model.unreadable ? `${several(model.unreadable, "line")} could not be read and ${model.unreadable === 1 ? "is" : "are"} not shown.` : null,
  ].filter(Boolean);
  const partial = document.getElementById("partial");
  partial.hidden = notices.length === 0;
  partial.textContent = notices.join(" ");
}

function showFigures(model) {
  const figure = (name, number, more = "") =>
    element("div", { class: "figure" }, element("p", { class: "name" }, name), element("b", number ? {} : { class: "none" }, count(number)), element("small", {}, more));
  const back = model.resumes + model.rejoins;
  document.getElementById("figures").append(
    figure("Connections", model.connections, model.open ? `${count(model.open)} without an end` : model.connections ? "all ended" : "none"),
    figure("Steps", model.steps, model.encryption ? `and ${count(model.encryption)} encryption steps` : "rows taken"),
    figure("Resumes", model.resumes, back ? `${Math.round((100 * model.resumes) / back)} % of reconnects` : "same session"),
    figure("Rejoins", model.rejoins, "new session"),
    figure("Violations", model.violations, "by the peer"),
    figure("Missing steps", model.lost, model.lost ? several(model.gaps.length, "gap") : "no gaps"),
    ends(model),
    ...(model.key_waits.length ? [keyWaits(model)] : []),
  );
}

/** The waits for keys of the end-to-end encryption. */
function keyWaits(model) {
  const chips = model.key_waits.map((waits) => element("li", { class: "chip" }, waits.reason, " ", element("b", {}, count(waits.count)), ` longest ${duration(waits.longest)}`));
  return element("div", { class: "figure wide" }, element("p", { class: "name" }, "Waits for keys"), element("ul", { class: "chips" }, ...chips));
}

function ends(model) {
  const chips = model.ends
    .slice()
    .sort((one, other) => other.count - one.count)
    .map((end) => element("li", { class: "chip", "data-state": end.state }, end.reason || model.states[end.state], " ", element("b", {}, count(end.count))));
  return element("div", { class: "figure wide" }, element("p", { class: "name" }, "Ends"), chips.length ? element("ul", { class: "chips" }, ...chips) : element("small", {}, "No connection ended."));
}
