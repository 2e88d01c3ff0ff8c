  await wait(700);
  page.querySelectorAll('details').forEach(d => { d.open = true; });
  await wait(900);
  const faults = [], say = (what, e) => faults.push(`${what}: ${e.outerHTML.slice(0, 120)}`);
  const ids = [...page.querySelectorAll('[id]')].map(e => e.id);
  if (new Set(ids).size < ids.length) faults.push('an id stands twice');
  const name = e => (e.getAttribute('aria-label') || (e.labels && [...e.labels].map(l => l.textContent).join(' '))
    || e.textContent).trim();
  page.querySelectorAll('button, input, select, textarea, a[href], summary').forEach(e => {
    if (!name(e)) say('has no name', e);
    const box = e.getBoundingClientRect();
    if (e.checkVisibility() && !e.closest('p, .skip') && !e.classList.contains('skip')
      && Math.min(box.width, box.height) < 24) say('is smaller than 24 pixels', e);
  });
  page.querySelectorAll('[aria-describedby], [aria-labelledby]').forEach(e => {
    for (const id of (e.getAttribute('aria-describedby') || e.getAttribute('aria-labelledby')).split(' '))
      if (!page.getElementById(id)) say('points at nothing', e);
  });
  page.querySelectorAll('svg').forEach(e => {
    if (!e.getAttribute('aria-label') && e.getAttribute('aria-hidden') !== 'true') say('has no words', e);
  });
  page.querySelectorAll('[aria-hidden=true] *').forEach(e => { if (e.tabIndex >= 0) say('is hidden and in the order', e); });
  page.querySelectorAll('table').forEach(e => {
    if (!e.caption || !e.querySelector('th[scope=col]') || !e.querySelector('th[scope=row]')) say('is no table', e);
  });
  page.querySelectorAll('.wide, section').forEach(e => { if (!name(e)) say('is an unnamed region', e); });
  const levels = [...page.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]));
  if (levels[0] !== 1 || levels.some((l, k) => k && l > levels[k - 1] + 1)) faults.push(`headings ${levels}`);
  for (const [what, count] of [['main', 1], ['h1', 1], ['[role=status]', 1], ['head > title', 1]])
    if (page.querySelectorAll(what).length !== count) faults.push(`${what} is not there ${count} time`);
  if (page.documentElement.lang !== 'en-GB') faults.push('no language');
  if (page.querySelector('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])')) faults.push('an order of its own');
  const light = c => { const [r, g, b] = c.match(/[\d.]+/g).map(Number).map(v => v / 255)
    .map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (let at = e; at; at = at.parentElement) {
    const c = inner.getComputedStyle(at).backgroundColor; if (!/, 0\)|transparent/.test(c)) return c; } return 'rgb(255,255,255)'; };
  let least = 99;
  const walk = page.createTreeWalker(page.body, 4);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest('script, svg, :disabled')) continue;
    const [a, b] = [light(inner.getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) say(`contrast ${ratio.toFixed(2)}`, e);
    least = Math.min(least, ratio);
  }
  return {faults, least, scrolls: page.documentElement.scrollWidth, width: inner.innerWidth};
