// HEALTHCHECK of the image: asks the service on its own port whether it is ready. Exit code 0 only for a 200.
import { Agent, get } from 'node:http';

const port = process.env.HTTP_PORT ?? process.env.OPS_PORT;

// An agent of its own takes no proxy from the environment, also with NODE_USE_ENV_PROXY.
get(
  { host: '127.0.0.1', port, path: '/health/ready', agent: new Agent(), signal: AbortSignal.timeout(2_500) },
  (answer) => {
    process.exitCode = answer.statusCode === 200 ? 0 : 1;
    answer.pipe(process.stdout);
  },
).once('error', (error) => {
  console.log(`no answer on port ${port}: ${error.message}`);
  process.exitCode = 1;
});
