/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** A step of a trace, as `GET /traces/{trace_id}` answers it. */
export interface PageSpan {
  service: string;
  name: string;
  start_us: number;
  duration_us: number;
  error: string;
}

/** One bar: from where, how long (per cent of the whole), and what is said about it. */
export interface Bar {
  text: string;
  left: number;
  width: number;
  failed: boolean;
}

const MS = 1_000;

/** Places each step in the time from the first to the last. */
export function barsOf(spans: readonly PageSpan[]): Bar[] {
  const began = Math.min(...spans.map(({ start_us }) => start_us));
  const ended = Math.max(...spans.map(({ start_us, duration_us }) => start_us + duration_us));
  const whole = Math.max(1, ended - began);
  return spans.map(({ service, name, start_us, duration_us, error }) => {
    const [at, took] = [start_us - began, duration_us].map((us) => Math.round(us / 10) / (MS / 10));
    return {
      text: `${service}: ${name}, +${at} ms, ${took} ms${error && `: ${error}`}`,
      left: ((start_us - began) / whole) * 100,
      width: (duration_us / whole) * 100,
      failed: error !== '',
    };
  });
}

/** The steps as bars under each other; the text says the same as the bar. */
export function drawWaterfall(spans: readonly PageSpan[]): HTMLElement {
  const list = document.createElement('ol');
  list.className = 'waterfall';
  for (const { text, left, width, failed } of barsOf(spans)) {
    const item = document.createElement('li');
    const bar = document.createElement('i');
    bar.style.marginLeft = `min(${left}%, calc(100% - 3px))`;
    bar.style.width = `${width}%`;
    if (failed) item.dataset.failed = 'yes';
    item.append(text, bar);
    list.append(item);
  }
  return list;
}
