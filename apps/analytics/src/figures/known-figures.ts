import { type FigureDocument, type FigureVersion, type Part, type Place, winnersOf } from './figure-documents.js';
import { type ProductFigures, type StoredProduct, sumStored } from './figures.js';

/** Where figures are read from. */
export interface FigureSource {
  /** The versions of the parts of a whole, the outdated ones too. */
  versionsBelow(parent: string): Promise<FigureVersion[]>;
  /** All documents under a parent, the outdated ones too. */
  below(parent: string): Promise<FigureDocument[]>;
  /** All documents of one key, the outdated ones too. */
  documentsOf(key: string): Promise<FigureDocument[]>;
}

interface Known {
  version: string;
  size: number;
  part: Part<unknown> | undefined;
}

/** Maximum size of what is kept in memory, in characters of its texts; in memory they are some three times as large. */
const MAX_KNOWN = 12_000_000;
/** What an entry without a text counts. */
const ENTRY = 100;
/** From so many documents on they are read together, with all others that have the same parent. */
const MANY = 6;

/**
 * Figures with those that were read lately in memory. What a version names never changes, so only the versions are read each
 * time, which are small, and the documents that are new.
 */
export class KnownFigures {
  private readonly source: FigureSource;
  private readonly max: number;
  /** Least recently used first. */
  private readonly known = new Map<string, Known>();
  private size = 0;

  constructor(source: FigureSource, max = MAX_KNOWN) {
    this.source = source;
    this.max = max;
  }

  /** Of each part of a whole the version that holds. */
  async versions(parent: string): Promise<FigureVersion[]> {
    return winnersOf(await this.source.versionsBelow(parent)).winners;
  }

  /** The parts of a whole; those that are `wanted`, when it says so. */
  async parts(parent: string, wanted: (key: string) => boolean = () => true): Promise<Part[]> {
    const versions = (await this.versions(parent)).filter(({ key }) => wanted(key));
    return this.read<StoredProduct>(versions.map((version) => ({ version, place: version })));
  }

  /** What lies at places that have the same parent. A version stands for all documents of its fold. */
  async read<Row>(wanted: readonly { version: FigureVersion; place: Place }[]): Promise<Part<Row>[]> {
    const asked = wanted.map((one) => ({ ...one, known: this.recall(one.place.key, one.version) }));
    const found = await this.fetch(asked.filter(({ known }) => !known).map(({ place }) => place));
    // What is found is at least as new as the version: documents are complete before their version is there.
    const parts = asked.map(({ version, place: { key }, known }) =>
      known ? known.part : this.learn(key, version, found.get(key)),
    );
    return parts.filter((part) => part !== undefined) as Part<Row>[];
  }

  /** What was just written need not be read. */
  learn(key: string, version: FigureVersion, document: FigureDocument | undefined): Part<unknown> | undefined {
    const part = document && { key, count: document.count, rows: JSON.parse(document.figures) as unknown[] };
    return this.remember(key, { version: nameOf(version), size: ENTRY + (document?.figures.length ?? 0), part });
  }

  private recall(key: string, version: FigureVersion): Known | undefined {
    const known = this.known.get(key);
    if (known?.version !== nameOf(version)) return undefined;
    this.remember(key, known);
    return known;
  }

  private async fetch(places: readonly Place[]): Promise<Map<string, FigureDocument>> {
    const [first] = places;
    if (!first) return new Map();
    const documents =
      places.length < MANY
        ? (await Promise.all(places.map(({ key }) => this.source.documentsOf(key)))).flat()
        : await this.source.below(first.parent);
    return new Map(winnersOf(documents).winners.map((document) => [document.key, document]));
  }

  private remember(key: string, known: Known): Part<unknown> | undefined {
    this.size += known.size - (this.known.get(key)?.size ?? 0);
    this.known.delete(key);
    this.known.set(key, known);
    for (const [oldest, { size }] of this.known) {
      if (this.size <= this.max) break;
      this.known.delete(oldest);
      this.size -= size;
    }
    return known.part;
  }
}

/** A rebuild writes figures of as many events as before at another moment. */
const nameOf = ({ count, folded_at }: FigureVersion): string => `${count} ${folded_at.getTime()}`;

/** All products that were ever sold, with all that was ever sold of them. */
export async function figuresOfAllTime(known: KnownFigures): Promise<ProductFigures[]> {
  const months = await known.parts('all/time');
  return sumStored(months.map(({ rows }) => rows));
}
