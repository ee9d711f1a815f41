// Jest's `runtime`: Node itself loads the spec files and keeps what it has loaded, instead of evaluating every module anew in a
// `vm` context for each of them (docs/adr/0016-specs-run-in-plain-node.md). A spec may not count on a fresh module.
import { existsSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setGlobals } from './globals.mjs';

const require = createRequire(import.meta.url);
const ROOT = new URL('../../', import.meta.url);
const GLOBALS = new URL('globals.mjs', import.meta.url).href;
const ESM = {
  isInternalModule: false,
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

let transformer;
/** From the URL or path of a compiled file to the file with its source map. */
const sourceMaps = new Map();

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true };
    const url = context.parentURL?.endsWith('.ts') && sourceOf(specifier, context.parentURL);
    return url ? { url, shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    return { format: 'module', source: compile(url), shortCircuit: true };
  },
});

/** The TypeScript file that `@app/x` or a relative `.js` stands for; undefined for anything else. */
function sourceOf(specifier, parent) {
  const library = /^@app\/(\w+)$/.exec(specifier)?.[1];
  if (library) return new URL(`libs/${library}/src/index.ts`, ROOT).href;
  if (!/^\.{1,2}\/.*\.js$/.test(specifier)) return undefined;
  const url = new URL(specifier.replace(/\.js$/, '.ts'), parent);
  return existsSync(url) ? url.href : undefined;
}

/** Compiled as jest.config says, and kept in jest's cache on disk. */
function compile(url) {
  const path = fileURLToPath(url);
  const { code, sourceMapPath } = transformer.transform(path, ESM);
  if (sourceMapPath) for (const name of [url, path]) sourceMaps.set(name, sourceMapPath);
  return code;
}

/** The parts of jest's Runtime that jest-runner and jest-circus call; module mocks and coverage are not among them. */
export default class PlainRuntime {
  #environment;

  constructor(_config, environment, _resolver, scriptTransformer) {
    this.#environment = environment;
    transformer = scriptTransformer;
  }

  setGlobalsForRuntime(globals) {
    setGlobals({ ...globals, jest: jestFor(this.#environment) });
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  /** jest-circus keeps its state in its module, so each spec file is given a new one. */
  requireInternalModule(path) {
    delete require.cache[path];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  getSourceMaps() {
    return sourceMaps;
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }

  enterTestCode() {}

  leaveTestCode() {}

  teardown() {
    this.#environment.moduleMocker.restoreAllMocks();
  }
}

/** The `jest` object, as far as our specs use it. */
function jestFor({ moduleMocker, fakeTimersModern }) {
  return {
    fn: moduleMocker.fn.bind(moduleMocker),
    spyOn: moduleMocker.spyOn.bind(moduleMocker),
    restoreAllMocks: () => moduleMocker.restoreAllMocks(),
    setTimeout: (ms) => {
      globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = ms;
    },
    useFakeTimers: (config) => fakeTimersModern.useFakeTimers(config),
    useRealTimers: () => fakeTimersModern.useRealTimers(),
    advanceTimersByTime: (ms) => fakeTimersModern.advanceTimersByTime(ms),
    advanceTimersByTimeAsync: (ms) => fakeTimersModern.advanceTimersByTimeAsync(ms),
    getTimerCount: () => fakeTimersModern.getTimerCount(),
  };
}
