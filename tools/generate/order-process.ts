// Writes the process of an order into docs/orders.md, from the table that runs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { processDiagram, processTable } from '../../apps/orders/src/process/process-diagram.ts';
import { COMMANDS, PROCESS } from '../../apps/orders/src/process/process-table.ts';

const page = fileURLToPath(new URL('../../docs/orders.md', import.meta.url));
const generated = `${processDiagram(PROCESS, COMMANDS)}\n\n${processTable(PROCESS)}`;
const text = readFileSync(page, 'utf8');
const [begin, end] = ['<!-- generated: process -->', '<!-- end -->'];
const after = text.slice(text.indexOf(end));
writeFileSync(page, `${text.slice(0, text.indexOf(begin))}${begin}\n\n${generated}\n\n${after}`);
