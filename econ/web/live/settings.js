/* What a reader has set: what may be set, what was changed, its address, and its scenario script. */
const $ = id => document.getElementById(id);
const M = JSON.parse($("model").textContent);
M.central = M.central.map(x => x ?? NaN);  // JSON has no word for what is not a number
for (const p of M.parameters) p.mean ??= NaN;
const columns = unpack($("draws").textContent, M);
$("draws").remove();
const find = (list, name) => list.find(x => x.name === name);
const P = new Map(M.parameters.map(p => [p.name, p]));
const O = new Map(M.outcomes.map(o => [o.name, o]));

const start = () => ({
  held: {}, keep: false, view: M.view, cohorts: null, outcomes: null, years: M.years,
  discount: M.discount, value: {}, profile: {}, shares: {}, column: {}, starting: null, scenario: "",
});
/** The settings of one of the workbook's scenarios; of no scenario, those of the run. */
const settingsOf = name => {
  const found = find(M.scenarios, name);
  return found ? { ...start(), ...structuredClone(found.settings), scenario: name } : start();
};
let S = start();

const inOrder = x => (x && typeof x === "object" && !Array.isArray(x)
  ? Object.fromEntries(Object.entries(x).sort().map(([k, v]) => [k, inOrder(v)])) : x);
const key = s => JSON.stringify(inOrder({ ...s, keep: 0, scenario: 0 }));
const asRun = () => key(S) === key(start());
/** The scenario that these settings are; empty where they are others. */
const scenarioNow = () => (S.scenario && key(S) === key(settingsOf(S.scenario)) ? S.scenario : "");

/* What is said of a number that may not be, in the words of every other door (C17). */
const exact = v => Number(v.toPrecision(10)).toLocaleString("en-GB", { maximumFractionDigits: 12 });
const exactPercent = v => `${exact(Number((100 * v).toFixed(6)))}%`;
function shareFault(v, least, orElse) {
  const close = `${Number(v.toPrecision(6))}%`;
  const remedy = v > 1 && v <= 100
    ? `Did you mean ${close}? Type ${close} or ${Number((v / 100).toPrecision(6))}.`
    : `A share lies between ${exactPercent(least)} and 100%${orElse || "."}`;
  return `${exact(v)} is ${exactPercent(v)}. ${remedy}`;
}
function faultOf(p, v) {
  if (!Number.isFinite(v)) return "Give a number.";
  for (const { low, high, why, remedy, most, use } of p.rules ?? []) {
    const least = low === null ? -Infinity : low > 0 ? low : low - 1e-9;
    if (v >= least && (high === null || v <= high + 1e-9)) continue;
    const used = use ? `used as a ${use}: ` : "";
    if (high === 1) return used + shareFault(v, low, remedy);
    if (most && Math.abs(v) > high) return `${used}${exact(v)} is more than the ${exact(high)} ${most}. `
      + "Check the unit; of several people together, say so in it.";
    const side = low > 0 ? "not above" : "below";
    return `${used}${exact(v)} is ${side} 0${why ? `, and ${why}` : ""}. ${remedy}`;
  }
  return p.divides && v === 0 ? "Something is divided by it: it cannot be 0." : "";
}

/** Set one number; at its own value it is as in the run. One share of a whole moves at a time. */
function hold(p, v) {
  if (v === p.mean) { delete S.held[p.name]; delete S.column[p.name]; return; }
  for (const q of M.parameters) if (p.group && q.group === p.group) delete S.held[q.name];
  S.held[p.name] = v;
}

/** The numbers that the answer depends on, by name, formulas followed. */
function usedNow() {
  const used = new Set(), place = new Map(M.parameters.map((p, i) => [p.name, i]));
  const take = i => {
    const p = M.parameters[i];
    if (used.has(p.name)) return;
    used.add(p.name);
    if (p.formula !== undefined && !(p.name in S.held)) namesIn(p.formula).forEach(take);
  };
  for (const o of M.outcomes) {
    if (S.outcomes && !S.outcomes.includes(o.name)) continue;
    const profile = M.profiles[S.profile[o.name] ?? o.profile], value = S.value[o.name];
    const shares = S.shares[o.name] ?? o.shares;
    [o.quantity, o.cash, o.delay, ...shares, ...profile.table].flatMap(namesIn).forEach(take);
    [value ? place.get(value) : o.value, ...profile.parameters].forEach(take);
  }
  (S.starting ?? M.starting).shares.flatMap(namesIn).forEach(take);
  M.cohorts.flatMap(c => c.own.flatMap(i => namesIn(c.relative[i]))).forEach(take);
  return used;
}

const whose = view => (find(M.payers, view)?.label ?? view);
const readable = name => name.replaceAll("_", " ");
/** Each change: what, here, as it was run, and how a sentence tells it (null where it says so). */
function changes() {
  const out = [], say = (what, here, before, told) => out.push({ what, here, before, told });
  for (const [name, v] of Object.entries(S.held)) {
    const p = P.get(name), how = model.varies(p, S) ? "centred on" : "held at", now = inUnit(v, p);
    say(p.label, `${how} ${now}`, inUnit(p.mean, p), `${quoted(p.label)} ${how} ${now}`);
  }
  for (const [name, [, mean]] of Object.entries(S.column)) {
    const p = P.get(name), here = `another distribution, mean ${inUnit(mean, p)}`;
    if (!(name in S.held)) say(p.label, here, inUnit(p.mean, p), `${quoted(p.label)} otherwise known`);
  }
  for (const [name, to] of Object.entries(S.value)) {
    const o = O.get(name), p = P.get(to), was = M.parameters[o.value];
    say(`${o.label}: valued by`, `${p.label} (${inUnit(p.mean, p)})`,
      `${was.label} (${inUnit(was.mean, was)})`, `${quoted(o.label)} valued by ${quoted(p.label)}`);
  }
  for (const [name, to] of Object.entries(S.profile)) {
    const o = O.get(name);
    say(`${o.label}: time profile`, readable(to), readable(o.profile),
      `${quoted(o.label)} ${readable(to)}`);
  }
  for (const name of Object.keys(S.shares))
    say(`${O.get(name).label}: who bears it`, "as in the scenario", "as in the workbook",
      `${quoted(O.get(name).label)} on other payers`);
  if (S.starting) say("How people start and are supported", "as in the scenario", "as it was run",
    "people starting otherwise");
  if (S.view !== M.view) say("Whose money counts", whose(S.view), whose(M.view), null);
  const alone = S.cohorts?.map(c => find(M.cohorts, c).label).join(", ");
  if (alone) say("Groups of people", alone, "everyone", `${quoted(alone)} alone`);
  const counted = S.outcomes?.map(o => O.get(o).label).join(", ");
  if (counted) say("Outcomes", counted, "all", "some outcomes alone");
  if (S.years !== M.years) say("Years counted", String(S.years), String(M.years), null);
  if (S.discount !== M.discount)
    say("Discount rate", S.discount, M.discount, `later years discounted by ${S.discount}`);
  return out;
}

/** Held as if known: uncertain numbers whose doubt the interval leaves out. */
const withoutDoubt = () => Object.keys(S.held).map(n => P.get(n))
  .filter(p => (p.interval || S.column[p.name]) && !model.varies(p, S));

/* ---- the address: validated name by name, so that a link does no more than the controls ---- */
const OFFERED = ["held", "keep", "view", "cohorts", "years", "discount", "value"];
function address() {
  const from = settingsOf(S.scenario), said = {};
  if (S.scenario) said.scenario = S.scenario;
  for (const name of OFFERED)
    if (JSON.stringify(S[name]) !== JSON.stringify(from[name])) said[name] = S[name];
  const reset = Object.keys(from.column).filter(n => !(n in S.column));
  if (reset.length) said.reset = reset;
  return Object.keys(said).length ? `#${encodeURIComponent(JSON.stringify(said))}` : "";
}
function recalled(hash) {
  let asked = {};
  try { asked = JSON.parse(decodeURIComponent(hash.slice(1))) ?? {}; } catch { return start(); }
  const s = settingsOf(typeof asked.scenario === "string" ? asked.scenario : "");
  const entries = x => (x && typeof x === "object" ? Object.entries(x) : []);
  const numbers = entries(asked.held).filter(([n, v]) =>
    P.get(n)?.low !== undefined && typeof v === "number" && !faultOf(P.get(n), v));
  if (asked.held) s.held = Object.fromEntries(numbers);
  if (asked.keep === true) s.keep = true;
  if (views().some(([name]) => name === asked.view)) s.view = asked.view;
  const groups = Array.isArray(asked.cohorts) ? asked.cohorts : [];
  if (groups.length && groups.every(c => find(M.cohorts, c))) s.cohorts = groups;
  if (asked.cohorts === null) s.cohorts = null;
  if (M.horizons.includes(asked.years)) s.years = asked.years;
  const rate = asked.discount;
  if (typeof rate === "string" && Object.hasOwn(M.rates, rate)) s.discount = rate;
  const valued = entries(asked.value).filter(([o, n]) =>
    M.valuations.some(v => v.outcome === o && v.options.some(([name]) => name === n)));
  if (asked.value) s.value = Object.fromEntries(valued);
  for (const n of Array.isArray(asked.reset) ? asked.reset : []) delete s.column[n];
  return s;
}
const views = () => [
  ...M.perspectives.map(v => [v, `View: ${v}`]), ...M.payers.map(p => [p.name, `Only: ${p.label}`])];

/* ---- the same as a scenario script, which econ runs to the same central case ---- */
const text = x => JSON.stringify(x);
function heldInPython(from) {
  const rows = [], fixed = (n, v) => rows.push(`    ${n}=econ.Fixed(${v}),`);
  for (const [n, v] of Object.entries(S.held)) {
    const p = P.get(n);
    if (from.held[n] === v && !S.keep) continue;
    for (const q of M.parameters)
      if (p.group && q.group === p.group && q !== p) fixed(q.name, q.mean * (1 - v) / (1 - p.mean));
    if (model.varies(p, S) && p.rule === "scale" && !S.column[n])
      rows.push(`    ${n}=base[${text(n)}].distribution.scaled(${v / p.mean}),`);
    else {
      if (model.varies(p, S)) rows.push(`    # its doubt is kept on the page alone`);
      fixed(n, v);
    }
  }
  const back = [...Object.keys(from.held), ...Object.keys(from.column)]
    .filter(n => !(n in S.held) && !(n in S.column));
  for (const n of back) rows.push(`    ${n}=base[${text(n)}].distribution,`);
  return rows;
}
function script() {
  const from = settingsOf(S.scenario), verbs = [], rows = heldInPython(from);
  const begun = S.scenario ? `base.alternative(${text(S.scenario)})` : "base";
  const why = 'why="chosen on the what-if page"';
  verbs.push(rows.length ? `.vary(\n    "What if",\n    ${why},\n${rows.join("\n")}\n)`
    : `.vary("What if", ${why})`);
  const unlike = name => JSON.stringify(S[name]) !== JSON.stringify(from[name]);
  if (unlike("value")) {
    const to = o => S.value[o] ?? M.parameters[O.get(o).value].name;
    const names = Object.keys({ ...from.value, ...S.value });
    verbs.push(`.revalue(${names.map(o => `${o}=${text(to(o))}`).join(", ")})`);
  }
  const over = [];
  if (unlike("years")) over.push(`years=${S.years}`);
  if (unlike("discount")) over.push(`discount=${M.rateWords[S.discount]}`);
  if (over.length) verbs.push(`.over(${over.join(", ")})`);
  if (S.cohorts && unlike("cohorts")) verbs.push(`.only(cohorts=${text(S.cohorts)})`);
  if (unlike("view") && M.perspectives.includes(S.view)) verbs.push(`.seen_by(${text(S.view)})`);
  const payer = M.perspectives.includes(S.view) ? ""
    : `# The page looks at one payer alone: econ.net_present_value(payer=${text(S.view)})\n`;
  const read = M.begun !== "the base case"
    ? "from econ.scripts import load\n\n"
      + `# The script of ${M.begun}, of which the page was made:\nbase = load("its_name.py")`
    : `\nbase = econ.read(${text(M.workbook)})`;
  return `"""What if: chosen on the what-if page."""\n\nimport econ\n${read}\n${payer}`
    + `scenario = ${begun}${verbs.join("")}\n\nif __name__ == "__main__":\n    econ.main(scenario)\n`;
}
