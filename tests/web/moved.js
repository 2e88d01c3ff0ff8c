  await wait(700);
  const range = page.querySelector('#n-attribution'), before = page.querySelector('#said').textContent;
  const others = () => [...page.querySelectorAll('#controls .control.moved')].length;
  const order = () => [...page.querySelectorAll('#controls label')].map(l => l.textContent);
  const first = order();
  page.querySelector('#n-grant-box').value = '5000000';
  page.querySelector('#n-grant-box').dispatchEvent(new inner.Event('input', {bubbles: true}));
  await wait(600);
  range.focus();
  const top = range.getBoundingClientRect().top;
  for (const place of [1, 2, 3, 4]) {
    range.value = String(place);
    range.dispatchEvent(new inner.Event('input', {bubbles: true}));
    await wait(30);
  }
  let messages = 0;
  new inner.MutationObserver(() => { messages += 1; })
    .observe(page.querySelector('#said'), {childList: true, characterData: true, subtree: true});
  await wait(1500);
  const out = {before, said: page.querySelector('#said').textContent, messages,
    bar: page.querySelector('#bar').textContent, moved: others(), same: order().join() === first.join(),
    sentence: page.querySelector('#sentences').textContent, settings: inner.whatIf.settings(),
    shifted: range.getBoundingClientRect().top - top,
    text: range.getAttribute('aria-valuetext'), state: page.querySelector('#n-attribution-state').textContent};
  range.closest('.control').querySelector('.back').click();
  await wait(600);
  out.left = inner.whatIf.settings().held;
  out.focus = page.activeElement.id;
  const box = page.querySelector('#n-attribution-box');
  box.value = '170';
  box.dispatchEvent(new inner.Event('input', {bubbles: true}));
  await wait(600);
  out.invalid = [box.getAttribute('aria-invalid'), page.querySelector('#n-attribution-state').textContent];
  out.kept = inner.whatIf.settings().held;
  page.querySelector('#keep-true').click();
  await wait(600);
  out.keep = inner.whatIf.settings().keep;
  [...page.querySelectorAll('.buttons button')][2].click();
  await wait(600);
  out.scenario = [inner.whatIf.settings().scenario, page.querySelector('#answer-heading').textContent,
    [...page.querySelectorAll('[aria-pressed=true]')].map(b => b.textContent)];
  return out;
