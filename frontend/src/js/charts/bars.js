import { axis, common } from './look.js';

/**
 * `{labels: […], unit: "人", series: [{name, values}], horizontal: false, stacked: false}`.
 */
export function bars(data, look) {
  const base = common(look);
  const names = { ...axis(look), type: 'category', data: data.labels, splitLine: { show: false } };
  const sizes = { ...axis(look), type: 'value', name: data.horizontal ? '' : data.unit, nameTextStyle: { align: 'right', color: look.soft }, axisLine: { show: false } };
  const many = data.series.length > 1;
  return {
    ...base,
    legend: many ? base.legend : { show: false },
    tooltip: { ...base.tooltip, trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { opacity: 0.06 } } },
    grid: { left: 8, right: 24, top: data.horizontal ? 8 : 32, bottom: many ? 36 : 8, containLabel: true },
    xAxis: data.horizontal ? sizes : names,
    yAxis: data.horizontal ? { ...names, inverse: true } : sizes,
    series: data.series.map((one) => ({
      type: 'bar',
      name: one.name,
      data: one.values,
      stack: data.stacked ? 'all' : undefined,
      barMaxWidth: 26,
      itemStyle: { borderRadius: data.stacked ? 0 : data.horizontal ? [0, 2, 2, 0] : [2, 2, 0, 0] },
    })),
  };
}
