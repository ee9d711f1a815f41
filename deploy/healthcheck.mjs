// HEALTHCHECK of the image: asks the service on its own port whether it is ready. Exit code 0 only for a 200.
const port = process.env.HTTP_PORT ?? process.env.OPS_PORT;
try {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(2_500) });
  console.log(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.log(`no answer on port ${port}: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
