import { common } from './look.js';

/**
 * `{columns: ["2013", …], nodes: [{column: 0, name: "好", count: 11, tone: "good"}], links: [{from: 0, to: 3, count: 5}]}`:
 * columns from left to right, the nodes of each from the top down in the order given; links name nodes by position.
 */
export function sankey(data, look) {
  const base = common(look);
  const margin = look.narrow ? 19 : 11;
  const last = data.columns.length - 1;
  const across = (column) => `${margin + (column * (100 - 2 * margin)) / Math.max(1, last)}%`;
  const paint = { good: look.colours[2], fair: look.colours[4], ordinary: look.colours[1] };
  const type = { color: look.ink, fontFamily: look.font, fontSize: look.size };
  const called = (at) => `${data.columns[data.nodes[at].column]} ${data.nodes[at].name}`;
  return {
    ...base,
    legend: { show: false },
    title: data.columns.map((text, column) => ({ text, left: across(column), top: 0, textAlign: 'center', padding: 0, textStyle: { ...type, color: look.soft, fontWeight: 600 } })),
    tooltip: {
      ...base.tooltip,
      trigger: 'item',
      formatter: ({ dataType, data: one }) => (dataType === 'edge' ? `${called(one.source)} → ${called(one.target)}\n${one.value}` : `${called(one.name)}\n${one.value}`),
    },
    series: [{
      type: 'sankey',
      left: `${margin}%`,
      right: `${margin}%`,
      top: 32,
      bottom: 8,
      nodeWidth: 14,
      nodeGap: 18,
      // The best stays on top, whatever flows where.
      layoutIterations: 0,
      draggable: false,
      emphasis: { focus: 'adjacency' },
      lineStyle: { color: 'source', opacity: 0.32, curveness: 0.5 },
      label: { ...type, formatter: ({ name }) => `${data.nodes[name].name} ${data.nodes[name].count}`, distance: 8 },
      data: data.nodes.map((one, at) => ({
        name: String(at),
        value: one.count,
        depth: one.column,
        itemStyle: { color: paint[one.tone] ?? look.colours[1], borderWidth: 0 },
        label: { position: one.column === 0 ? 'left' : 'right' },
      })),
      links: data.links.map(({ from, to, count }) => ({ source: String(from), target: String(to), value: count })),
    }],
  };
}
