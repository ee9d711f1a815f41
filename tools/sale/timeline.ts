/** The answer of `GET /sales/{order_id}/story`, as far as it is printed. */
export interface Story {
  order_id: string;
  trace_id: string;
  steps: { step: string; service: string; at: string; duration_ms?: number; attempts?: number }[];
  missing: { step: string; why: string }[];
}

const NOTHING_KNOWN = '-';

/** One line for each step: how long after the first one, who, what, how long it took. Then what is missing, and why. */
export function timeline({ order_id, trace_id, steps, missing }: Story): string {
  const began = Date.parse(steps[0]?.at ?? '');
  const lines = steps.map(({ step, service, at, duration_ms, attempts }) => {
    const after = `+${Date.parse(at) - began} ms`.padStart(12);
    const took = duration_ms === undefined ? '' : `took ${duration_ms} ms`;
    const tries = attempts !== undefined && attempts > 1 ? `attempt ${attempts}` : '';
    return `${after}  ${step.padEnd(13)} ${service.padEnd(14)} ${[took, tries].filter(Boolean).join(', ')}`.trimEnd();
  });
  return [
    `${order_id}   trace ${trace_id || NOTHING_KNOWN}   ${steps[0]?.at ?? ''}`.trimEnd(),
    ...lines,
    ...missing.map(({ step, why }) => `${'missing'.padStart(12)}  ${step.padEnd(13)} ${why}`),
  ].join('\n');
}
