// <button data-copy="#takarir" data-copied="Tersalin">: copies that element's text or value, and says so.
export function copyOnClick() {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    await write(source.value ?? source.textContent.trim());
    const label = button.querySelector('[data-copy-label]') ?? button;
    const before = (label.dataset.before ??= label.textContent);
    label.textContent = button.dataset.copied;
    setTimeout(() => (label.textContent = before), 2500);
  });
}

async function write(text) {
  // The clipboard API needs https, which an office LAN often has not, and may be forbidden to pages.
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    writeAsSelected(text);
  }
}

function writeAsSelected(text) {
  const area = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
