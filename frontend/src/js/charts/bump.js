import { axis, common } from './look.js';

/**
 * `{years: ["2013", …], count: 13, series: [{name, ranks: [1, null, 3], focus: true}]}`: rank 1 is on top, a year
 * without a rank leaves a gap, series with `focus` are drawn in colour and the rest in grey.
 */
export function bump(data, look) {
  const base = common(look);
  const chosen = data.series.filter((one) => one.focus);
  const all = chosen.length === 0;
  let colour = 0;
  return {
    ...base,
    legend: { show: false },
    tooltip: { ...base.tooltip, trigger: 'item', formatter: ({ seriesName, name, value }) => `${seriesName}\n${name}  ${value}` },
    grid: { left: 36, right: look.narrow ? 90 : 170, top: 16, bottom: 32 },
    xAxis: { ...axis(look), type: 'category', data: data.years, boundaryGap: false, splitLine: { show: true, lineStyle: { color: look.rule } } },
    yAxis: { ...axis(look), type: 'value', inverse: true, min: 1, max: data.count, interval: data.count > 15 ? 5 : Math.max(1, Math.round(data.count / 6)), axisLine: { show: false }, splitLine: { show: false } },
    series: data.series.map((one) => {
      const strong = all || one.focus;
      const paint = strong ? look.colours[colour++ % look.colours.length] : look.strong;
      return {
        type: 'line',
        name: one.name,
        data: one.ranks,
        smooth: 0.25,
        z: strong ? 3 : 2,
        symbol: 'circle',
        symbolSize: strong ? 9 : 5,
        color: paint,
        lineStyle: { width: strong ? 3 : 1.5, color: paint },
        // Equal last ranks stand at one height; their names do not.
        labelLayout: { moveOverlap: 'shiftY' },
        endLabel: { show: strong, formatter: '{a}', color: look.ink, fontFamily: look.font, fontSize: look.size, distance: 10, width: look.narrow ? 78 : 156, overflow: 'truncate' },
      };
    }),
  };
}
