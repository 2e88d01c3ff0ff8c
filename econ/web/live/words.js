/* Numbers as people read them: econ/words.py, halves rounded to even as Python does. */
const MINUS = "\u2212", NONE = "n/a", MILLION = 999500, TENTH = 99500;
const SMALL = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const known = x => x !== null && Number.isFinite(x);

/** So many decimals, with commas between thousands. */
function decimals(x, d) {
  const size = Math.abs(x), halves = size * 2 ** (d + 1);
  let text = size.toFixed(d);
  if (Number.isInteger(halves) && halves % 2 === 1 && size * 10 ** d % 1 === 0.5) {
    const down = Math.floor(size * 10 ** d);  // exactly half: toFixed would go up
    text = ((down % 2 ? down + 1 : down) / 10 ** d).toFixed(d);
  }
  const [whole, part] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part ? `${grouped}.${part}` : grouped;
}
const signed = (x, text) => (/[1-9]/.test(text) ? `${x < 0 ? MINUS : ""}£${text}` : "£0");
const pounds = (x, d, letter) => signed(x, `${decimals(x, d)}${letter}`);

/** An amount to two or three figures; in millions where it stands beside them. */
function money(x, beside = 0) {
  if (!known(x)) return NONE;
  const size = Math.abs(x);
  if (size >= MILLION || (size >= TENTH && beside >= MILLION))
    return pounds(x / 1e6, size < 99.5e6 ? 1 : 0, "m");
  const k = 10 ** Math.max(Math.floor(Math.log10(Math.max(size, 1))) - 2, 0);
  return pounds(k === 1 ? x : nearest(size / k) * k * Math.sign(x), 0, "");
}
function nearest(x) {
  const down = Math.floor(x), rest = x - down;
  return rest > 0.5 || (rest === 0.5 && down % 2) ? down + 1 : down;
}
const exactMoney = x => (known(x) ? pounds(x, 0, "") : NONE);
function percent(x) {
  if (!known(x)) return NONE;
  const share = Number(x.toFixed(12));
  if (share > 0 && share < 0.005) return "under 1%";
  if (share >= 0.995 && share < 1) return "over 99%";
  const text = `${decimals(share * 100, 0).replaceAll(",", "")}%`;
  return share < 0 && text !== "0%" ? MINUS + text : text;
}
/** A chance as people say it: the plainest of so many in so many that comes nearest. */
function aboutOneIn(chance) {
  if (!known(chance) || chance < 0.005 || chance >= 0.995) return "";
  const rare = Math.min(chance, 1 - chance);
  if (rare < 0.07) {
    const many = rare < 0.05 ? nearest(1 / rare / 10) * 10 : nearest(1 / rare);
    return `about ${rare === chance ? 1 : many - 1} in ${many}`;
  }
  let best = null;
  for (let of = 2; of <= 10; of++)
    for (let top = 1; top < of; top++) {
      const gap = Number(Math.abs(top / of - chance).toFixed(2));
      if (best === null || gap < best[0]) best = [gap, top, of];
    }
  return `about ${best[1]} in ${best[2]}`;
}
function eachPound(ratio) {
  if (!known(ratio)) return NONE;
  const sign = ratio < -0.005 ? MINUS : "", size = Math.abs(ratio);
  return sign + (size >= 0.995 ? `£${decimals(size, 2)}` : `${decimals(size * 100, 0)}p`);
}
function plain(size) {
  if (size >= 1000) return decimals(size, 0);
  return size.toFixed(6).replace(/\.?0+$/, "") || "0";
}
/** A number in its unit, to three figures; a share to a tenth of a percent, as it is set here. */
function figure(x, p) {
  if (!known(x)) return NONE;
  if (p.unit.split(" ", 1)[0] === "GBP")
    return Math.abs(x) > 0 && Math.abs(x) < 1000 ? pounds(x, 2, "") : money(x);
  const size = p.share ? Math.abs(x) * 100 : Math.abs(x);
  const text = plain(Number(size.toPrecision(3))) + (p.share ? "%" : "");
  return x < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}
/** The same with what it counts, where the figure does not say so already. */
function inUnit(x, p) {
  const counted = p.share || p.unit === "indicator" ? "" : p.unit.replace(/^GBP/, "").trim();
  return `${figure(x, p)} ${counted}`.trim();
}
function howLong(years) {
  const [span, unit] = years >= 0.95 ? [years, "year"] : [12 * years, "month"];
  const said = plain(Number(span.toPrecision(2)));
  return `${said} ${unit}${said === "1" ? "" : "s"}`;
}
const peopleIn = n => (n === 1 ? "1 person" : `${decimals(n, 0)} people`);
const yearsInWords = n => `${SMALL[n - 1] ?? n} ${n === 1 ? "year" : "years"}`;
const listed = xs => (xs.length < 2 ? xs.join("") : `${xs.slice(0, -1).join(", ")} and ${xs.at(-1)}`);
const started = said => said.slice(0, 1).toUpperCase() + said.slice(1);
const quoted = label => `\u201c${label}\u201d`;
function yearLabels(first, years) {
  const start = Number(first.slice(0, 4));
  return Array.from({ length: years }, (_, y) => (first.includes("/")
    ? `${start + y}/${String((start + y + 1) % 100).padStart(2, "0")}` : String(start + y)));
}
/** The years, or the first five and the rest together: label, first, and the one after the last. */
function periods(labels) {
  const single = labels.length <= 6 ? labels.length : 5;
  const shown = labels.slice(0, single).map((label, y) => [label, y, y + 1]);
  const later = labels.slice(single);
  return later.length ? [...shown, [`${later[0]} to ${later.at(-1)}`, single, labels.length]] : shown;
}
/** Amounts along an axis: one unit, and as few decimals as tell each exactly. */
function axisMoney(amounts) {
  const most = Math.max(...amounts.map(Math.abs));
  const [unit, letter] = most >= MILLION ? [1e6, "m"] : [1, ""];
  const scaled = amounts.map(x => x / unit);
  const exact = d => scaled.every(x => Math.abs(x - Number(x.toFixed(d))) < 1e-6 * most / unit);
  const d = [0, 1, 2].find(exact) ?? 3;
  return scaled.map(x => pounds(x, d, letter));
}
