import { rmSync } from 'node:fs';
import type { Addresses } from './addresses.ts';
import { Component, type ComponentSpec } from './component.ts';
import { type Endpoints, endpointsOf, writeEndpoints } from './endpoints.ts';
import { StackError } from './failure.ts';
import type { Folders } from './folders.ts';
import { dropLock, writeState } from './leftovers.ts';
import { releasePorts } from './ports.ts';

const READY_WITHIN_MS = 30_000;
const SETTLED = ['ready', 'unready', 'missing', 'stopping'] as const;
const SERVICES_END_FIRST = ['service', 'engine'] as const;

/** The components of one stack together: started in the order of their needs, written down at each change, ended as one. */
export class Stack {
  readonly folders: Folders;
  readonly addresses: Addresses;
  readonly components: Component[];
  readonly say: (line: string) => void;
  /** Rejects when a component cannot run at all. */
  readonly failed: Promise<never>;
  private phase: 'starting' | 'running' | 'stopping' = 'starting';
  private fail: (error: StackError) => void = () => {};
  private stopped: Promise<void> | undefined;

  constructor(folders: Folders, addresses: Addresses, specs: ComponentSpec[], say: (line: string) => void) {
    this.folders = folders;
    this.addresses = addresses;
    this.say = say;
    this.failed = new Promise((_, reject) => {
      this.fail = reject;
    });
    this.failed.catch(() => {});
    const fatal = (error: StackError) => {
      this.fail(this.everythingWrong(error));
      return this.phase === 'starting';
    };
    const hooks = { changed: () => this.write(), say: (line: string) => this.say(line), fatal };
    this.components = specs.map((spec) => new Component(spec, hooks));
    this.write();
  }

  /** What is wrong once is often wrong twice: the person at the terminal hears of all of it at once. */
  private everythingWrong(first: StackError): StackError {
    const others = this.components.flatMap(({ neverRan }) => (neverRan && neverRan !== first ? [neverRan] : []));
    const all = [first, ...others];
    return new StackError(all.map(({ message }) => message).join('\n'), all.map(({ fix }) => fix).join('; '));
  }

  get isStopping(): boolean {
    return this.phase === 'stopping';
  }

  get names(): string[] {
    return this.components.map((component) => component.spec.name);
  }

  component(name: string): Component {
    const found = this.components.find((component) => component.spec.name === name);
    if (found) return found;
    throw new StackError(`there is no "${name}" in this stack`, `one of: ${this.names.join(', ')}`);
  }

  endpoints(): Endpoints {
    return endpointsOf(this);
  }

  /** Starts everything; `between` runs when the engines are there and before the first service (migrations). */
  async start(between: () => Promise<void> = async () => {}): Promise<void> {
    const engines = this.components.filter((component) => component.spec.kind === 'engine');
    const services = this.components.filter((component) => component.spec.kind === 'service');
    const launch = async () => {
      for (const engine of engines) void engine.start();
      const prepared = this.settled(engines.filter(({ spec }) => spec.name === 'postgres')).then(between);
      const needed = services.filter((service) => !service.spec.optional);
      await Promise.all(needed.map((service) => this.startAfter(prepared, service)));
      await prepared;
      await this.settled(engines);
      for (const service of needed) await this.untilItCanBeReady(service);
    };
    await Promise.race([launch(), this.failed]);
    if (this.phase === 'starting') this.phase = 'running';
    const optional = services.filter((service) => service.spec.optional);
    for (const service of optional) void service.start();
  }

  private async startAfter(prepared: Promise<void>, service: Component): Promise<void> {
    await prepared;
    if (!this.isStopping) void service.start();
    await service.until([...SETTLED, 'stopped'], Number.POSITIVE_INFINITY);
  }

  private async settled(components: Component[]): Promise<void> {
    await Promise.all(components.map((component) => component.until([...SETTLED], Number.POSITIVE_INFINITY)));
  }

  /** A service that has all it needs is ready soon; for one that lacks something there is nothing to wait for. */
  private async untilItCanBeReady(service: Component): Promise<void> {
    const needs = this.components.filter(({ spec }) => service.spec.needs.includes(spec.name));
    if (needs.every((need) => need.detail === 'ready'))
      await service.until(['ready', 'missing', 'stopping', 'stopped'], READY_WITHIN_MS);
  }

  /** Ends everything this stack has started: the services drain first, then the engines go. `hard` throws the engines' data away. */
  stop(how: 'gently' | 'hard' = 'gently'): Promise<void> {
    this.stopped ??= this.end(how);
    return this.stopped;
  }

  private async end(how: 'gently' | 'hard'): Promise<void> {
    this.phase = 'stopping';
    for (const kind of SERVICES_END_FIRST) {
      const those = this.components.filter((component) => component.spec.kind === kind);
      await Promise.all(those.map((component) => component.stop(how)));
    }
    this.write();
    releasePorts(this.folders.id);
    dropLock(this.folders);
    for (const file of [this.folders.state, this.folders.socket]) rmSync(file, { force: true });
  }

  private write(): void {
    if (!this.components) return;
    writeState(this.folders, this.components);
    writeEndpoints(this.folders, this.endpoints());
  }
}
