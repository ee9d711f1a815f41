// Only what needs types and what biome cannot do. Everything else (format, imports, style) is biome's.
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/gen/**', 'dist/**', 'node_modules/**', 'coverage/**', '.stack*/**', '**/*.{js,mjs,cjs}'] },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: 'tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    // Directives for rules that biome owns are not ours to judge.
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'PrivateIdentifier', message: 'A private member is written `private x`, everywhere.' },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
);
