/** Colours and type of the page around a chart, from the design tokens. */
export function look(box) {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  const rem = parseFloat(style.fontSize);
  return {
    ink: token('ink'),
    soft: token('ink-soft'),
    rule: token('rule'),
    strong: token('rule-strong'),
    paper: token('paper'),
    font: token('sans'),
    size: rem * 0.8125,
    colours: [1, 2, 3, 4, 5, 6].map((n) => token(`chart-${n}`)),
    narrow: box.clientWidth < 30 * rem,
    still: matchMedia('(prefers-reduced-motion: reduce), print').matches,
  };
}

/** What all charts have in common. */
export function common(look) {
  const text = { fontFamily: look.font, fontSize: look.size, color: look.soft };
  return {
    animation: !look.still,
    animationDuration: 300,
    color: look.colours,
    textStyle: text,
    legend: { bottom: 0, icon: 'roundRect', itemWidth: 14, itemHeight: 4, itemGap: 20, textStyle: { ...text, color: look.ink } },
    tooltip: {
      // HTML tooltips need inline styles, which the content policy forbids.
      renderMode: 'richText',
      backgroundColor: look.paper,
      borderColor: look.strong,
      borderWidth: 1,
      padding: 10,
      textStyle: { ...text, color: look.ink },
    },
  };
}

/** Axes drawn as hairlines. */
export function axis(look) {
  return {
    axisLine: { lineStyle: { color: look.strong } },
    axisTick: { show: false },
    axisLabel: { color: look.soft, fontFamily: look.font, fontSize: look.size },
    splitLine: { lineStyle: { color: look.rule } },
  };
}
