export declare function lockedPackage(name: string): string;
export declare function lockedPlace(name: string): string | undefined;
