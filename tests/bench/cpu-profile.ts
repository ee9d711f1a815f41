import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: number[];
}

/** What `node --cpu-prof` writes; times in microseconds. */
interface CpuProfile {
  nodes: ProfileNode[];
  samples: number[];
  timeDeltas: number[];
}

/** The step of a sale that a file works for; the first that fits. What fits none belongs to the step of its caller. */
const STEPS: [step: string, files: RegExp][] = [
  ['', /node:internal\/modules|node:internal\/bootstrap|node:vm/],
  ['log lines', /node_modules\/(pino|sonic-boom|@pinojs|quick-format-unescaped|safe-stable-stringify)/],
  ['metrics', /node_modules\/prom-client/],
  ['spans', /node_modules\/@opentelemetry/],
  ['publishing to RabbitMQ', /node_modules\/amqplib|\/apps\/gateway\/src\/publish\/|\/libs\/messaging\//],
  ['round trips to PostgreSQL', /node_modules\/pg|\/libs\/postgres\/|\.pg\.\w+\.js/],
  [
    'gRPC, HTTP/2, protobuf',
    /node_modules\/(@grpc|protobufjs|@protobufjs|@bufbuild)|node:internal\/http2|\/libs\/contracts\//,
  ],
  ['validation', /node_modules\/(class-validator|class-transformer)|\/validation\//],
  [
    'HTTP: Fastify and Node',
    /node_modules\/(@?fastify|find-my-way|fast-|light-my-request|avvio)|node:_http|node:internal\/http/,
  ],
  ['Nest', /node_modules\/(@nestjs|rxjs)/],
  ['batches and sales', /\/dist\//],
];

const EVENT_LOOP = 'event loop and system calls';
const OF_THE_ENGINE = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', EVENT_LOOP],
  ['(root)', EVENT_LOOP],
  ['(idle)', ''],
]);

/** Microseconds of each step, in all that the process has run; starting and waiting left out. */
export function stepsOf(folder: string): Map<string, number> {
  const [file = ''] = readdirSync(folder);
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
  const stepOfNode = new Map<number, string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (node: ProfileNode, callers: string) => {
    const step = stepOf(node.callFrame) ?? callers;
    stepOfNode.set(node.id, step);
    for (const child of node.children ?? []) visit(byId.get(child) as ProfileNode, step);
  };
  visit(nodes[0] as ProfileNode, EVENT_LOOP);
  const microseconds = new Map<string, number>();
  samples.forEach((id, n) => {
    const step = stepOfNode.get(id) ?? '';
    if (step) microseconds.set(step, (microseconds.get(step) ?? 0) + (timeDeltas[n] ?? 0));
  });
  return microseconds;
}

function stepOf({ functionName, url }: ProfileNode['callFrame']): string | undefined {
  return OF_THE_ENGINE.get(functionName) ?? STEPS.find(([, files]) => files.test(url))?.[0];
}
