/** A small line chart as SVG, readable on light and dark pages. */
export function lineChart(title: string, xLabel: string, yLabel: string, points: { x: number; y: number }[]): string {
  const [width, height, left, bottom, top, right] = [640, 360, 70, 50, 40, 20];
  const maxX = Math.max(...points.map(({ x }) => x)) || 1;
  const maxY = Math.max(...points.map(({ y }) => y)) * 1.1 || 1;
  const px = (x: number) => left + (x / maxX) * (width - left - right);
  const py = (y: number) => height - bottom - (y / maxY) * (height - bottom - top);
  const text = (x: number, y: number, content: string, anchor = 'middle', extra = '') =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" ${extra}>${content}</text>`;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#555">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(width / 2, 22, title, 'middle', 'font-size="15" fill="#222"'),
    text((left + width - right) / 2, height - 10, xLabel),
    text(
      16,
      (top + height - bottom) / 2,
      yLabel,
      'middle',
      `transform="rotate(-90 16 ${(top + height - bottom) / 2})"`,
    ),
    ...ticks.map(
      (t) => `<line x1="${left}" x2="${width - right}" y1="${py(t * maxY)}" y2="${py(t * maxY)}" stroke="#ddd"/>`,
    ),
    ...ticks.map((t) => text(left - 6, py(t * maxY) + 4, short(t * maxY), 'end')),
    ...points.map(({ x }) => text(px(x), height - bottom + 18, short(x))),
    `<polyline fill="none" stroke="#0b6bcb" stroke-width="2" points="${points.map(({ x, y }) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`).join(' ')}"/>`,
    ...points.map(({ x, y }) => `<circle cx="${px(x).toFixed(1)}" cy="${py(y).toFixed(1)}" r="3.5" fill="#0b6bcb"/>`),
    '</svg>',
    '',
  ].join('\n');
}

const short = (value: number) =>
  value >= 1000 ? `${(value / 1000).toPrecision(3)}k` : Number(value.toPrecision(3)).toString();
