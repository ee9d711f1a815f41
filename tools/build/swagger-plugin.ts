// Nest's Swagger plugin for a clone in any folder. The plugin reads file names out of the text that TypeScript prints for a
// type, where letters beyond ASCII and quotes are escaped, and it decodes %XX in some of them: the imports that it adds would
// then name a folder that is not there. Here all names reach it in one form. Loaded by nest-cli.json.
import { before as beforeOfSwagger } from '@nestjs/swagger/plugin';
import type { CompilerOptions, Program, SourceFile, TransformerFactory, TypeChecker } from 'typescript';

type Before = (options: Record<string, unknown>, program: Program) => TransformerFactory<SourceFile>;

/** What Nest calls for each program that it compiles. Only the gateway has a document: elsewhere controllers would load Swagger for nothing. */
export const before: Before = (options, program) => {
  const ofSwagger = (beforeOfSwagger as unknown as Before)(options, withReadableNames(program));
  return (context) => {
    const transform = ofSwagger(context);
    return (file) => (file.fileName.includes('/apps/gateway/') ? transform(file) : file);
  };
};

function withReadableNames(program: Program): Program {
  const checker = withPlainText(program.getTypeChecker());
  return Object.assign(Object.create(program) as Program, {
    getTypeChecker: () => checker,
    getCompilerOptions: () => withDecodedFolders(program.getCompilerOptions()),
  });
}

function withPlainText(checker: TypeChecker): TypeChecker {
  return Object.assign(Object.create(checker) as TypeChecker, {
    typeToString: (...args: Parameters<TypeChecker['typeToString']>) => withoutEscapes(checker.typeToString(...args)),
  });
}

function withoutEscapes(text: string): string {
  return text
    .replaceAll(/\\u\{?([0-9A-Fa-f]+)\}?/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/\\(["'])/g, '$1');
}

/** The plugin decodes the names of files, so it has to be given decoded folders to compare them with. */
function withDecodedFolders(options: CompilerOptions): CompilerOptions {
  const { rootDir, outDir } = options;
  return { ...options, ...(rootDir && { rootDir: decoded(rootDir) }), ...(outDir && { outDir: decoded(outDir) }) };
}

function decoded(folder: string): string {
  try {
    return decodeURIComponent(folder);
  } catch {
    return folder;
  }
}
