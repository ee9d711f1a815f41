import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { CLONE, foldersOf } from '../../stack/folders.ts';

const KEEP_CHARACTERS = 20_000;

/** What a command said, both outputs together, and how it ended. */
export interface Ended {
  ok: boolean;
  said: string;
}

/** This clone as it is now, new files included, in a folder of its own that may be changed and is thrown away. */
export class ThrowawayCopy {
  readonly folder: string;
  /** Of what runs in it: its own tools and this very Node first. */
  readonly env: NodeJS.ProcessEnv;

  /** Packages, and engines that are built already, are those of this clone. */
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'docs-'));
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const listed = execFileSync('git', args, { cwd: CLONE, encoding: 'utf8' }).split('\0');
    for (const file of listed)
      if (file && existsSync(join(CLONE, file))) cpSync(join(CLONE, file), join(this.folder, file));
    symlinkSync(join(CLONE, 'node_modules'), join(this.folder, 'node_modules'));
    mkdirSync(join(this.folder, '.stack'));
    mkdirSync(foldersOf('.stack').cache, { recursive: true });
    symlinkSync(foldersOf('.stack').cache, join(this.folder, '.stack/cache'));
    const { npm_config_local_prefix, npm_package_json, INIT_CWD, NODE_OPTIONS, ...inherited } = process.env;
    const own = [join(this.folder, 'node_modules/.bin'), dirname(process.execPath)];
    this.env = { ...inherited, PATH: [...own, process.env.PATH].join(delimiter) };
    // Some tools ask git what belongs to the tree.
    execFileSync('git', ['init', '--quiet'], { cwd: this.folder });
    execFileSync('git', ['add', '--all'], { cwd: this.folder });
  }

  /** What was built of this clone, so that it is not built again. */
  takeBuild(): void {
    cpSync(join(CLONE, 'dist'), join(this.folder, 'dist'), { recursive: true });
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** Puts a text behind another one, which has to be there. */
  insert(file: string, after: string, text: string): void {
    const before = this.read(file);
    if (!before.includes(after)) throw new Error(`${file} has no ${JSON.stringify(after)} to insert behind`);
    this.write(
      file,
      before.replace(after, () => `${after}${text}`),
    );
  }

  /** Runs a line of bash to its end; `seconds` later it is ended, with everything that it has started. */
  run(line: string, env: NodeJS.ProcessEnv = {}, seconds = 600): Promise<Ended> {
    const child = spawn('bash', ['-c', line], {
      cwd: this.folder,
      env: { ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let said = '';
    const keep = (chunk: Buffer) => {
      said = (said + chunk).slice(-KEEP_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const late = setTimeout(() => {
      said += `\nnot ended after ${seconds} s`;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, seconds * 1_000);
    return new Promise((resolve) =>
      child.once('close', (code) => {
        clearTimeout(late);
        resolve({ ok: code === 0, said: said.trim() });
      }),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
