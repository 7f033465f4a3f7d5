// The top of the page: which files, whether they are whole, and what was counted over all of them.

function showSummary(model, choice, clock) {
  const [file] = model.files;
  const title = model.files.length === 1 ? file : `${file} and ${several(model.files.length - 1, "more file")}`;
  document.getElementById("title").textContent = title;
  document.title = `${title} · Antiphon audit`;
  showVerdict(model);
  showPart(model);
  showFigures(model);
  const span = document.getElementById("span");
  const tell = () => {
    const sameDay = clock.day(0) === clock.day(model.last);
    span.textContent = model.steps === 0
      ? "No step is recorded here."
      : `${clock.day(0)} ${clock.second(0)} to ${sameDay ? "" : `${clock.day(model.last)} `}${clock.second(model.last)} ${clock.zone()}, ${duration(model.last)}`;
  };
  choice.onChange((now, before) => now.zone !== before.zone && tell());
  tell();
}

function showVerdict(model) {
  const { flaw, sealed, lines, head, signatures, notes, notes_left_out: more } = model.verdict;
  const openEnd = flaw && flaw.what.startsWith("open end");
  const place = flaw ? `${flaw.file}, line ${count(flaw.line)}: ${flaw.what}` : "";
  const [tone, sign, words, rest] = flaw
    ? openEnd
      ? ["warn", "!", "The end is open", `No line was changed, but a file ends without its seal, so lines may be missing there. ${place}.`]
      : ["bad", "✕", "The chain is broken", `${place}.`]
    : ["good", "✓", "The chain is whole", `${several(lines, "line")}${sealed ? ", sealed" : ""}${signatures ? `, ${several(signatures, "signature")} (not checked here)` : ""}. Nothing was changed, swapped, inserted or removed.`];
  const verdict = document.getElementById("verdict");
  verdict.dataset.tone = tone;
  verdict.append(
    element("span", { class: "sign", "aria-hidden": "true" }, sign),
    element("strong", {}, words),
    element("p", {}, rest, flaw && !openEnd ? " Head of what stands before it: " : " Head: ", element("code", {}, head)),
  );
  if (notes.length > 0) {
    const told = notes.map((note) => element("li", {}, `${note.file}, line ${count(note.line)}: ${note.what}`));
    verdict.append(element("ul", {}, ...told, more ? element("li", {}, `and ${count(more)} more`) : null));
  }
}

/** Whatever is not shown is said. */
function showPart(model) {
  const said = [
    model.left_out ? `Shown are the last ${count(model.taken.length)} of ${count(model.steps)} steps; the figures below count all of them.` : null,
    model.lost ? `${several(model.lost, "step")} ${model.lost === 1 ? "is" : "are"} missing: the sink was slower than the connections.` : null,
    model.unreadable ? `${several(model.unreadable, "line")} could not be read, and ${model.unreadable === 1 ? "is" : "are"} not shown.` : null,
  ].filter(Boolean);
  const partial = document.getElementById("partial");
  partial.hidden = said.length === 0;
  partial.textContent = said.join(" ");
}

function showFigures(model) {
  const figure = (name, number, more = "") =>
    element("div", { class: "figure" }, element("p", { class: "name" }, name), element("b", number ? {} : { class: "none" }, count(number)), element("small", {}, more));
  const back = model.resumes + model.rejoins;
  document.getElementById("figures").append(
    figure("Connections", model.connections, model.open ? `${count(model.open)} not ended here` : model.connections ? "all ended" : "none"),
    figure("Steps", model.steps, model.encryption ? `and ${count(model.encryption)} of the encryption` : "rows taken"),
    figure("Resumes", model.resumes, back ? `${Math.round((100 * model.resumes) / back)} % of returns` : "session kept"),
    figure("Rejoins", model.rejoins, "replaced"),
    figure("Violations", model.violations, "by the peer"),
    figure("Lost steps", model.lost, model.lost ? several(model.gaps.length, "gap") : "no gap"),
    ends(model),
  );
}

function ends(model) {
  const chips = model.ends
    .slice()
    .sort((one, other) => other.count - one.count)
    .map((end) => element("li", { class: "chip", "data-state": end.state }, end.reason || model.states[end.state], " ", element("b", {}, count(end.count))));
  return element("div", { class: "figure wide" }, element("p", { class: "name" }, "Ends"), chips.length ? element("ul", { class: "chips" }, ...chips) : element("small", {}, "No connection has ended here."));
}
