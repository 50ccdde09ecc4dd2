// Draws the charts of a page. Every chart stands beside the table of its data, so that nothing is lost without script.
import * as echarts from 'echarts/core';
import { BarChart, LineChart, RadarChart, SankeyChart } from 'echarts/charts';
import { GridComponent, LegendComponent, RadarComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';
import { bars } from './charts/bars.js';
import { bump } from './charts/bump.js';
import { look } from './charts/look.js';
import { radar } from './charts/radar.js';
import { sankey } from './charts/sankey.js';

echarts.use([BarChart, LineChart, RadarChart, SankeyChart, GridComponent, LegendComponent, RadarComponent, TitleComponent, TooltipComponent, CanvasRenderer]);

const kinds = { radar, bump, bars, sankey };
const drawn = new Map();

function draw(box) {
  const kind = kinds[box.dataset.chart];
  const source = document.getElementById(box.dataset.source);
  if (!kind || !source) return;
  let chart = drawn.get(box);
  if (!chart) {
    // An empty box takes no room; it must have some before it can be drawn into.
    box.classList.add('chart-drawn');
    chart = echarts.init(box, null, { renderer: 'canvas' });
    drawn.set(box, chart);
    new ResizeObserver(() => chart.resize()).observe(box);
  }
  chart.setOption(kind(JSON.parse(source.textContent), look(box)), true);
}

function drawAll() {
  for (const box of document.querySelectorAll('[data-chart]')) draw(box);
}

function forget(event) {
  for (const [box, chart] of drawn) {
    if (event.target.contains(box) && !document.contains(box)) {
      chart.dispose();
      drawn.delete(box);
    }
  }
}

drawAll();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
document.addEventListener('jinwei:look', drawAll);
document.addEventListener('htmx:afterSettle', drawAll);
document.addEventListener('htmx:beforeCleanupElement', forget);
// Paper has its own width and is always light.
addEventListener('beforeprint', () => {
  for (const [box, chart] of drawn) {
    chart.resize();
    draw(box);
  }
});
addEventListener('afterprint', drawAll);
