/* The page: controls, and one evaluation and one drawing a frame. */
const model = makeModel(M, columns);
/* Where one evaluation takes long, the first draws alone are asked while a number moves. */
const FEW = 2000, few = M.n > 1.2 * FEW
  ? makeModel({ ...M, n: FEW }, columns.map(c => c.subarray(0, FEW + 1))) : null;
const SLOW = 40, SHOWN = 6, LONGEST_LIST = 8;  // milliseconds; sliders at once; buttons at once
const controls = [];

function compute(settings, asked = model) {
  const r = asked.evaluate(settings);
  const [net, cost, gain] = [r.net, r.cost, r.gain].map(estimate);
  return { net, cost, gain, paid: r.paid && estimate(r.paid), lines: r.lines, people: r.people };
}
/** The answer as it was run, to the view that is asked for now, and the order of its outcomes. */
const run = new Map();
function asItWasRun() {
  if (!run.has(S.view)) {
    const found = compute({ ...start(), view: S.view });
    found.order = found.lines.map(l => ({ name: l.o.name, mean: l.mean, cost: l.o.cost }))
      .sort((a, b) => (b.cost - a.cost) || Math.abs(b.mean) - Math.abs(a.mean));
    run.set(S.view, found);
  }
  return run.get(S.view);
}

/* ---- a slider: stops on a grid through the model's own number, its ends exact ---- */
function stops(p) {
  const raw = (p.high - p.low) / 200, ten = 10 ** Math.floor(Math.log10(raw));
  const step = ten * [1, 2, 5, 10].find(k => k * ten >= raw * 0.999);
  const count = length => Math.ceil(length / step - 1e-9);
  const down = count(p.mean - p.low), up = count(p.high - p.mean);
  const at = i => (i <= -down && down ? p.low : i >= up && up ? p.high
    : i === 0 ? p.mean : Number((p.mean + i * step).toPrecision(12)));
  return { step, down, up, at, place: v => within(Math.round((v - p.mean) / step), -down, up) };
}
function slider(p) {
  const grid = stops(p), id = `n-${p.name}`, scale = p.share ? 100 : 1, wide = p.high - p.low;
  const unit = p.share ? "%" : p.unit.replace(/^GBP/, "£");
  const range = html("input", { type: "range", id, min: `${-grid.down}`, max: `${grid.up}`, step: "1",
    value: "0", "aria-describedby": `${id}-state` });
  const box = html("input", { type: "number", id: `${id}-box`, inputmode: "decimal", step: "any",
    "aria-label": `${p.label}${unit ? `, ${unit}` : ""}`, "aria-describedby": `${id}-state` });
  const back = button("Reset", () => { put(p.mean); range.focus(); },
    { class: "back", "aria-label": `Reset: ${p.label}` });
  const state = html("p", { class: "small", id: `${id}-state` });
  const turn = html("p", { class: "small turn" });
  const share = v => within((v - p.low) / wide, 0, 1), [a, b] = p.interval ?? [p.mean, p.mean];
  for (const [name, v] of [["--m", p.mean], ["--a", a], ["--b", b]])
    range.style.setProperty(name, share(v));
  const put = v => { hold(p, v); changed(show); };
  range.addEventListener("input", () => put(grid.at(Number(range.value))));
  box.addEventListener("input", () => {
    const v = box.value === "" ? NaN : Number(box.value) / scale, wrong = faultOf(p, v);
    box.setAttribute("aria-invalid", String(Boolean(wrong)));
    state.classList.toggle("wrong", Boolean(wrong));
    if (wrong) state.textContent = wrong;
    else put(Math.abs(v - p.mean) < grid.step * 1e-3 ? p.mean : v);
  });
  box.addEventListener("blur", () => {
    box.setAttribute("aria-invalid", "false");
    state.classList.remove("wrong");
    show();
  });
  function show() {
    const own = S.column[p.name]?.[1] ?? p.mean, v = S.held[p.name] ?? own;
    const isMoved = p.name in S.held || p.name in S.column, typing = document.activeElement === box;
    range.value = String(grid.place(v));
    if (!typing) box.value = String(Number((v * scale).toPrecision(4)));
    const none = p.none ? `; none with a chance of ${percent(p.none)}` : "";
    const evidence = p.interval
      ? `95% interval ${figure(p.interval[0], p)} to ${figure(p.interval[1], p)}${none}`
      : "taken as certain";
    const how = model.varies(p, S) || !(p.name in S.held) ? "Centred on" : "Held at";
    const stay = p.leaves && p.unit === "per year" && v > 0
      ? `, a stay of ${howLong(1 / v)} on average` : "";
    const outside = p.interval && (v < p.low - 1e-9 * wide || v > p.high + 1e-9 * wide)
      ? " Beyond what is thought possible." : "";
    const tied = isMoved && p.tied ? ` What varies with it stays as it was: ${listed(p.tied)}.` : "";
    const doubt = S.keep && p.interval && p.name in S.held && how === "Held at"
      ? ` Its doubt cannot be kept there${p.none ? `: none has a chance of ${percent(p.none)}` : ""}.`
      : "";
    if (!state.classList.contains("wrong"))
      state.textContent = (isMoved ? `${how} ${inUnit(v, p)}${stay}; was ${figure(p.mean, p)} (${evidence}).`
        : `Taken as ${inUnit(v, p)}${stay} (${evidence}).`) + outside + doubt + tied;
    range.setAttribute("aria-valuetext", `${inUnit(v, p)}${isMoved ? `, was ${figure(p.mean, p)}` : ""}`);
    back.disabled = !isMoved;
    block.classList.toggle("moved", isMoved);
  }
  function turning() {
    const { value, above } = turnOf(p), stays = p.leaves && p.unit === "per year" && value > 0;
    range.style.setProperty("--turn", value === null ? -9 : share(value));
    turn.textContent = value === null
      ? `${above ? "Pays" : "Does not pay"} for itself wherever this stands.`
      : stays ? `Pays for itself if people stay ${above ? "less" : "more"} than ${howLong(1 / value)}.`
        : `Pays for itself ${above ? "above" : "below"} ${inUnit(value, p)}.`;
  }
  const block = html("div", { class: "control" }, html("label", { for: id }, p.label),
    html("div", { class: "pair" }, range, html("span", { class: "boxed" }, box,
      html("span", { class: "unit", "aria-hidden": "true" }, p.share ? "%" : "")), back), state, turn);
  controls.push({ p, block, show, turning });
  return block;
}
function choice(id, label, options, get, put) {
  const select = html("select", { id }, ...options.map(([value, said]) => html("option", { value }, said)));
  select.addEventListener("change", () => { put(select.value); changed(); });
  const show = () => {
    const value = get();
    if (![...select.options].some(o => o.value === value))
      select.append(html("option", { value }, `As in the scenario: ${value}`));
    select.value = value;
  };
  const block = html("div", { class: "control" }, html("label", { for: id }, label), select);
  controls.push({ block, show });
  return block;
}
const button = (said, act, look = {}) => {
  const made = html("button", { type: "button", ...look }, said);
  made.addEventListener("click", act);
  return made;
};
const begin = name => { S = { ...settingsOf(name), keep: S.keep }; changed(); };
const folded = (said, ...inside) => html("details", {}, html("summary", {}, said), ...inside);

/* ---- building ---- */
const movable = M.parameters.filter(p => p.low !== undefined);
const unsure = movable.filter(p => p.interval).sort((a, b) => b.swing - a.swing);
const certain = movable.filter(p => !p.interval);
const backTo = started(M.begun);
const buttons = [["", backTo], ...M.scenarios.map(s => [s.name, s.name])].map(([name, said]) =>
  [name, button(said, () => begin(name), { "aria-pressed": "false" })]);
const why = html("p", { class: "small" });
const scenarios = [html("div", { class: "buttons" }, ...buttons.map(([, b]) => b)), why];
const starts = html("section", { class: "starts", "aria-label": "Scenarios" },
  ...(M.scenarios.length > LONGEST_LIST
    ? [folded(`Start from one of the workbook's ${M.scenarios.length} scenarios`, ...scenarios)]
    : [html("h2", {}, "Start from a scenario"), ...scenarios]));
starts.hidden = !M.scenarios.length;

const keepers = [
  [false, "treat it as known. ", "The range then leaves out our doubt about it."],
  [true, "keep our doubt about it. ",
    "Its spread moves with it: amounts in proportion, shares between 0% and 100%."],
].map(([keep, said, more]) => {
  const radio = html("input", { type: "radio", name: "keep", id: `keep-${keep}` });
  radio.addEventListener("change", () => { S.keep = keep; changed(); });
  controls.push({ block: radio, show: () => { radio.checked = S.keep === keep; } });
  return html("div", { class: "radio" }, radio,
    html("label", { for: radio.id }, said, html("span", { class: "small" }, more)));
});
const others = folded("", ...unsure.slice(SHOWN).map(slider));
const sure = folded("", ...certain.map(slider));
const rates = Object.entries(M.rates).map(([name, steps]) =>
  [name, /^\d/.test(name) ? `${name} a year` : `${name} (${exactPercent(steps[0][1])} at first)`]);
const groups = [["", "Everyone"], ...M.cohorts.map(c => [c.name, c.label])];
const horizons = M.horizons.map(n =>
  [String(n), yearsInWords(n) + (n === M.years ? " (as it was run)" : "")]);
const oneGroup = () => (!S.cohorts ? "" : S.cohorts.length === 1 ? S.cohorts[0] : `${S.cohorts.length} groups`);
const method = folded("Whose money, which people, years and method",
  choice("view", "Whose money counts", views(), () => S.view, v => { S.view = v; }),
  ...(M.cohorts.length > 1 ? [choice("cohort", "Group of people", groups, oneGroup, v => { S.cohorts = v ? [v] : null; })] : []),
  choice("years", "Years counted", horizons, () => String(S.years), v => { S.years = Number(v); }),
  choice("discount", "Discount rate", rates, () => S.discount, v => { S.discount = v; }),
  ...M.valuations.map(({ outcome, options }) => choice(
    `value-${outcome}`, `${O.get(outcome).label}: valued by`, options,
    () => S.value[outcome] ?? options[0][0],
    v => { if (v === options[0][0]) delete S.value[outcome]; else S.value[outcome] = v; })));
const form = html("form", { id: "controls", "aria-label": "Numbers to change" },
  html("h2", {}, "Change a number"),
  html("fieldset", {}, html("legend", {}, "When I move a number,"), ...keepers),
  html("p", { class: "small" },
    "Where a number alone would turn the answer is worked out with every other at its mean."),
  ...unsure.slice(0, SHOWN).map(slider), others, sure, method,
  html("p", {}, button(`Back to ${M.begun}`, () => begin(""))));
form.addEventListener("submit", e => e.preventDefault());
const [drawnAt, fallAt, figuresAt, budgetAt] = Array.from({ length: 4 }, () => html("div"));
const listAt = html("div", { class: "changes" });
const drawnSaid = html("figcaption");
const fallSaid = html("figcaption", {}, "From cost to net: means, present values");
const python = html("textarea", { rows: "12", readOnly: true, spellcheck: "false",
  "aria-label": "These settings as a scenario script" });
const copied = button("Copy", () => {
  python.select();
  navigator.clipboard?.writeText(python.value).catch(() => {});  // selected, it can still be copied
});
$("live").replaceChildren(starts, html("div", { class: "columns" }, form,
  html("section", { class: "results", "aria-label": "Results" },
    html("figure", {}, drawnSaid, drawnAt), figuresAt, html("figure", {}, fallSaid, fallAt))),
  html("section", { "aria-label": "By payer and year, and what was changed" }, budgetAt, listAt,
    html("details", { class: "script" },
      html("summary", {}, "The same as a scenario script, for analysts"), python, copied)));

/* The bar repeats what is said below, so it is kept from screen readers. */
const bar = $("bar"), barNet = html("strong"), barRange = html("span"), barChance = html("span");
const barHow = html("span", { class: "how" }), barStrip = html("span", { class: "strip" });
const undo = button("Undo all", () => begin(""), { tabIndex: -1 });
bar.setAttribute("aria-hidden", "true");
bar.append(html("span", {}, "Net ", barNet, " ", barRange), barChance, barHow, barStrip, undo);
bar.hidden = false;

const wide = at => within(Math.floor(at.clientWidth || 600), 270, 720);

/* ---- one evaluation and one drawing a frame; the rest once nothing moves ---- */
let pending = false, resting = 0, telling = 0, slow = false, runs = 0, spoken = null, moving = null;
const timing = { frame: 0, evaluation: 0 };
function changed(show = null) {
  moving = show;
  clearTimeout(telling);  // what has not been said yet is said of this change, not of the last
  if (pending) return;
  pending = true;
  const once = () => { if (pending) inPlace(() => render(slow)); };
  requestAnimationFrame(once);
  setTimeout(once, 250);  // out of sight there are no frames
}
/** Draw, and keep what the reader has hold of where it is, however long the sentences get. */
function inPlace(draw) {
  const held = document.activeElement?.closest(".control"), top = held?.getBoundingClientRect().top;
  draw();
  if (held) scrollBy(0, held.getBoundingClientRect().top - top);
}
function render(light) {
  pending = false;
  const t0 = performance.now(), now = compute(S, light && few ? few : model);
  timing.evaluation = performance.now() - t0;
  if (!light && runs++ > 3) slow = timing.evaluation > SLOW;
  const before = asItWasRun(), altered = !asRun(), named = scenarioNow();
  const said = sentences(now, before);
  $("answer-heading").textContent = !altered ? "The answer, as it was run"
    : named ? `The answer: ${named}` : "The answer with your changes";
  $("sentences").replaceChildren(
    ...said.map(([kind, words]) => html("p", { class: kind }, ...rich(words))));
  barNet.textContent = money(now.net.mean);
  barRange.textContent = varying(now.net) ? `(${money(now.net.low)} to ${money(now.net.high)})` : "";
  barChance.textContent = `${now.paid ? "Gains" : "Pays for itself"}: ${percent(now.net.positive)}`;
  barHow.textContent = altered
    ? `was ${money(before.net.mean)}, ${percent(before.net.positive)}` : "as it was run";
  undo.disabled = !altered;
  drawnSaid.textContent = `Net present value in each draw${altered ? "; the line is as it was run" : ""}`;
  drawnAt.replaceChildren(distribution(now.net, before.net, wide(drawnAt), altered));
  barStrip.replaceChildren(strip(now.net, before.net, within(barStrip.clientWidth || 240, 120, 420)));
  fallAt.replaceChildren(waterfall(now.lines, now.net, wide(fallAt), before.order));
  moving?.();
  clearTimeout(resting);
  resting = setTimeout(() => inPlace(() => (light ? render(false) : settle(now, said))), 120);
  timing.frame = performance.now() - t0;
  return [now, said];
}

/** What need not follow each frame: tables, the list of changes, where the answer turns. */
function settle(now, said) {
  clearTimeout(resting);
  const before = asItWasRun(), altered = !asRun(), used = usedNow(), most = largest(now);
  const pm = x => money(x, most), view = views().find(([v]) => v === S.view)[1];
  const row = (label, e, was) =>
    [label, pm(e.mean), varying(e) ? `${pm(e.low)} to ${pm(e.high)}` : "fixed", pm(was.mean)];
  const rows = [row("Cost (present value)", now.cost, before.cost),
    row("Return (present value)", now.gain, before.gain),
    row("Net: return less cost", now.net, before.net)];
  if (now.paid) rows.push(row("Net, had it paid", now.paid, before.paid ?? before.net));
  rows.push([now.paid ? "Chance of gaining" : "Chance of paying for itself",
    percent(now.net.positive), "", percent(before.net.positive)]);
  const middle = "With every number at its mean (the central case) the net is "
    + `${pm(now.net.central)}; the mean of the draws is ${pm(now.net.mean)}.`;
  figuresAt.replaceChildren(table(`Four figures, ${view[0].toLowerCase()}${view.slice(1)}`,
    ["", "Mean", "95% interval", "As run"], rows), html("p", { class: "small" }, ...rich(middle)));
  budgetAt.replaceChildren(budget(now, pm));
  const list = changes();
  listAt.replaceChildren(html("h2", {}, "What you have changed"), list.length
    ? table("Changes from the run", ["", "Here", "As run"], list.map(c => [c.what, c.here, c.before]))
    : html("p", {}, "Nothing: this is the answer as it was run."));
  python.value = script();
  for (const c of controls) { c.show(); if (c.p) c.block.hidden = !used.has(c.p.name); }
  const named = scenarioNow();
  for (const [name, b] of buttons) b.setAttribute("aria-pressed", String(name ? name === named : !altered));
  why.textContent = named ? started(find(M.scenarios, named).why) : "";
  count();
  turnWhatIsSeen();
  clearTimeout(telling);
  telling = setTimeout(() => {  // one message, half a second after the last change
    const words = said.map(([, s]) => s).join(" ");
    if (spoken !== null && spoken !== words)
      $("said").textContent = `Net ${pm(now.net.mean)}. ${chance(now)}`;
    spoken = words;
    const bare = location.pathname + location.search;
    try { history.replaceState(null, "", address() || bare); } catch { /* a frame has none */ }
  }, 500);
}
const later = f => (globalThis.requestIdleCallback
  ? requestIdleCallback(f, { timeout: 300 }) : setTimeout(f, 30));
const turnWhatIsSeen = () => controls
  .filter(c => c.turning && !c.block.hidden && c.block.offsetParent).forEach(c => later(c.turning));
function budget(now, pm) {
  const shown = periods(yearLabels(M.first, S.years)), none = () => new Array(S.years).fill(0);
  const told = (label, years) => {
    const parts = shown.map(([, a, z]) => years.slice(a, z).reduce((s, x) => s + x, 0));
    return [label, ...[...parts, parts.reduce((s, x) => s + x, 0)].map(pm)];
  };
  const sum = counts => now.lines.reduce((t, { o, years }) => {
    years.forEach((kept, k) => { if (counts(o, k)) kept.forEach((x, y) => { t[y] += x; }); });
    return t;
  }, none());
  const payers = M.payers.map((p, k) => told(p.label, sum((_, j) => j === k)));
  const passed = M.outcomes.some(o => o.transfer) ? [told("Transfers, which are nothing to society",
    sum((o, k) => o.transfer && M.payers[k].views.includes(SOCIETY)).map(x => -x))] : [];
  const all = M.perspectives.map(v => told(`All together, view: ${v}`, sum((o, k) => inView(M, v, o)[k])));
  const caption = `Money kept (${MINUS}: spent) by each payer in each year: mean, undiscounted, `
    + `${M.priceYear} prices`;
  return table(caption, ["", ...shown.map(([label]) => label), "All years"], [...payers, ...passed, ...all],
    i => i >= payers.length + passed.length);
}
function count() {
  for (const [fold, said] of [[others, "more uncertain number"], [sure, "certain number"]]) {
    const seen = [...fold.querySelectorAll(".control")].filter(c => !c.hidden);
    const altered = seen.filter(c => c.classList.contains("moved")).length;
    const more = altered ? ` (${altered} changed)` : "";
    fold.firstChild.textContent = `${seen.length} ${said}${seen.length === 1 ? "" : "s"}${more}`;
    fold.hidden = !seen.length;
  }
}
for (const fold of [others, sure])
  fold.addEventListener("toggle", () => { if (fold.open) turnWhatIsSeen(); });
addEventListener("resize", () => changed());
addEventListener("beforeprint", () => settle(...render(false)));
const recall = () => { S = location.hash.length > 2 ? recalled(location.hash) : start(); };
addEventListener("hashchange", () => { recall(); changed(); });
recall();
settle(...render(false));
document.documentElement.dataset.ready = "yes";
/** The page for tests and analysts: the figures of any settings at full precision, and its words. */
globalThis.whatIf = Object.freeze({
  ask(settings) {
    S = { ...start(), ...settings };
    const now = compute(S), brief = e => e && { ...e, sorted: undefined };
    return { net: brief(now.net), cost: brief(now.cost), gain: brief(now.gain), paid: brief(now.paid),
      lines: now.lines.map(l => [l.o.name, l.o.cost, l.payers, l.years, l.cash]), people: now.people,
      said: sentences(now, asItWasRun()).map(([, words]) => words), changes: changes(), script: script(),
      address: address() };
  },
  turn: (name, settings = {}) => { S = { ...start(), ...settings }; return turnOf(P.get(name)); },
  set(settings) { S = { ...start(), ...settings }; return render(false) && timing; },
  fault: (name, v) => faultOf(P.get(name), v),
  from: settingsOf, settings: () => structuredClone(S), timing, recalled,
  words: { money, exactMoney, percent, aboutOneIn, eachPound, howLong, axisMoney },
});
