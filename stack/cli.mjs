// The entry point of `npm start` and `npm run stack`: plain JavaScript, so that an old Node can still say that it is old.
const NEEDED = 24;
const major = Number(process.versions.node.split('.')[0]);

function refuse(what, fix) {
  console.error(`✗ ${what}\n  To do: ${fix}`);
  process.exit(1);
}

if (major < NEEDED) {
  refuse(
    `this is Node ${process.versions.node}; the stack needs Node ${NEEDED} or later`,
    'npm install (it brings Node 24 into node_modules), then npm start; or run it with a Node 24 of yours',
  );
}
if (process.platform !== 'linux') {
  refuse('npm start runs on Linux', 'docker compose up -d --build   (after cp .env.example .env)');
}
try {
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  refuse(`a dependency is missing (${error.message.split('\n')[0]})`, 'npm install');
}
