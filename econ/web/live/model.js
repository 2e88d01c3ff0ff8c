"use strict";
/* The equation, for every draw at once: econ/model/equation.py as a browser reads it.

   A value is a number, or a Float64Array whose row 0 is the central case and whose draws follow.
   A member of a chain is a name (its place among the parameters), a number ([12]), or parts with
   the signs between them ({p: [...], s: "*-"}). Shares and cells of tables are members as well. */

const isMany = x => typeof x !== "number";

/** Arrays that are used again at each evaluation, so that dragging makes no rubbish. */
function pool(rows) {
  const all = [];
  let used = 0;
  return {
    mark: () => used,
    release(mark) { used = mark; },
    take() {
      if (used === all.length) all.push(new Float64Array(rows));
      return all[used++];
    },
  };
}

function times(a, b, room) {
  if (!isMany(a) && !isMany(b)) return a * b;
  if (!isMany(b)) [a, b] = [b, a];
  if (a === 0) return 0;  // what is counted 0 times costs no time
  if (a === 1) return b;
  const out = room.take(), n = out.length;
  if (isMany(a)) for (let i = 0; i < n; i++) out[i] = a[i] * b[i];
  else for (let i = 0; i < n; i++) out[i] = a * b[i];
  return out;
}

function plus(a, b, sign, room) {
  if (!isMany(a) && !isMany(b)) return a + sign * b;
  const out = room.take(), n = out.length;
  if (isMany(a) && isMany(b)) for (let i = 0; i < n; i++) out[i] = a[i] + sign * b[i];
  else if (isMany(a)) for (let i = 0; i < n; i++) out[i] = a[i] + sign * b;
  else for (let i = 0; i < n; i++) out[i] = a + sign * b[i];
  return out;
}

/** A quotient; it is not a number where it divides by 0. */
function over(a, b, room) {
  const ratio = (x, y) => (y === 0 ? NaN : x / y);
  if (!isMany(a) && !isMany(b)) return ratio(a, b);
  const out = room.take(), n = out.length, many = isMany(a);
  if (isMany(b)) for (let i = 0; i < n; i++) out[i] = ratio(many ? a[i] : a, b[i]);
  else for (let i = 0; i < n; i++) out[i] = ratio(a[i], b);
  return out;
}

const JOINS = {
  "+": (a, b, room) => plus(a, b, 1, room),
  "-": (a, b, room) => plus(a, b, -1, room),
  "*": times,
  "/": over,
};

/** What a member comes to, of what stands for each name. */
function worth(member, of, room) {
  if (typeof member === "number") return of(member);
  if (Array.isArray(member)) return member[0];
  let made = worth(member.p[0], of, room);
  for (let k = 1; k < member.p.length; k++)
    made = JOINS[member.s[k - 1]](made, worth(member.p[k], of, room), room);
  return made;
}

function namesIn(member) {
  if (typeof member === "number") return [member];
  return Array.isArray(member) ? [] : member.p.flatMap(namesIn);
}

/** What is multiplied and divided, with the sign before each; a sum is one factor. */
function factorsOf(member) {
  if (typeof member !== "number" && !Array.isArray(member) && !/[+-]/.test(member.s))
    return member.p.map((part, k) => [k ? member.s[k - 1] : "*", part]);
  return [["*", member]];
}

/** The mean over the draws of a product; where there are none, the central case. */
function meanOfProduct(a, b, rows) {
  if (!isMany(a) && !isMany(b)) return a * b;
  if (!isMany(a)) [a, b] = [b, a];
  if (rows === 1) return a[0] * (isMany(b) ? b[0] : b);
  let sum = 0;
  if (isMany(b)) for (let i = 1; i < rows; i++) sum += a[i] * b[i];
  else {
    for (let i = 1; i < rows; i++) sum += a[i];
    sum *= b;
  }
  return sum / (rows - 1);
}

function eachRow(xs, f) {
  const many = xs.find(isMany);
  if (!many) return f(...xs);
  const out = new Float64Array(many.length), row = xs.slice();
  for (let i = 0; i < out.length; i++) {
    for (let k = 0; k < xs.length; k++) if (isMany(xs[k])) row[k] = xs[k][i];
    out[i] = f(...row);
  }
  return out;
}

/* Time profiles, as econ/model/profiles.py has them, with its series for small rates. */
const SMALL_RATE = 0.01, NEARLY_EQUAL = 1e-5;
const survival = a => (a === 0 ? 1 : -Math.expm1(-a) / a);
const meanTime = a => (Math.abs(a) < SMALL_RATE
  ? 1 / 2 - a / 3 + a ** 2 / 8 - a ** 3 / 30 + a ** 4 / 144
  : (1 - Math.exp(-a) * (1 + a)) / a ** 2);
const ramp = a => (Math.abs(a) < SMALL_RATE
  ? 1 / 2 - a / 6 + a ** 2 / 24 - a ** 3 / 120 + a ** 4 / 720 - a ** 5 / 5040
  : (a + Math.expm1(-a)) / a ** 2);
const rampSlope = a => (Math.abs(a) < SMALL_RATE
  ? 1 / 6 - a / 12 + a ** 2 / 40 - a ** 3 / 180 + a ** 4 / 1008 - a ** 5 / 6720
  : (2 * (a + Math.expm1(-a)) + a * Math.expm1(-a)) / a ** 3);

/** How the people of one year start: evenly through its last `window` (0: at its beginning). */
function starter(window, support) {
  const spread = a => survival(a * window), spreadSlope = a => window * meanTime(a * window);
  const during = (a, y) => {
    if (!window) return Math.exp(-a * y) * survival(a);
    if (y === 0) return window * ramp(a * window);
    return Math.exp(-a * (y - 1)) * survival(a) * spread(a);
  };
  const slopeDuring = (a, y) => {
    if (!window) return Math.exp(-a * y) * (y * survival(a) + meanTime(a));
    if (y === 0) return window ** 2 * rampSlope(a * window);
    const there = ((y - 1) * survival(a) + meanTime(a)) * spread(a) + survival(a) * spreadSlope(a);
    return Math.exp(-a * (y - 1)) * there;
  };
  const at = (a, k) => (window ? Math.exp(-a * (k - 1)) * spread(a) : Math.exp(-a * k));
  const slopeAt = (a, k) => (window
    ? Math.exp(-a * (k - 1)) * ((k - 1) * spread(a) + spreadSlope(a)) : k * Math.exp(-a * k));
  const between = (mean, slope, l, d, y) => (Math.abs(d - l) < NEARLY_EQUAL
    ? slope((l + d) / 2, y) : (mean(l, y) - mean(d, y)) / (d - l));
  const there = y => support === null || y < support;
  const involved = (y, l) => (there(y) ? during(l, y) : 0);
  const after = (y, l, d) => {  // carried on by those who left before support ended, and then
    if (!support) return 0;
    const held = at(l, support) + l * between(at, slopeAt, l, d, support);
    return held * Math.exp(-d * Math.max(y - support, 0)) * survival(d);
  };
  const fading = (y, l, kept, d) => {
    const carried = there(y) ? l * between(during, slopeDuring, l, d, y) : after(y, l, d);
    return involved(y, l) + kept * carried;
  };
  const rising = (y, rise, d) => (support === 0 ? 0 : during(d, y) - during(rise + d, y));
  const ofYears = (ages, room) => {  // a year of the calendar holds parts of two years of age
    if (!window) return ages;
    const gone = 1 - window / 2;
    return ages.map((now, y) => plus(
      times(1 - gone, now, room), times(gone, y ? ages[y - 1] : 0, room), 1, room));
  };
  return { involved, fading, rising, ofYears };
}

function byAge(profile, xs, cells, years, start, room) {
  const ages = Array.from({ length: years }, (_, y) => y);
  const after = profile.after === "last" ? cells.at(-1) : 0;
  switch (profile.kind) {
    case "first year": return start.ofYears(ages.map(y => (y ? 0 : 1)), room);
    case "every year": return start.ofYears(ages.map(() => 1), room);
    case "table": return start.ofYears(ages.map(y => cells[y] ?? after), room);
    case "retained":
      return start.ofYears(ages.map(y => eachRow(xs, kept => kept ** y)), room);
    case "involved": return ages.map(y => eachRow(xs, l => start.involved(y, l)));
    case "involved then fading":
      return ages.map(y => eachRow(xs, (l, kept, d) => start.fading(y, l, kept, d)));
    case "rising then fading":
      return ages.map(y => eachRow(xs, (rise, d) => start.rising(y, rise, d)));
    default: throw new Error(`no profile of the kind ${profile.kind}`);
  }
}

/** A profile by calendar year: each year's starters follow it from the year in which they start. */
function byYear(profile, xs, cells, years, starting, intake, room) {
  if (profile.clock === "calendar")
    return byAge(profile, xs, cells, years, starter(0, null), room);
  const total = new Array(years).fill(0);
  let begun = false;
  intake.slice(0, years).forEach((share, from) => {
    if (share === 0) return;
    const window = !starting.evenly ? 0 : begun ? 1 : 1 - starting.first;
    const left = starting.support === null ? null : Math.max(starting.support - from, 0);
    const ages = byAge(profile, xs, cells, years, starter(window, left), room);
    for (let y = from; y < years; y++)
      total[y] = plus(total[y], times(share, ages[y - from], room), 1, room);
    begun = true;
  });
  return total;
}

function discountFactors(steps, years) {
  const out = [1];
  for (let y = 1; y < years; y++)
    out.push(out[y - 1] * (1 / (1 + (steps.find(s => y <= s[0]) ?? steps.at(-1))[1])));
  return out;
}

/** Draws moved so that their mean is the one asked for, their doubt kept; null where none can be. */
function moved(p, drawn, mean, target) {
  const n = drawn.length, out = new Float64Array(n);
  if (p.rule === "scale") {
    if (!(target > 0 && mean > 0)) return null;
    for (let i = 0; i < n; i++) out[i] = drawn[i] * (target / mean);
  } else if (p.rule === "odds") {
    let some = 0, sum = 0;
    for (let i = 1; i < n; i++) { some += drawn[i] > 0; sum += drawn[i]; }
    const goal = target * (sum / (n - 1)) / mean;
    if (!(goal > 0 && goal < 0.995 * some / (n - 1))) return null;
    const tilt = (x, k) => k * x / (1 - x + k * x);
    let low = 1e-12, high = 1e12;
    for (let step = 0; step < 70; step++) {
      const k = Math.sqrt(low * high);
      let total = 0;
      for (let i = 1; i < n; i++) total += tilt(drawn[i], k);
      if (total / (n - 1) < goal) low = k; else high = k;
    }
    for (let i = 0; i < n; i++) out[i] = tilt(drawn[i], low);
  } else {  // an effect is shifted; where it may not exist, what is none stays none
    const by = (target - mean) / (1 - p.none);
    for (let i = 0; i < n; i++) out[i] = p.none && drawn[i] === 0 ? 0 : drawn[i] + by;
  }
  out[0] = target;
  return out;
}

/** The model of a page: its declaration and its draws. */
function makeModel(M, columns) {
  const rows = M.n + 1, room = pool(rows), kept = new Map(), lasting = new Map();
  const place = new Map(M.parameters.map((p, i) => [p.name, i]));

  /** The draws of a number as a scenario has them, or its value where it is certain. */
  const own = (p, S) => S.column[p.name]?.[0] ?? p.column;
  const meanOf = (p, S) => S.column[p.name]?.[1] ?? p.mean;
  function asMoved(p, S) {
    const value = S.held[p.name], c = own(p, S);
    if (!S.keep || c === undefined) return value;
    const key = `${p.name} ${c} ${value}`;
    if (!kept.has(key)) {
      if (kept.size > 60) kept.clear();
      kept.set(key, moved(p, columns[c], meanOf(p, S), value) ?? value);
    }
    return kept.get(key);
  }

  /** Whether a number that was moved varies still. */
  const varies = (p, S) => isMany(asMoved(p, S));

  function evaluate(S, full = true) {
    room.release(0);
    const years = S.years;
    const cohorts = M.cohorts.filter(c => !S.cohorts || S.cohorts.includes(c.name));
    const isMade = p => p.formula !== undefined && !(p.name in S.held) && !S.column[p.name];
    const whole = [], differs = [], local = cohorts.map(() => []);

    const free = p => {  // one share of a whole moved: the others keep their proportions
      const drawn = own(p, S) === undefined ? meanOf(p, S) : columns[own(p, S)];
      const other = p.group && M.parameters.find(q => q.group === p.group && q.name in S.held);
      if (!other) return drawn;
      const was = own(other, S) === undefined ? other.mean : columns[own(other, S)];
      return eachRow([drawn, was, asMoved(other, S)], (x, a, b) => x * (1 - b) / (1 - a));
    };
    function value(i) {
      const p = M.parameters[i];
      return whole[i] ??= p.name in S.held ? asMoved(p, S)
        : isMade(p) ? worth(p.formula, value, room) : free(p);
    }
    const isLocal = i => differs[i] ??= isMade(M.parameters[i])
      ? namesIn(M.parameters[i].formula).some(isLocal)
      : cohorts.some(c => c.relative[i] !== undefined);
    const inGroup = c => function of(i) {
      if (!isLocal(i)) return value(i);
      const p = M.parameters[i];
      const { relative, own: alone } = cohorts[c], its = () => worth(relative[i], value, room);
      return local[c][i] ??= isMade(p) ? worth(p.formula, of, room)
        : alone.includes(i) ? its() : times(its(), value(i), room);
    };
    const inCohort = cohorts.map((_, c) => inGroup(c));
    // All that formulas make comes first, so that what is made for one outcome may be let go.
    M.parameters.forEach((p, i) => {
      if (!isMade(p)) return;
      value(i);
      if (isLocal(i)) inCohort.forEach(of => of(i));
    });
    M.parameters.forEach((_, i) => { if (isLocal(i)) inCohort.forEach(of => of(i)); });

    function timing(o) {
      const name = S.profile[o.name] ?? o.profile, profile = M.profiles[name];
      const rate = o.discount ?? S.discount, starting = S.starting ?? M.starting;
      const key = [name, rate, o.growth, years, JSON.stringify(starting)].join("|");
      const listed = [...profile.table, ...starting.shares].flatMap(namesIn);
      const numbers = [...profile.parameters, ...listed];
      const xs = numbers.map(value), old = lasting.get(key);
      const steady = !numbers.some(i => isMade(M.parameters[i]));  // else the array is used again
      if (old && steady && xs.every((x, k) => x === old.xs[k])) return old;
      if (lasting.size > 40) lasting.clear();
      const mine = pool(rows), of = member => worth(member, value, mine);
      const cells = profile.table.map(of), intake = starting.shares.map(of);
      const T = byYear(profile, profile.parameters.map(value), cells, years, starting, intake, mine)
        .map((t, y) => times((1 + o.growth) ** y, t, mine));
      const factors = discountFactors(M.rates[rate], years);
      const pv = T.reduce((sum, t, y) => plus(sum, times(factors[y], t, mine), 1, mine), 0);
      lasting.set(key, { xs, T, pv, factors });
      return lasting.get(key);
    }

    /** A full year's money of an outcome, of all cohorts together. */
    function amount(o) {
      let common = o.cost ? -1 : 1;
      const unit = S.value[o.name] ? place.get(S.value[o.name]) : o.value, apart = [];
      for (const [sign, member] of [["*", unit], ...factorsOf(o.quantity)])
        if (namesIn(member).some(isLocal)) apart.push([sign, member]);
        else common = JOINS[sign](common, worth(member, value, room), room);
      if (!apart.length) return times(common, cohorts.length, room);
      const each = cohorts.map((_, c) => {
        const parts = apart.map(([sign, member]) => [sign, worth(member, inCohort[c], room)]);
        return parts.reduce((x, [sign, part]) => JOINS[sign](x, part, room), 1);
      });
      return times(common, each.reduce((sum, x) => plus(sum, x, 1, room)), room);
    }

    const sums = { net: room.take(), cost: room.take(), gain: room.take(), paid: room.take() };
    Object.values(sums).forEach(x => x.fill(0));
    const add = (to, x, sign) => {
      if (x === 0) return;
      if (isMany(x)) for (let i = 0; i < rows; i++) to[i] += sign * x[i];
      else for (let i = 0; i < rows; i++) to[i] += sign * x;
    };
    const lines = [];
    let others = false;  // whether payers outside the view bear some of the cost (C16)
    for (const o of M.outcomes) {
      if (S.outcomes && !S.outcomes.includes(o.name)) continue;
      const mark = room.mark(), money = amount(o), { T, pv, factors } = timing(o);
      const shares = (S.shares[o.name] ?? o.shares).map(s => worth(s, value, room));
      const seen = inView(M, S.view, o), all = times(money, pv, room);
      const held = wanted => shares.reduce(
        (s, x, k) => (seen[k] === wanted ? plus(s, x, 1, room) : s), 0);
      const share = held(true);
      const mine = times(share, all, room);
      add(sums.net, mine, 1);
      add(o.cost ? sums.cost : sums.gain, mine, o.cost ? -1 : 1);
      const bought = o.cost && !o.households && !(o.transfer && S.view === SOCIETY);
      const left = bought ? times(held(false), all, room) : 0;
      others ||= meanOfProduct(left, 1, rows) !== 0;
      add(sums.paid, mine, 1);
      add(sums.paid, left, 1);
      const means = full ? T.map(t => meanOfProduct(money, t, rows)) : [];
      const [cash, delay] = [o.cash, o.delay].map(x => worth(x, value, room));
      const begun = T.map((_, y) => eachRow([cash, delay], (c, d) => c * within(y + 1 - d, 0, 1)));
      const yearly = (s, of = T.map(() => 1)) => means.map((x, y) => (isMany(s) || isMany(of[y])
        ? meanOfProduct(times(times(s, of[y], room), money, room), T[y], rows) : s * of[y] * x));
      lines.push({
        o, factors,
        mean: meanOfProduct(share, all, rows),
        payers: shares.map(s => meanOfProduct(s, all, rows)),
        years: full ? shares.map(s => yearly(s)) : [],
        cash: full ? shares.map(s => yearly(s, begun)) : [],
      });
      room.release(mark);
    }
    const people = M.people === null ? null
      : inCohort.reduce((sum, of) => sum + first(of(M.people)), 0);
    return { ...sums, paid: others ? sums.paid : null, lines, people };
  }
  return { evaluate, varies, rows };
}

const within = (x, low, high) => Math.min(Math.max(x, low), high);
const first = x => (isMany(x) ? x[0] : x);

const SOCIETY = "society";
/** Which payers' money counts in a view: to society a transfer is nothing. */
function inView(M, view, o) {
  if (view === SOCIETY && o.transfer) return M.payers.map(() => false);
  return M.payers.map(p => p.name === view || p.views.includes(view));
}

/** Central case, mean, 95% interval and share of draws above 0, as econ/model/estimates.py. */
function estimate(x) {
  const sorted = x.slice(1).sort(), n = sorted.length;  // what is not a number comes last
  if (n < 1 || Number.isNaN(sorted[n - 1]))
    return { central: x[0], mean: null, low: null, high: null, positive: null, sorted: [] };
  let sum = 0, above = 0;
  for (let i = 0; i < n; i++) { sum += sorted[i]; above += sorted[i] > 0; }
  const at = q => {
    const to = q * (n - 1), low = Math.floor(to), high = Math.min(low + 1, n - 1);
    return sorted[low] + (to - low) * (sorted[high] - sorted[low]);
  };
  const ends = { low: at(0.025), high: at(0.975) };
  return { central: x[0], mean: sum / n, ...ends, positive: above / n, sorted };
}

/** Columns of draws from base64, little-endian and 32 bits wide; row 0 is the central case. */
function unpack(text, M) {
  const raw = atob(text), bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  const seen = new DataView(bytes.buffer);
  return M.central.map((mean, c) => {
    const column = new Float64Array(M.n + 1);
    column[0] = mean;
    for (let i = 0; i < M.n; i++) column[i + 1] = seen.getFloat32((c * M.n + i) * 4, true);
    return column;
  });
}
