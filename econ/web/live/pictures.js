/* Pictures in plain SVG, made of elements and text nodes alone: no markup is ever parsed. */
function element(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "string" || made instanceof SVGElement) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}
const svg = (tag, attributes, ...children) =>
  element(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
const html = (tag, attributes = {}, ...children) =>
  element(document.createElement(tag), attributes, children);
const written = (x, y, said, anchor = "middle", look = "") =>
  svg("text", { x, y, "text-anchor": anchor, class: look }, said);
const line = (x1, y1, x2, y2, look) => svg("line", { x1, y1, x2, y2, class: look });
const picture = (W, H, label, parts) =>
  svg("svg", { viewBox: `0 0 ${W} ${H}`, width: W, height: H, role: "img", "aria-label": label },
    ...parts);

/** Round steps that cover a range. */
function ticks(low, high, most) {
  const raw = (high - low) / most, ten = 10 ** Math.floor(Math.log10(raw));
  const step = ten * [1, 2, 2.5, 5, 10].find(k => k * ten >= raw * 0.999);
  const out = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high * (1 + 1e-9) + 1e-9; k++)
    out.push(k * step);
  return out;
}

/** Ends of the axis: they hold both distributions, and stay where they are unless they must move. */
const span = { low: 0, high: 0 };
function reach(now, before) {
  const at = (e, q) => e.sorted[Math.floor(q * (e.sorted.length - 1))] ?? 0;
  const low = Math.min(at(now, 0.004), at(before, 0.004), 0);
  const high = Math.max(at(now, 0.996), at(before, 0.996), 0), wide = (high - low) || 1;
  const fits = span.low <= low && span.high >= high && span.high - span.low < 2.2 * wide;
  if (!fits) Object.assign(span, { low: low - 0.06 * wide, high: high + 0.06 * wide });
  return span;
}

function intervalBar(low, high, y, look) {
  return svg("path", { d: `M${low} ${y - 5}v10M${low} ${y}H${high}M${high} ${y - 5}v10`, class: look });
}

/** How the net is distributed: columns now, the answer as it was run as an outline before them. */
function distribution(now, before, W, changed) {
  const H = W < 460 ? 210 : 236, left = 8, right = W - 8, top = 30, bottom = H - 62;
  const { low, high } = reach(now, before), narrow = W < 460;
  const x = v => left + (v - low) / (high - low) * (right - left);
  const width = (high - low) / (narrow ? 34 : 48);
  // The edge of a bin lies at 0, so that no column mixes gain and loss.
  const lowest = Math.floor(low / width), count = Math.ceil(high / width) - lowest;
  const heights = sorted => {
    const h = new Float64Array(count);
    for (const v of sorted) h[within(Math.floor(v / width) - lowest, 0, count - 1)]++;
    return h.map(n => n / sorted.length);
  };
  const a = heights(now.sorted), b = heights(before.sorted), most = Math.max(...a, ...b);
  const y = h => bottom - h / most * (bottom - top);
  const edge = k => within(x((k + lowest) * width), left, right);
  const marks = ticks(low, high, narrow ? 4 : 7), named = axisMoney(marks);
  const parts = marks.map(t => line(x(t), top, x(t), bottom, "grid"));
  a.forEach((h, k) => {
    if (h) parts.push(svg("rect", { x: edge(k) + 0.5, y: y(h), height: bottom - y(h),
      width: Math.max(edge(k + 1) - edge(k) - 1, 0.5), class: k + lowest >= 0 ? "gain" : "loss" }));
  });
  if (changed) {
    let d = `M${edge(0)} ${bottom}`;
    b.forEach((h, k) => { d += `V${y(h)}H${edge(k + 1)}`; });
    parts.push(svg("path", { d: `${d}V${bottom}`, class: "ghost" }));
  }
  const zero = x(0), pays = percent(now.positive), lose = percent(1 - now.positive);
  parts.push(line(left, bottom, right, bottom, "axis"), line(zero, top - 18, zero, bottom, "zero"));
  const side = (said, room, at, anchor, look) => {
    const fitting = said.find(text => text.length * 7.4 < room);
    if (fitting) parts.push(written(at, top - 8, fitting, anchor, look));
  };
  side([`${lose} of draws lose`, `${lose} lose`], zero - 6, zero - 6, "end", "lost");
  side([`${pays} of draws gain`, `${pays} gain`], W - zero - 6, zero + 6, "start", "gained");
  marks.forEach((t, k) => {
    if (x(t) > 28 && x(t) < W - 28) parts.push(written(x(t), bottom + 16, named[k]));
  });
  const by = bottom + 32, mean = within(x(now.mean), left, right);
  parts.push(intervalBar(Math.max(x(now.low), left), Math.min(x(now.high), right), by, "interval"));
  parts.push(svg("circle", { cx: mean, cy: by, r: 4.5, class: "mean" }));
  const from = narrow ? "" : " from";
  const said = `mean ${money(now.mean)}, 95%${from} ${money(now.low)} to ${money(now.high)}`;
  const room = narrow ? 0.5 : 0.36;
  parts.push(written(within(mean, W * room, W * (1 - room)), by + 20, said, "middle", "strong"));
  const label = `How the net present value is distributed: ${said}; above £0 in ${pays} of draws.`;
  return picture(W, H, label, parts);
}

/** The interval at a glance, for the bar that stays in sight. */
function strip(now, before, W) {
  const H = 26, { low, high } = span;
  const x = v => 4 + (within(v, low, high) - low) / (high - low || 1) * (W - 8);
  const zero = written(Math.min(x(0) + 4, W - 18), 9, "£0", "start", "at-zero");
  return svg("svg", { viewBox: `0 0 ${W} ${H}`, width: W, height: H, "aria-hidden": "true" },
    line(x(0), 1, x(0), H - 1, "s-zero"), line(x(before.mean), 7, x(before.mean), H - 7, "s-before"),
    line(x(now.low), H / 2, x(now.high), H / 2, "s-range"),
    svg("circle", { cx: x(now.mean), cy: H / 2, r: 6, class: "s-mean" }), zero);
}

const MOST_LINES = 14;
/** From cost to net, outcome by outcome, in an order that moving a number does not change. */
function waterfall(lines, net, W, order) {
  const narrow = W < 460, row = narrow ? 40 : 27, most = Math.max(...order.map(o => Math.abs(o.mean)));
  const left = narrow ? 6 : Math.min(286, W * 0.42), right = W - (narrow ? 70 : 84);
  let level = 0, low = Math.min(0, net.low), high = Math.max(0, net.high);
  const steps = [], step = (label, amount) => {
    steps.push({ label, from: level, to: level + amount, look: amount < 0 ? "loss" : "gain", amount });
    level += amount;
    low = Math.min(low, level);
    high = Math.max(high, level);
  };
  const now = new Map(lines.map(l => [l.o.name, l]));
  // What is nothing now, and was nothing, has no line; the smallest of many share one.
  const told = order.filter(o => now.has(o.name) && (o.mean !== 0 || now.get(o.name).mean !== 0));
  const least = told.map(o => Math.abs(o.mean)).sort((a, b) => b - a)[MOST_LINES - 1] ?? 0;
  const large = told.length > MOST_LINES + 1 ? told.filter(o => Math.abs(o.mean) > least) : told;
  const small = told.filter(o => !large.includes(o));
  for (const { name } of large) step(now.get(name).o.label, now.get(name).mean);
  if (small.length)
    step(`${small.length} smaller outcomes`, small.reduce((sum, o) => sum + now.get(o.name).mean, 0));
  steps.push({ label: "Net present value", from: 0, to: level, look: "net", amount: level });
  const H = steps.length * row + 30, x = v => left + (v - low) / (high - low || 1) * (right - left);
  const marks = ticks(low, high, narrow ? 4 : 5), named = axisMoney(marks), parts = [];
  marks.forEach((t, k) => parts.push(line(x(t), 0, x(t), H - 22, t === 0 ? "zero" : "grid"),
    written(within(x(t), 16, W - 16), H - 7, named[k])));
  steps.forEach((s, k) => {
    const y = k * row, top = narrow ? y + 18 : y + 5, bold = s.look === "net" ? "strong" : "";
    const a = Math.min(x(s.from), x(s.to)), b = Math.max(x(s.from), x(s.to));
    const room = Math.floor((narrow ? W : left - 10) / 6.3);
    const cut = s.label.length > room ? `${s.label.slice(0, room - 1).trimEnd()}…` : s.label;
    parts.push(narrow ? written(left, y + 13, cut, "start", bold)
      : written(left - 10, y + 18, cut, "end", bold));
    parts.at(-1).prepend(svg("title", {}, s.label));
    parts.push(svg("rect", { x: a, y: top, width: Math.max(b - a, 1), height: 17, class: s.look }));
    if (k < steps.length - 2) parts.push(line(x(s.to), top + 17, x(s.to), top + row, "join"));
    if (bold) for (const look of ["interval halo", "interval"])
      parts.push(intervalBar(x(net.low), x(net.high), top + 8.5, look));
    const end = bold ? Math.max(b, x(net.high)) : b;
    parts.push(written(Math.min(end + 6, W - 72), top + 13, money(s.amount, most), "start", bold));
  });
  const label = steps.map(s => `${s.label} ${money(s.amount, most)}`).join("; ");
  return picture(W, H, `From cost to net. ${label}.`, parts);
}

/** Words whose negative amounts do not part from their sign at the end of a line. */
function rich(said) {
  return said.split(/(\u2212£?[\d.,]*\d[m%]?)/).map((part, k) =>
    (k % 2 ? html("span", { class: "whole" }, part) : part));
}

/** A table that a screen reader can follow and a phone can scroll. */
function table(caption, heads, rows, isTotal = () => false) {
  const top = heads.map(h => (h ? html("th", { scope: "col" }, h) : html("td")));
  const body = rows.map((cells, i) => html("tr", isTotal(i) ? { class: "total" } : {},
    ...cells.map((said, k) => (k ? html("td", {}, ...rich(said)) : html("th", { scope: "row" }, said)))));
  return html("div", { class: "wide", role: "region", tabindex: "0", "aria-label": caption },
    html("table", {}, html("caption", {}, html("span", {}, caption)),
      html("thead", {}, html("tr", {}, ...top)), html("tbody", {}, ...body)));
}
