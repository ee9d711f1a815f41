import type { Component } from './component.ts';
import { StackError } from './failure.ts';
import type { Stack } from './stack.ts';

export const ORDERS = ['stop', 'start', 'restart', 'kill', 'pause', 'resume'] as const;
export type Order = (typeof ORDERS)[number];

/** An engine may have to be built first. */
const PREPARED_WITHIN_MS = 600_000;
const READY_WITHIN_MS = 60_000;
const SETTLED = ['ready', 'unready', 'missing', 'stopped', 'stopping'] as const;
const SETTLE_MS = 5_000;

/** Carries out a command and returns the resulting state in words; throws a StackError when the command failed. */
export async function carryOut(stack: Stack, order: Order, name: string): Promise<string> {
  const component = stack.component(name);
  const { external } = component.spec;
  if (external)
    throw new StackError(`${name} is not ours: ${external} names it`, `unset ${external} for an engine of our own`);
  return COMMANDS[order](component);
}

const COMMANDS: Record<Order, (component: Component) => Promise<string>> = {
  stop: async (component) => {
    await component.stop();
    return `${component.spec.name} is stopped; it stays so until: npm run stack -- start ${component.spec.name}`;
  },
  start: async (component) => {
    await component.start();
    return untilItRuns(component);
  },
  restart: async (component) => {
    await component.stop();
    await component.start();
    return untilItRuns(component);
  },
  kill: async (component) => {
    const { pid } = component;
    await component.kill();
    return pid === null
      ? `${component.spec.name} was not running`
      : `${component.spec.name} (${pid}) was killed; it is started again`;
  },
  pause: async (component) => {
    await component.until(['starting', 'ready', 'unready', 'paused', 'stopped', 'missing'], READY_WITHIN_MS);
    if (component.pause())
      return `${component.spec.name} is paused; it goes on with: npm run stack -- resume ${component.spec.name}`;
    throw new StackError(
      `${component.spec.name} does not run, there is nothing to pause`,
      `npm run stack -- start ${component.spec.name}`,
    );
  },
  resume: async (component) => {
    await component.resume();
    return untilItRuns(component);
  },
};

/** Ready, or up and waiting for another part. */
async function untilItRuns(component: Component): Promise<string> {
  const { name } = component.spec;
  await component.until(['starting', 'crashed', ...SETTLED], PREPARED_WITHIN_MS);
  await component.until([...SETTLED], READY_WITHIN_MS);
  if (component.detail === 'unready') await component.until(['ready', 'missing', 'stopped', 'stopping'], SETTLE_MS);
  if (component.detail === 'ready') return `${name} is ready`;
  if (component.detail === 'unready') return `${name} runs and waits: ${component.reason}`;
  throw new StackError(
    `${name} did not start: ${component.reason || component.detail}`,
    component.fix || `its log: ${component.spec.log}`,
  );
}
