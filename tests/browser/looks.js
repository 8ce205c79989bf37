// What is wrong with how a page is laid out, as sentences; nothing when all is well. Runs inside the page.
() => {
  const complaints = [];
  const main = document.querySelector('[data-testid=stMain]') || document.body;
  const say = (what, node) => {
    const text = (node.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 60);
    complaints.push(`${what}: “${text}”`);
  };
  const shown = (node) => {
    // What is folded away has boxes, of an earlier layout, and is not painted.
    if (!node.checkVisibility()) return false;
    const folded = node.closest('details:not([open])');
    if (folded && !node.closest('summary')) return false;
    for (let at = node; at && at !== document; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.display === 'none' || style.visibility === 'hidden' || Number(style.opacity) === 0) return false;
    }
    return true;
  };
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth + 1 || main.scrollWidth > main.clientWidth + 1)
    complaints.push(`the page scrolls sideways: ${Math.max(page.scrollWidth, main.scrollWidth)} of ${innerWidth}`);
  if (document.querySelector('[data-testid=stException]')) complaints.push('an exception is shown');

  // Texts: every piece with its own box, clipped by the boxes that scroll around it.
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const pieces = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    if (!node.textContent.trim() || !owner || owner.closest('style, script, noscript, canvas, [aria-hidden=true] canvas'))
      continue;
    if (owner.closest('[data-testid=stDataFrame], [data-testid=stIconMaterial], .sr-only, [data-baseweb=tooltip]')) continue;
    if (!shown(owner)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    pieces.push({ node, owner, box });
  }
  const visible = (piece) => {
    let { left, right, top, bottom } = piece.box;
    for (let at = piece.owner; at && at !== main; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (!/(auto|scroll|hidden|clip)/.test(style.overflow + style.overflowX + style.overflowY)) continue;
      const around = at.getBoundingClientRect();
      left = Math.max(left, around.left); right = Math.min(right, around.right);
      top = Math.max(top, around.top); bottom = Math.min(bottom, around.bottom);
    }
    return right - left > 1 && bottom - top > 1 ? { left, right, top, bottom } : null;
  };
  const seen = pieces.map((piece) => ({ ...piece, area: visible(piece) })).filter((piece) => piece.area);

  // Clipped: text that its own box cuts off without a mark or a way to scroll.
  for (const { owner, box, area } of seen) {
    const style = getComputedStyle(owner);
    const cut = box.right - area.right > 3 || area.left - box.left > 3 || box.bottom - area.bottom > 4;
    if (!cut) continue;
    let marked = false;
    for (let at = owner; at && at !== main; at = at.parentElement) {
      const around = getComputedStyle(at);
      if (around.textOverflow === 'ellipsis' || /(auto|scroll)/.test(around.overflowX + around.overflowY) ||
          around.webkitLineClamp !== 'none') { marked = true; break; }
    }
    if (!marked && style.position !== 'absolute') say('clipped', owner);
  }

  // Overlapping: two texts on one another.
  seen.sort((one, other) => one.area.top - other.area.top);
  for (let i = 0; i < seen.length; i++) {
    const a = seen[i];
    for (let j = i + 1; j < seen.length && seen[j].area.top < a.area.bottom - 1; j++) {
      const b = seen[j];
      const wide = Math.min(a.area.right, b.area.right) - Math.max(a.area.left, b.area.left);
      const high = Math.min(a.area.bottom, b.area.bottom) - Math.max(a.area.top, b.area.top);
      if (wide < 3 || high < 4 || a.owner.contains(b.owner) || b.owner.contains(a.owner)) continue;
      const smaller = Math.min((a.area.right - a.area.left) * (a.area.bottom - a.area.top),
                               (b.area.right - b.area.left) * (b.area.bottom - b.area.top));
      if (wide * high > 0.25 * smaller) say(`overlaps “${b.node.textContent.trim().slice(0, 40)}”`, a.node);
    }
  }

  // Contrast: the text against what is painted behind it; large text may have 3.
  const parse = (colour) => {
    const found = colour.match(/[\d.]+/g);
    return found ? found.slice(0, 4).map(Number) : null;
  };
  const over = (top, under) => {
    const alpha = top[3] === undefined ? 1 : top[3];
    return [0, 1, 2].map((i) => top[i] * alpha + under[i] * (1 - alpha));
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => { const c = v / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour && (colour[3] === undefined || colour[3] > 0)) {
        layers.push(colour);
        if (colour[3] === undefined || colour[3] === 1) break;
      }
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const faded = (node) => {
    let opacity = 1;
    for (let at = node; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    return opacity;
  };
  for (const { owner } of seen) {
    if (owner.closest('svg, :disabled, [aria-disabled=true], [disabled]')) continue;
    const style = getComputedStyle(owner);
    const colour = parse(style.color);
    if (/Material/.test(style.fontFamily)) continue;  // a sign, not a text
    if (!colour || /(gradient|url)/.test(style.backgroundImage)) continue;
    const ground = behind(owner);
    const alpha = (colour[3] === undefined ? 1 : colour[3]) * faded(owner);
    const ink = over([...colour.slice(0, 3), alpha], ground);
    const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (ratio < needed - 0.005) say(`contrast ${ratio.toFixed(2)} of ${needed}`, owner);
  }
  return [...new Set(complaints)];
}
