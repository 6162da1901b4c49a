export declare function readmeForUsers(folder: string, shipped: readonly string[]): string;
export declare function textOfPicture(svg: string): string[];
