import { lineY, plot, ruleY, text } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** A line chart: points of the same `line` are joined and named in the legend. */
export interface Plot {
  /** File name without extension. */
  name: string;
  title: string;
  x: string;
  y: string;
  points: { x: number; y: number; line: string }[];
}

const { document } = parseHTML('<html></html>');

/** The chart as a file of its own, readable on light and dark pages. */
export function toSvg({ title, x, y, points }: Plot): string {
  const lines = [...new Set(points.map(({ line }) => line))];
  const last = lines.map((line) => points.findLast((point) => point.line === line) as Plot['points'][number]);
  const svg = plot({
    document,
    width: 640,
    height: 360,
    marginLeft: 60,
    marginRight: 60,
    style: { fontSize: '12px', background: 'white', color: '#333' },
    x: { label: x, type: 'linear', zero: true },
    y: { label: y, zero: true, grid: true, nice: true },
    color: { domain: lines, range: ['#0b6bcb', '#c2410c', '#15803d'] },
    marks: [
      ruleY([0]),
      lineY(points, { x: 'x', y: 'y', stroke: 'line', marker: 'dot' }),
      text(last, { x: 'x', y: 'y', text: 'line', fill: 'line', textAnchor: 'start', dx: 8 }),
    ],
  });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.insertAdjacentHTML('afterbegin', `<title>${title}</title>`);
  return `${svg.outerHTML}\n`;
}
