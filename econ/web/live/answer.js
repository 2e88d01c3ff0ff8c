/* The answer in sentences, as econ/reports/narrative.py has them, and what was held first. */
const the = view => (view === SOCIETY ? SOCIETY
  : `the ${whose(view).replace("PSS", "personal social services")}`);
const varying = e => known(e.low) && e.high - e.low > 1e-9 * Math.max(Math.abs(e.low), Math.abs(e.high));
const largest = now => Math.max(...[now.cost, now.gain, now.net].map(e => Math.abs(e.mean ?? 0)));

/** The mean present value of some outcomes to a view. */
function meanFor(now, view, wanted = () => true) {
  const of = l => l.payers.reduce((s, x, k) => s + (inView(M, view, l.o)[k] ? x : 0), 0);
  return now.lines.filter(l => wanted(l.o)).reduce((s, l) => s + of(l), 0);
}
/** What others pay for the programme in place of a view; 0 where it pays all (C16). */
function paidByOthers(now, view) {
  const of = l => (view === SOCIETY && l.o.transfer ? 0
    : l.payers.reduce((s, x, k) => s + (inView(M, view, l.o)[k] ? 0 : x), 0));
  return now.lines.filter(l => l.o.cost && !l.o.households).reduce((s, l) => s + of(l), 0);
}

/** Who bears most of the cost, present value, where that is one payer; else nothing. */
function mostlyBorne(now) {
  const costs = now.lines.filter(l => l.o.cost);
  const spent = M.payers.map((_, k) => costs.reduce((s, l) => s + l.payers[k], 0));
  const whole = spent.reduce((s, x) => s + x, 0), most = Math.min(0, ...spent);
  const payers = spent.map((_, k) => k).filter(k => spent[k] !== 0);
  const chief = payers.filter(k => spent[k] <= most * (1 - 1e-9));
  if (chief.length !== 1 || most < whole * (1 + 1e-9)) return "";
  const name = k => M.payers[k].label.replace(/^The /, "the ");
  if (payers.length === 1) return `, all of it borne by ${name(chief[0])},`;
  const said = `, ${percent(most / whole)} of it borne by ${name(chief[0])}`;
  if (payers.length > 2) return `${said},`;
  const other = payers.find(k => k !== chief[0]);
  return `${said} and ${percent(spent[other] / whole)} by ${name(other)},`;
}
function returns(now) {
  const pm = x => money(x, largest(now)), whom = the(S.view), { cost, gain, paid } = now;
  const harm = gain.mean < 0, ends = harm ? [-gain.high, -gain.low] : [gain.low, gain.high];
  const effect = harm ? `add ${pm(-gain.mean)} to what ${whom} bears`
    : `return ${pm(gain.mean)} to ${whom}`;
  const interval = varying(gain) ? ` (95% interval ${pm(ends[0])} to ${pm(ends[1])})` : "";
  const whole = paid ? gain.mean - paid.mean : cost.mean;
  const borne = paid ? `, ${cost.mean ? pm(cost.mean) : "none"} of it borne by ${whom},`
    : mostlyBorne(now);
  const people = now.people ? ` for ${peopleIn(now.people)}` : "", less = whole < 0;
  const costs = less ? `${pm(-whole)} less than its comparator` : pm(whole);
  const spent = `over ${yearsInWords(S.years)} the programme costs ${costs} in ${M.priceYear} prices`
    + `${people}${borne}`;
  if (onlyCosts(now)) return `${spent.replace(/,$/, "")}; nothing that it may bring back is valued here.`;
  const said = `${spent} and is estimated to ${effect}${interval}`;
  return whole > 1e-9 ? `${said}: ${perPound(now, whole)}.` : `${said}.`;
}
const onlyCosts = now => now.lines.every(l => l.o.cost);
function perPound(now, outlay) {
  const gains = view => meanFor(now, view, o => !o.cost), [purse] = M.public;
  const said = `${eachPound(gains(S.view) / outlay)} for each £1`;
  if (S.view !== SOCIETY || !purse) return said;
  const whole = gains(S.view), part = gains(purse), each = eachPound(part / outlay);
  const moved = now.lines.some(l => l.o.transfer && !l.o.cost
    && l.payers.some((x, k) => x && inView(M, purse, l.o)[k]));
  const inside = !moved && Math.min(whole, 0) <= part && part <= Math.max(whole, 0);
  return inside ? `${said}, of which ${each} to the public purse`
    : `${said}; to the public purse alone${moved ? ", transfers included," : ""} it is ${each}`;
}
function cashSaid(now) {
  const [purse] = M.public, gains = purse ? now.lines.filter(l => !l.o.cost) : [];
  const worthOf = kind => gains.reduce((sum, l) => sum + l[kind].reduce((s, kept, k) => (
    inView(M, purse, l.o)[k] ? s + kept.reduce((t, x, y) => t + l.factors[y] * x, 0) : s), 0), 0);
  const whole = worthOf("years"), cash = worthOf("cash");
  if (!(whole > 0)) return "No saving to the public purse is expected to release cash.";
  if (cash <= 0)
    return "None of the saving to the public purse is marked as releasing cash: it is capacity.";
  return `${percent(cash / whole)} of the saving to the public purse releases cash.`;
}
function hadOthersPaid(now) {
  const pm = x => money(x, largest(now));
  return M.perspectives.filter(v => v !== S.view).flatMap(view => {
    const others = paidByOthers(now, view), net = meanFor(now, view);
    if (!others) return [];
    const many = whose(view).includes(" and "), it = many ? "they" : "it";
    const kept = (x, s) => `${x >= 0 ? "keep" : "lose"}${s} ${pm(Math.abs(x))}`;
    return [`${started(the(view))} ${kept(net, many ? "" : "s")}, as others pay for the programme; `
      + `had ${it} paid, ${it} would ${kept(net + others, "")}.`];
  });
}
function chance(now) {
  const { net, paid } = now;
  if (!known(net.positive)) return "Whether it pays for itself cannot be said.";
  if (onlyCosts(now))
    return net.positive ? "Given these assumptions, the chance that it costs less than its comparator is "
      + `${percent(net.positive)}.` : "So these figures say what it costs, not whether it pays.";
  const many = whose(S.view).includes(" and "), it = many ? "they" : "it", s = many ? "" : "s";
  const kept = (x, ending) => `${x >= 0 ? "keep" : "lose"}${ending} ${money(Math.abs(x))}`;
  if (paid) return `${started(the(S.view))} ${kept(net.mean, s)}, given these assumptions, and gain${s} with `
    + `a chance of ${percent(net.positive)}; had ${it} paid for the programme, ${it} would `
    + `${kept(paid.mean, "")}, and gain with a chance of ${percent(paid.positive)}.`;
  const inWords = aboutOneIn(net.positive);
  const said = inWords ? `${inWords} (${percent(net.positive)})` : percent(net.positive);
  const pm = x => money(x, largest(now));
  const ends = varying(net) ? ` (95% interval ${pm(net.low)} to ${pm(net.high)})` : "";
  return `Given these assumptions, the net is ${pm(net.mean)}${ends}, and the chance that it pays for `
    + `itself is ${said}.`;
}
/** From which share of the change on that is due to the programme it pays. */
function attribution(p, alone) {
  const { value, above, share } = turnOf(p, 0, 1);
  const which = alone ? "" : ` that ${quoted(p.label)} tells of`;
  const change = `${M.observed ? "observed" : "assumed"} change${which}`;
  if (value !== null) {
    const taken = `${percent(S.held[p.name] ?? S.column[p.name]?.[1] ?? p.mean)} is taken`;
    const sure = p.name in S.held && !model.varies(p, S);
    const far = share === 0 && !sure ? ", and so much lies beyond what is thought possible" : "";
    const least = `${above ? "at least" : "at most"} ${percent(value)}`;
    return `With all else unchanged it pays for itself if ${least} of the ${change} is due to it; ${taken}${far}.`;
  }
  return above ? `It pays for itself whatever share of the ${change} is due to it.`
    : `It would not pay for itself even if all of the ${change} were due to it.`;
}

/** Every sentence: [kind, words]; the first says what was changed. */
function sentences(now, before) {
  const used = usedNow(), list = changes(), named = scenarioNow();
  const told = list.map(c => c.told).filter(Boolean);
  const more = told.length > 3 ? [`${told.length - 2} more changes, listed below`] : [];
  const held = named ? `Under the scenario ${quoted(named)}, `
    : told.length ? `With ${listed([...told.slice(0, more.length ? 2 : 3), ...more])}, ` : "";
  const turning = M.attributions.map(i => M.parameters[i]).filter(p => used.has(p.name));
  const out = [held + (held ? returns(now) : started(returns(now))), cashSaid(now), ...hadOthersPaid(now),
    chance(now), ...turning.map(p => attribution(p, turning.length === 1))].map(s => ["lead", s]);
  if (list.length) {
    const by = now.net.mean - before.net.mean, pm = x => money(x, largest(now));
    const seen = S.view === M.view ? "" : " in the same view", side = by > 0 ? "better" : "worse";
    const than = `${M.begun}${seen}, whose net is ${pm(before.net.mean)}`;
    const shown = pm(now.net.mean), alike = shown === pm(before.net.mean);
    out.push(["note", Math.abs(by) < 0.5 ? `The net is that of ${than}.`
      : alike ? `The net is ${shown}, as in ${M.begun}${seen} to the figures shown: ${pm(Math.abs(by))} ${side}.`
      : `The net is ${pm(now.net.mean)}, which is ${pm(Math.abs(by))} ${side} than ${than}.`]);
  }
  const sure = withoutDoubt().map(p => quoted(p.label));
  if (sure.length) out.push(["note", `The interval and the chance leave out our doubt about ${listed(sure)}, `
    + `which ${sure.length > 1 ? "are" : "is"} held as if known.`]);
  return out;
}

/* Where a number alone would turn the answer: the central case, as econ's switching values are. */
const central = makeModel({ ...M, n: 0 }, columns.map(c => c.slice(0, 1)));
function turnOf(p, low = p.low, high = p.high) {
  const apart = ([n]) => !p.group || P.get(n).group !== p.group;
  const held = Object.fromEntries(Object.entries(S.held).filter(apart));
  const at = v => central.evaluate({ ...S, keep: false, held: { ...held, [p.name]: v } }, false).net[0];
  const STEPS = 12;
  let a = low, atA = at(a);
  for (let k = 1; k <= STEPS; k++) {
    const b = low + (high - low) * k / STEPS, atB = at(b);
    if (atA * atB < 0) {
      const above = atB > 0, value = root(at, a, atA, b, atB);
      const column = S.column[p.name]?.[0] ?? p.column;
      const drawn = column === undefined ? null : columns[column].slice(1);
      const beyond = x => (above ? x > value : x < value);
      const share = drawn && drawn.filter(beyond).length / drawn.length;
      return { value, above, share };
    }
    [a, atA] = [b, atB];
  }
  return { value: null, above: atA > 0 };
}
/** Where a function turns between two places: false position, with the Illinois step. */
function root(at, a, atA, b, atB) {
  const near = 1e-14 * Math.max(Math.abs(a), Math.abs(b)), size = Math.abs(atB - atA);
  for (let k = 0, side = 0; k < 80 && Math.abs(b - a) > near; k++) {
    const x = (a * atB - b * atA) / (atB - atA), there = at(x);
    if (there === 0) return x;
    if (there * atB > 0) {
      [b, atB] = [x, there];
      if (side === 1) atA /= 2;
      side = 1;
    } else {
      [a, atA] = [x, there];
      if (side === -1) atB /= 2;
      side = -1;
    }
    if (Math.abs(there) < 1e-14 * size) return x;
  }
  return (a + b) / 2;
}
