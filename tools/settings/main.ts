// The first container of docker-compose.yml: looks at all settings before anything else starts. Exit code 1 when one is wrong.
import { ConfigError } from '@app/config';
import { problemsOf } from './settings.js';

const problems = problemsOf(process.env);
if (problems.length === 0) console.log('settings: nothing is wrong');
else {
  const summary = `Nothing was started: ${problems.length} problem(s) with .env or the environment`;
  console.error(new ConfigError(summary, problems).message);
  process.exitCode = 1;
}
