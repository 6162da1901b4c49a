import type { BuildOptions } from 'esbuild';

export declare const folder: string;
export declare const bundleOptions: BuildOptions;
