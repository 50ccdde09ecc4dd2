import { common } from './look.js';

/**
 * `{axes: [{name, max}], series: [{name, values}]}`; the first series is the one the page is about, the others are
 * drawn as lines without a fill.
 */
export function radar(data, look) {
  const base = common(look);
  return {
    ...base,
    radar: {
      indicator: data.axes.map(({ name, max }) => ({ name, max })),
      radius: '72%',
      center: ['50%', '49%'],
      splitNumber: 4,
      axisName: { color: look.ink, fontFamily: look.font, fontSize: look.size },
      axisLine: { lineStyle: { color: look.rule } },
      splitLine: { lineStyle: { color: look.rule } },
      splitArea: { show: false },
    },
    series: [{
      type: 'radar',
      symbolSize: 5,
      data: data.series.map((one, index) => ({
        name: one.name,
        value: one.values,
        symbol: index === 0 ? 'circle' : 'none',
        lineStyle: { width: index === 0 ? 2.5 : 1.5, type: index === 0 ? 'solid' : index === 1 ? 'dashed' : 'dotted' },
        areaStyle: { opacity: index === 0 ? 0.12 : 0 },
      })),
    }],
  };
}
