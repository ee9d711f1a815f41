import { ApiExtension } from '@nestjs/swagger';
import type { ProblemCode } from '../errors/problems.js';

/** Where an operation keeps its problem codes until the document is completed. */
export const PROBLEMS_KEY = 'x-problems';

/** What every call of inventory may end in. */
const CALL_PROBLEMS: ProblemCode[] = ['overloaded', 'inventory-unavailable', 'outcome-unknown', 'upstream-error'];

/** Documents the problems that a handler answers beyond those of the edge, which every operation has. */
export const Problems = (...codes: ProblemCode[]) => ApiExtension(PROBLEMS_KEY, codes);

/** The same for a handler that calls inventory. */
export const InventoryProblems = (...codes: ProblemCode[]) => Problems(...codes, ...CALL_PROBLEMS);

/** The same for a handler that calls orders. */
export const OrdersProblems = (...codes: ProblemCode[]) =>
  Problems(...codes, 'overloaded', 'orders-unavailable', 'outcome-unknown', 'upstream-error');

/** The same for a handler that asks for figures. */
export const FiguresProblems = (...codes: ProblemCode[]) =>
  Problems(...codes, 'overloaded', 'analytics-unavailable', 'outcome-unknown', 'upstream-error');
