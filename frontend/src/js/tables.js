// A table that fits needs no stop for the keyboard; one that must be scrolled does.
const wired = new WeakSet();

export function wireTables(root) {
  for (const box of root.querySelectorAll('.table-scroll')) {
    if (wired.has(box)) continue;
    wired.add(box);
    const measure = () => {
      const scrolls = getComputedStyle(box).overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1;
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    };
    new ResizeObserver(measure).observe(box);
    measure();
  }
}
